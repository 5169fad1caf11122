"""What is done with the recording that is chosen, each with its way back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.features.recordings import actions
from desktop.features.recordings.actions import Asking, Listed, NewCall
from desktop.features.recordings.bringing import read_setup
from desktop.features.recordings.deciding import DecidingPanel
from desktop.features.recordings.files import FileDesk, run
from desktop.shell.context import App
from desktop.shell.text import tr


class RecordingDesk(QObject):
    """`listen_to` is the recording that somebody opened to hear: once it has its contact, `listen_wanted`
    carries that. `attend_to` is the one just brought in, to which the keyboard goes. `removed` asks for
    the list anew.
    """

    listen_wanted = Signal(int)
    removed = Signal()

    def __init__(self, app: App, panel: DecidingPanel) -> None:
        super().__init__(panel)
        self.app, self.panel = app, panel
        self.listen_to = 0
        self.attend_to = 0
        self.files = FileDesk(app, panel)
        self._doing: dict[str, Callable[[Asking], None]] = {
            "listen": self._listen,
            "unsettle": self._unsettle,
            "look_for": self.files.look_for,
            "point_to": self.files.point_to,
            "keep": self.files.keep,
            "remove": self._remove,
        }
        panel.settled.connect(self.settle)
        panel.made.connect(self.make_contact)
        panel.wanted.connect(self._do)

    def show_row(self, row: Listed | None) -> None:
        """Ask what is known of it; the panel is blank for none."""
        if row is None:
            self.panel.show_asking(None)
            return
        tolerance = read_setup(self.app.settings).tolerance_s
        run(self.app, self, actions.ask, row.id, tolerance, done=self._show, failed=self._gone)

    def settle(self, contact_id: int) -> None:
        """It is of this contact."""
        if self.panel.asking is not None:
            id = self.panel.asking.listed.id
            run(self.app, self, actions.settle, id, contact_id, done=partial(self._settled, id, contact_id))

    def make_contact(self, call: NewCall) -> None:
        if self.panel.asking is not None:
            id = self.panel.asking.listed.id
            run(self.app, self, actions.make_contact, id, call, done=partial(self._made, id))

    def _show(self, asking: Asking) -> None:
        self.panel.show_asking(asking)
        if asking.listed.id in (self.listen_to, self.attend_to):
            self.panel.take_focus()

    def _gone(self, error: Exception) -> None:
        self.panel.show_asking(None)
        if not isinstance(error, LookupError):
            self.app.sorry(error)

    def _settled(self, id: int, contact_id: int, _none: object) -> None:
        self.app.undo.offer(
            tr("Matched the recording."),
            partial(run, self.app, self, actions.unsettle, id),
            partial(run, self.app, self, actions.settle, id, contact_id),
        )
        self._go_on(id, contact_id)

    def _made(self, id: int, contact_id: int) -> None:
        self.app.notices.say(tr("Made a contact of the recording."))
        self._go_on(id, contact_id)

    def _go_on(self, id: int, contact_id: int) -> None:
        if self.listen_to == id:
            self.listen_to = 0
            self.listen_wanted.emit(contact_id)

    def _do(self, what: str) -> None:
        if self.panel.asking is not None:
            self._doing[what](self.panel.asking)

    def _listen(self, asking: Asking) -> None:
        if asking.contact is not None:
            self.listen_wanted.emit(asking.contact.id)

    def _unsettle(self, asking: Asking) -> None:
        id = asking.listed.id
        run(self.app, self, actions.unsettle, id, done=partial(self._unsettled, id))

    def _unsettled(self, id: int, before: int | None) -> None:
        undo = partial(run, self.app, self, actions.settle, id, before)
        self.app.undo.offer(tr("Took the recording from its contact."), undo)

    def _remove(self, asking: Asking) -> None:
        run(self.app, self, actions.remove, asking.listed.id, done=partial(self._removed, asking.listed.id))

    def _removed(self, id: int, _none: object) -> None:
        self.app.undo.offer(
            tr("Removed the recording from the list. Its file stays where it is."),
            partial(run, self.app, self, actions.bring_back, id),
            partial(run, self.app, self, actions.remove, id),
        )
        self.removed.emit()
