"""Response sheets as they come: workbooks, near twins, others' agents, numbers that are never kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.queries import assignments, people, scorecards
from db.records.contacts import ImportKind
from db.records.people import Role
from db.records.scorecards import Form, Option, Question, Renormalise, Section, ShownIf
from desktop.coaching.mapping import form_answers
from desktop.coaching.mapping.form_sheet import Part
from desktop.coaching.mapping.trouble import Trouble
from desktop.features.exchange import form_actions, opening
from desktop.features.exchange.reading import read_file
from tests.builders import Floor
from tests.desktop import form_sheets
from tests.desktop.exchange_files import write_workbook
from tests.desktop.test_form_imports import TITLE, check, finish, stored


@pytest.fixture
def sheet() -> form_sheets.Sheet:
    return form_sheets.make_sheet(60)


def test_a_workbooks_true_dates_and_shares_are_read(floor: Floor, tmp_path: Path) -> None:
    """As Google exports it: dates are dates, a linear scale is numbers, a score of 80 % is 0.8."""
    header = ["Timestamp", "Agent name", "Call ID", "Greeting?", "Listening (1-5)", "Score"]
    day = 46_090.5
    rows = [
        header,
        [(day, 1), "Imani Okafor", "X-1", "Yes", 5, 1],
        [(day, 1), "Imani Okafor", "X-2", "No", 1, 0],
        [(day, 1), "Imani Okafor", "X-3", "Yes", 3, 0.75],
    ]
    path = write_workbook(tmp_path, {"Form responses 1": rows}, "form.xlsx")
    checked = check(floor, path)
    assert (checked.sound, checked.compared, checked.differing) == (3, 3, ())
    finish(form_actions.bring_in_form(floor.store, checked, floor.user))
    assert {name: one.reported for name, one in stored(floor).items()} == {"X-1": 100, "X-2": 0, "X-3": 75}
    assert {one.day.isoformat() for one in stored(floor).values()} == {"2026-03-09"}


def test_near_twins_are_asked_and_never_guessed(
    floor: Floor, tmp_path: Path, sheet: form_sheets.Sheet
) -> None:
    for row in sheet.rows[:5]:
        row["Agent name"] = "Imani Okaford"
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    checked = check(floor, path)
    [twin] = [one for one in checked.similar if one.name == "Imani Okaford"]
    assert twin.other_name == "Imani Okafor" and "Imani Okaford" in {one.name for one in checked.people}
    same = check(floor, path, same=frozenset({twin.pair}))
    assert "Imani Okaford" not in {one.name for one in same.people}
    finish(form_actions.bring_in_form(floor.store, same, floor.user))
    assert {stored(floor)[row["Call ID"]].agent_id for row in sheet.rows[:5]} == {floor.agent}


def test_rows_of_somebody_in_anothers_team_stay_out(
    floor: Floor, tmp_path: Path, sheet: form_sheets.Sheet
) -> None:
    with floor.store.writing("team", "agent", "user", "assignment") as db:
        theirs = people.add_team(db, "Quay")
        people.add_agent(db, "Bo Ek", theirs)
        other = people.user(db, people.add_user(db, "Oren Levi", Role.SUPERVISOR))
        assignments.assign(db, other.id, team_id=floor.team)
    floor.store.act_as(other)
    checked = check(floor, form_sheets.write_sheet(tmp_path, sheet.rows), team="Harbour")
    elsewhere = sum(row["Agent name"] == "Bo Ek" for row in sheet.rows)
    assert checked.left_out == {Trouble.ELSEWHERE: elsewhere}


def test_a_card_number_in_a_comment_is_masked_before_anybody_sees_it(
    floor: Floor, tmp_path: Path, sheet: form_sheets.Sheet
) -> None:
    sheet.rows[0]["Comments"] = "card 4111 1111 1111 1111 read aloud"
    path = form_sheets.write_sheet(tmp_path, sheet.rows)
    draft = opening.open_any(floor.store, path)
    assert (draft.kind, draft.file.concealed.count) == (ImportKind.EVALUATIONS, 1)
    finish(
        form_actions.bring_in_form(
            floor.store,
            finish(form_actions.check_form(floor.store, replace(draft, agreed=True), TITLE)),
            floor.user,
        )
    )
    assert "4111 1111" not in stored(floor)["GF-1"].comment


def test_weights_and_points_that_were_changed_count_as_by_hand(floor: Floor, tmp_path: Path) -> None:
    """(3 × 1 + 1 × 0.25 + 2 × 0.5) / 6 and, without the second, (3 × 0 + 2 × 1) / 5."""
    header = "Timestamp,Agent name,Call ID,Greeting?,Verified?,Answer\n"
    rows = "03/20/2026 10:00,Imani Okafor,X-1,Yes,Kind of,Meets\n"
    more = (
        "03/21/2026 10:00,Imani Okafor,X-2,No,N/A,Exceeds\n03/22/2026 10:00,Imani Okafor,X-3,Yes,Yes,Below\n"
    )
    path = tmp_path / "weights.csv"
    path.write_text(header + rows + more, encoding="utf-8")
    draft = form_actions.draft_form(floor.store, read_file(path))
    greeting, verified, answer = draft.asked
    asked = (
        replace(greeting, weight=3.0),
        form_answers.with_points(verified, "kind of", 0.25),
        replace(answer, weight=2.0),
    )
    checked = check(floor, path, asked=asked)
    finish(form_actions.bring_in_form(floor.store, checked, floor.user))
    scores = {name: one.reported for name, one in stored(floor).items()}
    assert scores == pytest.approx({"X-1": 100 * 4.25 / 6, "X-2": 40, "X-3": 100 * 4 / 6})


def test_the_rows_of_a_grid_become_a_section(floor: Floor, tmp_path: Path) -> None:
    header = "Timestamp,Agent name,How was it? [Greeting],How was it? [Closing],Solved?\n"
    rows = "03/20/2026 10:00,Imani Okafor,Good,Poor,Yes\n03/21/2026 10:00,Imani Okafor,Poor,Good,No\n"
    path = tmp_path / "grid.csv"
    path.write_text(header + rows, encoding="utf-8")
    form = check(floor, path).form
    assert [(part.title, len(part.questions)) for part in form.sections] == [("How was it?", 2), (TITLE, 1)]


def test_a_conditional_question_may_be_blank_where_it_is_not_asked(floor: Floor, tmp_path: Path) -> None:
    case = Question("case", "Case made?", (Option("yes", "Yes", 1), Option("no", "No", 0)), allow_na=False)
    queue = Question(
        "queue",
        "Right queue?",
        (Option("yes", "Yes", 3), Option("no", "No", 0)),
        allow_na=False,
        shown_if=ShownIf("case", ("yes",)),
    )
    form = Form("Cases", (Section("all", "All", 1, (case, queue)),), renormalise=Renormalise.FORM)
    with floor.store.writing("scorecard", "scorecard_version", "version_question", "question") as db:
        scorecards.publish(db, scorecards.add(db, form))
    header = "Timestamp,Agent name,Call ID,Case made?,Right queue\n"
    rows = [("X-1", "Yes", "No"), ("X-2", "No", ""), ("X-3", "Yes", "")]
    path = tmp_path / "cases.csv"
    lines = [f"03/2{n}/2026 10:00,Imani Okafor,{','.join(row)}\n" for n, row in enumerate(rows)]
    path.write_text(header + "".join(lines), encoding="utf-8")
    checked = check(floor, path)
    assert checked.draft.match is not None and checked.left_out == {Trouble.UNANSWERED: 1}
    finish(form_actions.bring_in_form(floor.store, checked, floor.user))
    assert {name: one.reported for name, one in stored(floor).items()} == {"X-1": 25, "X-2": 0}


def test_headers_that_ask_are_understood_too(floor: Floor, tmp_path: Path) -> None:
    header = "Timestamp,Your email,Please select the agent,When was the call?,Ticket number,Greeting?,Score\n"
    path = tmp_path / "asking.csv"
    row = "03/20/2026 10:00,a@b.example,Imani Okafor,03/19/2026,T-1,Yes,90%\n"
    path.write_text(header + row, encoding="utf-8")
    columns = form_actions.draft_form(floor.store, read_file(path)).columns
    assert [one.part for one in columns] == [
        Part.STAMPED,
        Part.EVALUATOR,
        Part.AGENT,
        Part.WHEN,
        Part.REFERENCE,
        Part.QUESTION,
        Part.SCORE,
    ]
