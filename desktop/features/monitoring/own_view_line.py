"""The agent's own view of an evaluated call, as whoever evaluated it asks for it and sees where it stands."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.disputes import SelfEvaluation, SelfState
from db.records.observations import EvaluationState
from desktop.coaching.disputes import Refused
from desktop.features.monitoring import own_views
from desktop.features.monitoring.sitting import Sitting
from desktop.shell.context import App
from desktop.shell.controls import button, label, on_button
from desktop.shell.dispute_words import refusal_words
from desktop.shell.text import moment, tr

UNSHARED = (EvaluationState.DRAFT, EvaluationState.FINAL)


class OwnViewLine(QWidget):
    """What can be done stands where its owner puts it. `views_wanted` asks to see both views side by side."""

    views_wanted = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.sitting: Sitting | None = None
        self.own: SelfEvaluation | None = None
        self.says = label("", "muted", wrap=True)
        self.ask, self.no_longer = QAction(self), QAction(self)
        self.views = button(tr("Both views side by side"), self.views_wanted.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.says)

    def show_sitting(self, sitting: Sitting) -> None:
        """Read how it stands; until then nothing is shown."""
        self.sitting, self.own = sitting, None
        for widget in (self, self.views):
            widget.hide()
        for action in (self.ask, self.no_longer):
            action.setVisible(False)
        self.ask.setText(on_button(tr("Ask {name} for their own view", name=sitting.agent.name)))
        self._read()

    def _read(self) -> None:
        if self.sitting is not None and self.app.store is not None:
            observation, user = self.sitting.observation.id, self.app.user
            work, store = own_views.own_view_of, self.app.store
            self.app.jobs.run(work, store, observation, user, done=self._show, owner=self)

    def _show(self, own: SelfEvaluation | None) -> None:
        if self.sitting is None or self.sitting.evaluation is None:
            return
        self.own = own
        void, name = self.sitting.voided is not None, self.sitting.agent.name
        unshared = self.sitting.evaluation.state in UNSHARED
        self.ask.setVisible(own is None and unshared and not void)
        self.setVisible(own is not None)
        self.views.setVisible(own is not None and own.opened_at is not None and not void)
        waiting = own is not None and own.state is SelfState.DRAFT
        self.no_longer.setVisible(waiting)
        if waiting:
            words = tr(
                "{name} was asked for their own view. Neither sees the other's before both are in.", name=name
            )
            self.says.setText(words)
        elif own is not None and own.finished_at is not None:
            when = moment(own.finished_at)
            self.says.setText(tr("{name} finished their own view on {when}.", name=name, when=when))

    def ask_for_view(self) -> None:
        """Ask the agent."""
        assert self.sitting is not None and self.sitting.evaluation is not None
        self._run(own_views.ask_for_view, self.sitting.evaluation.id, done=self._asked)

    def _asked(self, _id: object) -> None:
        name = self.sitting.agent.name if self.sitting is not None else ""
        self.app.notices.say(
            tr("{name} finds it on their own page. Share once both views are in.", name=name)
        )
        self._read()

    def take_back_asking(self) -> None:
        """Ask no longer, while nothing is in."""
        if self.own is not None:
            self._run(own_views.take_back_asking, self.own.id, done=self._taken_back)

    def _taken_back(self, _nothing: object) -> None:
        self._read()

    def _run(self, work: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        self.app.jobs.run(
            work, self.app.store, *args, self.app.user, done=done, failed=self._refuse, owner=self
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.app.notices.say(refusal_words(error), kind="warn")
        if isinstance(error, Refused | LookupError):
            self._read()
        else:
            self.app.sorry(error)
