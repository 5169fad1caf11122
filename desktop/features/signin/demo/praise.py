"""The demo's recognitions and its shelf of calls worth hearing, made from notes of strengths."""

from collections.abc import Iterator
from datetime import timedelta

from db.queries import contacts, observations, recognition
from db.records.observations import Note, NoteTag
from db.records.recognition import Praise, ShelfCall
from desktop.features.signin.demo.calls import Floor
from desktop.shell.text import day

TOLD = 3
"""So many of the recognitions the agents have heard of; the newest wait to be told."""


def give_praise(floor: Floor, agents: list[int]) -> None:
    """One for as many agents as the demo has words for what it did, the newest strength of each."""
    db, user = floor.db, floor.supervisors[0]
    newest = [note for agent in agents for note in _strengths(floor, agent)][: len(floor.content["impacts"])]
    for place, (note, impact) in enumerate(zip(newest, floor.content["impacts"], strict=True)):
        heard = observations.observation(db, note.observation_id)
        contact = contacts.contact(db, heard.contact_id)
        situation = f"{contact.topic}, {day(contact.started_at.date())}"
        praise = Praise(situation, note.text, impact, note.id, note.question)
        floor.moment = note.written_at + timedelta(minutes=10)
        made = recognition.give(db, heard, praise, user, floor.moment)
        if place < TOLD:
            recognition.tell(db, made, floor.moment + timedelta(days=1))
    for place, (note, why) in enumerate(zip(newest, floor.content["worth_hearing"], strict=False)):
        _shelve(floor, note, why, place)


def _strengths(floor: Floor, agent: int) -> Iterator[Note]:
    notes = observations.notes_of_agent(floor.db, agent, 30)
    yield from [note for note in notes if note.tag is NoteTag.STRENGTH][:1]


def _shelve(floor: Floor, note: Note, why: str, place: int) -> None:
    """The first may be heard, for the second the agent is still to be asked, the third is a proposal."""
    at, proposed = note.written_at, place == 2
    contact = observations.observation(floor.db, note.observation_id).contact_id
    taken = None if proposed else at
    agreed = None if place == 1 else at
    second = None if proposed else note.at_s
    user = floor.supervisors[0]
    call = ShelfCall(0, b"", contact, note.agent_id, why, "", second, proposed, user, at, taken, agreed)
    recognition.put_on_shelf(floor.db, call)
