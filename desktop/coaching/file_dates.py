"""Days and times as telephone systems write them into the names of files.

A day of two readings (03-04-2026) is never guessed at: the pattern says which comes first, or the year does.
"""

import re
from datetime import UTC, date, datetime, time, tzinfo

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR_FIRST = r"(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])"
_NAMED = rf"\d{{1,2}}[-_. ]?(?:{'|'.join(_MONTHS)})[a-z]*[-_. ]?(?:19|20)?\d\d"
_FIGURES = r"\d{1,2}[-_.]\d{1,2}[-_.](?:\d{4}|\d{2})|\d{8}|\d{6}"
_TIME = r"[0-2]?\d[-_.:h]?[0-5]\d(?:[-_.:m]?[0-5]\d(?:[.,]?\d{3})?s?)?(?: ?[ap]m)?"
_ZONE = r"(?:z|[-_ ]?utc)?"
DATES = {"": f"(?:{_YEAR_FIRST}|{_NAMED})", "dmy": f"(?:{_FIGURES})", "mdy": f"(?:{_FIGURES})"}
"""The shape of `{date}`, and of `{date:dmy}` and `{date:mdy}`."""
TIMES = {"": _TIME}
STARTS = {"": rf"{DATES['']}[-_. t]*{_TIME}{_ZONE}", "epoch": r"\d{13}|\d{10}"}
"""The shape of `{start}`, and of `{start:epoch}`: seconds or milliseconds since 1970."""


def read_day(text: str, order: str = "") -> date | None:
    """The day that is written there; None where there is no such day."""
    if named := re.fullmatch(r"(\d{1,2})[-_. ]?([a-z]{3})[a-z]*[-_. ]?(\d{2,4})", text.lower()):
        day, month, year = named[1], str(_MONTHS.index(named[2]) + 1), named[3]
    else:
        day, month, year = _split(text, order)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _split(text: str, order: str) -> tuple[str, str, str]:
    """Day, month, year."""
    parts = re.split(r"[-_.]", text)
    if len(parts) == 1:
        ends = (4, 6) if not order else (2, 4)
        parts = [text[: ends[0]], text[ends[0] : ends[1]], text[ends[1] :]]
    first, second, third = parts
    if not order:
        return third, second, first
    return (first, second, third) if order == "dmy" else (second, first, third)


def read_clock(text: str) -> time | None:
    """The time of day, seconds where there are any; None where there is no such time."""
    lowered = text.lower().replace(" ", "")
    half = lowered[-2:] if lowered.endswith(("am", "pm")) else ""
    figures = re.findall(r"\d+", lowered)
    if len(figures) == 1:
        digits = figures[0].zfill(4) if len(figures[0]) < 5 else figures[0].zfill(6)
        figures = [digits[at : at + 2] for at in range(0, min(len(digits), 6), 2)]
    hour, minute, second = (int(part) for part in (*figures[:3], *["0"] * (3 - len(figures)))[:3])
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_start(text: str, form: str = "", zone: tzinfo | None = None) -> datetime | None:
    """Day and time together, as the site's wall clock; what ends in Z or UTC is turned into that of `zone`
    (None: this computer's).
    """
    if form == "epoch":
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).astimezone(zone).replace(tzinfo=None, microsecond=0)
    lowered = text.lower()
    is_utc = lowered.endswith(("z", "utc"))
    bare = re.sub(rf"{_ZONE}$", "", lowered) if is_utc else lowered
    parts = re.fullmatch(rf"({DATES['']})[-_. t]*({_TIME})", bare)
    day, clock = (read_day(parts[1]), read_clock(parts[2])) if parts else (None, None)
    if day is None or clock is None:
        return None
    moment = datetime.combine(day, clock)
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if is_utc else moment
