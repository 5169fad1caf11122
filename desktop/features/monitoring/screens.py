"""The screens of a page, one at a time, each with its own height."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Screens(QWidget):
    """Shows one of its screens. Not Qt's stack, which is as high as the highest of them, seen or not: the
    page would scroll for nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def add(self, screen: QWidget) -> None:
        """Add a screen; the first one is shown."""
        self._column.addWidget(screen)  # first: shown without a parent it would be a window of its own
        screen.setVisible(self._shown is None)
        self._shown = self._shown or screen

    def show_screen(self, screen: QWidget) -> None:
        """Show this one in place of the one that is shown."""
        before, self._shown = self._shown, screen
        screen.show()
        if before is not None and before is not screen:
            before.hide()

    def currentWidget(self) -> QWidget | None:
        """The screen that is shown, called as Qt's stack calls it."""
        return self._shown
