"""The monitoring page as a supervisor at the keyboard works it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from desktop.features.monitoring import actions
from desktop.features.monitoring.page import MonitoringPage
from desktop.features.monitoring.sitting import Sitting

CTRL, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


def hit(page: MonitoringPage, code: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Press a key on whatever has the keyboard."""
    QTest.keyClick(page.window().focusWidget(), code, held)


def type_in(page: MonitoringPage, text: str) -> None:
    """Type ASCII letters, each on whatever has the keyboard by then."""
    for letter in text:
        QTest.keyClicks(page.window().focusWidget(), letter)


def kept(page: MonitoringPage) -> Sitting:
    """What the store holds of the observation on screen."""
    return actions.sitting(page.app.store, page.editor.desk.id())


def answers(page: MonitoringPage) -> bytes:
    return kept(page).evaluation.answers


def spoken(option: str, page: MonitoringPage) -> QRadioButton:
    """The option whose spoken name ends like this."""
    named = page.findChildren(QRadioButton)
    return next(each for each in named if each.accessibleName().endswith(f"\N{EN DASH} {option}"))
