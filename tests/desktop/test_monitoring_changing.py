"""A finished evaluation changed: revision by revision, with a reason, and in every figure at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.queries import behind, evaluations, figures, finals
from db.queries.canonical import digest
from db.records.observations import EvaluationState
from desktop.coaching.access import Forbidden
from desktop.coaching.finishing import Incomplete
from desktop.features.monitoring import actions, answering, changing
from tests.builders import Floor, new_floor
from tests.desktop.heard_floor import answer, at_desk, change, draft_of, hear, read


def sums(floor: Floor) -> list[dict]:
    sql = """SELECT kind, week, n, passed, critical, round(total, 9) AS total, round(squares, 9) AS squares,
        coalesce(question.key, skill.key, '') AS subject FROM week_sum
        LEFT JOIN question ON kind = 'question' AND question.id = subject_id
        LEFT JOIN skill ON kind = 'skill' AND skill.id = subject_id ORDER BY kind, subject, week"""
    with floor.store.reading() as db:
        return list(db.query(sql))


def figures_of(floor: Floor) -> tuple:
    with floor.store.reading() as db:
        scores = [(one.day, one.reported, one.verdict) for one in figures.scores(db)]
        lines = [(one.contact, one.reported, one.verdict) for one in behind.scores(db)]
        return scores, lines, [figures.weeks(db, kind) for kind in figures.Sums], figures.by_question(db)


def readings(floor: Floor, id: int) -> list[changing.Reading]:
    return list(changing.readings(floor.store, id, floor.user))


def test_finishing_keeps_everything_needed_to_redo_the_sum(floor: Floor) -> None:
    found = hear(floor)
    (first,) = readings(floor, found.id)
    content = first.revision.content
    assert content["answers"][0]["answer"] == first.form.questions[0].options[0].label
    assert [note["at_s"] for note in content["notes"]] == [12, 40]
    assert content["score"]["reported"] == content["evaluation"]["reported"] == found.reported
    assert content["evaluation"]["comment"] == "Warm and clear."
    assert content["evaluation"]["answers"] == found.answers.hex().upper()
    assert first.form.questions[0].guidance
    assert first.revision.final.sha256 == digest(first.revision.final.content)
    assert (first.revision.final.revision, first.revision.by) == (1, "Ruth Castellane")


def test_a_change_needs_a_reason(floor: Floor) -> None:
    found = hear(floor)
    with pytest.raises(changing.NoReason):
        changing.begin_change(floor.store, found.id, "  ", floor.user)
    draft = changing.begin_change(floor.store, found.id, "Heard it again", floor.user)
    answer(floor, draft, 1)
    changing.keep_reason(floor.store, draft, " ", floor.user)
    with pytest.raises(changing.NoReason):
        changing.finish_change(floor.store, draft, floor.user)
    assert read(floor, found.id) == found


def test_while_a_change_is_written_nothing_counts_but_what_was_final(floor: Floor) -> None:
    found = hear(floor)
    before = sums(floor), figures_of(floor)
    draft = changing.begin_change(floor.store, found.id, "Heard it again", floor.user)
    answer(floor, draft, 1)
    assert (sums(floor), figures_of(floor)) == before
    assert actions.sitting(floor.store, found.observation_id).evaluation.id == found.id
    assert actions.sitting(floor.store, found.observation_id).change.id == draft


def test_a_second_change_goes_on_in_the_first_ones_draft(floor: Floor) -> None:
    found = hear(floor)
    draft = changing.begin_change(floor.store, found.id, "Heard it again", floor.user)
    assert changing.begin_change(floor.store, found.id, "And again", floor.user) == draft
    assert draft_of(floor, found.id).reason == "Heard it again"


def test_figures_are_those_of_a_floor_where_only_the_change_ever_was(floor: Floor, tmp_path: Path) -> None:
    found = hear(floor, "C-1", 0)
    hear(floor, "C-2", 1, date(2026, 3, 4))
    hear(floor, "C-3", 0, date(2026, 3, 12))
    changed = change(floor, change(floor, found.id, 2).id, 1, "A third time")
    (tmp_path / "other").mkdir()
    other = new_floor(tmp_path / "other")
    hear(other, "C-1", 1)
    hear(other, "C-2", 1, date(2026, 3, 4))
    hear(other, "C-3", 0, date(2026, 3, 12))
    assert changed.reported != found.reported
    assert sums(floor) == sums(other)
    scores, lines, *_ = figures_of(floor)
    others, other_lines, *_ = figures_of(other)
    assert (sorted(scores), sorted(lines)) == (sorted(others), sorted(other_lines))
    other.store.close()


def test_a_question_that_no_longer_applies_leaves_no_empty_sum(floor: Floor) -> None:
    found = hear(floor)
    draft = changing.begin_change(floor.store, found.id, "Nothing of it was asked", floor.user)
    form = actions.sitting(floor.store, found.observation_id).version.form
    codes = bytes(254 if one.allow_na else 1 for one in form.questions)
    answering.keep_answers(floor.store, draft, codes, floor.user)
    changing.finish_change(floor.store, draft, floor.user)
    left_out = {one.key for one in form.questions if one.allow_na}
    assert left_out
    assert not left_out & {row["subject"] for row in sums(floor)}
    assert all(row["n"] > 0 for row in sums(floor))


def test_each_revision_stays_readable_with_its_reason(floor: Floor) -> None:
    found = hear(floor)
    second = change(floor, found.id, 1, "Heard it again")
    third = change(floor, second.id, 2, "The customer wrote")
    all_of = readings(floor, third.id)
    assert [one.revision.final.revision for one in all_of] == [1, 2, 3]
    assert [one.revision.final.reason for one in all_of] == ["", "Heard it again", "The customer wrote"]
    answers = [one.revision.content["evaluation"]["answers"] for one in all_of]
    assert len(set(answers)) == 3
    assert {one.revision.final.first_uid for one in all_of} == {found.uid}
    assert actions.sitting(floor.store, found.observation_id).evaluation.id == third.id
    assert changing.observation_of(floor.store, "evaluation", found.id) == found.observation_id


def test_a_change_of_what_was_acknowledged_is_to_be_read_again(floor: Floor) -> None:
    found = hear(floor)
    changing.share(floor.store, found.id, floor.user)
    (first,) = readings(floor, found.id)
    changing.acknowledge(floor.store, first.revision.final.id, "Fair.", at_desk(floor))
    assert read(floor, found.id).state is EvaluationState.ACKNOWLEDGED
    second = change(floor, found.id, 1)
    assert second.state is EvaluationState.SHARED
    with floor.store.reading() as db:
        (waiting,) = finals.waiting(db)
    assert (waiting.agent_id, waiting.count, waiting.evaluation_id) == (floor.agent, 1, second.id)
    one, two = readings(floor, second.id)
    assert (one.said.comment, two.said) == ("Fair.", None)
    changing.acknowledge(floor.store, two.revision.final.id, "Still fair.", at_desk(floor))
    with floor.store.reading() as db:
        assert finals.waiting(db) == ()
        said = finals.acknowledgements(db, one.revision.final.first_uid)
    assert [each.comment for each in said] == ["Fair.", "Still fair."]


def test_a_change_of_what_was_not_shared_asks_nobody(floor: Floor) -> None:
    assert change(floor, hear(floor).id, 1).state is EvaluationState.FINAL


def test_the_revision_before_cannot_be_acknowledged_any_more(floor: Floor) -> None:
    found = hear(floor)
    changing.share(floor.store, found.id, floor.user)
    (first,) = readings(floor, found.id)
    change(floor, found.id, 1)
    with pytest.raises(LookupError):
        changing.acknowledge(floor.store, first.revision.final.id, "", at_desk(floor))


def test_what_is_not_shared_is_not_acknowledged(floor: Floor) -> None:
    (first,) = readings(floor, hear(floor).id)
    with pytest.raises(changing.NotFinal):
        changing.acknowledge(floor.store, first.revision.final.id, "", at_desk(floor))


def test_an_acknowledgement_is_the_agents_and_stands(floor: Floor) -> None:
    found = hear(floor)
    changing.share(floor.store, found.id, floor.user)
    (first,) = readings(floor, found.id)
    with pytest.raises(Forbidden):
        changing.acknowledge(floor.store, first.revision.final.id, "", floor.user)
    changing.keep_comment(floor.store, first.revision.final.id, "Fair, but", at_desk(floor))
    changing.acknowledge(floor.store, first.revision.final.id, "Fair, but the call was long.", at_desk(floor))
    with pytest.raises(ValueError, match="acknowledged"):
        changing.keep_comment(floor.store, first.revision.final.id, "Not fair", at_desk(floor))


def test_the_agent_at_the_desk_changes_no_evaluation(floor: Floor) -> None:
    found = hear(floor)
    for deed in (changing.share, changing.discard_change, changing.finish_change):
        with pytest.raises(Forbidden):
            deed(floor.store, found.id, at_desk(floor))
    with pytest.raises(Forbidden):
        changing.begin_change(floor.store, found.id, "I was better", at_desk(floor))


def test_a_change_that_changes_nothing_is_none(floor: Floor) -> None:
    draft = changing.begin_change(floor.store, hear(floor).id, "Heard it again", floor.user)
    with pytest.raises(changing.NothingChanged):
        changing.finish_change(floor.store, draft, floor.user)
    answering.keep_comment(floor.store, draft, "Warm, clear, patient.", floor.user)
    changing.finish_change(floor.store, draft, floor.user)


def test_an_incomplete_change_changes_nothing(floor: Floor) -> None:
    found = hear(floor)
    before = sums(floor)
    draft = changing.begin_change(floor.store, found.id, "Heard it again", floor.user)
    answering.keep_answers(floor.store, draft, bytes(len(found.answers)), floor.user)
    with pytest.raises(Incomplete):
        changing.finish_change(floor.store, draft, floor.user)
    assert (sums(floor), read(floor, found.id)) == (before, found)


def test_a_discarded_change_leaves_what_was_and_can_come_back(floor: Floor) -> None:
    found = hear(floor)
    draft = changing.begin_change(floor.store, found.id, "Heard it again", floor.user)
    changing.discard_change(floor.store, draft, floor.user)
    assert (draft_of(floor, found.id), read(floor, found.id)) == (None, found)
    changing.bring_back_change(floor.store, draft, floor.user)
    assert draft_of(floor, found.id).id == draft


def test_a_change_under_way_is_offered_to_carry_on(floor: Floor) -> None:
    found = hear(floor)
    changing.begin_change(floor.store, found.id, "Heard it again", floor.user)
    (line,) = actions.unfinished(floor.store, floor.user)
    assert line.changes == found.id


def test_what_was_finished_before_finals_were_kept_gets_its_first_when_changed(floor: Floor) -> None:
    found = hear(floor)
    with floor.store.writing("final") as db:
        db.execute("DROP TRIGGER final_kept")
        db.execute("DELETE FROM final")
    second = change(floor, found.id, 1)
    assert [one.revision.final.revision for one in readings(floor, second.id)] == [1, 2]


def test_evidence_for_a_skill_goes_on_resting_on_what_counts(floor: Floor) -> None:
    found = hear(floor)
    with floor.store.writing("assessment", "rating", "evidence") as db:
        db.execute(
            "INSERT INTO assessment (uid, agent_id, kind, user_id, state, begun_on)"
            " VALUES (new_uid(), ?, 'coach', ?, 'draft', '2026-03-02')",
            [floor.agent, floor.user.id],
        )
        db.execute("INSERT INTO rating (uid, assessment_id, skill_id) VALUES (new_uid(), 1, 1)")
        db.execute(
            "INSERT INTO evidence (uid, rating_id, evaluation_id) VALUES (new_uid(), 1, ?)", [found.id]
        )
    second = change(floor, found.id, 1)
    with floor.store.reading() as db:
        assert db.execute("SELECT evaluation_id FROM evidence").fetchone() == (second.id,)


def test_a_finished_evaluation_is_locked_in_the_store(floor: Floor) -> None:
    found = hear(floor)
    for column, value in (("comment", "x"), ("reason", "x"), ("revises_id", found.id), ("user_id", 9)):
        with pytest.raises(Exception, match="never changes"), floor.store.writing("evaluation") as db:
            db.execute(f"UPDATE evaluation SET {column} = ? WHERE id = ?", [value, found.id])
    assert read(floor, found.id) == replace(found)
    with floor.store.reading() as db:
        assert evaluations.of_observation(db, found.observation_id) == (found,)
