"""The notes' way to the store and back: typed text at each keystroke, then one change at a time."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from db.records.observations import Fact, Note, NoteTag
from desktop.features.monitoring import jotting
from desktop.features.monitoring.sitting import Jotting, Promise, Sitting
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
    def words(self, what: str) -> str: ...
    def take_notes(self, notes: tuple[Note, ...]) -> bool: ...
    def run(self, action: Callable[..., Any], *args: Any, done: Take, failed: Fail | None = None) -> None: ...
    def keep(self, slot: str, action: Callable[..., Any], *args: Any) -> None: ...


class DeskNotes(QObject):
    """Writes the notes of the desk's sitting. `given_back` carries a jotting that is to stand in the field
    again: it could not be stored, or stamping it was undone. `put_back` says that a change was undone,
    `stamped` carries a note that was just made.
    """

    changed = Signal(object)
    stamped = Signal(object)
    given_back = Signal(object)
    put_back = Signal()

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
            self._desk.keep(f"pending {self._written}", jotting.keep_pending, self._desk.id(), pending)

    def stamp(self, jotted: Jotting) -> None:
        self._written += 1
        failed = partial(self._give_back, jotted)
        stamp = self._desk.app.jobs.once_kept(jotting.stamp)
        self._desk.run(stamp, self._desk.id(), jotted, done=partial(self._stamped, jotted), failed=failed)

    def tag(self, note_id: int, tag: NoteTag | None) -> None:
        before = self._note(note_id)
        self._desk.run(jotting.tag, note_id, tag, done=self._show)
        if before is not None:
            self._push(tr("Tagged a note"), jotting.tag, before, before.tag, tag)

    def state(self, note_id: int, fact: Fact | None) -> None:
        """Let a note state a fact, or none."""
        before = self._note(note_id)
        self._desk.run(jotting.state_fact, note_id, fact, done=self._show)
        if before is not None:
            self._push(tr("Changed what a note states"), jotting.state_fact, before, before.fact, fact)

    def promise(self, note_id: int, promised: Promise) -> None:
        """Keep who keeps a promise, how and by when, as it is typed."""
        before, sitting = self._note(note_id), self._desk.sitting
        if before is not None and sitting is not None:
            told = replace(before, who=promised.who, how=promised.how, due=promised.due)
            self._show(tuple(told if n.id == note_id else n for n in sitting.notes))
            self._desk.keep(f"promise {note_id}", jotting.promise, note_id, promised)
            was = Promise(before.who, before.how, before.due)
            self._push(tr("Wrote down a promise"), jotting.promise, before, was, promised)

    def reword(self, note_id: int, text: str) -> None:
        """Change the words of a note as they are typed."""
        before, sitting = self._note(note_id), self._desk.sitting
        if before is not None and sitting is not None:
            self._show(tuple(replace(n, text=text) if n.id == note_id else n for n in sitting.notes))
            self._desk.keep(f"note {note_id}", jotting.change_text, note_id, text)
            self._push(tr("Changed the words of a note"), jotting.change_text, before, before.text, text)

    def move(self, note_id: int, at_s: float) -> None:
        before = self._note(note_id)
        self._desk.run(jotting.change_second, note_id, at_s, done=self._show)
        if before is not None:
            self._push(tr("Moved a note"), jotting.change_second, before, before.at_s, at_s)

    def link(self, note: Note, question: str) -> None:
        """Make the note evidence for a question, or take that back if it is already."""
        wanted = "" if note.question == question else question
        self._desk.run(jotting.link, note.id, wanted, done=self._show)
        self._push(tr("Changed what a note is evidence for"), jotting.link, note, note.question, wanted)

    def link_to(self, note_id: int, question: str) -> None:
        """Make a note evidence for a question it was put on."""
        note = self._note(note_id)
        if note is not None and note.question != question:
            self.link(note, question)

    def remove(self, note: Note) -> None:
        self._desk.run(jotting.remove_note, note.id, done=self._show)
        self._desk.app.undo.offer(tr("Removed the note."), partial(self._bring_back, note.id))

    def _show(self, notes: tuple[Note, ...]) -> None:
        if self._desk.take_notes(notes):
            self.changed.emit(notes)

    def _note(self, id: int) -> Note | None:
        notes = self._desk.sitting.notes if self._desk.sitting is not None else ()
        return next((note for note in notes if note.id == id), None)

    def _push(
        self, words: str, action: Callable[..., Any], note: Note, before: object, after: object
    ) -> None:
        """Remember a change of a note; words typed in one go are one change."""
        typed = action in (jotting.change_text, jotting.promise)
        slot = f"{action.__name__} {note.id}" if typed else ""
        back, again = (partial(self._put, action, note.id, value) for value in (before, after))
        self._desk.app.undo.push(self._desk.words(words), back, again, slot)

    def _put(self, action: Callable[..., Any], note_id: int, value: object) -> None:
        self.put_back.emit()
        self._desk.run(action, note_id, value, done=self._show)

    def _stamped(self, jotted: Jotting, notes: tuple[Note, ...]) -> None:
        before = {each.id: each.text for each in self._desk.sitting.notes} if self._desk.sitting else {}
        self._show(notes)
        note = max(notes, key=lambda each: each.id)
        before[note.id] = jotted.words()
        if any(before.get(each.id, each.text) != each.text for each in notes):
            self._desk.app.notices.say(tr("A number that ran over two notes was masked: it is a card's."))
        self._desk.app.undo.push(self._desk.words(tr("Stamped a note")), partial(self._unstamp, note))
        self.stamped.emit(note)

    def _unstamp(self, note: Note) -> None:
        self._desk.run(jotting.unstamp, note.id, done=partial(self._unstamped, note))

    def _unstamped(self, note: Note, notes: tuple[Note, ...]) -> None:
        """Nothing to show if it was a note of an observation that is not on screen any more."""
        if self._desk.may_write() and self._desk.id() == note.observation_id:
            self._show(notes)
            self.given_back.emit(Jotting(note.text, note.at_s))

    def _give_back(self, jotted: Jotting, error: Exception) -> None:
        self.given_back.emit(jotted)
        self._desk.app.sorry(error)

    def _bring_back(self, note_id: int) -> None:
        self._desk.run(jotting.bring_back_note, note_id, done=self._show)
