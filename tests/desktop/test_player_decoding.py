"""Every kind of file is read to the same figures, or refused with a reason; work stops when asked."""

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop.coaching.speech import Measured
from desktop.coaching.wave_file import A_LAW, EXTENSIBLE, FLOAT, MU_LAW, PCM, expansion, read_header
from desktop.shell.jobs import Cancelled, InlineJobs
from desktop.widgets.player.decoding import NotPlayable, Refusal, Source, measure, sound_jobs
from tests.coaching.coded_sound import write
from tests.coaching.made_sound import RATE, side

TONES = Path(__file__).parent / "tones"
TALK = [(1.0, 2.0)]


def listen(source: Source) -> Measured:
    steps = measure(source)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.fixture
def samples() -> Any:
    return np.stack((side(TALK, 3), side([], 3)), axis=1)


@pytest.mark.parametrize(
    ("coding", "bits"),
    [(PCM, 8), (PCM, 16), (PCM, 24), (PCM, 32), (FLOAT, 32), (FLOAT, 64), (MU_LAW, 8), (A_LAW, 8)],
)
def test_each_coding_of_a_wav_has_the_same_speech(samples, coding, bits) -> None:
    # With 8 bits even, silence is a step of noise, and nobody's speech.
    found = listen(Source(data=write(samples, coding, bits)))
    (span,) = found.heard.talk[0]
    assert (span.at_s, span.until_s) == pytest.approx((1.0, 2.0), abs=0.05)
    assert found.heard.talk[1] == ()
    assert max(memoryview(found.peaks.data).cast("b")) == pytest.approx(0.3 * 127, abs=2)


def test_an_extensible_header_says_further_down_what_it_holds(samples) -> None:
    extra = struct.pack("<HHI", 22, 16, 3) + struct.pack("<H", PCM) + bytes(14)
    data = write(samples, EXTENSIBLE, 16, extra)
    assert listen(Source(data=data)) == listen(Source(data=write(samples, PCM, 16)))


def test_mu_law_is_that_of_the_standard() -> None:
    """G.711: 0xFF and 0x7F are zero, 0x80 and 0x00 the ends of ±8031 of 8192 (32124 of 32768)."""
    table = expansion(MU_LAW) * 32768
    assert [round(float(table[code])) for code in (0xFF, 0x7F, 0x80, 0x00)] == [0, 0, 32124, -32124]


def test_a_law_is_that_of_the_standard() -> None:
    """G.711: 0xD5 and 0x55 are the smallest steps, 0xAA and 0x2A the ends (±32256 of 32768)."""
    table = expansion(A_LAW) * 32768
    assert [round(float(table[code])) for code in (0xD5, 0x55, 0xAA, 0x2A)] == [8, -8, 32256, -32256]


def test_a_wav_cut_short_is_heard_as_far_as_it_goes(samples) -> None:
    data = write(samples, PCM, 16)
    assert listen(Source(data=data[: len(data) // 2])).heard.duration_s == pytest.approx(1.5, abs=0.05)


def test_a_wav_whose_length_was_never_written_is_heard_to_its_end(samples) -> None:
    data = write(samples, PCM, 16)
    at = data.index(b"data") + 4
    found = listen(Source(data=data[:at] + bytes(4) + data[at + 4 :]))
    assert found.heard.duration_s == pytest.approx(3.0, abs=0.05)


@pytest.mark.parametrize("ending", ["mp3", "opus", "m4a"])
@pytest.mark.parametrize("in_memory", [False, True])
def test_compressed_sound_is_read_from_a_file_and_from_memory(qtbot, ending, in_memory) -> None:
    path = TONES / f"tone.{ending}"
    found = listen(Source(data=path.read_bytes()) if in_memory else Source(path))
    assert found.peaks.channels == 2
    # Coders fill their first and last frame up with silence.
    assert found.heard.duration_s == pytest.approx(1.0, abs=0.2)


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"no sound at all" * 99, b"RIFF\0\0\0\0WAVEfmt ", bytes(5000)]
)
def test_what_is_no_sound_is_refused(qtbot, tmp_path, content) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(content)
    with pytest.raises(NotPlayable) as refused:
        listen(Source(path))
    assert refused.value.refusal is Refusal.NOT_SOUND


def test_a_file_that_is_gone_is_said_to_be(tmp_path) -> None:
    with pytest.raises(NotPlayable) as refused:
        listen(Source(tmp_path / "call.wav"))
    assert refused.value.refusal is Refusal.GONE


def test_a_folder_can_not_be_read(tmp_path) -> None:
    with pytest.raises(NotPlayable) as refused:
        listen(Source(tmp_path))
    assert refused.value.refusal is Refusal.UNREADABLE


def test_without_the_library_wav_is_read_and_other_sound_is_refused(qtbot, monkeypatch, samples) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PySide6.QtMultimedia", None)
    assert listen(Source(data=write(samples, PCM, 16))).heard.duration_s == 3
    with pytest.raises(NotPlayable) as refused:
        listen(Source(TONES / "tone.mp3"))
    assert refused.value.refusal is Refusal.NO_LIBRARY


@pytest.mark.parametrize("name", ["tone.mp3", "tone.opus"])
def test_a_decoder_let_go_of_stops_and_the_next_one_works(qtbot, name) -> None:
    for _ in range(3):
        steps = measure(Source(TONES / name))
        next(steps)
        steps.close()
    assert listen(Source(TONES / name)).peaks.channels == 2


def test_progress_is_told_in_seconds_of_the_recording() -> None:
    samples = np.stack([side(TALK, 65)], axis=1)
    steps = list(measure(Source(data=write(samples, PCM, 16))))
    assert [step.done for step in steps] == [20, 40, 60, 65]
    assert {step.total for step in steps} == {65}


def test_a_job_is_stopped_between_two_pieces(qtbot) -> None:
    writing = InlineJobs()
    jobs = sound_jobs(writing)
    stopped: list[Exception] = []
    jobs.moved.connect(lambda job: job.cancel())
    samples = np.stack([side(TALK, 65)], axis=1)
    jobs.run(measure, Source(data=write(samples, PCM, 16)), failed=stopped.append)
    assert isinstance(stopped[0], Cancelled)


def test_sound_has_one_worker_and_it_is_not_the_one_that_writes(qtbot) -> None:
    jobs = InlineJobs()
    assert sound_jobs(jobs) is sound_jobs(jobs)
    assert sound_jobs(jobs) is not jobs


def test_a_strange_header_is_left_to_the_decoder(samples) -> None:
    data = write(samples, PCM, 16)
    assert read_header(io.BytesIO(data)) is not None
    adpcm = data.replace(struct.pack("<HHI", PCM, 2, RATE), struct.pack("<HHI", 17, 2, RATE))
    assert read_header(io.BytesIO(adpcm)) is None
