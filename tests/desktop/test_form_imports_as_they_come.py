"""Response sheets as they come: workbooks, near twins, others' agents, numbers that are never kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.queries import assignments, people
from db.records.contacts import ImportKind
from db.records.people import Role
from desktop.coaching.mapping.trouble import Trouble
from desktop.features.exchange import form_actions, opening
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
