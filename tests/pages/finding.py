"""Finds controls by their accessible name, so that each page test is a screen-reader test too."""

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget

Kind = TypeVar("Kind", bound=QWidget)


def find(inside: QWidget, name: str, kind: type[Kind] = QWidget) -> Kind:  # type: ignore[assignment]
    """Return the one shown control of this name and kind; AssertionError names what is there instead."""
    named = [widget for widget in shown(inside, kind) if widget.accessibleName() == name]
    there = sorted({widget.accessibleName() for widget in shown(inside, kind)} - {""})
    assert len(named) == 1, f"{len(named)} controls named {name!r}; there are {there}"
    return named[0]


def has(inside: QWidget, name: str, kind: type[QWidget] = QWidget) -> bool:
    return any(widget.accessibleName() == name for widget in shown(inside, kind))


def shown(inside: QWidget, kind: type[Kind]) -> Iterator[Kind]:
    return (widget for widget in inside.findChildren(kind) if widget.isVisibleTo(inside))


def words(inside: QWidget) -> list[str]:
    """Return the text of every label shown, in no order."""
    return [label.text() for label in shown(inside, QLabel) if label.text()]


def press(inside: QWidget, name: str) -> None:
    """Click the button of this name; it must be enabled."""
    button = find(inside, name, QAbstractButton)
    assert button.isEnabled(), f"{name!r} can't be pressed"
    button.click()


def offers(inside: QWidget) -> list[str]:
    """Return what the menus of the shown buttons offer, in words."""
    menus = [menu for button in shown(inside, QAbstractButton) for menu in button.findChildren(QMenu)]
    return [action.iconText() for menu in menus for action in menu.actions() if action.isVisible()]


def pick(inside: QWidget, words: str) -> None:
    """Choose what a menu of a shown button offers."""
    menus = [menu for button in shown(inside, QAbstractButton) for menu in button.findChildren(QMenu)]
    found = [one for menu in menus for one in menu.actions() if one.isVisible() and _says(one, words)]
    assert len(found) == 1, f"{len(found)} lines say {words!r}; there are {offers(inside)}"
    found[0].trigger()


def _says(action: QAction, words: str) -> bool:
    return action.isEnabled() and action.iconText() in (words, words.removesuffix("…"))


def write(inside: QWidget, name: str, text: str) -> None:
    """Type into a field, as an input method would: `keyClicks` aborts on letters beyond ASCII."""
    field = find(inside, name)
    if isinstance(field, QLineEdit):
        field.selectAll()
        field.insert(text)
        field.textEdited.emit(field.text())
    else:
        assert isinstance(field, QPlainTextEdit), f"{name!r} takes no text"
        field.selectAll()
        field.insertPlainText(text)


def key(widget: QWidget, code: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, code, held)


def settle() -> None:
    """Deliver what is posted, deletions included; no waiting."""
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
