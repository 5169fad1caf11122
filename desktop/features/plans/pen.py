"""What the parts of the page write with: each field keeps what is typed, each removal can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.features.plans import actions
from desktop.features.plans.actions import Kind, Removed, Spot
from desktop.features.plans.columns import said
from desktop.shell.context import App
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.forms import LineField, TextField

Words = TextField | LineField
NOTHING = object()


class Pen:
    """Writes for one page: typed text by slot, everything else as a job; `plan_id` is the plan on screen."""

    def __init__(self, app: App, owner: QObject) -> None:
        self.app, self.owner = app, owner
        self.plan_id = 0

    def today(self) -> date:
        return self.app.clock().date()

    def keep(self, spot: Spot, value: Any) -> None:
        self.app.jobs.keep(spot.slot, actions.keep, self.app.store, spot, value, self.app.user)

    def do(self, deed: Callable[..., Any], *args: Any, done: Callable[[Any], None] | None = None) -> None:
        """Run an action of this store and user: `deed(store, *args, by)`."""
        self.app.jobs.run(deed, self.app.store, *args, self.app.user, done=done, owner=self.owner)

    def remove(self, kind: Kind, id: int, words: str) -> None:
        """Take a part out and offer it back; `words` say what was done."""
        self.do(actions.remove, self.plan_id, (kind, id), done=partial(self.offer_back, words))

    def offer_back(self, words: str, removed: Removed) -> None:
        self.app.undo.offer(words, partial(self.do, actions.bring_back, removed))

    def measure(self, goal_id: int) -> None:
        self.do(actions.measure_again, goal_id, done=self._say_measured)

    def _say_measured(self, _result: object) -> None:
        self.app.notices.say(tr("Taken from the evidence as it is now."))


@dataclass(frozen=True, slots=True)
class Form:
    """How a stored value looks in its field, and back again."""

    shown: Callable[[Any], Any]
    stored: Callable[[Any], Any]


class Kept(QObject):
    """Ties a field of the house's forms to one place in the store: what is typed is kept, what comes back
    is shown.

    A page that is read anew while somebody types must not put old text under their hands, so nothing is
    shown here until the newest thing typed has come back.
    """

    def __init__(self, pen: Pen, field: QWidget, spot: Spot, form: Form | None = None) -> None:
        super().__init__(field)
        self.pen, self.spot, self.form = pen, spot, form
        self.field: Any = field
        self._pending: object = NOTHING
        self.reading = said("")
        signal = "typed" if isinstance(field, Words) else "chosen"
        getattr(field, signal).connect(self._write)

    def show(self, value: object) -> None:
        """Show what is stored."""
        if self._pending not in (NOTHING, value):
            return
        self._pending = NOTHING
        shown = value if self.form is None else self.form.shown(value)
        if isinstance(self.field, Words):
            self.field.show_text(str(shown))
        else:
            self.field.show_value(shown)

    def view(self, role: str = "") -> QWidget:
        """The field of words, and in its place, once it is locked, the words alone."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        set_role(self.reading, role)
        self.reading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.field)
        column.addWidget(self.reading)
        self.reading.hide()
        return holder

    def lock(self, locked: bool) -> None:
        """Show words to be read, or a field to write them in; see `view`."""
        self.reading.setText(self.field.text())
        self.reading.setVisible(locked)
        self.field.setVisible(not locked)

    def _write(self, value: object) -> None:
        kept = value if self.form is None else self.form.stored(value)
        self._pending = kept
        self.pen.keep(self.spot, kept)
