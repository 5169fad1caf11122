"""The draft that lies on the desk: every edit is kept as it is made, and can be taken back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from db.records.scorecards import Form, ScorecardVersion
from desktop.features.library import actions, form_edits
from desktop.features.library.form_edits import Part, Spot
from desktop.shell.context import App
from desktop.shell.text import tr


class Desk(QObject):
    """`spot` is the part being worked on. `changed` comes after every edit, `moved` when another part is
    chosen; `before` is the form of the version that this one takes the place of.
    """

    changed = Signal()
    moved = Signal()

    def __init__(self, app: App, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.app = app
        self.version_id = 0
        self.number = 0
        self.form = form_edits.new_form()
        self.before: ScorecardVersion | None = None
        self.spot: Spot = ()

    def lay(self, version: ScorecardVersion, before: ScorecardVersion | None) -> None:
        """Begin to work on a draft."""
        self.version_id, self.number = version.id, version.number
        self.form, self.before, self.spot = version.form, before, ()
        self.changed.emit()
        self.moved.emit()

    def clear(self) -> None:
        self.version_id = 0

    def part(self) -> Part:
        """The part being worked on."""
        return form_edits.part_at(self.form, self.spot)

    def choose(self, spot: Spot) -> None:
        if spot != self.spot and form_edits.is_there(self.form, spot):
            self.spot = spot
            self.moved.emit()

    def edit(self, change: Callable[[Part], Part], words: str, slot: str = "") -> None:
        """Change the part being worked on; edits of one `slot` that follow each other are one to undo."""
        made = form_edits.with_part(self.form, self.spot, change(self.part()))
        self.put(made, words, self.spot, slot and f"{self.version_id} {self.spot} {slot}")

    def put(self, form: Form, words: str, spot: Spot, slot: str = "", offer: bool = False) -> None:
        """Go on with another form at a spot; `words` say what was done, with an `offer` in the bar."""
        if form == self.form:
            return
        back = partial(self.restore, self.version_id, self.form, self.spot)
        again = partial(self.restore, self.version_id, form, spot)
        if offer:
            self.app.undo.offer(words, back, again)
        else:
            self.app.undo.push(words, back, again, slot)
        self._take(form, spot)

    def restore(self, version_id: int, form: Form, spot: Spot) -> None:
        """Put a form back into its draft, whether that is on the desk now or not."""
        if version_id == self.version_id:
            self._take(form, spot)
        else:
            self._keep(version_id, form)

    def seal(self) -> None:
        """Nothing of a draft that was published can be taken back."""
        self.app.undo.seal(tr("The scorecard is in use now and never changes; copy it to change it."))

    def _take(self, form: Form, spot: Spot) -> None:
        self.form = form
        while not form_edits.is_there(form, spot):
            spot = spot[:-1]
        is_elsewhere, self.spot = spot != self.spot, spot
        self._keep(self.version_id, form)
        self.changed.emit()
        if is_elsewhere:
            self.moved.emit()

    def _keep(self, version_id: int, form: Form) -> None:
        store, by = self.app.store, self.app.user
        self.app.jobs.keep(slot_of(version_id), actions.keep_draft, store, version_id, form, by)


def slot_of(version_id: int) -> str:
    """Under which name a draft's typed text waits to be kept."""
    return f"scorecard draft {version_id}"
