"""The skills of an assessment with what was chosen for each, to go through from top to bottom."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.features.skills.actions import RatedSkill
from desktop.shell.controls import tip
from desktop.shell.text import number, tr

WIDTH_CHARACTERS = 30


class SkillList(QListWidget):
    """`wanted` carries the place of the row chosen. Digits are passed on: they rate."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Skills to rate"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._tell)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().averageCharWidth() * WIDTH_CHARACTERS
        return QSize(wide, self.fontMetrics().height() * 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.fontMetrics().height() * 5)

    def show_skills(self, rows: Sequence[RatedSkill], place: int) -> None:
        """Show these, the cursor on one of them, without announcing it."""
        self.blockSignals(True)
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        for at, row in enumerate(rows):
            if at >= self.count():
                self.addItem(QListWidgetItem())
            self._show(self.item(at), row)
        self.setCurrentRow(place)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)
        if event.text().isdigit() or event.key() in keys:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _show(self, item: QListWidgetItem, row: RatedSkill) -> None:
        if row.rating is None:
            sign, words = "○", tr("open")
        elif row.rating.level is None:
            sign, words = "–", tr("not seen yet")
        else:
            sign, words = number(row.rating.level), tr("level {n}", n=row.rating.level)
        item.setText(f"{sign}\N{EN SPACE}{row.skill.name}")
        item.setToolTip(tip(row.skill.definition))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.skill.name}: {words}")

    def _tell(self, place: int) -> None:
        if place >= 0:
            self.wanted.emit(place)
