"""What is chosen about a response sheet, choice by choice; each is checked anew by a job."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.coaching.mapping import form_answers, form_sheet
from desktop.coaching.mapping.form_answers import Asked, Way
from desktop.coaching.mapping.form_sheet import Part
from desktop.features.exchange import form_actions
from desktop.features.exchange.form_planning import FormCheck, FormDraft
from desktop.shell.context import App
from desktop.shell.jobs import Cancelled, Job
from desktop.shell.text import tr


class FormDesk(QObject):
    """`draft` is what has been chosen, `checked` what it would do, None while that is found out. `chosen`
    and `found` carry them.
    """

    chosen = Signal(object)
    found = Signal(object)

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._checking: Job | None = None
        self.draft: FormDraft | None = None
        self.checked: FormCheck | None = None

    def forget(self) -> None:
        self.draft = self.checked = None

    def choose_part(self, index: int, part: Part) -> None:
        if self.draft is not None:
            work, store = form_actions.with_part, self._app.store
            self._app.jobs.run(work, store, self.draft, index, part, done=self.take, owner=self)

    def choose_order(self, part: Part, _field: object, order: str) -> None:
        if self.draft is not None:
            self.take(replace(self.draft, columns=form_sheet.with_order(self.draft.columns, part, order)))

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

    def set_weight(self, index: int, weight: float) -> None:
        self._change(index, lambda one: replace(one, weight=weight))

    def set_blank(self, index: int, is_na: bool) -> None:
        self._change(index, lambda one: replace(one, blank_is_na=is_na))

    def say_meaning(self, index: int, key: str, option: str) -> None:
        if self.draft is not None:
            self.take(replace(self.draft, said={**self.draft.said, (index, key): option}))

    def name_card(self, name: str) -> None:
        if self.draft is not None:
            self.take(replace(self.draft, name=name))

    def set_mark(self, mark: float) -> None:
        if self.draft is not None:
            self.take(replace(self.draft, pass_mark=mark))

    def judge_twins(self, pair: tuple[str, str], is_same: bool) -> None:
        if self.draft is not None:
            same = self.draft.same | {pair} if is_same else self.draft.same - {pair}
            self.take(replace(self.draft, same=same))

    def give_word(self, agreed: bool) -> None:
        """No row hangs on the word, so nothing has to be read again."""
        if self.draft is not None:
            self.draft = replace(self.draft, agreed=agreed)
        if self.checked is not None:
            self._show(self.checked)

    def name_team(self, team: str) -> None:
        """Nor does one hang on the team."""
        if self.draft is not None:
            self.draft = replace(self.draft, team=team)
        if self.checked is not None:
            self._show(self.checked)

    def _change(self, index: int, change: Callable[[Asked], Asked]) -> None:
        if self.draft is not None:
            asked = tuple(change(one) if one.index == index else one for one in self.draft.asked)
            self.take(replace(self.draft, asked=asked))

    def take(self, draft: FormDraft) -> None:
        """Go on with this draft; what it would do is found out anew."""
        self.draft, self.checked = draft, None
        if self._checking is not None:
            self._checking.cancel()
        self.chosen.emit(draft)
        self._checking = self._app.jobs.run(
            form_actions.check_form,
            self._app.store,
            draft,
            tr("Questions"),
            done=self._show,
            failed=self._fail,
            label=tr("Checking the rows"),
            owner=self,
        )

    def _show(self, checked: FormCheck) -> None:
        """Team and word may have been given meanwhile; anything else makes a new check."""
        draft = self.draft
        if draft is None or _choices(checked.draft) != _choices(draft):
            return
        with_team = form_actions.with_form_team(checked, draft.team)
        self.checked = form_actions.with_word(with_team, draft.agreed)
        self.found.emit(self.checked)

    def _fail(self, error: Exception) -> None:
        # A check that a newer one has overtaken is no news.
        if not isinstance(error, Cancelled):
            self._app.sorry(error)


def _choices(draft: FormDraft) -> tuple[object, ...]:
    """What a check depends on; the file is compared by its hash, not cell by cell."""
    return (
        *(draft.file.hash, draft.file.sheet_name, draft.columns, draft.asked, draft.same),
        draft.match.version.id if draft.match else 0,
        tuple(draft.said.items()),
        (draft.name, draft.pass_mark),
    )
