"""01/02/2021 is proved, asked or without importance, and never guessed."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coaching.mapping.dates import Order, Stamp, Verdict, at_site, find_order, read_date
from desktop.coaching.mapping.trouble import Trouble


def look(*cells):
    return find_order(enumerate(cells, 2))


def test_dates_of_the_first_twelve_days_are_asked() -> None:
    found = look("01/02/2021", "03/04/2021", "05/05/2021")
    assert (found.verdict, found.order, found.unsure) == (Verdict.ASK, None, 2)
    assert (found.example.row, found.example.value) == (2, "01/02/2021")
    assert found.asks
    assert found.choices == (Order.DMY, Order.MDY)


def test_a_thirteenth_day_proves_the_order_and_is_named() -> None:
    found = look("01/02/2021", "13/02/2021", "14/02/2021")
    assert (found.verdict, found.order) == (Verdict.PROVED, Order.DMY)
    assert (found.evidence[0].row, found.evidence[0].value) == (3, "13/02/2021")
    assert look("01/02/2021", "02/13/2021").order is Order.MDY


def test_a_column_that_mixes_both_orders_is_asked_with_a_proof_of_each() -> None:
    found = look("13/02/2021", "02/13/2021", "01/02/2021")
    assert (found.verdict, found.order) == (Verdict.MIXED, None)
    assert {one.order: one.row for one in found.evidence} == {Order.DMY: 2, Order.MDY: 3}


@pytest.mark.parametrize(
    "cell",
    ["2021-02-01", "2021/02/01", "20210201", "2021-02-01T10:00:00Z", date(2021, 2, 1), "1 Feb 2021"]
    + ["February 1, 2021", "Mon 1-Feb-21", datetime(2021, 2, 1, 10), 44228.0],
)
def test_iso_dates_month_names_and_a_spreadsheets_own_dates_are_never_ambiguous(cell) -> None:
    found = look(cell)
    assert (found.verdict, found.unsure) == (Verdict.CLEAR, 0)
    assert read_date(cell, None).day == date(2021, 2, 1)


def test_dates_that_read_alike_in_both_orders_need_no_question() -> None:
    assert not look("02/02/2021", "03/03/2021").asks
    assert read_date("02/02/2021", None).day == date(2021, 2, 2)


def test_true_dates_beside_dates_as_text_are_pointed_out() -> None:
    found = look(date(2021, 2, 1), "13/02/2021")
    assert (found.order, found.beside.row) == (Order.DMY, 2)
    assert look(date(2021, 2, 1), "2021-02-13").beside is None
    assert look("01/02/2021", "13/02/2021").beside is None


def test_two_digit_years_may_stand_in_front() -> None:
    assert look("21/03/04").choices == (Order.DMY, Order.YMD), "21 March 2004 or 4 March 2021"
    assert look("31/12/99", "01/02/03").order is Order.DMY
    assert look("72/12/31", "01/02/03").order is Order.YMD


def test_without_an_order_what_is_ambiguous_is_not_read() -> None:
    assert read_date("01/02/2021", None) is Trouble.NO_ORDER
    assert read_date("13/02/2021", None).day == date(2021, 2, 13)
    assert read_date("13/02/2021", Order.MDY) is Trouble.OTHER_ORDER
    assert read_date("2021-02-13", Order.MDY).day == date(2021, 2, 13)
    assert read_date("never", Order.DMY) is Trouble.NOT_A_DATE
    assert read_date("01/02/1021", Order.DMY) is Trouble.YEAR
    assert read_date("  ", Order.DMY) is None
    assert look("", None, "words").verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("01/02/2021 09:12:58", time(9, 12, 58)),
        ("01/02/2021, 9:12 pm", time(21, 12)),
        ("2021-02-01T09:12", time(9, 12)),
        ("01.02.2021 09.12", time(9, 12)),
    ],
)
def test_a_date_may_carry_its_time(text, clock) -> None:
    assert read_date(text, Order.DMY) == Stamp(date(2021, 2, 1), clock)


def test_a_time_with_a_zone_is_turned_into_the_sites() -> None:
    stamp = read_date("2021-02-01T23:30:00Z", None)
    assert at_site(stamp, timezone(timedelta(hours=1))) == datetime(2021, 2, 2, 0, 30)
    assert at_site(read_date("2021-02-01T23:30+02:00", None), UTC) == datetime(2021, 2, 1, 21, 30)
    assert at_site(Stamp(date(2021, 2, 1)), UTC) == datetime(2021, 2, 1)


@given(st.lists(st.dates(date(1970, 1, 1), date(2069, 12, 31)), min_size=1), st.sampled_from(["dmy", "mdy"]))
def test_a_column_written_in_one_order_is_read_so_or_asked(days, order) -> None:
    pattern = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}[order]
    texts = [day.strftime(pattern) for day in days]
    found = look(*texts)
    if found.asks:
        assert all(day.day <= 12 for day in days)
    used = found.order or Order(order)
    assert [read_date(text, used).day for text in texts] == days
