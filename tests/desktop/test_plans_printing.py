"""A plan on paper says what the plan says, the same on any day, and is put in place only when whole."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.queries import observations, people, skills
from db.records.people import Role, User
from db.records.plans import (
    Reply,
)
from db.records.skills import AssessmentKind
from db.store import Store
from desktop.documents.plan import render
from desktop.features.plans import actions, wording
from desktop.features.plans.actions import Pick
from desktop.features.plans.document import dated, plan_document
from desktop.features.plans.export import file_name, usual_paper
from desktop.shell.text import percent, use_locale
from tests.builders import Floor, evaluate, observe, take_call
from tests.desktop.plan_floor import TODAY, begin, sheet, skill_id


@pytest.fixture
def user(demo: Store) -> User:
    with demo.reading() as db:
        return next(one for one in people.users(db) if one.role is Role.SUPERVISOR)


def test_the_same_plan_prints_the_same_bytes_on_any_day(demo: Store, user: User, tmp_path: Path) -> None:
    first = render(plan_document(actions.read_sheet(demo, 5, TODAY), "Harbour"))
    again = render(plan_document(actions.read_sheet(demo, 5, TODAY + timedelta(days=1)), "Harbour"))
    assert first.pdf == again.pdf
    assert first.standard


def test_the_document_says_what_the_plan_says(demo: Store) -> None:
    found = actions.read_sheet(demo, 4, TODAY)
    made = plan_document(found, "Harbour Street")
    assert (made.name, made.site) == ("Nguyễn Thị Hương", "Harbour Street")
    assert [area.title for area in made.areas] == [area.title for area in found.whole.areas]
    goals = [goal for area in made.areas for goal in area.goals]
    assert [goal.own_words for goal in goals] == [goal.own_words for goal in found.whole.goals]
    assert (goals[0].today, goals[0].today_note) == (
        f"Level\xa0{found.whole.goals[0].baseline:.0f}",
        "from 1 assessment",
    )
    assert made.share == percent(found.share)
    assert len(made.signatures) == 2
    assert made.made_on == dated(found)
    shapes = {Reply.YES: "full", Reply.NO: "empty", Reply.UNSURE: "half", None: "none"}
    assert [one.mark for one in made.conditions] == [shapes[one.reply] for one in found.whole.conditions]


def test_a_goal_quotes_at_most_two_notes_that_its_level_rests_on(floor: Floor) -> None:
    seen = observe(floor, take_call(floor, TODAY - timedelta(days=2), "C-1"))
    texts = ("Asked the name twice", "Asked the name twice", "word " * 60, "A third")
    with floor.store.writing("note", "assessment", "rating", "evidence") as db:
        notes = [observations.add_note(db, seen, 2.0 + n, text, None) for n, text in enumerate(texts)]
        id = skills.begin_assessment(db, floor.agent, AssessmentKind.COACH, floor.user.id, TODAY)
        skills.rate(db, id, skill_id(floor, "listening"), 2)
        (rating,) = skills.ratings(db, id)
        for note in notes:
            skills.add_evidence(db, rating.id, note_id=note)
        skills.finish_assessment(db, id, floor.store.now())
    found = sheet(floor, begin(floor, Pick(skill_id=skill_id(floor, "listening"))))
    heard = plan_document(found, "").areas[0].goals[0].heard
    first, second = heard.splitlines()
    assert first == "Asked the name twice (0:02)"
    assert second.startswith("word word") and second.endswith("word… (0:04)") and len(second) < 140


def test_a_question_s_baseline_is_split_for_print(floor: Floor) -> None:
    for n, option in enumerate((0, 1, 2, 0, 1, 2)):
        evaluate(floor, take_call(floor, TODAY - timedelta(days=2 + n), f"C-{n}"), option)
    key = actions.suggest(floor.store, floor.agent, TODAY).questions[0].pick.question
    found = sheet(floor, begin(floor, Pick(question=key)))
    goal = plan_document(found, "").areas[0].goals[0]
    whole = wording.baseline(found.whole.goals[0])
    assert goal.today.endswith("%")
    assert whole.replace("\xa0", " ").startswith(goal.today.replace("\xa0", " "))
    assert goal.today_note.replace("\xa0", " ").endswith("n 6")


def test_an_export_replaces_a_file_only_by_a_whole_one(
    demo: Store, user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"the old one")

    def fail(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", fail)
        with pytest.raises(OSError, match="No space"):
            actions.export_pdf(demo, 5, path, user)
    assert path.read_bytes() == b"the old one"
    assert [one.name for one in tmp_path.glob("*.part")] == []
    exported = actions.export_pdf(demo, 5, path, user)
    assert path.read_bytes().startswith(b"%PDF-")
    assert exported.warnings == ()


def test_paper_follows_the_choice_then_the_country() -> None:
    assert usual_paper("letter") == "letter"
    try:
        for locale, paper in (("en_US", "letter"), ("fr_CA", "letter"), ("de_DE", "a4"), ("en_GB", "a4")):
            use_locale(locale)
            assert usual_paper() == paper
        assert usual_paper("letter") == "letter"
    finally:
        use_locale()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Imani Okafor", "Growth plan Imani Okafor.pdf"),
        ("A/B: C?", "Growth plan A B C.pdf"),
        ("..", "Growth plan agent.pdf"),
        ("李小龍", "Growth plan 李小龍.pdf"),
    ],
)
def test_a_plan_s_file_has_a_name_that_any_system_takes(name: str, file: str) -> None:
    assert file_name(name) == file
