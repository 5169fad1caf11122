"""Beginning a plan: choose the agent, see what goes well, then what could be worked on and why."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from db.records.people import Agent
from desktop.features.plans import actions, wording
from desktop.features.plans.actions import Pick, TooManyAreas
from desktop.features.plans.calls_panel import CallsPanel, Links
from desktop.features.plans.columns import Parts, add_all, column_in, row_of, said
from desktop.features.plans.pen import Pen
from desktop.features.plans.starting import Beginning, Suggestion
from desktop.features.plans.strengths_view import StrengthList
from desktop.shell.controls import button, label
from desktop.shell.text import day, tr
from desktop.widgets.forms import READABLE_CHARACTERS, Choice, Switch


class Suggestions(QWidget):
    """What stands out, each with its reason and a box to tick; `picked` says that the ticks changed."""

    picked = Signal()

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.beginning: Beginning | None = None
        self.calls = CallsPanel(pen)
        self.skills = self._group(tr("Skills below what the stage asks for"))
        self.questions = self._group(tr("Questions that go least well on calls"))
        self.other = Choice(tr("Another skill"))
        self.other.chosen.connect(self._tell)
        self.none = said("", "muted")
        self.other_line = row_of(label(tr("Or something the agent wants")), self.other)
        column = column_in(self, 12)
        for heading, parts in (self.skills, self.questions):
            add_all(column, heading, parts.widget)
        add_all(column, self.none, self.calls, self.other_line)

    def _group(self, title: str) -> tuple[QWidget, Parts]:
        return label(title, "heading"), Parts(12, _pick, self._make, SuggestionRow.show_suggestion)

    def _make(self, _of: tuple[Suggestion, Beginning]) -> "SuggestionRow":
        return SuggestionRow(self._tell, Links(self.pen, self.calls))

    def show_beginning(self, beginning: Beginning) -> None:
        self.beginning = beginning
        for (heading, parts), found in (
            (self.skills, beginning.skills),
            (self.questions, beginning.questions),
        ):
            parts.show_records([(one, beginning) for one in found])
            heading.setVisible(bool(found))
        self.none.setText(tr("Nothing stands out yet: there are no assessments and no evaluated calls."))
        self.none.setVisible(not beginning.skills and not beginning.questions)
        before = self.other.value()
        self.other.set_choices(
            [(None, tr("choose a skill")), *((one.pick, one.title) for one in beginning.others)]
        )
        self.other.show_value(before)

    def clear(self) -> None:
        for row in self._rows():
            row.tick.show_value(False)
        self.other.show_value(None)

    def tick(self, skill_id: int | None) -> None:
        """Tick one skill, wherever it stands among the suggestions."""
        pick = Pick(skill_id=skill_id)
        row = self.skills[1].part(pick)
        if row is not None:
            row.tick.show_value(True)
        else:
            self.other.show_value(pick)
        self.picked.emit()

    def picks(self) -> list[Pick]:
        """What is ticked, in the order shown."""
        other = self.other.value()
        ticked = [row.one.pick for row in self._rows() if row.tick.isChecked()]
        return [*ticked, *([other] if isinstance(other, Pick) else [])]

    def _rows(self) -> list["SuggestionRow"]:
        return [*self.skills[1].all(), *self.questions[1].all()]

    def _tell(self, _value: object = None) -> None:
        self.picked.emit()


def _pick(of: tuple[Suggestion, Beginning]) -> object:
    return of[0].pick


class SuggestionRow(QWidget):
    """A box to tick with the reason under it."""

    def __init__(self, ticked: Callable[[object], None], links: Links) -> None:
        super().__init__()
        self.one = Suggestion(Pick(), "")
        self.links = links
        self.tick = Switch("")
        self.tick.chosen.connect(ticked)
        self.title = TickWords(self.tick)
        self.reason = said("", "muted")
        words = QWidget()
        add_all(column_in(words, 0), self.title, self.reason)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        row.addWidget(links)

    def show_suggestion(self, of: tuple[Suggestion, Beginning]) -> None:
        one, beginning = of
        self.one = one
        self.title.setText(one.title)
        self.links.show_links(one, beginning)
        self.tick.setAccessibleName(tr("Work on: {title}", title=one.title))
        self.tick.setAccessibleDescription(wording.reason(one))
        self.reason.setText(wording.reason(one))


class TickWords(QLabel):
    """The words of a box to tick, which wrap as a box's own words can't; a click on them ticks it."""

    def __init__(self, tick: Switch) -> None:
        super().__init__()
        self.tick = tick
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setBuddy(tick)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.tick.click()


class StartView(QWidget):
    """The whole of it for one agent. `begun` carries the plan's id; `opened` that of a plan there is."""

    begun = Signal(int)
    opened = Signal(int)

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.agents: tuple[Agent, ...] = ()
        self.agent_id: int | None = None
        self.wanted: int | None = None
        self.agent = Choice(tr("Agent"))
        self.agent.chosen.connect(self.show_agent)
        self.stage = said("", "muted")
        self.well = label("", "heading")
        self.strengths = StrengthList(pen)
        self.suggestions = Suggestions(pen)
        self.suggestions.picked.connect(self._say)
        self.says = said("")
        self.begin = button(tr("Begin the plan"), self._begin, role="primary")
        self.there = button(tr("Open the plan there is"), self._open)
        self.rest = QWidget()
        column = column_in(self.rest, 16)
        add_all(column, self.stage, self.well, self.strengths, self.suggestions, self.says)
        column.addWidget(row_of(self.begin, self.there))
        whole = column_in(self, 16)
        whole.setContentsMargins(0, 0, 16, 48)
        add_all(whole, row_of(label(tr("Plan for")), self.agent), self.rest)
        whole.addStretch(1)
        self.setMaximumWidth(max(560, self.fontMetrics().averageCharWidth() * (READABLE_CHARACTERS + 10)))
        self.rest.hide()

    def show_agents(self, agents: tuple[Agent, ...]) -> None:
        self.agents = agents
        choices = [(one.id, f"{one.name}, {one.team}") for one in agents]
        self.agent.set_choices([(None, tr("choose an agent")), *choices])
        self.agent.show_value(self.agent_id)

    def show_agent(self, agent_id: object, skill_id: int | None = None) -> None:
        """Read what is known of an agent; `skill_id` is ticked already.

        The agents to choose from may still be on their way, so the choice is not asked who is meant.
        """
        self.agent_id = agent_id if isinstance(agent_id, int) else None
        self.agent.show_value(self.agent_id)
        self.suggestions.clear()
        self.suggestions.beginning = None
        self.wanted = skill_id
        self.rest.setVisible(self.agent_id is not None)
        self._say()
        self.refresh()

    def refresh(self) -> None:
        """Read again what is on screen; the ticks stay."""
        if self.agent_id is not None:
            app = self.pen.app
            app.jobs.run(
                actions.suggest, app.store, self.agent_id, self.pen.today(), done=self._show, owner=self
            )

    def _show(self, beginning: Beginning) -> None:
        if beginning.agent.id != self.agent_id:
            return
        if self.agent.value() != self.agent_id and self.agents:
            self.show_agents((*self.agents, beginning.agent))
        name = beginning.agent.name
        self.well.setText(tr("What {name} does well", name=name))
        self.stage.setText(_stage(beginning))
        self.strengths.show_beginning(beginning)
        self.suggestions.show_beginning(beginning)
        self.there.setVisible(bool(beginning.live))
        wanted, self.wanted = self.wanted, None
        if wanted is not None:
            self.suggestions.tick(wanted)
        self._say()

    def _say(self) -> None:
        """Say how many can be chosen, or kindly why not."""
        beginning = self.suggestions.beginning
        if beginning is None:
            self.begin.setEnabled(False)
            self.says.clear()
            return
        n, room = len(self.suggestions.picks()), beginning.room
        self.begin.setEnabled(0 < n <= room)
        self.begin.setText(tr("Add to the draft") if beginning.draft else tr("Begin the plan"))
        self.begin.setAccessibleName(self.begin.text())
        if not room:
            self.says.setText(wording.refusal(beginning.live, beginning.agent.name))
        elif n > room:
            self.says.setText(_too_many(beginning))
        elif beginning.draft is not None:
            begun = day(beginning.draft.plan.begun_on)
            self.says.setText(
                tr("A draft begun on {day} is there already; what you choose is added to it.", day=begun)
            )
        else:
            chosen = "" if n else tr("Tick what you both want to work on.")
            self.says.setText(f"{chosen} {tr('One focus area is plenty, two are possible.')}".strip())

    def _begin(self) -> None:
        """Once for each press: pressed again meanwhile, the same areas would be added twice."""
        if self.agent_id is None:
            return
        self.begin.setEnabled(False)
        app = self.pen.app
        app.jobs.run(
            actions.begin,
            app.store,
            self.agent_id,
            self.suggestions.picks(),
            app.user,
            self.pen.today(),
            done=self._tell_begun,
            failed=self._refuse,
            owner=self,
        )

    def _refuse(self, error: Exception) -> None:
        """Somebody may have begun a plan since this was read: the page says it, with the names there are."""
        beginning = self.suggestions.beginning
        if not isinstance(error, TooManyAreas) or beginning is None:
            self._say()
            self.pen.app.sorry(error)
            return
        self.suggestions.beginning = replace(beginning, live=error.live)
        self._say()
        self.there.setVisible(bool(error.live))

    def _tell_begun(self, plan_id: int) -> None:
        self.suggestions.clear()
        self.begun.emit(plan_id)

    def _open(self) -> None:
        self.pen.app.jobs.run(
            actions.plan_for_agent, self.pen.app.store, self.agent_id, done=self.opened.emit, owner=self
        )


def _too_many(beginning: Beginning) -> str:
    if beginning.live:
        return wording.refusal(beginning.live, beginning.agent.name)
    return tr("Two at a time is what a person can give real attention to. Which two matter most now?")


def _stage(beginning: Beginning) -> str:
    """The stage and the span the figures are of; without a hire date that is said."""
    words = tr(
        "As {stage}; {period}.", stage=wording.stage_words(beginning.stage), period=wording.period(beginning)
    )
    if beginning.agent.hired_on is None:
        return f"{words} {tr('The hire date is not known, so the middle stage is taken.')}"
    return words
