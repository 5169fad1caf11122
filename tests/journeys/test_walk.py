"""The main job from the first start to the trend, through the real window, on a machine without a screen."""

from pathlib import Path

import pytest

from db import keys
from db.queries import (
    contacts,
    disputes,
    evaluations,
    people,
    plans,
    recordings,
    sampling,
    scorecards,
    skills,
)
from db.records.disputes import DisputeState
from db.records.observations import EvaluationState
from db.records.plans import PlanState, Side
from db.records.scorecards import VersionState
from db.records.skills import AssessmentState
from db.store import Store
from desktop import walk
from desktop.walk.hand import Lost

PICTURES = 24


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "walk"


def test_the_walk_does_the_main_job_and_leaves_a_plan_and_pictures(qtbot, folder, home, capsys):
    assert walk.run_walk(folder) == 0
    pictures = sorted(folder.glob("*.png"))
    assert len(pictures) == PICTURES
    assert [int(path.name[:2]) for path in pictures] == list(range(1, PICTURES + 1))
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)
    (pdf,) = folder.glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
    told = capsys.readouterr().out
    assert str(pdf) in told
    assert "Brought in 300 calls of 6 agents." in told
    check_store(folder / "store" / walk.STORE)
    assert not list(home.rglob("*.deskside")), "the person's own folders are not touched"


def check_store(path: Path) -> None:
    """What the pages said they did has been stored."""
    unlocked = keys.unlock(path, walk.steps.SUPERVISOR, walk.steps.PASSPHRASE)
    store = Store.open(path, unlocked=unlocked)
    try:
        with store.reading() as db:
            agent = next(one for one in people.agents(db) if one.name == "Imani Okafor")
            (evaluation,) = evaluations.of_agent(db, agent.id)
            assessed = skills.assessments(db, agent.id)
            (whole,) = plans.wholes(db, agent.id)
            assert contacts.count(db) == 300
            (disputed,) = disputes.of_evaluation(db, evaluation.id)
            (heard,) = recordings.rows(db)
            drawn = sampling.items(db, sampling.draws(db)[0].id)
            drafts = [one for one in scorecards.versions(db) if one.state is VersionState.DRAFT]
        assert evaluation.state is EvaluationState.DISPUTED
        assert (disputed.state, disputed.reason) == (DisputeState.OPEN, walk.calls.REASON)
        assert heard.recording.contact_id is not None
        assert drawn
        assert len(drafts) == 1
        assert [one.state for one in assessed] == [AssessmentState.FINAL] * 2
        assert whole.plan.state is PlanState.AGREED
        assert {one.owner for one in whole.actions} == set(Side)
        assert [goal.own_words for goal in whole.goals] == [walk.steps.WORDS["In my own words"]]
        assert whole.areas[0].title == "Specific promises"
    finally:
        store.close()


def test_a_step_that_fails_ends_the_walk_and_is_named(qtbot, folder, monkeypatch, capsys):
    def lose_the_way(_walk: object) -> str:
        raise Lost("no button called “Begin”")

    monkeypatch.setattr(walk, "STEPS", (walk.steps.start_floor, lose_the_way, walk.steps.see_trend))
    assert walk.run_walk(folder) == 1
    told = capsys.readouterr()
    assert told.err == "deskside: no button called “Begin”\n"
    assert len(list(folder.glob("*.png"))) == 2


def test_work_that_fails_behind_the_page_ends_the_walk_too(qtbot, folder, monkeypatch, capsys):
    def fail(*_args: object) -> None:
        raise LookupError("contact 7")

    monkeypatch.setattr("desktop.features.today.actions.today", fail)
    monkeypatch.setattr(walk, "STEPS", (walk.steps.start_floor, walk.steps.see_today))
    assert walk.run_walk(folder) == 1
    assert "contact 7" in capsys.readouterr().err


def test_a_second_walk_begins_anew_and_leaves_other_files_alone(qtbot, folder, monkeypatch):
    monkeypatch.setattr(walk, "STEPS", (walk.steps.start_floor,))
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "floor.deskside").write_text("mine", encoding="utf-8")
    assert walk.run_walk(folder) == 0
    assert walk.run_walk(folder) == 0
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (folder / "floor.deskside").read_text(encoding="utf-8") == "mine"
