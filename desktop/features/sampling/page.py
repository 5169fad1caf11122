"""Sampling: how many calls are enough, plans, draws, and whose turn they are."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from db.records.sampling import Queue, SkipReason
from desktop.features.sampling import actions, reading
from desktop.features.sampling.actions import Skipped
from desktop.features.sampling.calls_table import CallsTable
from desktop.features.sampling.draws_panel import DrawsPanel
from desktop.features.sampling.planner_panel import PlannerPanel
from desktop.features.sampling.plans_panel import PlansPanel
from desktop.features.sampling.reading import Floor
from desktop.shell.context import App
from desktop.shell.text import number, tr
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.page import Page


class SamplingPage(Page):
    """Targets: "queue", "planner", "plans", "draws", or ("draw", id)."""

    watches = (
        *("sampling_plan", "sampling_evaluator", "draw", "draw_item"),
        *("contact", "observation", "evaluation", "agent", "assignment"),
    )

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("Sampling"))
        self.queue = CallsTable(app, tr("Your calls to hear"), "calls to hear")
        self.queue.table.set_empty(
            tr("You have no calls to hear. A plan draws them."), tr("See the plans"), self.show_plans_view
        )
        self.planner = PlannerPanel(app)
        self.plans = PlansPanel(app)
        self.draws = DrawsPanel(app)
        self.views = ChoiceChips(tr("Sampling"), _views(), "planner")
        self.views.chosen.connect(self._turn_to)
        self.stack = QStackedWidget()
        self._shown: dict[str, QWidget] = {
            "planner": _scrolling(self.planner),
            "plans": self.plans,
            "draws": self.draws,
            "queue": self.queue,
        }
        for panel in self._shown.values():
            self.stack.addWidget(panel)
        self.body.addWidget(self.views)
        self.body.addWidget(self.stack, 1)
        self._chosen = False
        self._connect()
        self.tell_key("Enter", tr("Hear the call of the line"))
        self.add_key("Ctrl+Shift+N", tr("Add a plan"), self.add_plan)
        self._turn_to("planner")

    def load(self) -> None:
        app = self.app
        if app.store is None or app.user is None:
            return
        run = partial(app.jobs.run, owner=self)
        run(reading.floor, app.store, app.clock().date(), app.user, done=self.show_floor)
        run(reading.plans, app.store, app.user, done=self.plans.show_plans)
        run(reading.draws, app.store, None, app.user, done=self.draws.show_draws)
        run(reading.queue, app.store, app.clock(), app.user, done=self.show_queue)

    def show_floor(self, floor: Floor) -> None:
        for panel in (self.planner, self.plans, self.draws):
            panel.show_floor(floor)

    def show_queue(self, queue: Queue) -> None:
        """With calls to hear the page opens on them, until somebody chooses."""
        self.queue.show_calls(queue.items, queue.next)
        n = len(queue.items)
        heard = tr("Your calls to hear: {heard} of {n} heard.", heard=number(queue.heard), n=number(n))
        self.header.set_state(heard if n else tr("No calls wait for you."))
        if n and not self._chosen:
            self._show("queue")

    def show_target(self, target: object) -> None:
        if isinstance(target, tuple) and target[0] == "draw":
            self._show_draw(int(target[1]))
        elif target in self._shown:
            self._turn_to(str(target))
            self.views.show_value(target)

    def show_plans_view(self) -> None:
        self._turn_to("plans")
        self.views.show_value("plans")

    def add_plan(self) -> None:
        self.show_plans_view()
        self.plans.add_plan()

    def skip(self, item_id: int, reason: SkipReason) -> None:
        """Skip a call for a reason; the next in the drawn order stands in."""
        app = self.app
        if app.store is not None:
            work = (actions.skip, app.store, item_id, reason, app.user)
            app.jobs.run(*work, done=self._say_skipped, failed=self._not_skipped, owner=self)

    def take_over(self, item_id: int) -> None:
        """Hear a call that was given to somebody else."""
        app = self.app
        if app.store is not None:
            done = partial(self._say_taken, item_id)
            app.jobs.run(actions.take_over, app.store, item_id, app.user, done=done, owner=self)

    def _say_taken(self, item_id: int, had: int) -> None:
        back = partial(self._give_back, item_id, had)
        self.app.undo.offer(tr("The call is among yours to hear now."), back)

    def _give_back(self, item_id: int, had: int) -> None:
        app = self.app
        app.jobs.run(actions.give_back, app.store, item_id, had, app.user, owner=self)

    def _say_skipped(self, skipped: Skipped) -> None:
        words = tr("Skipped the call; the next in the drawn order stands in.")
        if skipped.instead is None:
            words = tr("Skipped the call. The agent has no other that could stand in.")
        self.app.undo.offer(words, partial(self._unskip, skipped.item_id))

    def _unskip(self, item_id: int) -> None:
        app = self.app
        app.jobs.run(actions.unskip, app.store, item_id, app.user, failed=self._not_skipped, owner=self)

    def _not_skipped(self, error: Exception) -> None:
        if isinstance(error, actions.HeardAlready):
            self.app.notices.say(tr("Somebody has listened to it already."))
        else:
            self.app.sorry(error)

    def _show_draw(self, draw_id: int) -> None:
        self._turn_to("draws")
        self.views.show_value("draws")
        self.draws.choose(draw_id)

    def _hear(self, contact_id: int) -> None:
        self.app.go("monitoring", ("contact", contact_id))

    def _turn_to(self, view: object) -> None:
        self._chosen = self.isVisible() or self._chosen
        self._show(str(view))

    def _show(self, view: str) -> None:
        self.views.show_value(view)
        panel = self._shown[view]
        # Else the page would be as large as the largest of its views and scroll for nothing.
        for each in self._shown.values():
            size = QSizePolicy.Policy.Preferred if each is panel else QSizePolicy.Policy.Ignored
            each.setSizePolicy(size, size)
        self.stack.setCurrentWidget(panel)

    def _connect(self) -> None:
        self.plans.drawn.connect(self._show_draw)
        for calls in (self.queue, self.draws.calls):
            calls.opened.connect(self._hear)
            calls.skip_wanted.connect(self.skip)
            calls.take_wanted.connect(self.take_over)


def _scrolling(inside: QWidget) -> QScrollArea:
    inside.setProperty("role", "page")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def _views() -> list[tuple[object, str]]:
    return [
        ("planner", tr("How many calls")),
        ("plans", tr("Plans")),
        ("draws", tr("Draws")),
        ("queue", tr("Calls to hear")),
    ]
