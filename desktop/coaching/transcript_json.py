"""Transcripts as JSON in the shapes that are about: a list of turns, an object around one, or one a line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.coaching.transcript_times import read_clock

DEEPEST = 6
_TEXT = (
    "human_transcript",
    "text",
    "transcript",
    "content",
    "message",
    "body",
    "utterance",
    "sentence",
    "words",
)
_NAME = (
    *(
        "speaker_role",
        "speakerrole",
        "participantrole",
        "participant_role",
        "role",
        "speaker",
        "speaker_name",
    ),
    *("speakername", "speakerlabel", "speaker_label", "name", "from", "sender", "author", "participant"),
    *("participantid", "agent", "user", "who", "channel", "channel_index"),
)
_START = (
    *("start_ms", "startms", "start_s", "start", "start_time", "starttime", "begin", "begin_ms"),
    *("beginoffsetmillis", "start_offset", "startoffset", "offset", "offset_ms", "at", "time", "timestamp"),
    *("ts", "unixtime", "created_at", "date", "sent_at"),
)
_END = ("end_ms", "endms", "end", "end_time", "endtime", "until", "endoffsetmillis", "end_offset")
_LENGTH = ("duration_ms", "duration", "duration_s", "length")
# Where a list also tells what was looked up or drafted, these are the entries that were said.
_SAID = frozenset({"utter", "pick_suggestion", "message", "say", "utterance", "speak", "text", "chat"})
_KINDS = ("action", "type", "event", "kind")
MILLISECONDS_FROM = 86_400
EPOCH_FROM = 1e9
LARGEST = 1e15


class NotJson(ValueError):
    """The text is no JSON (`line` from 1), or holds no list of turns (`line` 0)."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn as the file says it; times are seconds from the first, None where there are none."""

    name: str
    text: str
    at_s: float | None = None
    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """The turns of one of so many conversations."""

    entries: tuple[Entry, ...]
    conversations: int = 1


def read_json(text: str, which: int = 0) -> Entries:
    """The turns of conversation number `which` (from 0). Raises NotJson."""
    found = list(_conversations(_load(text)))
    if not found:
        raise NotJson
    turns = found[min(max(which, 0), len(found) - 1)]
    return Entries(tuple(_entries(turns)), len(found))


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        whole = error
    except (RecursionError, ValueError) as error:  # too deep, or a number of thousands of digits
        raise NotJson from error
    rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    if len(rows) < 2 or whole.msg != "Extra data":
        raise NotJson(whole.lineno)
    made = []
    for number, row in rows:
        try:
            made.append(json.loads(row))
        except (ValueError, RecursionError) as error:
            raise NotJson(number) from error
    return made


def _conversations(data: Any) -> Iterator[list[dict[str, Any]]]:
    """A list of turns is one conversation; a list of objects that each hold such a list are several."""
    if (turns := _turns(data)) is not None:
        yield turns
    elif isinstance(data, list):
        for one in data:
            found = _find_turns(one, 0)
            if found is not None:
                yield found
    else:
        found = _find_turns(data, 0)
        if found is not None:
            yield found


def _turns(data: Any) -> list[dict[str, Any]] | None:
    """The list itself where many of its entries have words, else None."""
    if not isinstance(data, list):
        return None
    turns = [_lower(one) for one in data if isinstance(one, dict)]
    said = [one for one in turns if _words(one)]
    return turns if said and 4 * len(said) >= len(turns) else None


def _find_turns(data: Any, depth: int) -> list[dict[str, Any]] | None:
    """The longest list of turns somewhere inside an object."""
    if (turns := _turns(data)) is not None:
        return turns
    if depth >= DEEPEST or not isinstance(data, dict | list):
        return None
    inside = data.values() if isinstance(data, dict) else data
    found = [turns for one in inside if (turns := _find_turns(one, depth + 1)) is not None]
    return max(found, key=len, default=None)


def _lower(one: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).casefold().replace("-", "_"): value for name, value in one.items()}


def _words(one: Mapping[str, Any]) -> str:
    for name in _TEXT:
        value = one.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, list) and all(isinstance(part, dict) for part in value):
            words = [str(part.get("word") or part.get("text") or "") for part in value]
            if any(words):
                return " ".join(filter(None, words))
    return ""


def _entries(turns: Sequence[Mapping[str, Any]]) -> Iterator[Entry]:
    kind = next((name for name in _KINDS if any(one.get(name) in _SAID for one in turns)), "")
    said = [one for one in turns if _words(one) and (not kind or one.get(kind) in _SAID)]
    start, end = _column(said, _START), _column(said, _END)
    length = _column(said, _LENGTH)
    starts, unit = _times(said, start)
    origin = min((at for at in starts if at is not None), default=0.0)
    shift = origin if origin >= EPOCH_FROM or _is_moment(said, start) else 0.0
    for one, at in zip(said, starts, strict=True):
        at_s = None if at is None else max(0.0, at - shift)
        yield Entry(_name(one), _words(one), at_s, _until(one, at_s, (end, length, unit, shift)))


def _column(said: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    return next((name for name in names if any(one.get(name) is not None for one in said)), "")


def _times(said: Sequence[Mapping[str, Any]], name: str) -> tuple[list[float | None], float]:
    """Seconds, and what one unit of the file's numbers is in seconds."""
    if not name:
        return [None] * len(said), 1.0
    raw = [_number(one.get(name)) for one in said]
    unit = _unit(name, [one for one in raw if one is not None])
    return [None if one is None else one * unit for one in raw], unit


def _unit(name: str, numbers: Sequence[float]) -> float:
    if "ms" in name or "millis" in name or any(one >= 1000 * EPOCH_FROM for one in numbers):
        return 0.001
    most = max(numbers, default=0.0)
    return 0.001 if MILLISECONDS_FROM < most < EPOCH_FROM and all(n == int(n) for n in numbers) else 1.0


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < LARGEST else None
    if not isinstance(value, str):
        return None
    text = value.strip().removesuffix("s").strip()
    try:
        number = float(text)
        return number if abs(number) < LARGEST else None
    except ValueError:
        return read_clock(text) if ":" in text and "-" not in text else _moment(value.strip())


def _moment(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def _is_moment(said: Sequence[Mapping[str, Any]], name: str) -> bool:
    return any(isinstance(one.get(name), str) and "-" in one[name] for one in said)


def _until(one: Mapping[str, Any], at_s: float | None, of: tuple[str, str, float, float]) -> float | None:
    end, length, unit, shift = of
    if end and (value := _number(one.get(end))) is not None:
        until = value * (unit if unit != 1.0 else _unit(end, [value])) - shift
        return until if at_s is None or until >= at_s else None
    if length and at_s is not None and (value := _number(one.get(length))) is not None:
        return at_s + value * (0.001 if "ms" in length else unit)
    return None


def _name(one: Mapping[str, Any]) -> str:
    for name in _NAME:
        value = one.get(name)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("role") or value.get("id")
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return f"Speaker {value}"
    return ""
