"""Recordings: by contact, as a list, by what is in them; and what the files kept beside the store need."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from db.cards.masking import mask
from db.connection import Database
from db.queries import rows as rows_of
from db.queries.rows import all_of, check_reach, kept, last_id, need, one, stored, to_record, update
from db.records.contacts import Contact
from db.records.recordings import Attachment, NewRecording, Recording, RecordingRow

REMOVED_DAYS = 30
"""So long a removed recording can be brought back; then its key is forgotten and its file goes."""
_COLUMNS = ", ".join(f"recording.{field.name}" for field in fields(Recording))
_RECORDING = f"SELECT {_COLUMNS} FROM recording WHERE recording.deleted_at IS NULL"
_ROWS = f"""SELECT {_COLUMNS}, coalesce(agent.name, '') AS agent, coalesce(contact.reference, '')
    AS contact_reference, contact.started_at AS contact_started_at FROM recording
    LEFT JOIN agent ON agent.id = recording.agent_id
    LEFT JOIN contact ON contact.id = recording.contact_id AND contact.deleted_at IS NULL
    WHERE recording.deleted_at IS NULL"""


def recording(db: Database, id: int) -> Recording:
    """Raises LookupError where there is none within reach."""
    return need(one(Recording, db.query(_RECORDING + " AND id = ?", [id])), "recording", id)


def of_contact(db: Database, contact_id: int) -> tuple[Recording, ...]:
    """The agent's side, both sides, the customer's, in this order; the newest first within each."""
    sql = (
        _RECORDING
        + """ AND contact_id = ?
        ORDER BY CASE side WHEN '' THEN 0 WHEN 'agent' THEN 1 ELSE 2 END, id DESC"""
    )
    return all_of(Recording, db.query(sql, [contact_id]))


def with_content(db: Database, sha256: str) -> tuple[Recording, ...]:
    """Those whose file has these very bytes; removed ones are not among them."""
    return all_of(Recording, db.query(_RECORDING + " AND sha256 = ? ORDER BY id", [sha256]))


def rows(db: Database, limit: int = 5000) -> tuple[RecordingRow, ...]:
    """Newest call first, those without a time by when they were found."""
    sql = _ROWS + " ORDER BY coalesce(recording.started_at, recording.found_at) DESC, recording.id LIMIT ?"
    return tuple(_as_row(found) for found in db.query(sql, [limit]))


def row(db: Database, id: int) -> RecordingRow:
    """Raises LookupError where there is none within reach."""
    found = next(iter(db.query(_ROWS + " AND recording.id = ?", [id])), None)
    return _as_row(need(found, "recording", id))


def known_places(db: Database) -> frozenset[tuple[str, str]]:
    """Folder and name of every file that was ever brought in, of removed ones too."""
    return frozenset(db.execute("SELECT folder, file_name FROM main.recording").fetchall())


def other_sides(db: Database, recording: Recording) -> tuple[Recording, ...]:
    """Files of the same call that hold the other side and have no contact yet: they came from the same
    folder, and their names tell the same reference, agent and start.
    """
    sql = (
        _RECORDING
        + """ AND contact_id IS NULL AND id <> ? AND side NOT IN ('', ?) AND folder = ? AND reference = ?
        AND agent_text = ? AND started_at IS ? AND (reference <> '' OR started_at IS NOT NULL)"""
    )
    told = (recording.reference, recording.agent_text, stored(recording.started_at))
    values = [recording.id, recording.side.value, recording.folder, *told]
    return all_of(Recording, db.query(sql, values))


def _as_row(found: Mapping[str, Any]) -> RecordingRow:
    began = found["contact_started_at"]
    return RecordingRow(
        to_record(Recording, found),
        found["agent"],
        found["contact_reference"],
        datetime.fromisoformat(began) if began else None,
    )


def new_uid(db: Database) -> bytes:
    """An identity for a recording whose file is kept before its row is there."""
    return bytes(db.execute("SELECT new_uid()").fetchone()[0])


def place_text(text: str) -> str:
    """A folder or a file's name as it may be stored: without card numbers. Other long numbers stay: dates,
    times and call ids pass their check by chance, and a name that is changed leads nowhere.
    """
    return mask(text, _let_through)


def _let_through(_digits: str) -> bool:
    return True


def add(
    db: Database, new: NewRecording, user_id: int, uid: bytes | None = None, key: bytes | None = None
) -> int:
    """A row with the identity `uid` under which its file is kept, else with one of its own."""
    values = {field.name: kept(db, field.name, getattr(new, field.name)) for field in fields(NewRecording)}
    values |= {"folder": place_text(new.folder), "file_name": place_text(new.file_name)}
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    sql = f"""INSERT INTO main."recording" (uid, key, user_id, found_at, {names})
        VALUES (coalesce(:uid, new_uid()), :key, :user_id, now(), {marks})"""
    id = last_id(db.execute(sql, {**values, "uid": uid, "key": key, "user_id": user_id}))
    check_reach(db, "recording", id)
    return id


def match(db: Database, id: int, contact: Contact) -> None:
    """Say whose call it is; anything else about it stays."""
    update(db, "recording", id, contact_id=contact.id, agent_id=contact.agent_id)


def unmatch(db: Database, id: int) -> None:
    """As it was before anybody said whose call it is."""
    update(db, "recording", id, contact_id=None, agent_id=None)


def point_to(db: Database, id: int, folder: str, file_name: str) -> None:
    """The same file, found in another place or under another name. Raises as `update` does."""
    update(db, "recording", id, side=recording(db, id).side)
    sql = """UPDATE main."recording" SET folder = ?, file_name = ? WHERE id = ?"""
    db.execute(sql, [place_text(folder), place_text(file_name), id])


def keep(db: Database, id: int, key: bytes) -> None:
    """From now on its bytes are those of the file kept under its identity."""
    update(db, "recording", id, how="kept", key=key)


def describe(db: Database, id: int, **facts: Any) -> None:
    """What decoding told: `duration_s`, `channels`; or a person: `agent_channel`, `side`."""
    update(db, "recording", id, **facts)


def remove(db: Database, id: int) -> None:
    """Take it from the list; `bring_back` undoes it."""
    rows_of.remove(db, "recording", id)


def bring_back(db: Database, id: int) -> None:
    rows_of.bring_back(db, "recording", id)


def key_of(db: Database, id: int) -> bytes | None:
    """The key of a kept file, within reach; None for one that is referred to."""
    row = db.execute("SELECT key FROM recording WHERE id = ?", [id]).fetchone()
    return bytes(row[0]) if row is not None and row[0] is not None else None


def near(db: Database, reference: str, around: datetime | None, apart_s: int) -> tuple[Contact, ...]:
    """Contacts with this call reference, and those that began within `apart_s` seconds of the moment."""
    columns = ", ".join(f"contact.{field.name}" for field in fields(Contact))
    sql = f"SELECT {columns} FROM contact WHERE contact.deleted_at IS NULL AND "
    found: dict[int, Contact] = {}
    if reference:
        same = all_of(Contact, db.query(sql + "reference = ? LIMIT 50", [reference]))
        found.update((contact.id, contact) for contact in same)
    if around is not None:
        span = timedelta(seconds=apart_s)
        bounds = [stored(around - span), stored(around + span)]
        close = db.query(sql + "started_at BETWEEN ? AND ? LIMIT 500", bounds)
        found.update((contact.id, contact) for contact in all_of(Contact, close))
    return tuple(found.values())


def sound(db: Database, recording_id: int) -> tuple[bytes, str] | None:
    """Peaks and facts (JSON) as they were worked out from the file, if they were."""
    sql = """SELECT peaks, facts FROM recording_sound WHERE recording_id =
        (SELECT id FROM recording WHERE id = ?)"""
    row = db.execute(sql, [recording_id]).fetchone()
    return (bytes(row[0]), str(row[1])) if row is not None else None


def put_sound(db: Database, recording_id: int, peaks: bytes, facts: str) -> None:
    """Keep what was worked out. Raises OutOfReach for a recording that is not seen."""
    check_reach(db, "recording", recording_id)
    sql = """INSERT OR REPLACE INTO main."recording_sound" (recording_id, peaks, facts) VALUES (?, ?, ?)"""
    db.execute(sql, [recording_id, peaks, facts])


def attachments(db: Database) -> tuple[Attachment, ...]:
    """Every file that the store keeps, of removed recordings too until they are gone for good."""
    sql = """SELECT uid, key, sha256, size FROM main.recording
        WHERE how = 'kept' AND key IS NOT NULL ORDER BY id"""
    return all_of(Attachment, db.query(sql))


_TO_FORGET = f"""key IS NOT NULL
    AND deleted_at < strftime('%Y-%m-%dT%H:%M:%fZ', now(), '-{REMOVED_DAYS} days')"""


def is_any_to_forget(db: Database) -> bool:
    sql = f"SELECT EXISTS (SELECT 1 FROM main.recording WHERE {_TO_FORGET})"
    return bool(db.execute(sql).fetchone()[0])


def forget_removed(db: Database) -> None:
    """Forget the keys of recordings removed over `REMOVED_DAYS` ago."""
    db.execute(f"""UPDATE main."recording" SET key = NULL, how = 'referenced' WHERE {_TO_FORGET}""")


def known_contents(db: Database, hashes: Iterable[str]) -> frozenset[str]:
    """Which of these contents are there already, in anybody's reach."""
    found = set()
    for sha256 in hashes:
        sql = "SELECT 1 FROM main.recording WHERE sha256 = ? AND deleted_at IS NULL"
        if db.execute(sql, [sha256]).fetchone():
            found.add(sha256)
    return frozenset(found)
