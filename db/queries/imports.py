"""Files brought in: what they added, in bulk; what their columns meant; and taking one back as a whole."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeAlias

from db.connection import Database
from db.log.writer import begin_batch, end_batch
from db.queries import scorecards
from db.queries.gate import clean
from db.queries.rows import all_of, insert, kept, update
from db.reach import OutOfReach
from db.records.contacts import Import, ImportKind, NewContact
from db.records.scorecards import VersionState

# What an import and its undo write: the names for Store.writing.
TABLES = ("import", "column_mapping", "contact", "agent", "team", "assignment")
UNDOING = (
    *("import", "contact", "agent", "team", "evaluation", "observation", "week_sum"),
    *("scorecard", "scorecard_version", "question"),
)

_IMPORT = f"SELECT {', '.join(field.name for field in fields(Import))} FROM import"
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

Weeks: TypeAlias = tuple[tuple[int, date], ...]
"""Agent and day: whose sums of which week are to be added up anew."""

# Nobody has read it, changed it or rested anything on it since it came.
_UNTOUCHED = """state = 'final' AND voided_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM main.evaluation x
        WHERE x.revises_id = evaluation.id AND x.deleted_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM main.evidence x
        WHERE x.evaluation_id = evaluation.id AND x.deleted_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM main.final x
        WHERE x.subject_uid = evaluation.uid)
    AND NOT EXISTS (SELECT 1 FROM main.note x
        WHERE x.observation_id = evaluation.observation_id)
    AND NOT EXISTS (SELECT 1 FROM main.self_evaluation x
        WHERE x.observation_id = evaluation.observation_id)"""
_EMPTY = """NOT EXISTS (SELECT 1 FROM main.evaluation e
    WHERE e.observation_id = observation.id AND e.deleted_at IS NULL)"""
_MADE = "SELECT id FROM scorecard_version WHERE id = (SELECT version_id FROM import WHERE id = ?)"


@dataclass(frozen=True, slots=True)
class Undone:
    """`contacts`, `agents`, `teams` went; `contacts_kept` were observed since, `agents_kept` have more.

    `evaluations` went, `evaluations_kept` were shared, changed or built on since. `weeks` are agent and day
    of those that went, whose sums are to be added up anew. `retired`: the scorecard that came with it too;
    `drafts` of scorecards went, `drafts_kept` were published since.
    """

    contacts: int
    contacts_kept: int
    agents: int
    agents_kept: int
    teams: int
    evaluations: int = 0
    evaluations_kept: int = 0
    weeks: Weeks = ()
    retired: bool = False
    drafts: int = 0
    drafts_kept: int = 0


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


def set_version(db: Database, import_id: int, version_id: int) -> None:
    """The scorecard that the import made; it is retired with it, where nothing else uses it."""
    update(db, "import", import_id, version_id=version_id)


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
    """Take an import back. What people have worked with since stays: observed contacts, agents with more,
    evaluations that were shared, changed or built on. The caller adds up `weeks` anew.

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
    evaluations = 0
    if has_heard := _count(db, "observation", import_id) > 0:
        evaluations = _remove(db, "evaluation", _UNTOUCHED, when, import_id)
        _remove(db, "observation", _EMPTY, when, import_id)
    contacts = _remove(db, "contact", f"NOT {_OBSERVED}", when, import_id)
    agents = _remove(db, "agent", f"NOT ({_HAS_MORE})", when, import_id)
    empty = "NOT EXISTS (SELECT 1 FROM main.agent a WHERE a.team_id = team.id AND a.deleted_at IS NULL)"
    teams = _remove(db, "team", empty, when, import_id)
    kept = [_count(db, table, import_id) for table in ("contact", "agent", "observation")]
    weeks = _weeks(db, import_id, when)
    end_batch(db.conn)
    retired = has_heard and _retire(db, import_id)
    drafts, drafts_kept = _remove_draft(db, import_id)
    heard = (evaluations, kept[2], weeks, retired)
    return Undone(contacts, kept[0], agents, kept[1], teams, *heard, drafts, drafts_kept)


def redo(db: Database, import_id: int) -> Weeks:
    """Bring an import back that `undo` took away; rows removed on their own stay removed. Answers agent and
    day of each evaluation that came back.

    Raises LookupError where there is no such import; OutOfReach as `undo`.
    """
    _check_import(db, import_id)
    row = next(
        iter(db.query("SELECT undone_at FROM import WHERE id = ? AND undone_at IS NOT NULL", [import_id])),
        None,
    )
    if row is None:
        raise LookupError(f"import {import_id}")
    weeks = _weeks(db, import_id, row["undone_at"])
    begin_batch(db.conn)
    for table in ("team", "agent", "contact", *(("observation", "evaluation") if weeks else ())):
        db.execute(
            f"UPDATE main.{table} SET deleted_at = NULL WHERE import_id = ? AND deleted_at = ?",
            [import_id, row["undone_at"]],
        )
    db.execute("UPDATE main.import SET undone_at = NULL WHERE id = ?", [import_id])
    end_batch(db.conn)
    for made in list(db.query(f"{_MADE} AND state = 'retired'", [import_id])):
        scorecards.use_again(db, made["id"])
    for made in list(db.query(f"{_MADE} AND state = 'draft' AND deleted_at IS NOT NULL", [import_id])):
        scorecards.bring_back_draft(db, made["id"])
    return weeks


def _weeks(db: Database, import_id: int, when: str) -> Weeks:
    sql = "SELECT DISTINCT agent_id, day FROM main.evaluation WHERE import_id = ? AND deleted_at = ?"
    return tuple(
        (row["agent_id"], date.fromisoformat(row["day"])) for row in db.query(sql, [import_id, when])
    )


def _remove_draft(db: Database, import_id: int) -> tuple[int, int]:
    """Of the scorecard made from a table: how many drafts went, and how many are in use by now."""
    is_card = "EXISTS (SELECT 1 FROM import WHERE id = ? AND kind = 'scorecard')"
    sql = f"{_MADE} AND deleted_at IS NULL AND {is_card}"
    rows = [row["id"] for row in db.query(sql, [import_id, import_id])]
    drafts = [id for id in rows if scorecards.version(db, id).state is VersionState.DRAFT]
    for id in drafts:
        scorecards.remove_draft(db, id)
    return len(drafts), len(rows) - len(drafts)


def _retire(db: Database, import_id: int) -> bool:
    """Whether the scorecard that came with it was retired: nothing is filled in with it now."""
    unused = """NOT EXISTS (SELECT 1 FROM main.evaluation e
        WHERE e.version_id = scorecard_version.id AND e.deleted_at IS NULL)"""
    found = list(db.query(f"{_MADE} AND state = 'published' AND {unused}", [import_id]))
    for row in found:
        scorecards.retire(db, row["id"])
    return bool(found)


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
