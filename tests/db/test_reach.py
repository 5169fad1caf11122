"""Who sees what: each user is shown their own people alone, and nothing is written beyond."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db import reach
from db.connection import Database
from db.queries import (
    assignments,
    contacts,
    evaluations,
    imports,
    observations,
    people,
    plans,
    practice,
    skills,
)
from db.queries.rows import bring_back, remove, update
from db.reach import Acting, OutOfReach
from db.records.contacts import ImportKind, NewContact
from db.records.plans import Area
from db.records.skills import AssessmentKind
from tests.db.sites import FILLED, NOW, TODAY, Site, counts, names, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        yield made


def test_every_table_that_hangs_on_an_agent_is_narrowed(site: Site) -> None:
    """A table that refers to a narrowed one, or has an `agent_id`, is narrowed too: add it to PARENTS."""
    coach = Acting(site.users["coach"])
    narrow = set(reach.narrowed(coach)) | {"private_note", "assignment"}
    with site.store.reading() as db:
        tables = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        missing = {
            table
            for table in tables
            for link in db.execute(f'PRAGMA main.foreign_key_list("{table}")').fetchall()
            if link[2] in narrow and table not in narrow
        }
        named = {t for t in tables if "agent_id" in columns(db, t) and t not in narrow}
    assert missing | named == set()


def columns(db: Database, table: str) -> set[str]:
    return {row[1] for row in db.execute(f'PRAGMA main.table_info("{table}")').fetchall()}


def test_a_coach_of_one_team_sees_one_row_where_there_are_two(site: Site) -> None:
    whole = counts(site.store)
    assert all(whole.values())
    site.store.act_as(site.users["coach"])
    assert names(site.store) == ["Imani Okafor"]
    assert counts(site.store) == {table: n // 2 for table, n in whole.items()}


def test_a_coach_of_one_agent_sees_that_agent(site: Site) -> None:
    whole = counts(site.store)
    site.store.act_as(site.users["single"])
    assert names(site.store) == ["Tomasz Zieliński"]
    assert counts(site.store) == {table: n // 2 for table, n in whole.items()}


def test_who_has_every_team_sees_everything_without_a_view(site: Site) -> None:
    whole = counts(site.store)
    site.store.act_as(site.users["everywhere"])
    assert counts(site.store) == whole
    with site.store.reading() as db:
        views = {n for (n,) in db.execute("SELECT name FROM sqlite_temp_master").fetchall()}
    # An agent's own view stays the agent's until both are in, so nobody sees it whole.
    assert views == {"private_note", "assignment", "self_evaluation"}


def test_an_administrator_sees_people_and_nothing_of_their_coaching(site: Site) -> None:
    site.store.act_as(site.users["admin"])
    found = counts(site.store)
    assert {table: n for table, n in found.items() if n} == {"agent": 2}


@pytest.mark.parametrize("name", ["supervisor", "coach", "single", "admin", "everywhere"])
def test_a_suspended_user_sees_nothing(site: Site, name: str) -> None:
    site.store.act_as(replace(site.users[name], suspended_at=NOW))
    assert set(counts(site.store, (*FILLED, "private_note", "assignment", "import")).values()) == {0}


@pytest.mark.parametrize("name", ["coach", "single", "admin", "everywhere"])
def test_private_notes_are_their_authors_alone(site: Site, name: str) -> None:
    site.store.act_as(site.users[name])
    assert counts(site.store, ("private_note",)) == {"private_note": 0}


def test_an_author_reads_their_private_notes_of_whom_they_coach(site: Site) -> None:
    site.store.act_as(site.floor.user)
    assert counts(site.store, ("private_note",)) == {"private_note": 1}


def test_assignments_are_shown_to_whom_they_are_given(site: Site) -> None:
    for name, seen in {
        "coach": {"coach"},
        "single": {"single"},
        "admin": set(site.users) - {"admin"},
    }.items():
        site.store.act_as(site.users[name])
        with site.store.reading() as db:
            ids = {one.user_id for one in assignments.assignments(db)}
        assert {who for who, user in site.users.items() if user.id in ids} == seen


def test_the_answers_of_evaluations_out_of_reach_are_not_shown(site: Site) -> None:
    def seen() -> set[int]:
        with site.store.reading() as db:
            return {agent for (agent,) in db.execute("SELECT agent_id FROM answer").fetchall()}

    assert seen() == {site.floor.agent, site.other}
    site.store.act_as(site.users["coach"])
    assert seen() == {site.floor.agent}


def test_words_are_found_only_in_notes_within_reach(site: Site) -> None:
    site.store.act_as(site.users["coach"])
    with site.store.reading() as db:
        assert [found.agent for found in observations.find_notes(db, "promised")] == ["Imani Okafor"]


def test_other_threads_see_the_same(site: Site) -> None:
    site.store.act_as(site.users["coach"])
    seen: list[list[str]] = []
    thread = threading.Thread(target=lambda: seen.append(names(site.store)))
    thread.start()
    thread.join()
    assert seen == [["Imani Okafor"]]


def test_a_connection_of_before_shows_what_is_reached_now(site: Site) -> None:
    for user, seen in (("single", "Tomasz Zieliński"), ("coach", "Imani Okafor")):
        site.store.act_as(site.users[user])
        assert names(site.store) == [seen]
    site.store.act_as(None)
    assert len(names(site.store)) == 2


def test_what_is_assigned_is_seen_at_once_and_what_is_taken_is_gone(site: Site) -> None:
    coach = site.users["coach"]
    site.store.act_as(coach)
    with site.store.writing("assignment", whole=True) as db:
        id = assignments.assign(db, coach.id, team_id=site.other_team)
    assert len(names(site.store)) == 2
    with site.store.writing("assignment", whole=True) as db:
        assignments.withdraw(db, id)
    assert names(site.store) == ["Imani Okafor"]


def test_a_new_team_narrows_who_had_them_all(site: Site) -> None:
    site.store.act_as(site.users["everywhere"])
    assert len(names(site.store)) == 2
    with site.store.writing("team", "agent", whole=True) as db:
        people.add_agent(db, "Newcomer", people.add_team(db, "Third"))
    assert len(names(site.store)) == 2


def test_the_whole_is_read_where_it_is_asked_for_alone(site: Site) -> None:
    site.store.act_as(site.users["coach"])
    with site.store.reading(whole=True) as db:
        assert len(people.agents(db)) == 2
        with site.store.reading():
            assert len(people.agents(db)) == 2
    with site.store.reading(), pytest.raises(RuntimeError), site.store.reading(whole=True):
        pass
    assert names(site.store) == ["Imani Okafor"]


def far(site: Site, db: Database, table: str) -> int:
    """A row of the agent whom the coach does not see."""
    shown = f'SELECT id FROM "{table}"'
    sql = f'SELECT id FROM main."{table}" WHERE id NOT IN ({shown}) ORDER BY id LIMIT 1'
    return int(db.execute(sql).fetchone()[0])


WITH_ID = tuple(table for table in FILLED if table != "week_sum")


@pytest.mark.parametrize("table", WITH_ID)
def test_a_row_out_of_reach_is_neither_changed_nor_removed_nor_brought_back(site: Site, table: str) -> None:
    site.store.act_as(site.users["coach"])
    for write in (
        lambda db, id: remove(db, table, id),
        lambda db, id: bring_back(db, table, id),
        lambda db, id: update(db, table, id, deleted_at=None),
    ):
        with pytest.raises(OutOfReach), site.store.writing(table) as db:
            write(db, far(site, db, table))
    site.store.act_as(None)
    with site.store.reading() as db:
        assert db.execute(f'SELECT count(*) FROM "{table}" WHERE deleted_at IS NOT NULL').fetchone() == (0,)


@pytest.mark.parametrize("table", WITH_ID)
def test_a_statement_that_names_no_schema_writes_nothing(site: Site, table: str) -> None:
    site.store.act_as(site.users["coach"])
    with pytest.raises(Exception, match="view"), site.store.writing(table) as db:
        db.execute(f'UPDATE "{table}" SET deleted_at = NULL')


def test_nothing_is_added_to_somebody_out_of_reach(site: Site) -> None:
    site.store.act_as(site.users["coach"])
    with site.store.reading(whole=True) as db:
        heard = observations.of_agent(db, site.other)[0]
        contact = contacts.contact(db, heard.contact_id)
        plan = plans.plans(db, site.other)[0].id
        rating = db.execute("SELECT max(id) FROM rating").fetchone()[0]
    coach = site.users["coach"].id
    attempts = {
        "agent": lambda db: people.add_agent(db, "New", site.other_team),
        "contact": lambda db: contacts.add(db, NewContact(site.other, contact.started_at)),
        "observation": lambda db: observations.begin(db, contact, coach, heard.source, NOW),
        "note": lambda db: observations.add_note(db, heard, 1, "text", None),
        "evaluation": lambda db: evaluations.begin(db, heard, 1, b"", TODAY),
        "assessment": lambda db: skills.begin_assessment(db, site.other, AssessmentKind.SELF, coach, TODAY),
        "evidence": lambda db: skills.add_evidence(db, rating, note_id=1),
        "plan": lambda db: plans.begin(db, site.other, coach, TODAY, ""),
        "area": lambda db: plans.add(db, Area(0, b"", plan, "title", 1)),
        "improvement": lambda db: practice.raise_improvement(db, "title", TODAY, site.other, plan),
    }
    for table, attempt in attempts.items():
        before = tally(site)
        with pytest.raises(LookupError), site.store.writing(table, "condition") as db:
            attempt(db)
        assert tally(site) == before, table


def tally(site: Site) -> dict[str, int]:
    with site.store.reading() as db:
        return {t: db.execute(f'SELECT count(*) FROM main."{t}"').fetchone()[0] for t in FILLED}


def test_a_file_brings_in_nothing_of_somebody_out_of_reach(site: Site) -> None:
    site.store.act_as(site.users["coach"])
    news = [NewContact(site.floor.agent, NOW), NewContact(site.other, NOW)]
    before = tally(site)
    with pytest.raises(OutOfReach), site.store.writing("import", "contact") as db:
        id = imports.add(db, ImportKind.CALLS, ("calls.csv", "hash"), 2, site.users["coach"].id)
        imports.add_contacts(db, id, news)
    assert tally(site) == before


def test_an_import_of_others_is_not_taken_back(site: Site) -> None:
    with site.store.writing("import", "contact") as db:
        id = imports.add(db, ImportKind.CALLS, ("calls.csv", "hash"), 2, site.floor.user.id)
        imports.add_contacts(db, id, [NewContact(site.floor.agent, NOW), NewContact(site.other, NOW)])
    site.store.act_as(site.users["coach"])
    with pytest.raises(OutOfReach), site.store.writing(*imports.TABLES) as db:
        imports.undo(db, id)


def test_nobody_is_moved_out_of_ones_own_reach(site: Site) -> None:
    site.store.act_as(site.floor.user)
    with site.store.reading() as db:
        agent = people.agent(db, site.floor.agent)
    with pytest.raises(OutOfReach), site.store.writing("agent") as db:
        people.change_agent(db, replace(agent, team_id=site.other_team))
    site.store.act_as(site.users["admin"])
    with site.store.writing("agent") as db:
        people.change_agent(db, replace(agent, team_id=site.other_team))
    site.store.act_as(site.floor.user)
    assert names(site.store) == []


def test_whoever_sees_nothing_of_a_person_still_knows_that_something_hangs_on_them(site: Site) -> None:
    site.store.act_as(site.users["admin"])
    with site.store.reading() as db:
        assert people.has_anything(db, site.other)
        assert people.has_members(db, site.other_team)
        assert people.has_written(db, site.floor.user.id)
