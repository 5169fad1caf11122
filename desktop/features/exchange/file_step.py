"""The first step: which file, how it was found to be written, what it holds, and its first rows."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.contacts import ImportKind
from desktop.coaching.mapping.sheet import Row, show
from desktop.features.exchange.opening import AnyDraft
from desktop.features.exchange.sentences import say_file, say_mended
from desktop.shell.controls import button, label
from desktop.shell.text import number, tr
from desktop.widgets.forms import Choice
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

PREVIEW_ROWS = 20
SEEN_ROWS = 6


class FileStep(QWidget):
    """`kind_chosen` and `sheet_chosen` carry the choice, `another_wanted` asks for the file dialog."""

    kind_chosen = Signal(object)
    sheet_chosen = Signal(object)
    another_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", wrap=True)
        self.mended = label("", "warn", wrap=True)
        self.kind = Choice(
            tr("What the file holds"),
            [
                (ImportKind.CALLS, tr("Calls")),
                (ImportKind.PEOPLE, tr("People")),
                (ImportKind.EVALUATIONS, tr("Evaluations: a form’s responses")),
                (ImportKind.SCORECARD, tr("A scorecard: questions and points")),
            ],
        )
        self.sheet = Choice(tr("Sheet of the workbook"))
        self.another = button(tr("Another file…"), self.another_wanted.emit, role="quiet")
        self.kind.chosen.connect(self.kind_chosen)
        self.sheet.chosen.connect(self.sheet_chosen)
        self.preview: Table | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(label(tr("1  The file"), "heading"))
        self._column.addWidget(self.words)
        self._column.addWidget(self.mended)
        self._column.addLayout(self._choices())

    def show_draft(self, draft: AnyDraft, row_height: int) -> None:
        """Show the file and its first rows."""
        self.words.setText(say_file(draft.file))
        mended = say_mended(draft.file)
        self.mended.setText(mended)
        self.mended.setVisible(bool(mended))
        self.kind.show_value(draft.kind)
        self.sheet.set_choices([(name, name) for name in draft.file.sheets])
        self.sheet.show_value(draft.file.sheet_name)
        self.sheet.setVisible(len(draft.file.sheets) > 1)
        self._show_rows(draft, row_height)

    def take_keyboard(self) -> None:
        """Put the cursor on the first thing that can be put right here."""
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_keyboard(self) -> bool:
        return self.window().focusWidget() is self.kind

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in (self.kind, self.sheet, self.another):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _show_rows(self, draft: AnyDraft, row_height: int) -> None:
        if self.preview is not None:
            self._column.removeWidget(self.preview)
            self.preview.deleteLater()
        columns = [Column("row", tr("Row"), _number, align="right", sort=_place)]
        columns += [
            Column(f"c{place}", header, partial(_cell, place))
            for place, header in enumerate(draft.file.sheet.headers)
        ]
        self.preview = Table(tr("First rows of the file"), columns)
        self.preview.setMinimumHeight(row_height * (SEEN_ROWS + 1))
        self.preview.setMaximumHeight(row_height * (SEEN_ROWS + 2))
        self.preview.show_rows(draft.file.sheet.rows[:PREVIEW_ROWS])
        self._column.addWidget(self.preview)


def _number(row: Row) -> str:
    return number(row.number)


def _place(row: Row) -> int:
    return row.number


def _cell(place: int, row: Row) -> str:
    return " ".join(show(row.cells[place]).split()) if place < len(row.cells) else ""
