"""The store's own gate: no card number and no security code is written, by whichever way it comes."""

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from db.connection import Database
from db.queries import allowed_numbers, contacts, gate, imports, observations, people, practice, settings
from db.queries.rows import insert, update
from db.records.contacts import ImportKind, NewContact
from db.records.people import Role
from db.records.practice import Behaviour
from tests.builders import Floor, observe, take_call
from tests.house.sources import read_sources

CARD = "4242 4242 4242 4242"
MASKED = "•••• •••• •••• 4242"
ORDER = "1234567890123452"
EVERY = ("site", "team", "user", "agent", "contact", "setting", "vision", "behaviour", "import")
Way = Callable[[Database, Floor], object]

WAYS: dict[str, Way] = {
    "SELECT name FROM site": lambda db, floor: people.set_site(db, CARD),
    "SELECT name FROM team": lambda db, floor: people.rename_team(db, floor.team, CARD),
    "SELECT name FROM user WHERE role = 'coach'": lambda db, floor: people.add_user(db, CARD, Role.COACH),
    "SELECT name FROM user WHERE uid = zeroblob(16)": lambda db, floor: people.add_user(
        db, CARD, Role.COACH, uid=bytes(16)
    ),
    "SELECT name || reference FROM agent": lambda db, floor: people.change_agent(
        db, replace(people.agent(db, floor.agent), name=CARD, reference="cvv 123")
    ),
    "SELECT reference || topic FROM contact": lambda db, floor: contacts.add(
        db, NewContact(floor.agent, datetime(2026, 3, 2), CARD, topic="cvv 123")
    ),
    "SELECT value FROM setting": lambda db, floor: settings.set_setting(db, "a", f'"{CARD}"'),
    "SELECT sentence || meaning FROM vision WHERE number = 2": lambda db, floor: practice.say_vision(
        db, CARD, "cvv 123"
    ),
    "SELECT hear FROM behaviour WHERE key = 'k'": lambda db, floor: practice.add_behaviour(
        db, Behaviour(0, b"", key="k", name="n", definition="d", hear=("one", CARD))
    ),
    "SELECT file_name FROM import": lambda db, floor: imports.add(
        db, ImportKind.CALLS, (CARD, "0" * 64), 1, floor.user.id
    ),
}


@pytest.mark.parametrize("found_by", WAYS)
def test_a_card_number_is_masked_on_every_way_into_the_store(floor: Floor, found_by: str) -> None:
    with floor.store.writing(*EVERY) as db:
        WAYS[found_by](db, floor)
        (text,) = next(db.execute(found_by))
    assert MASKED in text
    assert "4242 4242" not in text
    assert "123" not in text


def test_notes_and_what_is_being_typed_are_masked(floor: Floor) -> None:
    observation = observe(floor, take_call(floor))
    with floor.store.writing("observation", "note") as db:
        observations.keep_pending(db, observation.id, f"her card {CARD}", 3.0)
        id = observations.add_note(db, observation, 3.0, f"her card {CARD}, cvv 123", None)
        assert observations.observation(db, observation.id).pending == f"her card {MASKED}"
        assert observations.note(db, id).text == f"her card {MASKED}, cvv •••"
        observations.change_note(db, replace(observations.note(db, id), text=f"{CARD} again"))
        assert observations.note(db, id).text == f"{MASKED} again"


def test_the_hash_of_a_file_is_left_as_it_is(floor: Floor) -> None:
    digits = CARD.replace(" ", "").ljust(64, "a")
    with floor.store.writing("import") as db:
        imports.add(db, ImportKind.CALLS, ("calls.csv", digits), 1, floor.user.id)
        assert imports.imports(db)[0].file_hash == digits


def test_a_final_is_kept_sign_by_sign(floor: Floor) -> None:
    digits, answers = CARD.replace(" ", "").ljust(64, "b"), "[4,2,4,2,4,2,4,2,4,2,4,2,4,2,4,2]"
    with floor.store.writing("final_text") as db:
        id = insert(db, "final_text", sha256=digits, content=answers)
        row = next(iter(db.query("SELECT sha256, content FROM final_text WHERE id = ?", [id])))
    assert row == {"sha256": digits, "content": answers}


def test_data_is_looked_at_text_by_text(floor: Floor) -> None:
    points = '{"points":[4,2,4,2,4,2,4,2,4,2,4,2,4,2,4,2],"name":"Zoë"}'
    with floor.store.reading() as db:
        assert gate.clean_column(db, "form", points) is points
        cleaned = gate.clean_column(db, "form", f'{{"name":["{CARD}",4]}}')
    assert cleaned == f'{{"name": ["{MASKED}", 4]}}'


def test_any_text_column_of_any_table_is_masked_by_an_update(floor: Floor) -> None:
    with floor.store.writing("agent") as db:
        update(db, "agent", floor.agent, name=CARD, reference=["a", CARD])
        row = next(iter(db.query("SELECT name, reference FROM agent")))
    assert row == {"name": MASKED, "reference": f'["a", "{MASKED}"]'}


def test_an_order_number_is_stored_once_it_was_let_through(floor: Floor) -> None:
    with floor.store.writing("allowed_number", "agent") as db:
        update(db, "agent", floor.agent, reference=ORDER)
        assert people.agent(db, floor.agent).reference == "•••• •••• •••• 3452"
        id = allowed_numbers.allow(db, ORDER, "  Our order numbers begin with 1. ", floor.user.id)
        update(db, "agent", floor.agent, reference=f"{ORDER[:8]} {ORDER[8:]}")
        assert people.agent(db, floor.agent).reference == "12345678 90123452"
        (known,) = allowed_numbers.allowed_numbers(db)
        assert (known.reason, known.user) == ("Our order numbers begin with 1.", "Ruth Castellane")
        allowed_numbers.take_back(db, id)
        update(db, "agent", floor.agent, reference=ORDER)
        assert people.agent(db, floor.agent).reference == "•••• •••• •••• 3452"


def test_a_card_number_is_never_let_through_and_a_reason_is_asked_for(floor: Floor) -> None:
    with floor.store.writing("allowed_number") as db:
        with pytest.raises(ValueError, match="never"):
            allowed_numbers.allow(db, CARD.replace(" ", ""), "It is an order", floor.user.id)
        with pytest.raises(ValueError, match="reason"):
            allowed_numbers.allow(db, ORDER, " \n", floor.user.id)
        assert allowed_numbers.allowed_numbers(db) == ()


def test_a_digest_put_there_by_hand_lets_no_card_number_through(floor: Floor) -> None:
    digits = CARD.replace(" ", "")
    with floor.store.writing("allowed_number", "agent") as db:
        allowed_numbers.allow(db, ORDER, "Orders", floor.user.id)
        db.execute("UPDATE allowed_number SET digest = ?", [gate.digest(gate.key(db), digits)])
        update(db, "agent", floor.agent, name=CARD)
        assert people.agent(db, floor.agent).name == MASKED


def test_the_list_of_numbers_let_through_holds_no_number(floor: Floor) -> None:
    with floor.store.writing("allowed_number") as db:
        allowed_numbers.allow(db, ORDER, "Orders", floor.user.id)
    floor.store.close()
    assert ORDER.encode() not in floor.store.path.read_bytes()


# Statements of these write nothing that a person has written: marks, sums, moments, keys, or columns that
# were masked already when the same text was first stored.
MACHINE_ONLY = {
    ("db/queries/evaluations.py", "finish"),
    ("db/queries/evaluations.py", "add_to_weeks"),
    ("db/queries/erasure.py", "_blank_person"),
    ("db/queries/erasure.py", "_detach"),
    ("db/queries/erasure.py", "delete_rows"),
    ("db/queries/erasing_again.py", "_say_when"),
    ("db/queries/erasure.py", "empty_finals"),
    ("db/queries/imports.py", "undo"),
    ("db/queries/imports.py", "redo"),
    ("db/queries/imports.py", "_remove"),
    ("db/queries/log.py", "_silence_events"),
    ("db/queries/recordings.py", "forget_removed"),
    ("db/queries/recordings.py", "point_to"),
    ("db/queries/retention.py", "_blank_changes"),
    ("db/queries/retention.py", "_blank_events"),
    ("db/queries/retention.py", "_take"),
    ("db/queries/rows.py", "_change"),
    ("db/queries/scorecards.py", "publish"),
    ("db/queries/scorecards.py", "question_id"),
    ("db/queries/scorecards.py", "retire"),
    ("db/queries/scorecards.py", "use_again"),
    ("db/queries/skills.py", "drop_standard"),
    ("db/queries/transcripts.py", "say_speaker"),
    ("db/queries/transcripts.py", "swap_speakers"),
}
WRITES = re.compile(r"\b(INSERT INTO|UPDATE (main\.)?[\w{}\"]+ SET)\b", re.IGNORECASE)


def test_every_statement_of_the_queries_that_writes_goes_through_the_gate() -> None:
    past = set()
    for source in read_sources("db/queries"):
        for function in ast.walk(source.tree):
            if isinstance(function, ast.FunctionDef):
                text = ast.unparse(function)
                if WRITES.search(text) and not re.search(r"\b(clean|kept|place_text)\(", text):
                    past.add((str(source.path), function.name))
    assert past <= MACHINE_ONLY, sorted(past - MACHINE_ONLY)
    assert ("db/queries/evaluations.py", "finish") in past, "the search finds nothing any more"
