"""The steps of a response sheet: the file, its columns, the scorecard, and what bringing it in would do."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from db.progress import Progress
from desktop.coaching.mapping import form_answers, form_sheet
from desktop.coaching.mapping.columns import Assignment
from desktop.coaching.mapping.fields import Field
from desktop.coaching.mapping.form_answers import Asked, Way
from desktop.coaching.mapping.form_sheet import Part, by_part
from desktop.features.exchange import form_actions
from desktop.features.exchange.check_step import CheckStep
from desktop.features.exchange.column_step import DateQuestion
from desktop.features.exchange.file_step import FileStep
from desktop.features.exchange.form_actions import FormResult
from desktop.features.exchange.form_columns import TableColumns
from desktop.features.exchange.form_planning import FormCheck, FormDraft
from desktop.features.exchange.form_questions import QuestionStep
from desktop.features.exchange.form_words import name_part, say_form_check, say_found, say_scores
from desktop.features.exchange.outcomes import save_rejected
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.jobs import Cancelled, Job
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
        self.draft: FormDraft | None = None
        self.checked: FormCheck | None = None
        self.teams: Sequence[str] = ()
        self._checking: Job | None = None
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

    def _connect(self) -> None:
        self.file.kind_chosen.connect(self.kind_wanted)
        self.file.sheet_chosen.connect(self.sheet_wanted)
        self.file.another_wanted.connect(self.another_wanted)
        self.columns.chosen.connect(self.choose_part)
        for part, question in self.dates.items():
            question.chosen.connect(partial(self.choose_order, part))
        self.questions.match_chosen.connect(self.choose_match)
        self.questions.name_typed.connect(partial(self._set, "name"))
        self.questions.mark_chosen.connect(partial(self._set, "pass_mark"))
        self.questions.word_given.connect(self.give_word)
        self.questions.way_chosen.connect(self.choose_way)
        self.questions.weight_chosen.connect(partial(self._set_question, "weight"))
        self.questions.blank_chosen.connect(partial(self._set_question, "blank_is_na"))
        self.questions.points_typed.connect(self.set_points)
        self.questions.meaning_chosen.connect(self.say_meaning)
        self.check.team_named.connect(self.name_team)
        self.check.same_chosen.connect(self.judge_twins)
        self.check.save_wanted.connect(self.save_left_out)

    def show_draft(self, draft: FormDraft) -> None:
        """Show a file that was just read, and find out what it would do."""
        self.file.show_draft(draft, self.app.theme.row_height())
        self.columns.show_columns(draft.file.sheet)
        self.check.team.show_teams(self.teams, draft.team)
        self.take(draft)

    def show_teams(self, teams: Sequence[str]) -> None:
        self.teams = teams
        if self.draft is not None:
            self.check.team.show_teams(teams, self.draft.team)

    def forget(self) -> None:
        self.draft = self.checked = None
        self.moved.emit()

    @property
    def is_ready(self) -> bool:
        return self.checked is not None and self.checked.ready

    def say_state(self) -> str:
        return say_form_check(self.checked) if self.checked else tr("Checking the rows…")

    def name_import(self) -> str:
        sound = self.checked.sound if self.checked else 0
        return ntr("Import {n} evaluation", "Import {n} evaluations", sound) if sound else tr("Import")

    def make_work(self) -> Callable[[], Generator[Progress, None, FormResult]]:
        """The import of what is checked now, to be run by the page."""
        assert self.checked is not None and self.app.store is not None
        said_by = tr("Filled in by {name}.")
        return partial(form_actions.bring_in_form, self.app.store, self.checked, self.app.user, said_by)

    def choose_part(self, index: int, part: Part) -> None:
        if self.draft is not None:
            work, store = form_actions.with_part, self.app.store
            self.app.jobs.run(work, store, self.draft, index, part, done=self.take, owner=self)

    def choose_order(self, part: Part, _field: object, order: str) -> None:
        if self.draft is not None:
            columns = form_sheet.with_order(self.draft.columns, part, order)
            self.take(replace(self.draft, columns=columns))

    def choose_match(self, version_id: object) -> None:
        if self.draft is not None:
            match = next((one for one in self.draft.matches if one.version.id == version_id), None)
            self.take(form_actions.choose_match(self.draft, match))

    def choose_way(self, index: int, way: Way) -> None:
        if self.draft is not None:
            cells = form_actions.column_cells(self.draft, index)
            self._change(index, lambda one: form_answers.with_way(one, way, cells))

    def set_points(self, index: int, key: str, points: float | None) -> None:
        self._change(index, lambda one: form_answers.with_points(one, key, points))

    def say_meaning(self, index: int, key: str, option: str) -> None:
        if self.draft is not None:
            self.take(replace(self.draft, said={**self.draft.said, (index, key): option}))

    def give_word(self, agreed: bool) -> None:
        """No row hangs on the word, so nothing has to be read again."""
        if self.draft is not None:
            self.draft = replace(self.draft, agreed=agreed)
        if self.checked is not None:
            self._show(form_actions.with_word(self.checked, agreed))

    def name_team(self, team: str) -> None:
        if self.draft is not None:
            self.draft = replace(self.draft, team=team)
        if self.checked is not None:
            self._show(form_actions.with_form_team(self.checked, team))

    def judge_twins(self, pair: tuple[str, str], is_same: bool) -> None:
        if self.draft is not None:
            same = self.draft.same | {pair} if is_same else self.draft.same - {pair}
            self.take(replace(self.draft, same=same))

    def save_left_out(self) -> None:
        if self.checked is None:
            return
        wanted = tr("{name} left out.csv", name=str(self.checked.draft.file.path.with_suffix("")))
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the rows left out"), wanted, tr("Table (*.csv)"))
        if name:
            self.app.jobs.run(save_rejected, Path(name), self.checked, done=self._tell_saved, owner=self)

    def _tell_saved(self, _nothing: object) -> None:
        self.app.notices.say(tr("The rows left out are saved, each with its reason."))

    def _set(self, name: str, value: object) -> None:
        if self.draft is not None:
            self.take(replace(self.draft, **{name: value}))  # type: ignore[arg-type]

    def _set_question(self, name: str, index: int, value: object) -> None:
        self._change(index, lambda one: replace(one, **{name: value}))  # type: ignore[arg-type]

    def _change(self, index: int, change: Callable[[Asked], Asked]) -> None:
        if self.draft is not None:
            asked = tuple(change(one) if one.index == index else one for one in self.draft.asked)
            self.take(replace(self.draft, asked=asked))

    def take(self, draft: FormDraft) -> None:
        """Go on with this draft; what it would do is found out anew."""
        self.draft, self.checked = draft, None
        self.columns.show_keys([one.part for one in draft.columns])
        self.questions.show_draft(draft)
        if self._checking is not None:
            self._checking.cancel()
        self.moved.emit()
        self._checking = self.app.jobs.run(
            form_actions.check_form,
            self.app.store,
            draft,
            tr("Questions"),
            done=self._show_if_current,
            failed=self._fail,
            label=tr("Checking the rows"),
            owner=self,
        )

    def _show_if_current(self, checked: FormCheck) -> None:
        if self.draft is None or _choices(checked.draft) != _choices(self.draft):
            return
        with_team = form_actions.with_form_team(checked, self.draft.team)
        self._show(form_actions.with_word(with_team, self.draft.agreed))

    def _show(self, checked: FormCheck) -> None:
        self.checked = checked
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

    def _fail(self, error: Exception) -> None:
        # A check that a newer one has overtaken is no news.
        if not isinstance(error, Cancelled):
            self.app.sorry(error)


def _choices(draft: FormDraft) -> tuple[object, ...]:
    """What a check depends on; the file is compared by its hash, not cell by cell."""
    return (
        draft.file.hash,
        draft.file.sheet_name,
        draft.columns,
        draft.asked,
        draft.match.version.id if draft.match else 0,
        tuple(draft.said.items()),
        (draft.name, draft.pass_mark),
        draft.same,
    )
