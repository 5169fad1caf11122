"""Every draw there was: its seed, its filters, who and when, and the proof that it can be repeated."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.features.sampling import actions, drafting, reading, wording
from desktop.features.sampling.actions import TakenBack
from desktop.features.sampling.calls_table import DRAW, CallsTable
from desktop.features.sampling.drafting import Again
from desktop.features.sampling.reading import DrawLine, DrawSheet, Floor
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import moment, number, tr
from desktop.shell.words import word
from desktop.widgets.flow import FlowLayout
from desktop.widgets.rows import Column
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table


class DrawsPanel(QWidget):
    """`call_opened` carries a contact's id, `skip_wanted` an item's id and the reason."""

    call_opened = Signal(int)
    skip_wanted = Signal(int, object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._teams: Mapping[int, str] = {}
        self._wanted: int | None = None
        self._sheet: DrawSheet | None = None
        self.table = Table(
            tr("Draws"),
            [
                Column("when", tr("Drawn"), _when, sort=lambda line: line.draw.made_at),
                Column("plan", tr("Plan"), lambda line: line.plan),
                Column("span", tr("Calls of"), _span, sort=lambda line: line.draw.since),
                Column("heard", tr("Heard"), _heard, "right"),
                Column("kind", tr("How"), lambda line: word(line.draw.recipe.kind), shown=False),
                Column("by", tr("By"), lambda line: line.by, shown=False),
            ],
            settings=app.settings,
            key="draws",
        )
        self.table.set_identity(_draw_id)
        self.table.set_empty(tr("Nothing was drawn yet. A plan draws calls."))
        self.table.selected.connect(self._choose)
        self.table.opened.connect(self._to_detail)
        self.facts = label("", wrap=True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.missing = label("", "warn", wrap=True)
        self.again = button(tr("Draw it again"), self.repeat)
        self.back = button(tr("Take the draw back"), self.take_back, role="quiet")
        self.stays = label(tr("It stays, for a call of it was listened to."), "muted", True)
        self.proof = label("", wrap=True)
        self.calls = CallsTable(app, tr("Calls of the draw"), DRAW)
        self.calls.opened.connect(self.call_opened)
        self.calls.skip_wanted.connect(self.skip_wanted)
        self._lay_out()

    def show_floor(self, floor: Floor) -> None:
        self._teams = {one.id: one.name for one in floor.teams}

    def show_draws(self, lines: tuple[DrawLine, ...]) -> None:
        self.table.show_rows(lines)
        if self._wanted is not None and self.table.select(self._is_wanted):
            self._wanted = None
        elif lines and self.table.current() is None:
            self.table.select(lambda line: line.draw.id == lines[0].draw.id)
        self.sheet.setVisible(bool(lines))
        self._choose(self.table.current())

    def choose(self, draw_id: int) -> None:
        """Put the cursor on a draw, now or once it is in the list."""
        self._wanted = draw_id
        if self.table.select(self._is_wanted):
            self._wanted = None
        self.split.show_detail()

    def repeat(self) -> None:
        """Draw again with the same seed, and say whether the same calls come out."""
        if self._sheet is not None:
            self._run(drafting.repeat, self._sheet.line.draw.id, done=self._show_again)

    def take_back(self) -> None:
        if self._sheet is not None:
            self._run(actions.take_back, self._sheet.line.draw.id, done=self._say_gone, failed=self._stays)

    def _is_wanted(self, line: DrawLine) -> bool:
        return line.draw.id == self._wanted

    def _choose(self, line: DrawLine | None) -> None:
        if line is not None:
            self._run(reading.sheet, line.draw.id, done=self._show_sheet)

    def _show_sheet(self, sheet: DrawSheet) -> None:
        chosen = self.table.current()
        if chosen is None or chosen.draw.id != sheet.line.draw.id:
            return
        if self._sheet is None or self._sheet.line.draw.id != sheet.line.draw.id:
            self._prove("")
        self._sheet = sheet
        self.facts.setText(wording.sheet_words(sheet, self._teams))
        missing = wording.missing_words(sheet.missing)
        self.missing.setText(missing)
        self.missing.setVisible(bool(missing))
        self.back.setVisible(not sheet.begun)
        self.stays.setVisible(sheet.begun)
        self.calls.show_calls(sheet.items)

    def _show_again(self, found: Again) -> None:
        if self._sheet is not None and found.draw.id == self._sheet.line.draw.id:
            self._prove(wording.again_words(found))

    def _prove(self, words: str) -> None:
        self.proof.setText(words)
        self.proof.setAccessibleName(words)
        self.proof.setVisible(bool(words))

    def _say_gone(self, gone: TakenBack) -> None:
        self._sheet = None
        self._app.undo.offer(tr("Took the draw back."), partial(self._run, actions.put_back, gone))

    def _stays(self, error: Exception) -> None:
        if isinstance(error, actions.HeardAlready):
            self._app.notices.say(tr("It stays, for a call of it was listened to."))
        else:
            self._app.sorry(error)

    def _to_detail(self, _line: object = None) -> None:
        self.split.show_detail()
        self.calls.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _run(self, action: object, *values: object, done: object = None, failed: object = None) -> None:
        app = self._app
        if app.store is not None:
            app.jobs.run(action, app.store, *values, app.user, done=done, failed=failed, owner=self)  # type: ignore[arg-type]

    def _lay_out(self) -> None:
        self.sheet = QWidget()
        deeds = QWidget()
        flow = FlowLayout(deeds)
        for one in (self.again, self.back):
            flow.addWidget(one)
        inside = QVBoxLayout(self.sheet)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for widget in (self.facts, self.missing, deeds, self.stays, self.proof):
            inside.addWidget(widget)
        inside.addWidget(self.calls, 1)
        self.split = MasterDetail(self.table, self.sheet, self._app.settings, "draws")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)


def _draw_id(line: DrawLine) -> int:
    return line.draw.id


def _when(line: DrawLine) -> str:
    return moment(line.draw.made_at)


def _span(line: DrawLine) -> str:
    return wording.span_words(line.draw.since, line.draw.until)


def _heard(line: DrawLine) -> str:
    return tr("{heard} of {n}", heard=number(line.heard), n=number(line.drawn))
