"""The shelf of calls worth hearing: what stands there, what agents propose, and who said yes. Without Qt."""

from dataclasses import dataclass

from db.queries import contacts, people, recognition, skills
from db.records.contacts import Contact
from db.records.people import User
from db.records.recognition import ShelfCall
from db.store import Store
from desktop.coaching.access import Deed, demand


@dataclass(frozen=True, slots=True)
class Shelved:
    """A call on the shelf, or one proposed for it, with whose it is; `skill` is the skill's name or blank."""

    call: ShelfCall
    contact: Contact
    agent: str
    skill: str

    @property
    def id(self) -> int:
        return self.call.id


def read_shelf(store: Store) -> tuple[Shelved, ...]:
    """Those that were taken, then what agents propose; each newest first."""
    with store.reading() as db:
        names = {skill.key: skill.name for skill in skills.skills(db)}
        agents = {agent.id: agent.name for agent in people.agents(db)}
        return tuple(
            Shelved(one, contacts.contact(db, one.contact_id), agents[one.agent_id], names.get(one.skill, ""))
            for one in recognition.shelf(db)
            if one.agent_id in agents
        )


def take(store: Store, call_id: int, by: User) -> None:
    """Take a proposed call on the shelf; `leave` undoes it."""
    demand(by, Deed.SHELVE)
    with store.writing("shelf_call") as db:
        recognition.take(db, call_id, store.now())


def leave(store: Store, call_id: int, by: User) -> None:
    """A call is a proposal again."""
    demand(by, Deed.SHELVE)
    with store.writing("shelf_call") as db:
        recognition.take(db, call_id, None)


def note_consent(store: Store, call_id: int, agreed: bool, by: User) -> None:
    """Write down that the agent said yes to others hearing the call, or takes that back."""
    demand(by, Deed.SHELVE)
    with store.writing("shelf_call") as db:
        recognition.agree(db, call_id, store.now() if agreed else None)


def name_skill(store: Store, call_id: int, skill: str, by: User) -> None:
    """What can be learnt from it: a skill's key, or blank."""
    demand(by, Deed.SHELVE)
    with store.writing("shelf_call") as db:
        one = recognition.shelf_call(db, call_id)
        recognition.reword_call(db, call_id, one.why, skill, one.at_s)


def take_off(store: Store, call_id: int, by: User) -> None:
    """Undone by `put_back`."""
    demand(by, Deed.SHELVE)
    with store.writing("shelf_call") as db:
        recognition.take_off_shelf(db, call_id)


def put_back(store: Store, call_id: int, by: User) -> None:
    demand(by, Deed.SHELVE)
    with store.writing("shelf_call") as db:
        recognition.put_back_on_shelf(db, call_id)
