"""Choosing a level: the five descriptions as full texts, and "not seen yet" as an answer of its own.

They are Qt's own radio buttons, so that keyboards, touch and screen readers know them; only the look is
ours, because Qt's do not wrap their words and have no place for the key that chooses them.
"""

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from db.records.skills import Skill
from desktop.shell.text import tr
from desktop.shell.theme import Theme

WRAP = Qt.TextFlag.TextWordWrap
MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
NOT_SEEN = 0


class LevelButton(QRadioButton):
    """One level with its key in a box. `moved` carries an arrow key's direction, -1 or 1."""

    moved = Signal(int)

    def __init__(self, theme: Theme, key: str, words: str) -> None:
        super().__init__(words)
        self._theme, self._key = theme, key
        # Arrow keys of an exclusive group would rate while moving: here only a choice rates.
        self.setAutoExclusive(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def heightForWidth(self, width: int) -> int:
        gap = self._theme.space(1.5)
        room = QRect(0, 0, max(40, width - self._indent() - self._theme.space(2)), 0)
        words = QFontMetrics(_strong(self.font())).boundingRect(room, WRAP | MIDDLE, self.text()).height()
        return max(self._theme.row_height(), words + 2 * gap)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().averageCharWidth() * 60
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._indent() + self.fontMetrics().averageCharWidth() * 16, self._theme.row_height())

    def hitButton(self, _place: object) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in arrows and event.modifiers() in PLAIN:
            self.moved.emit(arrows[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_key(painter)
        on, enabled = self.isChecked(), self.isEnabled()
        painter.setFont(_strong(self.font()) if on else self.font())
        painter.setPen(self._theme.colour("selection_text" if on else "text" if enabled else "muted"))
        room = self.rect().adjusted(self._indent(), 0, -self._theme.space(2), 0)
        painter.drawText(room, WRAP | MIDDLE, self.text())
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        role = "selection" if self.isChecked() else "hover" if self.underMouse() and self.isEnabled() else ""
        painter.setPen(QPen(self._theme.colour("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(role) if role else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)

    def _paint_key(self, painter: QPainter) -> None:
        on = self.isChecked()
        painter.setPen(QPen(self._theme.colour("accent" if on else "line_strong"), 1))
        painter.setBrush(self._theme.colour("accent" if on else "surface"))
        painter.drawEllipse(self._box())
        painter.setFont(_strong(self.font()) if on else self.font())
        painter.setPen(self._theme.colour("accent_text" if on else "muted"))
        painter.drawText(self._box(), Qt.AlignmentFlag.AlignCenter, self._key)

    def _box(self) -> QRect:
        edge = self.fontMetrics().height() + 4
        return QRect(self._theme.space(2), (self.height() - edge) // 2, edge, edge)

    def _indent(self) -> int:
        return self._box().right() + self._theme.space(3)


class LevelChoice(QWidget):
    """The five levels of a skill and "not seen yet"; `chosen` carries 1–5 or 0."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Level"))
        self.buttons = {key: LevelButton(theme, str(key), "") for key in (1, 2, 3, 4, 5, NOT_SEEN)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for key, made in self.buttons.items():
            made.clicked.connect(partial(self._choose, key))
            made.moved.connect(partial(self._move, key))
            column.addWidget(made)

    def show_skill(self, skill: Skill) -> None:
        for key, made in self.buttons.items():
            words = skill.levels[key - 1] if key else tr("Not seen yet")
            made.setText(words)
            spoken = tr("Level {n}: {words}", n=key, words=words) if key else words
            made.setAccessibleName(spoken)
            made.setAccessibleDescription(tr("Key {key}", key=key))
            made.updateGeometry()

    def show_level(self, rated: bool, level: int | None) -> None:
        """Mark the level chosen; nothing where there is no rating."""
        for key, made in self.buttons.items():
            made.setChecked(rated and key == (level or NOT_SEEN))

    def focus(self) -> None:
        """Put the keyboard on the level chosen, else on the first."""
        wanted = next((made for made in self.buttons.values() if made.isChecked()), self.buttons[1])
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, key: int, _checked: bool = True) -> None:
        self.show_level(True, key or None)
        self.chosen.emit(key)

    def _move(self, key: int, by: int) -> None:
        keys = list(self.buttons)
        place = min(max(keys.index(key) + by, 0), len(keys) - 1)
        self.buttons[keys[place]].setFocus(Qt.FocusReason.TabFocusReason)


def _strong(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made
