"""Speech found in made sound: tones of known seconds stand for voices."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.coaching.sound import figures
from desktop.coaching.speech import MOST_BUCKETS, Meter
from desktop.coaching.two_sides import join_sides
from desktop.coaching.wave_file import A_LAW, MU_LAW, PCM, read_blocks, read_header
from tests.coaching.coded_sound import write
from tests.coaching.made_sound import RATE, measure, side

AGENT = [(1.0, 4.0), (9.0, 12.0)]
CALLER = [(4.5, 8.5)]
FRAME = 0.05


def spans(sound: object, channel: int = 0) -> list[tuple[float, float]]:
    return [(span.at_s, span.until_s) for span in sound.heard.talk[channel]]  # type: ignore[attr-defined]


def near(found: list[tuple[float, float]], talk: list[tuple[float, float]]) -> bool:
    return len(found) == len(talk) and np.allclose(found, talk, atol=FRAME)


def test_speech_is_found_where_it_is() -> None:
    sound = measure(side(AGENT, 14), side(CALLER, 14))
    assert near(spans(sound, 0), AGENT)
    assert near(spans(sound, 1), CALLER)
    assert sound.heard.duration_s == pytest.approx(14)


@pytest.mark.parametrize("level", [0.9, 0.3, 0.03, 0.01])
def test_a_quiet_recording_has_the_same_speech_as_a_loud_one(level: float) -> None:
    sound = measure(side(AGENT, 14, level=level, noise=level / 500))
    assert near(spans(sound), AGENT)


def test_the_other_sides_echo_is_no_speech() -> None:
    sound = measure(side(AGENT, 14) + side(CALLER, 14, level=0.02, noise=0), side(CALLER, 14))
    assert near(spans(sound, 0), AGENT)


@pytest.mark.parametrize("level", [0.0, 0.001, 0.2])
def test_silence_noise_and_a_steady_hum_are_no_speech(level: float) -> None:
    assert measure(side([(0.0, 10.0)], 10, level=level)).heard.talk == ((),)
    assert measure(side([], 10, noise=0.05)).heard.talk == ((),)


def test_somebody_who_hardly_pauses_is_heard_throughout() -> None:
    talk = [(0.0, 9.0), (9.5, 20.0)]
    assert near(spans(measure(side(talk, 20))), talk)


def test_a_breath_is_part_of_a_turn_and_a_click_is_none() -> None:
    assert near(spans(measure(side([(1, 2), (2.15, 3)], 6))), [(1, 3)])
    assert near(spans(measure(side([(1, 3), (4, 4.04)], 6))), [(1, 3)])


def test_recorded_digital_silence_is_silent() -> None:
    sound = measure(side(AGENT, 14, noise=0.0), side([], 14, noise=0.0))
    assert near(spans(sound), AGENT)
    assert sound.heard.talk[1] == ()


@settings(max_examples=20)
@given(st.integers(1, 9000))
def test_the_size_of_the_blocks_makes_no_difference(block: int) -> None:
    sides = side(AGENT, 5), side(CALLER, 5)
    assert measure(*sides, block=max(block, 40)) == measure(*sides)


@settings(max_examples=20)
@given(st.lists(st.integers(2, 12), min_size=1, max_size=6))
def test_talk_time_is_that_of_the_tones(lengths: list[int]) -> None:
    talk, at_s = [], 1.0
    for length in lengths:
        talk.append((at_s, at_s + length / 4))
        at_s += length / 4 + 1
    found = figures(measure(side(talk, at_s + 1)).heard)
    assert found.talk_s[0] == pytest.approx(sum(lengths) / 4, abs=FRAME * len(lengths))


def test_peaks_show_each_channel_as_loud_as_it_is() -> None:
    peaks = measure(side([(0, 5)], 10, level=0.5), side([], 10, noise=0.0)).peaks
    own = np.frombuffer(peaks.data, np.int8).reshape(2, peaks.buckets, 2)
    assert own[0, :200].max() == pytest.approx(64, abs=2)
    assert own[0, -200:].max() <= 2
    assert not own[1].any()


def test_a_long_call_has_no_more_peaks_than_are_drawn() -> None:
    meter = Meter(RATE, 1)
    for _ in range(20):
        meter.add(np.zeros((RATE * 30, 1), np.float32))
    sound = meter.end()
    assert sound.peaks.buckets == MOST_BUCKETS
    assert sound.heard.duration_s == 600


def test_nothing_at_all_is_nothing() -> None:
    assert Meter(RATE, 2).end().heard.duration_s == 0


def test_less_than_a_frame_is_kept() -> None:
    meter = Meter(RATE, 1)
    meter.add(np.full((10, 1), 0.5, np.float32))
    assert meter.end().peaks.buckets == 1


def coded(sound: object, coding: int, bits: int) -> bytes:
    return write(np.stack([sound], axis=1), coding, bits)


@pytest.mark.parametrize(("coding", "bits"), [(MU_LAW, 8), (A_LAW, 8), (PCM, 24), (PCM, 16)])
def test_two_sides_of_any_coding_are_put_together(coding: int, bits: int) -> None:
    joined = join_sides(coded(side(AGENT, 14), coding, bits), coded(side(CALLER, 13), PCM, 16))
    assert joined is not None
    file = io.BytesIO(joined)
    header = read_header(file)
    assert header is not None
    assert (header.channels, header.duration_s) == (2, 14)
    meter = Meter(header.rate, 2)
    for block in read_blocks(file, header):
        meter.add(block)
    found = meter.end()
    assert near(spans(found, 0), AGENT)
    assert near(spans(found, 1), CALLER)
