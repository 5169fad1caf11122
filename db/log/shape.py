"""Holds tables, indexes and triggers to those of this program: a guard taken away leaves no trace in rows."""

from contextlib import closing

from db import migrations
from db.connection import Connection, driver, wrap
from db.log import triggers
from db.records.log import Broken, Fault

_SCHEMA = """SELECT type || ' ' || name, sql FROM main.sqlite_master
    WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL"""


def check_shape(conn: Connection) -> Broken | None:
    """The first thing in the schema that is missing, changed or added."""
    there, wanted = dict(conn.execute(_SCHEMA).fetchall()), _make_schema()
    wrong = [name for name in sorted(there.keys() | wanted.keys()) if there.get(name) != wanted.get(name)]
    return Broken(Fault.SCHEMA, detail=wrong[0]) if wrong else None


def _make_schema() -> dict[str, str]:
    """That of a new store, made in memory."""
    with closing(driver.connect(":memory:", isolation_level=None)) as conn:
        database = wrap(conn)
        for step in migrations.read_steps():
            migrations.apply_step(database, step)
        triggers.install(conn, triggers.make_triggers(triggers.read_logged(conn)))
        return dict(conn.execute(_SCHEMA).fetchall())
