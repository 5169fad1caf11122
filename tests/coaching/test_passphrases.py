"""Passphrases: length and how hard to guess, and nothing about which kinds of characters there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coaching.passphrases import (
    LONGEST,
    SHORTEST,
    WEIGHED,
    Flaw,
    Hint,
    weigh,
)

FLOOR = ("Harbour Street", "Lighthouse", "Ruth Castellane")


def test_words_alone_make_a_good_passphrase() -> None:
    assert weigh("otter violin gravel noon", FLOOR).good()


def test_eleven_characters_are_one_too_few_however_wild() -> None:
    weighed = weigh("x7#qP!w9Zr@", FLOOR)
    assert (weighed.flaw, weighed.missing) == (Flaw.SHORT, 1)


@pytest.mark.parametrize(
    ("passphrase", "hint"),
    [
        ("passwordpassword", Hint.REPEATED),
        ("password1234567", Hint.COMMON),
        ("aaaaaaaaaaaaaaaa", Hint.REPEATED),
        ("7890-=uiop[]", Hint.KEYBOARD),
        ("abcdefghijklmnop", Hint.SEQUENCE),
    ],
)
def test_what_everybody_tries_first_is_not_taken_and_the_reason_is_known(passphrase, hint) -> None:
    weighed = weigh(passphrase)
    assert (weighed.flaw, weighed.hint) == (Flaw.GUESSABLE, hint)


@pytest.mark.parametrize(
    "passphrase", ["Harbour Street 2026", "ruthcastellane1", "Lighthouse!Lighthouse!", "HARBOUR lighthouse 7"]
)
def test_the_floors_own_names_count_for_nothing(passphrase) -> None:
    weighed = weigh(passphrase, FLOOR)
    assert (weighed.flaw, weighed.hint) == (Flaw.GUESSABLE, Hint.KNOWN)


def test_a_known_word_does_no_harm_beside_enough_others() -> None:
    assert weigh("harbour otter violin gravel noon", FLOOR).good()


def test_blank_and_endless_ones_are_told_apart() -> None:
    assert weigh("").flaw is Flaw.EMPTY
    assert weigh(" " * 20).flaw is Flaw.EMPTY
    assert weigh("otter violin " * LONGEST).flaw is Flaw.LONG


def test_any_script_will_do() -> None:
    assert weigh("łódź żółw pięść źdźbło").good()
    assert weigh("雨の日に傘を忘れた山田くんが笑う").good()


def test_weighing_a_long_one_takes_no_longer_than_its_beginning() -> None:
    assert weigh("p4$$w0rd! 1qaz " * 60, FLOOR).missing == 0
    assert WEIGHED < LONGEST


@given(st.text(max_size=40))
def test_anything_typed_is_weighed_without_failing(text) -> None:
    weighed = weigh(text, FLOOR)
    assert 0 <= weighed.score <= 4
    assert not weighed.good() or len(text) >= SHORTEST
