"""What can be told of a call from who spoke when: shares, silences, who spoke into whose words.

It is help for finding a place and for asking about it, and no score: a long silence may be a search, and two
voices at once may be warmth. Where people speak comes from `speech`; this file only counts.

Pauses, gaps and overlaps are told apart as by Heldner and Edlund, "Pauses, gaps and overlaps in
conversations", Journal of Phonetics 38 (2010), 555–568.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

SILENCE_S = 4.0
"""A silence that is pointed out, unless the floor has set another length."""
OVERLAP_S = 0.3
"""Shorter overlaps are how turns are passed on, and are not counted."""
HEARD_S = 1.0
"""Somebody has the turn who has spoken for so long; a sound that ends sooner is a listener's "mm"."""
ENTERED_S = 1.0
LEAD_S = 0.3
"""How much of a silence is heard before and after what is left out of it."""
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Span:
    """From one second of a call until another."""

    at_s: float
    until_s: float

    @property
    def length_s(self) -> float:
        return self.until_s - self.at_s


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole recording: for each channel, where somebody speaks, in order and apart from each other."""

    duration_s: float
    talk: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Both speak. `began` is the channel that came in later, None where both began together.

    `talked_over` where the other had spoken for `HEARD_S` and the one who came in went on for as long.
    """

    span: Span
    began: int | None
    talked_over: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of a recording. `talk_s` and `monologues` are by channel; a monologue is the longest stretch of
    one channel with no word of another within and no silence that is pointed out, None without any.
    """

    duration_s: float
    talk_s: tuple[float, ...]
    silence_s: float
    silences: tuple[Span, ...]
    overlaps: tuple[Overlap, ...]
    monologues: tuple[Span | None, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """Each channel's part of the whole, 0–1; together with silence more than 1 where both speak."""
        return tuple(share(talk, self.duration_s) for talk in self.talk_s)

    @property
    def silence_share(self) -> float:
        """The part in which nobody speaks, short pauses included, 0–1."""
        return share(self.silence_s, self.duration_s)

    @property
    def longest_silence(self) -> Span | None:
        """The longest of those that are pointed out."""
        return max(self.silences, key=lambda span: span.length_s, default=None)

    def talked_over(self, channel: int) -> int:
        """How often this channel came in while the other had the turn, and stayed."""
        return sum(overlap.talked_over and overlap.began == channel for overlap in self.overlaps)


def figures(heard: Heard, silence_s: float = SILENCE_S) -> Figures:
    """Count what is in a recording; silences of at least `silence_s` seconds are listed."""
    quiet = quiet_spans(heard)
    long = tuple(span for span in quiet if span.length_s >= silence_s)
    return Figures(
        heard.duration_s,
        tuple(total(spans) for spans in heard.talk),
        total(quiet),
        long,
        find_overlaps(heard),
        tuple(_monologue(heard, channel, silence_s) for channel in range(len(heard.talk))),
    )


def share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def total(spans: Iterable[Span]) -> float:
    return sum(span.length_s for span in spans)


def quiet_spans(heard: Heard) -> tuple[Span, ...]:
    """Where no channel speaks, from the first second to the last."""
    spoken = join(span for spans in heard.talk for span in spans)
    edges = [Span(0.0, 0.0), *spoken, Span(heard.duration_s, heard.duration_s)]
    gaps = (Span(before.until_s, after.at_s) for before, after in pairwise(edges))
    return tuple(gap for gap in gaps if gap.length_s > 0)


def join(spans: Iterable[Span], gap_s: float = 0.0) -> tuple[Span, ...]:
    """The same in order, with those that touch, or are no further apart than `gap_s`, made one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.at_s, each.until_s)):
        if joined and span.at_s <= joined[-1].until_s + gap_s:
            joined[-1] = Span(joined[-1].at_s, max(joined[-1].until_s, span.until_s))
        else:
            joined.append(span)
    return tuple(joined)


def find_overlaps(heard: Heard) -> tuple[Overlap, ...]:
    """Where both of two channels speak for at least `OVERLAP_S`; none where there is but one channel."""
    if len(heard.talk) != 2:
        return ()
    pairs = _meeting(heard.talk[0], heard.talk[1])
    return tuple(found for one, other in pairs if (found := _overlap(one, other)) is not None)


def _meeting(ones: Sequence[Span], others: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Each two spans that share a moment, in order; both lists are sorted."""
    i = j = 0
    while i < len(ones) and j < len(others):
        one, other = ones[i], others[j]
        if one.at_s < other.until_s and other.at_s < one.until_s:
            yield one, other
        if one.until_s <= other.until_s:
            i += 1
        else:
            j += 1


def _overlap(one: Span, other: Span) -> Overlap | None:
    shared = Span(max(one.at_s, other.at_s), min(one.until_s, other.until_s))
    if shared.length_s < OVERLAP_S:
        return None
    if one.at_s == other.at_s:
        return Overlap(shared, None, False)
    began = 0 if one.at_s > other.at_s else 1
    late, early = (one, other) if began == 0 else (other, one)
    over = late.at_s - early.at_s >= HEARD_S and late.length_s >= HEARD_S
    return Overlap(shared, began, over)


def _monologue(heard: Heard, channel: int, silence_s: float) -> Span | None:
    """The longest run of this channel's spans that no other channel's word and no long silence divides."""
    others = join(span for at, spans in enumerate(heard.talk) if at != channel for span in spans)
    runs: list[Span] = []
    for span in heard.talk[channel]:
        alone = _without(span, _touching(span, others))
        for at, piece in enumerate(alone):
            follows = at == 0 and bool(runs) and piece.at_s == span.at_s
            if follows and _goes_on(runs[-1], piece, others, silence_s):
                runs[-1] = Span(runs[-1].at_s, piece.until_s)
            else:
                runs.append(piece)
    return max(runs, key=lambda run: run.length_s, default=None)


def _goes_on(run: Span, piece: Span, others: Sequence[Span], silence_s: float) -> bool:
    gap = Span(run.until_s, piece.at_s)
    return gap.length_s < silence_s and not _touching(gap, others)


def _touching(span: Span, others: Sequence[Span]) -> Sequence[Span]:
    """Those of the others, which are in order and apart, that share a moment or an edge with the span."""
    first = bisect_left(others, span.at_s, key=attrgetter("until_s"))
    return others[first : bisect_right(others, span.until_s, key=attrgetter("at_s"))]


def _without(span: Span, others: Sequence[Span]) -> list[Span]:
    """What is left of a span where none of the others speaks."""
    left, at_s = [], span.at_s
    for other in others:
        if other.until_s <= at_s or other.at_s >= span.until_s:
            continue
        if other.at_s > at_s:
            left.append(Span(at_s, other.at_s))
        at_s = max(at_s, other.until_s)
    return left + ([Span(at_s, span.until_s)] if at_s < span.until_s else [])


def after_silence(silences: Iterable[Span], at_s: float) -> float | None:
    """Where listening goes on if silences are left out: just before the next word.

    None outside them. The first second of a silence is heard, and the last moment, so that nobody is
    startled; a jump of less than a second is not worth it.
    """
    for silence in silences:
        target = silence.until_s - LEAD_S
        if silence.at_s + ENTERED_S <= at_s < target - ENTERED_S:
            return target
    return None


def write_heard(heard: Heard) -> str:
    """As JSON, with hundredths of a second."""
    talk = [[[round(span.at_s, 2), round(span.until_s, 2)] for span in spans] for spans in heard.talk]
    return json.dumps({"format": FORMAT, "duration_s": round(heard.duration_s, 3), "talk": talk})


def read_heard(text: str) -> Heard | None:
    """What `write_heard` wrote; None for anything else, which is then worked out anew."""
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            return None
        talk = tuple(
            tuple(Span(float(at_s), float(until_s)) for at_s, until_s in spans) for spans in found["talk"]
        )
        return Heard(float(found["duration_s"]), talk)
    except (ValueError, KeyError, TypeError):
        return None
