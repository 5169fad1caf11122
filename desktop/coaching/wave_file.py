"""Reads WAV as telephone systems write it: PCM, 8-bit, µ-law, A-law, float. Qt is not needed for it.

Read in large blocks it is many times faster than asking a decoder for each few milliseconds. Other contents
of a WAV file, such as ADPCM, are left to Qt Multimedia.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import numpy as np

PCM, FLOAT, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
WIDTHS = {PCM: (8, 16, 24, 32), FLOAT: (32, 64), A_LAW: (8,), MU_LAW: (8,)}
MOST_CHANNELS = 8
RATES = range(1000, 400_000)


@dataclass(frozen=True, slots=True)
class Wave:
    """What a file's header says: `coding` and `bits` of a sample, where the samples begin, how many bytes."""

    coding: int
    bits: int
    channels: int
    rate: int
    begins: int
    size: int

    @property
    def row(self) -> int:
        """Bytes of one moment of all channels."""
        return self.channels * self.bits // 8

    @property
    def duration_s(self) -> float:
        return self.size / self.row / self.rate


MOST_DESCRIBED = 64
"""Bytes of the format's description that are read; what a damaged one claims may be gigabytes."""


def read_header(file: BinaryIO) -> Wave | None:
    """None for what is no WAV file or has samples that are not read here."""
    file.seek(0, os.SEEK_END)
    length = file.tell()
    file.seek(0)
    lead = file.read(12)
    if lead[:4] != b"RIFF" or lead[8:12] != b"WAVE":
        return None
    described = b""
    while len(head := file.read(8)) == 8:
        name, size = head[:4], struct.unpack("<I", head[4:])[0]
        if name == b"fmt ":
            ends = file.tell() + size + size % 2
            described = file.read(min(size, MOST_DESCRIBED))
            file.seek(ends)
        elif name == b"data":
            # One that was cut off, or written as it went, says more than is there, or nothing yet.
            there = length - file.tell()
            return _describe(described, file.tell(), min(size or there, there))
        else:
            file.seek(size + size % 2, os.SEEK_CUR)
    return None


def _describe(described: bytes, begins: int, size: int) -> Wave | None:
    if len(described) < 16:
        return None
    coding, channels, rate, _, _, bits = struct.unpack("<HHIIHH", described[:16])
    if coding == EXTENSIBLE and len(described) >= 26:
        coding = struct.unpack("<H", described[24:26])[0]
    if bits not in WIDTHS.get(coding, ()) or not 0 < channels <= MOST_CHANNELS or rate not in RATES:
        return None
    row = channels * bits // 8
    return Wave(coding, bits, channels, rate, begins, size // row * row)


def read_blocks(file: BinaryIO, wave: Wave, seconds: float = 20.0) -> "Iterator[np.ndarray[Any, Any]]":
    """The samples in order, −1 to 1, a row for each moment and a column for each channel."""
    file.seek(wave.begins)
    left, block = wave.size, int(wave.rate * seconds) * wave.row
    while left > 0 and (raw := file.read(min(block, left))):
        left -= len(raw)
        whole = len(raw) // wave.row * wave.row
        yield to_samples(raw[:whole], wave.coding, wave.bits).reshape(-1, wave.channels)


def to_samples(raw: bytes, coding: int, bits: int) -> "np.ndarray[Any, Any]":
    """Samples of −1 to 1 from the bytes of a file."""
    import numpy as np

    if coding in (A_LAW, MU_LAW):
        return expansion(coding)[np.frombuffer(raw, np.uint8)]
    if coding == FLOAT:
        found = np.frombuffer(raw, f"<f{bits // 8}").astype(np.float32)
        return np.asarray(np.clip(np.nan_to_num(found), -1, 1))
    if bits == 8:
        return (np.frombuffer(raw, np.uint8).astype(np.float32) - 128) / 128
    if bits == 24:
        wide = np.zeros((len(raw) // 3, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(raw, np.uint8).reshape(-1, 3)
        return wide.view("<i4").reshape(-1).astype(np.float32) / 2**31
    whole = np.frombuffer(raw, f"<i{bits // 8}").astype(np.float32)
    return np.asarray(whole / 2 ** (bits - 1))


def expansion(coding: int) -> "np.ndarray[Any, Any]":
    """The 256 values of a byte in µ-law or A-law (ITU-T G.711), −1 to 1."""
    import numpy as np

    code = np.arange(256)
    if coding == MU_LAW:
        code = ~code & 0xFF
        size = (((code & 0x0F) << 3) + 0x84 << ((code & 0x70) >> 4)) - 0x84
        negative = (code & 0x80) != 0
    else:
        code = code ^ 0x55
        step, segment = (code & 0x0F) << 4, (code & 0x70) >> 4
        size = np.where(segment == 0, step + 8, step + 0x108 << np.maximum(segment - 1, 0))
        negative = (code & 0x80) == 0
    return np.asarray(np.where(negative, -size, size) / 32768, dtype=np.float32)
