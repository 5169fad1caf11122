"""The notes' way to the store and back: typed text at each keystroke, then one change at a time."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from db.records.observations import Note, NoteTag
from desktop.features.monitoring import actions
from desktop.features.monitoring.sitting import Jotting, Sitting
from desktop.shell.context import App
from desktop.shell.text import tr

Take = Callable[[Any], None]
Fail = Callable[[Exception], None]


class Holder(Protocol):
    """What the notes need of the desk that holds the sitting."""

    app: App
    sitting: Sitting | None

    def may_write(self) -> bool: ...
    def id(self) -> int: ...
    def take_notes(self, notes: tuple[Note, ...]) -> bool: ...
    def run(self, action: Callable[..., Any], *args: Any, done: Take, failed: Fail | None = None) -> None: ...
    def keep(self, slot: str, action: Callable[..., Any], *args: Any) -> None: ...


class DeskNotes(QObject):
    """Writes the notes of the desk's sitting. `refused` gives a jotting back that could not be stored."""

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Holder, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._written = 0

    def keep_pending(self, pending: Jotting) -> None:
        """Keep the note being typed.

        Each note has a slot of its own, so that no keystroke of the next one is kept before the stamping
        that clears the last.
        """
        if self._desk.may_write():
            self._desk.keep(f"pending {self._written}", actions.keep_pending, self._desk.id(), pending)

    def stamp(self, jotting: Jotting) -> None:
        self._written += 1
        failed = partial(self._give_back, jotting)
        stamp = self._desk.app.jobs.once_kept(actions.stamp)
        self._desk.run(stamp, self._desk.id(), jotting, done=self._show, failed=failed)

    def tag(self, note_id: int, tag: NoteTag | None) -> None:
        self._desk.run(actions.tag, note_id, tag, done=self._show)

    def reword(self, note_id: int, text: str) -> None:
        """Change the words of a note as they are typed."""
        sitting = self._desk.sitting
        if sitting is not None:
            self._show(tuple(replace(n, text=text) if n.id == note_id else n for n in sitting.notes))
            self._desk.keep(f"note {note_id}", actions.change_text, note_id, text)

    def move(self, note_id: int, at_s: float) -> None:
        self._desk.run(actions.change_second, note_id, at_s, done=self._show)

    def link(self, note: Note, question: str) -> None:
        """Make the note evidence for a question, or take that back if it is already."""
        wanted = "" if note.question == question else question
        self._desk.run(actions.link, note.id, wanted, done=self._show)

    def remove(self, note: Note) -> None:
        self._desk.run(actions.remove_note, note.id, done=self._show)
        self._desk.app.undo.offer(tr("Removed the note."), partial(self._bring_back, note.id))

    def _show(self, notes: tuple[Note, ...]) -> None:
        if self._desk.take_notes(notes):
            self.changed.emit(notes)

    def _give_back(self, jotting: Jotting, error: Exception) -> None:
        self.refused.emit(jotting)
        self._desk.app.sorry(error)

    def _bring_back(self, note_id: int) -> None:
        self._desk.run(actions.bring_back_note, note_id, done=self._show)
