"""Bringing in files as a script or the page does it: checked, whole or not at all, and taken back."""

import csv
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest

from db.queries import contacts, imports, people
from db.records.contacts import Contact, ImportKind
from db.records.people import Role
from desktop.coaching.access import Forbidden
from desktop.coaching.mapping.columns import Because, by_field, with_reading
from desktop.coaching.mapping.dates import Verdict
from desktop.coaching.mapping.fields import Field
from desktop.coaching.mapping.trouble import Trouble
from desktop.features.exchange import actions, outcomes
from desktop.features.exchange.refusals import Reason, Refused
from desktop.features.exchange.requests import Request, draft_request, parse_pair
from tests.builders import Floor, observe
from tests.desktop.exchange_files import HEADER, call_lines, write, write_workbook

DATA = Path(__file__).parents[3] / "shared" / "data"
CALL_LOG = DATA / "ops" / "call_log_5000.csv"
STAFF_LIST = DATA / "people" / "us_legislators_current.csv"
CALLS, PEOPLE = ImportKind.CALLS, ImportKind.PEOPLE


def finish(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def bring_in(floor: Floor, path: Path, kind: ImportKind | None = None, **changes) -> actions.Result:
    draft = replace(actions.open_file(floor.store, path, kind), **changes)
    return finish(actions.bring_in(floor.store, actions.check(floor.store, draft), floor.user))


def stored(floor: Floor) -> dict[str, list[Contact]]:
    with floor.store.reading() as db:
        return {one.name: list(contacts.of_agent(db, one.id, 10_000)) for one in people.agents(db)}


def ask(floor: Floor, *maps: str, **facts) -> actions.Result:
    path = facts.pop("path")
    draft = draft_request(floor.store, Request(path, CALLS, maps, **facts))
    return finish(actions.bring_in(floor.store, actions.check(floor.store, draft), floor.user))


def refuse(floor: Floor, *maps: str, **facts) -> Refused:
    with pytest.raises(Refused) as caught:
        ask(floor, *maps, **facts)
    assert not imports_of(floor), "a refused import leaves nothing"
    assert len(outcomes.say_refused(caught.value)) > 20
    return caught.value


def imports_of(floor: Floor):
    with floor.store.reading() as db:
        return imports.imports(db)


@pytest.mark.skipif(not CALL_LOG.exists(), reason="../shared/data is not here")
def test_the_strangers_call_log_gives_the_totals_its_readme_names(floor: Floor) -> None:
    draft = actions.open_file(floor.store, CALL_LOG)
    checked = actions.check(floor.store, draft)
    assert checked.orders[Field.DATE].verdict is Verdict.PROVED
    assert (checked.sound, checked.rows, checked.problems, len(checked.people)) == (5000, 5000, (), 8)
    result = finish(actions.bring_in(floor.store, checked, floor.user))
    assert (result.kept, len(result.people)) == (5000, 8)
    by_agent = stored(floor)
    by_agent.pop("Imani Okafor")
    assert {name: len(calls) for name, calls in by_agent.items()} == {
        "Jim": 666,
        "Martha": 638,
        "Diane": 633,
        "Dan": 633,
        "Becky": 631,
        "Greg": 624,
        "Joe": 593,
        "Stewart": 582,
    }
    calls = [call for some in by_agent.values() for call in some]
    answered = [call for call in calls if call.answered]
    unanswered = [call for call in calls if not call.answered]
    assert (len(answered), len(unanswered), sum(call.resolved for call in calls)) == (4054, 946, 3646)
    assert {(call.rating, call.talk_s, call.answer_s) for call in unanswered} == {(None, None, None)}
    assert round(fmean(call.rating for call in answered), 4) == 3.4036
    assert round(fmean(call.talk_s for call in answered), 2) == 224.92
    assert round(fmean(call.answer_s for call in answered), 2) == 67.52
    assert {call.started_at.month for call in calls} == {1, 2, 3}


@pytest.mark.skipif(not STAFF_LIST.exists(), reason="../shared/data is not here")
def test_the_strangers_staff_list_gives_541_people(floor: Floor) -> None:
    draft = actions.open_file(floor.store, STAFF_LIST)
    assert draft.kind is PEOPLE
    result = bring_in(floor, STAFF_LIST)
    assert (result.rows, result.kept, result.left_out) == (541, 541, {})
    names = set(stored(floor))
    assert len(names) == 542
    assert {"Sherrod Brown", "Nydia Velázquez", "Tom Rice", "Tom Price"} <= names


def test_a_call_log_of_text_brings_calls_and_agents(floor: Floor, tmp_path: Path) -> None:
    result = bring_in(floor, write(tmp_path, call_lines(20)))
    assert (result.rows, result.kept, result.people) == (20, 20, ("Bo Ek", "Ann Lee"))
    calls = stored(floor)
    assert Counter({name: len(some) for name, some in calls.items()}) == {
        "Ann Lee": 10,
        "Bo Ek": 10,
        "Imani Okafor": 0,
    }
    fifth = next(call for call in calls["Bo Ek"] if call.reference == "C5")
    assert (fifth.answered, fifth.talk_s, fifth.rating) == (False, None, None)


def test_a_workbook_with_its_own_dates_needs_no_question(floor: Floor, tmp_path: Path) -> None:
    rows = [["Agent", "Date", "Talk time"], ["Ann", (44228.5, 1), (143 / 86400, 2)], ["Ann", (44229, 1), 7]]
    bring_in(floor, write_workbook(tmp_path, {"Calls": rows}))
    calls = stored(floor)["Ann"]
    assert [call.started_at.isoformat() for call in calls] == ["2021-02-02T00:00:00", "2021-02-01T12:00:00"]
    assert [call.talk_s for call in calls] == [7, 143]


def test_ambiguous_dates_wait_for_an_answer(floor: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}\nC1,Ann,01/02/2021,09:00,Y,10,5\nC2,Ann,03/04/2021,09:00,Y,10,5\n")
    draft = actions.open_file(floor.store, path)
    checked = actions.check(floor.store, draft)
    assert (checked.asks, checked.sound, checked.ready) == ((Field.DATE,), 0, False)
    with pytest.raises(Refused, match="order_unknown"):
        next(actions.bring_in(floor.store, checked, floor.user))
    mapping = with_reading(draft.mapping, Field.DATE, "mdy")
    assert bring_in(floor, path, mapping=mapping).kept == 2
    assert {call.started_at.month for call in stored(floor)["Ann"]} == {1, 3}


def test_the_columns_are_remembered_and_the_order_is_asked_again(floor: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, "wer,wann\nAnn,01/02/2021\n")
    ask(floor, "wer=agent", "wann=date:dmy", path=path)
    again = actions.open_file(floor.store, write(tmp_path, "wer,wann\nAnn,02/03/2021\n", "next.csv"), CALLS)
    assert {one.because for one in again.mapping} == {Because.REMEMBERED}
    assert set(by_field(again.mapping)) == {Field.AGENT, Field.DATE}
    assert actions.check(floor.store, again).asks == (Field.DATE,)


def test_rows_that_are_here_already_or_twice_are_left_out_with_their_reason(
    floor: Floor, tmp_path: Path
) -> None:
    path = write(tmp_path, call_lines(20))
    bring_in(floor, path)
    again = actions.check(floor.store, actions.open_file(floor.store, path))
    assert (again.sound, again.left_out, again.ready) == (0, {Trouble.ALREADY_STORED: 20}, False)
    assert [one.kept for one in again.earlier] == [20]
    assert "brought in on" in outcomes.say_earlier(again.earlier)
    more = write(tmp_path, call_lines(21) + "C21,Ann Lee,13/02/2021,09:00,Y,1,1\n", "more.csv")
    checked = actions.check(floor.store, actions.open_file(floor.store, more))
    assert checked.left_out == {Trouble.ALREADY_STORED: 20, Trouble.TWICE_IN_FILE: 1}
    assert checked.problems[-1].other == "22", "the row that counts is named"
    assert (checked.sound, checked.earlier) == (1, ())


def test_rows_that_came_in_since_the_check_are_left_out(floor: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, call_lines(20))
    checked = actions.check(floor.store, actions.open_file(floor.store, path))
    bring_in(floor, write(tmp_path, call_lines(15), "first.csv"))
    result = finish(actions.bring_in(floor.store, checked, floor.user))
    assert (result.kept, result.people) == (5, ())


def test_a_cancelled_import_leaves_the_store_as_it_was(floor: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, call_lines(1500))
    steps = actions.bring_in(
        floor.store, actions.check(floor.store, actions.open_file(floor.store, path)), floor.user
    )
    seen = [next(steps) for _ in range(3)]
    steps.close()
    assert [(one.done, one.total) for one in seen] == [(0, 1500), (500, 1500), (1000, 1500)]
    assert (set(stored(floor)), imports_of(floor)) == ({"Imani Okafor"}, ())


def test_agents_are_matched_by_name_without_accents_and_by_reference(floor: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, "agent,staff id,date\nÌMANI OKAFOR,,2021-01-02\nSomebody else,H1,2021-01-03\n")
    result = bring_in(floor, path, CALLS)
    assert result.people == ()
    assert len(stored(floor)["Imani Okafor"]) == 2


def test_a_near_twin_stays_another_person_unless_somebody_says_so(floor: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, "agent,date\nImani Okafur,2021-01-02\nImani Okafor,2021-01-03\n")
    checked = actions.check(floor.store, actions.open_file(floor.store, path))
    (twin,) = checked.similar
    assert (twin.name, twin.other_name, [one.name for one in checked.people]) == (
        "Imani Okafur",
        "Imani Okafor",
        ["Imani Okafur"],
    )
    result = bring_in(floor, path, same=frozenset([twin.pair]))
    assert result.people == ()
    assert len(stored(floor)["Imani Okafor"]) == 2


def test_people_go_to_the_teams_their_rows_name_or_to_the_chosen_one(floor: Floor, tmp_path: Path) -> None:
    text = (
        "full name,team,hired on\nAnn,HARBOUR,2024-05-06\nBo,Quay,13/02/2023\nCy,,\nImani Okafor,,\nann,,\n"
    )
    draft = replace(actions.open_file(floor.store, write(tmp_path, text), PEOPLE), team="")
    checked = actions.check(floor.store, draft)
    assert (checked.needs_team, checked.new_teams) == (True, ("Quay",))
    assert checked.left_out == {Trouble.ALREADY_HERE: 1, Trouble.TWICE_IN_FILE: 1}
    result = bring_in(floor, write(tmp_path, text), PEOPLE, team="New starters")
    assert result.teams == ("Quay", "New starters")
    with floor.store.reading() as db:
        found = {one.name: (one.team, one.hired_on and one.hired_on.isoformat()) for one in people.agents(db)}
    assert found["Ann"] == ("Harbour", "2024-05-06")
    assert found["Bo"] == ("Quay", "2023-02-13")
    assert found["Cy"] == ("New starters", None)


def test_undo_takes_an_import_back_and_redo_brings_it_again(floor: Floor, tmp_path: Path) -> None:
    result = bring_in(floor, write(tmp_path, call_lines(20)))
    observe(floor, stored(floor)["Ann Lee"][0])
    undone = actions.undo(floor.store, result.import_id, floor.user)
    assert (undone.contacts, undone.contacts_kept, undone.agents, undone.agents_kept) == (19, 1, 1, 1)
    assert "1 call stays because it has been observed" in outcomes.say_undone(undone)
    assert actions.look_around(floor.store).imports[0].undone_at is not None
    actions.redo(floor.store, result.import_id, floor.user)
    assert sum(map(len, stored(floor).values())) == 20


def test_only_who_may_import_may_import(floor: Floor, tmp_path: Path) -> None:
    checked = actions.check(floor.store, actions.open_file(floor.store, write(tmp_path, call_lines(20))))
    coach = replace(floor.user, role=Role.COACH)
    with pytest.raises(Forbidden):
        next(actions.bring_in(floor.store, checked, coach))
    result = finish(actions.bring_in(floor.store, checked, floor.user))
    for deed in (actions.undo, actions.redo):
        with pytest.raises(Forbidden):
            deed(floor.store, result.import_id, coach)


def test_rejected_rows_can_be_saved_mended_and_brought_in(floor: Floor, tmp_path: Path) -> None:
    text = f"{HEADER}\nC1,Ann,13/02/2021,09:00,Y,10,5\nC2,Ann,31/02/2021,09:00,perhaps,10,5\n"
    checked = actions.check(floor.store, actions.open_file(floor.store, write(tmp_path, text)))
    outcomes.save_rejected(tmp_path / "rejected.csv", checked)
    rejected = (tmp_path / "rejected.csv").read_bytes().decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(rejected))
    assert header[:7] == HEADER.split(",")
    assert row[:8] == ["C2", "Ann", "31/02/2021", "09:00", "perhaps", "10", "5", "3"]
    assert "date: “31/02/2021” is not a date." in row[8]
    assert "answered (Y/N): “perhaps” is neither yes nor no." in row[8]
    finish(actions.bring_in(floor.store, checked, floor.user))
    mended = write(tmp_path, rejected.replace("31/02", "28/02", 1).replace("perhaps", "Y", 1), "mended.csv")
    assert bring_in(floor, mended).kept == 1


def test_a_script_maps_columns_order_and_team(floor: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, "Who,When,AHT\nAnn,01/02/2021,2\nBo,02/03/2021,3\n")
    result = ask(floor, "Who=agent", "WHEN=date", "aht=talk:min", path=path, order="mdy", team="Quay")
    assert (result.kept, result.teams) == (2, ("Quay",))
    (call,) = stored(floor)["Ann"]
    assert (call.started_at.month, call.talk_s) == (1, 120)


def test_what_a_script_leaves_unclear_is_refused(floor: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, "Who,When,AHT\nAnn,01/02/2021,2\n")
    assert refuse(floor, path=path).reason is Reason.FIELD_MISSING
    unclear = refuse(floor, "Who=agent", path=path)
    assert unclear.reason is Reason.ORDER_UNKNOWN
    assert "--dates dmy" in outcomes.say_refused(unclear)
    assert refuse(floor, "Who", path=path).reason is Reason.NOT_A_PAIR
    assert refuse(floor, "Nobody=agent", path=path).reason is Reason.NO_SUCH_COLUMN
    assert refuse(floor, "Who=colour", path=path).reason is Reason.NO_SUCH_FIELD
    assert refuse(floor, "Who=agent:dmy", path=path).reason is Reason.NO_SUCH_READING
    assert refuse(floor, "Who=agent", "AHT=agent", path=path).reason is Reason.FIELD_TWICE
    assert refuse(floor, path=tmp_path / "gone.csv").reason is Reason.MISSING
    with floor.store.writing("team") as db:
        people.add_team(db, "Quay")
    team = refuse(floor, "Who=agent", path=path, order="dmy")
    assert (team.reason, team.facts["teams"]) == (Reason.TEAM_UNKNOWN, ("Harbour", "Quay"))


def test_a_pair_may_hold_equals_signs_and_leave_a_column_out() -> None:
    assert parse_pair("a=b=date:dmy", CALLS).header == "a=b"
    assert parse_pair("Talk = talk_s", CALLS).field is Field.TALK_S
    assert parse_pair("AHT=", CALLS).field is None
    assert parse_pair("Joined=hired:mdy", PEOPLE).reading == "mdy"


def test_every_trouble_and_refusal_has_its_sentence() -> None:
    from desktop.coaching.mapping.trouble import Problem
    from desktop.features.exchange.sentences import name_trouble, say_problem

    for trouble in Trouble:
        for kind in ImportKind:
            told = say_problem(Problem(7, "a", trouble, "{x}", "8"), kind)
            assert told not in ("", trouble.value)
            assert told.endswith((".", "?"))
        assert name_trouble(trouble)
    facts = {"size": 1, "most": 1, "row": 1, "sheet": "s", "sheets": ("s",), "text": "t", "file": "f"}
    facts |= {"column": "c", "columns": ("c",), "field": "f", "fields": ("f",), "reading": "r"}
    facts |= {"readings": ("r",), "teams": ()}
    for reason in Reason:
        if reason is not Reason.ORDER_UNKNOWN:
            assert outcomes.say_refused(Refused(reason, **facts)) != reason.value
