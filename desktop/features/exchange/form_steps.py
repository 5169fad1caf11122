"""The steps of a response sheet: the file, its columns, the scorecard, and what bringing it in would do."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.coaching.mapping import form_sheet
from desktop.coaching.mapping.columns import Assignment
from desktop.coaching.mapping.fields import Field
from desktop.coaching.mapping.form_sheet import Part, by_part
from desktop.features.exchange import form_actions
from desktop.features.exchange.check_step import CheckStep
from desktop.features.exchange.column_step import DateQuestion
from desktop.features.exchange.file_step import FileStep
from desktop.features.exchange.form_columns import TableColumns
from desktop.features.exchange.form_desk import FormDesk
from desktop.features.exchange.form_planning import FormCheck, FormDraft
from desktop.features.exchange.form_questions import QuestionStep
from desktop.features.exchange.form_words import name_part, say_form_check, say_found, say_scores
from desktop.features.exchange.offering import Offered
from desktop.features.exchange.outcomes import save_rejected
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import ntr, tr


class FormSteps(QWidget):
    """`moved` tells of a new draft or check; the wishes ask the page for another file, sheet or kind."""

    moved = Signal()
    another_wanted = Signal()
    sheet_wanted = Signal(object)
    kind_wanted = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.teams: Sequence[str] = ()
        self.desk = FormDesk(app, self)
        self.file = FileStep()
        self.columns = TableColumns(tr("2  Columns and dates"), [(part, name_part(part)) for part in Part])
        self.dates = {part: DateQuestion() for part in form_sheet.DATES}
        self.questions = QuestionStep()
        self.check = CheckStep(app.theme.row_height(), tr("4  Check and import"))
        self.scores, self.found = label("", wrap=True), label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        for step in (self.file, self.columns, *self.dates.values(), self.questions, self.check):
            column.addWidget(step)
        for words in (self.scores, self.found):
            self.check.add_words(words)
        self._connect()

    @property
    def draft(self) -> FormDraft | None:
        return self.desk.draft

    def show_draft(self, draft: FormDraft) -> None:
        """Show a file that was just read, and find out what it would do."""
        self.file.show_draft(draft, self.app.theme.row_height())
        self.columns.show_columns(draft.file.sheet)
        self.check.team.show_teams(self.teams, draft.team)
        self.desk.take(draft)

    def show_teams(self, teams: Sequence[str]) -> None:
        self.teams = teams
        if self.draft is not None:
            self.check.team.show_teams(teams, self.draft.team)

    def forget(self) -> None:
        self.desk.forget()
        self.moved.emit()

    def offer(self) -> Offered:
        """Where things stand, and the import of what is checked now."""
        checked = self.desk.checked
        if checked is None or self.app.store is None:
            return Offered(tr("Checking the rows…"), tr("Import"))
        button = tr("Import")
        if checked.sound:
            button = ntr("Import {n} evaluation", "Import {n} evaluations", checked.sound)
        work, said_by = form_actions.bring_in_form, tr("Filled in by {name}.")
        ready = partial(work, self.app.store, checked, self.app.user, said_by) if checked.ready else None
        return Offered(say_form_check(checked), button, ready)

    def save_left_out(self) -> None:
        if (checked := self.desk.checked) is None:
            return
        wanted = tr("{name} left out.csv", name=str(checked.draft.file.path.with_suffix("")))
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the rows left out"), wanted, tr("Table (*.csv)"))
        if name:
            self.app.jobs.run(save_rejected, Path(name), checked, done=self._tell_saved, owner=self)

    def _tell_saved(self, _nothing: object) -> None:
        self.app.notices.say(tr("The rows left out are saved, each with its reason."))

    def _show_chosen(self, draft: FormDraft) -> None:
        self.columns.show_keys([one.part for one in draft.columns])
        self.questions.show_draft(draft)
        self.moved.emit()

    def _show_found(self, checked: FormCheck) -> None:
        held = by_part(checked.draft.columns)
        for part, question in self.dates.items():
            question.setVisible(part in held)
            if part in held:
                column = held[part]
                one = Assignment(column.index, Field.DATE, column.order)
                header = checked.draft.file.sheet.headers[column.index]
                question.show_finding(Field.DATE, one, checked.orders[part], header)
        self.questions.show_check(checked)
        self.check.show_check(checked)
        for words, text in ((self.scores, say_scores(checked)), (self.found, say_found(checked))):
            words.setText(text)
            words.setVisible(bool(text))
        self.moved.emit()

    def _connect(self) -> None:
        desk, questions, check = self.desk, self.questions, self.check
        desk.chosen.connect(self._show_chosen)
        desk.found.connect(self._show_found)
        self.file.kind_chosen.connect(self.kind_wanted)
        self.file.sheet_chosen.connect(self.sheet_wanted)
        self.file.another_wanted.connect(self.another_wanted)
        self.columns.chosen.connect(desk.choose_part)
        for part, question in self.dates.items():
            question.chosen.connect(partial(desk.choose_order, part))
        questions.match_chosen.connect(desk.choose_match)
        questions.name_typed.connect(desk.name_card)
        questions.mark_chosen.connect(desk.set_mark)
        questions.word_given.connect(desk.give_word)
        questions.way_chosen.connect(desk.choose_way)
        questions.weight_chosen.connect(desk.set_weight)
        questions.blank_chosen.connect(desk.set_blank)
        questions.points_typed.connect(desk.set_points)
        questions.meaning_chosen.connect(desk.say_meaning)
        check.team_named.connect(desk.name_team)
        check.same_chosen.connect(desk.judge_twins)
        check.save_wanted.connect(self.save_left_out)
