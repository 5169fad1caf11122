"""One call that the telephone system wrote into two files, the agent's side and the customer's, as one."""

import io
import wave
from array import array

WIDTHS = {1: "B", 2: "h"}
"""Bytes of a sample, and how Python's arrays call such samples."""
SILENCE = {1: 128, 2: 0}


def join_sides(agent: bytes, customer: bytes) -> bytes | None:
    """A stereo WAV, the agent on the left, as long as the longer of both.

    None where that can't be done without decoding: either is no PCM WAV of 8 or 16 bits and one channel, or
    their rates differ. Played after each other, such files are still whole.
    """
    try:
        with wave.open(io.BytesIO(agent)) as left, wave.open(io.BytesIO(customer)) as right:
            return _join(left, right)
    except (wave.Error, EOFError):
        return None


def _join(left: wave.Wave_read, right: wave.Wave_read) -> bytes | None:
    kind = (left.getnchannels(), left.getsampwidth(), left.getframerate())
    if kind != (right.getnchannels(), right.getsampwidth(), right.getframerate()):
        return None
    channels, width, rate = kind
    if channels != 1 or width not in WIDTHS:
        return None
    return _write(_interleave(_samples(left), _samples(right), SILENCE[width]), width, rate)


def _samples(file: wave.Wave_read) -> "array[int]":
    width = file.getsampwidth()
    content = file.readframes(file.getnframes())
    return array(WIDTHS[width], content[: len(content) // width * width])


def _interleave(left: "array[int]", right: "array[int]", silence: int) -> bytes:
    length = max(len(left), len(right))
    both = array(left.typecode, [silence]) * (2 * length)
    both[0 : 2 * len(left) : 2] = left
    both[1 : 2 * len(right) : 2] = right
    return both.tobytes()


def _write(frames: bytes, width: int, rate: int) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(frames)
    return made.getvalue()
