"""What a recording's file name tells: agent, start, call reference, queue and side, by a pattern.

A pattern such as `{agent}_{date}_{time}_{reference}` is written by whoever looks after the floor. A name that
can be read in two ways is not guessed at; one that doesn't fit says how far it did.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from enum import StrEnum
from math import comb
from pathlib import PurePosixPath

from db.records.recordings import Side
from desktop.coaching.file_dates import DATES, STARTS, TIMES, read_clock, read_day, read_start

SOUNDS = ("wav", "wave", "mp3", "opus", "ogg", "oga", "m4a", "mp4", "aac")
"""Endings of files that may be recordings."""
MOST_WAYS = 20_000
"""A name of more signs that part it than this allows is not tried: it would be read in many ways anyway."""
ALTERNATIVE = "|"
"""Stands between patterns of which the first that fits is taken; no system allows it in a file name."""

AGENT_WORDS = ("agent", "agt", "adviser", "advisor", "operator", "rep")
CUSTOMER_WORDS = ("customer", "caller", "client", "cust", "member")
_REFERENCE = r"(?=[^_\s]*\d)[^_\s]+"
_TEXT = r"[^/]+"
_SHAPES: dict[str, dict[str, str]] = {
    "agent": {"": _TEXT},
    "date": DATES,
    "time": TIMES,
    "start": STARTS,
    "reference": {"": _REFERENCE, "text": _TEXT},
    "queue": {"": _TEXT},
    "side": {"": "|".join((*AGENT_WORDS, *CUSTOMER_WORDS))},
    "any": {"": _TEXT},
}
FIELDS = tuple(_SHAPES)
USUAL = (
    "{agent}_{date}_{time}_{reference}",
    "{agent}_{start}_{reference}",
    "{start}_{agent}_{reference}",
    "{date}_{time}_{agent}_{reference}",
    "{reference}_{agent}_{start}",
    "{agent}_{date}_{time}_{reference}_{side}",
    "{queue}_{reference}_UTC_{side}",
    "{reference}_{start}_{agent}",
    "{agent} {start}",
    "{start} {agent}",
    "{agent}/{start}",
    "{reference}_{side}",
    "{reference}",
)
"""Patterns to try on a folder's names before anybody writes one, the most telling first."""


class Flaw(StrEnum):
    """Why a pattern is none."""

    BLANK = "blank"
    BRACES = "braces"  # a brace is missing
    UNKNOWN = "unknown"  # no such part
    TWICE = "twice"  # the same part two times
    TOGETHER = "together"  # two parts of text without a sign between them
    START = "start"  # {start} beside {date} or {time}; or {time} without {date}
    NOTHING = "nothing"  # it tells nothing of a call


class PatternError(ValueError):
    """`part` is what is wrong, as it was written."""

    def __init__(self, flaw: Flaw, part: str = "") -> None:
        super().__init__(f"{flaw.value}: {part}")
        self.flaw = flaw
        self.part = part


class Misfit(StrEnum):
    """Why a name could not be read."""

    UNLIKE = "unlike"  # it is not like the pattern
    NO_DAY = "no_day"  # figures in the place of the date that are no day or no time
    TWO_WAYS = "two_ways"  # it fits in several ways that tell different things


@dataclass(frozen=True, slots=True)
class FileName:
    """What the name tells; blank or None where the pattern has no such part. `start` is the site's clock."""

    agent: str = ""
    start: datetime | None = None
    reference: str = ""
    queue: str = ""
    side: Side = Side.BOTH
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Misread:
    """`part`: the first part of the pattern that was not found, or the figures that are no day; `read`: the
    beginning of the name that did fit.
    """

    why: Misfit
    part: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Of a pattern: a part to read (`field`, with the `form` behind a colon), or signs that stand there."""

    written: str
    field: str = ""
    form: str = ""


Pattern = tuple[Piece, ...]


def read_patterns(text: str) -> tuple[Pattern, ...]:
    """The alternatives of a setting. Raises PatternError."""
    return tuple(read_pattern(one.strip()) for one in text.split(ALTERNATIVE))


def read_pattern(text: str) -> Pattern:
    """Raises PatternError. Slashes stand for folders; an ending such as `.wav` is left out."""
    ending = text.rpartition(".")[2].lower()
    bare = text[: -len(ending) - 1] if ending in SOUNDS else text
    if not bare.strip():
        raise PatternError(Flaw.BLANK)
    pieces = tuple(_split(bare))
    _demand_sense(pieces)
    return pieces


def _split(text: str) -> Iterator[Piece]:
    for part in re.split(r"(\{[^{}]*\})", text):
        inner = re.fullmatch(r"\{\s*(\w+)\s*(?::\s*(\w+)\s*)?\}", part)
        if inner:
            field, form = inner[1].lower(), (inner[2] or "").lower()
            if form == "ymd":
                form = ""
            if field not in _SHAPES or form not in _SHAPES[field]:
                raise PatternError(Flaw.UNKNOWN, part)
            yield Piece(part, field, form)
        elif "{" in part or "}" in part:
            raise PatternError(Flaw.BRACES, part)
        elif part:
            yield Piece(part)


def _demand_sense(pieces: Pattern) -> None:
    fields = [piece.field for piece in pieces if piece.field]
    for field in set(fields) - {"any"}:
        if fields.count(field) > 1:
            raise PatternError(Flaw.TWICE, "{" + field + "}")
    for one, following in zip(pieces, pieces[1:], strict=False):
        if {one.field, following.field} <= {"agent", "queue", "any", "reference"}:
            raise PatternError(Flaw.TOGETHER, one.written + following.written)
    if ("start" in fields and {"date", "time"} & set(fields)) or ("time" in fields and "date" not in fields):
        raise PatternError(Flaw.START)
    if not {"agent", "reference", "start", "date"} & set(fields):
        raise PatternError(Flaw.NOTHING)


def parse_any(patterns: Sequence[Pattern], name: str, zone: tzinfo | None = None) -> FileName | Misread:
    """By the first pattern that fits; where none does, how the one came out that got furthest."""
    found = [parse(pattern, name, zone) for pattern in patterns]
    told = next((one for one in found if isinstance(one, FileName)), None)
    if told is not None:
        return told
    missed = [one for one in found if isinstance(one, Misread)]
    return max(missed, key=lambda one: (one.why is not Misfit.UNLIKE, len(one.read)))


def parse(pattern: Pattern, name: str, zone: tzinfo | None = None) -> FileName | Misread:
    """Read a file's name, or the end of its path where the pattern has folders. `zone` is the site's, for
    names that say UTC (None: this computer's).
    """
    sought = _cut(pattern, name)
    if _ways(pattern, sought) > MOST_WAYS:
        return Misread(Misfit.TWO_WAYS, read=sought)
    readings = []
    for greed in ("?", ""):
        match = re.fullmatch(_expression(pattern, greed), sought, re.IGNORECASE)
        if match is None:
            return _how_far(pattern, sought)
        readings.append(_tell(pattern, match, zone))
    if readings[0] != readings[1]:
        return Misread(Misfit.TWO_WAYS, read=sought)
    return readings[0]


def _ways(pattern: Pattern, sought: str) -> int:
    """In how many ways at most the name could be cut into the pattern's texts."""
    texts = sum(_SHAPES[piece.field][piece.form] == _TEXT for piece in pattern if piece.field)
    places = max((sought.lower().count(one.written.lower()) for one in pattern if not one.field), default=0)
    return comb(places, max(0, texts - 1))


def _cut(pattern: Pattern, name: str) -> str:
    """The file's stem, behind as many folders as the pattern names."""
    path = PurePosixPath(name.replace("\\", "/"))
    deep = sum(piece.written.count("/") for piece in pattern if not piece.field)
    ending = path.suffix.removeprefix(".").lower()
    parts = [*path.parts[:-1], path.stem if ending in SOUNDS else path.name]
    return "/".join(parts[-deep - 1 :])


def _expression(pieces: Sequence[Piece], greed: str) -> str:
    parts = []
    for number, piece in enumerate(pieces):
        shape = _SHAPES[piece.field][piece.form] if piece.field else ""
        if shape.endswith("+"):
            shape += greed
        parts.append(f"(?P<p{number}>{shape})" if piece.field else re.escape(piece.written))
    return "".join(parts)


def _how_far(pattern: Pattern, sought: str) -> Misread:
    for count in range(len(pattern) - 1, 0, -1):
        match = re.match(_expression(pattern[:count], ""), sought, re.IGNORECASE)
        if match is not None:
            return Misread(Misfit.UNLIKE, pattern[count].written, match[0])
    return Misread(Misfit.UNLIKE, pattern[0].written)


def _tell(pattern: Pattern, match: "re.Match[str]", zone: tzinfo | None) -> FileName | Misread:
    told, day, clock = FileName(), None, time()
    for number, piece in enumerate(pattern):
        text = match[f"p{number}"] if piece.field else ""
        read = _read_moment(piece, text, zone)
        if piece.field in ("date", "time", "start") and read is None:
            return Misread(Misfit.NO_DAY, text, match.string[: match.end(f"p{number}")])
        if isinstance(read, datetime):
            told = replace(told, start=read, day=read.date())
        elif isinstance(read, date):
            day = read
        elif isinstance(read, time):
            clock = read
        else:
            told = _with_text(told, piece.field, text)
    if day is None:
        return told
    timed = any(piece.field == "time" for piece in pattern)
    return replace(told, day=day, start=datetime.combine(day, clock) if timed else None)


def _read_moment(piece: Piece, text: str, zone: tzinfo | None) -> date | time | datetime | None:
    match piece.field:
        case "date":
            return read_day(text, piece.form)
        case "time":
            return read_clock(text)
        case "start":
            return read_start(text, piece.form, zone)
    return None


def _with_text(told: FileName, field: str, text: str) -> FileName:
    match field:
        case "agent":
            return replace(told, agent=" ".join(re.split(r"[_\s]+", text)).strip())
        case "reference":
            return replace(told, reference=text.strip())
        case "queue":
            return replace(told, queue=" ".join(re.split(r"[_\s]+", text)).strip())
        case "side":
            is_agent = text.lower() in AGENT_WORDS
            return replace(told, side=Side.AGENT if is_agent else Side.CUSTOMER)
    return told


def suggest(names: Sequence[str]) -> str:
    """The usual pattern that reads most of these names, at least half of them; blank where none does."""
    counts = [
        (sum(isinstance(parse(read_pattern(text), name), FileName) for name in names), -place, text)
        for place, text in enumerate(USUAL)
    ]
    most, _, text = max(counts, default=(0, 0, ""))
    return text if most and most * 2 >= len(names) else ""
