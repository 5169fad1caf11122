"""What stands where nothing is yet: a sentence about what will be here, and the action that fills it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.shell.controls import button, label


class EmptyState(QWidget):
    """Centred words and at most one button; also used for "not found" after a filter."""

    def __init__(
        self,
        text: str = "",
        action: str = "",
        slot: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._slot = slot
        self.words = label(text, "muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.action = button(action, self._act)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self.words)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_words(text, action, slot)

    def show_words(self, text: str, action: str = "", slot: Callable[[], None] | None = None) -> None:
        """Change the sentence and the action; a blank action takes the button away."""
        self._slot = slot
        self.words.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))

    def _act(self) -> None:
        if self._slot is not None:
            self._slot()
