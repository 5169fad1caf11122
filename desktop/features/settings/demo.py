"""The demo floor: a way in, and its end, which has no way back and therefore two clicks."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.coaching.access import Deed, may
from desktop.features.settings import actions
from desktop.shell import paths
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr


class DemoSection(QWidget):
    """Says where you are, and offers what can be done from there."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.words = label("", wrap=True)
        self.look = button(tr("Look around in the demo"), self.look_around)
        self.own = button(tr("Go to my own floor"), self.go_home)
        self.remove = button(tr("Remove the demo floor…"), self.ask)
        self.sure = label("", wrap=True)
        self.yes = button(tr("Remove it for good"), self.remove_demo, role="danger")
        self.no = button(tr("Keep it"), self.load, role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addLayout(_row(self.look, self.own, self.remove))
        column.addWidget(self.sure)
        column.addLayout(_row(self.yes, self.no))
        column.addStretch(1)

    def load(self) -> None:
        """Show what is true now; also what "Keep it" comes back to."""
        here, there = self.app.is_demo, self._place().exists()
        home = self._home() is not None
        self.words.setText(_describe(here, there, home))
        self.look.setVisible(not here)
        self.own.setVisible(here)
        self.own.setText(tr("Go to my own floor") if home else tr("Start my own floor"))
        self.own.setAccessibleName(self.own.text())
        self.remove.setVisible(there and (not here or home) and may(self.app.user, Deed.REMOVE_DEMO))
        for widget in (self.sure, self.yes, self.no):
            widget.hide()

    def look_around(self) -> None:
        """Open the demo floor; where there is none, the welcome page makes it."""
        if self._place().exists():
            self.app.use_store(self._place())
        else:
            self.app.go("signin")

    def go_home(self) -> None:
        home = self._home()
        if home is not None:
            self.app.use_store(home)
        else:
            self.app.go("signin")

    def ask(self) -> None:
        """The first click: say what would go."""
        self.sure.setText(
            tr(
                "Its invented people, calls and plans go, with everything you tried on them and its backups. "
                "This can't be undone. Your own floor is not touched."
            )
        )
        self.remove.hide()
        for widget in (self.sure, self.yes, self.no):
            widget.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_demo(self) -> None:
        """The second click. Out of the demo first, where one is in it: jobs are done in their order."""
        by, place, home = self.app.user, self._place(), self._home()
        left = self.app.is_demo and home is not None
        if left and home is not None:
            self.app.use_store(home)
        self.app.jobs.run(
            actions.remove_demo,
            place,
            by,
            done=None if left else self._removed,
            label=tr("Removing the demo floor"),
            owner=None if left else self,
        )

    def _removed(self, _nothing: object) -> None:
        self.app.notices.say(tr("The demo floor is removed."))
        self.load()

    def _place(self) -> Path:
        store = self.app.store
        return store.path if self.app.is_demo and store is not None else paths.demo_store()

    def _home(self) -> Path | None:
        """Where one's own floor is; None where there is none."""
        # `place` is the demo's, where that was opened first.
        found = (path for path in (self.app.place, paths.default_store()) if path != self._place())
        return next((path for path in found if path.exists()), None)


def _describe(here: bool, there: bool, home: bool) -> str:
    if here and not home:
        return tr(
            "You are on the demo floor: made-up people and calls, kept apart from everything else. "
            "Start a floor of your own, and the demo can be removed here."
        )
    if here:
        return tr("You are on the demo floor. Your own floor waits as you left it.")
    if there:
        return tr("The demo floor is on this computer, kept apart from your own.")
    return tr(
        "Three teams, 24 invented agents and half a year of observations, assessments and plans: "
        "to look around in, to try things, or to show somebody. It is kept apart from your own floor."
    )


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
