"""One goal: what it moves and from where, the agent's own words, the steps, and whether it stuck."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from db.records.plans import Goal
from desktop.coaching.plans import Lack
from desktop.features.plans import wording
from desktop.features.plans.actions import Spot
from desktop.features.plans.calls_panel import CallsPanel
from desktop.features.plans.columns import add_all, column_in, row_of, said, snug
from desktop.features.plans.evidence import subject_of
from desktop.features.plans.pen import Form, Kept, Pen
from desktop.features.plans.reading import Sheet
from desktop.features.plans.steps_view import StepsView
from desktop.features.plans.sticking import Stuck, spans
from desktop.shell.controls import button, label
from desktop.shell.text import day, percent, percent_figure, tr
from desktop.shell.theme import set_role
from desktop.widgets.chips import ChipRow
from desktop.widgets.forms import Choice, DayField, TextField

LEVELS = range(1, 6)
PERCENTS = range(5, 101, 5)


class GoalView(QWidget):
    """Everything that hangs on one goal."""

    def __init__(self, pen: Pen, of: tuple[Goal, Sheet]) -> None:
        super().__init__()
        goal, self.sheet = of
        sheet = self.sheet
        self.pen, self.goal = pen, goal
        self.start = StartLine(pen, goal, sheet, self._show_start)
        self.aim = AimLine(pen, goal, sheet)
        self.words = AgentsWords(pen, goal, sheet)
        self.stuck = StuckView(self._show_before, self._show_after)
        self.calls, self.stuck_calls = CallsPanel(pen), CallsPanel(pen)
        self.steps = StepsView(pen, goal.id, wording.subject(sheet, goal))
        self.remove = button(tr("Remove this goal"), self._remove, role="quiet")
        add_all(
            column_in(self, 16),
            self.start,
            self.calls,
            self.aim,
            self.words,
            label(tr("Actions"), "heading"),
            self.steps,
            self.stuck,
            self.stuck_calls,
            row_of(self.remove),
        )

    def show_goal(self, of: tuple[Goal, Sheet]) -> None:
        self.goal, self.sheet = of
        sheet = self.sheet
        self.start.show_goal(self.goal, sheet)
        self.aim.show_goal(self.goal, sheet)
        self.words.show_goal(self.goal, sheet)
        self.steps.show_sheet(sheet)
        self.stuck.show_stuck(sheet.stuck.get(self.goal.id))
        alone = sum(one.area_id == self.goal.area_id for one in sheet.whole.goals) == 1
        self.remove.setVisible(sheet.writable and not alone)

    def place_of(self, lack: Lack) -> QWidget | None:
        """Where something missing from this goal is filled."""
        places: dict[Lack, QWidget] = {
            Lack.OWN_WORDS: self.words.field("own_words"),
            Lack.WHY: self.words.field("why"),
            Lack.HOW_KNOWN: self.words.field("how_known"),
            Lack.BASELINE: self.start.again,
            Lack.TARGET: self.aim.target,
            Lack.TARGET_NOT_ABOVE_BASELINE: self.aim.target,
            Lack.DUE_DATE: self.aim.due,
            Lack.ACTION: self.steps.new.open,
        }
        return places.get(lack)

    def _show_start(self) -> None:
        self._ask(self.calls, spans(self.sheet.whole, self.sheet.today)[0])

    def _show_before(self) -> None:
        self._ask(self.stuck_calls, spans(self.sheet.whole, self.sheet.today)[0])

    def _show_after(self) -> None:
        self._ask(self.stuck_calls, spans(self.sheet.whole, self.sheet.today)[1])

    def _ask(self, panel: CallsPanel, span: tuple[date, date]) -> None:
        subject = subject_of(self.goal, self.sheet.agent.id)
        panel.ask(wording.subject(self.sheet, self.goal), subject, span)

    def _remove(self) -> None:
        self.pen.remove(Goal, self.goal.id, tr("Removed the goal"))


class StartLine(QWidget):
    """What the goal moves and where that stands, with the way to what it rests on."""

    def __init__(self, pen: Pen, goal: Goal, sheet: Sheet, ask: Callable[[], None]) -> None:
        super().__init__()
        self.pen, self.agent_id = pen, sheet.agent.id
        self.moves = said("", "muted")
        self.figure = said("")
        self.assessment = button(tr("See the assessment"), self._open_assessment, role="link")
        self.calls = button(tr("See the calls"), ask, tr("See the calls behind it"), role="link")
        self.again = button(tr("Take it again"), partial(pen.measure, goal.id), role="link")
        self.again.setToolTip(tr("Take the starting figure from the evidence as it is now"))
        links = row_of(self.assessment, self.calls, self.again, space=16)
        self.assessment.setVisible(goal.skill_id is not None)
        add_all(column_in(self, 4), self.moves, self.figure, links)

    def show_goal(self, goal: Goal, sheet: Sheet) -> None:
        kind = tr("This goal moves the skill “{name}”.") if goal.skill_id else tr("This goal moves “{name}”")
        about = wording.subject(sheet, goal)
        self.moves.setText(kind.format(name=about))
        # An area is mostly named after its one goal: no need to say it twice.
        self.moves.setVisible(all(area.title != about for area in sheet.whole.areas))
        self.figure.setText(wording.standing(sheet, goal))
        self.again.setVisible(sheet.writable)

    def _open_assessment(self) -> None:
        self.pen.app.go("skills", ("agent", self.agent_id))


class AimLine(QWidget):
    """Where it should be, and the day to look again."""

    def __init__(self, pen: Pen, goal: Goal, sheet: Sheet) -> None:
        super().__init__()
        self.target = Choice(tr("Target"), _targets(goal))
        self.due = snug(DayField(tr("Look again on")))
        self.picture = said("", "muted")
        self._target = Kept(pen, self.target, Spot(Goal, goal.id, "target"), Form(_float, _float))
        self._due = Kept(pen, self.due, Spot(Goal, goal.id, "due_on"))
        fields = row_of(label(tr("Target")), self.target, label(tr("Look again on")), self.due)
        self.agreed = said("")
        self.fields = fields
        add_all(column_in(self, 4), fields, self.agreed, self.picture)

    def show_goal(self, goal: Goal, sheet: Sheet) -> None:
        self._target.show(goal.target)
        self._due.show(goal.due_on)
        self.fields.setVisible(sheet.writable)
        self.agreed.setVisible(not sheet.writable)
        self.agreed.setText(_agreed(goal))
        self.picture.setText(_described(goal, sheet))
        self.picture.setVisible(bool(self.picture.text()))


def _agreed(goal: Goal) -> str:
    day_words = tr("no day") if goal.due_on is None else day(goal.due_on)
    return tr("Target: {target}. Look again on {day}.", target=wording.target(goal), day=day_words)


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _targets(goal: Goal) -> list[tuple[object, str]]:
    """Levels of a skill, or percents in steps of five and the one stored, should it lie between."""
    none = (None, tr("not settled yet"))
    if goal.skill_id is not None:
        return [none, *((float(one), wording.level(one)) for one in LEVELS)]
    values = {float(one) for one in PERCENTS} | ({goal.target} if goal.target is not None else set())
    return [none, *((one, percent(one / 100)) for one in sorted(values))]


def _described(goal: Goal, sheet: Sheet) -> str:
    """What a person at the target level can be seen doing."""
    skill = sheet.skills.get(goal.skill_id or 0)
    if skill is None or goal.target is None:
        return ""
    aim = min(5, max(1, round(goal.target)))
    return tr("{level}: {text}", level=wording.level(aim).capitalize(), text=skill.levels[aim - 1])


class AgentsWords(QFrame):
    """The three texts that are the agent's to write, set apart so that both see whose they are."""

    def __init__(self, pen: Pen, goal: Goal, sheet: Sheet) -> None:
        super().__init__()
        set_role(self, "notice", tone="info")
        name, about = sheet.agent.name, wording.subject(sheet, goal)
        self.hint = label(
            tr("Hand the keyboard over: what stands here is {name}'s to write.", name=name),
            "small",
            wrap=True,
        )
        asked = {
            "own_words": (tr("In my own words"), tr("What do you want to be able to do?")),
            "why": (
                tr("Why it matters to me"),
                tr("What would it change, for you or for callers?"),
            ),
            "how_known": (tr("How I will know"), tr("What will you hear or notice on a call?")),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(4)
        column.addWidget(label(tr("{name}'s side", name=name), "heading"))
        column.addWidget(self.hint)
        self._kept: dict[str, Kept] = {}
        for key, (caption, question) in asked.items():
            field = TextField(tr("{caption} ({about})", caption=caption, about=about), lines=1)
            field.setPlaceholderText(question)
            head = label(caption)
            head.setBuddy(field)
            column.addSpacing(8)
            self._kept[key] = Kept(pen, field, Spot(Goal, goal.id, key))
            add_all(column, head, self._kept[key].view())

    def show_goal(self, goal: Goal, sheet: Sheet) -> None:
        self.hint.setVisible(sheet.writable)
        for key, kept in self._kept.items():
            kept.show(getattr(goal, key))
            kept.lock(not sheet.writable)

    def field(self, key: str) -> QWidget:
        return self._kept[key].field


class StuckView(QWidget):
    """The verdict in words with its figures, and the calls on both sides a click away."""

    def __init__(self, ask_before: Callable[[], None], ask_after: Callable[[], None]) -> None:
        super().__init__()
        self.verdict = ChipRow()
        self.figures = said("")
        self.reminder = said("", "small")
        self.before = button(tr("Calls before"), ask_before, role="link")
        self.after = button(tr("Calls since"), ask_after, role="link")
        column = column_in(self, 4)
        column.addWidget(label(tr("Did it stick?"), "heading"))
        links = row_of(self.before, self.after, space=16)
        add_all(column, self.verdict, self.figures, self.reminder, links)

    def show_stuck(self, stuck: Stuck | None) -> None:
        self.setVisible(stuck is not None)
        if stuck is None:
            return
        outcome = stuck.outcome
        self.verdict.show_chips([(wording.verdict_mark(outcome), wording.verdict(outcome))])
        self.figures.setText(
            tr(
                "Before {before}; since then {after}. {difference}",
                before=percent_figure(stuck.before),
                after=percent_figure(stuck.after),
                difference=wording.difference(outcome),
            )
        )
        self.reminder.setText(wording.reminders(stuck))
        self.reminder.setVisible(bool(self.reminder.text()))
