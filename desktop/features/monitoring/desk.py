"""Carries what the monitoring screen does to the store and back, in order and never in the way of typing.

Each change goes on the stack of undo too, so that Ctrl+Z takes back what was done last.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.records.observations import Note, Observation
from desktop.coaching.finishing import Incomplete
from desktop.features.monitoring import actions, clocking
from desktop.features.monitoring.desk_around import DeskAround
from desktop.features.monitoring.desk_draft import DeskDraft
from desktop.features.monitoring.desk_notes import DeskNotes
from desktop.features.monitoring.sitting import (
    Discarded,
    Jotting,
    Sitting,
    known_second,
    outran,
    runs,
)
from desktop.features.monitoring.writing import Finished
from desktop.shell.context import App
from desktop.shell.text import ntr, tr


class Desk(QObject):
    """Holds the sitting as last known; `notes` writes its notes, `draft` its answers, `around` what
    stands around both.
    """

    opened = Signal(object)
    clock_changed = Signal(object)
    clock_held = Signal(float)
    incomplete = Signal(object)
    finished = Signal(object)
    discarded = Signal(object)

    def __init__(self, app: App, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.app = app
        self.sitting: Sitting | None = None
        self.notes = DeskNotes(self, self)
        self.draft = DeskDraft(self, self)
        self.around = DeskAround(self, self)
        self._ending = False
        self._heard: set[int] = set()

    def open(self, sitting: Sitting) -> None:
        """Take a sitting; `clock_held` says where its clock, left running, is held now."""
        self.sitting, self._ending = sitting, False
        left_running = outran(sitting.observation) and self.id() not in self._heard
        self._heard.add(self.id())
        if left_running:
            self._hold_at(known_second(sitting))
        self.opened.emit(self.sitting)
        if left_running:
            self.clock_held.emit(self.sitting.observation.clock_offset_s)

    def toggle_clock(self, at_s: float) -> None:
        """Hold the clock if it runs, else let it run on from this second."""
        if self.sitting is None:
            return
        if runs(self.sitting.observation):
            self.run(clocking.stop_clock, self.id(), done=self._show_clock)
        else:
            self.run(clocking.start_clock, self.id(), at_s, done=self._show_clock)

    def put_clock(self, at_s: float) -> None:
        self.run(clocking.put_clock, self.id(), at_s, done=self._show_clock)

    def choose_card(self, version_id: int | None) -> None:
        before = self.sitting
        self.run(actions.choose_card, self.id(), version_id, done=self._reopen)
        if before is not None:
            self.app.undo.offer(tr("Changed the scorecard."), partial(self._put_card_back, before))

    def finish(self, pending: Jotting) -> None:
        """End it and lock the evaluation; `incomplete` carries the open positions if it can't be yet."""
        if self.may_write():
            self._ending = True
            done, failed = self._finished, self._not_finished
            finish = self.app.jobs.once_kept(actions.finish)
            self.run(finish, self.id(), pending, done=done, failed=failed)

    def discard(self) -> None:
        self.run(actions.discard, self.id(), done=self.discarded.emit)

    def may_write(self) -> bool:
        """Whether there is a sitting that nobody is just ending."""
        return self.sitting is not None and not self._ending

    def id(self) -> int:
        """The observation's id."""
        assert self.sitting is not None
        return self.sitting.observation.id

    def words(self, what: str) -> str:
        """What was done, and for whom: it may be taken back from another page."""
        name = self.sitting.agent.name if self.sitting is not None else ""
        return tr("{what} ({name})", what=what, name=name)

    def take_notes(self, notes: tuple[Note, ...]) -> bool:
        """Make these the sitting's notes, unless they are another's: a late answer from the store."""
        if self.sitting is None or any(note.observation_id != self.id() for note in notes):
            return False
        self.sitting = replace(self.sitting, notes=notes)
        return True

    def run(
        self,
        action: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Queue an action of this user on the open store."""
        app = self.app
        app.jobs.run(action, app.store, *args, app.user, done=done, failed=failed or self._sorry, owner=self)

    def _sorry(self, error: Exception) -> None:
        if isinstance(error, Finished):
            self.app.notices.say(tr("This is finished by now, and stays as it is."), kind="warn")
        else:
            self.app.sorry(error)

    def keep(self, slot: str, action: Callable[..., Any], *args: Any) -> None:
        """Queue the writing of what is typed; a newer text of the same slot takes its place."""
        self.app.jobs.keep(slot, action, self.app.store, *args, self.app.user)

    def _hold_at(self, at_s: float) -> None:
        assert self.sitting is not None
        held = replace(self.sitting.observation, clock_started_at=None, clock_offset_s=at_s)
        self.sitting = replace(self.sitting, observation=held)
        self.run(clocking.hold_clock, self.id(), at_s, done=self._show_clock)

    def _show_clock(self, observation: Observation) -> None:
        if self.sitting is not None and observation.id == self.id():
            self.sitting = replace(self.sitting, observation=observation)
            self.clock_changed.emit(observation)

    def _reopen(self, sitting: Sitting) -> None:
        if self.sitting is not None and sitting.observation.id == self.id():
            self.open(sitting)

    def _put_card_back(self, before: Sitting) -> None:
        self.run(actions.put_card_back, before, done=self._reopen)

    def _finished(self, sitting: Sitting) -> None:
        """What is final stays: Ctrl+Z must not reach past it for something older."""
        name = sitting.agent.name
        if sitting.evaluation is None:
            words = tr(
                "The observation of {name} is finished; what lies before it stays as it is.", name=name
            )
        else:
            words = tr("The evaluation of {name} is final; what lies before it stays as it is.", name=name)
        self.app.undo.seal(words)
        self.finished.emit(sitting)

    def _not_finished(self, error: Exception) -> None:
        self._ending = False
        if isinstance(error, Incomplete):
            self.incomplete.emit(error.positions)
        else:
            self.app.sorry(error)


def gone_words(gone: Discarded) -> str:
    """What discarding took away, said while it can be undone."""
    return ntr(
        "Discarded the observation with {n} note.",
        "Discarded the observation with {n} notes.",
        len(gone.notes),
    )
