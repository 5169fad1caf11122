"""A card number read out over several notes, with Enter in the middle, is no less a card number."""

from dataclasses import replace

from db.connection import Database
from db.queries import gate, log, observations
from db.queries.erasure import begin_purge
from db.records.people import User
from desktop.coaching.redaction import mask_successive

NOTES_READ = 4
"""How many notes written one after the other are read as one: a number comes in four groups."""


def mask_over_notes(db: Database, observation_id: int, by: User) -> None:
    """Mask what runs from one of the newest notes into the next, in the order they were written.

    The record of changes knows its parts by then: it forgets them.
    """
    written = sorted(observations.notes(db, observation_id), key=lambda note: note.id)[-NOTES_READ:]
    texts = mask_successive([note.text for note in written], gate.allowances(db))
    masked = [
        replace(note, text=text) for note, text in zip(written, texts, strict=True) if text != note.text
    ]
    if not masked:
        return
    purge = begin_purge(db, "number", "", by)
    for note in masked:
        observations.change_note(db, note)
    log.blank(db, purge, "note", [note.uid for note in masked])
    log.end_purge(db, purge)
