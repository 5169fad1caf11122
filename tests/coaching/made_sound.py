"""Made sound: tones where somebody "speaks", a line's faint noise elsewhere."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from desktop.coaching.speech import Measured, Meter

RATE = 8000
Talk = Sequence[tuple[float, float]]


def side(talk: Talk, seconds: float, level: float = 0.3, noise: float = 0.0005, tone: float = 300.0) -> Any:
    """One channel: a tone in each span of `talk`, noise always."""
    times = np.arange(round(seconds * RATE)) / RATE
    spoken = np.zeros(len(times), bool)
    for at_s, until_s in talk:
        spoken |= (times >= at_s) & (times < until_s)
    hiss = np.random.default_rng(7).standard_normal(len(times)) * noise
    return (np.sin(2 * np.pi * tone * times) * level * spoken + hiss).astype(np.float32)


def measure(*sides: Any, block: int = 3001) -> Measured:
    """Through the meter in blocks of an odd size."""
    samples = np.stack(sides, axis=1)
    meter = Meter(RATE, samples.shape[1])
    for at in range(0, len(samples), block):
        meter.add(samples[at : at + block])
    return meter.end()
