"""Drafts, fields and notes that follow each other: laws over any text, and what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coaching.redaction import (
    KEPT_OF_RUN,
    Secret,
    hold_back,
    mask,
    mask_successive,
    mask_typed,
)
from tests.db.test_cards import PUBLISHED, card_numbers, spaced

CARD = "4242 4242 4242 4242"


def type_out(text: str) -> tuple[str, list[str]]:
    """What stands in the field at the end, and every draft on the way, one for each key."""
    shown, at, drafts = "", 0, []
    for sign in text:
        shown, at = shown[:at] + sign + shown[at:], at + 1
        typed = mask_typed(shown, at, finished=False)
        shown, at = typed.text, typed.at
        drafts.append(hold_back(shown, at))
    return shown, drafts


@given(st.data(), card_numbers())
def test_a_card_number_that_is_typed_never_reaches_a_draft(data: st.DataObject, number: str) -> None:
    written = data.draw(spaced(number))
    shown, drafts = type_out(f"card {written} thanks")
    final = mask_typed(shown, len(shown), finished=True).text
    assert final == mask(final)
    assert "••••" in final
    for draft in drafts:
        digits = "".join(str(int(sign)) for sign in draft if sign.isdecimal())
        assert number[: KEPT_OF_RUN + 1] not in digits


@given(st.text(alphabet="0123456789 -.ab\n"), st.integers(0, 60))
def test_a_draft_is_the_text_less_some_digits_of_one_number(text: str, at: int) -> None:
    held = hold_back(text, min(at, len(text)))
    assert len(held) <= len(text)
    assert [sign for sign in held if sign.isalpha()] == [sign for sign in text if sign.isalpha()]


@given(st.text(max_size=80), st.integers(0, 80), st.booleans())
def test_the_cursor_stays_in_the_text(text: str, at: int, finished: bool) -> None:
    typed = mask_typed(text, min(at, len(text)), finished)
    assert 0 <= typed.at <= len(typed.text)
    if not typed.masked:
        assert (typed.text, typed.at) == (text, min(at, len(text)))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("ring 020 7946 0958", "ring 020 794"),
        ("ring 020 7946 0958 ", "ring 020 794 "),
        ("ring 020 7946 0958 and", "ring 020 7946 0958 and"),
        ("booking 771920", "booking 771920"),
        ("cvv 1", "cvv "),
        ("security code is 12", "security code is "),
        ("room 12", "room 12"),
        ("", ""),
    ],
)
def test_an_unfinished_number_is_held_back_to_six_digits(text: str, held: str) -> None:
    assert hold_back(text) == held


def test_a_number_away_from_the_cursor_is_held_whole() -> None:
    assert hold_back("020 7946 0958 rang", 18) == "020 7946 0958 rang"
    assert hold_back("020 7946 0958 rang", 13) == "020 794 rang"


@pytest.mark.parametrize("number", [each for each in PUBLISHED if len(each) in (15, 16)])
def test_a_number_of_the_usual_length_is_masked_at_its_last_digit(number: str) -> None:
    typed = mask_typed(f"card {number}", 5 + len(number), finished=False)
    assert typed.text == f"card •••• •••• •••• {number[-4:]}"
    assert typed.at == len(typed.text)


@pytest.mark.parametrize("number", ["4222222222222", "36227206271667"])
def test_a_number_that_may_go_on_waits_until_it_ends(number: str) -> None:
    waiting = mask_typed(number, len(number), finished=False)
    assert waiting.masked == ()
    for ended in (
        mask_typed(number, len(number), finished=True),
        mask_typed(f"{number} a", len(number) + 2, finished=False),
    ):
        assert [each.secret for each in ended.masked] == [Secret.CARD]


def test_the_cursor_keeps_its_place_behind_what_was_masked() -> None:
    text = f"before {CARD} behind"
    assert mask_typed(text, 3, finished=False).at == 3
    assert mask_typed(text, len(text), finished=False).at == len(text)


@pytest.mark.parametrize(
    ("texts", "masked"),
    [
        (["card 4242 4242", "4242 4242 it was"], ("card ••••", "•••• •••• •••• 4242 it was")),
        (["4242", "4242", "4242", "4242"], ("••••", "••••", "••••", "•••• •••• •••• 4242")),
        (["her cvv", "123"], ("her cvv", "•••")),
        (["call 12", "of 30"], ("call 12", "of 30")),
        ([], ()),
        ([f"{CARD} and", "more"], ("•••• •••• •••• 4242 and", "more")),
    ],
)
def test_a_number_over_several_notes_is_masked_in_all_of_them(
    texts: list[str], masked: tuple[str, ...]
) -> None:
    assert mask_successive(texts) == masked
    assert mask_successive(masked) == masked


@given(st.lists(st.text(alphabet="0123456789 ab-", max_size=12), max_size=5))
def test_masking_over_notes_keeps_their_number_and_is_done_once(texts: list[str]) -> None:
    masked = mask_successive(texts)
    assert len(masked) == len(texts)
    assert mask_successive(masked) == masked
