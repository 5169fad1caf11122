"""A form's response sheet becomes finished evaluations, scored as if somebody had filled each one in here."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from db.queries import contacts, details, evaluations, finals, imports, people, scorecards, sums
from db.records.contacts import ImportKind
from db.records.observations import EvaluationState
from db.records.people import Role
from db.records.scorecards import Kind, VersionState
from desktop.coaching import finishing
from desktop.coaching.access import Forbidden
from desktop.coaching.mapping import form_answers
from desktop.coaching.mapping.form_answers import Way
from desktop.coaching.mapping.form_sheet import Part, by_part, with_order
from desktop.coaching.mapping.trouble import Trouble
from desktop.features.exchange import actions, form_actions
from desktop.features.exchange.form_planning import FormCheck
from desktop.features.exchange.reading import read_file
from desktop.features.exchange.refusals import Refused
from desktop.features.monitoring import changing
from tests.builders import Floor
from tests.db.recorded import verify
from tests.desktop import form_sheets
from tests.desktop.form_sheets import CLOSING, GREETING, LISTENING, RATE, SECONDS, VERIFIED, WHY, make_sheet

TITLE = "Questions"


def finish(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def check(floor: Floor, path: Path, **changes) -> FormCheck:
    draft = form_actions.draft_form(floor.store, read_file(path))
    columns = with_order(with_order(draft.columns, Part.WHEN, "mdy"), Part.STAMPED, "mdy")
    draft = replace(draft, **{"columns": columns, "agreed": True, "name": "Call form", **changes})
    return finish(form_actions.check_form(floor.store, draft, TITLE))


def bring_in(floor: Floor, path: Path, **changes) -> form_actions.FormResult:
    return finish(form_actions.bring_in_form(floor.store, check(floor, path, **changes), floor.user))


def stored(floor: Floor) -> dict[str, object]:
    """Every finished evaluation by its call's reference."""
    with floor.store.reading() as db:
        return {
            contacts.contact(db, one.contact_id).reference: one
            for agent in people.agents(db)
            for one in evaluations.of_agent(db, agent.id, limit=5000)
        }


def weeks(floor: Floor) -> list[tuple]:
    with floor.store.reading() as db:
        return db.execute("SELECT * FROM week_sum ORDER BY 1, 2, 3, 4").fetchall()


@pytest.fixture
def sheet() -> form_sheets.Sheet:
    return make_sheet(60)


def test_a_thousand_rows_become_evaluations_scored_as_by_hand(floor: Floor, tmp_path: Path) -> None:
    """Each score against one worked out from the conventions alone, in exact fractions."""
    sheet = make_sheet(1000)
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    checked = check(floor, path)
    assert (checked.sound, checked.problems, checked.differing) == (1000, (), ())
    result = finish(form_actions.bring_in_form(floor.store, checked, floor.user))
    assert (result.kept, result.made, result.left_out) == (1000, 1000, {})
    found = stored(floor)
    for row, percent in zip(sheet.rows, sheet.percents, strict=True):
        one = found[row["Call ID"]]
        if percent is None:
            assert one.reported is None and one.verdict == "not_scored"
        else:
            assert one.reported == pytest.approx(float(percent), abs=1e-9)
            assert one.verdict == ("pass" if percent >= 80 else "fail")
    by_agent = Counter(row["Agent name"] for row in sheet.rows)
    with floor.store.reading() as db:
        for agent in people.agents(db):
            assert len(evaluations.of_agent(db, agent.id, limit=5000)) == by_agent[agent.name]
        assert sums.check(db, finishing.finish) is None


def test_columns_are_told_apart_by_their_headers(floor: Floor, tmp_path: Path, sheet) -> None:
    draft = form_actions.draft_form(floor.store, read_file(form_sheets.write_sheet(tmp_path, sheet.rows)))
    headers = draft.file.sheet.headers
    held = {part: headers[one.index] for part, one in by_part(draft.columns).items()}
    assert held == {
        Part.STAMPED: "Timestamp",
        Part.EVALUATOR: "Email Address",
        Part.AGENT: "Agent name",
        Part.WHEN: "Date of call",
        Part.REFERENCE: "Call ID",
        Part.SCORE: "Score",
    }
    ways = {one.text: one.way for one in draft.asked}
    assert ways == {
        GREETING: Way.POINTS,
        VERIFIED: Way.POINTS,
        LISTENING: Way.SCALE,
        form_sheets.EXPECTED: Way.POINTS,
        CLOSING: Way.SEVERAL,
        RATE: Way.SCALE,
        SECONDS: Way.NUMBER,
        WHY: Way.WORDS,
    }


def test_answers_in_words_and_numbers_stand_beside_their_codes(floor: Floor, tmp_path: Path, sheet) -> None:
    bring_in(floor, form_sheets.write_sheet(tmp_path, sheet.rows))
    found = stored(floor)
    row = next(row for row in sheet.rows if row[SECONDS] and row[WHY] and row["Comments"])
    with floor.store.reading() as db:
        said = {one.kind.value: one.value for one in details.of_evaluation(db, found[row["Call ID"]].id)}
    assert (float(said["number"]), said["text"]) == (float(row[SECONDS]), row[WHY])
    assert found[row["Call ID"]].comment.endswith(row["Comments"])


def test_the_evaluator_is_the_user_of_that_name_and_else_is_named(
    floor: Floor, tmp_path: Path, sheet
) -> None:
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    with floor.store.writing("user") as db:
        other = people.user(db, people.add_user(db, "Oren Levi", Role.SUPERVISOR))
    steps = form_actions.bring_in_form(floor.store, check(floor, path), other, "Filled in by {name}.")
    finish(steps)
    found = stored(floor)
    for row in sheet.rows:
        one = found[row["Call ID"]]
        is_ruth = row["Email Address"].startswith("ruth.castellane")
        assert one.user_id == (floor.user.id if is_ruth else other.id)
        assert one.comment.startswith("Filled in by qa2@harbour.example.") != is_ruth


def test_a_score_of_the_sheets_own_is_compared_and_never_taken(floor: Floor, tmp_path: Path, sheet) -> None:
    sheet.rows[4]["Score"] = "12 / 100"
    sheet.rows[5]["Score"] = "100 / 100"
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    checked = check(floor, path)
    own = {row: said for row, said, _ in checked.differing}
    ours = dict(enumerate(sheet.percents, 2))
    assert (
        own == {n: said for n, said in ((6, 12.0), (7, 100.0)) if abs(float(ours[n] or -1) - said) > 0.5}
        and own
    )
    bring_in(floor, path)
    assert stored(floor)["GF-5"].reported == pytest.approx(float(sheet.percents[4]))


def test_rows_that_cannot_be_scored_are_told_by_row_and_column_and_stay_out(
    floor: Floor, tmp_path: Path, sheet
) -> None:
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    bring_in(floor, path)
    more = make_sheet(10, seed=8).rows
    for number, row in enumerate(more, 1):
        row["Call ID"] = f"NX-{number}"
    more[0][GREETING] = ""
    more[1][VERIFIED] = "Kind of"
    more[2]["Agent name"] = ""
    more[3]["Date of call"] = more[3]["Timestamp"] = "soon"
    checked = check(floor, form_sheets.write_sheet(tmp_path, more, "more.csv"))
    assert checked.draft.match is not None, "the scorecard of the first sheet asks the same"
    told = {(problem.row, problem.column, problem.trouble) for problem in checked.problems}
    assert {(2, GREETING, Trouble.UNANSWERED), (3, VERIFIED, Trouble.UNKNOWN_ANSWER)} <= told
    assert {row for row, _, _ in told} == {2, 3, 4, 5}
    assert checked.sound == 6
    result = finish(form_actions.bring_in_form(floor.store, checked, floor.user))
    assert (result.kept, result.is_new_card) == (6, False)
    assert sum(result.left_out.values()) == 4


def test_an_answer_can_be_given_a_meaning(floor: Floor, tmp_path: Path, sheet) -> None:
    bring_in(floor, form_sheets.write_sheet(tmp_path, sheet.rows))
    more = make_sheet(6, seed=9).rows
    for number, row in enumerate(more, 1):
        row["Call ID"], row[VERIFIED] = f"NX-{number}", "Kind of"
    path = form_sheets.write_sheet(tmp_path, more, "more.csv")
    index = read_file(path).sheet.headers.index(VERIFIED)
    assert check(floor, path).sound == 0
    checked = check(floor, path, said={(index, "kind of"): "partially"})
    assert (checked.sound, checked.unknown) == (6, {})


def test_a_blank_cell_is_no_answer_unless_it_is_said_to_mean_not_applicable(
    floor: Floor, tmp_path: Path, sheet
) -> None:
    for row in sheet.rows[:7]:
        row[GREETING] = ""
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    checked = check(floor, path)
    assert checked.left_out == {Trouble.UNANSWERED: 7}
    asked = tuple(replace(one, blank_is_na=one.text == GREETING) for one in checked.draft.asked)
    again = check(floor, path, asked=asked)
    assert again.sound == 60
    finish(form_actions.bring_in_form(floor.store, again, floor.user))
    assert stored(floor)["GF-1"].reported == pytest.approx(float(form_sheets.score(sheet.rows[0])))


def test_words_without_points_hold_a_new_scorecard_back(floor: Floor, tmp_path: Path, sheet) -> None:
    sheet.rows[0][VERIFIED] = "Kind of"
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    checked = check(floor, path)
    index = checked.draft.file.sheet.headers.index(VERIFIED)
    assert (checked.unset, checked.ready) == ((index,), False)
    with pytest.raises(Refused):
        finish(form_actions.bring_in_form(floor.store, checked, floor.user))
    asked = tuple(form_answers.with_points(one, "kind of", 0.25) for one in checked.draft.asked)
    assert check(floor, path, asked=asked).ready


def test_a_new_scorecard_is_published_only_at_somebodys_word(floor: Floor, tmp_path: Path, sheet) -> None:
    checked = check(floor, form_sheets.write_sheet(tmp_path, sheet.rows))
    waiting = form_actions.with_word(checked, False)
    assert waiting.needs_word and not waiting.ready
    result = finish(form_actions.bring_in_form(floor.store, checked, floor.user))
    with floor.store.reading() as db:
        made = scorecards.version(db, result.version_id)
    assert (made.state, made.form.name) == (VersionState.PUBLISHED, "Call form")
    assert {question.kind for question in made.form.questions} == set(Kind)


def test_calls_that_are_here_are_found_by_reference_and_by_start(floor: Floor, tmp_path: Path, sheet) -> None:
    rows = sheet.rows
    path = form_sheets.write_sheet(tmp_path, rows)
    bring_in(floor, path)
    with floor.store.reading() as db:
        before = contacts.count(db)
    for row in rows:
        row["Call ID"] = ""
    again = check(floor, form_sheets.write_sheet(tmp_path, rows, "again.csv"), match=None)
    assert (again.found, again.people) == (len(rows), ())
    finish(form_actions.bring_in_form(floor.store, again, floor.user))
    with floor.store.reading() as db:
        assert contacts.count(db) == before, "agent and start are the same, so the calls are"


def test_the_same_file_and_the_same_call_are_not_evaluated_twice(floor: Floor, tmp_path: Path, sheet) -> None:
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    bring_in(floor, path)
    assert check(floor, path).left_out == {Trouble.FILE_AGAIN: 60}
    more = [*sheet.rows, {**sheet.rows[0], "Call ID": "NEW-1"}, {**sheet.rows[0], "Call ID": "NEW-1"}]
    checked = check(floor, form_sheets.write_sheet(tmp_path, more, "grown.csv"))
    assert (checked.sound, checked.left_out) == (1, {Trouble.EVALUATED: 60, Trouble.TWICE_IN_FILE: 1})


def test_a_reference_of_another_agents_call_is_told(floor: Floor, tmp_path: Path, sheet) -> None:
    bring_in(floor, form_sheets.write_sheet(tmp_path, sheet.rows))
    wrong = {**sheet.rows[0], "Agent name": "Somebody New"}
    checked = check(floor, form_sheets.write_sheet(tmp_path, [wrong], "wrong.csv"), team="Harbour")
    assert checked.left_out == {Trouble.OTHER_AGENT: 1}


def test_taking_it_back_leaves_the_store_as_it_was_and_bringing_it_back_too(
    floor: Floor, tmp_path: Path, sheet
) -> None:
    before = weeks(floor)
    result = bring_in(floor, form_sheets.write_sheet(tmp_path, sheet.rows))
    during, found = weeks(floor), stored(floor)
    undone = actions.undo(floor.store, result.import_id, floor.user)
    assert (undone.evaluations, undone.evaluations_kept, undone.contacts, undone.agents) == (60, 0, 60, 4)
    assert undone.retired
    assert (weeks(floor), stored(floor)) == (before, {})
    actions.redo(floor.store, result.import_id, floor.user)
    assert stored(floor) == found
    again = weeks(floor)
    assert [row[:5] for row in again] == [row[:5] for row in during]
    assert [row[5] for row in again] == pytest.approx([row[5] for row in during])
    with floor.store.reading() as db:
        assert scorecards.version(db, result.version_id).state is VersionState.PUBLISHED
        assert sums.check(db, finishing.finish) is None


def test_what_was_shared_since_stays_when_the_rest_is_taken_back(floor: Floor, tmp_path: Path, sheet) -> None:
    result = bring_in(floor, form_sheets.write_sheet(tmp_path, sheet.rows))
    shared = stored(floor)["GF-3"]
    changing.share(floor.store, shared.id, floor.user)
    undone = actions.undo(floor.store, result.import_id, floor.user)
    assert (undone.evaluations, undone.evaluations_kept, undone.contacts_kept) == (59, 1, 1)
    assert not undone.retired
    assert set(stored(floor)) == {"GF-3"}
    with floor.store.reading() as db:
        assert sums.check(db, finishing.finish) is None
        assert evaluations.evaluation(db, shared.id).state is EvaluationState.SHARED


def test_a_final_is_written_when_an_imported_evaluation_is_shared(
    floor: Floor, tmp_path: Path, sheet
) -> None:
    bring_in(floor, form_sheets.write_sheet(tmp_path, sheet.rows))
    one = stored(floor)["GF-3"]
    with floor.store.reading() as db:
        assert finals.newest(db, "evaluation", one.id) is None
    changing.share(floor.store, one.id, floor.user)
    with floor.store.reading() as db:
        kept = finals.newest(db, "evaluation", one.id)
    assert kept is not None and kept.content["score"]["reported"] == pytest.approx(one.reported)


def test_the_record_holds_one_line_with_the_files_hash_and_verifies(
    floor: Floor, tmp_path: Path, sheet
) -> None:
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    with floor.store.reading() as db:
        last = db.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()[0]
    checked = check(floor, path)
    result = finish(form_actions.bring_in_form(floor.store, checked, floor.user))
    with floor.store.reading() as db:
        tables = Counter(row[0] for row in db.execute('SELECT "table" FROM change WHERE id > ?', [last]))
        [kept] = imports.imports(db)
    assert set(tables) <= {"import", "scorecard", "scorecard_version"}
    assert (kept.kind, kept.file_hash, kept.kept) == (ImportKind.EVALUATIONS, checked.draft.file.hash, 60)
    assert kept.version_id == result.version_id
    actions.undo(floor.store, result.import_id, floor.user)
    actions.redo(floor.store, result.import_id, floor.user)
    assert verify(floor.store).broken == ()


def test_stopping_half_way_leaves_nothing(floor: Floor, tmp_path: Path, sheet) -> None:
    checked = check(floor, form_sheets.write_sheet(tmp_path, sheet.rows))
    steps = form_actions.bring_in_form(floor.store, checked, floor.user)
    next(steps)
    next(steps)
    steps.close()
    with floor.store.reading() as db:
        assert (imports.imports(db), contacts.count(db)) == ((), 0)
        assert not any(one.form.name == "Call form" for one in scorecards.versions(db))


def test_a_coach_brings_no_sheet_in(floor: Floor, tmp_path: Path, sheet) -> None:
    checked = check(floor, form_sheets.write_sheet(tmp_path, sheet.rows))
    coach = replace(floor.user, role=Role.COACH)
    with pytest.raises(Forbidden):
        finish(form_actions.bring_in_form(floor.store, checked, coach))


def test_the_next_sheet_with_these_headers_is_read_as_the_last_one_was(floor: Floor, tmp_path: Path) -> None:
    path = form_sheets.write_sheet(tmp_path, make_sheet(60).rows)
    first = form_actions.draft_form(floor.store, read_file(path))
    comments = first.file.sheet.headers.index("Comments")
    chosen = form_actions.with_part(floor.store, first, comments, Part.OUT)
    asked = tuple(replace(one, weight=2.0) for one in chosen.asked)
    columns = with_order(with_order(chosen.columns, Part.WHEN, "mdy"), Part.STAMPED, "mdy")
    bring_in(floor, path, columns=columns, asked=asked)
    again = form_actions.draft_form(floor.store, read_file(path))
    assert first.columns != columns == again.columns
    assert [(one.index, one.way, one.weight) for one in again.asked] == [
        (one.index, one.way, one.weight) for one in asked
    ]
