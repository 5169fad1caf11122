"""Carries what is changed in a finished evaluation to the store: its draft at each answer, then the whole."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.coaching.disputes import Refused
from desktop.coaching.finishing import Incomplete
from desktop.features.monitoring import changing
from desktop.features.monitoring.desk_draft import DeskDraft
from desktop.features.monitoring.sitting import Sitting
from desktop.shell.context import App
from desktop.shell.text import tr


class ChangeDesk(QObject):
    """Holds the sitting with the change in the evaluation's place. `refused` carries the error of a change
    that can't be finished yet.
    """

    finished = Signal()
    refused = Signal(object)

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self.app = app
        self.sitting: Sitting | None = None
        self.draft = DeskDraft(self, self)
        self._ending = False

    def open(self, sitting: Sitting) -> Sitting:
        """Take the change of a finished evaluation."""
        self._ending = False
        self.sitting = replace(sitting, evaluation=sitting.change, details=sitting.change_details)
        return self.sitting

    def close(self) -> None:
        self.sitting = None

    def may_write(self) -> bool:
        return self.sitting is not None and not self._ending

    def words(self, what: str) -> str:
        name = self.sitting.agent.name if self.sitting is not None else ""
        return tr("{what} ({name}, in the change)", what=what, name=name)

    def keep(self, slot: str, action: Callable[..., Any], *args: Any) -> None:
        self.app.jobs.keep(slot, action, self.app.store, *args, self.app.user)

    def keep_reason(self, reason: str) -> None:
        if self.may_write():
            self.keep(f"reason {self._id()}", changing.keep_reason, self._id(), reason)

    def finish(self) -> None:
        """Put the change in the place of what it changes."""
        if self.may_write():
            self._ending = True
            work = self.app.jobs.once_kept(changing.finish_change)
            done, failed = self._finished, self._not_finished
            self.app.jobs.run(
                work, self.app.store, self._id(), self.app.user, done=done, failed=failed, owner=self
            )

    def _id(self) -> int:
        assert self.sitting is not None and self.sitting.evaluation is not None
        return self.sitting.evaluation.id

    def _finished(self, _id: int) -> None:
        name = self.sitting.agent.name if self.sitting is not None else ""
        self.app.undo.seal(
            tr("The evaluation of {name} is final; what lies before it stays as it is.", name=name)
        )
        self.close()
        self.finished.emit()

    def _not_finished(self, error: Exception) -> None:
        self._ending = False
        if isinstance(error, Incomplete | changing.NoReason | changing.NothingChanged | Refused):
            self.refused.emit(error)
        else:
            self.app.sorry(error)
