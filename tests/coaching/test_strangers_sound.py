"""One real call as two files and as one: what is heard must be the same. Skipped where it is absent."""

from pathlib import Path

import pytest

import resources
from desktop.coaching.sound import Figures, Heard, figures
from desktop.coaching.speech import Measured
from desktop.widgets.player.decoding import Source, measure

FOLDER = Path(resources.__file__).resolve().parents[2] / "shared" / "data" / "audio"
AGENT, CALLER = FOLDER / "Auto_Repairs_49_UTC_agent.wav", FOLDER / "Auto_Repairs_49_UTC_caller.wav"
BOTH, SHORT = (
    FOLDER / "Auto_Repairs_49_stereo_derived.mp3",
    FOLDER / "speechmatics_stereo_agentL_customerR_10s.wav",
)

pytestmark = pytest.mark.skipif(not BOTH.exists(), reason="../shared/data/audio is absent")


def listen(path: Path) -> Measured:
    steps = measure(Source(path))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def apart() -> Figures:
    sides = listen(AGENT).heard, listen(CALLER).heard
    return figures(Heard(sides[0].duration_s, (sides[0].talk[0], sides[1].talk[0])))


def test_two_files_and_one_of_the_same_call_say_the_same(qtbot) -> None:
    together = figures(listen(BOTH).heard)
    assert together.duration_s == pytest.approx(237.56, abs=0.05)
    assert together.shares == pytest.approx(apart().shares, abs=0.01)
    assert together.silence_share == pytest.approx(apart().silence_share, abs=0.01)
    assert len(together.overlaps) == pytest.approx(len(apart().overlaps), abs=3)


def test_the_shares_of_the_real_call_are_those_looked_up_by_hand(qtbot) -> None:
    """The agent has a little more than half of it, the caller a third; no silence lasts 4 s."""
    found = figures(listen(BOTH).heard)
    assert found.shares == pytest.approx((0.53, 0.36), abs=0.02)
    assert found.silences == ()


def test_the_stereo_wav_has_both_sides() -> None:
    found = listen(SHORT)
    assert found.heard.duration_s == pytest.approx(9.98, abs=0.01)
    assert found.peaks.channels == 2
    assert all(share > 0.2 for share in figures(found.heard).shares)
