"""The plans: a list beside the chosen plan's fields, and the draw that comes of it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from db.records.sampling import Recipe
from desktop.features.sampling import actions, drafting, wording
from desktop.features.sampling.actions import PlanDraft
from desktop.features.sampling.drafting import Preview
from desktop.features.sampling.plan_editor import PlanEditor
from desktop.features.sampling.preview_panel import PreviewPanel
from desktop.features.sampling.reading import Floor, PlanLine
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice
from desktop.widgets.rows import Column
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table


class PlansPanel(QWidget):
    """`drawn` carries the id of a draw that was made."""

    drawn = Signal(int)

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._floor: Floor | None = None
        self._wanted: int | None = None
        self.table = Table(
            tr("Sampling plans"),
            [
                Column("name", tr("Plan"), lambda line: line.plan.name),
                Column("how", tr("How"), _how),
                Column("last", tr("Last draw"), wording.plan_state),
            ],
        )
        self.table.set_identity(_plan_id)
        self.table.set_empty(
            tr("A plan says how many calls of each agent are heard, and which."),
            tr("Add a plan"),
            self.add_plan,
        )
        self.table.selected.connect(self._choose)
        self.table.opened.connect(self._to_detail)
        self.add = button(tr("Add a plan"), self.add_plan)
        self.editor = PlanEditor(app)
        self.span = Choice(tr("Calls of"))
        self.draw = button(tr("Draw calls"), self.preview, role="primary")
        self.remove = button(tr("Remove this plan"), self.remove_plan, role="quiet")
        self.no_calls = label(tr("There are no calls to draw from yet. Bring in a call log."), "muted", True)
        self.shown = PreviewPanel(app)
        self.shown.accepted.connect(self._accept)
        self.shown.left.connect(self._leave)
        self.shown.another_wanted.connect(self.preview)
        self.shown.seed_typed.connect(self._preview_by)
        self._lay_out()

    def show_floor(self, floor: Floor) -> None:
        self._floor = floor
        self.editor.show_floor(floor)
        self._offer_spans()

    def show_plans(self, lines: tuple[PlanLine, ...]) -> None:
        self.table.show_rows(lines)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            if self.table.select(lambda line: line.plan.id == wanted):
                self._to_detail()
        elif lines and self.table.current() is None:
            self.table.select(lambda line: line.plan.id == lines[0].plan.id)
        self.add.setVisible(bool(lines))
        self.stack.setVisible(bool(lines))

    def add_plan(self) -> None:
        """A plan with the usual numbers, to be named and changed."""
        draft = PlanDraft(tr("New plan"), Recipe())
        self._run(actions.add_plan, draft, done=self._show_added)

    def remove_plan(self) -> None:
        line = self.table.current()
        if line is not None:
            self._run(actions.remove_plan, line.plan.id, done=partial(self._say_removed, line))

    def preview(self) -> None:
        """Draw by a new seed and show what would come of it."""
        self._preview_by(drafting.new_seed())

    def _preview_by(self, seed: str) -> None:
        line, span = self.table.current(), self.span.value()
        if line is not None and span is not None:
            self._run(drafting.preview, line.plan.id, span[0], seed, done=self._show_preview)

    def _show_preview(self, shown: Preview) -> None:
        self.shown.show_preview(shown)
        self.stack.setCurrentWidget(self.preview_area)
        self.split.show_detail()
        (self.shown.accept if shown.chosen else self.shown.leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self) -> None:
        if self.shown.shown is not None:
            self._run(actions.draw, self.shown.shown, done=self._tell_drawn, failed=self._not_drawn)

    def _tell_drawn(self, draw_id: int) -> None:
        self._leave()
        self.drawn.emit(draw_id)
        back = partial(self._run, actions.take_back, draw_id)
        self._app.undo.offer(tr("Drew the calls."), back)

    def _not_drawn(self, error: Exception) -> None:
        if isinstance(error, actions.CallsChanged):
            self._app.notices.say(tr("Calls came in or were heard meanwhile: this is the draw as it is now."))
            if self.shown.shown is not None:
                self._preview_by(self.shown.shown.seed)
        elif isinstance(error, actions.NothingDrawn):
            self._app.notices.say(tr("There is no call that could be drawn."))
        else:
            self._app.sorry(error)

    def _leave(self) -> None:
        self.stack.setCurrentWidget(self.edit_area)

    def _show_added(self, plan_id: int) -> None:
        """Select it; the list may have been read again already, or is still on its way."""
        if self.table.select(lambda line: line.plan.id == plan_id):
            self._to_detail()
        else:
            self._wanted = plan_id

    def _say_removed(self, line: PlanLine, _nothing: None) -> None:
        back = partial(self._run, actions.bring_back_plan, line.plan.id)
        again = partial(self._run, actions.remove_plan, line.plan.id)
        self._app.undo.offer(tr("Removed the plan {name}.", name=line.plan.name), back, again)

    def _choose(self, line: PlanLine | None) -> None:
        if line is None:
            return
        self.editor.show_plan(line.plan)
        self._offer_spans(line.plan.recipe)
        if self.shown.shown is None or self.shown.shown.plan.id != line.plan.id:
            self._leave()

    def _to_detail(self, _line: object = None) -> None:
        self.split.show_detail()
        self.editor.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.name.selectAll()

    def _offer_spans(self, recipe: Recipe | None = None) -> None:
        recipe = recipe or self.editor.draft().recipe
        newest = self._floor.newest if self._floor else None
        today = self._app.clock().date()
        spans = drafting.cycles(recipe.cycle, newest, today) if newest else ()
        before = self.span.value()
        self.span.set_choices([(one, wording.span_words(*one)) for one in spans])
        if spans and before not in spans:
            self.span.show_value(drafting.best(spans, today))
        self.draw_row.setVisible(bool(spans))
        self.no_calls.setVisible(not spans)

    def _run(self, action: object, *values: object, done: object = None, failed: object = None) -> None:
        app = self._app
        if app.store is not None:
            app.jobs.run(action, app.store, *values, app.user, done=done, failed=failed, owner=self)  # type: ignore[arg-type]

    def _lay_out(self) -> None:
        self.draw_row = QWidget()
        flow = FlowLayout(self.draw_row)
        flow.addWidget(label(tr("Calls of")))
        flow.addWidget(self.span)
        flow.addWidget(self.draw)
        edit = QWidget()
        edit.setProperty("role", "page")
        inside = QVBoxLayout(edit)
        inside.setContentsMargins(0, 0, 12, 0)
        inside.setSpacing(16)
        for widget in (self.draw_row, self.no_calls, self.editor):
            inside.addWidget(widget)
        inside.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        self.edit_area, self.preview_area = _scrolling(edit), _scrolling(self.shown)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.edit_area)
        self.stack.addWidget(self.preview_area)
        self.editor.changed.connect(self._offer_spans)
        side = QWidget()
        listed = QVBoxLayout(side)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(8)
        listed.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        listed.addWidget(self.table, 1)
        self.split = MasterDetail(side, self.stack, self._app.settings, "sampling plans")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)


def _scrolling(inside: QWidget) -> QScrollArea:
    inside.setProperty("role", "page")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def _plan_id(line: PlanLine) -> int:
    return line.plan.id


def _how(line: PlanLine) -> str:
    return wording.short_quota(line.plan.recipe)
