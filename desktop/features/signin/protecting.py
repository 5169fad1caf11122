"""A floor from before there were passphrases: protected first, gone on with then."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import keys
from db.errors import StoreError
from db.records.people import User
from desktop.features.signin import actions
from desktop.features.signin.steps import Steps
from desktop.shell.arrivals import Arrival, Gate
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.errors import sentence
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.text import tr
from desktop.widgets.forms import Choice, Form
from desktop.widgets.passphrases import NewPassphrase
from desktop.widgets.recovery import RecoverySteps, SheetFacts, in_row


class Protecting(QWidget):
    """`elsewhere` asks for the page with the demo floor and other floors."""

    titled = Signal(str, str)
    elsewhere = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self._gate: Gate | None = None
        self._passphrase = ""
        self.who = Choice(tr("Your name"))
        self.passphrase = NewPassphrase(app, tr("Your passphrase"))
        self.go_on = button(tr("Go on to the recovery code"), self._show_code, role="primary")
        self.asking = self._lay_out_asking()
        self.recovery = RecoverySteps(app)
        self.progress = ProgressStrip(app.jobs)
        self.under_way = self._lay_out_progress()
        self.steps = Steps(self.asking, self.recovery, self.under_way)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.steps)
        self.steps.titled.connect(self.titled)
        self.passphrase.entered.connect(self._show_code)
        self.recovery.confirmed.connect(self._protect)
        self.recovery.left.connect(self._show_asking)

    def begin(self, gate: Gate) -> None:
        """Stand before this plain store."""
        self._gate = gate
        self.who.set_choices([(user, user.name) for user in gate.users if user.suspended_at is None])
        self.passphrase.know([gate.path.stem, *(user.name for user in gate.users)])
        self.recovery.clear()
        self._show_asking()

    def _lay_out_asking(self) -> QWidget:
        words = tr(
            "What is kept here is about people and their work, and this file can be read by anybody who gets "
            "at this computer. From this version on a floor is opened with a passphrase. It takes a minute: "
            "a backup is made first, the encrypted copy is compared row by row, then it takes the old "
            "store's place, and the readable copies are removed."
        )
        form = Form()
        form.add(tr("Your name"), self.who, tr("The others are given passphrases under Settings."))
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(label(words, wrap=True))
        column.addWidget(form)
        column.addWidget(self.passphrase)
        elsewhere = button(tr("The demo floor, or another floor"), self.elsewhere.emit, role="link")
        column.addLayout(in_row(self.go_on, elsewhere))
        part.setFocusProxy(self.passphrase.first)
        return part

    def _lay_out_progress(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        words = tr("Please leave the computer on. If it goes out, nothing is lost: it begins again.")
        column.addWidget(label(words, "muted", wrap=True))
        column.addWidget(self.progress)
        return part

    def _show_asking(self) -> None:
        name = self._gate.path.stem if self._gate is not None else ""
        self.steps.turn_to(self.asking, tr("Protect this floor"), tr("Floor “{name}”", name=name))

    def _show_code(self) -> None:
        passphrase = self.passphrase.take()
        user: User | None = self.who.value()
        if passphrase is None or user is None or self._gate is None:
            return
        self._passphrase = passphrase
        self.steps.turn_to(self.recovery, tr("Your recovery code"), user.name)
        self.recovery.show_code(keys.new_code(), SheetFacts(self._gate.path.name, person=user.name))

    def _protect(self, code: str) -> None:
        if self._gate is None:
            return
        self.steps.turn_to(self.under_way, tr("Protecting this floor"), "")
        job = self.app.jobs.run(
            actions.protect_floor,
            self._gate.path,
            self.who.value(),
            self._passphrase,
            code,
            done=self._enter,
            failed=self._fail,
            label=tr("Protecting the floor"),
            owner=self,
        )
        self.progress.watch(job)

    def _enter(self, done: tuple[Arrival, tuple[Path, ...]]) -> None:
        arrival, left = done
        self._passphrase = ""
        self.passphrase.clear()
        self.recovery.clear()
        self.app.come_in(arrival)
        if left:
            names = ", ".join(path.name for path in left)
            words = tr(
                "Protected. These older copies can't be read and are still plain: {names}.", names=names
            )
            self.app.notices.say(words, kind="warn")

    def _fail(self, error: Exception) -> None:
        self._show_asking()
        if isinstance(error, StoreError):
            self.passphrase.first_row.say(sentence(error).text())
        else:
            self.app.sorry(error)
