"""Reads what was said on a contact from WebVTT, SubRip, JSON or plain text, line by line with who and when.

What can't be read is told by its line in the text and left out; the rest is kept. Who is meant by a name is
guessed only where the name says it (a role, or the agent's own name); everybody else is asked about.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from db.records.transcripts import Speaker, Spoken, TranscriptFormat, TranscriptLine
from desktop.coaching.mapping.names import fold
from desktop.coaching.transcript_json import Entries, NotJson, read_json
from desktop.coaching.transcript_times import read_clock, since_first

MOST_CHARACTERS = 5_000_000
MOST_LINES = 20_000
LONGEST_NAME = 40


class Flaw(StrEnum):
    """What is wrong with a text, or with a line of it."""

    NOTHING = "nothing"
    TOO_LONG = "too_long"
    NOT_JSON = "not_json"
    NO_LINES = "no_lines"
    BAD_TIME = "bad_time"
    NO_WORDS = "no_words"
    OUT_OF_ORDER = "out_of_order"


class Unreadable(ValueError):
    """A text that is no transcript; `line` counts from 1, 0 where no line is to blame."""

    def __init__(self, flaw: Flaw, line: int = 0) -> None:
        super().__init__(flaw.value)
        self.flaw, self.line = flaw, line


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line of the text, from 1, that was left out or read otherwise."""

    line: int
    flaw: Flaw
    text: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody in the transcript; `speaker` None where it has to be asked who is meant."""

    name: str
    speaker: Speaker | None
    count: int


@dataclass(frozen=True, slots=True)
class TranscriptRead:
    """`voices` in the order in which they are first heard. `conversations` is how many the text holds, of
    which this is number `which` (from 0). Lines of a voice that is unclear are `Speaker.OTHER`.
    """

    format: TranscriptFormat
    lines: tuple[Spoken, ...]
    voices: tuple[Voice, ...]
    problems: tuple[LineProblem, ...] = ()
    conversations: int = 1
    which: int = 0

    @property
    def unclear(self) -> tuple[Voice, ...]:
        return tuple(voice for voice in self.voices if voice.speaker is None)


def read_transcript(text: str, agent: str = "", which: int = 0) -> TranscriptRead:
    """Read a transcript. `agent` is the name of the contact's agent. Raises Unreadable."""
    text = _storable(text).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not text.strip():
        raise Unreadable(Flaw.NOTHING)
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(Flaw.TOO_LONG)
    format = find_format(text)
    problems: list[LineProblem] = []
    count = 1
    if format is TranscriptFormat.JSON:
        found = _read_json(text, which)
        lines, count = list(found.lines), found.conversations
    else:
        reader = {TranscriptFormat.VTT: _read_cues, TranscriptFormat.SRT: _read_cues}.get(format, _read_text)
        lines = list(reader(text, problems))
    if not lines:
        raise Unreadable(Flaw.NO_LINES, problems[0].line if problems else 0)
    if len(lines) > MOST_LINES:
        raise Unreadable(Flaw.TOO_LONG)
    voices = find_voices(lines, agent)
    meant = {voice.name: voice.speaker or Speaker.OTHER for voice in voices}
    spoken = tuple(replace(line, speaker=meant[line.name]) for line in lines)
    return TranscriptRead(format, spoken, voices, tuple(problems), count, which)


def find_format(text: str) -> TranscriptFormat:
    """By how the text begins."""
    start = text.lstrip()
    if start.startswith("WEBVTT"):
        return TranscriptFormat.VTT
    if _SRT.match(start):
        return TranscriptFormat.SRT
    if start[0] in "[{" and not _TIMED.match(start):
        return TranscriptFormat.JSON
    return TranscriptFormat.TEXT


def quote(lines: Sequence[Spoken | TranscriptLine], words: Mapping[Speaker, str]) -> str:
    """The words of some lines, one under another, each with who says it; `words` name the speakers."""
    return "\n".join(f"{line.name or words[line.speaker]}: {line.text}" for line in lines)


_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_SRT = re.compile(r"(?:\d+\s*\n)?\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->")
_CUE = re.compile(
    r"\s*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})"
)
# No "<" inside: a text full of beginnings without an end would be gone through from each of them.
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>]*>")
_TIMED = re.compile(rf"[\[(]?\s*({_CLOCK})\s*[\])]?\s*[-–—]?\s*", re.ASCII)
_NAMED = re.compile(
    rf"([^\W\d_][\w .,'’()/&-]{{0,{LONGEST_NAME}}}?)\s*(?:[\[(]\s*({_CLOCK})\s*[\])])?\s*:(?=\s|$)\s*"
)
_HEADED = re.compile(rf"([^\W\d_][\w .'’-]{{0,{LONGEST_NAME}}}?)\s*[,·|-]?\s*[\[(]?({_CLOCK})[\])]?\s*$")
_LABEL = re.compile(r"(?:speaker|spk|channel|person|sprecher|participant)[ _-]?\w{1,3}", re.IGNORECASE)


def _read_cues(text: str, problems: list[LineProblem]) -> Iterator[Spoken]:
    """WebVTT and SubRip: blocks with a line of times, then the words."""
    for first, block in _blocks(text):
        place = next((n for n, line in enumerate(block) if "-->" in line), None)
        if place is None:
            if first > 1 and not block[0].startswith(("NOTE", "STYLE", "REGION", "WEBVTT")):
                problems.append(LineProblem(first, Flaw.BAD_TIME, block[0]))
            continue
        times = _CUE.match(block[place])
        if times is None:
            problems.append(LineProblem(first + place, Flaw.BAD_TIME, block[place]))
            continue
        at, until = (read_clock(one) for one in times.groups())
        yield from _cue_lines(block[place + 1 :], (at, until), first + place + 1, problems)


def _cue_lines(
    lines: Sequence[str], times: tuple[float | None, float | None], first: int, problems: list[LineProblem]
) -> Iterator[Spoken]:
    """A cue is one line, but where several people speak in it."""
    made: list[Spoken] = []
    for line in lines:
        voice = _VOICE.search(line)
        words = html.unescape(_TAG.sub("", line)).strip().removeprefix("- ").strip()
        name, said = (voice[1].strip(), words) if voice else _split_name(words)
        if not said:
            continue
        if made and not name:
            made[-1] = replace(made[-1], text=f"{made[-1].text} {said}")
        else:
            made.append(Spoken(Speaker.OTHER, name, said, *times))
    if not made:
        problems.append(LineProblem(first - 1, Flaw.NO_WORDS))
    yield from made


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines between blank ones, with the number of the first, from 1."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            first = first if block else number
            block.append(line)
        elif block:
            yield first, block
            block = []


def _split_name(words: str) -> tuple[str, str]:
    found = _NAMED.match(words)
    return (found[1].strip(), words[found.end() :].strip()) if found else ("", words)


@dataclass(slots=True)
class _Turn:
    """One turn of a plain text while it is being read."""

    name: str
    clock: str
    words: list[str]


def _read_text(text: str, problems: list[LineProblem]) -> Iterator[Spoken]:
    """`Agent: …`, `[10:02] Anna: …`, `Anna (10:02): …`, or a line `Anna 10:02` with the words under it."""
    rows = text.split("\n")
    names = _known_names(rows)
    turns: list[_Turn] = []
    for row in rows:
        line = row.strip()
        if not line:
            continue
        turn = _turn(line, names)
        if turn is None and turns:
            turns[-1].words.append(line)
        else:
            turns.append(turn or _Turn("", "", [line]))
    spoken = [turn for turn in turns if any(turn.words)]
    times = since_first([turn.clock for turn in spoken])
    for turn, at in zip(spoken, times, strict=True):
        yield Spoken(Speaker.OTHER, turn.name, "\n".join(filter(None, turn.words)), at)


def _turn(line: str, names: frozenset[str]) -> _Turn | None:
    """The turn that a line begins; None where it goes on with the one before."""
    timed = _TIMED.match(line)
    rest, clock = (line[timed.end() :], timed[1]) if timed else (line, "")
    named = _NAMED.match(rest)
    if named and fold(named[1]) in names:
        return _Turn(named[1].strip(), clock or named[2] or "", [rest[named.end() :].strip()])
    headed = _HEADED.fullmatch(line)
    if headed and fold(headed[1]) in names:
        return _Turn(headed[1].strip(), headed[2], [])
    return _Turn("", clock, [rest.strip()]) if timed else None


def _known_names(rows: Iterable[str]) -> frozenset[str]:
    """Who speaks: roles, and whatever stands before a colon or a time more than once."""
    counts: dict[str, int] = {}
    timed_names = set()
    for row in rows:
        line = row.strip()
        timed = _TIMED.match(line)
        found = _NAMED.match(line[timed.end() :] if timed else line) or _HEADED.fullmatch(line)
        if found and len(found[1].split()) <= 4:
            name = fold(found[1])
            counts[name] = counts.get(name, 0) + 1
            if timed or found[2]:
                timed_names.add(name)
    return frozenset(
        name
        for name, count in counts.items()
        if count > 1 or name in timed_names or role_of(name) is not None
    )


def _read_json(text: str, which: int) -> "_Json":
    try:
        entries = read_json(text, which)
    except NotJson as error:
        raise Unreadable(Flaw.NOT_JSON if error.line else Flaw.NO_LINES, error.line) from error
    return _Json(tuple(_of_entries(entries)), entries.conversations)


@dataclass(frozen=True, slots=True)
class _Json:
    lines: tuple[Spoken, ...]
    conversations: int


def _of_entries(entries: Entries) -> Iterator[Spoken]:
    for one in entries.entries:
        name, said = map(_storable, (one.name, one.text) if one.name else _split_name(one.text))
        if said.strip():
            yield Spoken(Speaker.OTHER, name, said.strip(), one.at_s, one.until_s)


def _storable(words: str) -> str:
    """Without halves of letters, which JSON may spell and no store takes, and without NUL."""
    return words.encode("utf-8", "replace").decode().replace("\0", " ")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_AGENTS = _set(
    "agent advisor adviser rep representative operator csr wizard assistant support consultant specialist "
    "staff employee handler callcenter seller associate mitarbeiter agente internal"
)
_CUSTOMERS = _set(
    "customer caller client user guest member visitor patient consumer buyer shopper kunde cliente human "
    "anrufer external contact"
)
_OTHERS = _set("system bot ivr knowledgebase automated chatbot music supervisor interpreter")


def role_of(name: str) -> Speaker | None:
    """Who is meant where the name itself is a role."""
    words = set(fold(name).replace("/", " ").split())
    for speaker, roles in (
        (Speaker.OTHER, _OTHERS),
        (Speaker.AGENT, _AGENTS),
        (Speaker.CUSTOMER, _CUSTOMERS),
    ):
        if words & roles:
            return speaker
    return None


def find_voices(lines: Iterable[Spoken], agent: str = "") -> tuple[Voice, ...]:
    """Everybody who speaks. Where all but one of two are known, the last one is the other side."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.name] = counts.get(line.name, 0) + 1
    meant = {name: _who(name, agent) for name in counts}
    open_ones = [name for name, speaker in meant.items() if speaker is None and name]
    sides = {speaker for speaker in meant.values() if speaker in (Speaker.AGENT, Speaker.CUSTOMER)}
    if len(open_ones) == 1 and len(sides) == 1 and not _LABEL.fullmatch(open_ones[0]):
        meant[open_ones[0]] = Speaker.CUSTOMER if Speaker.AGENT in sides else Speaker.AGENT
    return tuple(Voice(name, meant[name], count) for name, count in counts.items())


def _who(name: str, agent: str) -> Speaker | None:
    if not name:
        return Speaker.OTHER
    folded, whole = fold(name), fold(agent)
    if whole and (folded == whole or folded == whole.split()[0]):
        return Speaker.AGENT
    return role_of(name)
