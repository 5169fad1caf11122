"""Writes samples as WAV in every coding that telephone systems use."""

import struct
from typing import Any

import numpy as np

from desktop.coaching.wave_file import A_LAW, FLOAT, MU_LAW, expansion
from tests.coaching.made_sound import RATE


def write(samples: Any, coding: int, bits: int, extra: bytes = b"") -> bytes:
    """A WAV file of these samples, −1 to 1, a column for each channel."""
    channels = samples.shape[1]
    coded = code(samples.reshape(-1), coding, bits)
    described = struct.pack("<HHIIHH", coding, channels, RATE, 0, channels * bits // 8, bits) + extra
    chunks = b"fmt " + struct.pack("<I", len(described)) + described
    chunks += b"LIST" + struct.pack("<I", 3) + b"abc\0" + b"data" + struct.pack("<I", len(coded)) + coded
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def code(samples: Any, coding: int, bits: int) -> bytes:
    if coding in (A_LAW, MU_LAW):
        table = expansion(coding)
        order = np.argsort(table)
        nearest = np.clip(np.searchsorted(table[order], samples), 0, 255)
        return order[nearest].astype(np.uint8).tobytes()
    if coding == FLOAT:
        return samples.astype(f"<f{bits // 8}").tobytes()
    if bits == 8:
        return (samples * 127 + 128).astype(np.uint8).tobytes()
    whole = (samples * (2 ** (bits - 1) - 1)).astype("<i4")
    if bits == 24:
        return whole.reshape(-1, 1).view(np.uint8)[:, :3].tobytes()
    return whole.astype(f"<i{bits // 8}").tobytes()
