"""One plan as one quiet column: strengths, focus, what it takes, how we work on it, check-ins, signatures."""

from functools import partial

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from db.records.plans import Area, Plan
from desktop.coaching.plans import Lack, Missing
from desktop.features.plans import wording
from desktop.features.plans.actions import Spot
from desktop.features.plans.area_view import AreaView
from desktop.features.plans.check_ins_view import CheckInsView
from desktop.features.plans.columns import Parts, add_all, bring, column_in, on_paper, row_of, said
from desktop.features.plans.conditions_view import ConditionsView
from desktop.features.plans.pen import Kept, Pen
from desktop.features.plans.reading import Sheet
from desktop.features.plans.revisions_view import RevisionsView
from desktop.features.plans.signing_view import MissingView, SigningView
from desktop.features.plans.strengths_view import StrengthsView
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import READABLE_CHARACTERS, TextField


class PlanView(QWidget):
    """Made for one plan; `show_sheet` shows it anew without moving what is being written."""

    def __init__(self, pen: Pen, sheet: Sheet) -> None:
        super().__init__()
        self.pen, self.sheet = pen, sheet
        on_paper(self)
        self.vision = said("", "muted")
        self.strengths = StrengthsView(pen, sheet.plan.id)
        self.areas = Parts(48, _id, partial(AreaView, pen), AreaView.show_area)
        self.more = button(tr("Add a focus area"), self._more, role="quiet")
        self.full = said("", "muted")
        self.conditions = ConditionsView(pen)
        self.together = Together(pen, sheet.plan.id)
        self.check_ins = CheckInsView(pen)
        self.missing = MissingView()
        self.missing.asked.connect(self.go_to)
        self.signing = SigningView(pen)
        self.revisions = RevisionsView(pen)
        self._lay_out()
        self.show_sheet(sheet)

    def _lay_out(self) -> None:
        column = column_in(self, 32)
        column.setContentsMargins(0, 0, 16, 48)
        add_all(column, self.vision, self.strengths, self.areas.widget, row_of(self.more), self.full)
        add_all(column, self.conditions, self.together, self.check_ins, self.missing, self.signing)
        column.addWidget(self.revisions)
        column.addStretch(1)
        self.setMaximumWidth(max(560, self.fontMetrics().averageCharWidth() * (READABLE_CHARACTERS + 10)))

    def show_sheet(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.vision.setText(tr("“{vision}”", vision=sheet.plan.vision))
        self.vision.setVisible(bool(sheet.plan.vision))
        self.areas.show_records([(area, sheet) for area in sheet.whole.areas])
        self.more.setVisible(sheet.writable and sheet.beginning.room > 0)
        self.full.setText(wording.refusal(sheet.beginning.live, sheet.agent.name))
        self.full.setVisible(sheet.writable and sheet.beginning.room == 0)
        for part in (
            self.strengths,
            self.conditions,
            self.together,
            self.check_ins,
            self.missing,
            self.signing,
            self.revisions,
        ):
            part.show_sheet(sheet)

    def go_to(self, one: Missing) -> None:
        """Bring what is missing into view, with the keyboard in it."""
        field = self._place_of(one)
        if field is None:
            return
        field.setFocus()
        bring(field)

    def _place_of(self, one: Missing) -> QWidget | None:
        if one.condition is not None:
            row = self.conditions.part(one.condition)
            return row.replies.first() if one.lack is Lack.CONDITION_REPLY else row.promise
        if one.area_id is not None and (area := self.areas.part(one.area_id)) is not None:
            return area.place_of(one)
        if one.action_id is not None:
            goal = next((goal for goal in self.sheet.whole.goals if goal.id == one.goal_id), None)
            steps = self.conditions.steps if goal is None else self.areas.part(goal.area_id).steps_of(goal.id)
            return steps.unfold(one.action_id)
        places: dict[Lack, QWidget] = {
            Lack.STRENGTHS: self.strengths.words,
            Lack.AREA: self.more,
            Lack.TOO_MANY_AREAS: self.full,
            Lack.SUPERVISOR_ACTION: self.conditions.steps.new.open,
            Lack.CHECK_IN: self.check_ins.add,
        }
        return places.get(one.lack)

    def _more(self) -> None:
        self.pen.app.go("plans", ("start", self.sheet.agent.id, None))


def _id(of: tuple[Area, Sheet]) -> int:
    return of[0].id


class Together(QWidget):
    """How both will work on it, in a few sentences."""

    def __init__(self, pen: Pen, plan_id: int) -> None:
        super().__init__()
        self.words = TextField(tr("How we work on it together"), lines=1)
        self.words.setPlaceholderText(tr("When you listen together, what helps, what doesn't"))
        self._words = Kept(pen, self.words, Spot(Plan, plan_id, "together"))
        self.heading = label(tr("How we work on it together"), "heading")
        add_all(column_in(self, 8), self.heading, self._words.view())

    def show_sheet(self, sheet: Sheet) -> None:
        self._words.show(sheet.plan.together)
        self._words.lock(not sheet.writable)
        self.setVisible(sheet.writable or bool(sheet.plan.together))


def scrolled(widget: QWidget, name: str) -> QScrollArea:
    """The widget in a page's scroll, at its left, with no edge; the scroll's name is spoken."""
    on_paper(widget)
    scroll = QScrollArea()
    scroll.setAccessibleName(name)
    scroll.setWidget(widget)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    return scroll
