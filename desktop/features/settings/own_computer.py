"""Whether this computer is one person's own, and then whether its keyring opens the store unasked."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.features.settings.choices import ChoicesForm
from desktop.shell import keyrings
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.keyrings import NoKeyring
from desktop.shell.text import tr
from desktop.widgets.forms import Switch


class OwnComputer(QWidget):
    """A computer on the floor keeps no key: whoever sits down at it would be in."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.own = ChoicesForm(app, "Computer")
        self.keep = Switch(tr("Keep my key in this computer's keyring"))
        self.told = label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.own, self.keep, self.told):
            column.addWidget(widget)
        self.keep.chosen.connect(self._choose)
        app.settings.changed.connect(self._follow)

    def load(self) -> None:
        """Show how it is now."""
        own, store = bool(self.app.settings.get("own_computer")), self.app.store
        self.keep.setVisible(own)
        self.keep.show_value(store is not None and keyrings.is_kept(self.app.settings, store.path))
        words = tr(
            "Deskside then opens without asking at its start, for whoever is signed in to this computer. "
            "After locking it asks for the passphrase all the same."
        )
        floor = tr("On a computer that others use too, everybody signs in with their own passphrase.")
        self.told.setText(words if own else floor)

    def _choose(self, kept: bool) -> None:
        store, unlocked = self.app.store, self.app.unlocked
        if store is None or unlocked is None:
            return
        self.keep.setEnabled(False)
        self.app.jobs.run(
            keyrings.keep if kept else keyrings.drop,
            store.path,
            unlocked,
            done=self._kept if kept else self._dropped,
            failed=self._fail,
            owner=self,
        )

    def _kept(self, _nothing: object) -> None:
        self._note(True)
        self.app.notices.say(tr("The keyring of this computer opens the store from now on."))

    def _dropped(self, _nothing: object) -> None:
        self._note(False)
        self.app.notices.say(tr("The keyring no longer opens the store."))

    def _note(self, kept: bool) -> None:
        self.keep.setEnabled(True)
        if self.app.store is not None:
            keyrings.remember(self.app.settings, self.app.store.path, kept)
        self.load()

    def _fail(self, error: Exception) -> None:
        self.keep.setEnabled(True)
        self.load()
        if isinstance(error, NoKeyring):
            self.told.setText(
                tr("△ This computer has no keyring that Deskside can use; the passphrase goes on opening it.")
            )
        else:
            self.app.sorry(error)

    def _follow(self, key: str) -> None:
        """A computer that is no longer one's own keeps no key."""
        if key != "own_computer" or self.app.store is None:
            return
        if not self.app.settings.get(key) and str(self.app.store.path) in self.app.settings.get("keyrings"):
            self._choose(False)
        self.load()
