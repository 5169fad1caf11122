"""Cells become values, None or a named trouble; nothing raises and nothing blank becomes 0."""

import math
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.contacts import Channel, Direction
from desktop.coaching.mapping import values
from desktop.coaching.mapping.dates import Order, find_order, read_date, read_days
from desktop.coaching.mapping.fields import meaning, split_words
from desktop.coaching.mapping.names import fold
from desktop.coaching.mapping.trouble import Trouble

MEASURES = [
    values.read_number,
    values.read_duration,
    values.read_rating,
    values.read_yes_no,
    values.read_time,
]
ALL = [*MEASURES, values.read_channel, values.read_direction, values.read_text, values.read_name]
CELLS = st.one_of(
    st.text(),
    st.text("0123456789:/.,-+ aphmsZT%'’", max_size=24),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.none(),
)


@given(CELLS)
def test_no_cell_makes_a_reader_raise(cell) -> None:
    for read in ALL:
        read(cell)
    for unit in values.UNITS:
        assert not isinstance(values.read_duration(cell, unit), bool)
    for order in (None, *Order):
        read_date(cell, order)
    find_order([(2, cell)])


@given(st.text())
def test_no_header_or_name_makes_the_rules_raise(text) -> None:
    meaning(text)
    split_words(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("blank", [None, "", "  ", "-", "n/a", "NULL", "#N/A", math.nan])
def test_a_blank_measure_is_none_and_never_zero(blank) -> None:
    assert [read(blank) for read in MEASURES] == [None] * len(MEASURES)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", 12.0),
        ("12,5", 12.5),
        ("0,125", 0.125),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1 234,5", 1234.5),
        ("1’234", 1234.0),
        ("1,234,567", 1234567.0),
        (7, 7.0),
        ("1,234", Trouble.THOUSANDS),
        ("80 %", Trouble.PERCENT),
        ("12a", Trouble.NOT_A_NUMBER),
        ("1e5", Trouble.NOT_A_NUMBER),
        (True, Trouble.NOT_A_NUMBER),
        (math.inf, Trouble.NOT_A_NUMBER),
    ],
)
def test_numbers_are_read_with_point_or_comma_and_what_is_unsure_is_not_guessed(cell, value) -> None:
    assert values.read_number(cell) == value


@pytest.mark.parametrize(
    ("cell", "unit", "seconds"),
    [
        ("00:02:23", "s", 143),
        ("2:23", "s", 143),
        ("2:23", "min", 8580),
        ("109", "s", 109),
        ("1,5", "min", 90),
        ("250", "ms", 0.25),
        ("2m 23s", "s", 143),
        ("1h 5min", "s", 3900),
        ("143 sec", "s", 143),
        (time(0, 2, 23), "s", 143),
        (timedelta(minutes=2, seconds=23), "s", 143),
        (datetime(1899, 12, 30, 0, 2, 23), "s", 143),
        (0, "s", 0),
        ("1:75", "s", Trouble.NOT_A_DURATION),
        ("-5", "s", Trouble.NEGATIVE),
        ("100000", "s", Trouble.TOO_LONG),
        ("soon", "s", Trouble.NOT_A_DURATION),
    ],
)
def test_durations_come_as_clock_words_or_numbers_in_a_unit(cell, unit, seconds) -> None:
    assert values.read_duration(cell, unit) == seconds


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Y", True), ("yes", True), ("TRUE", True), ("1", True), (1.0, True), ("ja", True), ("Resolved", True)]
    + [("N", False), ("no", False), ("0", False), (False, False), ("maybe", Trouble.NOT_YES_NO)]
    + [(2, Trouble.NOT_YES_NO)],
)
def test_yes_and_no_come_in_many_words(cell, value) -> None:
    assert values.read_yes_no(cell) is value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("9:12", time(9, 12)),
        ("09:12:58", time(9, 12, 58)),
        ("12:05 am", time(0, 5)),
        ("2.05 PM", time(14, 5)),
        (0.5, time(12)),
        (timedelta(hours=9), time(9)),
        ("25:00", Trouble.NOT_A_TIME),
        ("13:00 pm", Trouble.NOT_A_TIME),
    ],
)
def test_times_of_day(cell, value) -> None:
    assert values.read_time(cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("5", 5.0), ("4,5", 4.5), ("4/5", 4.0), ("6", Trouble.RATING_RANGE), ("0", Trouble.RATING_RANGE)]
    + [("100%", Trouble.PERCENT)],
)
def test_a_rating_is_one_to_five(cell, value) -> None:
    assert values.read_rating(cell) == value


def test_channels_and_directions_are_known_by_many_words() -> None:
    assert values.read_channel("Live chat") is Channel.CHAT
    assert values.read_channel("E-Mail") is Channel.EMAIL
    assert values.read_channel("Phone call") is Channel.CALL
    assert values.read_channel("pigeon") is Trouble.UNKNOWN_CHANNEL
    assert values.read_direction("Outgoing") is Direction.OUTBOUND
    assert values.read_direction("sideways") is Trouble.UNKNOWN_DIRECTION


def test_a_text_is_one_line_and_a_surname_may_be_null() -> None:
    assert values.read_text(" two\r\nlines\x00 ") == "two lines"
    assert values.read_text(1001.0) == "1001"
    assert values.read_name("Null") == "Null"
    assert values.read_name("x" * 121) is Trouble.TEXT_TOO_LONG


def test_headers_are_split_at_signs_and_capitals() -> None:
    assert meaning("AvgTalkDuration") == {"talk", "duration"}
    assert meaning("speed_of_answer_in_seconds") == {"speed", "answer"}
    assert meaning("answered (Y/N)") == {"answered"}
    assert meaning("Durée") == {"duree"}


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert read_days("31/02/2021") == {}
    assert read_date("2021-02-30", None) is Trouble.NOT_A_DATE
