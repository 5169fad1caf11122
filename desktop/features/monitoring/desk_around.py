"""What stands around notes and answers, on its way to the store: circumstances, and the evaluator's time."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from db.records.contacts import Contact
from db.records.observations import Observation
from desktop.features.monitoring import answering, clocking
from desktop.features.monitoring.sitting import Sitting, with_answers
from desktop.shell.context import App
from desktop.shell.text import tr

Take = Callable[[Any], None]
Fail = Callable[[Exception], None]


class Holder(Protocol):
    """What is needed of the desk that holds the sitting."""

    app: App
    sitting: Sitting | None

    def may_write(self) -> bool: ...
    def id(self) -> int: ...
    def words(self, what: str) -> str: ...
    def run(self, action: Callable[..., Any], *args: Any, done: Take, failed: Fail | None = None) -> None: ...
    def keep(self, slot: str, action: Callable[..., Any], *args: Any) -> None: ...


class DeskAround(QObject):
    """`changed` carries the sitting once its circumstances are others, and its questions with them."""

    changed = Signal(object)

    def __init__(self, desk: Holder, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def keep_spent(self, seconds: float) -> None:
        """Keep the evaluator's time; what is on its way counts no more."""
        if self._desk.may_write():
            id = self._desk.id()
            self._desk.keep(f"spent {id}", clocking.keep_spent, id, seconds)

    def set_circumstances(self, tags: tuple[str, ...], topic: str) -> None:
        """Say what holds for the contact; the questions that wait for it follow."""
        before = self._desk.sitting
        if before is None or not self._desk.may_write():
            return
        id = self._desk.id()
        self._put(id, tags, topic)
        back = partial(self._put, id, before.observation.tags, before.contact.topic)
        again = partial(self._put, id, tags, topic)
        self._desk.app.undo.push(self._desk.words(tr("Changed what holds for the contact")), back, again)

    def _put(self, id: int, tags: tuple[str, ...], topic: str) -> None:
        change = self._desk.app.jobs.once_kept(answering.set_circumstances)
        self._desk.run(change, id, tags, topic, done=self._show)

    def _show(self, found: tuple[Observation, Contact, bytes | None]) -> None:
        observation, contact, answers = found
        sitting = self._desk.sitting
        if sitting is None or observation.id != sitting.observation.id:
            return
        held = replace(sitting.observation, tags=observation.tags)
        sitting = replace(sitting, observation=held, contact=contact)
        if answers is not None and sitting.evaluation is not None:
            sitting = with_answers(sitting, answers)
        self._desk.sitting = sitting
        self.changed.emit(sitting)
