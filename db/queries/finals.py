"""Finals: canonical, digested, insert-only; a change is the next revision. And who acknowledged which.

What a final says is compared with the rows it was made of by `check`. Texts that many finals share (the form
of a scorecard) are kept once, in `final_text`, and named in the content by their digest.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from db.connection import Database
from db.queries.canonical import canonical, digest
from db.queries.rows import all_of, insert, need, one, to_record, update
from db.records.finals import NOBODY, Acknowledgement, Came, Final, FinalKind, Made, Revision, ToAcknowledge

_COLUMNS = ", ".join(f"final.{field.name}" for field in fields(Final))
_FINAL = f"""SELECT {_COLUMNS}, user.name AS by FROM final JOIN user ON user.id = final.user_id
    WHERE final.deleted_at IS NULL"""
_SAID = f"""SELECT {", ".join(field.name for field in fields(Acknowledgement))} FROM acknowledgement
    WHERE deleted_at IS NULL"""


def write(
    db: Database,
    kind: FinalKind,
    of: tuple[str, int],
    content: Mapping[str, Any],
    made: Made = NOBODY,
) -> int:
    """Keep the next revision of what stands in row `of` (table, id), for ever; the final's id.

    The row's `agent_id` says whom it is about. A row that `revises_id` another carries on that one's count.
    A revision after the first needs a reason (ValueError).
    """
    table, id = of
    row = _subject(db, table, id)
    first = _first(db, table, row)
    revision = _count(db, first) + 1
    text = canonical(content)
    if revision > 1 and not made.reason.strip():
        raise ValueError("a revision needs a reason")
    return insert(
        db,
        "final",
        kind=kind,
        subject=table,
        subject_uid=row["uid"],
        first_uid=first,
        revision=revision,
        reason=made.reason.strip() if revision > 1 else "",
        content=text,
        sha256=digest(text),
        made_at=_now(db),
        user_id=row["user_id"] if made.by is None else made.by,
        agent_id=row["agent_id"],
    )


def keep_text(db: Database, data: Any) -> str:
    """Keep a text that finals share, unless it is there; its digest."""
    text = canonical(data)
    sha256 = digest(text)
    if not any(db.query("SELECT id FROM final_text WHERE sha256 = ?", [sha256])):
        insert(db, "final_text", sha256=sha256, content=text)
    return sha256


def text(db: Database, sha256: str) -> Any:
    """The data that `keep_text` kept under this digest."""
    found = next(iter(db.query("SELECT content FROM final_text WHERE sha256 = ?", [sha256])), None)
    return json.loads(need(found, f"text {sha256}", 0)["content"])


def final(db: Database, id: int) -> Revision:
    return need(next(iter(_revisions(db.query(_FINAL + " AND final.id = ?", [id]))), None), "final", id)


def newest(db: Database, table: str, id: int) -> Revision | None:
    """The last final made of this very row; None where there is none."""
    sql = f"""{_FINAL} AND final.subject_uid = (SELECT uid FROM main."{table}" WHERE id = ?)
        AND final.subject = ? ORDER BY final.revision DESC, final.id DESC LIMIT 1"""
    return next(iter(_revisions(db.query(sql, [id, table]))), None)


def revisions(db: Database, first_uid: bytes) -> tuple[Revision, ...]:
    """Every revision there has been, the first one first."""
    sql = _FINAL + " AND final.first_uid = ? ORDER BY final.revision, final.id"
    return _revisions(db.query(sql, [first_uid]))


def _revisions(rows: Iterable[Mapping[str, Any]]) -> tuple[Revision, ...]:
    return tuple(
        Revision(to_record(Final, row), row["by"], json.loads(row["content"] or "{}")) for row in rows
    )


def _subject(db: Database, table: str, id: int) -> Mapping[str, Any]:
    return need(next(iter(db.query(f'SELECT * FROM "{table}" WHERE id = ?', [id])), None), table, id)


def _first(db: Database, table: str, row: Mapping[str, Any]) -> bytes:
    """The row of revision 1, followed from row to row."""
    while row.get("revises_id") is not None:
        sql = f'SELECT uid, revises_id FROM main."{table}" WHERE id = ?'
        row = need(next(iter(db.query(sql, [row["revises_id"]])), None), table, row["revises_id"])
    return bytes(row["uid"])


def _count(db: Database, first: bytes) -> int:
    sql = "SELECT coalesce(max(revision), 0) AS n FROM main.final WHERE first_uid = ?"
    return int(next(iter(db.query(sql, [first])))["n"])


def _now(db: Database) -> str:
    return str(next(iter(db.query("SELECT now() AS now")))["now"])


def acknowledgement(db: Database, final_id: int) -> Acknowledgement | None:
    """What the agent said of a final, or is writing; None where nothing."""
    return one(Acknowledgement, db.query(_SAID + " AND final_id = ? ORDER BY id DESC LIMIT 1", [final_id]))


def acknowledgements(db: Database, first_uid: bytes) -> tuple[Acknowledgement, ...]:
    """Of every revision, in their order; those still being written are left out."""
    sql = f"""{_SAID} AND at IS NOT NULL AND final_id IN (SELECT id FROM final WHERE first_uid = ?)
        ORDER BY at, id"""
    return all_of(Acknowledgement, db.query(sql, [first_uid]))


def keep_comment(db: Database, of: Final, user_id: int, comment: str) -> Acknowledgement:
    """Keep what the agent writes about a final before acknowledging it; ValueError once that is done."""
    said = acknowledgement(db, of.id)
    if said is not None and said.at is not None:
        raise ValueError(f"final {of.id} is acknowledged")
    if said is None:
        insert(db, "acknowledgement", final_id=of.id, agent_id=of.agent_id, user_id=user_id, comment=comment)
    else:
        update(db, "acknowledgement", said.id, comment=comment)
    return need(acknowledgement(db, of.id), "acknowledgement", of.id)


def keep_came(db: Database, of: Final, user_id: int, came: Came) -> None:
    """Say in which file or on which paper the acknowledgement comes that is about to be made."""
    said = acknowledgement(db, of.id) or keep_comment(db, of, user_id, "")
    update(db, "acknowledgement", said.id, **{each.name: getattr(came, each.name) for each in fields(Came)})


def acknowledge(db: Database, of: Final, user_id: int, comment: str, at: datetime) -> Acknowledgement:
    """The agent has read it; from here on their words stand. ValueError where they stand already."""
    said = keep_comment(db, of, user_id, comment)
    update(db, "acknowledgement", said.id, at=at)
    return need(acknowledgement(db, of.id), "acknowledgement", of.id)


def unread(db: Database) -> tuple[tuple[int, int, datetime], ...]:
    """Evaluation, agent and moment of what was shared and is to be read, the oldest first."""
    sql = """SELECT id, agent_id, coalesce(shared_at, finished_at) AS at FROM evaluation
        WHERE state = 'shared' AND deleted_at IS NULL ORDER BY at, id"""
    return tuple((row["id"], row["agent_id"], datetime.fromisoformat(row["at"])) for row in db.query(sql))


def waiting(db: Database) -> tuple[ToAcknowledge, ...]:
    """By agent, the evaluations shared with them that they have not acknowledged; who waits longest first."""
    sql = """SELECT agent_id, count(*) AS count, id AS evaluation_id, min(substr(finished_at, 1, 10)) AS since
        FROM evaluation WHERE state = 'shared' AND deleted_at IS NULL
        GROUP BY agent_id ORDER BY since, agent_id"""
    return all_of(ToAcknowledge, db.query(sql))
