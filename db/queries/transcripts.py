"""Transcripts of contacts and their lines. A contact has one that stands; another takes its place."""

from collections.abc import Iterable
from dataclasses import fields

from db.connection import Database
from db.queries.rows import all_of, bring_back, insert, need, one, remove
from db.records.contacts import Contact
from db.records.transcripts import Speaker, Spoken, Transcript, TranscriptFormat, TranscriptLine

TABLES = ("transcript", "transcript_line")

_COLUMNS = ", ".join(field.name for field in fields(Transcript))
_TRANSCRIPT = f"SELECT {_COLUMNS} FROM transcript WHERE deleted_at IS NULL"
_LINE_COLUMNS = ", ".join(field.name for field in fields(TranscriptLine))
_LINE = f"SELECT {_LINE_COLUMNS} FROM transcript_line WHERE deleted_at IS NULL"


def add(db: Database, contact: Contact, format: TranscriptFormat, file_name: str, user_id: int) -> int:
    """A transcript without lines yet, in place of the one there is; its id."""
    there = of_contact(db, contact.id)
    if there is not None:
        remove(db, "transcript", there.id)
    now = next(iter(db.query("SELECT now() AS now")))["now"]
    return insert(
        db,
        "transcript",
        contact_id=contact.id,
        agent_id=contact.agent_id,
        format=format,
        file_name=file_name,
        user_id=user_id,
        made_at=now,
    )


def add_lines(db: Database, transcript_id: int, spoken: Iterable[Spoken]) -> None:
    """Its lines, in their order. What is never stored is masked in each."""
    agent_id = transcript(db, transcript_id).agent_id
    for position, one_line in enumerate(spoken, 1):
        insert(
            db,
            "transcript_line",
            transcript_id=transcript_id,
            agent_id=agent_id,
            position=position,
            speaker=one_line.speaker,
            name=one_line.name,
            at_s=one_line.at_s,
            until_s=one_line.until_s,
            text=one_line.text,
        )


def transcript(db: Database, id: int) -> Transcript:
    return need(one(Transcript, db.query(_TRANSCRIPT + " AND id = ?", [id])), "transcript", id)


def of_contact(db: Database, contact_id: int) -> Transcript | None:
    """The transcript that stands; None where there is none."""
    sql = _TRANSCRIPT + " AND contact_id = ? ORDER BY id DESC LIMIT 1"
    return one(Transcript, db.query(sql, [contact_id]))


def lines(db: Database, transcript_id: int) -> tuple[TranscriptLine, ...]:
    """In the order in which they stand."""
    sql = _LINE + " AND transcript_id = ? ORDER BY position, id"
    return all_of(TranscriptLine, db.query(sql, [transcript_id]))


def swap_speakers(db: Database, transcript_id: int) -> None:
    """Who was the agent is the customer now, and the other way round."""
    db.execute(
        """UPDATE main.transcript_line
        SET speaker = CASE speaker WHEN 'agent' THEN 'customer' ELSE 'agent' END
        WHERE speaker <> 'other' AND transcript_id = (SELECT id FROM transcript WHERE id = ?)""",
        [transcript_id],
    )


def say_speaker(db: Database, transcript_id: int, name: str, speaker: Speaker) -> None:
    """Who is meant by a name of the transcript."""
    db.execute(
        """UPDATE main.transcript_line SET speaker = ?
        WHERE name = ? AND speaker <> ? AND transcript_id = (SELECT id FROM transcript WHERE id = ?)""",
        [speaker, name, speaker, transcript_id],
    )


def remove_transcript(db: Database, id: int) -> None:
    """Its lines stay behind it, so that `bring_back_transcript` brings exactly these back."""
    remove(db, "transcript", id)


def bring_back_transcript(db: Database, id: int) -> None:
    bring_back(db, "transcript", id)
