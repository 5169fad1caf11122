"""A supervisor in a process of its own signs in, looks at every page, types half a note and locks.

Run as `python -m tests.journeys.locking_apart FOLDER`; the words planted are those of `PLANTED`.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPlainTextEdit

from db import keys
from db.keys import derivation
from db.queries import contacts, observations, people
from db.records.contacts import NewContact
from db.records.observations import Source
from db.store import Store
from desktop import app as application
from desktop.features.signin import actions
from desktop.shell.arrivals import Arrival
from desktop.shell.desk import Desk

USER = "Ottoline Quuxley"
PASSPHRASE = "Okapi-Trombone-73-vellum"
PLANTED = ("Zyxwvuther", "Harbourplank", "wept over zanzibar", "half a quagmire", "REF-77x77", PASSPHRASE)
PAGES = ("people", "skills", "plans", "trends", "library", "record", "settings", "today")


def set_up(path: Path) -> int:
    """A protected floor with an agent, a call and a note; answers the observation that is under way."""
    code = keys.new_code()
    arrival = actions.create_floor(path, actions.NewFloor("Site", "Harbourplank", USER), PASSPHRASE, code)
    store = Store.open(path, unlocked=arrival.unlocked)
    with store.writing("agent", "contact", "observation", "note") as db:
        team = people.teams(db)[0].id
        agent = people.add_agent(db, "Agent Zyxwvuther", team, "H1", date(2025, 1, 6))
        call = contacts.add(db, NewContact(agent, datetime(2026, 3, 2, 9, 30), "REF-77x77"))
        user = people.users(db)[0].id
        begun = observations.begin(db, contacts.contact(db, call), user, Source.RECORDING, store.now())
        observations.add_note(db, observations.observation(db, begun), 3.0, "They wept over zanzibar", None)
    store.close()
    return begun


class Visit(QObject):
    """Takes the next step whenever the desk has nothing to do."""

    def __init__(self, desk: Desk, path: Path, observation: int) -> None:
        super().__init__(desk.window)
        self.desk, self.path = desk, path
        self.steps = self._plan(observation)
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._step)
        self.timer.start(50)

    def _step(self) -> None:
        if not self.desk.app.jobs.idle():
            return
        step = next(self.steps, self.timer.stop)
        step()

    def _plan(self, observation: int) -> Iterator[Callable[[], object]]:
        unlocked = keys.unlock(self.path, USER, PASSPHRASE)
        yield partial(self.desk.window.arrived.emit, Arrival(self.path, unlocked))
        del unlocked
        for page in PAGES:
            yield partial(self.desk.window.go, page)
        yield partial(self.desk.window.go, "monitoring", observation)
        while self.desk.window.pages["monitoring"].editor.desk.sitting is None:
            yield int
        yield self._type
        yield self.desk.lock

    def _type(self) -> None:
        fields = self.desk.window.pages["monitoring"].findChildren(QPlainTextEdit)
        next(field for field in fields if field.isVisible()).insertPlainText("half a quagmire")


def work(folder: Path) -> int:
    """Until a new process waits in this one's place."""
    derivation.COST = derivation.Cost(passes=1, memory=8, lanes=1)
    path = folder / "floor.deskside"
    observation = set_up(path)
    begin = application.begin

    def begin_and_visit(desk: Desk, start: application.Start, store: Path) -> None:
        begin(desk, start, store)
        Visit(desk, path, observation)

    application.begin = begin_and_visit
    return application.run(application.Start(store=path))


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1])))
