"""The bar above an agent's own pages: whose desk it is, and the way back, which only its user knows."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from db.errors import Suspended, TooSoon, WrongKey
from db.keys import Unlocked
from desktop.features.handover import actions
from desktop.features.handover.actions import AtDesk
from desktop.shell.arrivals import Arrival
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import LineField
from desktop.widgets.passphrases import SecretField

WORDS_BESIDE = 24  # characters of a line; what is narrower than that goes on below


class HandoverBar(QFrame):
    """`take_back` is called once the way out is open, with the host's keys where there are any."""

    def __init__(self, app: App, seat: AtDesk, take_back: Callable[[Unlocked | None], None]) -> None:
        super().__init__()
        self.app, self.seat, self._take_back = app, seat, take_back
        set_role(self, "notice", tone="info")
        self.setAccessibleName(tr("Handed over to {name}", name=seat.agent.name))
        words = tr("This is {name}'s own page, at {host}'s desk.", name=seat.agent.name, host=seat.host.name)
        self.back = button(tr("Back to {name}", name=seat.host.name), self.ask)
        self.name = LineField(tr("Name to sign in with"), seat.host.name)
        self.passphrase = SecretField(tr("Passphrase"))
        self.out = button(tr("Go back"), self.try_it, role="primary")
        self.stay = button(tr("Stay here"), self.put_away, role="quiet")
        self.problem = label("", "error", wrap=True)
        self.asking = QWidget()
        self._lay_out(words)
        self.passphrase.returnPressed.connect(self.try_it)
        self.name.returnPressed.connect(self.try_it)

    def ask(self) -> None:
        """Ask for the passphrase; a floor without one, like the demo's, lets out at once."""
        if self.app.unlocked is None:
            self._take_back(None)
            return
        self.asking.show()
        self.back.hide()
        self.passphrase.setFocus()

    def put_away(self) -> None:
        self.passphrase.clear()
        self.problem.hide()
        self.asking.hide()
        self.back.show()

    def try_it(self) -> None:
        """Check name and passphrase; nothing is said about which of them was wrong."""
        if self.app.store is None or not self.out.isEnabled():
            return
        self.out.setEnabled(False)
        name, passphrase = self.name.text(), self.passphrase.text()
        self.passphrase.clear()
        done, failed = self._let_out, self._not_let_out
        path = self.app.store.path
        self.app.jobs.run(actions.let_out, path, name, passphrase, done=done, failed=failed, owner=self)

    def _let_out(self, unlocked: Unlocked) -> None:
        self.out.setEnabled(True)
        if unlocked.user == self.seat.host.uid:
            self._take_back(unlocked)
        elif unlocked.temporary:
            self._say(tr("This passphrase is for the first sign-in only. Lock Deskside and sign in with it."))
        elif self.app.store is not None:
            self.app.come_in(Arrival(self.app.store.path, unlocked, ("handed_back",)))

    def _not_let_out(self, error: Exception) -> None:
        self.out.setEnabled(True)
        if isinstance(error, TooSoon):
            self._say(tr("Too soon after the last try. Please wait a moment."))
        elif isinstance(error, Suspended):
            self._say(tr("Your access is suspended. Please ask whoever looks after this floor."))
        elif isinstance(error, WrongKey):
            self._say(tr("That doesn't lead back. Check what you typed, then try again."))
        else:
            self.app.sorry(error)

    def _say(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        announce(self.problem, words, urgent=True)
        self.passphrase.setFocus()

    def _lay_out(self, words: str) -> None:
        line = QWidget()
        top = FlowLayout(line, gap=12)
        told = label(words, wrap=True)
        told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        told.setMinimumWidth(self.fontMetrics().averageCharWidth() * WORDS_BESIDE)
        top.addWidget(told)
        if self.app.unlocked is None:
            top.addWidget(label(tr("A real floor asks for the passphrase here."), "small"))
        top.addWidget(self.back)
        flow = FlowLayout(self.asking)
        for widget in (self.name, self.passphrase, self.out, self.stay):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 4, 12, 4)
        column.setSpacing(8)
        column.addWidget(line)
        column.addWidget(self.asking)
        column.addWidget(self.problem)
        self.asking.hide()
        self.problem.hide()
