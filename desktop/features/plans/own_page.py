"""A plan in the agent's own hands: read as it will be printed, written where it is theirs, and signed."""

from PySide6.QtWidgets import QSizePolicy, QTextBrowser

from db.records.plans import Goal, PlanState, Side
from desktop.coaching.plans import unsigned
from desktop.features.plans import actions, wording
from desktop.features.plans.agreement_text import agreement_text
from desktop.features.plans.columns import Parts, said
from desktop.features.plans.document import plan_document
from desktop.features.plans.goal_view import AgentsWords
from desktop.features.plans.pen import Pen
from desktop.features.plans.reading import Sheet
from desktop.features.plans.signing_view import SignatureView
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import time_of_day, tr
from desktop.widgets.page import Page


class OwnPlanPage(Page):
    """Target: the plan's id. Only the agent's own words and their signature can be written."""

    watches = ("plan", "area", "goal", "action", "condition", "check_in", "signature")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.pen = Pen(app, self)
        self.sheet: Sheet | None = None
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("The plan"))
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().height() * 12)
        self.goals = Parts(16, _id, self._make_goal, _show_goal)
        self.missing = said("", "muted")
        self.signature = SignatureView(self.pen, Side.AGENT)
        self.host = said("", "muted")
        self.kept = label("", "small")
        self.header.add_widget(self.kept)
        self.header.add_widget(button(tr("All my things"), self.leave, role="quiet"))
        self.body.addWidget(self.text, 1)
        # Or what is written would be squeezed before the text above it is.
        self.goals.widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for widget in (self.goals.widget, self.missing, self.signature, self.host):
            self.body.addWidget(widget)
        self.add_key("Esc", tr("All my things"), self.leave)
        app.theme.changed.connect(self._show_text)
        app.jobs.kept.connect(self._say_kept)
        self._show_nothing()

    def show_target(self, target: object) -> None:
        if isinstance(target, int):
            self.pen.plan_id = target
            self.refresh()

    def load(self) -> None:
        if self.app.store is not None and self.pen.plan_id:
            self.app.jobs.run(
                actions.read_sheet,
                self.app.store,
                self.pen.plan_id,
                self.pen.today(),
                done=self.show_sheet,
                failed=self._gone,
                owner=self,
            )

    def leave(self) -> None:
        self.app.go("handover")

    def show_sheet(self, sheet: Sheet) -> None:
        if sheet.plan.id != self.pen.plan_id:
            return
        self.sheet = sheet
        self.header.set_title(tr("Your growth plan"))
        self.header.set_state(wording.state_sentence(sheet))
        self._show_text()
        self.goals.show_records([(goal, sheet) for goal in sheet.whole.goals] if sheet.writable else [])
        lacking = [wording.lacking(sheet, one) for one in sheet.missing if one.blocks]
        draft = sheet.plan.state is PlanState.DRAFT
        self.missing.setText(tr("Before you both sign: {what}.", what="; ".join(lacking)))
        self.missing.setVisible(bool(lacking) and draft)
        self.signature.show()
        self.signature.show_sheet(sheet, draft and not lacking)
        waits = draft and Side.SUPERVISOR in unsigned(sheet.whole)
        self.host.setText(tr("{name} has not signed yet.", name=sheet.author.name))
        self.host.setVisible(waits)

    def _show_text(self) -> None:
        if self.sheet is not None:
            place = self.text.verticalScrollBar().value()
            self.text.setHtml(agreement_text(plan_document(self.sheet, ""), self._colour))
            self.text.verticalScrollBar().setValue(place)

    def _colour(self, role: str) -> str:
        return self.app.theme.colour(role).name()

    def _make_goal(self, of: tuple[Goal, Sheet]) -> AgentsWords:
        return AgentsWords(self.pen, *of)

    def _say_kept(self, slot: str) -> None:
        if slot.startswith("plan "):
            self.kept.setText(tr("kept {time}", time=time_of_day(self.app.clock())))

    def _gone(self, error: Exception) -> None:
        if isinstance(error, LookupError):
            self._show_nothing()
            self.leave()
        else:
            self.app.sorry(error)

    def _show_nothing(self) -> None:
        self.sheet, self.pen.plan_id = None, 0
        self.header.set_title(tr("Your growth plan"))
        self.header.set_state("")
        self.text.clear()
        for widget in (self.missing, self.signature, self.host):
            widget.hide()


def _id(of: tuple[Goal, Sheet]) -> int:
    return of[0].id


def _show_goal(view: AgentsWords, of: tuple[Goal, Sheet]) -> None:
    view.show_goal(*of)
    view.hint.hide()
