"""The first page: look around in a demo floor, or start a floor of one's own; later, who is at the desk."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from db.errors import StoreError
from db.records.people import Role, User
from desktop.features.signin import actions
from desktop.shell import paths
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.errors import sentence
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.text import tr
from desktop.widgets.forms import Choice, Form, LineField
from desktop.widgets.page import GAP, MARGIN, Page

SIDE_BY_SIDE_FROM = 46
"""Width in characters of one choice, twice of which stand beside each other."""
WIDEST = 130
"""Width in characters of the page's column, which stands in the middle of a wide window."""


class SigninPage(Page):
    """Shown alone while no store is open, and again from the demo's banner."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("Welcome to Deskside"))
        self.header.set_state(
            tr("What is heard on calls becomes a plan the agent helps to write; new calls show if it stuck.")
        )
        self.people = PeopleChoice(app)
        self.choices = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.choices)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(24)
        self.look = LookAround(app)
        self.own = OwnFloor(app)
        for card in (self.look, self.own):
            self._row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        column.addWidget(self.people)
        column.addWidget(self.choices)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(scroll, 1)

    def load(self) -> None:
        store = self.app.store
        self.people.show_users(actions.users(store) if store is not None and not self.app.is_demo else ())
        self.own.show_existing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        character = self.fontMetrics().averageCharWidth()
        wide = self.width() > 2 * SIDE_BY_SIDE_FROM * character
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        side = max(MARGIN, (self.width() - WIDEST * character) // 2)
        self.layout().setContentsMargins(side, max(GAP, self.height() // 10), side, GAP)


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


class PeopleChoice(QWidget):
    """Who is at the desk, where this store knows several people."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addWidget(label(tr("Who is at the desk?"), "heading"))
        self._buttons: list[QWidget] = []

    def show_users(self, users: tuple[User, ...]) -> None:
        for old in self._buttons:
            old.deleteLater()
        self._buttons = [
            button(user.name, partial(self._come_in, user), tr("Come in as {name}", name=user.name))
            for user in users
        ]
        for made in self._buttons:
            self.column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(users))

    def _come_in(self, user: User) -> None:
        if self.app.store is not None:
            self.app.use_store(self.app.store.path, user.id)


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
    """The floor of one's own: three names, and the starter content is in place."""

    def __init__(self, app: App) -> None:
        super().__init__(
            tr("Start my own floor"),
            tr(
                "An empty floor with scorecards, skills and key behaviours to begin with. "
                "Everything stays on this computer."
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
            "user": self.form.add(tr("Your name"), self.user, tr("It stands under what you write.")),
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
        self.form.setVisible(not there)
        self.start.setVisible(not there)
        self.open.setVisible(there)
        (self.open if there else self.site).setFocus()

    def _open(self) -> None:
        self.app.use_store(own_place(self.app))

    def _start(self) -> None:
        for row in self.rows.values():
            row.say()
        new = actions.NewFloor(
            self.site.text(),
            self.team.text(),
            self.user.text(),
            self.role.value(),
        )
        self.app.jobs.run(
            actions.create_floor, own_place(self.app), new, done=self._enter, failed=self._fail, owner=self
        )

    def _enter(self, user_id: int) -> None:
        self.app.use_store(own_place(self.app), user_id)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, actions.Blank):
            row = self.rows[error.field]
            row.say(tr("Please fill this in; it can be changed later."))
            row.field.setFocus()
        elif isinstance(error, StoreError):
            self.rows["site"].say(sentence(error).text())
        else:
            self.app.sorry(error)


def own_place(app: App) -> Path:
    """Where one's own floor is or will be: as asked for at the start, but never where the demo is open."""
    demo = app.is_demo and app.store is not None and app.store.path == app.place
    return paths.default_store() if demo else app.place
