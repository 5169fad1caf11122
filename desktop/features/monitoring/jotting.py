"""Notes: jotted while listening, tagged, put right, linked to what they are evidence for, taken away."""

from dataclasses import replace

from db.connection import Database
from db.queries import observations
from db.queries.erasure import LOG
from db.records.observations import Fact, Note, NoteTag, Observation
from db.records.people import User
from db.store import Store
from desktop.features.monitoring.joining import mask_over_notes
from desktop.features.monitoring.sitting import Jotting, Promise
from desktop.features.monitoring.writing import open_observation, writing

STAMPED = ("observation", "note", *LOG)


def keep_pending(store: Store, observation_id: int, pending: Jotting, by: User) -> None:
    """Keep the note being typed and its second; called at each keystroke, one UPDATE."""
    at_s = max(0.0, pending.at_s) if pending.text else None
    with writing(store, by, "observation") as db:
        observations.keep_pending(db, observation_id, pending.text, at_s)


def stamp(store: Store, observation_id: int, jotting: Jotting, by: User) -> tuple[Note, ...]:
    """Make the typed text a note at its second and clear what was pending; all notes of the observation.

    Blank text makes no note. Raises Finished once the observation is.
    """
    with writing(store, by, *STAMPED) as db:
        stamp_in(db, open_observation(db, observation_id), jotting, by)
        return observations.notes(db, observation_id)


def stamp_in(db: Database, observation: Observation, jotting: Jotting, by: User) -> None:
    """As `stamp`, within a transaction that goes on."""
    if jotting.words():
        at_s = max(0.0, jotting.at_s)
        id = observations.add_note(db, observation, at_s, jotting.words(), jotting.tag)
        if jotting.fact or jotting.quote or jotting.question:
            more = {"fact": jotting.fact, "quote": jotting.quote, "question": jotting.question}
            observations.change_note(db, replace(observations.note(db, id), **more))  # type: ignore[arg-type]
        mask_over_notes(db, observation.id, by)
    observations.keep_pending(db, observation.id, "")


def _change_note(store: Store, note_id: int, by: User, **changes: object) -> tuple[Note, ...]:
    with writing(store, by, "note") as db:
        note = observations.note(db, note_id)
        open_observation(db, note.observation_id)
        observations.change_note(db, replace(note, **changes))  # type: ignore[arg-type]
        return observations.notes(db, note.observation_id)


def unstamp(store: Store, note_id: int, by: User) -> tuple[Note, ...]:
    """Undo a stamping: the note goes, and its text is what is being typed, before what is typed now."""
    with writing(store, by, "observation", "note") as db:
        note = observations.note(db, note_id)
        observation = open_observation(db, note.observation_id)
        observations.remove_note(db, note_id)
        text = "\n".join(each for each in (note.text, observation.pending) if each)
        observations.keep_pending(db, observation.id, text, note.at_s)
        return observations.notes(db, observation.id)


def tag(store: Store, note_id: int, tag: NoteTag | None, by: User) -> tuple[Note, ...]:
    """Give a note its tag, or with None none."""
    return _change_note(store, note_id, by, tag=tag)


def state_fact(store: Store, note_id: int, fact: Fact | None, by: User) -> tuple[Note, ...]:
    """Let a note state a fact about the contact, or with None none."""
    return _change_note(store, note_id, by, fact=fact)


def promise(store: Store, note_id: int, promise: Promise, by: User) -> tuple[Note, ...]:
    """Write down who keeps what was promised, how and by when; called at each keystroke."""
    return _change_note(store, note_id, by, who=promise.who, how=promise.how, due=promise.due)


def change_text(store: Store, note_id: int, text: str, by: User) -> tuple[Note, ...]:
    """Change the words of a note."""
    return _change_note(store, note_id, by, text=text)


def change_second(store: Store, note_id: int, at_s: float, by: User) -> tuple[Note, ...]:
    """Move a note to another second of the contact, 0 or later."""
    return _change_note(store, note_id, by, at_s=max(0.0, at_s))


def link(store: Store, note_id: int, question: str, by: User) -> tuple[Note, ...]:
    """Make a note evidence for the question of that key; blank takes the link away."""
    return _change_note(store, note_id, by, question=question)


def remove_note(store: Store, note_id: int, by: User) -> tuple[Note, ...]:
    """Take a note away; `bring_back_note` undoes it."""
    with writing(store, by, "note") as db:
        note = observations.note(db, note_id)
        open_observation(db, note.observation_id)
        observations.remove_note(db, note_id)
        return observations.notes(db, note.observation_id)


def bring_back_note(store: Store, note_id: int, by: User) -> tuple[Note, ...]:
    with writing(store, by, "note") as db:
        observation = open_observation(db, observations.of_note(db, note_id))
        observations.bring_back_note(db, note_id)
        return observations.notes(db, observation.id)
