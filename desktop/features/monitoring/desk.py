"""Carries what the monitoring screen does to the store and back, in order and never in the way of typing."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.records.observations import Note, NoteTag, Observation
from desktop.coaching.finishing import Incomplete
from desktop.features.monitoring import actions
from desktop.features.monitoring.sitting import Discarded, Jotting, Sitting, runs, with_answers
from desktop.shell.context import App
from desktop.shell.text import tr


class Desk(QObject):
    """Holds the sitting as last known. `refused` gives a jotting back that could not be stored."""

    opened = Signal(object)
    notes_changed = Signal(object)
    clock_changed = Signal(object)
    refused = Signal(object)
    incomplete = Signal(object)
    finished = Signal(object)
    discarded = Signal(object)

    def __init__(self, app: App, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.sitting: Sitting | None = None
        self._written = 0
        self._ending = False

    def open(self, sitting: Sitting) -> None:
        self.sitting, self._ending = sitting, False
        self.opened.emit(sitting)

    def keep_pending(self, text: str) -> None:
        """Keep the note being typed. A slot of its own for each note, so that no keystroke of the next one
        can slip in before the stamping that clears the last.
        """
        if self._may_write():
            self._keep(f"pending {self._written}", actions.keep_pending, self._id(), text)

    def stamp(self, jotting: Jotting) -> None:
        self._written += 1
        failed = partial(self._give_back, jotting)
        self._run(actions.stamp, self._id(), jotting, done=self._show_notes, failed=failed)

    def tag(self, note_id: int, tag: NoteTag | None) -> None:
        self._run(actions.tag, note_id, tag, done=self._show_notes)

    def reword(self, note_id: int, text: str) -> None:
        if self.sitting is not None:
            notes = (replace(n, text=text) if n.id == note_id else n for n in self.sitting.notes)
            self._show_notes(tuple(notes))
            self._keep(f"note {note_id}", actions.change_text, note_id, text)

    def move(self, note_id: int, at_s: float) -> None:
        self._run(actions.change_second, note_id, at_s, done=self._show_notes)

    def link(self, note: Note, question: str) -> None:
        """Make the note evidence for a question, or take that back if it is already."""
        wanted = "" if note.question == question else question
        self._run(actions.link, note.id, wanted, done=self._show_notes)

    def remove(self, note: Note) -> None:
        self._run(actions.remove_note, note.id, done=self._show_notes)
        self._app.undo.offer(tr("Removed the note."), partial(self._bring_back_note, note.id))

    def toggle_clock(self, at_s: float) -> None:
        """Hold the clock if it runs, else let it run on from this second."""
        if self.sitting is None:
            return
        if runs(self.sitting.observation):
            self._run(actions.stop_clock, self._id(), done=self._show_clock)
        else:
            self._run(actions.start_clock, self._id(), at_s, done=self._show_clock)

    def put_clock(self, at_s: float) -> None:
        self._run(actions.put_clock, self._id(), at_s, done=self._show_clock)

    def choose_card(self, version_id: int | None) -> None:
        before = self.sitting
        self._run(actions.choose_card, self._id(), version_id, done=self._reopen)
        if before is not None:
            self._app.undo.offer(tr("Changed the scorecard."), partial(self._put_card_back, before))

    def keep_answers(self, answers: bytes) -> None:
        if self.sitting is not None and self.sitting.evaluation is not None and self._may_write():
            self.sitting = with_answers(self.sitting, answers)
            id = self.sitting.evaluation.id if self.sitting.evaluation else 0
            self._keep(f"answers {id}", actions.keep_answers, id, answers)

    def keep_comment(self, text: str) -> None:
        if self.sitting is not None and self.sitting.evaluation is not None and self._may_write():
            id = self.sitting.evaluation.id
            self._keep(f"comment {id}", actions.keep_comment, id, text)

    def finish(self, pending: Jotting) -> None:
        """End it and lock the evaluation; `incomplete` carries the open positions if it can't be yet."""
        if self.sitting is not None and self._may_write():
            self._ending = True
            self._written += 1
            self._run(actions.finish, self._id(), pending, done=self.finished.emit, failed=self._not_finished)

    def discard(self) -> None:
        self._run(actions.discard, self._id(), done=self.discarded.emit)

    def _may_write(self) -> bool:
        return self.sitting is not None and not self._ending

    def _id(self) -> int:
        assert self.sitting is not None
        return self.sitting.observation.id

    def _run(
        self,
        action: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        app = self._app
        app.jobs.run(action, app.store, *args, app.user, done=done, failed=failed, owner=self)

    def _keep(self, slot: str, action: Callable[..., Any], *args: Any) -> None:
        self._app.jobs.keep(slot, action, self._app.store, *args, self._app.user)

    def _show_notes(self, notes: tuple[Note, ...]) -> None:
        mine = self.sitting is not None and all(n.observation_id == self._id() for n in notes)
        if self.sitting is not None and mine:
            self.sitting = replace(self.sitting, notes=notes)
            self.notes_changed.emit(notes)

    def _show_clock(self, observation: Observation) -> None:
        if self.sitting is not None and observation.id == self._id():
            self.sitting = replace(self.sitting, observation=observation)
            self.clock_changed.emit(observation)

    def _reopen(self, sitting: Sitting) -> None:
        if self.sitting is not None and sitting.observation.id == self._id():
            self.open(sitting)

    def _give_back(self, jotting: Jotting, error: Exception) -> None:
        self.refused.emit(jotting)
        self._app.sorry(error)

    def _bring_back_note(self, note_id: int) -> None:
        self._run(actions.bring_back_note, note_id, done=self._show_notes)

    def _put_card_back(self, before: Sitting) -> None:
        self._run(actions.put_card_back, before, done=self._reopen)

    def _not_finished(self, error: Exception) -> None:
        self._ending = False
        if isinstance(error, Incomplete):
            self.incomplete.emit(error.positions)
        else:
            self._app.sorry(error)


def gone_words(gone: Discarded) -> str:
    """What discarding took away, said when it can still be undone."""
    return tr("Discarded the observation with {n} notes.", n=len(gone.notes))
