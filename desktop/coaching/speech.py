"""Finds where somebody speaks in a channel of sound, and the peaks for drawing it, block by block.

Only a level for each 20 ms and channel is kept, so an hour never sits in memory whole. The threshold follows
ITU-T Recommendation P.56 (12/2011), method B: it lies 15.9 dB below the level of active speech, which is the
energy divided by the time above that very threshold, with a hangover of 0.2 s. So it is the same call
recorded loud or quietly, and the other side's faint echo is no speech.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.coaching.sound import Heard, Span, join

if TYPE_CHECKING:
    import numpy as np

FRAME_S = 0.02
MARGIN_DB = 15.9
HANGOVER_S = 0.2
HYSTERESIS_DB = 3.0
"""Speech that has begun goes on until it is so much below the threshold: the ends of words are soft."""
ABOVE_NOISE_DB = 6.0
"""The threshold keeps off the noise, the level that a tenth of the frames stay under, …"""
BELOW_SPEECH_DB = 6.0
"""… but never so far that it cuts into the speech of somebody who hardly pauses."""
STEADY_DB = 10.0
"""What stays within so little from beginning to end is a hum or a line's noise, and nobody's speech."""
QUIETEST_DB = -60.0
"""Below this (full scale is 0) nothing is taken for speech: lines noise, a side that was not recorded."""
SHORTEST_S = 0.1
"""A click is shorter than any word."""
MOST_BUCKETS = 4000


@dataclass(frozen=True, slots=True)
class Peaks:
    """The outline of a recording: for each channel and bucket, lowest and highest sample as signed bytes."""

    channels: int
    data: bytes

    @property
    def buckets(self) -> int:
        return len(self.data) // (2 * self.channels) if self.channels else 0


@dataclass(frozen=True, slots=True)
class Measured:
    peaks: Peaks
    heard: Heard


class Meter:
    """Takes samples in order, a block at a time, and says at the end what is in them."""

    def __init__(self, rate: int, channels: int) -> None:
        self.rate, self.channels = rate, channels
        self.size = max(1, round(rate * FRAME_S))
        self._rows = 0
        self._rest: Any = None
        self._powers: list[Any] = []
        self._ends: list[Any] = []

    @property
    def seconds(self) -> float:
        """How much has been taken."""
        return self._rows / self.rate

    def add(self, samples: "np.ndarray[Any, Any]") -> None:
        """Take samples of −1 to 1, a row for each moment, a column for each channel."""
        import numpy as np

        self._rows += len(samples)
        joined = samples if self._rest is None else np.concatenate((self._rest, samples))
        whole = len(joined) // self.size
        self._rest = joined[whole * self.size :].copy()
        if whole:
            self._measure(joined[: whole * self.size].reshape(whole, self.size, self.channels))

    def end(self) -> Measured:
        """What was in all that was added; the last piece of a frame is filled up with silence."""
        import numpy as np

        if self._rest is not None and len(self._rest):
            missing = np.zeros((self.size - len(self._rest), self.channels), dtype=np.float32)
            self._measure(np.concatenate((self._rest, missing))[np.newaxis])
            self._rest = None
        if not self._powers:
            return Measured(Peaks(self.channels, b""), Heard(0.0, ((),) * self.channels))
        powers = np.concatenate(self._powers)
        frame_s = self.size / self.rate
        talk = tuple(find_speech(powers[:, at], frame_s, self.seconds) for at in range(self.channels))
        return Measured(make_peaks(np.concatenate(self._ends)), Heard(self.seconds, talk))

    def _measure(self, frames: "np.ndarray[Any, Any]") -> None:
        import numpy as np

        # In single precision the mean of many squares would lose the quiet ones.
        self._powers.append(np.mean(np.square(frames, dtype=np.float64), axis=1))
        ends = np.stack((frames.min(axis=1), frames.max(axis=1)), axis=-1)
        self._ends.append(np.clip(np.rint(ends * 127), -127, 127).astype(np.int8))


def find_speech(powers: "np.ndarray[Any, Any]", frame_s: float, duration_s: float) -> tuple[Span, ...]:
    """Where a channel speaks, from its mean square for each frame: pauses of up to 0.2 s are part of it."""
    import numpy as np

    levels = 10 * np.log10(powers + 1e-12)
    limit = find_threshold(levels, powers, frame_s)
    if limit is None:
        return ()
    spans = _runs(_hold(levels, limit), frame_s, duration_s)
    return tuple(span for span in join(spans, HANGOVER_S) if span.length_s >= SHORTEST_S)


def find_threshold(
    levels: "np.ndarray[Any, Any]", powers: "np.ndarray[Any, Any]", frame_s: float
) -> float | None:
    """The level in dB (full scale is 0) from which a frame is speech; None where nothing can be."""
    import numpy as np

    low, high = np.percentile(levels, (1, 98))
    if high < QUIETEST_DB or high - low < STEADY_DB:
        return None
    limit, active = _active_level(levels, powers, round(HANGOVER_S / frame_s))
    noise = float(np.percentile(levels, 10)) + ABOVE_NOISE_DB
    return max(QUIETEST_DB, limit, min(noise, active - BELOW_SPEECH_DB))


def _active_level(
    levels: "np.ndarray[Any, Any]", powers: "np.ndarray[Any, Any]", hangover: int
) -> tuple[float, float]:
    """P.56's threshold and active level in dB: the lowest threshold no further below than the margin."""
    import numpy as np

    energy, places = float(powers.sum()), np.arange(len(levels))
    limit, active = QUIETEST_DB, QUIETEST_DB
    for limit in np.arange(QUIETEST_DB, 0.0, 0.5):
        last = np.maximum.accumulate(np.where(levels >= limit, places, -hangover - 1))
        count = int(np.count_nonzero(places - last <= hangover))
        if not count:
            break
        active = 10 * float(np.log10(energy / count))
        if active - limit <= MARGIN_DB:
            break
    return float(limit), active


def _hold(levels: "np.ndarray[Any, Any]", limit: float) -> "np.ndarray[Any, Any]":
    """Whether each frame is speech: it begins at the limit and goes on to the hysteresis below it."""
    import numpy as np

    said = np.where(levels >= limit, 1, np.where(levels < limit - HYSTERESIS_DB, 0, -1))
    last_said = np.maximum.accumulate(np.where(said >= 0, np.arange(len(said)), 0))
    return np.asarray(said[last_said] == 1)


def _runs(active: "np.ndarray[Any, Any]", frame_s: float, duration_s: float) -> list[Span]:
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([0], active.astype(np.int8), [0]))))
    pairs = edges.reshape(-1, 2) * frame_s
    return [Span(float(at), min(float(until), duration_s)) for at, until in pairs]


def make_peaks(ends: "np.ndarray[Any, Any]", most: int = MOST_BUCKETS) -> Peaks:
    """Lowest and highest of each frame, as frames × channels × 2, drawn together to at most so many."""
    import numpy as np

    frames, channels, _ = ends.shape
    starts = np.unique(np.linspace(0, frames, min(most, frames), endpoint=False).astype(int))
    low = np.minimum.reduceat(ends[:, :, 0], starts, axis=0)
    high = np.maximum.reduceat(ends[:, :, 1], starts, axis=0)
    return Peaks(channels, np.stack((low, high), axis=-1).transpose(1, 0, 2).tobytes())
