"""One's own way in: passphrase, recovery code, when Deskside locks, and whether this computer keeps a key."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.errors import TooSoon, WrongKey
from desktop.features.settings import signing_in_actions as actions
from desktop.features.settings.choices import ChoicesForm
from desktop.features.settings.own_computer import OwnComputer
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import Form
from desktop.widgets.passphrases import NewPassphrase, SecretField
from desktop.widgets.recovery import RecoverySteps, SheetFacts, in_row


class SigningInSection(QWidget):
    """Nothing of it is there for the demo floor, which opens without a passphrase."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.none = label(
            tr("The demo floor opens without a passphrase, so it isn't locked."), "muted", wrap=True
        )
        self.idle = ChoicesForm(app, "Signing in")
        self.change = ChangePassphrase(app)
        self.code = NewCode(app)
        self.computer = OwnComputer(app)
        self._parts = (self.idle, self.change, self.code, self.computer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addWidget(self.none)
        for part in self._parts:
            column.addWidget(part)
        column.addStretch(1)

    def load(self) -> None:
        protected = self.app.unlocked is not None
        self.none.setVisible(not protected)
        for part in self._parts:
            part.setVisible(protected)
        if protected:
            self.change.put_away()
            self.code.put_away()
            self.computer.load()


class ChangePassphrase(QWidget):
    """A button that opens the fields, so that they don't stand about empty."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.begin = button(tr("Change my passphrase"), self._begin)
        self.present = SecretField(tr("Present passphrase"))
        self.fields = QWidget()
        form = Form()
        self.present_row = form.add(tr("Present passphrase"), self.present)
        self.new = NewPassphrase(app, tr("New passphrase"))
        self.do = button(tr("Use the new passphrase"), self._change, role="primary")
        column = QVBoxLayout(self.fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(form)
        column.addWidget(self.new)
        column.addLayout(in_row(self.do, button(tr("Leave it as it is"), self.put_away, role="quiet")))
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addLayout(in_row(self.begin))
        outside.addWidget(self.fields)
        self.new.entered.connect(self._change)
        self.put_away()

    def put_away(self) -> None:
        self.fields.hide()
        self.begin.show()
        self.present.setText("")
        self.present_row.say()
        self.new.clear()

    def _begin(self) -> None:
        self.begin.hide()
        self.fields.show()
        if self.app.user is not None:
            self.new.know((self.app.user.name,))
        self.present.setFocus()

    def _change(self) -> None:
        self.present_row.say()
        passphrase = self.new.take()
        if passphrase is None or self.app.store is None:
            return
        self.do.setEnabled(False)
        self.app.jobs.run(
            actions.change_passphrase,
            self.app.store,
            self.app.user,
            self.present.text(),
            passphrase,
            done=self._changed,
            failed=self._fail,
            label=tr("Changing the passphrase"),
            owner=self,
        )

    def _changed(self, _nothing: object) -> None:
        self.do.setEnabled(True)
        self.put_away()
        self.app.notices.say(tr("From now on you sign in with the new passphrase."))

    def _fail(self, error: Exception) -> None:
        self.do.setEnabled(True)
        if isinstance(error, WrongKey | TooSoon):
            self.present_row.say(say_present(error))
            self.present.setFocus()
        else:
            self.app.sorry(error)


class NewCode(QWidget):
    """The present passphrase, then a code on paper in place of the former one."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.told = label("", "muted", wrap=True)
        self.begin = button(tr("Make a new recovery code"), self._begin)
        self.present = SecretField(tr("Your passphrase"))
        form = Form()
        self.present_row = form.add(tr("Your passphrase"), self.present)
        self.asking = QWidget()
        self.do = button(tr("Go on to the code"), self._prove, role="primary")
        column = QVBoxLayout(self.asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)
        column.addLayout(in_row(self.do, button(tr("Keep the sheet I have"), self.put_away, role="quiet")))
        self.steps = RecoverySteps(app)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.told)
        outside.addLayout(in_row(self.begin))
        for part in (self.asking, self.steps):
            outside.addWidget(part)
        self.present.returnPressed.connect(self._prove)
        self.steps.confirmed.connect(self._replace)
        self.steps.left.connect(self.put_away)
        self.put_away()

    def put_away(self) -> None:
        self.present.setText("")
        self.present_row.say()
        self.steps.clear()
        for part in (self.asking, self.steps):
            part.hide()
        self.begin.show()
        self._tell()

    def _tell(self) -> None:
        store, user = self.app.store, self.app.user
        if store is None or user is None or self.app.unlocked is None:
            return
        has = tr("You have a recovery code. A new one takes its place, and the old sheet is then worthless.")
        none = tr("You have no recovery code yet. With one you come back in though your passphrase is lost.")
        self.told.setText(has if actions.has_code(store, user) else none)

    def _begin(self) -> None:
        self.begin.hide()
        self.asking.show()
        self.present.setFocus()

    def _prove(self) -> None:
        self.present_row.say()
        if self.app.store is not None:
            store, user = self.app.store, self.app.user
            self.app.jobs.run(
                actions.prove,
                store,
                user,
                self.present.text(),
                done=self._show,
                failed=self._fail,
                owner=self,
            )

    def _show(self, _nothing: object) -> None:
        from db.keys import new_code

        self.present.setText("")
        self.asking.hide()
        self.steps.show()
        name = self.app.user.name if self.app.user is not None else ""
        facts = SheetFacts(self.app.place.name, person=name)
        self.steps.show_code(new_code(), facts, tr("Keep the sheet I have"))

    def _replace(self, code: str) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                actions.replace_code, self.app.store, self.app.user, code, done=self._replaced, owner=self
            )

    def _replaced(self, _nothing: object) -> None:
        self.put_away()
        self.app.notices.say(tr("The new recovery code holds. Destroy the old sheet."))

    def _fail(self, error: Exception) -> None:
        if isinstance(error, WrongKey | TooSoon):
            self.present_row.say(say_present(error))
            self.present.setFocus()
        else:
            self.app.sorry(error)


def say_present(error: Exception) -> str:
    """Why the present passphrase was not taken."""
    if isinstance(error, TooSoon):
        seconds = error.facts.get("seconds", 1)
        return tr("Too soon after the last try. Wait {n} seconds.", n=seconds)
    return tr("This is not your present passphrase.")
