"""Three panes side by side; where they do not fit, some of them take turns."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.shell.text import tr
from desktop.widgets.chips import ChoiceChips

# Widths in average letters: all three fit from the first on, the first two from the second on.
ALL, TWO = 128, 84
SHARES = (300, 440, 360)


class Panes(QWidget):
    """Outline, editor and preview. With room for two the last two take turns, with room for one all do."""

    def __init__(self, panes: Sequence[tuple[str, QWidget]]) -> None:
        super().__init__()
        self._panes = list(panes)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(24)
        for _, pane in panes:
            self.splitter.addWidget(pane)
        self.splitter.setSizes(SHARES)
        for place, stretch in enumerate((2, 4, 3)):
            self.splitter.setStretchFactor(place, stretch)
        titles = [title for title, _ in panes]
        self.one = ChoiceChips(tr("What is shown"), list(enumerate(titles)), 1)
        self.two = ChoiceChips(tr("What is shown beside the outline"), list(enumerate(titles))[1:], 1)
        self.one.chosen.connect(self.show_pane)
        self.two.chosen.connect(self.show_pane)
        self._shown, self._fit = 1, len(panes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.one)
        column.addWidget(self.two)
        column.addWidget(self.splitter, 1)
        self._arrange()

    def show_pane(self, place: int) -> None:
        """Bring a pane forward where not all fit: 0 outline, 1 editor, 2 preview."""
        self._shown = place
        self._arrange()

    def shown(self) -> tuple[bool, ...]:
        return tuple(not pane.isHidden() for _, pane in self._panes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letters = self.width() / max(1, self.fontMetrics().averageCharWidth())
        fit = 3 if letters >= ALL else 2 if letters >= TWO else 1
        if fit != self._fit:
            self._fit = fit
            self._arrange()

    def _arrange(self) -> None:
        beside = self._shown or 1
        shown = {3: {0, 1, 2}, 2: {0, beside}, 1: {self._shown}}[self._fit]
        for place, (_, pane) in enumerate(self._panes):
            pane.setVisible(place in shown)
        self.one.setVisible(self._fit == 1)
        self.two.setVisible(self._fit == 2)
        self.one.show_value(self._shown)
        self.two.show_value(beside)
