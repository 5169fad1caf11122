"""How a store of any age becomes today's: numbered steps in plain SQL, each with its record.

A step is a module `m0001_name.py` with `NAME` and `SQL`. It is frozen once released and imports nothing of
ours. sqlite-utils keeps the record of what was applied.
"""

import importlib
import pkgutil
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SET_NAME = "deskside"
_MODULE_NAME = re.compile(r"m\d{4}_\w+")


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the schema, under the name that the store remembers it by."""

    name: str
    sql: str


def read_steps() -> tuple[Step, ...]:
    """Every step this program knows, in the order of their file names."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    names = sorted(name for name in found if _MODULE_NAME.fullmatch(name))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(Step(module.NAME, module.SQL) for module in modules)


def read_applied(db: "Database") -> tuple[str, ...]:
    """Names of the steps the store has had, oldest first; of foreign sets too, so that they are seen."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return ()
    return tuple(row[0] for row in db.execute("SELECT name FROM _sqlite_migrations ORDER BY id"))


def find_unknown(applied: tuple[str, ...], steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Applied names from the first that differs from what this program knows; none for a prefix."""
    known = [step.name for step in steps]
    agree = 0
    while agree < min(len(applied), len(known)) and applied[agree] == known[agree]:
        agree += 1
    return applied[agree:]


def apply_step(db: "Database", step: Step) -> None:
    """Apply one step and its record together, or neither. Raises ValueError where it breaks a reference.

    References are not enforced while tables are rebuilt, and all of them are checked before the commit.
    """
    from sqlite_utils import Migrations  # only by now is the driver certain (see db.connection)

    def run(db: "Database") -> None:
        db.executescript(step.sql)

    one_step = Migrations(SET_NAME)
    one_step(name=step.name)(run)
    db.execute("PRAGMA foreign_keys = OFF")
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            one_step.apply(db)
            _check_references(db, step)
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")


def _check_references(db: "Database", step: Step) -> None:
    broken = db.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise ValueError(f"{step.name} leaves table {broken[0]} referring to a missing row of {broken[2]}")
