"""What is done with the recording that is chosen, each with its way back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.features.recordings import actions
from desktop.features.recordings.actions import Asking, Listed, NewCall, NotFound, OtherFile
from desktop.features.recordings.bringing import read_setup
from desktop.features.recordings.deciding import DecidingPanel
from desktop.shell.context import App
from desktop.shell.text import ntr, tr


class RecordingDesk(QObject):
    """`listen_to` is the recording that somebody opened to hear: once it has its contact, `listen_wanted`
    carries that. `removed` asks for the list anew.
    """

    listen_wanted = Signal(int)
    removed = Signal()

    def __init__(self, app: App, panel: DecidingPanel) -> None:
        super().__init__(panel)
        self.app, self.panel = app, panel
        self.listen_to = 0
        self._doing: dict[str, Callable[[Asking], None]] = {
            "listen": self._listen,
            "unsettle": self._unsettle,
            "look_for": self._look_for,
            "point_to": self._point_to,
            "keep": self._keep,
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
        self._run(actions.ask, row.id, tolerance, done=self._show, failed=self._gone)

    def settle(self, contact_id: int) -> None:
        """It is of this contact."""
        if self.panel.asking is not None:
            id = self.panel.asking.listed.id
            self._run(actions.settle, id, contact_id, done=partial(self._settled, id, contact_id))

    def make_contact(self, call: NewCall) -> None:
        if self.panel.asking is not None:
            id = self.panel.asking.listed.id
            self._run(actions.make_contact, id, call, done=partial(self._made, id))

    def _show(self, asking: Asking) -> None:
        self.panel.show_asking(asking)
        if self.listen_to == asking.listed.id and asking.contact is None:
            self.panel.take_focus()

    def _gone(self, error: Exception) -> None:
        self.panel.show_asking(None)
        if not isinstance(error, LookupError):
            self.app.sorry(error)

    def _settled(self, id: int, contact_id: int, _none: object) -> None:
        self.app.undo.offer(
            tr("Matched the recording."),
            partial(self._run, actions.unsettle, id),
            partial(self._run, actions.settle, id, contact_id),
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
        self._run(actions.unsettle, id, done=partial(self._unsettled, id))

    def _unsettled(self, id: int, before: int | None) -> None:
        undo = partial(self._run, actions.settle, id, before)
        self.app.undo.offer(tr("Took the recording from its contact."), undo)

    def _look_for(self, asking: Asking) -> None:
        name = QFileDialog.getExistingDirectory(
            self.panel, tr("Choose a folder to look in"), asking.listed.recording.folder
        )
        if name:
            label = tr("Looking for {name}", name=asking.listed.recording.file_name)
            self._run(
                actions.look_for,
                asking.listed.id,
                Path(name),
                done=self._found,
                failed=self._not,
                label=label,
            )

    def _point_to(self, asking: Asking) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.panel, tr("Choose the file"), asking.listed.recording.folder
        )
        if name:
            path = Path(name)
            self._run(
                actions.point_to, asking.listed.id, path, done=partial(self._pointed, path), failed=self._not
            )

    def _pointed(self, path: Path, _none: object) -> None:
        self._found(path)

    def _found(self, path: Path) -> None:
        self.app.notices.say(tr("The recording is {name} now.", name=path.name))

    def _not(self, error: Exception) -> None:
        """Why a file is not the one."""
        if isinstance(error, OtherFile):
            words = tr(
                "{name} is another file, or was changed: what is in it differs from what was brought in.",
                name=error,
            )
            self.app.notices.say(words, kind="warn")
        elif isinstance(error, NotFound):
            looked = ntr("{n} file of its size was read.", "{n} files of its size were read.", error.looked)
            self.app.notices.say(
                tr("It is not in that folder, under any name. {looked}", looked=looked), kind="warn"
            )
        else:
            self.app.sorry(error)

    def _keep(self, asking: Asking) -> None:
        self._run(
            actions.keep_copy,
            asking.listed.id,
            done=self._kept,
            failed=self._not,
            label=tr("Keeping a copy of {name}", name=asking.listed.recording.file_name),
        )

    def _kept(self, _none: object) -> None:
        self.app.notices.say(tr("An encrypted copy is kept with this floor now."))

    def _remove(self, asking: Asking) -> None:
        self._run(actions.remove, asking.listed.id, done=partial(self._removed, asking.listed.id))

    def _removed(self, id: int, _none: object) -> None:
        self.app.undo.offer(
            tr("Removed the recording from the list. Its file stays where it is."),
            partial(self._run, actions.bring_back, id),
            partial(self._run, actions.remove, id),
        )
        self.removed.emit()

    def _run(
        self,
        work: Callable[..., Any],
        *args: object,
        done: Callable[..., Any] | None = None,
        failed: Callable[[Exception], None] | None = None,
        label: str = "",
    ) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                work,
                self.app.store,
                *args,
                self.app.user,
                done=done,
                failed=failed,
                label=label,
                owner=self,
            )
