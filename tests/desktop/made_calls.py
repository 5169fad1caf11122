"""A made call as a file: two tones that take turns, with a long silence and one who talks over the other."""

import io
import wave
from pathlib import Path

import numpy as np

from tests.coaching.made_sound import RATE, side

AGENT = [(0.5, 5.0), (12.0, 18.0)]
CALLER = [(5.5, 7.0), (16.0, 20.0)]
LENGTH_S = 24.0


def call(seconds: float = LENGTH_S) -> bytes:
    """A stereo WAV of 8 kHz, the agent on the left."""
    both = np.stack((side(AGENT, seconds), side(CALLER, seconds)), axis=1)
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((both * 32767).astype("<i2").tobytes())
    return made.getvalue()


def write_call(folder: Path, name: str = "call.wav", seconds: float = LENGTH_S) -> Path:
    path = folder / name
    path.write_bytes(call(seconds))
    return path
