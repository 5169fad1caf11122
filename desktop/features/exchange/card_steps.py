"""The steps of a scorecard's table: the file, its columns, and the draft it would become, with remarks."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.scorecards import Question, Section
from desktop.coaching.mapping.card_building import REFUSABLE, Said
from desktop.coaching.mapping.card_table import CardField
from desktop.coaching.mapping.trouble import Problem
from desktop.features.exchange import card_actions
from desktop.features.exchange.card_actions import CardCheck, CardDraft
from desktop.features.exchange.file_step import FileStep
from desktop.features.exchange.form_columns import TableColumns
from desktop.features.exchange.form_words import is_taken, name_card_field, say_card_check, say_remark
from desktop.features.exchange.offering import Offered
from desktop.features.exchange.sentences import say_problem
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import number, tr
from desktop.widgets.forms import LineField, Switch
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

SEEN_ROWS = 8


class CardSteps(QWidget):
    """As `FormSteps`, for a table of questions; nothing is stored before the draft is made."""

    moved = Signal()
    another_wanted = Signal()
    sheet_wanted = Signal(object)
    kind_wanted = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.draft: CardDraft | None = None
        self.checked: CardCheck | None = None
        self.file = FileStep()
        choices = [(None, name_card_field(None)), *((one, name_card_field(one)) for one in CardField)]
        self.columns = TableColumns(tr("2  Columns"), choices)
        self.name = LineField(tr("Name of the scorecard"))
        self.summary = label("", wrap=True)
        self.preview = _preview(app.theme.row_height())
        self.remarks = Remarks()
        self.problems = _problems(app.theme.row_height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.file)
        column.addWidget(self.columns)
        column.addWidget(label(tr("3  The draft"), "heading"))
        row = QHBoxLayout()
        row.addWidget(label(tr("Its name")))
        row.addWidget(self.name, 1)
        column.addLayout(row)
        for widget in (self.summary, self.preview, self.remarks, self.problems):
            column.addWidget(widget)
        self.file.kind_chosen.connect(self.kind_wanted)
        self.file.sheet_chosen.connect(self.sheet_wanted)
        self.file.another_wanted.connect(self.another_wanted)
        self.columns.chosen.connect(self.choose_field)
        self.name.typed.connect(self.name_card)
        self.remarks.judged.connect(self.judge)

    def show_draft(self, draft: CardDraft) -> None:
        self.file.show_draft(draft, self.app.theme.row_height())
        self.columns.show_columns(draft.file.sheet)
        self._take(draft)

    def show_teams(self, _teams: Sequence[str]) -> None:
        """A scorecard is no team's."""

    def forget(self) -> None:
        self.draft = self.checked = None
        self.moved.emit()

    def offer(self) -> Offered:
        """What the table would become, and the making of the draft."""
        checked, work = self.checked, None
        if (
            checked is not None
            and checked.draft is self.draft
            and checked.ready
            and self.app.store is not None
        ):
            work = partial(card_actions.bring_in_card, self.app.store, checked, self.app.user)
        return Offered(say_card_check(checked) if checked else "", tr("Make the draft"), work)

    def choose_field(self, index: int, name: CardField | None) -> None:
        if self.draft is not None:
            self._take(card_actions.with_field(self.draft, index, name))

    def name_card(self, name: str) -> None:
        if self.draft is not None:
            self._take(replace(self.draft, name=name))

    def judge(self, key: tuple[str, int, str], taken: bool) -> None:
        if self.draft is not None:
            self._take(card_actions.take(self.draft, key, taken))

    def _take(self, draft: CardDraft) -> None:
        """Go on with this draft; what it would become is read by a job, for a table may be long."""
        self.draft = draft
        self.columns.show_keys(draft.columns)
        self.name.show_text(draft.name)
        args = (draft, tr("Part {n}"))
        self.app.jobs.run(card_actions.check_card, *args, done=self._show, failed=self.app.sorry, owner=self)

    def _show(self, checked: CardCheck) -> None:
        if checked.draft != self.draft:
            return
        self.checked = checked
        self.summary.setText(say_card_check(checked))
        form = checked.reading.form
        self.preview.show_rows([(part, one) for part in form.sections for one in part.questions])
        self.remarks.show_said(checked.reading.said, checked.draft)
        self.problems.show_rows(checked.reading.problems)
        self.problems.setVisible(bool(checked.reading.problems))
        self.moved.emit()


class Remarks(QWidget):
    """What was taken from the table's words, each with a way to leave it; and what is left to be set."""

    judged = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._shown: tuple[object, ...] = ()
        self._known: dict[tuple[str, int, str], Said] = {}

    def show_said(self, said: Sequence[Said], draft: CardDraft) -> None:
        """Those that were refused stay in the list, so that they can be taken after all."""
        there = {one.key for one in said}
        self._known |= {one.key: one for one in said if one.remark in REFUSABLE}
        refused = [
            self._known[key] for key in sorted(draft.refused) if key in self._known and key not in there
        ]
        shown = (tuple(said), tuple(refused))
        if shown == self._shown:
            return
        self._shown = shown
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        taken = [one for one in (*said, *refused) if is_taken(one)]
        left = [one for one in said if not is_taken(one)]
        self._add(tr("Taken from the words of the table"), taken, frozenset(draft.refused))
        self._add(tr("Left for you to set in the builder"), left, None)

    def _add(self, title: str, said: Sequence[Said], refused: frozenset[object] | None) -> None:
        if not said:
            return
        self._column.addWidget(label(title, "small"))
        for one in sorted(said, key=lambda each: each.row):
            self._column.addWidget(self._line(one, _say_placed(one), refused))

    def _line(self, one: Said, words: str, refused: frozenset[object] | None) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        if refused is not None and one.remark in REFUSABLE:
            switch = Switch(tr("Take it"), one.key not in refused)
            switch.setAccessibleName(tr("Take it: {words}", words=words))
            switch.chosen.connect(partial(self.judged.emit, one.key))
            row.addWidget(switch)
        row.addWidget(label(words, "" if refused is not None else "warn", wrap=True), 1)
        return made


def _say_placed(one: Said) -> str:
    row, words = number(one.row), say_remark(one)
    if not one.question:
        return tr("Row {row}: {words}", row=row, words=words)
    return tr("Row {row}, “{question}”: {words}", row=row, question=one.question, words=words)


def _preview(row_height: int) -> Table:
    table = Table(
        tr("Questions of the draft"),
        [
            Column("section", tr("Section"), lambda row: row[0].title),
            Column("question", tr("Question"), lambda row: row[1].text, tip=lambda row: row[1].text),
            Column("answers", tr("Answers and points"), _answers, tip=_answers),
        ],
    )
    table.set_empty(tr("No questions yet: choose the column that holds them."))
    table.setMinimumHeight(row_height * SEEN_ROWS)
    return table


def _answers(row: tuple[Section, Question]) -> str:
    told = [f"{option.label} {option.points:.6g}" for option in row[1].options]
    return ", ".join([*told, *([tr("N/A")] if row[1].allow_na else [])])


def _problems(row_height: int) -> Table:
    table = Table(
        tr("Cells that could not be read"),
        [
            Column("row", tr("Row"), lambda one: number(one.row), "right", _row),
            Column("column", tr("Column"), lambda one: one.column),
            Column("why", tr("What is wrong, and what helps"), say_problem, tip=say_problem),
        ],
    )
    table.setMinimumHeight(row_height * 4)
    return table


def _row(one: Problem) -> int:
    return one.row
