"""Text made safe to print keeps every word of what was written."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from desktop.documents.sanitise import BREAK, LONGEST_WORD, breakable, clean


def test_names_and_emoji_are_left_alone() -> None:
    for text in ("Łukasz Żółć", "李小龍", "محمد", "हिन्दी", "👩‍💻 👍🏽 🇬🇧"):
        assert clean(text) == (text, "")
        assert breakable(text) == text


def test_all_kinds_of_line_ends_become_one() -> None:
    assert clean("a\r\nb\rc\u2028d\x0be")[0] == "a\nb\nc\nd\ne"


def test_overrides_of_the_reading_order_go() -> None:
    assert clean("pay \u202e001 now")[0] == "pay 001 now"


def test_a_break_never_parts_a_letter_from_its_marks() -> None:
    for unit in ("e\u0301\u0323", "👩‍💻", "👍🏽", "कि"):
        for piece in breakable(unit * 40).split(BREAK):
            assert unicodedata.category(piece[0]) not in ("Mn", "Mc", "Cf")
            assert piece[0] not in "🏽" and not piece.endswith("\u200d")


def test_words_without_spaces_by_nature_get_no_breaks() -> None:
    for text in ("ภาษาไทยเขียนโดยไม่เว้นวรรคระหว่างคำเลย" * 3, "我希望来电者感到我知道我们要去哪里" * 5):
        assert BREAK not in breakable(text)


@given(st.text())
def test_what_is_cleaned_can_be_printed_and_needs_no_second_cleaning(text: str) -> None:
    cleaned, _ = clean(text)
    assert not any(unicodedata.category(letter) in ("Cs", "Co") for letter in cleaned)
    assert not any(unicodedata.category(letter) == "Cc" for letter in cleaned if letter != "\n")
    assert clean(cleaned) == (cleaned, "")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Co", "Cc")), max_size=300))
def test_breaks_take_nothing_away(text: str) -> None:
    assert breakable(text).replace(BREAK, "") == text.replace(BREAK, "")


@given(st.text(alphabet="abcdefXYZ0-", min_size=LONGEST_WORD + 1, max_size=500))
def test_no_piece_of_a_long_word_is_longer_than_a_line(word: str) -> None:
    assert max(len(piece) for piece in breakable(word).split(BREAK)) <= LONGEST_WORD
