"""Times in transcripts: from the start of the contact, or of a clock on the wall, turned into seconds."""

import re
from collections.abc import Sequence

_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?\s?([AaPp])?\.?[Mm]?\.?", re.ASCII)
DAY_S = 86_400
# A contact whose first line comes later than this did not begin at 0: the times are of a clock on the wall.
LATEST_START_S = 600


def read_clock(text: str) -> float | None:
    """Seconds of `h:mm:ss.mmm` or `m:ss.mmm`, None for what is no time."""
    found = _PARTS.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
    return hours * 3600 + minutes * 60 + seconds + float(f"0.{found[4] or 0}")


def since_first(clocks: Sequence[str]) -> list[float | None]:
    """Seconds from the start of the contact; None where a line names no time.

    Times that begin at 0 or soon after are such seconds already. Others are of a clock on the wall, with
    hours and minutes, and count from the first.
    """
    given = [clock for clock in clocks if clock]
    if not given:
        return [None] * len(clocks)
    on_wall = _are_on_wall(given)
    first: float | None = None
    last, days = -1.0, 0
    made: list[float | None] = []
    for clock in clocks:
        at = _seconds(clock, on_wall) if clock else None
        if at is not None and on_wall:
            days += at < last
            last, at = at, at + days * DAY_S
            first = at if first is None else first
            at -= first
        made.append(at)
    return made


def _are_on_wall(clocks: Sequence[str]) -> bool:
    if any(re.search("[AaPp]", clock) for clock in clocks):
        return True
    first = read_clock(clocks[0])
    return first is not None and first > LATEST_START_S


def _seconds(clock: str, on_wall: bool) -> float | None:
    found = _PARTS.fullmatch(clock.strip())
    if found is None or not on_wall:
        return read_clock(clock)
    with_seconds = found[1] is not None
    hours = int(found[1] if with_seconds else found[2])
    if found[5]:
        hours = hours % 12 + (12 if found[5] in "Pp" else 0)
    minutes = int(found[2] if with_seconds else found[3])
    return hours * 3600 + minutes * 60 + (int(found[3]) if with_seconds else 0)
