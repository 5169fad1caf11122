"""A user's hand and eye: finds controls by what they are called, presses, types, and takes pictures."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from desktop.shell.context import App
from desktop.shell.window import MainWindow

Control = TypeVar("Control", bound=QWidget)
NO_KEY = Qt.KeyboardModifier.NoModifier
SETTLE_MS = 40
PATIENCE_MS = 5000


class Lost(Exception):
    """Something that should be on the screen is not, or work failed; the text says which."""


class Hand:
    """Works in the app's window. `pictures` counts those taken."""

    def __init__(self, app: App) -> None:
        if not isinstance(app.window, MainWindow):
            raise Lost("there is no window")
        self.window = app.window
        self.pictures = 0
        self._failures: list[Exception] = []
        # Without being the active window it hears letters, but none of its keys.
        self.window.activateWindow()
        if not QTest.qWaitForWindowActive(self.window, PATIENCE_MS):
            raise Lost("the window did not get the keyboard")
        app.jobs.on_failure = self._failures.append

    def find(self, name: str, kind: type[Control]) -> Control:
        """Return the first shown control called `name`, else one whose name begins with it. Raises Lost."""
        there = [each for each in self.window.findChildren(kind) if each.isVisibleTo(self.window)]
        exact = [each for each in there if each.accessibleName() == name]
        near = [each for each in there if each.accessibleName().startswith(name)]
        if not exact + near:
            raise Lost(f"no {kind.__name__} called “{name}” on the page {self.window.current_key}")
        return (exact + near)[0]

    def press(self, name: str) -> None:
        """Press a button that can be pressed. Raises Lost."""
        button = self.find(name, QAbstractButton)
        if not button.isEnabled():
            raise Lost(f"“{name}” can't be pressed on the page {self.window.current_key}")
        button.click()
        self.settle()

    def write(self, name: str, text: str) -> None:
        """Put text into a field as an input method does: any script, and heard as typed."""
        field = self.find(name, QWidget)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()
            field.insert(text)
            field.textEdited.emit(text)
        elif isinstance(field, QPlainTextEdit):
            field.selectAll()
            field.insertPlainText(text)
        else:
            raise Lost(f"“{name}” takes no text")
        self.settle()

    def bring_into_view(self, name: str) -> None:
        """Scroll until a control stands in the middle."""
        control = self.find(name, QWidget)
        area = control.parentWidget()
        while area is not None:
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(control, 0, area.height() // 2)
            area = area.parentWidget()

    def type(self, text: str) -> None:
        """Type ASCII letters on whatever has the keyboard."""
        for letter in text:
            QTest.keyClicks(self._focused(), letter)

    def hit(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a key on whatever has the keyboard."""
        # A card that was closed since may have taken the keyboard with it, and the window's keys would rest.
        self.window.activateWindow()
        QTest.keyClick(self._focused(), key, held)
        self.settle()

    def picture(self, folder: Path, name: str) -> Path:
        """Save what the window shows as `07-name.png`. Raises Lost where work has failed meanwhile."""
        self.settle()
        if self._failures:
            error = self._failures[0]
            raise Lost(f"{type(error).__name__}: {error}") from error
        self.pictures += 1
        path = folder / f"{self.pictures:02}-{name}.png"
        if not self.window.grab().save(str(path)):
            raise Lost(f"“{path}” could not be written")
        return path

    def settle(self) -> None:
        """Let layouts and charts come to rest, as the moment does in which a person looks."""
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()

    def _focused(self) -> QWidget:
        return self.window.focusWidget() or QApplication.focusWidget() or self.window
