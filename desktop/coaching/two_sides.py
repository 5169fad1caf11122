"""One call that the telephone system wrote into two files, the agent's side and the customer's, as one."""

import io
import wave
from array import array

from desktop.coaching.wave_file import Wave, read_blocks, read_header

WIDTHS = {1: "B", 2: "h"}
"""Bytes of a sample, and how Python's arrays call such samples."""
SILENCE = {1: 128, 2: 0}


def join_sides(agent: bytes, customer: bytes) -> bytes | None:
    """A stereo WAV, the agent on the left, as long as the longer of both.

    None where that can't be done without a decoder: either is no WAV that `wave_file` reads, has more than
    one channel, or their rates differ. Played after each other, such files are still whole.
    """
    try:
        with wave.open(io.BytesIO(agent)) as left, wave.open(io.BytesIO(customer)) as right:
            joined = _join(left, right)
    except (wave.Error, EOFError):
        joined = None
    return joined if joined is not None else _join_expanded(agent, customer)


def _join_expanded(agent: bytes, customer: bytes) -> bytes | None:
    """The same for µ-law, A-law and other codings, or two that differ, as samples of 16 bits."""
    files = io.BytesIO(agent), io.BytesIO(customer)
    left, right = (read_header(file) for file in files)
    if left is None or right is None or left.rate != right.rate or (left.channels, right.channels) != (1, 1):
        return None
    sides = [_expand(file, found) for file, found in zip(files, (left, right), strict=True)]
    return _write(_interleave(sides[0], sides[1], SILENCE[2]), 2, left.rate)


def _expand(file: io.BytesIO, found: Wave) -> "array[int]":
    samples = array("h")
    for block in read_blocks(file, found):
        samples.frombytes((block * 32767).round().astype("<i2").tobytes())
    return samples


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
