"""What is copied can be pasted, and is marked so that no clipboard history keeps it."""

import ast

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest

from desktop.app import make_qt
from desktop.shell import clipboard
from desktop.shell.clipboard import MARKS
from desktop.widgets.forms import LineField, TextField
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table
from tests.house.sources import list_calls, read_sources


def marks(mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> dict[str, bytes]:
    data = QGuiApplication.clipboard().mimeData(mode)
    return {kind: bytes(data.data(kind)) for kind in MARKS if data.hasFormat(kind)}


@pytest.fixture(autouse=True)
def application(qtbot, monkeypatch) -> None:
    # The platform without a screen never says that a clipboard is anybody's.
    monkeypatch.setattr(clipboard, "is_ours", lambda board, mode: True)
    make_qt()
    make_qt()
    QGuiApplication.clipboard().clear()


def test_what_is_copied_can_be_pasted_and_is_marked() -> None:
    clipboard.copy("Imani: 82 %")
    assert QGuiApplication.clipboard().text() == "Imani: 82 %"
    assert marks() == MARKS
    assert marks()["x-kde-passwordManagerHint"] == b"secret"


def test_a_table_copies_what_is_seen_marked(qtbot) -> None:
    table = Table("People", [Column("name", "Name", str)])
    qtbot.addWidget(table)
    table.show_rows(["Imani Okafor"])
    table.view.copied.emit()
    assert QGuiApplication.clipboard().text() == "Name\nImani Okafor\n"
    assert marks() == MARKS


@pytest.mark.parametrize("kind", [TextField, LineField])
def test_what_a_field_copies_by_itself_is_marked_too(qtbot, kind) -> None:
    field = kind("Note", "She was calm.")
    qtbot.addWidget(field)
    field.show()
    field.selectAll()
    field.copy()
    assert QGuiApplication.clipboard().text() == "She was calm."
    assert marks() == MARKS
    other = kind("Other")
    qtbot.addWidget(other)
    other.paste()
    assert other.text() == "She was calm."


def test_what_was_copied_keeps_its_other_formats() -> None:
    data = QMimeData()
    data.setText("bold")
    data.setHtml("<b>bold</b>")
    QGuiApplication.clipboard().setMimeData(data)
    assert marks() == MARKS
    assert "<b>bold</b>" in QGuiApplication.clipboard().mimeData().html()


def test_only_one_place_puts_things_on_the_clipboard() -> None:
    found = {
        str(source.path)
        for source in read_sources("desktop")
        for name, call in list_calls(source)
        if name in ("setMimeData", "setText") and "clipboard()" in ast.unparse(call.func)
    }
    assert found == set()


def test_selecting_by_keyboard_leaves_the_field_as_it_is(qtbot) -> None:
    field = LineField("Name", "Imani")
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    field.selectAll()
    assert field.selectedText() == "Imani"
    QTest.keyClicks(field, "x")
    assert field.text() == "x"
