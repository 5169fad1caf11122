"""Transcripts in every usual shape: who says what, when, and what could not be read, told by its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from db.records.transcripts import Speaker, Spoken, TranscriptFormat
from desktop.coaching.transcripts import Flaw, Unreadable, quote, read_transcript

FOLDER = Path(resources.__file__).resolve().parents[2] / "shared" / "data" / "transcripts"
BANK = FOLDER / "harper_valley_0002f70f7386445b.transcript_abridged.json"
DIALOGUES = FOLDER / "star_raw_dialogues_120.jsonl"
A, C, ELSE = Speaker.AGENT, Speaker.CUSTOMER, Speaker.OTHER
VTT = """WEBVTT - call 7

NOTE written by hand

1
00:01.000 --> 00:03.500 align:start
<v Roger Bingham>We are in <i>New</i> York

00:00:04.000 --> 00:00:05.250
Agent: yes &amp; no
and more
"""


def heard(text: str, agent: str = "") -> list[tuple]:
    return [(line.speaker, line.text, line.at_s) for line in read_transcript(text, agent).lines]


@pytest.mark.skipif(not BANK.exists(), reason="../shared/data/transcripts is absent")
def test_the_strangers_bank_call_has_both_sides_and_its_seconds() -> None:
    read = read_transcript(BANK.read_text("utf-8"))
    assert (read.format, len(read.lines), read.unclear, read.problems) == (TranscriptFormat.JSON, 18, (), ())
    first = read.lines[0]
    assert (first.speaker, first.at_s, first.until_s) == (A, 1.669, pytest.approx(4.339))
    assert first.text == "hello this is harper valley national bank", (
        "what a person wrote down, not the machine"
    )
    assert sum(line.speaker is C for line in read.lines) == 11


@pytest.mark.skipif(not DIALOGUES.exists(), reason="../shared/data/transcripts is absent")
def test_the_strangers_dialogues_are_counted_and_read_one_by_one() -> None:
    text = DIALOGUES.read_text("utf-8")
    first = read_transcript(text)
    assert (first.conversations, first.which) == (120, 0)
    assert [line.at_s for line in first.lines[:3]] == [0, 8, 36]
    assert "What time arrive?" not in {line.text for line in first.lines}, "a draft was never said"
    for which in range(120):
        read = read_transcript(text, which=which)
        assert read.unclear == () and {line.speaker for line in read.lines} <= {A, C, ELSE}


def test_webvtt_keeps_voices_and_times_and_drops_its_tags() -> None:
    read = read_transcript(VTT)
    assert read.format is TranscriptFormat.VTT
    assert [(line.name, line.text, line.at_s, line.until_s) for line in read.lines] == [
        ("Roger Bingham", "We are in New York", 1.0, 3.5),
        ("Agent", "yes & no and more", 4.0, 5.25),
    ]


def test_subrip_is_known_by_its_first_times() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,500\n- Agent: hi\n\n2\n01:00:03,000 --> 01:00:04,000\nCaller: bye\n"
    read = read_transcript(text)
    assert read.format is TranscriptFormat.SRT
    assert [(line.speaker, line.at_s) for line in read.lines] == [(A, 1.0), (C, 3603.0)]


def test_a_time_that_cannot_be_read_is_told_by_its_line_and_the_rest_is_kept() -> None:
    read = read_transcript("WEBVTT\n\n00:01.000 --> 00:02.000\nAgent: hi\n\n00:bad --> 00:06.000\nx\n")
    assert [(one.line, one.flaw) for one in read.problems] == [(6, Flaw.BAD_TIME)]
    assert len(read.lines) == 1


@pytest.mark.parametrize(
    "text",
    [
        '[{"role": "agent", "text": "hi", "start": 1.5}, {"role": "customer", "text": "yes", "start": 62}]',
        '{"segments": [{"speaker": "Agent", "text": "hi", "start": "00:01.5"},'
        ' {"speaker": "Customer", "text": "yes", "start": "01:02"}]}',
        '{"results": {"turns": [{"participantRole": "AGENT", "content": "hi", "BeginOffsetMillis": 1500},'
        ' {"participantRole": "CUSTOMER", "content": "yes", "BeginOffsetMillis": 62000}]}}',
        '{"Role": "agent", "Message": "hi", "Offset": 1.5}\n'
        '{"Role": "customer", "Message": "yes", "Offset": 62}',
    ],
)
def test_the_usual_shapes_of_json_say_the_same(text: str) -> None:
    assert heard(text) == [(A, "hi", 1.5), (C, "yes", 62.0)]


def test_moments_in_json_count_from_the_first() -> None:
    text = (
        '{"messages": [{"from": {"role": "bot"}, "body": "welcome", "timestamp": "2026-03-02T10:00:00Z"},'
        ' {"from": {"role": "guest"}, "body": "hi", "timestamp": "2026-03-02T10:01:30Z"}]}'
    )
    assert heard(text) == [(ELSE, "welcome", 0.0), (C, "hi", 90.0)]


def test_plain_text_with_roles_times_and_lines_that_go_on() -> None:
    text = "Agent: Good morning\nCustomer: my number: 5\nand my street\n\nAgent: thank you"
    assert heard(text) == [
        (A, "Good morning", None),
        (C, "my number: 5\nand my street", None),
        (A, "thank you", None),
    ]


def test_times_before_and_behind_a_name_are_read() -> None:
    assert heard("[00:02] Anna: Hello\n[00:09] Bob: Help\n", "Anna Lee") == [
        (A, "Hello", 2.0),
        (C, "Help", 9.0),
    ]
    assert heard("Anna (0:02): Hello\nBob (0:09): Help", "Anna Lee") == [(A, "Hello", 2.0), (C, "Help", 9.0)]


def test_a_clock_on_the_wall_counts_from_the_first_line_over_midnight_too() -> None:
    assert [at for _, _, at in heard("[23:59] Agent: a\n[00:01] Customer: b\n[00:02] Agent: c")] == [
        0,
        120,
        180,
    ]
    assert [at for _, _, at in heard("Agent 11:58 AM\na\nCustomer 12:01 PM\nb")] == [0, 180]


def test_names_that_say_nothing_are_asked_about_once() -> None:
    read = read_transcript("Speaker 1: hello\nSpeaker 2: hi\nSpeaker 1: how can I help\nSpeaker 2: my card")
    assert [voice.name for voice in read.unclear] == ["Speaker 1", "Speaker 2"]


def test_the_other_of_two_is_the_other_side() -> None:
    read = read_transcript("Imani: hello\nMr Brown: hi\nImani: yes\nMr Brown: no", "Imani Okafor")
    assert [(voice.name, voice.speaker) for voice in read.voices] == [("Imani", A), ("Mr Brown", C)]


def test_a_colon_in_a_sentence_is_no_speaker() -> None:
    assert heard("Agent: one thing\nRemember this: bring the letter\nAgent: yes") == [
        (A, "one thing\nRemember this: bring the letter", None),
        (A, "yes", None),
    ]


@pytest.mark.parametrize(
    ("text", "flaw", "line"),
    [
        ("  \n", Flaw.NOTHING, 0),
        ('{"segments": [\n{"text": "a",}\n]}', Flaw.NOT_JSON, 2),
        ('{"role": "agent", "text": "a"}\n{"role": \n', Flaw.NOT_JSON, 2),
        ('{"a": 1}', Flaw.NO_LINES, 0),
        ("WEBVTT\n\n00:bad --> 1\nx", Flaw.NO_LINES, 3),
    ],
)
def test_what_is_no_transcript_is_refused_by_line(text: str, flaw: Flaw, line: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read_transcript(text)
    assert (caught.value.flaw, caught.value.line) == (flaw, line)


def test_a_quote_says_who_says_it() -> None:
    lines = [Spoken(A, "Anna", "hello"), Spoken(C, "", "hi")]
    assert quote(lines, {A: "Agent", C: "Customer", ELSE: "Other"}) == "Anna: hello\nCustomer: hi"


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_transcript(text)
    except Unreadable:
        return
    assert read.lines and all(line.at_s is None or line.at_s >= 0 for line in read.lines)


def test_beginnings_of_voices_without_an_end_are_words() -> None:
    (line,) = read_transcript("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 100_000).lines
    assert line.text.startswith("<v <v")


def test_a_number_of_thousands_of_digits_makes_json_none() -> None:
    with pytest.raises(Unreadable):
        read_transcript('[{"speaker": "a", "text": "x", "start": ' + "9" * 5000 + "}]")


def test_what_no_store_takes_is_left_out_of_the_words() -> None:
    (line,) = read_transcript('[{"speaker": "a", "text": "\\ud800x\\u0000y"}]').lines
    assert line.text == "?x y"
