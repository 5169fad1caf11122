"""The files an agent handed back, kept encrypted with the floor: which there are, and a copy to open."""

from pathlib import Path

from db import attachments
from db.queries import handed_back, log, people
from db.records.disputes import CameBack
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.documents.files import put_whole


def files_back(store: Store, evaluation_id: int) -> tuple[CameBack, ...]:
    """What the agent handed back for this evaluation, the newest first."""
    with store.reading() as db:
        return handed_back.of_evaluation(db, evaluation_id)


def save_file(store: Store, id: int, path: Path, by: User | None) -> Path:
    """Write what was handed back as it came; whoever can open that place can read it.

    Raises attachments.Spoilt where the kept file is gone or damaged, LookupError, OSError.
    """
    demand(by, Deed.EXPORT)
    with store.reading() as db:
        found = handed_back.came_back(db, id)
        kept = handed_back.attachment(db, id)
    if kept is None:
        raise attachments.Spoilt(found.uid, "missing")
    put_whole(path, attachments.read(store.path, kept))
    with store.writing("event") as db:
        log.say(db, "export", "file handed back", "agent", people.agent(db, found.agent_id).uid)
    return path
