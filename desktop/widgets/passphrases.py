"""The fields in which a passphrase is chosen: typed once in sight or twice unseen, with one calm line on how
good it is. Pasting is always allowed; nothing is asked for but length and being hard to guess.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from desktop.coaching.passphrases import SHORTEST, Flaw, Hint, Weighed, weigh
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import ntr, tr
from desktop.shell.theme import set_role
from desktop.widgets.forms import Form, LineField, Switch


class SecretField(LineField):
    """One line that shows dots unless it is told to show its text; no system keeps or completes it."""

    def __init__(self, name: str) -> None:
        super().__init__(name, gated=False)
        self.show_plainly(False)

    def show_plainly(self, plainly: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if plainly else QLineEdit.EchoMode.Password)


class NewPassphrase(Form):
    """`entered` comes at Enter in the last field; `take` returns the passphrase once it is good and typed
    right. `know` names words that count for nothing in it.
    """

    entered = Signal()

    def __init__(self, app: App, caption: str = "") -> None:
        super().__init__()
        self.app = app
        self._known: tuple[str, ...] = ()
        caption = caption or tr("Passphrase")
        self.first = SecretField(caption)
        self.second = SecretField(tr("The same once more"))
        self.plainly = Switch(tr("Show what I type"))
        self.first_row = self.add(caption, self.first)
        self.strength = label("", "small", wrap=True)
        self.first_row.layout().addWidget(self.strength)
        self.second_row = self.add(tr("The same once more"), self.second)
        self.add_widget(self.plainly)
        self.first.typed.connect(self._weigh)
        self.first.returnPressed.connect(self._next)
        self.second.returnPressed.connect(self.entered)
        self.plainly.chosen.connect(self._show_plainly)
        self._tell(weigh(""))

    def know(self, words: Sequence[str]) -> None:
        """Count these words for nothing: what anybody on the floor would try first."""
        self._known = tuple(words)

    def take(self) -> str | None:
        """Return the passphrase; None, with the reason under the field, while it can't be taken."""
        self.first_row.say()
        self.second_row.say()
        weighed = weigh(self.first.text(), self._known)
        self._tell(weighed)
        if not weighed.good():
            self.first_row.say(say_weighed(weighed))
            self.strength.hide()
            self.first.setFocus()
            return None
        if self.second_row.isVisibleTo(self) and self.second.text() != self.first.text():
            self.second_row.say(tr("This differs from the first. Type it again, or show what you type."))
            self.second.setFocus()
            return None
        return self.first.text()

    def clear(self) -> None:
        """Leave nothing in the fields, and nothing to undo."""
        for field in (self.first, self.second):
            field.setText("")
        self._tell(weigh(""))

    def _weigh(self, text: str) -> None:
        self.first_row.say()
        self.strength.show()
        # The word lists take a moment to load: never while somebody types.
        self.app.jobs.run(weigh, text, self._known, done=self._tell, owner=self)

    def _tell(self, weighed: Weighed) -> None:
        mark = "" if weighed.flaw in (Flaw.EMPTY, Flaw.SHORT) else "✓ " if weighed.good() else "△ "
        self.strength.setText(mark + say_weighed(weighed))
        set_role(self.strength, "good" if weighed.good() else "small")
        self.first.setAccessibleDescription(say_weighed(weighed))

    def _next(self) -> None:
        if self.second_row.isVisibleTo(self):
            self.second.setFocus()
        else:
            self.entered.emit()

    def _show_plainly(self, plainly: bool) -> None:
        self.first.show_plainly(plainly)
        self.second_row.setVisible(not plainly)
        self.second_row.say()


def say_weighed(weighed: Weighed) -> str:
    """One sentence on how good a passphrase is, and what would make it better."""
    if weighed.flaw is Flaw.EMPTY:
        return tr(
            "At least {n} characters. A few words that have nothing to do with each other are easy to keep.",
            n=SHORTEST,
        )
    if weighed.flaw is Flaw.SHORT:
        return ntr("{n} more character.", "{n} more characters.", weighed.missing)
    if weighed.flaw is Flaw.LONG:
        return tr("This is longer than Deskside can take.")
    if weighed.flaw is Flaw.GUESSABLE:
        return f"{_say_hint(weighed.hint)} {tr('Add a word or two that nobody would expect.')}"
    return tr("Hard to guess.") if weighed.score < 4 else tr("Very hard to guess.")


def _say_hint(hint: Hint) -> str:
    return {
        Hint.NONE: tr("Easy to guess."),
        Hint.KNOWN: tr("Easy to guess: it is made of names of this floor."),
        Hint.COMMON: tr("Easy to guess: it is among the first that anybody tries."),
        Hint.KEYBOARD: tr("Easy to guess: it follows the keys of the keyboard."),
        Hint.REPEATED: tr("Easy to guess: it repeats itself."),
        Hint.SEQUENCE: tr("Easy to guess: it counts on from sign to sign."),
        Hint.DATE: tr("Easy to guess: it is mostly a date."),
    }[hint]
