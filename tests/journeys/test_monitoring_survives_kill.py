"""Killed at any moment, Deskside loses at most the last keystroke, and no note or answer before it."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from db.records.observations import Fact, NoteTag
from db.store import Store
from desktop.features.monitoring import actions
from tests.builders import new_floor, take_call
from tests.journeys.monitoring_apart import SCRIPT

ROOT = Path(__file__).parents[2]
ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store holds of an observation, or would after a number of keys."""

    notes: tuple[tuple[str, NoteTag | None, Fact | None], ...] = ()
    pending: str = ""
    answers: tuple[int, ...] = (0,) * 10


def after(keys: int) -> Kept:
    """What so many keys of the script come to."""
    state, answering = Kept(), False
    for key in SCRIPT[:keys]:
        if key in ("F5", "F10", "Return"):
            tag = NoteTag.STRENGTH if key == "F5" else None
            fact = Fact.VOLUNTEERED if key == "F10" else None
            state = replace(state, notes=(*state.notes, (state.pending, tag, fact)), pending="")
        elif key == "F2":
            answering = True
        elif answering and key.isdigit():
            place = state.answers.index(0)
            state = replace(state, answers=(*state.answers[:place], int(key), *state.answers[place + 1 :]))
        else:
            state, answering = replace(state, pending=state.pending + key), False
    return state


def type_until_killed(store: Path, observation: int, keys: int) -> int:
    """Kill the process right after it says that key; how many it had pressed by then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.monitoring_apart", str(store), str(observation)],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        said = 0
        for line in process.stdout:
            said = int(line)
            if said >= keys:
                break
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
    return int(rest[-1]) if rest else said


def read_back(store: Path, observation: int) -> Kept:
    opened = Store.open(store)
    try:
        sitting = actions.sitting(opened, observation)
    finally:
        opened.close()
    notes = tuple(
        (note.text, note.tag, note.fact) for note in sorted(sitting.notes, key=lambda note: note.id)
    )
    return Kept(notes, sitting.observation.pending, tuple(sitting.evaluation.answers))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what is tested")
def test_a_kill_loses_at_most_the_last_keystroke(tmp_path) -> None:
    floor = new_floor(tmp_path)
    path = floor.store.path
    contacts = [take_call(floor, reference=f"C-{n}") for n in range(ROUNDS)]
    sittings = [actions.begin(floor.store, contact.id, floor.user) for contact in contacts]
    floor.store.close()
    random = Random()
    for observation in sittings:
        pressed = type_until_killed(path, observation, random.randint(1, len(SCRIPT)))
        kept = read_back(path, observation)
        assert kept in (after(pressed - 1), after(pressed)), f"after {pressed} keys: {kept}"
