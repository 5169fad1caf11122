"""Signing in to a protected store, step by step: passphrase or recovery code, a passphrase of one's own where
the one given was temporary or lost, and after a recovery a fresh code for whoever wants one.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import keys
from db.errors import Suspended, TooSoon, WrongKey
from desktop.features.signin import actions
from desktop.features.signin.choosing import CodeEntry, OwnPassphrase
from desktop.features.signin.sign_in import SignIn
from desktop.features.signin.steps import Steps
from desktop.shell import keyrings
from desktop.shell.arrivals import Arrival, Gate, NotLetIn
from desktop.shell.context import App
from desktop.shell.paths import default_store
from desktop.shell.text import tr
from desktop.widgets.recovery import RecoverySteps, SheetFacts


class ComingIn(QWidget):
    """`elsewhere` asks for the page with the demo floor and other floors."""

    titled = Signal(str, str)
    elsewhere = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.sign_in, self.code = SignIn(), CodeEntry()
        self.own, self.recovery = OwnPassphrase(app), RecoverySteps(app)
        self.steps = Steps(self.sign_in, self.code, self.own, self.recovery)
        self._gate: Gate | None = None
        self._unlocked: keys.Unlocked | None = None
        self._recovered = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.steps)
        self._connect()

    def begin(self, gate: Gate) -> None:
        """Stand before this store."""
        self._gate, self._unlocked, self._recovered = gate, None, False
        for step in (self.code, self.recovery):
            step.clear()
        self.steps.turn_to(self.sign_in, *say_gate(gate))
        self.sign_in.begin(gate.name)
        if gate.sorry:
            self.sign_in.refuse(gate.sorry, 0)
        self.sign_in.wait(actions.wait(gate.keys()))
        if gate.ask_keyring and keyrings.is_to_ask(self.app.settings, gate.path):
            self._run(keyrings.unlock, failed=self._without_keyring, done=self._unlock_done)

    def _connect(self) -> None:
        self.steps.titled.connect(self.titled)
        self.sign_in.asked.connect(self._try_passphrase)
        self.sign_in.by_code.connect(self._ask_code)
        self.sign_in.elsewhere.connect(self.elsewhere)
        self.code.asked.connect(self._try_code)
        self.code.left.connect(self.step_back)
        self.own.chosen.connect(self._set_passphrase)
        self.own.left.connect(self.step_back)
        self.recovery.confirmed.connect(self._replace_code)
        self.recovery.left.connect(self._enter)

    def step_back(self) -> None:
        """Stand before the store again, without keys; they are typed anew, even where a keyring has some."""
        if self._gate is not None:
            self.begin(replace(self._gate, ask_keyring=False))

    def _try_passphrase(self, name: str, passphrase: str) -> None:
        self.sign_in.rest(True)
        self._run(
            actions.sign_in,
            name,
            passphrase,
            done=self._unlock_done,
            failed=self._not_unlocked,
            label=tr("Unlocking"),
        )

    def _ask_code(self) -> None:
        self.code.clear()
        self.steps.turn_to(self.code, tr("Use the recovery code"), tr("For when every passphrase is lost."))

    def _try_code(self, code: str) -> None:
        self.code.try_it.setEnabled(False)
        self._run(actions.sign_in_by_code, code, done=self._recover, failed=self._not_recovered)

    def _unlock_done(self, unlocked: keys.Unlocked) -> None:
        self._unlocked = unlocked
        self.sign_in.clear()
        if not unlocked.temporary or (self._gate is not None and self._gate.restore is not None):
            self._enter()
            return
        self.own.begin(
            tr("The passphrase you were given has done its work. From now on use one that only you know."),
            (self.sign_in.name.text(),),
        )
        self.steps.turn_to(self.own, tr("Choose your own passphrase"), self.sign_in.name.text())

    def _not_unlocked(self, error: Exception) -> None:
        self.sign_in.rest(False)
        if isinstance(error, WrongKey | TooSoon | Suspended):
            self.sign_in.refuse(say_refused(error), actions.wait(self._gate.keys()) if self._gate else 0)
        else:
            self.app.sorry(error)

    def _without_keyring(self, error: Exception) -> None:
        """The keyring may be locked or have been emptied: then the passphrase is asked for, as ever."""
        self.sign_in.passphrase_row.say(tr("This computer's keyring didn't open it; the passphrase does."))

    def _recover(self, unlocked: keys.Unlocked) -> None:
        self._unlocked, self._recovered = unlocked, True
        self.code.clear()
        self.code.try_it.setEnabled(True)
        if self._gate is not None and self._gate.restore is not None:
            self._enter()
            return
        self.own.begin(tr("The code fits. Choose a passphrase to sign in with from now on."), ())
        self.steps.turn_to(self.own, tr("Choose a new passphrase"))

    def _not_recovered(self, error: Exception) -> None:
        self.code.try_it.setEnabled(True)
        if isinstance(error, keys.CodeTypo):
            self.code.say_slip(error.group)
        elif isinstance(error, WrongKey | TooSoon | Suspended):
            self.code.row.say(say_refused(error))
        else:
            self.app.sorry(error)

    def _set_passphrase(self, passphrase: str) -> None:
        self.own.use.setEnabled(False)
        if self._recovered:
            self._run(
                actions.choose_after_recovery,
                self._unlocked,
                passphrase,
                done=self._offer_code,
                failed=self._not_set,
            )
        else:
            name = self.sign_in.name.text()
            self._run(
                actions.choose_passphrase,
                self._unlocked,
                name,
                passphrase,
                done=self._own_set,
                failed=self._not_set,
            )

    def _own_set(self, unlocked: keys.Unlocked) -> None:
        if self._unlocked is None:  # locked meanwhile
            return
        self._unlocked = unlocked
        self._enter("passphrase_changed")

    def _offer_code(self, unlocked: keys.Unlocked) -> None:
        """The code used goes on working unless a new one is typed back; then the old sheet is waste paper."""
        if self._unlocked is None:  # locked meanwhile
            return
        self._unlocked = unlocked
        self.own.use.setEnabled(True)
        self.own.passphrase.clear()
        words = tr(
            "A code that was read aloud or left lying about should be replaced. Yours stays good if not."
        )
        self.steps.turn_to(self.recovery, tr("A new recovery code?"), words)
        facts = SheetFacts(self._gate.path.name if self._gate else "")
        self.recovery.show_code(keys.new_code(), facts, tr("Keep the sheet I have"))

    def _not_set(self, error: Exception) -> None:
        self.own.use.setEnabled(True)
        if isinstance(error, NotLetIn) and self._gate is not None:
            self.step_back()
            self.sign_in.refuse(say_not_let_in(error), 0)
        else:
            self.app.sorry(error)

    def _replace_code(self, code: str) -> None:
        self._run(actions.replace_code, self._unlocked, code, done=self._code_replaced, failed=self.app.sorry)

    def _code_replaced(self, _nothing: object) -> None:
        self._enter("recovery_code")

    def _enter(self, *deeds: str) -> None:
        unlocked, self._unlocked = self._unlocked, None
        if unlocked is None or self._gate is None:
            return
        told = ("recovery_code_used", "passphrase_changed") if self._recovered else ()
        arrival = Arrival(self._gate.path, unlocked, ("sign_in", *told, *deeds), self._gate.restore)
        self.own.passphrase.clear()
        self.recovery.clear()
        self.app.come_in(arrival)

    def _run(
        self,
        work: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        label: str = "",
    ) -> None:
        if self._gate is not None:
            keys_at = self._gate.keys()
            self.app.jobs.run(work, keys_at, *args, done=done, failed=failed, label=label, owner=self)


def say_gate(gate: Gate) -> tuple[str, str]:
    """Title of the page, and the sentence under it."""
    if gate.restore is not None:
        words = tr("“{name}” is restored once somebody of this floor has signed in.", name=gate.restore.name)
        return tr("Sign in to restore"), words
    return tr("Locked") if gate.locked else tr("Sign in"), _place(gate)


def _place(gate: Gate) -> str:
    """Which floor it is, where there may be several: its site's name is sealed until somebody is in."""
    return "" if gate.path == default_store() else tr("Floor “{name}”", name=gate.path.stem)


def say_refused(error: Exception) -> str:
    """One sentence that tells nothing about which part was wrong."""
    if isinstance(error, Suspended):
        return tr("Your access is suspended. Please ask whoever looks after this floor.")
    if isinstance(error, TooSoon):
        return tr("Too soon after the last try. Please wait a moment.")
    return tr("That doesn't open this floor. Check what you typed, then try again.")


def say_not_let_in(error: NotLetIn) -> str:
    if error.suspended:
        return tr("Your access is suspended. Please ask whoever looks after this floor.")
    return tr("This floor no longer knows you. Please ask whoever looks after it.")
