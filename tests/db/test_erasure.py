"""Erasing one agent: nothing of them is left in any byte, and what others rely on is whole."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from db.queries import belongings, erasure, histories, holdings, log, observations, people
from db.records.log import Verdict
from db.store import Store
from tests.builders import Floor, evaluate, take_call
from tests.db.held_floor import NAME, PLANTED, fill

# What hangs on a person: a table that comes later is decided on here, then in erasure and in print.
KNOWN = {
    *("agent", "contact", "observation", "note", "evaluation", "assessment", "rating", "evidence"),
    "detail",
    *("plan", "area", "goal", "action", "condition", "check_in", "signature"),
    *("final", "acknowledgement", "private_note", "assignment"),
    *("transcript", "transcript_line"),
    "draw_item",
    *("recognition", "shelf_call"),
    "recording",
    *("dispute", "self_evaluation", "handed_out", "handed_back"),
}


def finish(work: Generator[object, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def erase(store: Store, agent_id: int, reason: str = "asked for") -> Any:
    with store.reading() as db:
        tables = erasure.tables(db)
        user = people.users(db)[0]
    with store.writing(*tables, whole=True) as db:
        told = erasure.erase(db, agent_id, user, reason)
    assert store.sweep()
    return told


def leftovers(folder: Path) -> dict[str, list[str]]:
    """Planted words found in any file below the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found[path.name] = [word for word in PLANTED if word.encode() in content]
    return {name: words for name, words in found.items() if words}


def test_the_planted_words_are_there_before(floor: Floor, tmp_path: Path) -> None:
    fill(floor)
    floor.store.sweep()
    assert leftovers(tmp_path) == {"floor.deskside": list(PLANTED)}


def test_no_byte_of_an_erased_person_is_left(floor: Floor, tmp_path: Path) -> None:
    erase(floor.store, fill(floor))
    assert leftovers(tmp_path) == {}
    floor.store.back_up()
    floor.store.close()
    assert leftovers(tmp_path) == {}


def test_the_words_are_gone_without_the_sweep_from_what_can_be_asked(floor: Floor) -> None:
    agent = fill(floor)
    with floor.store.reading() as db:
        assert observations.find_notes(db, "plantednote")
        tables = erasure.tables(db)
    with floor.store.writing(*tables, whole=True) as db:
        erasure.erase(db, agent, None, "asked for")
    with floor.store.reading() as db:
        assert observations.find_notes(db, "plantednote") == ()
        assert db.execute(
            "SELECT count(*) FROM note_words WHERE note_words MATCH 'plantednote'"
        ).fetchone() == (0,)


def test_the_record_still_verifies_after_an_erasure(floor: Floor) -> None:
    erase(floor.store, fill(floor))
    verdict: Verdict = finish(log.verify(floor.store))
    assert verdict.broken == ()
    assert sum(device.erased for device in verdict.devices) > 20


def test_references_hold_after_an_erasure(floor: Floor) -> None:
    erase(floor.store, fill(floor))
    with floor.store.reading() as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_preview_counts_what_goes(floor: Floor) -> None:
    agent = fill(floor)

    def counts() -> dict[str, int]:
        with floor.store.reading() as db:
            names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}

    with floor.store.reading() as db:
        told = erasure.preview(db, agent)
        sql = "SELECT count(*) FROM change WHERE purge_id IS NOT NULL"
        assert db.execute(sql).fetchone() == (0,)
    before = counts()
    assert erase(floor.store, agent) == told
    after = counts()
    gone = {table: before[table] - after[table] for table in before if before[table] > after[table]}
    ours = dict(told.gone) | {"week_sum": told.sums}
    assert {table: n for table, n in gone.items() if not table.startswith(("note_words", "head"))} == ours
    assert told.values > 20
    assert told.emptied == {"agent": 1, "final": 1, "acknowledgement": 1}
    assert told.detached == {"improvement": 1}


def test_other_people_keep_everything(floor: Floor) -> None:
    fill(floor)
    with floor.store.writing("agent") as db:
        other = people.add_agent(db, "Imani Okafor", floor.team)
    second = Floor(floor.store, floor.user, floor.team, other)
    evaluate(second, take_call(second, reference="C-2"))
    with floor.store.reading() as db:
        before = holdings.read(db, other)
    erase(floor.store, floor.agent)
    with floor.store.reading() as db:
        assert holdings.read(db, other) == before


def test_what_is_left_says_that_somebody_was_erased_by_whom_and_why(floor: Floor) -> None:
    told = erase(floor.store, fill(floor), "asked by letter")
    with floor.store.reading() as db:
        last = histories.page(db, histories.Wanted(kind="event")).lines[0]
        assert (last.event, last.new, last.row) == ("erase", "asked by letter", told.uid)
        assert people.agents(db) == ()
        row = db.execute("SELECT name, reference, hired_on FROM agent").fetchone()
        assert row == (erasure.NAMELESS, "", None)
        assert db.execute("SELECT content, length(sha256) FROM final").fetchone() == ("", 64)


def test_an_erased_person_cannot_be_erased_again(floor: Floor) -> None:
    erase(floor.store, fill(floor))
    with floor.store.reading() as db, pytest.raises(LookupError):
        erasure.preview(db, floor.agent)


def test_a_person_of_whom_nothing_is_held_is_erased_too(floor: Floor) -> None:
    told = erase(floor.store, floor.agent)
    assert (dict(told.gone), told.sums) == ({}, 0)
    with floor.store.reading() as db:
        assert people.agents(db) == ()


def test_a_removed_person_can_still_be_erased(floor: Floor, tmp_path: Path) -> None:
    agent = fill(floor)
    with floor.store.writing("agent") as db:
        people.remove_agent(db, agent)
    erase(floor.store, agent)
    assert leftovers(tmp_path) == {}


def test_every_table_that_hangs_on_a_person_was_thought_of(floor: Floor) -> None:
    with floor.store.reading() as db:
        links = belongings.links(db)
    reached, grown = {"agent"}, True
    while grown:
        more = {link.table for link in links if link.parent in reached} - reached - set(belongings.DETACHED)
        reached, grown = reached | more, bool(more)
    assert reached == KNOWN


def test_nothing_is_gone_where_the_transaction_fails(floor: Floor) -> None:
    agent = fill(floor)
    with floor.store.reading() as db:
        tables = erasure.tables(db)
        before = holdings.read(db, agent)
    with pytest.raises(ZeroDivisionError), floor.store.writing(*tables, whole=True) as db:
        erasure.erase(db, agent, None, "asked for")
        raise ZeroDivisionError
    with floor.store.reading() as db:
        assert holdings.read(db, agent) == before
        assert people.agent(db, agent).name == NAME
