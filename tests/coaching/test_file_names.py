"""Names of recordings by a pattern: what they tell, and that nothing is guessed at."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.recordings import Side
from desktop.coaching.file_dates import read_clock, read_day, read_start
from desktop.coaching.file_names import (
    USUAL,
    FileName,
    Flaw,
    Misfit,
    Misread,
    PatternError,
    parse,
    parse_any,
    read_pattern,
    read_patterns,
    suggest,
)

NINE = datetime(2026, 3, 2, 9, 30)


def read(pattern: str, name: str) -> FileName | Misread:
    return parse_any(read_patterns(pattern), name, UTC)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{agent}_{date}_{time}_{reference}", "Imani_Okafor_2026-03-02_09-30-00_C-1042.mp3"),
        ("{agent}_{date}_{time}_{reference}", "Imani Okafor_20260302_0930_C-1042.wav"),
        ("{agent}_{date:dmy}_{time}_{reference}", "Imani_Okafor_02-03-2026_9.30am_C-1042.wav"),
        ("{agent}_{date:mdy}_{time}_{reference}", "imani okafor_03-02-26_09h30_C-1042.opus".title()),
        ("{agent}_{start}_{reference}", "Imani_Okafor_20260302T093000Z_C-1042.m4a"),
        ("{agent}_{start}_{reference}", "Imani_Okafor_20260302093000_C-1042.m4a"),
        ("{reference}-{start:epoch}-{agent}.wav", "C-1042-1772443800-Imani Okafor.wav"),
        ("{agent}/{start} {reference}", "/calls/Imani Okafor/2026-03-02 09.30 C-1042.wav"),
        ("{agent}_{date}_{time}_{reference}", "Imani_Okafor_2Mar2026_093000_C-1042.wav"),
        ("{queue}_x | {agent}_{start}_{reference}", "Imani_Okafor_20260302093000_C-1042.m4a"),
    ],
)
def test_agent_start_and_reference_are_read_in_many_forms(pattern: str, name: str) -> None:
    if pattern.startswith("{queue}_x"):
        pattern = pattern.replace("{queue}_x", "{reference}_x")
    told = read(pattern, name)
    assert isinstance(told, FileName)
    assert (told.agent, told.start, told.reference) == ("Imani Okafor", NINE, "C-1042")


def test_the_two_files_of_a_call_tell_their_sides() -> None:
    """As one call centre's software names them: a file for each side."""
    told = [
        read("{queue}_{reference}_UTC_{side}", f"Auto_Repairs_49_UTC_{side}.wav")
        for side in ("agent", "caller")
    ]
    assert told == [
        FileName(queue="Auto Repairs", reference="49", side=Side.AGENT),
        FileName(queue="Auto Repairs", reference="49", side=Side.CUSTOMER),
    ]


def test_a_name_that_can_be_read_in_two_ways_is_not_guessed_at() -> None:
    assert read("{agent}_{queue}_{date}", "Imani_Okafor_Sales_20260302.wav") == Misread(
        Misfit.TWO_WAYS, read="Imani_Okafor_Sales_20260302"
    )
    sure = read("{agent}_{queue}_{date}", "Imani_Sales_20260302.wav")
    assert isinstance(sure, FileName)
    assert (sure.agent, sure.queue, sure.day) == ("Imani", "Sales", date(2026, 3, 2))


def test_a_name_that_does_not_fit_says_how_far_it_did() -> None:
    assert read("{agent}_{date}_{time}", "Imani_Okafor_yesterday.wav") == Misread(
        Misfit.UNLIKE, "{date}", "Imani_Okafor_"
    )
    assert read("call-{agent}", "hello.wav") == Misread(Misfit.UNLIKE, "call-")


def test_figures_that_are_no_day_are_said_so() -> None:
    told = read("{agent}_{date:dmy}", "Imani_31022026.wav")
    assert isinstance(told, Misread)
    assert (told.why, told.part) == (Misfit.NO_DAY, "31022026")


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.BLANK),
        (".wav", Flaw.BLANK),
        ("{agent", Flaw.BRACES),
        ("{agent}_{tone}", Flaw.UNKNOWN),
        ("{agent}_{date:dym}", Flaw.UNKNOWN),
        ("{agent}_{agent}", Flaw.TWICE),
        ("{agent}{reference}", Flaw.TOGETHER),
        ("{agent}_{start}_{date}", Flaw.START),
        ("{agent}_{time}", Flaw.START),
        ("{any}_{side}", Flaw.NOTHING),
    ],
)
def test_a_pattern_that_makes_no_sense_says_why(text: str, flaw: Flaw) -> None:
    with pytest.raises(PatternError) as found:
        read_pattern(text)
    assert found.value.flaw is flaw


def test_every_usual_pattern_can_be_read_and_one_is_proposed_for_names_it_fits() -> None:
    for text in USUAL:
        read_pattern(text)
    assert suggest(["Imani_Okafor_2026-03-02_09-30-00_C-1.wav", "notes.txt"]) == USUAL[0]
    assert suggest(["Auto_Repairs_49_UTC_agent.wav", "Auto_Repairs_49_UTC_caller.wav"]) == (
        "{queue}_{reference}_UTC_{side}"
    )
    assert suggest([]) == suggest(["a", "b", "c"]) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0930", time(9, 30)),
        ("930", time(9, 30)),
        ("09-30-05", time(9, 30, 5)),
        ("093005", time(9, 30, 5)),
        ("9:30pm", time(21, 30)),
        ("12.05am", time(0, 5)),
        ("09h30m05s", time(9, 30, 5)),
        ("13.30pm", None),
        ("2530", None),
    ],
)
def test_times_of_day(text: str, expected: time | None) -> None:
    assert read_clock(text) == expected


def test_what_says_utc_becomes_the_sites_own_time() -> None:
    east = timezone(timedelta(hours=2))
    assert read_start("20260302T093000Z", "", east) == datetime(2026, 3, 2, 11, 30)
    assert read_start("20260302T093000", "", east) == NINE
    assert read_start("1772443800000", "epoch", east) == datetime(2026, 3, 2, 11, 30)
    assert read_day("290226", "dmy") is None


NAMES = st.text("abcdefghijklmnopqrstuvwxyzŁé -", min_size=1, max_size=12).map(str.strip).filter(bool)
STARTS = st.datetimes(datetime(2001, 1, 1), datetime(2098, 12, 31)).map(lambda at: at.replace(microsecond=0))


@given(NAMES, STARTS, st.from_regex(r"[A-Z]{0,3}-?[0-9]{1,6}", fullmatch=True))
def test_whatever_was_written_by_a_pattern_is_read_by_it(agent: str, start: datetime, reference: str) -> None:
    name = f"{agent}_{start:%Y-%m-%d_%H-%M-%S}_{reference}.wav"
    told = parse(read_pattern("{agent}_{date}_{time}_{reference}"), name)
    assert told == FileName(" ".join(agent.split()), start, reference, day=start.date())


@given(st.text(max_size=40))
def test_any_name_at_all_is_read_or_refused(name: str) -> None:
    for text in USUAL:
        assert isinstance(parse(read_pattern(text), name, UTC), FileName | Misread)


def test_a_name_of_many_parts_does_not_keep_a_pattern_of_many_texts_busy() -> None:
    many = read_pattern("{any}_{any}_{any}_{any}_{any}_{any}_{any}_{any}_{reference}")
    found = parse(many, "a_" * 120 + ".wav")
    assert isinstance(found, Misread)
    assert found.why is Misfit.TWO_WAYS
