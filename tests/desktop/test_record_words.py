"""Every line of the record reads as a sentence: no code, no JSON, no name of a table."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from db.log.triggers import read_logged
from db.queries import histories, log
from db.records.history import Line, Wanted
from desktop.shell.record_sentences import EVENTS, tell
from desktop.shell.record_values import CHOICES, SWITCHES, WORDS, value_words
from desktop.shell.record_words import has_words
from tests.builders import Floor
from tests.db.held_floor import fill
from tests.desktop.heard_floor import change, hear
from tests.house.sources import read_sources

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
# The record's own tables are told by their events, and never as rows.
UNTOLD = set(histories.UNTOLD)


def line(table: str, column: str, old: object, new: object, **more: object) -> Line:
    made = Line(1, AT, "Ruth Castellane", table=table, row=b"r" * 16, column=column, old=old, new=new)  # type: ignore[arg-type]
    return replace(made, **more)  # type: ignore[arg-type]


def test_every_logged_table_and_column_has_words(floor: Floor) -> None:
    with floor.store.reading() as db:
        tables = [table for table in read_logged(db.conn) if table.table not in UNTOLD]
    missing = [
        f"{table.table}.{column.name}"
        for table in tables
        for column in table.columns
        if not has_words(table.table, column.name)
    ]
    assert missing == []


def test_every_choice_that_the_schema_lists_has_words(floor: Floor) -> None:
    """CHECK (kind IN ('practice', …)): each of those codes is told in words, not as the code."""
    with floor.store.reading() as db:
        tables = {table.table for table in read_logged(db.conn)} - UNTOLD
        schema = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    bare: list[str] = []
    for table, sql in schema:
        for column, codes in re.findall(r'CHECK \("?(\w+)"? IN \(([^)]*)\)\)', sql):
            known = (table, column) in CHOICES or (table, column) in SWITCHES
            told = {code for of, named, code in WORDS if (of, named) == (table, column)}
            if table in tables and not known:
                bare += [
                    f"{table}.{column} = {code}" for code in re.findall(r"'(\w+)'", codes) if code not in told
                ]
    assert bare == []


def test_no_line_of_a_full_floor_shows_a_code_or_json(floor: Floor) -> None:
    fill(floor)
    with floor.store.writing("event") as db:
        for kind in EVENTS:
            log.say(db, kind)
    with floor.store.reading() as db:
        lines = histories.page(db, limit=5000).lines
        tables = {table.table for table in read_logged(db.conn)}
    assert len(lines) > 150
    with_under = [table for table in tables if "_" in table]
    for one in lines:
        if one.table in UNTOLD:
            continue
        told = tell(one)
        whole = f"{told.sentence}\n{told.detail}"
        assert not re.search(r'[{\[]"|\b[0-9a-f]{32}\b|\bNone\b|_id\b|\b\w+_(at|on|s)\b', whole), whole
        assert not any(table in whole for table in with_under), whole


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            line("goal", "target", 80.0, 85.0, label="Listening"),
            "changed the target of the goal “Listening” from 80 % to 85 %",
        ),
        (
            line("goal", "target", None, 4.0, label="Listening"),
            "set the target of the goal “Listening” to level 4",
        ),
        (
            line("plan", "state", "draft", "agreed"),
            "changed the state of the plan from Draft to Agreed",
        ),
        (line("note", "deleted_at", None, "2026-03-02T10:00:00.000Z"), "removed the note"),
        (line("note", "deleted_at", "2026-03-02T10:00:00.000Z", None), "brought the note back"),
        (line("note", "", None, None), "deleted the note for ever"),
        (
            line("agent", "team_id", b"a" * 16, b"b" * 16, names={b"a" * 16: "Harbour", b"b" * 16: "Quay"}),
            "changed the team of the agent from Harbour to Quay",
        ),
        (
            line("import", "", None, '{"kind": "calls", "file_name": "calls.csv", "rows": 5000}'),
            "brought in calls.csv (5,000 rows)",
        ),
        (
            line("note", "", None, '{"at_s": 134.0, "text": "Asked twice"}'),
            "wrote a note at 2:14: Asked twice",
        ),
        (
            line("setting", "value", "85", "90", row="target_percent"),
            "changed the setting “Team target” from 85 to 90",
        ),
        (
            line("goal", "why", "So that callers trust me", ""),
            "cleared “why it matters to me” of the goal, which was So that callers trust me",
        ),
        (
            line("goal", "why", None, None, purged=True),
            "changed “why it matters to me” of the goal (the words were erased)",
        ),
        (line("", "", None, "", event="sign_in"), "signed in"),
        (line("", "", None, "3", event="sign_in_failed"), "came in after failed tries: 3 tries"),
        (
            line("", "", None, "note, 2026-03-01", event="retention"),
            "removed what was past its term: Notes from before 1 Mar 2026",
        ),
        (line("user", "", None, "", event="user_invited", label="Coen"), "invited a user (“Coen”)"),
        (line("", "", None, "nobody knows it", event="odd_kind"), "odd kind: nobody knows it"),
    ],
)
def test_a_line_reads_as_a_sentence(made: Line, sentence: str) -> None:
    assert tell(made).sentence.replace("\N{NO-BREAK SPACE}", " ") == sentence


def test_long_words_are_shortened_and_kept_whole_behind() -> None:
    long = "word " * 60
    told = tell(line("plan", "together", "before", long.strip()))
    assert told.sentence.endswith(" …”") and len(told.sentence) < 200
    assert long.strip() in told.detail and "before" in told.detail


def test_text_that_looks_like_a_list_or_a_form_is_no_danger() -> None:
    for text in ("[not json", "{", "[1, 2", '{"sections": 3}', "2026-99-99"):
        assert isinstance(tell(line("note", "text", "", text)).sentence, str)
        assert isinstance(value_words("scorecard_version", "form", text, {}), str)
        assert isinstance(value_words("plan", "begun_on", text, {}), str)
        assert isinstance(tell(line("plan", "", None, text)).sentence, str)


def test_every_event_that_is_ever_said_has_words() -> None:
    """Each `log.say(db, "kind"…)` of the source, and the deeds on the way in."""
    said: set[str] = set()
    for source in read_sources("db", "desktop"):
        said |= set(re.findall(r'\bsay\(\s*db,\s*"(\w+)"', source.text))
        said |= set(re.findall(r'deeds=\(?"(\w+)"', source.text))
    assert {"sign_in_failed", "erase", "verify"} <= said
    assert said - EVENTS.keys() == set()


def test_a_changed_evaluation_is_said_to_be_changed_and_why(floor: Floor) -> None:
    change(floor, hear(floor).id, 1, "The caller was greeted after all")
    with floor.store.reading() as db:
        told = [tell(line).sentence for line in histories.page(db, Wanted(kind="evaluation")).lines]
    assert any("by a revision: The caller was greeted after all" in sentence for sentence in told)
    assert not any(sentence.startswith("removed") for sentence in told)


def test_a_private_note_is_told_without_its_words() -> None:
    told = {tell(line("private_note", column, None, b"sealed")).sentence for column in ("", "sealed")}
    assert told == {"began a private note", "wrote on a private note"}
