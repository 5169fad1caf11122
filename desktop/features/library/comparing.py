"""Two versions of a scorecard side by side: what differs, in words."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.scorecards import ScorecardVersion
from desktop.coaching.form_changes import differences
from desktop.features.library.difference_words import Pair, comparison_sheet, edits_that_force_a_version
from desktop.features.library.sheet import Sheet
from desktop.features.library.writing import Pen
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.words import word
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice


class CompareView(QWidget):
    """`left` comes when the user goes back to the sheets."""

    left = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._versions: dict[int, ScorecardVersion] = {}
        self._named: dict[str, str] = {}
        self.older = Choice(tr("Older version"))
        self.newer = Choice(tr("Newer version"))
        for choice in (self.older, self.newer):
            choice.chosen.connect(self._show)
        self.sheet = Sheet(app.theme, tr("What differs"))
        self.back = button(tr("Back to the sheet"), self.left.emit, role="quiet")
        head = QWidget()
        flow = FlowLayout(head, 8)
        for widget in (self.back, label(tr("From")), self.older, label(tr("to")), self.newer):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.sheet, 1)

    def compare(
        self, versions: Sequence[ScorecardVersion], pair: tuple[int, int], named: Mapping[str, str]
    ) -> None:
        """Show what differs between two of a scorecard's versions, by id."""
        self._versions = {version.id: version for version in versions}
        self._named = dict(named)
        choices: list[tuple[object, str]] = [(version.id, say_version(version)) for version in versions]
        for choice, id in zip((self.older, self.newer), pair, strict=True):
            choice.set_choices(choices)
            choice.show_value(id)
        self._show()
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, _id: object = None) -> None:
        if self.older.value() in self._versions and self.newer.value() in self._versions:
            self.sheet.show_written(self._write())

    def _write(self) -> Callable[[Pen], str]:
        old, new = self._versions[self.older.value()], self._versions[self.newer.value()]
        pair = Pair(old.form, new.form, self._named)
        found = differences(old.form, new.form)
        titles = (say_version(old), say_version(new))

        def write(pen: Pen) -> str:
            return comparison_sheet(pen, pair, titles, found) + _rule(pen)

        return write


def _rule(pen: Pen) -> str:
    """Which edits need a new version."""
    edits = list(edits_that_force_a_version())
    forced = ", ".join(words.lower() for words, forces in edits if forces)
    free = ", ".join(words.lower() for words, forces in edits if not forces)
    return (
        pen.heading(tr("Which edits need a new version"))
        + pen.text(tr("Once a version is published, each of these: {edits}.", edits=forced))
        + pen.text(tr("These leave it as it is, and need none: {edits}.", edits=free))
    )


def say_version(version: ScorecardVersion) -> str:
    """`Version 2 (published)`."""
    return tr("Version {n} ({state})", n=version.number, state=word(version.state).lower())
