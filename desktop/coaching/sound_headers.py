"""What the first bytes of a sound file tell without decoding it: whether it is one, channels and length.

WAV: Microsoft's RIFF (PCM 1, IEEE float 3, A-law 6, µ-law 7, extensible 0xFFFE). Ogg: RFC 3533, Opus RFC 7845
(always 48 kHz; the pre-skip is no part of the length). MP3: ISO/IEC 11172-3 frame headers, with the Xing or
Info count of frames. M4A: ISO/IEC 14496-12 (`mvhd`).
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

LONGEST_S = 7 * 24 * 3600.0
LOOK = 64 * 1024
"""So many bytes from the beginning, and from the end, are looked at."""
PROBE = 1 << 20
"""So many bytes FFmpeg looks at, at most, to tell what a file is."""
OPUS_RATE = 48_000
# What makes FFmpeg take a file for a list of others, in files or on the network: SDP, HLS, concat, DASH, IMF;
# whatever else the file says it is.
_LISTS = re.compile(rb"(?:^|[\r\n])c=IN IP|#EXTM3U|ffconcat version|<MPD|<CompositionPlaylist")
_WAV_KINDS = (1, 3, 6, 7, 0xFFFE)
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MP3_KBIT = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """`kind` is wav, mp3, ogg or m4a; `duration_s` and `channels` are None where the header doesn't tell."""

    kind: str
    duration_s: float | None = None
    channels: int | None = None


def look(file: BinaryIO, size: int) -> Heard | None:
    """Read the header of an open file of so many bytes; None where it is no sound file that we play.

    A duration that no recording has is none: the header is made up, or damaged.
    """
    if names_others(file.read(PROBE)):
        return None
    file.seek(0)
    found = _look(file, size)
    if found is None or found.duration_s is None or 0 <= found.duration_s <= LONGEST_S:
        return found
    return replace(found, duration_s=None)


def names_others(content: bytes) -> bool:
    """Whether a decoder may find names of other files or of machines in this, and go there. A recording is
    played from what it holds itself.
    """
    return _LISTS.search(content[:PROBE]) is not None


def _look(file: BinaryIO, size: int) -> Heard | None:
    head = file.read(LOOK)
    try:
        if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
            return _wav(head, size)
        if head[:4] == b"OggS":
            file.seek(max(0, size - LOOK))
            return _ogg(head, file.read(LOOK))
        if head[4:8] == b"ftyp":
            return _m4a(file, size)
        return _mp3(head, size)
    except (struct.error, IndexError, ValueError, ZeroDivisionError):  # cut off, or made up
        return None


def _wav(head: bytes, size: int) -> Heard | None:
    at, channels, rate = 12, 0, 0
    while at + 8 <= len(head):
        name, length = head[at : at + 4], struct.unpack_from("<I", head, at + 4)[0]
        if name == b"fmt ":
            kind, channels, _, rate = struct.unpack_from("<HHII", head, at + 8)
            if kind not in _WAV_KINDS:
                return None
        elif name == b"data":
            there = min(length, size - at - 8)  # recorders that were cut off leave 0 or the greatest number
            return Heard("wav", (there or size - at - 8) / rate, channels)
        at += 8 + length + length % 2
    return Heard("wav", None, channels or None)


def _ogg(head: bytes, tail: bytes) -> Heard | None:
    start = head.find(b"OpusHead")
    if start < 0:
        return Heard("ogg")
    channels, skip = struct.unpack_from("<xB H", head, start + 8)
    last = tail.rfind(b"OggS")
    granule = struct.unpack_from("<q", tail, last + 6)[0] if last >= 0 else -1
    return Heard("ogg", (granule - skip) / OPUS_RATE if granule > skip else None, channels)


def _mp3(head: bytes, size: int) -> Heard | None:
    at = 0
    if head[:3] == b"ID3":
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        if at >= len(head):
            return Heard("mp3")
    elif head[:1] != b"\xff" or head[1] & 0xE6 not in (0xE2,):
        return None
    version, layer = head[at + 1] >> 3 & 3, head[at + 1] >> 1 & 3
    kbit, rate = head[at + 2] >> 4, head[at + 2] >> 2 & 3
    if head[at] != 0xFF or head[at + 1] < 0xE0 or layer != 1 or kbit in (0, 15) or rate == 3 or version == 1:
        return None
    hertz, channels = _MP3_RATES[version][rate], 1 if head[at + 3] >> 6 == 3 else 2
    samples = 1152 if version == 3 else 576
    if (frames := _count_frames(head[at : at + 200])) is not None:
        return Heard("mp3", frames * samples / hertz, channels)
    return Heard("mp3", (size - at) * 8 / (_MP3_KBIT[version == 3][kbit] * 1000), channels)


def _count_frames(first: bytes) -> int | None:
    for mark in (b"Xing", b"Info"):
        at = first.find(mark)
        if at >= 0 and first[at + 7] & 1:
            return int(struct.unpack_from(">I", first, at + 8)[0])
    return None


def _m4a(file: BinaryIO, size: int) -> Heard | None:
    for name, start, length in _boxes(file, 0, size):
        if name == b"moov":
            for inner, at, _ in _boxes(file, start, start + length):
                if inner == b"mvhd":
                    file.seek(at)
                    return Heard("m4a", _movie_length(file.read(36)))
    return Heard("m4a")


def _movie_length(box: bytes) -> float | None:
    form = ">QQIQ" if box[0] == 1 else ">IIII"
    *_, scale, length = struct.unpack_from(form, box, 4)
    return float(length / scale) if scale else None


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and length of the content of each box between two places."""
    while start + 8 <= end:
        file.seek(start)
        length, name = struct.unpack(">I4s", file.read(8))
        head = 8
        if length == 1:
            length, head = struct.unpack(">Q", file.read(8))[0], 16
        elif length == 0:
            length = end - start
        if length < head:
            return
        yield name, start + head, length - head
        start += length
