"""Taking back the last change, anywhere it can be taken back: Ctrl+Z, and a quiet bar after each change."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from desktop.shell.notices import Notices
from desktop.shell.text import tr

DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Only:
    """Ctrl+Z takes a big deed back while `here()` and while it is the very last, else says `elsewhere`."""

    here: Callable[[], bool]
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Change:
    """`label` says what was done, as a sentence without its full stop: "Removed the note".

    Without `undo` it is a seal: the sentence says why nothing before it is taken back. Changes of one `slot`
    that follow each other are one.
    """

    label: str
    undo: Callable[[], None] | None
    redo: Callable[[], None] | None = None
    slot: str = ""
    only: Only | None = None


class UndoStack:
    """The changes that can be taken back, newest last; the functions run jobs of their own."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def offer(
        self,
        label: str,
        undo: Callable[[], None],
        redo: Callable[[], None] | None = None,
        only: Only | None = None,
    ) -> None:
        """Remember a change and offer in the bar to take it back; with `only`, see there."""
        change = Change(label, undo, redo, only=only)
        self._add(change)
        self._notices.say(label, (tr("Undo"), partial(self._take_back, change)))

    def push(
        self, label: str, undo: Callable[[], None], redo: Callable[[], None] | None = None, slot: str = ""
    ) -> None:
        """Remember a change without a word, as for an answer; one of the newest's slot joins it."""
        newest = self._done[-1] if self._done else None
        if slot and newest is not None and newest.slot == slot:
            self._done[-1] = replace(newest, redo=redo)
            self._undone.clear()
        else:
            self._add(Change(label, undo, redo, slot))

    def seal(self, sentence: str) -> None:
        """Remember what can't be taken back: Ctrl+Z says this sentence and goes no further."""
        self._add(Change(sentence, None))

    def undo(self) -> None:
        """Take the newest change back, or say why that can't be."""
        if not self._done:
            self._notices.say(tr("There is nothing to undo."))
        elif self._done[-1].undo is None:
            self._notices.say(self._done[-1].label)
        elif (only := self._done[-1].only) is not None and not only.here():
            self._notices.say(only.elsewhere)
        else:
            self._take_back(self._done[-1])

    def redo(self) -> None:
        """Do again what was last taken back, or say that there is nothing."""
        change = self._undone[-1] if self._undone else None
        if change is None or change.redo is None or (change.only is not None and not change.only.here()):
            self._notices.say(tr("There is nothing to redo."))
            return
        self._undone.pop()
        change.redo()
        self._done.append(change)
        words = tr("Done again: {what}", what=change.label)
        self._notices.say(words, (tr("Undo"), partial(self._take_back, change)))

    def clear(self) -> None:
        """Forget everything, as when another store is opened."""
        self._done.clear()
        self._undone.clear()

    def _add(self, change: Change) -> None:
        if self._done and (only := self._done[-1].only) is not None:
            self._done[-1] = Change(only.elsewhere, None)
        self._done = [*self._done[-DEEPEST + 1 :], change]
        self._undone.clear()

    def _take_back(self, change: Change) -> None:
        """Take this change back, even where others came after it: the bar's button means its own sentence.

        Those others can't be taken back any more, as they may rest on it.
        """
        places = [place for place, each in enumerate(self._done) if each is change]
        if places:
            del self._done[places[0] :]
        if change.undo is not None:
            change.undo()
        if change.redo is None:
            self._undone.clear()
            self._notices.say(tr("Undone: {what}", what=change.label))
        else:
            self._undone.append(change)
            again = (tr("Redo"), self.redo)
            self._notices.say(tr("Undone: {what}", what=change.label), again)
