"""Cells read as values. Each function gives the value, None for a blank cell, or the Trouble; none raises."""

import math
import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TypeAlias, TypeVar

from db.records.contacts import Channel, Direction
from desktop.coaching.mapping.sheet import Cell, show
from desktop.coaching.mapping.trouble import Trouble

DAY_S = 86_400.0
LONGEST_TEXT = 500
LONGEST_NAME = 120
# How Excel counts: day 0, and the zero it shows for a time without a date.
EXCEL_ZERO = datetime(1899, 12, 30)
# What one unit of a bare number is, in seconds.
UNITS = {"s": 1.0, "min": 60.0, "h": 3600.0, "ms": 0.001}

T = TypeVar("T")
Reader: TypeAlias = Callable[[Cell], object]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "#n/a", "na", "null", "none", "nan", "(blank)", "."})
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b\u200e\u200f\ufeff]+")
_PLAIN = re.compile(r"[+-]?(?:\d{1,15}(?:[.,]\d{1,15})?|[.,]\d{1,15})", re.ASCII)
_GROUPED = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:\.\d{3}){2,})",
    re.ASCII,
)
_UNSURE = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_COLONS = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2}))?(?:[.,]\d{1,6})?", re.ASCII)
_LETTERS = re.compile(
    r"(?:(\d{1,4}) ?h(?:ours?|rs?)?)? ?(?:(\d{1,5}) ?m(?:in(?:ute)?s?)?)? ?"
    r"(?:(\d{1,7}(?:[.,]\d{1,6})?) ?s(?:ec(?:ond)?s?)?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:[.,]\d{1,9})? ?([ap])?\.?(?:m\.?)?", re.ASCII)
_YES = _set("y yes true t 1 x ✓ ja oui si sí sim tak answered resolved solved done complete completed")
_NO = _set(
    "n no false f 0 nein non nao não nie unanswered abandoned missed unresolved unsolved open incomplete"
)
_CHANNELS = {
    Channel.CALL: "call calls phone voice telephone tel telephony audio phonecall",
    Channel.CHAT: "chat webchat livechat text sms message messaging whatsapp im chats",
    Channel.EMAIL: "email mail mails emails",
}
_DIRECTIONS = {
    Direction.INBOUND: "in inbound incoming received i in-bound",
    Direction.OUTBOUND: "out outbound outgoing dialled dialed made o out-bound",
}
CHANNEL_WORDS = {word: channel for channel, words in _CHANNELS.items() for word in words.split()}
DIRECTION_WORDS = {word: direction for direction, words in _DIRECTIONS.items() for word in words.split()}


def is_nothing(cell: Cell) -> bool:
    """Whether a measure's cell says that nobody measured: blank, a dash, n/a, null …"""
    if isinstance(cell, float):
        return math.isnan(cell)
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in _NOTHING)


def read_text(cell: Cell) -> str | Trouble | None:
    """One line of text without control characters, at most 500 characters."""
    whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15
    text = str(int(cell)) if whole and isinstance(cell, float) else show(cell)
    text = " ".join(_CONTROL.sub(" ", text).split())
    return Trouble.TEXT_TOO_LONG if len(text) > LONGEST_TEXT else text or None


def read_name(cell: Cell) -> str | Trouble | None:
    """A person's or team's name, at most 120 characters. `Null` and `None` are surnames, so they stay."""
    text = read_text(cell)
    return Trouble.TEXT_TOO_LONG if isinstance(text, str) and len(text) > LONGEST_NAME else text


def read_number(cell: Cell) -> float | Trouble | None:
    """A number with point or comma. `1,234` may be a thousand or a fraction, so it is not guessed."""
    if is_nothing(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if abs(cell) < 1e15 else Trouble.NOT_A_NUMBER
    if not isinstance(cell, str):
        return Trouble.NOT_A_NUMBER
    text = re.sub(r"(?<=\d)[\s'’](?=\d{3}(?!\d))", "", cell.strip())
    if text.endswith("%"):
        return Trouble.PERCENT
    if _UNSURE.fullmatch(text):
        return Trouble.THOUSANDS
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    return float(_ungroup(text)) if _GROUPED.fullmatch(text) else Trouble.NOT_A_NUMBER


def _ungroup(text: str) -> str:
    """Drop the thousands' sign: the one that comes first, or the only one."""
    group = "," if text.find(",") >= 0 and (text.find(".") < 0 or text.find(",") < text.find(".")) else "."
    return text.replace(group, "").replace(",", ".")


def read_rating(cell: Cell) -> float | Trouble | None:
    """The customer's mark, 1–5."""
    value = read_number(cell.strip().removesuffix("/5").strip() if isinstance(cell, str) else cell)
    if value is Trouble.THOUSANDS and isinstance(cell, str):
        value = read_number(cell.strip().replace(",", "."))
    if isinstance(value, float) and not 1 <= value <= 5:
        return Trouble.RATING_RANGE
    return value


def read_duration(cell: Cell, unit: str = "s") -> float | Trouble | None:
    """Seconds from `h:mm:ss`, `m:ss`, `2m 23s`, a spreadsheet's time or a bare number in `unit`.

    With the unit minutes or hours, `2:23` is hours and minutes.
    """
    if is_nothing(cell):
        return None
    seconds = _seconds(cell, unit)
    if isinstance(seconds, Trouble):
        return seconds
    if seconds < 0:
        return Trouble.NEGATIVE
    return Trouble.TOO_LONG if seconds > DAY_S else seconds


def _seconds(cell: Cell, unit: str) -> float | Trouble:
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, datetime):
        return (cell.replace(tzinfo=None) - EXCEL_ZERO).total_seconds()
    if isinstance(cell, time):
        return cell.hour * 3600.0 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
    if isinstance(cell, str) and (spelt := _spelt(cell.strip().casefold(), unit)) is not None:
        return spelt
    number = read_number(cell)
    if number is Trouble.THOUSANDS:
        return number
    if isinstance(number, float):
        return round(number * UNITS.get(unit, 1.0), 3)
    return Trouble.NOT_A_DURATION


def _spelt(text: str, unit: str) -> float | Trouble | None:
    if found := _COLONS.fullmatch(text):
        return _from_colons(found, unit)
    found = _LETTERS.fullmatch(text)
    if found and any(found.groups()):
        hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    return None


def _from_colons(found: re.Match[str], unit: str) -> float | Trouble:
    first, second, third = (int(part) if part else 0 for part in found.groups())
    if second > 59 or third > 59:
        return Trouble.NOT_A_DURATION
    if found[3] is None and unit not in ("min", "h"):
        return first * 60.0 + second
    return first * 3600.0 + second * 60 + third


def read_yes_no(cell: Cell) -> bool | Trouble | None:
    """Yes or no from words, letters, a tick, 1 or 0."""
    if is_nothing(cell):
        return None
    if isinstance(cell, int | float):
        return bool(cell) if cell in (0, 1) else Trouble.NOT_YES_NO
    text = cell.strip().casefold() if isinstance(cell, str) else ""
    return True if text in _YES else False if text in _NO else Trouble.NOT_YES_NO


def read_time(cell: Cell) -> time | Trouble | None:
    """A time of day: `9:12`, `09:12:58`, `9.12 pm`, or a spreadsheet's own."""
    if is_nothing(cell):
        return None
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0)
    if isinstance(cell, time):
        return cell.replace(microsecond=0, tzinfo=None)
    if isinstance(cell, timedelta):
        return _from_day_seconds(cell.total_seconds())
    if isinstance(cell, float) and not isinstance(cell, bool):
        return _from_day_seconds(cell * DAY_S) if 0 <= cell < 1 else Trouble.NOT_A_TIME
    return _from_clock(cell.strip().casefold()) if isinstance(cell, str) else Trouble.NOT_A_TIME


def _from_day_seconds(seconds: float) -> time | Trouble:
    if not 0 <= seconds < DAY_S - 0.5:
        return Trouble.NOT_A_TIME
    minutes, second = divmod(round(seconds), 60)
    return time(minutes // 60, minutes % 60, second)


def _from_clock(text: str) -> time | Trouble:
    found = _CLOCK.fullmatch(text)
    if not found:
        return Trouble.NOT_A_TIME
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return Trouble.NOT_A_TIME
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    sound = hour < 24 and minute < 60 and second < 60
    return time(hour, minute, second) if sound else Trouble.NOT_A_TIME


def read_channel(cell: Cell) -> Channel | Trouble | None:
    return _look_up(cell, CHANNEL_WORDS, Trouble.UNKNOWN_CHANNEL)


def read_direction(cell: Cell) -> Direction | Trouble | None:
    return _look_up(cell, DIRECTION_WORDS, Trouble.UNKNOWN_DIRECTION)


def _look_up(cell: Cell, words: dict[str, T], trouble: Trouble) -> T | Trouble | None:
    if is_nothing(cell):
        return None
    for word in re.split(r"[\s_/]+", show(cell).casefold().replace("e-mail", "email")):
        if word in words:
            return words[word]
    return trouble
