"""Choosing a level: the five descriptions as full texts, and "not seen yet" as an answer of its own."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.skills import Skill
from desktop.shell.text import tr
from desktop.shell.theme import Theme
from desktop.widgets.options import OptionButton

NOT_SEEN = 0


class LevelChoice(QWidget):
    """The five levels of a skill and "not seen yet"; `chosen` carries 1–5 or 0.

    One stop of Tab, so that Tab goes on to the words: the one with the keyboard, else the level chosen, else
    the first. Arrows move.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Level"))
        self.buttons = {
            key: OptionButton(theme, str(key), "", enter_chooses=False) for key in (1, 2, 3, 4, 5, NOT_SEEN)
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for key, made in self.buttons.items():
            made.clicked.connect(partial(self._choose, key))
            made.moved.connect(partial(self._move, key))
            made.installEventFilter(self)
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
        self._keep_one_stop()

    def focus(self) -> None:
        """Put the keyboard on the level chosen, else on the first."""
        self._chosen().setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, _button: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._keep_one_stop()
        return False

    def _chosen(self) -> OptionButton:
        return next((made for made in self.buttons.values() if made.isChecked()), self.buttons[1])

    def _keep_one_stop(self) -> None:
        stop = next((made for made in self.buttons.values() if made.hasFocus()), self._chosen())
        for made in self.buttons.values():
            strong = made is stop
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)

    def _choose(self, key: int, _checked: bool = True) -> None:
        self.show_level(True, key or None)
        self.chosen.emit(key)

    def _move(self, key: int, by: int) -> None:
        keys = list(self.buttons)
        place = min(max(keys.index(key) + by, 0), len(keys) - 1)
        self.buttons[keys[place]].setFocus(Qt.FocusReason.TabFocusReason)
