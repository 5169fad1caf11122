"""Taking back the last change, anywhere it can be taken back: Ctrl+Z, and a quiet bar after each change."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.shell.notices import Notices
from desktop.shell.text import tr

DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Change:
    """`label` says what was done, as a sentence without its full stop: "Removed the note"."""

    label: str
    undo: Callable[[], None]
    redo: Callable[[], None] | None = None


class UndoStack:
    """The changes that can be taken back, newest last; the functions run jobs of their own."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def offer(self, label: str, undo: Callable[[], None], redo: Callable[[], None] | None = None) -> None:
        """Remember a change and offer to take it back."""
        change = Change(label, undo, redo)
        self._done = [*self._done[-DEEPEST + 1 :], change]
        self._undone.clear()
        self._notices.say(label, (tr("Undo"), self.undo))

    def undo(self) -> None:
        """Take the newest change back, or say that there is none."""
        if not self._done:
            self._notices.say(tr("There is nothing to undo."))
            return
        change = self._done.pop()
        change.undo()
        if change.redo is not None:
            self._undone.append(change)
        again = (tr("Redo"), self.redo) if change.redo is not None else None
        self._notices.say(tr("Undone: {what}", what=change.label), again)

    def redo(self) -> None:
        """Do again what was last taken back, or say that there is nothing."""
        if not self._undone:
            self._notices.say(tr("There is nothing to redo."))
            return
        change = self._undone.pop()
        assert change.redo is not None
        change.redo()
        self._done.append(change)
        self._notices.say(tr("Done again: {what}", what=change.label), (tr("Undo"), self.undo))

    def clear(self) -> None:
        """Forget everything, as when another store is opened."""
        self._done.clear()
        self._undone.clear()
