"""Numbers, dates and words read as a British supervisor writes them, and other languages can be added."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.shell import text

NOW = datetime(2026, 3, 9, 14, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    text.use_locale("en_GB", zone=UTC)
    yield
    text.use_locale()


def spaced(words: str) -> str:
    return words.replace(text.NBSP, " ")


def write_catalogue(folder: Path) -> None:
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    catalogue = Catalog(locale="de_DE", domain="deskside")
    catalogue.add("Finish evaluation", "Bewertung abschließen")
    catalogue.add("Kept {time}", "Gesichert {zeit}")
    catalogue.add(("{n} day ago", "{n} days ago"), ("vor {n} Tag", "vor {n} Tagen"))
    home = folder / "de_DE" / "LC_MESSAGES"
    home.mkdir(parents=True)
    with (home / "deskside.mo").open("wb") as file:
        write_mo(file, catalogue)


@pytest.mark.parametrize(
    ("share", "digits", "shown"),
    [(0.824, 0, "82 %"), (0.145, 0, "15 %"), (0.825, 0, "83 %"), (0.0, 0, "0 %"), (1.0, 0, "100 %"),
     (0.8249, 1, "82.5 %"), (-0.001, 0, "0 %"), (-0.124, 0, "−12 %")],
)  # fmt: skip
def test_a_share_is_shown_in_percent_rounded_half_up(share: float, digits: int, shown: str) -> None:
    assert spaced(text.percent(share, digits)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(-0.5, "−1"), (0.5, "+1"), (-0.49, "0"), (0.49, "0"), (-1.5, "−2"), (2.5, "+3"), (-1234, "−1,234")],
)
def test_a_sign_belongs_to_the_number_as_it_is_shown(value: float, shown: str) -> None:
    assert text.signed(value) == shown
    assert text.number(value) == shown.removeprefix("+")


@pytest.mark.parametrize(
    ("share", "mark", "shown"),
    [(0.796, 0.8, "79.6 %"), (0.8, 0.8, "80 %"), (0.804, 0.8, "80.4 %"), (0.79996, 0.8, "79.996 %"),
     (0.796, 0.798, "79.6 %"), (0.79, 0.8, "79 %"), (0.85, 0.8, "85 %"), (1, 0.8, "100 %")],
)  # fmt: skip
def test_a_share_beside_a_mark_never_looks_equal_to_it_or_beyond(
    share: float, mark: float, shown: str
) -> None:
    assert spaced(text.percent_beside(share, mark)) == shown


def test_a_mark_is_shown_as_it_was_set() -> None:
    assert [spaced(text.mark(one)) for one in (0.8, 0.795, 1, 0, 0.07)] == [
        "80 %",
        "79.5 %",
        "100 %",
        "0 %",
        "7 %",
    ]


def test_the_space_before_a_percent_sign_does_not_break() -> None:
    assert text.percent(0.82) == "82\N{NO-BREAK SPACE}%"


def test_a_figure_names_its_interval_and_count() -> None:
    assert spaced(text.figure(0.82, 0.76, 0.88, 14)) == "82 % ± 6, n 14"
    assert spaced(text.figure(0.82, 0.70, 0.88, 14)) == "82 % (70–88), n 14"


def test_an_interval_is_called_even_only_if_it_is() -> None:
    assert spaced(text.figure(0.754, 0.72, 0.788, 269)) == "75 % ± 3, n 269"
    assert spaced(text.figure(0.824, 0.756, 0.884, 1400)) == "82 % (76–88), n 1,400"
    assert spaced(text.figure(0.995, 0.96, 1.0, 40)) == "100 % (96–100), n 40"


def test_an_interval_ends_where_a_share_can_go_no_further() -> None:
    assert spaced(text.figure(0.92, 0.76, 1.08, 13)) == "92 % (76–100), n 13"


def test_calls_that_all_came_out_alike_have_no_interval_of_nothing() -> None:
    assert spaced(text.figure(1.0, 1.0, 1.0, 9)) == "100 %, n 9 (all alike)"


def test_too_few_calls_are_said_in_words() -> None:
    assert text.figure(None, None, None, 0) == "no calls yet"
    assert spaced(text.figure(None, None, None, 2)) == "too few calls, n 2"
    assert spaced(text.figure(0.5, None, None, 1)) == "50 %, n 1 (too few calls for an interval)"


def test_a_measure_carries_its_unit() -> None:
    assert spaced(text.amount(412.25, 400.0, 424.5, 30, "s")) == "412.3 s ± 12.3, n 30"
    assert spaced(text.amount(3.0, 2.5, 3.5, 9)) == "3.0 ± 0.5, n 9"
    assert spaced(text.amount(-3.0, -4.5, -2.5, 9)) == "−3.0 (−4.5–−2.5), n 9"


def test_a_measure_ends_where_its_scale_does() -> None:
    assert (text.cut(5.3, (1, 5)), text.cut(0.6, (1, 5)), text.cut(4.2, (1, 5))) == (5, 1, 4.2)
    assert (text.cut(5.3, None), text.cut(None, (1, 5))) == (5.3, None)
    assert spaced(text.amount(4.7, 4.1, text.cut(5.3, (1, 5)), 6)) == "4.7 (4.1–5.0), n 6"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (59.9, "0:59"), (61, "1:01"), (3671, "1:01:11"), (-3, "0:00")]
)
def test_a_clock_counts_minutes_and_only_then_hours(seconds: float, shown: str) -> None:
    assert text.clock(seconds) == shown


@given(st.integers(0, 400_000))
def test_a_clock_can_be_read_back(seconds: int) -> None:
    whole = 0
    for part in text.clock(seconds).split(":"):
        whole = whole * 60 + int(part)
    assert whole == seconds


def test_dates_are_written_the_british_way_in_local_time() -> None:
    assert text.day(date(2026, 3, 9)) == "9 Mar 2026"
    assert text.moment(NOW) == "9 Mar 2026, 14:02"
    text.use_locale("en_GB", zone=ZoneInfo("Asia/Kolkata"))
    assert text.moment(datetime(2026, 3, 9, 20, 0, tzinfo=UTC)) == "10 Mar 2026, 01:30"


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, "just now"), (1 / 60, "1 minute ago"), (0.5, "30 minutes ago"), (3, "3 hours ago"),
     (20, "yesterday, 18:02"), (50, "2 days ago"), (24 * 6, "6 days ago"), (24 * 7, "2 Mar 2026")],
)  # fmt: skip
def test_moments_are_relative_only_under_a_week(hours: float, words: str) -> None:
    assert text.ago(NOW - timedelta(hours=hours), NOW) == words


def test_a_moment_still_to_come_is_a_date() -> None:
    assert text.ago(NOW + timedelta(hours=1), NOW) == "9 Mar 2026"


def test_an_arabic_date_keeps_its_order_in_a_sentence_from_left_to_right() -> None:
    text.use_locale("ar_EG", zone=UTC)
    assert re.sub(r"\d", "9", text.day(date(2026, 10, 13))) == "99/99/9999"


def test_one_call_and_many_calls() -> None:
    assert text.ntr("{n} call", "{n} calls", 1) == "1 call"
    assert text.ntr("{n} call", "{n} calls", 5000) == "5,000 calls"
    assert text.ntr("{n} row of {what}", "{n} rows of {what}", 2, what="calls") == "2 rows of calls"


def test_names_with_braces_are_only_filled_in() -> None:
    assert text.tr("Welcome, {name}", name="{0} {x}") == "Welcome, {0} {x}"
    assert text.tr("Braces {stay}") == "Braces {stay}"
    assert text.tr("") == ""


def test_a_catalogue_changes_words_plurals_dates_and_numbers(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    text.use_locale("de_DE", tmp_path, zone=UTC)
    assert text.tr("Finish evaluation") == "Bewertung abschließen"
    assert text.ago(NOW - timedelta(days=3), NOW) == "vor 3 Tagen"
    assert text.day(date(2026, 3, 9)) == "09.03.2026"
    assert text.number(1234.5, 1) == "1.234,5"


def test_a_wrong_translation_falls_back_to_english(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    text.use_locale("de_DE", tmp_path)
    assert text.tr("Kept {time}", time="14:02") == "Kept 14:02"


def test_an_unknown_language_is_english() -> None:
    text.use_locale("xx_nowhere", zone=UTC)
    assert text.moment(NOW) == "9 Mar 2026, 14:02"
