"""Details of people: found in the shapes in which people write them, and nowhere else."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.cards.masking import mask
from desktop.coaching.personal import Kind, find_personal, mask_personal

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to anna.b+x@mail.example.co.uk now", Kind.EMAIL),
        ("zoë@müller.example", Kind.EMAIL),
        ("ring 020 7946 0958", Kind.PHONE),
        ("from +49 30 901820", Kind.PHONE),
        ("NINO AB 12 34 56 C", Kind.NATIONAL_ID),
        ("NHS number 943 476 5919", Kind.NATIONAL_ID),
        ("SSN 536-90-4399", Kind.NATIONAL_ID),
        ("86 095 742 719", Kind.NATIONAL_ID),
        ("Steuer-ID: 86095742719", Kind.NATIONAL_ID),
        ("2 95 10 99 126 111 93", Kind.NATIONAL_ID),
        ("DNI 54362315K", Kind.NATIONAL_ID),
        ("NIE X-2482300W", Kind.NATIONAL_ID),
        ("RCCMNL83S18D969H", Kind.NATIONAL_ID),
        ("2341 2341 2346", Kind.NATIONAL_ID),
        ("NIF 501 964 843", Kind.NATIONAL_ID),
        ("BSN 111222333", Kind.NATIONAL_ID),
        ("PESEL 44051401359", Kind.NATIONAL_ID),
        ("811228-9874", Kind.NATIONAL_ID),
    ],
)
def test_a_detail_is_found_and_masked(text: str, kind: Kind) -> None:
    """The numbers are those that python-stdnum's and phonenumbers' own pages give as examples."""
    found = find_personal(text)
    assert [one.kind for one in found] == [kind]
    masked = mask_personal(text, found)
    assert "•" in masked
    assert find_personal(masked) == ()


@pytest.mark.parametrize(
    "text",
    [
        "order 3348917502 of 12 May",
        "call 12 of 30 at 14:30 on 12/03/2026",
        "23 188 174 92.55% 14 0:12",
        "booking 12345678, ticket 48213",
        "she said at @home she waits",
        "SKU 536-90-43991",
        "86095742719",
        "111222333",
        "82 % ± 6, n 14",
    ],
)
def test_bookings_days_and_figures_raise_no_alarm(text: str) -> None:
    assert find_personal(text) == ()


def test_a_number_is_known_by_the_country_it_is_written_in() -> None:
    assert [one.kind for one in find_personal("(727) 760-7806", "US")] == [Kind.PHONE]
    assert find_personal("(727) 760-7806", "DE") == ()


@given(st.text(alphabet="0123456789 -@.+ab()•AZ", max_size=60))
def test_what_is_masked_is_in_order_and_inside_the_text(text: str) -> None:
    found = find_personal(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


def strangers_texts() -> Iterator[tuple[str, str]]:
    """Every cell and every line of dialogue of the data that strangers wrote."""
    for path in sorted(SHARED.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            yield from ((path.name, cell) for row in csv.reader(file) for cell in row)
    for path in sorted(SHARED.rglob("*.json*")):
        for part in (
            path.read_text("utf-8").splitlines() if path.suffix == ".jsonl" else [path.read_text("utf-8")]
        ):
            yield from ((path.name, text) for text in _strings(json.loads(part, strict=False)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the data of strangers is not beside the project")
def test_of_forty_thousand_different_texts_of_strangers_none_is_masked_by_mistake() -> None:
    texts = list(dict.fromkeys(strangers_texts()))
    assert len(texts) > 40_000
    assert [(name, text) for name, text in texts if mask(text) != text] == []
    alarms = {(name, one.kind) for name, text in texts for one in find_personal(text, "US")}
    # Telephone numbers of members of Congress, and of made-up customers with their addresses.
    assert alarms == {
        ("us_legislators_current.csv", Kind.PHONE),
        ("abcd_abcd_sample.json", Kind.PHONE),
        ("abcd_abcd_sample.json", Kind.EMAIL),
    }
