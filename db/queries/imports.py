"""Files brought in: what they added, in bulk; what their columns meant; and taking one back as a whole."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from db.connection import Database
from db.log.writer import begin_batch
from db.queries.gate import clean
from db.queries.rows import all_of, insert, kept, update
from db.reach import OutOfReach
from db.records.contacts import Import, ImportKind, NewContact

# What an import and its undo write: the names for Store.writing.
TABLES = ("import", "column_mapping", "contact", "agent", "team", "assignment")

_IMPORT = "SELECT id, uid, kind, file_name, file_hash, rows, kept, user_id, made_at, undone_at FROM import"
_NAMES = tuple(field.name for field in fields(NewContact))
_INSERT_CONTACT = (
    f"INSERT INTO main.contact (uid, import_id, {', '.join(_NAMES)}) "
    f"VALUES (new_uid(), ?, {', '.join('?' for _ in _NAMES)})"
)
_OBSERVED = (
    "EXISTS (SELECT 1 FROM main.observation o WHERE o.contact_id = contact.id AND o.deleted_at IS NULL)"
)
# Where a person can have something of their own. Notes and evaluations stand on observations.
_OF_AGENT = ("contact", "observation", "evaluation", "assessment", "plan", "improvement")
_HAS_MORE = " OR ".join(
    f"EXISTS (SELECT 1 FROM main.{table} t WHERE t.agent_id = agent.id AND t.deleted_at IS NULL)"
    for table in _OF_AGENT
)


@dataclass(frozen=True, slots=True)
class Undone:
    """`contacts`, `agents`, `teams` went; `contacts_kept` were observed since, `agents_kept` have more."""

    contacts: int
    contacts_kept: int
    agents: int
    agents_kept: int
    teams: int


def remembered(db: Database, kind: ImportKind, headers: Sequence[str]) -> tuple[tuple[str, str], ...] | None:
    """Field name and reading of each column, as kept for exactly these headers."""
    row = next(
        iter(
            db.query(
                "SELECT mapping FROM column_mapping WHERE kind = ? AND headers = ?",
                [kind.value, _header_key(headers)],
            )
        ),
        None,
    )
    return tuple((str(name), str(reading)) for name, reading in json.loads(row["mapping"])) if row else None


def remember(
    db: Database, kind: ImportKind, headers: Sequence[str], columns: Sequence[tuple[str, str]]
) -> None:
    db.execute(
        "INSERT INTO main.column_mapping (kind, headers, mapping) VALUES (?, ?, ?) "
        "ON CONFLICT (kind, headers) DO UPDATE SET mapping = excluded.mapping",
        [kind.value, clean(db, _header_key(headers)), json.dumps(columns, ensure_ascii=False)],
    )


def _header_key(headers: Sequence[str]) -> str:
    return json.dumps([header.casefold() for header in headers], ensure_ascii=False)


def imports(db: Database) -> tuple[Import, ...]:
    """Newest first; those taken back are among them."""
    return all_of(Import, db.query(_IMPORT + " ORDER BY made_at DESC, id DESC"))


def of_file(db: Database, kind: ImportKind, file_hash: str) -> tuple[Import, ...]:
    """Imports of exactly this file that still stand, newest first."""
    sql = _IMPORT + " WHERE kind = ? AND file_hash = ? AND undone_at IS NULL ORDER BY made_at DESC, id DESC"
    return all_of(Import, db.query(sql, [kind.value, file_hash]))


def add(db: Database, kind: ImportKind, file: tuple[str, str], rows: int, user_id: int) -> int:
    """Begin an import; `file` is its name and SHA-256. Nothing is kept yet.

    In this transaction the record of changes says nothing more of single rows: this one stands for them.
    """
    name, file_hash = file
    values = {"kind": kind, "file_name": name, "file_hash": file_hash, "rows": rows, "kept": 0}
    begin_batch(db.conn)
    return insert(db, "import", user_id=user_id, made_at=_moment(db), **values)


def set_kept(db: Database, import_id: int, kept: int) -> None:
    update(db, "import", import_id, kept=kept)


def add_contacts(db: Database, import_id: int, contacts: Iterable[NewContact]) -> None:
    """Raises OutOfReach where one is of an agent whom the user at work does not see."""
    rows = (
        [import_id, *(kept(db, name, getattr(one, name)) for name in _NAMES)]
        for one in _reached(db, contacts)
    )
    db.conn.executemany(_INSERT_CONTACT, rows)


def _reached(db: Database, contacts: Iterable[NewContact]) -> Iterable[NewContact]:
    seen = {row["id"] for row in db.query("SELECT id FROM agent")}
    for one in contacts:
        if one.agent_id not in seen:
            raise OutOfReach("agent", one.agent_id)
        yield one


def add_agent(db: Database, import_id: int, team_id: int, **values: object) -> int:
    """Add a person of the file: `name`, and where known `reference` and `hired_on`."""
    return insert(db, "agent", import_id=import_id, team_id=team_id, **values)


def add_team(db: Database, import_id: int, name: str) -> int:
    return insert(db, "team", import_id=import_id, name=name)


def stored_references(db: Database, references: Iterable[str]) -> set[str]:
    """Those contact references that are in the store already."""
    wanted = json.dumps(sorted(set(references) - {""}), ensure_ascii=False)
    sql = (
        "SELECT DISTINCT contact.reference AS reference FROM json_each(?) AS wanted "
        "JOIN main.contact ON contact.reference = wanted.value WHERE contact.deleted_at IS NULL"
    )
    return {row["reference"] for row in db.query(sql, [wanted])}


def undo(db: Database, import_id: int) -> Undone:
    """Take an import back. What people have worked with since stays: observed contacts, agents with more.

    Raises LookupError where there is no such import that still stands; OutOfReach where it brought in
    somebody whom the user at work does not see.
    """
    _check_import(db, import_id)
    when = _moment(db)
    begin_batch(db.conn)
    found = db.execute(
        "UPDATE main.import SET undone_at = ? WHERE id = ? AND undone_at IS NULL", [when, import_id]
    )
    if found.rowcount != 1:
        raise LookupError(f"import {import_id}")
    contacts = _remove(db, "contact", f"NOT {_OBSERVED}", when, import_id)
    agents = _remove(db, "agent", f"NOT ({_HAS_MORE})", when, import_id)
    empty = "NOT EXISTS (SELECT 1 FROM main.agent a WHERE a.team_id = team.id AND a.deleted_at IS NULL)"
    teams = _remove(db, "team", empty, when, import_id)
    kept = [_count(db, table, import_id) for table in ("contact", "agent")]
    return Undone(contacts, kept[0], agents, kept[1], teams)


def redo(db: Database, import_id: int) -> None:
    """Bring an import back that `undo` took away; rows removed on their own stay removed.

    Raises LookupError where there is no such import; OutOfReach as `undo`.
    """
    _check_import(db, import_id)
    row = next(
        iter(db.query("SELECT undone_at FROM import WHERE id = ? AND undone_at IS NOT NULL", [import_id])),
        None,
    )
    if row is None:
        raise LookupError(f"import {import_id}")
    begin_batch(db.conn)
    for table in ("team", "agent", "contact"):
        db.execute(
            f"UPDATE main.{table} SET deleted_at = NULL WHERE import_id = ? AND deleted_at = ?",
            [import_id, row["undone_at"]],
        )
    db.execute("UPDATE main.import SET undone_at = NULL WHERE id = ?", [import_id])


def _check_import(db: Database, id: int) -> None:
    hidden = "NOT IN (SELECT id FROM agent)"
    sql = f"""SELECT EXISTS (SELECT 1 FROM main.contact WHERE import_id = :id AND agent_id {hidden})
        OR EXISTS (SELECT 1 FROM main.agent WHERE import_id = :id AND id {hidden})"""
    if db.execute(sql, {"id": id}).fetchone()[0]:
        raise OutOfReach("import", id)


def _moment(db: Database) -> str:
    return str(next(iter(db.query("SELECT now() AS now")))["now"])


def _remove(db: Database, table: str, where: str, when: str, import_id: int) -> int:
    sql = f"UPDATE main.{table} SET deleted_at = ? WHERE import_id = ? AND deleted_at IS NULL AND {where}"
    return db.execute(sql, [when, import_id]).rowcount


def _count(db: Database, table: str, import_id: int) -> int:
    sql = f"SELECT count(*) AS n FROM main.{table} WHERE import_id = ? AND deleted_at IS NULL"
    return int(next(iter(db.query(sql, [import_id])))["n"])
