"""What both agreed: locked, changed for a reason, signed anew, and readable and printable ever after."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from db.queries import final_content, histories, people
from db.records.history import Wanted
from db.records.plans import Action, Area, Condition, Goal, Plan, PlanState, Reply
from desktop.coaching.access import Forbidden, at_the_desk_of
from desktop.features.erasing import actions as erasing
from desktop.features.plans import actions, revisions
from desktop.features.plans.actions import AlreadyChanged, NoReason, Settled, Spot
from desktop.features.plans.document import plan_document
from desktop.shell.context import App
from desktop.shell.record_sentences import tell
from tests.builders import Floor
from tests.desktop.plan_floor import agree, fill, keep, sheet, sign_as_agent, sign_both
from tests.desktop.plan_page import change_because, open_page, planning, whole
from tests.pages.finding import find, has, press, words


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    with planning(floor.store) as app:
        yield app


def agreements(floor: Floor, plan_id: int) -> list[revisions.Agreement]:
    return list(revisions.agreements(floor.store, plan_id, floor.user))


def agree_twice(floor: Floor, reason: str = "The refund rule changed") -> int:
    plan_id = agree(floor)
    actions.change_again(floor.store, plan_id, floor.user, reason)
    goal = sheet(floor, plan_id).whole.goals[0]
    keep(floor, Spot(Goal, goal.id, "own_words"), "I wait until they have finished")
    sign_both(floor, plan_id)
    return plan_id


def test_both_signatures_keep_the_plan_as_it_is_printed(floor: Floor) -> None:
    plan_id = agree(floor)
    (first,) = agreements(floor, plan_id)
    assert first.document == plan_document(sheet(floor, plan_id), "Harbour Street")
    assert (first.revision, first.reason) == (1, "")


def test_one_signature_keeps_nothing_yet(floor: Floor) -> None:
    plan_id = fill(floor)
    sign_as_agent(floor, plan_id)
    assert agreements(floor, plan_id) == []


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (Plan, "strengths", "None"),
        (Plan, "together", "Alone"),
        (Area, "title", "Something else"),
        (Goal, "own_words", "as told"),
        (Goal, "why", "as told"),
        (Goal, "target", 1.0),
        (Goal, "due_on", None),
        (Action, "title", "Something else"),
        (Action, "owner", "supervisor"),
        (Action, "due_on", None),
        (Condition, "reply", Reply.NO),
        (Condition, "comment", "No"),
    ],
)
def test_what_was_agreed_does_not_change_by_the_way(
    floor: Floor, kind: type, field: str, value: object
) -> None:
    plan_id = agree(floor)
    found = whole(floor, plan_id)
    ids = {
        Plan: plan_id,
        Area: found.areas[0].id,
        Goal: found.goals[0].id,
        Action: found.actions[0].id,
        Condition: found.conditions[0].id,
    }
    with pytest.raises(Settled):
        keep(floor, Spot(kind, ids[kind], field), value)
    assert whole(floor, plan_id) == found


@pytest.mark.parametrize("field", ["state", "agreed_at", "agent_id", "reason", "deleted_at"])
def test_no_field_of_a_plan_is_written_past_its_actions(floor: Floor, field: str) -> None:
    with pytest.raises(ValueError, match="plan plan"):
        keep(floor, Spot(Plan, fill(floor), field), "agreed")


def test_undoing_an_older_removal_does_not_change_what_was_agreed(floor: Floor) -> None:
    plan_id = fill(floor)
    extra = actions.add_step(floor.store, plan_id, actions.Step("One more"), floor.user)
    removed = actions.remove(floor.store, plan_id, (Action, extra), floor.user)
    sign_both(floor, plan_id)
    with pytest.raises(Settled):
        actions.bring_back(floor.store, removed, floor.user)


def test_an_agreed_plan_changes_for_a_reason_only(floor: Floor) -> None:
    plan_id = agree(floor)
    with pytest.raises(NoReason):
        actions.change_again(floor.store, plan_id, floor.user, " ")
    assert sheet(floor, plan_id).plan.state is PlanState.AGREED


def test_a_half_signed_plan_changes_without_one(floor: Floor) -> None:
    plan_id = fill(floor)
    sign_as_agent(floor, plan_id)
    actions.change_again(floor.store, plan_id, floor.user)
    sign_both(floor, plan_id)
    assert [one.revision for one in agreements(floor, plan_id)] == [1]


def test_a_changed_plan_is_the_next_revision_and_the_one_before_stays(floor: Floor) -> None:
    plan_id = agree_twice(floor)
    first, second = agreements(floor, plan_id)
    assert first.document.areas[0].goals[0].own_words == "my own_words"
    assert second.document.areas[0].goals[0].own_words == "I wait until they have finished"
    assert (second.revision, second.reason) == (2, "The refund rule changed")
    with floor.store.reading() as db:
        assert list(final_content.check(db)) == []


def test_each_revision_prints_the_same_bytes_for_ever(floor: Floor, tmp_path: Path) -> None:
    plan_id = agree(floor)
    actions.export_pdf(floor.store, plan_id, tmp_path / "then.pdf", floor.user, "a4")
    actions.change_again(floor.store, plan_id, floor.user, "The refund rule changed")
    keep(floor, Spot(Plan, plan_id, "strengths"), "Patience")
    sign_both(floor, plan_id)
    first = agreements(floor, plan_id)[0]
    revisions.export_agreement(floor.store, first.final_id, tmp_path / "now.pdf", floor.user, "a4")
    assert (tmp_path / "now.pdf").read_bytes() == (tmp_path / "then.pdf").read_bytes()


def test_signatures_come_back_only_under_the_words_they_stood_under(floor: Floor) -> None:
    plan_id = agree(floor)
    before = actions.change_again(floor.store, plan_id, floor.user, "The refund rule changed")
    keep(floor, Spot(Plan, plan_id, "strengths"), "Patience")
    with pytest.raises(AlreadyChanged):
        actions.put_back(floor.store, before, floor.user)
    keep(floor, Spot(Plan, plan_id, "strengths"), "")
    actions.put_back(floor.store, before, floor.user)
    assert sheet(floor, plan_id).plan.state is PlanState.AGREED
    assert [one.revision for one in agreements(floor, plan_id)] == [1]


def test_the_agent_at_the_desk_changes_no_agreement(floor: Floor) -> None:
    plan_id, agent = agree(floor), at_the_desk_of(floor.user)
    with pytest.raises(Forbidden):
        actions.change_again(floor.store, plan_id, agent, "I want to")
    with pytest.raises(Forbidden):
        actions.close(floor.store, plan_id, agent)
    with pytest.raises(Forbidden):
        keep_as(floor, agent, Spot(Action, whole(floor, plan_id).actions[0].id, "status"), "done")


def keep_as(floor: Floor, by: object, spot: Spot, value: object) -> None:
    actions.keep(floor.store, spot, value, by)


def test_a_reason_is_asked_for_in_the_page(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, agree(floor))
    press(page, "Change the agreed plan…")
    press(page, "Begin the change")
    assert "It changes for a reason only. Please write it down." in words(page)
    assert whole(floor, page.pen.plan_id).plan.state is PlanState.AGREED
    press(page, "Leave it as it is")
    assert not has(page, "Why the agreed plan changes")
    change_because(page, "The refund rule changed")
    assert has(page, "In my own words (Listening)")
    assert any("This becomes revision 2" in line and "refund rule" in line for line in words(page))


def test_an_earlier_revision_is_read_and_printed_from_the_page(
    floor: Floor, app: App, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(app, qtbot, agree_twice(floor))
    press(page, "Read revision 1")
    assert "my own_words" in find(page, "Revision 1").toPlainText()
    chosen = str(tmp_path / "first.pdf")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen, ""))
    press(page, "Export revision 1 as PDF")
    assert Path(chosen).read_bytes().startswith(b"%PDF-")
    assert any("This is revision 2, because: The refund rule changed" in line for line in words(page))


def test_a_plan_agreed_once_shows_no_revisions(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, agree(floor))
    assert "Revisions" not in words(page)


def test_whatever_is_printed_of_a_plan_stands_in_the_record_under_its_agent(
    floor: Floor, tmp_path: Path
) -> None:
    plan_id = agree(floor)
    actions.export_pdf(floor.store, plan_id, tmp_path / "plan.pdf", floor.user, "a4")
    final_id = agreements(floor, plan_id)[0].final_id
    revisions.export_agreement(floor.store, final_id, tmp_path / "agreed.pdf", floor.user, "a4")
    with floor.store.reading() as db:
        lines = histories.page(db, Wanted(kind="event")).lines[:2]
        agent = people.agent(db, floor.agent).name
    assert [(line.event, line.label, tell(line).sentence) for line in lines] == [
        ("export", agent, f"exported (“{agent}”): the growth plan"),
    ] * 2
    assert erasing.preview(floor.store, floor.agent, floor.user).exports == 2
