"""What each side will do: one line a step, its details a click away, and a place to add another."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.records.plans import Action, ActionKind, ActionStatus, Side
from db.records.practice import ActionIdea
from desktop.features.plans import actions, wording
from desktop.features.plans.actions import Spot, Step
from desktop.features.plans.columns import Parts, add_all, beside, bring, column_in, row_of, said, snug
from desktop.features.plans.pen import Form, Kept, Pen
from desktop.features.plans.reading import Sheet
from desktop.shell.controls import button, label, tip
from desktop.shell.text import day, tr
from desktop.shell.theme import set_role
from desktop.shell.words import word
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.forms import Choice, DayField, LineField, Switch

IDEAS_SHOWN = 5
USUAL_DAYS = 14
FIELD_EDGE = 11


def _is_done(status: object) -> bool:
    return status is ActionStatus.DONE


def _done_or_open(done: bool) -> ActionStatus:
    return ActionStatus.DONE if done else ActionStatus.OPEN


def _is_agents(side: object) -> bool:
    return side is Side.AGENT


def _side(own: bool) -> Side:
    return Side.AGENT if own else Side.SUPERVISOR


def indent(pen: Pen) -> int:
    """Where the words begin behind a box to tick, in pixels."""
    return pen.app.theme.row_height() + FIELD_EDGE - 2


DONE = Form(_is_done, _done_or_open)
OWN = Form(_is_agents, _side)


class StepsView(QWidget):
    """The steps of one goal, or those for the whole plan (`goal_id` None)."""

    def __init__(self, pen: Pen, goal_id: int | None, about: str) -> None:
        super().__init__()
        self.goal_id = goal_id
        self.parts = Parts(8, _id, partial(StepRow, pen), StepRow.show_step)
        self.new = NewStep(pen, goal_id, about)
        self.new.added.connect(self._expect)
        self._expected: int | None = None
        column = column_in(self, 8)
        add_all(column, self.parts.widget, self.new)

    def show_sheet(self, sheet: Sheet) -> None:
        mine = [one for one in sheet.whole.actions if one.goal_id == self.goal_id]
        self.parts.show_records([(one, sheet) for one in mine])
        self.new.show_sheet(sheet)
        self._reach()

    def _expect(self, action_id: int) -> None:
        """The new line may be read before or after this is heard."""
        self._expected = action_id
        self._reach()

    def _reach(self) -> None:
        """Put the cursor in the words just added, unless somebody works elsewhere by now."""
        row = self.parts.part(self._expected)
        if row is None:
            return
        self._expected = None
        if self.window().focusWidget() is self.new.open:
            row.title.setFocus(Qt.FocusReason.OtherFocusReason)
            row.title.end(False)
            bring(row)

    def unfold(self, action_id: int) -> QWidget | None:
        """Show the fields of one step; the one for its day."""
        row = self.parts.part(action_id)
        if row is None:
            return None
        row.show_details(True)
        due: QWidget = row.details.due
        return due


def _id(of: tuple[Action, Sheet]) -> int:
    return of[0].id


class StepRow(QWidget):
    """Done or not, what, and a quiet line of who, when and how, which opens the fields that change it."""

    def __init__(self, pen: Pen, of: tuple[Action, Sheet]) -> None:
        super().__init__()
        self.pen, self.action, self.sheet = pen, of[0], of[1]
        self.done = Switch(tr("Done"))
        self.done.setText("")
        self.title = LineField(tr("Action"))
        self.title.setProperty("role", "bare")
        self.meta = said("", "muted")
        self.change = button(tr("Change"), self._toggle, role="link")
        self.details = StepDetails(pen, self.action, self.sheet, self._remove)
        self.details.hide()
        self._title = Kept(pen, self.title, Spot(Action, self.action.id, "title"))
        self._done = Kept(pen, self.done, Spot(Action, self.action.id, "status"), DONE)
        column = column_in(self, 0)
        under = beside(self.meta, self.change)
        under.setContentsMargins(indent(pen), 0, 0, 0)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.done)
        row.addWidget(self._title.view(), 1)
        self._title.reading.setContentsMargins(FIELD_EDGE, 0, 0, 0)
        add_all(column, head, under, self.details)

    def show_step(self, of: tuple[Action, Sheet]) -> None:
        self.action, self.sheet = of
        self._title.show(self.action.title)
        self._done.show(self.action.status)
        self.done.setAccessibleName(tr("Done: {title}", title=self.action.title))
        self.title.setAccessibleName(tr("Action: {title}", title=self.action.title))
        self._title.lock(not self.sheet.writable)
        self.meta.setText(meta(self.action, self.sheet))
        self.change.setText(tr("Change") if self.sheet.writable else tr("How it went"))
        self.change.setAccessibleName(f"{self.change.text()}: {self.action.title}")
        self.details.show_step(self.action, self.sheet)

    def show_details(self, shown: bool) -> None:
        """Show the fields under the line, and the words themselves as a field."""
        self.details.setVisible(shown)
        set_role(self.title, "" if shown else "bare")

    def _toggle(self) -> None:
        shown = self.details.isHidden()
        self.show_details(shown)
        if shown and self.sheet.writable:
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
            self.title.end(False)

    def _remove(self) -> None:
        self.pen.remove(Action, self.action.id, tr("Removed the action “{title}”", title=self.action.title))


def meta(action: Action, sheet: Sheet) -> str:
    """`Imani, by 3 Apr 2026, practise on the job`."""
    parts = [wording.side_name(sheet, action.owner)]
    if action.due_on is not None:
        late = action.status is ActionStatus.OPEN and action.due_on < sheet.today
        parts.append(tr("△ was due {day}" if late else "by {day}", day=day(action.due_on)))
    else:
        parts.append(tr("no day yet"))
    parts.append(word(action.kind).lower())
    if action.status is ActionStatus.DROPPED:
        parts.append(tr("dropped"))
    if action.written_by is Side.AGENT:
        parts.append(tr("{name}'s idea", name=sheet.agent.name))
    if action.evidence.strip():
        parts.append(tr("“{evidence}”", evidence=action.evidence.strip()))
    return ", ".join(parts)


class StepDetails(QWidget):
    """Who, by when, how, whose idea, how it went."""

    def __init__(self, pen: Pen, action: Action, sheet: Sheet, remove: Callable[[], None]) -> None:
        super().__init__()
        self.owner = Choice(tr("Who does it"), sides(sheet))
        self.kind = Choice(tr("How it is learnt"), [(kind, word(kind)) for kind in ActionKind])
        self.due = snug(DayField(tr("Due")))
        self.writer = Switch(tr("{name}'s own idea", name=sheet.agent.name))
        self.status = Choice(tr("How it stands"), [(status, word(status)) for status in ActionStatus])
        self.evidence = LineField(tr("What shows it"), placeholder=tr("What shows it was done?"))
        self.remove = button(tr("Remove"), remove, tr("Remove the action"), role="quiet")
        fields = {
            "owner": self.owner,
            "kind": self.kind,
            "due_on": self.due,
            "status": self.status,
            "evidence": self.evidence,
        }
        self._kept = {name: Kept(pen, field, Spot(Action, action.id, name)) for name, field in fields.items()}
        self._kept["written_by"] = Kept(pen, self.writer, Spot(Action, action.id, "written_by"), OWN)
        column = column_in(self, 8)
        column.setContentsMargins(indent(pen), 4, 0, 12)
        column.addWidget(row_of(self.owner, self.due, self.kind))
        column.addWidget(row_of(self.status, self.evidence))
        column.addWidget(row_of(self.writer, self.remove))

    def show_step(self, action: Action, sheet: Sheet) -> None:
        for name, kept in self._kept.items():
            kept.show(getattr(action, name))
        for field in (self.owner, self.kind, self.due, self.writer, self.remove):
            field.setVisible(sheet.writable)


def sides(sheet: Sheet) -> list[tuple[object, str]]:
    return [(side, wording.side_name(sheet, side)) for side in Side]


class NewStep(QWidget):
    """A button, and behind it who does what, with ideas of the catalogue underneath to take and change.

    `added` carries the new action's id. Who does it is as in the last one added here; at first the agent
    for a goal, the supervisor for the whole plan.
    """

    added = Signal(int)

    def __init__(self, pen: Pen, goal_id: int | None, about: str) -> None:
        super().__init__()
        self.pen, self.goal_id = pen, goal_id
        self.ideas: tuple[ActionIdea, ...] = ()
        self.skill, self.kind = "", ActionKind.PRACTICE
        self.side = Side.AGENT if goal_id is not None else Side.SUPERVISOR
        self.open = button(
            tr("Add an action"), self.unfold, tr("Add an action: {about}", about=about), role="quiet"
        )
        self.words = LineField(tr("What will be done: {about}", about=about))
        self.words.setPlaceholderText(tr("What will be done? Write it, or look for an idea."))
        doers = [(Side.AGENT, tr("The agent does")), (Side.SUPERVISOR, tr("I do"))]
        self.owner = ChoiceChips(tr("Who does it"), doers)
        self.due = snug(DayField(tr("Due")))
        self.writer = Switch(tr("The agent's own idea"))
        self.add = button(tr("Add"), self._add, tr("Add this action"))
        self.cancel = button(tr("Leave it"), self.fold, tr("Add no action"), role="quiet")
        self.hints = Parts(0, attrgetter("key"), self._idea_button, _show_idea)
        self.words.textChanged.connect(self._look)
        self.words.returnPressed.connect(self._add)
        self.fields = QWidget()
        column = column_in(self.fields, 8)
        # The ideas come and go with what is typed: underneath, they move no button.
        add_all(column, self.owner, self.words, row_of(label(tr("by")), self.due, self.writer))
        add_all(column, row_of(self.add, self.cancel), self.hints.widget)
        add_all(column_in(self, 8), row_of(self.open), self.fields)
        self.fields.hide()

    def show_sheet(self, sheet: Sheet) -> None:
        """Know the catalogue and the two names; hide where nothing may be added any more."""
        goal = next((one for one in sheet.whole.goals if one.id == self.goal_id), None)
        self.skill = sheet.skills[goal.skill_id].key if goal is not None and goal.skill_id is not None else ""
        self.ideas = sheet.ideas
        self.writer.setText(tr("{name}'s own idea", name=sheet.agent.name))
        self.setVisible(sheet.writable)

    def unfold(self) -> None:
        """Show the fields, with the cursor in the words."""
        self.owner.show_value(self.side)
        self.due.show_value(self.pen.today() + timedelta(days=USUAL_DAYS))
        self.fields.show()
        self._look("")
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open.hide()
        bring(self.fields)

    def fold(self) -> None:
        # What is hidden with the focus in it hands the focus on, and the page scrolls after it.
        self.open.show()
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.clear()
        self.fields.hide()

    def _look(self, text: str) -> None:
        self.hints.show_records(fitting(self.ideas, self.skill, text)[:IDEAS_SHOWN])

    def _idea_button(self, idea: ActionIdea) -> QWidget:
        name = tr("Take the idea: {title}", title=idea.title)
        words = label(
            tr("{title} ({owner})", title=idea.title, owner=word(idea.owner).lower()), "muted", True
        )
        words.setToolTip(tip(idea.detail))
        return beside(words, button(tr("Take"), partial(self._take, idea), name, role="link"))

    def _take(self, idea: ActionIdea) -> None:
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.setText(idea.title)
        self.owner.show_value(idea.owner)
        self.kind = idea.kind

    def _add(self) -> None:
        title = self.words.text().strip()
        if not title:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        step = Step(
            title,
            self.goal_id,
            self.owner.value(),
            self.kind,
            self.due.value(),
            _side(self.writer.isChecked()),
        )
        self.kind, self.side = ActionKind.PRACTICE, step.owner
        self.fold()
        self.pen.do(actions.add_step, self.pen.plan_id, step, done=self.added.emit)


def _show_idea(part: QWidget, idea: ActionIdea) -> None:
    """An idea of the catalogue says the same as before."""


def fitting(ideas: tuple[ActionIdea, ...], skill: str, text: str) -> list[ActionIdea]:
    """The ideas that hold every word, those for the goal's skill first; with nothing typed only those."""
    words = text.casefold().split()
    found = [one for one in ideas if all(word in f"{one.title} {one.detail}".casefold() for word in words)]
    if any(idea.title == text.strip() for idea in found):
        return []
    own = [idea for idea in found if skill and skill in idea.skills]
    return [*own, *(idea for idea in found if idea not in own)] if words or not skill else own
