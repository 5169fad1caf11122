"""The first start: names and a passphrase, the recovery code on paper, and only then a floor on the disk."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import keys
from db.errors import StoreError
from desktop.features.signin import actions
from desktop.features.signin.choosing import OwnPassphrase
from desktop.features.signin.steps import Steps
from desktop.features.signin.welcome import Welcome, own_place
from desktop.shell.arrivals import Arrival
from desktop.shell.context import App
from desktop.shell.errors import sentence
from desktop.shell.text import tr
from desktop.widgets.recovery import RecoverySteps, SheetFacts


class Beginning(QWidget):
    """Whoever closes the window before the code is typed back has left nothing behind."""

    titled = Signal(str, str)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.welcome = Welcome(app)
        self.passphrase, self.recovery = OwnPassphrase(app), RecoverySteps(app)
        self.steps = Steps(self.welcome, self.passphrase, self.recovery)
        self._new: actions.NewFloor | None = None
        self._passphrase = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.steps)
        self.steps.titled.connect(self.titled)
        self.welcome.own.asked.connect(self._ask_passphrase)
        self.passphrase.chosen.connect(self._show_code)
        self.passphrase.left.connect(self.show_welcome)
        self.recovery.confirmed.connect(self._create)
        self.recovery.left.connect(self._back_to_passphrase)

    def is_welcome(self) -> bool:
        """Whether it is at its first step, which is wider than the others."""
        return self._new is None

    def show_welcome(self) -> None:
        self._new, self._passphrase = None, ""
        self.recovery.clear()
        words = tr(
            "What is heard on calls becomes a plan the agent helps to write; new calls show if it stuck."
        )
        self.steps.turn_to(self.welcome, tr("Welcome to Deskside"), words)
        self.welcome.own.show_existing()

    def _ask_passphrase(self, new: actions.NewFloor) -> None:
        self._new = new
        words = tr(
            "With your name it opens this floor, on this computer and in every backup. "
            "Nobody else ever sees it, and it stands nowhere: what is kept here can't be read without it."
        )
        self.passphrase.begin(words, (new.site, new.team, new.user))
        self._back_to_passphrase()

    def _back_to_passphrase(self) -> None:
        name = self._new.user.strip() if self._new is not None else ""
        self.steps.turn_to(self.passphrase, tr("Choose your passphrase"), name)

    def _show_code(self, passphrase: str) -> None:
        if self._new is None:
            return
        self._passphrase = passphrase
        site, person = self._new.site.strip(), self._new.user.strip()
        self.steps.turn_to(self.recovery, tr("Your recovery code"), site)
        self.recovery.show_code(keys.new_code(), SheetFacts(own_place(self.app).name, site, person))

    def _create(self, code: str) -> None:
        if self._new is None:
            return
        self.recovery.rest(True)
        self.app.jobs.run(
            actions.create_floor,
            own_place(self.app),
            self._new,
            self._passphrase,
            code,
            done=self._enter,
            failed=self._fail,
            label=tr("Starting the floor"),
            owner=self,
        )

    def _enter(self, arrival: Arrival) -> None:
        self._new, self._passphrase = None, ""
        self.passphrase.passphrase.clear()
        self.recovery.clear()
        self.app.come_in(arrival)

    def _fail(self, error: Exception) -> None:
        self.recovery.rest(False)
        if isinstance(error, StoreError):
            self.recovery.say(sentence(error).text())
        else:
            self.app.sorry(error)
