"""Bringing in files: choose one, see what it holds, import what is sound, take it back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.records.contacts import ImportKind
from desktop.features.exchange import actions
from desktop.features.exchange.actions import Floor, Result
from desktop.features.exchange.card_actions import CardDraft, CardResult
from desktop.features.exchange.card_steps import CardSteps
from desktop.features.exchange.form_actions import FormResult
from desktop.features.exchange.form_planning import FormDraft
from desktop.features.exchange.form_steps import FormSteps
from desktop.features.exchange.history import History, name_button
from desktop.features.exchange.opening import AnyDraft, open_any
from desktop.features.exchange.outcomes import list_names, name_rows, say_any_result, say_refused
from desktop.features.exchange.planning import Draft
from desktop.features.exchange.refusals import Refused
from desktop.features.exchange.steps import Steps
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.file_asking import ask_file
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.jobs import Cancelled
from desktop.shell.spoken import announce
from desktop.shell.text import number, tr
from desktop.shell.undo import Only
from desktop.widgets.page import Page

AnyResult: TypeAlias = Result | FormResult | CardResult
AnySteps: TypeAlias = Steps | FormSteps | CardSteps


class ExchangePage(Page):
    """One file at a time: the place to drop it, the steps through it, or what came of it."""

    watches = ("import", "team")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.importing = False
        self._arriving = False  # a file was just chosen, and nothing of it touched yet
        self.last: AnyResult | None = None
        self.header.set_title(tr("Bring in"))
        self.drop = DropPlace(self.choose_file)
        self.usual, self.forms, self.cards = Steps(app), FormSteps(app), CardSteps(app)
        self.steps: AnySteps = self.usual
        self.outcome = Outcome(self.undo_last, self.see, self.choose_file)
        self.progress = ProgressStrip(app.jobs)
        self.history = History(app)
        kinds = (self.usual, self.forms, self.cards)
        for widget in (self.progress, self.drop, self.outcome, *kinds, self.history):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.setAcceptDrops(True)
        self.add_key("Ctrl+O", tr("Choose a file"), self.choose_file)
        self.tell_key("Ctrl+Return", tr("Import"))
        for steps in kinds:
            steps.moved.connect(self.show_state)
            steps.another_wanted.connect(self.choose_file)
            steps.sheet_wanted.connect(self.choose_sheet)
            steps.kind_wanted.connect(self.choose_kind)
        self.history.taken_back.connect(self.leave_outcome)
        self.start_again()

    def load(self) -> None:
        if self.app.store is not None:
            self.app.jobs.run(actions.look_around, self.app.store, done=self.show_floor, owner=self)

    def show_floor(self, floor: Floor) -> None:
        for steps in (self.usual, self.forms):
            steps.show_teams(floor.teams)
        self.history.show_imports(floor.imports)

    def show_target(self, target: object) -> None:
        """A path asks for that file to be opened."""
        if isinstance(target, str | Path):
            self.open_path(Path(target))

    def start_again(self) -> None:
        """Back to the place where a file is dropped."""
        self.steps.forget()
        self._show(self.drop)

    def choose_file(self) -> None:
        kinds = tr("Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.xls);;All files (*)")
        path = ask_file(self, tr("Choose a file to bring in"), kinds)
        if path is not None:
            self.open_path(path)

    def choose_sheet(self, sheet: str) -> None:
        if self.steps.draft is not None:
            self.open_path(self.steps.draft.file.path, None, sheet)

    def choose_kind(self, kind: ImportKind) -> None:
        """The same file as something else."""
        if (draft := self.steps.draft) is not None:
            self.open_path(draft.file.path, kind, draft.file.sheet_name)

    def open_path(self, path: Path, kind: ImportKind | None = None, sheet: str = "") -> None:
        """Read a file and show what it holds; nothing is stored."""
        if self.app.store is None:
            return
        if self.importing:
            self.app.notices.say(tr("One file at a time: the import before is still running."))
            return
        self._arriving = kind is None and not sheet
        job = self.app.jobs.run(
            partial(open_any, self.app.store, path, kind, sheet),
            done=self.show_draft,
            failed=self.refuse,
            label=tr("Reading {file}", file=path.name),
            owner=self,
        )
        self.progress.watch(job)

    def show_draft(self, draft: AnyDraft) -> None:
        kinds: dict[type, AnySteps] = {Draft: self.usual, FormDraft: self.forms, CardDraft: self.cards}
        self.steps = steps = kinds[type(draft)]
        self._show(steps)
        if self._arriving:
            steps.file.take_keyboard()
        steps.show_draft(draft)  # type: ignore[arg-type]

    def show_state(self) -> None:
        """The sentence and the button of the header: always what can be done now."""
        if self.steps.draft is None:
            self.header.set_state(tr("A CSV or XLSX file of calls, people, evaluations, or a scorecard."))
            self.header.set_primary("", None)
            return
        offered = self.steps.offer()
        self.header.set_state(offered.state)
        self.header.set_primary(offered.button, self.bring_in, "Ctrl+Return")
        self.header.primary.setEnabled(offered.work is not None and not self.importing)
        if self._arriving and self.header.primary.isEnabled():
            self._arriving = False
            # Whoever went on to a field meanwhile is left there.
            if self.steps.file.has_keyboard():
                self.header.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring_in(self) -> None:
        """Import the sound rows; until the last of them is stored, Cancel leaves everything as it was."""
        draft = self.steps.draft
        work = self.steps.offer().work if draft is not None else None
        if draft is None or work is None or self.importing:
            return
        self.importing = True
        if self.window().focusWidget() is self.header.primary:
            self.steps.file.take_keyboard()
        self.show_state()
        job = self.app.jobs.run(
            work,
            done=self.show_result,
            failed=self.refuse,
            label=tr("Bringing in {file}", file=draft.file.name),
            owner=self,
        )
        self.progress.watch(job)

    def show_result(self, result: AnyResult) -> None:
        self.importing = False
        self.last = result
        # Before anything is put away: Qt would hand the keyboard on to the list, choosing its first line.
        self.outcome.show()
        self.outcome.show_result(result)
        self.steps.forget()
        self._show(self.outcome)
        announce(self, say_any_result(result))
        self.app.undo.offer(
            say_brought(result),
            partial(self.history.take_back, result.import_id),
            partial(self.history.bring_back, result.import_id),
            Only(
                self.isVisible,
                tr(
                    "The last thing that can be taken back is the import of {file}: "
                    "open Bring in to take it back.",
                    file=result.file_name,
                ),
            ),
        )

    def refuse(self, error: Exception) -> None:
        """Say why a file or an import did not go ahead; what was chosen stays."""
        self.importing = False
        self.show_state()
        if isinstance(error, Refused):
            self.app.notices.say(say_refused(error), kind="warn")
        elif isinstance(error, Cancelled):
            self.app.notices.say(tr("Stopped. Nothing was brought in."))
        else:
            self.app.sorry(error)

    def undo_last(self) -> None:
        if self.last is not None:
            self.history.take_back(self.last.import_id)

    def leave_outcome(self, import_id: int) -> None:
        """The import on show was taken back: nothing of it is left to look at."""
        if self.last is not None and self.last.import_id == import_id:
            self.last = None
            if self.steps.draft is None:
                self._show(self.drop)

    def see(self) -> None:
        """What came of the last import: the people, or the scorecard in its builder."""
        if isinstance(self.last, CardResult):
            self.app.go("library", ("draft", self.last.version_id))
        else:
            self.app.go("people")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None and not self.importing:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_path(path)

    def _show(self, shown: QWidget) -> None:
        for part in (self.drop, self.usual, self.forms, self.cards, self.outcome):
            part.setVisible(part is shown)


class DropPlace(QFrame):
    """Where a file is dropped, or chosen; what may be in it, in a sentence."""

    def __init__(self, choose: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "well")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(12)
        words = (
            label(tr("Drop a CSV or XLSX file here"), "heading"),
            label(
                tr(
                    "You see its first rows and what each column would become; nothing is stored before "
                    "you say so, and each import can be taken back as a whole."
                ),
                "muted",
                wrap=True,
            ),
        )
        for line in words:
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        self.choose = button(tr("Choose a file…"), choose)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)


class Outcome(QFrame):
    """What an import did, with the way back and the way on."""

    def __init__(self, undo: Callable[[], None], see: Callable[[], None], again: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.words = label("", wrap=True)
        self.people = label("", "muted", wrap=True)
        self.see = button(tr("See the agents"), see)
        self.undo = button(tr("Undo this import"), undo)
        self.again = button(tr("Bring in another file…"), again, role="quiet")
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (self.see, self.undo, self.again):
            row.addWidget(made)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.people)
        column.addLayout(row)

    def show_result(self, result: AnyResult) -> None:
        self.words.setText(say_any_result(result))
        is_card = isinstance(result, CardResult)
        name_button(self.see, tr("Open it in the builder") if is_card else tr("See the agents"))
        names = "" if isinstance(result, CardResult) else list_names(result.people)
        self.people.setText(tr("New here: {names}", names=names))
        self.people.setVisible(bool(names))
        self.see.setFocus()


def say_brought(result: AnyResult) -> str:
    """What was done, as it stands beside its undoing."""
    if isinstance(result, CardResult):
        return tr("Made the draft “{name}”", name=result.name)
    return tr("Brought in {n} {what}", n=number(result.kept), what=name_rows(result.kind))


def _dropped(event: QDropEvent) -> Path | None:
    """The one file that is dropped; several at once are not taken."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
