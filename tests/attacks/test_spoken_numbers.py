"""Transcripts say numbers as people do: in pieces, with the other side between them."""

from db.cards.masking import allow_none
from desktop.coaching.transcripts import read_transcript
from desktop.features.monitoring.transcribing import mask_lines


def masked(said: str) -> tuple[list[str], int]:
    lines, found = mask_lines(read_transcript(said, "Agent").lines, allow_none)
    return [line.text for line in lines], found


def test_a_card_read_out_in_pieces_is_masked_whoever_speaks_between_them() -> None:
    said = "Customer: it is 4242 4242\nAgent: yes\nCustomer: 4242\nAgent: yes\nCustomer: 4242 that is all"
    kept = ["it is ••••", "yes", "••••", "yes", "•••• •••• •••• 4242 that is all"]
    assert masked(said) == (kept, 1)


def test_a_code_that_one_asks_for_and_the_other_says_is_masked() -> None:
    said = "Agent: and the security code?\nCustomer: 123\nAgent: thank you, and your postcode?"
    assert masked(said) == (["and the security code?", "•••", "thank you, and your postcode?"], 1)


def test_what_stands_in_one_line_is_counted_once_and_small_talk_is_left_alone() -> None:
    said = "Customer: my card 4242 4242 4242 4242, order 1234\nAgent: 42 is my age\nCustomer: 17 is mine"
    kept = ["my card •••• •••• •••• 4242, order 1234", "42 is my age", "17 is mine"]
    assert masked(said) == (kept, 1)


def test_a_number_is_found_wherever_it_begins_in_a_long_transcript() -> None:
    for before in range(0, 60, 7):
        said = "\n".join(["Customer: well", *["Customer: so"] * before, *["Customer: 4242"] * 4])
        texts, found = masked(said)
        assert found == 1
        assert not any("4242" in text for text in texts[:-1])
