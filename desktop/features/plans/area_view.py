"""A focus area: its name and its goals."""

from PySide6.QtWidgets import QWidget

from db.records.plans import Area, Goal
from desktop.coaching.plans import Lack, Missing
from desktop.features.plans import actions
from desktop.features.plans.actions import Pick, Spot
from desktop.features.plans.columns import Parts, add_all, beside, column_in, row_of
from desktop.features.plans.goal_view import GoalView
from desktop.features.plans.pen import Kept, Pen
from desktop.features.plans.reading import Sheet
from desktop.features.plans.steps_view import StepsView
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import Choice, LineField


class AreaView(QWidget):
    """Everything that hangs on one focus area."""

    def __init__(self, pen: Pen, of: tuple[Area, Sheet]) -> None:
        super().__init__()
        area, self.sheet = of
        self.pen, self.area = pen, area
        self.title = LineField(tr("Focus area"), placeholder=tr("What is this about?"))
        self._title = Kept(pen, self.title, Spot(Area, area.id, "title"))
        self.remove = button(tr("Remove"), self._remove, role="quiet")
        self.goals = Parts(32, _goal_id, self._make_goal, GoalView.show_goal)
        self.more = MoreGoals(pen, area.id)
        head = beside(self._title.view("heading"), self.remove)
        add_all(
            column_in(self, 16),
            label(tr("Focus area"), "small"),
            head,
            self.goals.widget,
            self.more,
        )

    def show_area(self, of: tuple[Area, Sheet]) -> None:
        self.area, self.sheet = of
        self._title.show(self.area.title)
        self._title.lock(not self.sheet.writable)
        self.remove.setVisible(self.sheet.writable)
        self.remove.setAccessibleName(tr("Remove the focus area “{title}”", title=self.area.title))
        mine = [goal for goal in self.sheet.whole.goals if goal.area_id == self.area.id]
        self.goals.show_records([(goal, self.sheet) for goal in mine])
        self.more.show_sheet(self.sheet)

    def place_of(self, one: Missing) -> QWidget | None:
        """Where something missing from this area is filled."""
        if one.goal_id is None:
            return self.title if one.lack is Lack.AREA_TITLE else self.more.open
        goal = self.goals.part(one.goal_id)
        return None if goal is None else goal.place_of(one.lack)

    def steps_of(self, goal_id: int) -> StepsView:
        steps: StepsView = self.goals.part(goal_id).steps
        return steps

    def _make_goal(self, of: tuple[Goal, Sheet]) -> GoalView:
        return GoalView(self.pen, of)

    def _remove(self) -> None:
        words = tr("Removed the focus area “{title}” with its goals and actions", title=self.area.title)
        self.pen.remove(Area, self.area.id, words)


def _goal_id(of: tuple[Goal, Sheet]) -> int:
    return of[0].id


class MoreGoals(QWidget):
    """A second goal in the same area, for those who want one."""

    def __init__(self, pen: Pen, area_id: int) -> None:
        super().__init__()
        self.pen, self.area_id = pen, area_id
        self.open = button(tr("Add another goal here"), self._unfold, role="quiet")
        self.what = Choice(tr("What another goal here moves"))
        self.add = button(tr("Add"), self._add, tr("Add a goal to this focus area"))
        self.fields = row_of(self.what, self.add)
        self.fields.hide()
        add_all(column_in(self, 0), row_of(self.open), self.fields)

    def show_sheet(self, sheet: Sheet) -> None:
        taken = {(goal.skill_id, goal.question) for goal in sheet.whole.goals}
        first: list[tuple[object, str]] = [(None, tr("Another skill or question…"))]
        skills = [(Pick(skill_id=id), one.name) for id, one in sheet.skills.items() if (id, "") not in taken]
        asked = [
            (Pick(question=key), text) for key, text in sheet.questions.items() if (None, key) not in taken
        ]
        self.what.set_choices([*first, *skills, *asked])
        self.what.setMaximumWidth(self.what.fontMetrics().averageCharWidth() * 48)
        self.setVisible(sheet.writable)

    def _unfold(self) -> None:
        self.fields.show()
        self.open.hide()
        self.what.setFocus()

    def _add(self) -> None:
        pick = self.what.value()
        if isinstance(pick, Pick):
            self.pen.do(actions.add_goal, self.area_id, pick)
            self.fields.hide()
            self.open.show()
        else:
            self.what.setFocus()
