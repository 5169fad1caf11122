"""Killed while an evaluation is being changed: the draft stays, and what counts is one revision, whole."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest

from db.queries import evaluations, final_content, finals, revising, scorecards
from db.store import Store
from desktop.coaching import finishing
from tests.builders import Floor, new_floor
from tests.desktop.heard_floor import hear
from tests.journeys.test_monitoring_survives_kill import ROOT

ROUNDS = 4


def change_until_killed(store: Path, evaluation_id: int, after: int, wait_s: float) -> int:
    """Kill the process some moment after it said so many changes; how many it had said by then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.revising_apart", str(store), str(evaluation_id)],
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
            if said >= after:
                break
        killer = threading.Timer(wait_s, process.send_signal, [signal.SIGKILL])
        killer.start()
        rest = process.stdout.read().split()
        killer.join()
    return int(rest[-1]) if rest else said


def sums(store: Store) -> list[tuple]:
    with store.reading() as db:
        sql = "SELECT kind, subject_id, week, n, round(total, 6), passed, critical FROM week_sum"
        return sorted(db.execute(sql).fetchall())


def added_up(store: Store, floor: Floor) -> list[tuple]:
    """The sums as they come to from the evaluations that count."""
    with store.writing("week_sum", "question") as db:
        (counts,) = evaluations.of_agent(db, floor.agent)
        form = scorecards.version(db, counts.version_id).form
        measured = [(counts, finishing.finish(form, counts.answers))]
        revising.add_up_week(db, floor.agent, counts.day, measured)
    return sums(store)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is what is tested")
def test_a_kill_leaves_one_whole_revision_and_the_draft(tmp_path: Path) -> None:
    random = Random()
    floor = new_floor(tmp_path)
    path, counts = floor.store.path, hear(floor)
    floor.store.close()
    known = 0
    for _ in range(ROUNDS):
        said = change_until_killed(path, counts.id, random.randint(1, 3), random.random() / 4)
        store = Store.open(path)
        with store.reading() as db:
            (counts,) = evaluations.of_agent(db, floor.agent)
            newest = finals.newest(db, "evaluation", counts.id)
            draft = revising.draft_of(db, counts.id)
            assert list(final_content.check(db)) == []
        made = newest.final.revision - 1 - known
        assert made in (said, said + 1), "every change that was said counts, and at most the next"
        known += made
        if draft is not None:
            assert draft.reason.startswith("Change ")
            assert len(draft.answers) == len(counts.answers)
        assert sums(store) == added_up(store, floor)
        store.close()
