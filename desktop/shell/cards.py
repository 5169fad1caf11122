"""Quiet helpers over the window: the card of keys (`?`), the page's help (F1), and the report of a bug."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

import resources
from desktop.shell import clipboard
from desktop.shell.controls import button, label, native
from desktop.shell.text import tr


class Card(QDialog):
    """A calm dialog with a heading and "Close"; Escape closes it, the page behind stays as it was."""

    def __init__(self, parent: QWidget, title: str, ems: tuple[int, int]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 16)
        self.column.setSpacing(12)
        self.column.addWidget(label(title, "heading"))
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        close = button(tr("Close"), self.reject)
        close.setDefault(True)
        self.foot.addWidget(close)
        em = self.fontMetrics().height()
        room = parent.size()
        self.resize(min(em * ems[0], room.width() - 32), min(em * ems[1], room.height() - 32))

    def finish(self, middle: QWidget) -> None:
        """Put the content between heading and foot."""
        self.column.addWidget(middle, 1)
        self.column.addLayout(self.foot)


class KeyCard(Card):
    """The keys of the page and those that work everywhere, as (key, what it does)."""

    def __init__(self, parent: QWidget, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        super().__init__(parent, tr("Keys"), (30, 30))
        inner = QWidget()
        inner.setProperty("role", "page")
        grid = QGridLayout(inner)
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(6)
        for title, keys in groups:
            grid.addWidget(label(title, "muted"), grid.rowCount(), 0, 1, 2)
            for key, words in keys:
                row = grid.rowCount()
                grid.addWidget(label(native(key), "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(label(words, wrap=True), row, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setAccessibleName(tr("Keys"))
        self.finish(area)


class HelpCard(Card):
    """The page's help in plain words, from `resources/help/<page>.md`."""

    def __init__(self, parent: QWidget, key: str, title: str) -> None:
        super().__init__(parent, tr("Help: {page}", page=title), (38, 34))
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("Help text"))
        self.text.setProperty("role", "bare")
        self.text.setOpenExternalLinks(False)
        self.text.setMarkdown(help_text(key))
        self.finish(self.text)


class CrashCard(Card):
    """The report of a bug, to read and copy. The app stays up."""

    def __init__(self, parent: QWidget, report: str) -> None:
        super().__init__(parent, tr("Something went wrong inside Deskside"), (40, 30))
        words = tr(
            "What you had written before is kept, and you can go on working. This report says where it "
            "happened and holds nothing about people or calls; please send it to whoever looks after it."
        )
        self.column.addWidget(label(words, wrap=True))
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setAccessibleName(tr("Report"))
        self.foot.insertWidget(0, button(tr("Copy the report"), self.copy))
        self.finish(self.report)

    def copy(self) -> None:
        clipboard.copy(self.report.toPlainText())


def help_text(key: str) -> str:
    """Return the help of a page as Markdown; a page without one says so."""
    file = resources.path(f"help/{key}.md")
    if not file.exists():
        return tr("There is no help for this page yet. Press ? for its keys.")
    return file.read_text(encoding="utf-8")
