"""Growth plans: the list, or one plan over it, so that an agent beside you sees their own plan only."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from db.records.plans import PlanState
from desktop.coaching.access import Deed, may
from desktop.features.plans import actions, wording
from desktop.features.plans.export_line import ExportLine
from desktop.features.plans.history import TABLES, subject_of
from desktop.features.plans.overview import OverviewView, state_of
from desktop.features.plans.pen import Pen
from desktop.features.plans.plan_view import PlanView, scrolled
from desktop.features.plans.reading import Overview, Sheet
from desktop.features.plans.start_view import StartView
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import time_of_day, tr
from desktop.widgets.history import HistoryDrawer
from desktop.widgets.page import Page


class PlansPage(Page):
    """Shows one of three: the list, the beginning of a plan, a plan."""

    watches: ClassVar[tuple[str, ...]] = (
        *("plan", "area", "goal", "action", "condition", "check_in", "signature", "improvement"),
        *("agent", "team", "assessment", "rating", "evidence", "evaluation", "skill", "standard"),
    )

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.pen = Pen(app, self)
        self.overview = OverviewView(app.settings)
        self.overview.opened.connect(self.open_plan)
        self.overview.start.connect(self.start)
        self.beginning = StartView(self.pen)
        self.beginning.begun.connect(self.open_plan)
        self.beginning.opened.connect(self.open_plan)
        self.beginning_scroll = scrolled(self.beginning, tr("Start a plan"))
        self.plan: PlanView | None = None
        self.exported = ExportLine(app)
        self.kept = label("", "small")
        self.hand = button(tr("Hand over"), self.hand_over, role="quiet")
        self.back = button(tr("All plans"), self.show_list, role="quiet")
        self._lay_out()
        self.show_list()

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.plan_holder = scrolled(QWidget(), tr("The plan"))
        for one in (self.overview, self.beginning_scroll, self.plan_holder):
            self.stack.addWidget(one)
        self.header.add_widget(self.kept)
        self.header.add_widget(self.hand)
        self.header.add_widget(self.back)
        self.body.addWidget(self.exported)
        self.body.addWidget(self.stack, 1)
        self.add_key("Ctrl+P", tr("Export the plan as PDF"), self.export)
        self.add_key("Ctrl+Shift+E", tr("Export the plan as PDF"), self.export)
        self.add_key("Alt+Left", tr("Back to all plans"), self.show_list)
        self.app.jobs.kept.connect(self._say_kept)
        self.history = HistoryDrawer(self, partial(subject_of, self), TABLES)

    def load(self) -> None:
        if self.stack.currentWidget() is self.plan_holder:
            self._read(self.pen.plan_id)
            return
        if self.stack.currentWidget() is self.beginning_scroll:
            self.beginning.refresh()
        self.app.jobs.run(
            actions.list_plans, self.app.store, self.pen.today(), done=self._show_overview, owner=self
        )

    def show_target(self, target: object) -> None:
        """A plan's id, ("plan", id), ("agent", id), ("state", those alone), ("start", agent id, skill id or
        None) or "new".
        """
        match target:
            case int(id) | ("plan", int(id)):
                self.open_plan(id)
            case ("agent", int(id)):
                self._open_newest(id)
            case ("start", int(id), skill):
                self.start(id, skill if isinstance(skill, int) else None)
            case ("state", PlanState() as state):
                self.show_list()
                self.overview.show_state(state)
            case "new":
                self.start()

    def show_list(self) -> None:
        self.pen.plan_id = 0
        self._turn_to(self.overview)
        self.header.set_title(tr("Plans"))
        self.header.set_state(state_of(self.overview.overview))
        self.header.set_primary(tr("Start a plan"), self.start, "Ctrl+Shift+N")
        self.overview.table.setFocus()
        self.refresh()

    def start(self, agent_id: int | None = None, skill_id: int | None = None) -> None:
        """Begin a plan, for an agent or for one yet to be chosen."""
        self.pen.plan_id = 0
        self._turn_to(self.beginning_scroll)
        self.header.set_title(tr("Start a plan"))
        self.header.set_state(
            tr("Nothing is chosen for you: look at what stands out, then choose together with the agent.")
        )
        self.header.set_primary("", None)
        self.refresh()
        if agent_id is None:
            self.beginning.agent.setFocus()
        self.beginning.show_agent(agent_id, skill_id)

    def open_plan(self, plan_id: int) -> None:
        self.pen.plan_id = plan_id
        self._read(plan_id)

    def export(self) -> None:
        """Choose a file and print the plan that is open."""
        if self.stack.currentWidget() is self.plan_holder and self.plan is not None:
            self.exported.ask(self.plan.sheet, self)
        else:
            self.app.notices.say(tr("Open a plan first, then export it."))

    def hand_over(self) -> None:
        """Let the agent read the plan that is open, write their own words and sign, at this desk."""
        if self.plan is not None:
            agent, id = self.plan.sheet.agent.id, self.pen.plan_id
            self.app.go("handover", (agent, ("own_plan", id), ("plans", id)))

    def _open_newest(self, agent_id: int) -> None:
        go_on = partial(self._open_or_start, agent_id)
        self.app.jobs.run(actions.plan_for_agent, self.app.store, agent_id, done=go_on, owner=self)

    def _open_or_start(self, agent_id: int, plan_id: int | None) -> None:
        if plan_id is None:
            self.start(agent_id)
        else:
            self.open_plan(plan_id)

    def _read(self, plan_id: int) -> None:
        self.app.jobs.run(
            actions.read_sheet,
            self.app.store,
            plan_id,
            self.pen.today(),
            done=self._show_sheet,
            failed=self._miss,
            owner=self,
        )

    def _show_sheet(self, sheet: Sheet) -> None:
        if sheet.plan.id != self.pen.plan_id:
            return
        if self.plan is None or self.plan.sheet.plan.id != sheet.plan.id:
            self.plan = PlanView(self.pen, sheet)
            self.plan_holder.setWidget(self.plan)
            self.exported.hide()
            self.kept.clear()
            self.plan_holder.setFocus()
        else:
            self.plan.show_sheet(sheet)
        self._turn_to(self.plan_holder)
        self.hand.setAccessibleName(tr("Hand over to {name}", name=sheet.agent.name))
        self.header.set_title(sheet.agent.name)
        self.header.set_state(wording.state_sentence(sheet))
        self.header.set_primary(tr("Export PDF"), self.export, "Ctrl+Shift+E")

    def _miss(self, error: Exception) -> None:
        """A plan that was removed meanwhile is no error: its undo is on offer."""
        if isinstance(error, LookupError):
            self.show_list()
        else:
            self.app.sorry(error)

    def _show_overview(self, overview: Overview) -> None:
        self.overview.show_overview(overview)
        self.beginning.show_agents(overview.agents)
        if self.stack.currentWidget() is self.overview:
            self.header.set_state(state_of(overview))

    def _turn_to(self, widget: QWidget) -> None:
        self.stack.setCurrentWidget(widget)
        self.back.setVisible(widget is not self.overview)
        self.kept.setVisible(widget is self.plan_holder)
        self.hand.setVisible(widget is self.plan_holder and may(self.app.user, Deed.HAND_OVER))
        self.exported.setVisible(self.exported.isVisible() and widget is self.plan_holder)

    def _say_kept(self, slot: str) -> None:
        if slot.startswith("plan "):
            self.kept.setText(tr("kept {time}", time=time_of_day(self.app.clock())))
