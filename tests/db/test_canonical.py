"""One meaning, one text: the canonical JSON and its digest."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.queries.canonical import canonical, digest

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcdefg_", max_size=5), inner),
)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Thing:
    uid: bytes
    on: date
    at: datetime
    colour: Colour
    share: float


def test_records_read_as_plain_data() -> None:
    thing = Thing(b"\x01\xff", date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC), Colour.RED, 80.0)
    assert canonical(thing) == (
        '{"at":"2026-03-02T09:00:00.000Z","colour":"red","on":"2026-03-02","share":80,"uid":"01ff"}'
    )


def test_the_order_in_which_something_was_written_does_not_matter() -> None:
    assert (
        canonical({"b": 1, "a": [1.0, 2.5]})
        == canonical({"a": (1, 2.5), "b": True + 0})
        == ('{"a":[1,2.5],"b":1}')
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"score": value})


@given(JSON)
def test_reading_and_writing_again_gives_the_same_bytes(data: object) -> None:
    text = canonical(data)
    assert canonical(json.loads(text)) == text
    assert digest(text) == digest(canonical(json.loads(text)))


def test_the_digest_is_sha256() -> None:
    # FIPS 180-2, the first example
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
