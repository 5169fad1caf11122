"""What the header of a sound file tells, by files made to the letter of their standards; two sides as one."""

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coaching.sound_headers import Heard, look
from desktop.coaching.two_sides import join_sides
from tests.desktop.sound_files import wav


def heard(content: bytes) -> Heard | None:
    return look(io.BytesIO(content), len(content))


def riff(kind: int, channels: int, rate: int, width: int, seconds: int) -> bytes:
    data = bytes(rate * channels * width * seconds)
    byte_rate = rate * channels * width
    fmt = struct.pack("<HHIIHH", kind, channels, rate, byte_rate, channels * width, 8 * width)
    body = b"WAVEfmt " + struct.pack("<I", len(fmt)) + fmt + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    ("kind", "width"), [(1, 2), (1, 1), (7, 1), (6, 1)], ids=["PCM", "PCM 8-bit", "µ-law", "A-law"]
)
def test_wav_of_telephone_systems(kind: int, width: int) -> None:
    assert heard(riff(kind, 2, 8000, width, 3)) == Heard("wav", 3.0, 2)


def test_a_wav_that_was_cut_off_while_recording_is_as_long_as_it_is() -> None:
    whole = wav(2.0)
    assert heard(whole[:-8000]) == Heard("wav", 1.5, 1)


def test_a_wav_of_another_codec_is_none_that_is_played() -> None:
    assert heard(riff(0x31, 1, 8000, 1, 1)) is None  # GSM 6.10


def test_opus_is_as_long_as_its_last_granule_says_less_the_pre_skip() -> None:
    def page(granule: int, content: bytes) -> bytes:
        return b"OggS\0\2" + struct.pack("<qIII", granule, 1, 0, 0) + bytes([1, len(content)]) + content

    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 312, 8000, 0, 0)
    assert heard(page(0, head) + page(48_000 * 5 + 312, b"x" * 50)) == Heard("ogg", 5.0, 2)


def test_mp3_by_its_rate_and_by_its_count_of_frames() -> None:
    frame = bytes([0xFF, 0xFB, 0x90, 0xC0])  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz, mono
    assert heard(frame + bytes(16_000 - 4)) == Heard("mp3", 1.0, 1)
    xing = frame + bytes(17) + b"Xing" + struct.pack(">II", 1, 441) + bytes(3000)
    assert heard(xing) == Heard("mp3", 441 * 1152 / 44100, 1)
    assert heard(b"ID3\4\0\0\0\0\0\x0a" + bytes(10) + frame + bytes(15_996)) == Heard("mp3", 1.0, 1)


def test_m4a_by_its_movie_header() -> None:
    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", 8 + len(content)) + name + content

    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 61_500) + bytes(80))
    content = box(b"ftyp", b"M4A \0\0\0\0") + box(b"mdat", bytes(100)) + box(b"moov", mvhd)
    assert heard(content) == Heard("m4a", 61.5)


@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_looked_at_without_falling_over(content: bytes) -> None:
    for mark in (b"", b"RIFF\0\0\0\0WAVE", b"OggS", b"\0\0\0\x10ftyp", b"ID3", b"\xff\xfb"):
        found = heard(mark + content)
        assert found is None or found.kind in ("wav", "mp3", "ogg", "m4a")


def test_two_one_sided_files_become_one_with_the_agent_on_the_left() -> None:
    joined = join_sides(wav(0.5, level=1000), wav(1.0, level=-1000))
    assert joined is not None
    with wave.open(io.BytesIO(joined)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (2, 8000, 8000)
        frames = struct.unpack("<16000h", file.readframes(8000))
    assert set(frames[0:8000:2]) == {1000}
    assert set(frames[8000::2]) == {0}
    assert set(frames[1::2]) == {-1000}


def test_what_cannot_be_joined_is_left_apart() -> None:
    assert join_sides(wav(), wav(rate=16000)) is None
    assert join_sides(wav(channels=2), wav()) is None
    assert join_sides(riff(0x31, 1, 8000, 1, 1), wav()) is None  # GSM 6.10
    assert join_sides(b"", b"RIFF") is None


def test_a_length_that_no_recording_has_is_none() -> None:
    page = b"OggS\0\2" + struct.pack("<qIII", 2**62, 1, 0, 0) + bytes([1, 19])
    opus = b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 0, 0, 0, 0)
    assert heard(page + opus) == Heard("ogg", None, 2)
