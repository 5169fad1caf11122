"""The three steps of one file; each change of columns, dates or people is checked anew by a job."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from db.records.contacts import ImportKind
from desktop.coaching.mapping.columns import assign, with_reading
from desktop.coaching.mapping.fields import RULES, Field
from desktop.features.exchange import actions
from desktop.features.exchange.actions import Check
from desktop.features.exchange.check_step import CheckStep
from desktop.features.exchange.column_step import ColumnStep
from desktop.features.exchange.file_step import FileStep
from desktop.features.exchange.offering import Offered
from desktop.features.exchange.outcomes import save_rejected, say_check
from desktop.features.exchange.planning import Draft
from desktop.shell.context import App
from desktop.shell.jobs import Cancelled, Job
from desktop.shell.privacy import may_allow
from desktop.shell.text import ntr, tr


class Steps(QWidget):
    """`draft` is what has been chosen about a file; `checked` what it would do, None while that is found out.

    `moved` tells of a new draft or check; `another_wanted` and `sheet_wanted` ask for a file to be read.
    """

    moved = Signal()
    another_wanted = Signal()
    sheet_wanted = Signal(object)
    kind_wanted = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.draft: Draft | None = None
        self.checked: Check | None = None
        self.teams: Sequence[str] = ()
        self._checking: Job | None = None
        self._team_asked = False
        self.file = FileStep()
        self.columns = ColumnStep()
        self.check = CheckStep(app.theme.row_height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        for step in (self.file, self.columns, self.check):
            column.addWidget(step)
        self._connect()

    def _connect(self) -> None:
        self.file.kind_chosen.connect(self.choose_kind)
        self.file.sheet_chosen.connect(self.sheet_wanted)
        self.file.another_wanted.connect(self.another_wanted)
        self.columns.field_chosen.connect(self.choose_field)
        self.columns.reading_chosen.connect(self.choose_reading)
        self.check.team_named.connect(self.name_team)
        self.check.same_chosen.connect(self.judge_twins)
        self.check.save_wanted.connect(self.save_left_out)
        self.check.numbers_kept.connect(self.keep_numbers)

    def show_draft(self, draft: Draft) -> None:
        """Show a file that was just read, and find out what it would do."""
        self._team_asked = False
        self.file.show_draft(draft, self.app.theme.row_height())
        self.columns.show_columns(draft)
        self.check.team.show_teams(self.teams, draft.team)
        self._take(draft)

    def show_teams(self, teams: Sequence[str]) -> None:
        """Offer these teams for new people; what was chosen stays chosen."""
        self.teams = teams
        if self.draft is not None:
            self.check.team.show_teams(teams, self.draft.team)

    def forget(self) -> None:
        """Let go of the file."""
        self.draft = self.checked = None
        self.moved.emit()

    def offer(self) -> Offered:
        """Where things stand, and the import of what is checked now."""
        checked = self.checked
        if checked is None or self.app.store is None:
            return Offered(tr("Checking the rows…"), tr("Import"))
        words = tr("Import")
        if checked.sound:
            words = ntr("Import {n} row", "Import {n} rows", checked.sound)
        work = partial(actions.bring_in, self.app.store, checked, self.app.user)
        return Offered(say_check(checked), words, work if checked.ready else None)

    def choose_kind(self, kind: ImportKind) -> None:
        if kind not in RULES:
            self.kind_wanted.emit(kind)
        elif self.draft is not None:
            self.app.jobs.run(
                actions.with_kind,
                self.app.store,
                self.draft,
                kind,
                done=self.show_draft,
                owner=self,
            )

    def choose_field(self, column: int, field: Field | None) -> None:
        if self.draft is not None:
            self._take(replace(self.draft, mapping=assign(self.draft.mapping, column, field)))

    def choose_reading(self, field: Field, reading: str) -> None:
        if self.draft is not None:
            self._take(replace(self.draft, mapping=with_reading(self.draft.mapping, field, reading)))

    def judge_twins(self, pair: tuple[str, str], is_same: bool) -> None:
        if self.draft is not None:
            same = self.draft.same | {pair} if is_same else self.draft.same - {pair}
            self._take(replace(self.draft, same=same))

    def keep_numbers(self, reason: str) -> None:
        """Let the numbers through that were masked and are no card's; the file is read once more."""
        if self.draft is not None:
            keep, by = actions.keep_numbers, self.app.user
            self.app.jobs.run(keep, self.app.store, self.draft, reason, by, done=self.show_draft, owner=self)

    def name_team(self, team: str) -> None:
        """No row hangs on the team, so nothing has to be read again."""
        if self.draft is not None:
            self.draft = replace(self.draft, team=team)
        if self.checked is not None:
            self._show(actions.with_team(self.checked, team))

    def save_left_out(self) -> None:
        if self.checked is None:
            return
        wanted = self.checked.draft.file.path.with_suffix("")
        name, _ = QFileDialog.getSaveFileName(
            self,
            tr("Save the rows left out"),
            tr("{name} left out.csv", name=str(wanted)),
            tr("Table (*.csv)"),
        )
        if name:
            self.save_rejected(Path(name))

    def save_rejected(self, path: Path) -> None:
        """Write the rows left out; errors of the disk are told as everywhere."""
        if self.checked is not None:
            self.app.jobs.run(save_rejected, path, self.checked, done=self._tell_saved, owner=self)

    def _tell_saved(self, _nothing: object) -> None:
        self.app.notices.say(tr("The rows left out are saved, each with its reason."))

    def _take(self, draft: Draft) -> None:
        self.draft, self.checked = draft, None
        self.columns.show_mapping(draft)
        if self._checking is not None:
            self._checking.cancel()
        self.moved.emit()
        self._checking = self.app.jobs.run(
            actions.check,
            self.app.store,
            draft,
            done=self._show_if_current,
            failed=self._fail,
            label=tr("Checking the rows"),
            owner=self,
        )

    def _show_if_current(self, checked: Check) -> None:
        # The team may have been named meanwhile; anything else makes a new check.
        if self.draft is not None and _choices(checked.draft) == _choices(self.draft):
            self._show(actions.with_team(checked, self.draft.team))

    def _show(self, checked: Check) -> None:
        self.checked = checked
        self.columns.show_check(checked)
        self.check.show_check(checked, may_allow(self.app))
        self.moved.emit()
        if checked.needs_team and checked.sound and not self._team_asked:
            # Once: whoever works elsewhere on the page afterwards is left there.
            self._team_asked = True
            self.check.team.point_out()

    def _fail(self, error: Exception) -> None:
        # A check that a newer one has overtaken is no news.
        if not isinstance(error, Cancelled):
            self.app.sorry(error)


def _choices(draft: Draft) -> tuple[object, ...]:
    """What a check depends on; the file is compared by its hash, not cell by cell."""
    return draft.kind, draft.file.hash, draft.file.sheet_name, draft.file.concealed, draft.mapping, draft.same
