"""How wide the columns of a list are: none is cut while there is room, and the widest give way first."""

from collections.abc import Sequence


def share_width(wishes: Sequence[int], leasts: Sequence[int], room: int) -> list[int]:
    """Return a width in pixels for each column, which together fit `room` where the leasts do.

    What its words need is each column's wish; beyond the room all wishes end at one common ceiling, but
    none below its least.
    """
    for ceiling in sorted({0, *wishes}, reverse=True):
        widths = _under(wishes, leasts, ceiling)
        over = room - sum(widths)
        if over >= 0 or ceiling == 0:
            return _spread(wishes, widths, max(0, over))
    return []


def _under(wishes: Sequence[int], leasts: Sequence[int], ceiling: int) -> list[int]:
    pairs = zip(wishes, leasts, strict=True)
    return [min(wish, max(least, ceiling)) for wish, least in pairs]


def _spread(wishes: Sequence[int], widths: list[int], over: int) -> list[int]:
    """What is left over goes to the columns that still want more, the lowest of them first filled up."""
    wanting = [place for place, wish in enumerate(wishes) if wish > widths[place]]
    for left, place in enumerate(sorted(wanting, key=lambda place: widths[place])):
        more = min(over // (len(wanting) - left), wishes[place] - widths[place])
        widths[place] += more
        over -= more
    return widths
