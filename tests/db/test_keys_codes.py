"""Recovery codes as people type them, and what is sealed for one person alone."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import keys
from db.errors import WrongKey
from db.keys import tries
from db.keys.codes import ALPHABET
from db.keys.derivation import fold_name
from tests.db.protected import IMANI, OMAR, begin
from tests.db.stores import RUTH


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def ruth(path: Path) -> keys.Unlocked:
    return begin(path)


@pytest.fixture
def omar(path: Path, ruth: keys.Unlocked) -> keys.Unlocked:
    keys.add_user(path, ruth, OMAR, "Omar Haddad", "for today")
    return keys.unlock(path, "Omar Haddad", "for today")


def test_a_code_has_160_bits_in_groups_and_no_two_are_the_same():
    code = keys.new_code()
    assert [len(group) for group in code.split("-")] == [5] * 8
    assert len({keys.new_code() for _ in range(200)}) == 200


@pytest.mark.parametrize(
    "retype", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")]
)
def test_a_code_is_known_however_it_is_typed(retype):
    code = keys.new_code()
    assert keys.fold_code(retype(code)) == code


@given(st.integers(0, 7))
def test_letters_that_look_like_digits_are_forgiven(place):
    code = keys.new_code()
    assert keys.fold_code(code.replace("1", "I").replace("0", "O")) == code
    assert keys.fold_code(code.replace("1", "l").replace("0", "o")) == code
    assert keys.fold_code(f" {code} \n") == code


@given(st.data())
def test_a_single_slip_is_named_with_its_group(data):
    code = keys.new_code()
    place = data.draw(st.sampled_from([n for n, sign in enumerate(code) if sign != "-"]))
    wrong = data.draw(st.sampled_from([sign for sign in ALPHABET + "U*" if sign != code[place]]))
    if wrong == "*":
        return
    with pytest.raises(keys.CodeTypo) as slip:
        keys.fold_code(code[:place] + wrong + code[place + 1 :])
    assert slip.value.group == place // 6 + 1


@given(st.data())
def test_two_exchanged_signs_or_groups_are_named(data):
    code = keys.new_code()
    place = data.draw(st.sampled_from([n for n in range(46) if "-" not in code[n : n + 2]]))
    if code[place] != code[place + 1]:
        with pytest.raises(keys.CodeTypo):
            keys.fold_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
    groups = code.split("-")
    one, other = data.draw(st.permutations(range(8)))[:2]
    if groups[one] != groups[other]:
        groups[one], groups[other] = groups[other], groups[one]
        with pytest.raises(keys.CodeTypo):
            keys.fold_code("-".join(groups))


@pytest.mark.parametrize("short", ["", "ABC", "A" * 39, "A" * 41])
def test_a_code_of_another_length_is_no_group_s_fault(short):
    with pytest.raises(keys.CodeTypo) as slip:
        keys.fold_code(short)
    assert slip.value.group == 0


def test_a_code_opens_the_store_as_its_user_and_a_slip_costs_no_try(path, ruth, omar):
    codes = [keys.new_code(), keys.new_code()]
    keys.add_code(path, ruth, codes[0])
    keys.add_code(path, omar, codes[1])
    assert [keys.unlock_with_code(path, code).user for code in codes] == [RUTH, OMAR]
    assert keys.has_code(path, RUTH) and not keys.has_code(path, IMANI)
    with pytest.raises(keys.CodeTypo):
        keys.unlock_with_code(path, codes[0][:-1])
    assert tries.read(path).failed == 0
    with pytest.raises(WrongKey):
        keys.unlock_with_code(path, keys.new_code())
    assert tries.read(path).failed == 1


def test_a_new_code_ends_the_old_one(path, ruth):
    old, new = keys.new_code(), keys.new_code()
    keys.add_code(path, ruth, old)
    keys.add_code(path, ruth, new)
    with pytest.raises(WrongKey):
        keys.unlock_with_code(path, old)
    assert keys.unlock_with_code(path, new).user == RUTH


@given(st.text(), st.binary())
def test_a_private_note_comes_back_word_for_word(text, context):
    own = os.urandom(32)
    sealed = keys.seal_private(own, text, context)
    assert keys.open_private(own, sealed, context) == text
    assert keys.seal_private(own, text, context) != sealed


@given(st.data())
def test_nothing_else_opens_a_private_note(data):
    own, text = os.urandom(32), "He is worried about his mother."
    sealed = keys.seal_private(own, text, b"note 1")
    assert text.encode() not in sealed
    place, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 7))
    flipped = bytearray(sealed)
    flipped[place] ^= 1 << bit
    cut = sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    for key, found, context in (
        (own, bytes(flipped), b"note 1"),
        (own, cut, b"note 1"),
        (own, sealed, b"note 2"),
        (os.urandom(32), sealed, b"note 1"),
    ):
        with pytest.raises(keys.Unreadable):
            keys.open_private(key, found, context)


@given(st.text())
def test_folding_a_name_twice_changes_nothing_more(name):
    assert fold_name(fold_name(name)) == fold_name(name)
