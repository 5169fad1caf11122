"""Observations and their notes."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from db.connection import Database
from db.queries.gate import clean
from db.queries.rows import all_of, bring_back, check_reach, insert, last_id, need, one, remove, update
from db.records.contacts import Contact
from db.records.observations import Drawn, Found, Note, NoteTag, Observation, Source

_COLUMNS = ", ".join(field.name for field in fields(Observation))
_OBSERVATION = f"SELECT {_COLUMNS} FROM observation WHERE deleted_at IS NULL"
_NOTE_COLUMNS = ", ".join(f"note.{field.name}" for field in fields(Note))
_CHANGED = ("at_s", "text", "tag", "question", "fact", "who", "how", "due", "quote")
_NOTE = f"SELECT {_NOTE_COLUMNS} FROM note WHERE deleted_at IS NULL"


def begin(db: Database, contact: Contact, user_id: int, source: Source, at: datetime) -> int:
    """How the call came to be heard is read from the draws: whoever hears a drawn call, it was drawn."""
    return insert(
        db,
        "observation",
        agent_id=contact.agent_id,
        contact_id=contact.id,
        user_id=user_id,
        source=source,
        begun_at=at,
        drawn=_drawn(db, contact.id),
    )


def _drawn(db: Database, contact_id: int) -> Drawn:
    sql = """SELECT draw.kind FROM draw_item JOIN draw ON draw.id = draw_item.draw_id
        WHERE draw_item.contact_id = ? AND draw_item.state = 'open'
        AND draw_item.deleted_at IS NULL AND draw.deleted_at IS NULL ORDER BY draw_item.id LIMIT 1"""
    return next((Drawn(row["kind"]) for row in db.query(sql, [contact_id])), Drawn.CHOSEN)


def observation(db: Database, id: int) -> Observation:
    """Also one that went with a void evaluation: that stays to be read."""
    sql = f"""SELECT {_COLUMNS} FROM observation WHERE id = ? AND (deleted_at IS NULL
        OR EXISTS (SELECT 1 FROM evaluation
            WHERE observation_id = observation.id AND voided_at IS NOT NULL))"""
    return need(one(Observation, db.query(sql, [id])), "observation", id)


def unfinished(db: Database, user_id: int) -> tuple[Observation, ...]:
    """What this user began and has not ended, newest first."""
    sql = _OBSERVATION + " AND user_id = ? AND ended_at IS NULL ORDER BY begun_at DESC"
    return all_of(Observation, db.query(sql, [user_id]))


def of_agent(db: Database, agent_id: int, limit: int = 200) -> tuple[Observation, ...]:
    sql = _OBSERVATION + " AND agent_id = ? ORDER BY begun_at DESC LIMIT ?"
    return all_of(Observation, db.query(sql, [agent_id, limit]))


def of_contact(db: Database, contact_id: int) -> tuple[Observation, ...]:
    """Newest first."""
    sql = _OBSERVATION + " AND contact_id = ? ORDER BY begun_at DESC, id DESC"
    return all_of(Observation, db.query(sql, [contact_id]))


def heard_contacts(db: Database, agent_id: int) -> frozenset[int]:
    """The agent's contacts that somebody has listened to, or is listening to."""
    sql = "SELECT DISTINCT contact_id FROM observation WHERE agent_id = ? AND deleted_at IS NULL"
    return frozenset(row["contact_id"] for row in db.query(sql, [agent_id]))


def last_heard(db: Database) -> dict[int, datetime]:
    """When each agent was last listened to, by agent; those who never were are not in it."""
    # Asked agent by agent, because one sweep would read every observation there is.
    sql = """SELECT id, (SELECT max(begun_at) FROM observation
        WHERE agent_id = agent.id AND deleted_at IS NULL) AS at FROM agent"""
    return {row["id"]: datetime.fromisoformat(row["at"]) for row in db.query(sql) if row["at"]}


def keep_pending(db: Database, id: int, text: str, at_s: float | None = None) -> None:
    """The note as it is being typed and the second at which it began; stored at each keystroke."""
    update(db, "observation", id, pending=text, pending_at_s=at_s)


def set_clock(db: Database, id: int, started_at: datetime | None, offset_s: float) -> None:
    update(db, "observation", id, clock_started_at=started_at, clock_offset_s=offset_s)


def keep_spent(db: Database, id: int, seconds: float) -> None:
    """How long the evaluator has worked on it by now; no page but theirs shows it."""
    update(db, "observation", id, spent_s=seconds)


def set_tags(db: Database, id: int, tags: Sequence[str]) -> None:
    """The circumstances that questions of the scorecard wait for."""
    update(db, "observation", id, tags=tuple(tags))


def end(db: Database, id: int, at: datetime | None) -> None:
    """Ends it, or opens it again with None."""
    update(db, "observation", id, ended_at=at)


def remove_observation(db: Database, id: int) -> None:
    """Its notes and evaluations are removed by whoever calls this, so that they can be told apart on undo."""
    remove(db, "observation", id)


def bring_back_observation(db: Database, id: int) -> None:
    bring_back(db, "observation", id)


def notes(db: Database, observation_id: int) -> tuple[Note, ...]:
    """In the order of the call."""
    return all_of(Note, db.query(_NOTE + " AND observation_id = ? ORDER BY at_s, id", [observation_id]))


def note(db: Database, id: int) -> Note:
    return need(one(Note, db.query(_NOTE + " AND id = ?", [id])), "note", id)


def notes_of_agent(db: Database, agent_id: int, limit: int = 200) -> tuple[Note, ...]:
    """Newest first; those of void evaluations are left out."""
    sql = f"""{_NOTE} AND agent_id = ? AND EXISTS (SELECT 1 FROM observation AS heard
        WHERE heard.id = note.observation_id AND heard.deleted_at IS NULL)
        ORDER BY written_at DESC, id DESC LIMIT ?"""
    return all_of(Note, db.query(sql, [agent_id, limit]))


def add_note(db: Database, observation: Observation, at_s: float, text: str, tag: NoteTag | None) -> int:
    """Stores a note as written now, at that second of the contact. Raises OutOfReach as `rows.insert`."""
    id = last_id(
        db.execute(
            """INSERT INTO main.note (uid, observation_id, agent_id, at_s, text, tag, written_at)
            VALUES (new_uid(), ?, ?, ?, ?, ?, now())""",
            [observation.id, observation.agent_id, at_s, clean(db, text), tag],
        )
    )
    check_reach(db, "note", id)
    return id


def change_note(db: Database, note: Note) -> None:
    """Stores all that a person may change of the record given."""
    update(db, "note", note.id, **{name: getattr(note, name) for name in _CHANGED})


def remove_note(db: Database, id: int) -> None:
    remove(db, "note", id)


def of_note(db: Database, id: int) -> int:
    """The observation of a note, a removed one's too. Raises LookupError."""
    row = db.execute("SELECT observation_id FROM note WHERE id = ?", [id]).fetchone()
    if row is None:
        raise LookupError(f"note {id}")
    return int(row[0])


def bring_back_note(db: Database, id: int) -> None:
    bring_back(db, "note", id)


# A quote would end the word that is asked for, a zero the whole question.
_NO_WORD = {ord('"'): " ", 0: " "}


def find_notes(db: Database, text: str, limit: int = 20) -> tuple[Found, ...]:
    """Notes holding words that begin with all of these; newest first. Any text is safe to ask for."""
    words = " ".join(f'"{word}"*' for word in text.translate(_NO_WORD).split())
    if not words:
        return ()
    sql = f"""SELECT {_NOTE_COLUMNS}, agent.name AS agent, contact.reference AS contact
        FROM note_words JOIN note ON note.id = note_words.rowid
        JOIN agent ON agent.id = note.agent_id
        JOIN observation ON observation.id = note.observation_id
        JOIN contact ON contact.id = observation.contact_id
        WHERE note_words MATCH :words AND note.deleted_at IS NULL AND agent.deleted_at IS NULL
        ORDER BY note_words.rowid DESC LIMIT :limit"""
    rows = list(db.query(sql, {"words": words, "limit": limit}))
    return tuple(
        Found(note, row["agent"], row["contact"]) for note, row in zip(all_of(Note, rows), rows, strict=True)
    )
