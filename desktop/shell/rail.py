"""The left rail: one row for each page, icon and word, or the icon alone where the window is narrow."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.controls import native
from desktop.shell.places import Place
from desktop.shell.text import tr
from desktop.shell.theme import Theme


class Rail(QFrame):
    """`chosen` carries the key of the page asked for; `lock_asked` comes from the button under them all."""

    chosen = Signal(str)
    lock_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: dict[str, QToolButton] = {}
        self.setProperty("role", "rail")
        self.setAccessibleName(tr("Pages"))
        self._group = QButtonGroup(self)
        self._pages = QWidget()
        self._pages.setProperty("role", "plain")
        self._column = QVBoxLayout(self._pages)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.area = QScrollArea()
        self.lock = QToolButton()
        self._lay_out()
        self._dress(self.lock, tr("Lock"), f"{tr('Lock')} ({native('Ctrl+L')})", "lock")
        self.lock.clicked.connect(self.lock_asked)
        theme.changed.connect(self._fit)

    def show_places(self, places: Sequence[Place], lockable: bool = False) -> None:
        """Show these pages, with a gap between their groups."""
        self.lock.setVisible(lockable)
        for old in self.buttons.values():
            old.deleteLater()
        while self._column.takeAt(0) is not None:
            pass
        self.buttons = {place.key: self._button(place, at + 1) for at, place in enumerate(places)}
        for before, place in zip((None, *places), places, strict=False):
            if before is not None and before.group is not place.group:
                self._column.addSpacing(12)
            self._column.addWidget(self.buttons[place.key])
        self._column.addStretch(1)
        self._fit()

    def mark(self, key: str) -> None:
        """Show which page is open."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)
            self.area.ensureWidgetVisible(self.buttons[key])

    def collapse(self, collapsed: bool) -> None:
        """Show icons alone (words come as tooltips), or icons with their words."""
        style = Qt.ToolButtonStyle
        for button in (*self.buttons.values(), self.lock):
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if collapsed else style.ToolButtonTextBesideIcon
            )
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _lay_out(self) -> None:
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(tr("Pages"))
        self.area.setWidget(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.addWidget(self.area, 1)
        column.addWidget(self.lock)

    def _button(self, place: Place, number: int) -> QToolButton:
        made = QToolButton()
        words, key = tr(place.title), f"Alt+{number}"
        self._dress(made, words, f"{words} ({native(key)})" if number <= 9 else words, place.icon)
        made.setCheckable(True)
        made.clicked.connect(partial(self._choose, place.key))
        self._group.addButton(made)
        return made

    def _dress(self, made: QToolButton, words: str, tip: str, icon: str) -> None:
        made.setText(f"\N{EN SPACE}{words}")  # room between icon and word
        made.setAccessibleName(words)
        made.setToolTip(tip)
        made.setProperty("role", "nav")
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme.set_icon(made, icon)

    def _choose(self, key: str, _checked: bool = False) -> None:
        self.chosen.emit(key)

    def _fit(self) -> None:
        size = self._theme.icon_size()
        for button in (*self.buttons.values(), self.lock):
            button.setIconSize(QSize(size, size))
        self._make_room()

    def _make_room(self) -> None:
        """As wide as the widest row, and by a scroll bar wider where the rows are higher than the rail."""
        wanted = self._pages.sizeHint()
        bar = self.area.verticalScrollBar().sizeHint().width()
        width = wanted.width() + bar * (wanted.height() > self.area.height())
        self.area.setMinimumWidth(width)
        self.area.setMaximumWidth(width)
