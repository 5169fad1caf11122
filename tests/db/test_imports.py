"""Imports: written in bulk, remembered by their headers, taken back without touching what was worked with."""

from datetime import datetime

import pytest

from db.queries import contacts, imports, people
from db.records.contacts import ImportKind, NewContact
from tests.builders import Floor, observe

CALLS, PEOPLE = ImportKind.CALLS, ImportKind.PEOPLE


def bring_in(floor: Floor, references: list[str], new_agent: str = "", team: str = "") -> int:
    with floor.store.writing(*imports.TABLES) as db:
        import_id = imports.add(db, CALLS, ("log.csv", "abc"), 9, floor.user.id)
        agent = floor.agent
        if new_agent:
            team_id = imports.add_team(db, import_id, team) if team else floor.team
            agent = imports.add_agent(db, import_id, team_id, name=new_agent)
        calls = [NewContact(agent, datetime(2021, 1, 1, 9, 12, 58), one, talk_s=None) for one in references]
        imports.add_contacts(db, import_id, calls)
        imports.set_kept(db, import_id, len(calls))
    return import_id


def undo(floor: Floor, import_id: int) -> imports.Undone:
    with floor.store.writing("import", "contact", "agent", "team") as db:
        return imports.undo(db, import_id)


def redo(floor: Floor, import_id: int) -> None:
    with floor.store.writing("import", "contact", "agent", "team") as db:
        imports.redo(db, import_id)


def names(floor: Floor) -> set[str]:
    with floor.store.reading() as db:
        return {agent.name for agent in people.agents(db)}


def references(floor: Floor) -> set[str]:
    with floor.store.reading() as db:
        return imports.stored_references(db, ["A", "B", "C", "D", ""])


def test_contacts_come_in_with_their_import_and_blank_measures(floor: Floor) -> None:
    import_id = bring_in(floor, ["A", "B"])
    with floor.store.reading() as db:
        stored = contacts.of_agent(db, floor.agent)
        listed = imports.imports(db)
    assert {(one.reference, one.import_id, one.talk_s) for one in stored} == {
        ("A", import_id, None),
        ("B", import_id, None),
    }
    assert len({one.uid for one in stored}) == 2
    assert [(one.file_name, one.rows, one.kept, one.undone_at) for one in listed] == [("log.csv", 9, 2, None)]


def test_references_are_found_exactly_and_a_blank_one_never(floor: Floor) -> None:
    bring_in(floor, ["A", "a'", ""])
    assert references(floor) == {"A"}


def test_a_mapping_is_kept_for_exactly_those_headers_and_that_kind(floor: Floor) -> None:
    with floor.store.writing("column_mapping") as db:
        imports.remember(db, CALLS, ["Agent", "Date"], [("agent", ""), ("date", "dmy")])
        imports.remember(db, CALLS, ["Agent", "Date"], [("agent", ""), ("date", "mdy")])
    with floor.store.reading() as db:
        assert imports.remembered(db, CALLS, ["AGENT", "date"]) == (("agent", ""), ("date", "mdy"))
        assert imports.remembered(db, CALLS, ["Date", "Agent"]) is None
        assert imports.remembered(db, PEOPLE, ["Agent", "Date"]) is None


def test_an_undone_import_takes_calls_agents_and_teams_with_it(floor: Floor) -> None:
    import_id = bring_in(floor, ["A", "B"], "Becky", "New team")
    assert undo(floor, import_id) == imports.Undone(2, 0, 1, 0, 1)
    assert (names(floor), references(floor)) == ({"Imani Okafor"}, set())
    with floor.store.reading() as db:
        assert [team.name for team in people.teams(db)] == ["Harbour"]
        assert imports.imports(db)[0].undone_at is not None
        assert imports.of_file(db, CALLS, "abc") == ()


def test_an_observed_call_and_its_agent_stay(floor: Floor) -> None:
    import_id = bring_in(floor, ["A", "B"], "Becky", "New team")
    with floor.store.reading() as db:
        heard = contacts.find(db, "B")[0]
    observe(floor, heard)
    assert undo(floor, import_id) == imports.Undone(1, 1, 0, 1, 0)
    assert (names(floor), references(floor)) == ({"Imani Okafor", "Becky"}, {"B"})


def test_an_agent_with_calls_of_a_later_import_stays(floor: Floor) -> None:
    first = bring_in(floor, ["A"], "Becky")
    with floor.store.reading() as db:
        becky = next(agent.id for agent in people.agents(db) if agent.name == "Becky")
    bring_in(Floor(floor.store, floor.user, floor.team, becky), ["C"])
    assert undo(floor, first) == imports.Undone(1, 0, 0, 1, 0)
    assert references(floor) == {"C"}


def test_undo_is_done_once_and_redo_brings_back_what_it_took(floor: Floor) -> None:
    import_id = bring_in(floor, ["A", "B"], "Becky", "New team")
    undo(floor, import_id)
    with pytest.raises(LookupError):
        undo(floor, import_id)
    redo(floor, import_id)
    assert (names(floor), references(floor)) == ({"Imani Okafor", "Becky"}, {"A", "B"})
    with pytest.raises(LookupError):
        redo(floor, import_id)
    assert undo(floor, import_id).contacts == 2


def test_a_call_removed_on_its_own_is_not_brought_back_by_redo(floor: Floor) -> None:
    import_id = bring_in(floor, ["A", "B"])
    with floor.store.writing("contact") as db:
        db.execute("UPDATE contact SET deleted_at = '2020-01-01T00:00:00.000Z' WHERE reference = 'A'")
    undo(floor, import_id)
    redo(floor, import_id)
    assert references(floor) == {"B"}
