"""Holds tables, indexes and triggers to those of this program: a guard taken away leaves no trace in rows."""

from collections.abc import Sequence
from contextlib import closing

from db import migrations
from db.connection import Connection, Source, connect, driver, wrap
from db.errors import NotOurs
from db.log import triggers
from db.records.log import Broken, Fault

_SCHEMA = """SELECT type || ' ' || name, sql FROM main.sqlite_master
    WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL"""
_HAS_LOG = "table writer"


def check_shape(conn: Connection) -> Broken | None:
    """The first thing in the schema that is missing, changed or added."""
    wrong = _find_wrong(dict(conn.execute(_SCHEMA).fetchall()), _make_schema(migrations.read_steps())[0])
    return Broken(Fault.SCHEMA, detail=wrong[0]) if wrong else None


def demand_ours(copy: Source) -> None:
    """Raise NotOurs (fact `schema`) for a copy of any age with anything in its schema that is not ours.

    Triggers of the record that another version made are passed over: opening makes them anew.
    """
    with closing(connect(copy, "frozen")) as conn:
        applied, there = migrations.read_applied(wrap(conn)), dict(conn.execute(_SCHEMA).fetchall())
        wanted, fingerprint = _make_schema(migrations.read_steps()[: len(applied)])
        told = conn.execute("SELECT triggers FROM main.writer").fetchone() if _HAS_LOG in there else None
    if told is None or told[0] != fingerprint:
        there, wanted = _without_triggers(there), _without_triggers(wanted)
    if wrong := _find_wrong(there, wanted):
        raise NotOurs(copy.path, schema=wrong[0])


def _find_wrong(there: dict[str, str], wanted: dict[str, str]) -> list[str]:
    return [name for name in sorted(there.keys() | wanted.keys()) if there.get(name) != wanted.get(name)]


def _without_triggers(schema: dict[str, str]) -> dict[str, str]:
    return {name: sql for name, sql in schema.items() if not name.startswith("trigger log_")}


def _make_schema(steps: Sequence[migrations.Step]) -> tuple[dict[str, str], str]:
    """That of a new store after these steps, made in memory, and the fingerprint of its triggers."""
    with closing(driver.connect(":memory:", isolation_level=None)) as conn:
        database = wrap(conn)
        for step in steps:
            migrations.apply_step(database, step)
        made = triggers.make_triggers(triggers.read_logged(conn))
        if _HAS_LOG in dict(conn.execute(_SCHEMA).fetchall()):
            triggers.install(conn, made)
        return dict(conn.execute(_SCHEMA).fetchall()), triggers.fingerprint(made)
