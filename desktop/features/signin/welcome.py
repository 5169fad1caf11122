"""The two ways to begin: look around in a demo floor, or start a floor of one's own."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from db.records.people import Role
from desktop.features.signin import actions
from desktop.shell import paths
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.text import tr
from desktop.widgets.forms import Choice, Form, LineField

SIDE_BY_SIDE_FROM = 46
"""Width in characters of one choice, twice of which stand beside each other."""


class Welcome(QWidget):
    """Both beside each other, or under each other where there is no room."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.look = LookAround(app)
        self.own = OwnFloor(app)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(24)
        for card in (self.look, self.own):
            self._row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() > 2 * SIDE_BY_SIDE_FROM * self.fontMetrics().averageCharWidth()
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)

    def minimumSizeHint(self) -> QSize:
        # As narrow as the wider of the two: under each other they need no more.
        wider = max(card.minimumSizeHint().width() for card in (self.look, self.own))
        return QSize(wider, super().minimumSizeHint().height())


class Card(QFrame):
    """One way in: a heading, what happens then, and a button."""

    def __init__(self, heading: str, words: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(12)
        self.heading = label(heading, "heading", wrap=True)
        self.words = label(words, "muted", wrap=True)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.words)


class LookAround(Card):
    """The demo floor, made on the spot."""

    def __init__(self, app: App) -> None:
        super().__init__(
            tr("Look around"),
            tr(
                "Opens a demo floor: three teams, 24 invented agents and half a year of observations, "
                "assessments and plans. Change anything you like; it is kept apart from your own floor "
                "and can be removed."
            ),
        )
        self.app = app
        self.start = button(tr("Look around"), self._start, tr("Look around in the demo floor"))
        self.progress = ProgressStrip(app.jobs)
        self.column.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.progress)

    def _start(self) -> None:
        self.start.setEnabled(False)
        path = paths.demo_store()
        job = self.app.jobs.run(
            actions.prepare_demo,
            path,
            self.app.clock().date(),
            done=self._open,
            failed=self._fail,
            label=tr("Making the demo floor"),
            owner=self,
        )
        self.progress.watch(job)

    def _open(self, result: object) -> None:
        self.start.setEnabled(True)
        self.app.use_store(paths.demo_store())

    def _fail(self, error: Exception) -> None:
        self.start.setEnabled(True)
        self.app.sorry(error)


class OwnFloor(Card):
    """The floor of one's own: three names. `asked` carries a NewFloor; nothing is on the disk by then."""

    asked = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__(
            tr("Start my own floor"),
            tr(
                "An empty floor with scorecards, skills and key behaviours to begin with. "
                "Everything stays on this computer, encrypted."
            ),
        )
        self.app = app
        self.site = LineField(tr("Name of the site"))
        self.team = LineField(tr("First team"))
        self.user = LineField(tr("Your name"))
        self.role = Choice(
            tr("Your role"),
            [
                (Role.SUPERVISOR, tr("Supervisor")),
                (Role.COACH, tr("Coach")),
                (Role.ADMIN, tr("Administrator")),
            ],
        )
        self.form = Form()
        self.rows = {
            "site": self.form.add(tr("Name of the site"), self.site, tr("As the agents know it.")),
            "team": self.form.add(tr("First team"), self.team, tr("More can be added at any time.")),
            "user": self.form.add(tr("Your name"), self.user, tr("You sign in with it.")),
        }
        self.form.add(tr("Your role"), self.role)
        self.start = button(tr("Start my floor"), self._start, role="primary")
        self.open = button(tr("Open my floor"), self._open, role="primary")
        self.column.addWidget(self.form)
        for widget in (self.start, self.open):
            self.column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        self.user.returnPressed.connect(self._start)

    def show_existing(self) -> None:
        """Where a floor of one's own is already on this computer, offer it instead of a new one."""
        there = own_place(self.app).exists()
        if there:
            self.heading.setText(tr("My own floor"))
            self.words.setText(tr("It is on this computer, just as it was left."))
        for widget in (self.form, self.start):
            widget.setVisible(not there)
        self.open.setVisible(there)
        (self.open if there else self.site).setFocus()

    def show_problem(self, field: str, problem: str) -> None:
        """Say under one of the fields why the floor can't be started like this."""
        self.rows[field].say(problem)
        self.rows[field].field.setFocus()

    def _open(self) -> None:
        self.app.use_store(own_place(self.app))

    def _start(self) -> None:
        for row in self.rows.values():
            row.say()
        new = actions.NewFloor(self.site.text(), self.team.text(), self.user.text(), self.role.value())
        try:
            actions.check(new)
        except actions.Blank as blank:
            self.show_problem(blank.field, tr("Please fill this in; it can be changed later."))
        else:
            self.asked.emit(new)


def own_place(app: App) -> Path:
    """Where one's own floor is or will be: as asked for at the start, but never where the demo is open."""
    demo = app.is_demo and app.store is not None and app.store.path == app.place
    return paths.default_store() if demo else app.place
