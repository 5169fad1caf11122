"""An agent's page: the trend, what stands out, the customers' figures, and their days."""

from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.coaching.access import Deed, may
from desktop.features.people import telling
from desktop.features.people.customers import Customers, Measure
from desktop.features.people.figure_rows import FigureRow, FigureRows
from desktop.features.people.happenings import STRETCH, Sort, Story
from desktop.features.people.praise_part import PraisePart
from desktop.features.people.private_part import PrivatePart
from desktop.features.people.profile import Profile
from desktop.features.people.standings import StandingsPart
from desktop.shell import text
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, tr
from desktop.widgets.apart import name_apart
from desktop.widgets.charts import Chart
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice
from desktop.widgets.timeline import Timeline

SPANS = (13, 26, 52, 0)
USUAL_SPAN = 26
ALL_TIME = 0


class AgentPanel(QWidget):
    """Everything on it can be opened: `asked` carries a date (a week), an evaluation's id, a `Standing`, a
    `Measure`, a `Scope` (all its scores) or a pair such as ("note", id). `span_chosen` and `story_asked`
    want other weeks and more days.
    """

    asked = Signal(object)
    span_chosen = Signal()
    story_asked = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.profile: Profile | None = None
        self.limit = STRETCH
        self.span = Choice(tr("Span of weeks"), _spans(), USUAL_SPAN)
        self.span.chosen.connect(self._choose_span)
        self.head = _Head(app, self.span)
        self.chart = Chart(app, tr("Trend of the scores"))
        self.no_chart = label("", "muted", wrap=True)
        self.all_time = button(tr("Show all the time"), self.show_all_time)
        self._span_chosen, self._widened_from = False, ""
        self.chart.opened.connect(self.asked)
        self.calls = button("", self._ask_calls, role="link")
        self.apart = button("", self._ask_apart, role="link")
        self.standings = StandingsPart(app)
        self.standings.asked.connect(self.asked)
        self.customers = _CustomersPart(app)
        self.customers.asked.connect(self.asked)
        self.days = _DaysPart(app)
        self.days.asked.connect(self.asked)
        self.days.sort_chosen.connect(self._ask_story)
        self.days.more_wanted.connect(self._ask_more)
        self.days.timeline.selectionModel().currentChanged.connect(self._keep_in_sight)
        self.praise = PraisePart(app)
        self.praise.asked.connect(self.asked)
        self.private = PrivatePart(app)
        self._lay_out()

    def begin_another(self) -> None:
        """Somebody else is asked for: a span widened for the last one goes back to the usual."""
        if self._widened_from:
            self._widened_from = ""
            self.span.show_value(USUAL_SPAN)

    def show_all_time(self) -> None:
        """Leave the span that holds nothing."""
        self.span.show_value(ALL_TIME)
        self._choose_span()

    def show_profile(self, profile: Profile) -> None:
        """Show this agent; the place on the page stays for the same one and begins at the top for another.

        Where the usual span holds nothing but there is something before it, all the time is asked for.
        """
        outside = not profile.course.whole.n and profile.newest is not None and profile.asked.weeks
        if outside and not self._span_chosen and not self._widened_from:
            self._widened_from = self.span.currentText()
            self.span.show_value(ALL_TIME)
            self.span_chosen.emit()
            return
        self.area.setAccessibleName(tr("Page of {name}", name=profile.agent.name))
        another = self.profile is None or self.profile.agent.id != profile.agent.id
        self.profile = profile
        self.head.show_profile(profile)
        self.chart.show_series(telling.draw_course(profile.course))
        self._name_calls(profile.course.whole.n)
        name_apart(self.apart, profile.apart)
        self._say_outside(profile.newest if outside else None, profile.course.whole.n)
        self.standings.show_profile(profile)
        self.customers.show_customers(profile.customers)
        self.praise.show_agent(profile.agent.id)
        self.private.show_agent(profile.agent.id)
        if another:
            self.limit = STRETCH
            self.area.verticalScrollBar().setValue(0)

    def show_story(self, story: Story) -> None:
        self.days.show_story(story)

    def _lay_out(self) -> None:
        self._inside = inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(24)
        trend = QVBoxLayout()
        trend.setSpacing(4)
        trend.addWidget(self.chart)
        trend.addWidget(self.no_chart)
        trend.addWidget(self.all_time, 0, Qt.AlignmentFlag.AlignLeft)
        trend.addWidget(self.calls, 0, Qt.AlignmentFlag.AlignLeft)
        trend.addWidget(self.apart, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.head)
        column.addLayout(trend)
        for part in (self.praise, self.standings, self.customers, self.private, self.days):
            column.addWidget(part)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Takes the keyboard when somebody is opened, so that the page keys scroll; no stop of Tab.
        self.area.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.area.setWidget(inside)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self.area)

    def _name_calls(self, n: int) -> None:
        words = ntr("Show the evaluation", "Show all {n} evaluations", n)
        self.calls.setText(words)
        self.calls.setAccessibleName(words)
        self.calls.setVisible(bool(n))
        self.chart.setVisible(bool(n))

    def _say_outside(self, newest: date | None, n: int) -> None:
        """Why there is no chart, or why it shows another span than the usual."""
        words = tr("Nothing was evaluated yet. Finish an evaluation, and the score appears here.")
        if newest is not None:
            words = telling.outside_words(self.span.currentText(), newest)
        elif self._widened_from:
            words = tr("None of the {span}: all the time is shown.", span=self._widened_from)
        self.no_chart.setText(words)
        self.no_chart.setVisible(not n or bool(self._widened_from))
        self.all_time.setVisible(newest is not None)

    def _ask_calls(self) -> None:
        if self.profile is not None:
            self.asked.emit(self.profile.asked.scope)

    def _ask_apart(self) -> None:
        if self.profile is not None:
            self.asked.emit(("apart", self.profile.agent.id))

    def _choose_span(self, _weeks: object = None) -> None:
        self._span_chosen, self._widened_from = True, ""
        self.span_chosen.emit()

    def _ask_story(self) -> None:
        self.limit = STRETCH
        self.story_asked.emit()

    def _ask_more(self) -> None:
        self.limit += STRETCH
        self.story_asked.emit()

    def _keep_in_sight(self, index: QModelIndex) -> None:
        timeline = self.days.timeline
        rect = timeline.visualRect(index)
        where = timeline.viewport().mapTo(self._inside, rect.center())
        self.area.ensureVisible(where.x(), where.y(), 0, rect.height())


class _Head(QWidget):
    """Who it is, in one line what matters, how far back the page looks, and what can be done from here."""

    edit_asked = Signal()

    def __init__(self, app: App, span: Choice) -> None:
        super().__init__()
        self._app = app
        self._agent_id = 0
        self.name = label("", "title", wrap=True)
        self.line = label("", "muted", wrap=True)
        self.plan = label("", "muted", wrap=True)
        self.observe = button(tr("Observe a call"), self.go_observe)
        self.assess = button(tr("Assess skills"), self.go_assess)
        self.write = button(tr("Write a plan"), self.go_plan)
        self.hand = button(tr("Hand over"), self.hand_over)
        self.edit = button(tr("Edit"), self.edit_asked.emit, tr("Edit what is known of this person"), "quiet")
        self.hold = button(tr("What we hold"), self.go_privacy, tr("What we hold on this person"), "quiet")
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(span, 0, Qt.AlignmentFlag.AlignTop)
        deeds = QWidget()
        flow = FlowLayout(deeds)
        for one in (self.observe, self.assess, self.write, self.hand, self.edit, self.hold):
            flow.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.line)
        column.addWidget(self.plan)
        column.addSpacing(8)
        column.addWidget(deeds)

    def show_profile(self, profile: Profile) -> None:
        """Nobody who left is observed, assessed or planned with any more."""
        app = self._app
        self._agent_id = profile.agent.id
        self.name.setText(profile.agent.name)
        self.line.setText(telling.state_line(profile, app.clock()))
        self.plan.setText(telling.plan_line(profile.plan))
        self.plan.setVisible(profile.plan is not None)
        words = tr("Write a plan") if profile.plan is None else tr("Open the plan")
        self.write.setText(words)
        self.write.setAccessibleName(words)
        self.observe.setVisible(may(app.user, Deed.OBSERVE) and not profile.has_left)
        self.assess.setVisible(may(app.user, Deed.ASSESS) and not profile.has_left)
        self.write.setVisible(profile.plan is not None or may(app.user, Deed.WRITE_PLAN))
        self.hand.setAccessibleName(tr("Hand over to {name}", name=profile.agent.name))
        self.hand.setVisible(may(app.user, Deed.HAND_OVER))
        self.edit.setVisible(may(app.user, Deed.EDIT_PEOPLE))
        self.hold.setVisible(may(app.user, Deed.DISCLOSE))

    def go_observe(self) -> None:
        self._app.go("monitoring", ("agent", self._agent_id))

    def go_assess(self) -> None:
        self._app.go("skills", ("agent", self._agent_id))

    def hand_over(self) -> None:
        """Show this person their own things, and nothing else, until the desk is given back."""
        self._app.go("handover", (self._agent_id, None, ("people", self._agent_id)))

    def go_privacy(self) -> None:
        self._app.go("erasing", ("agent", self._agent_id))

    def go_plan(self) -> None:
        self._app.go("plans", ("agent", self._agent_id))


class _CustomersPart(QWidget):
    """What customers said and how long it took; each line opens the contacts it counts."""

    asked = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.rows = FigureRows(app.theme, tr("Customers’ own figures"))
        self.rows.opened.connect(self.asked)
        self.note = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(tr("Customers’ own figures"), "heading"))
        column.addWidget(self.note)
        column.addWidget(self.rows)

    def show_customers(self, found: Customers) -> None:
        """Only what was measured; a figure nobody took is not there, never 0."""
        rating, resolved, time = found.rating, found.resolved, found.time
        rows = []
        if rating.n:
            rows.append(
                FigureRow(tr("Mean rating, 1 to 5"), telling.rating_figure(rating), payload=Measure.RATING)
            )
        if resolved.n:
            words = text.figure(resolved.value, resolved.low, resolved.high, resolved.n)
            rows.append(FigureRow(tr("Resolved, as the call log says"), words, payload=Measure.RESOLVED))
        if time.n:
            title, words = telling.handle_title(found), telling.seconds_figure(time)
            rows.append(FigureRow(title, words, payload=Measure.TIME))
        self.rows.show_rows(rows)
        self.note.setText(
            tr("Of answered contacts.") if rows else tr("None came with the contacts of this span.")
        )


class _DaysPart(QWidget):
    """The timeline, as long as what it shows; earlier days are a button away."""

    asked = Signal(object)
    sort_chosen = Signal()
    more_wanted = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.sort = Choice(tr("What the timeline shows"), _sorts(), Sort.COACHING)
        self.sort.chosen.connect(self._choose)
        self.timeline = Timeline(app.theme, tr("What happened, newest first"))
        self.timeline.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.timeline.clicked.connect(self._open)
        self.timeline.opened.connect(self.asked)
        self.nothing = label(tr("Nothing of this kind yet."), "muted")
        self.more = button(tr("Show earlier days"), self.more_wanted.emit, role="link")
        head = QHBoxLayout()
        head.addWidget(label(tr("What happened"), "heading"), 1)
        head.addWidget(self.sort)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.nothing)
        column.addWidget(self.timeline)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_story(self, story: Story) -> None:
        self.timeline.show_happenings([telling.happening(event) for event in story.events])
        while self.timeline.model().canFetchMore(QModelIndex()):
            self.timeline.model().fetchMore(QModelIndex())
        high = sum(self.timeline.sizeHintForRow(at) for at in range(len(story.events)))
        self.timeline.setMinimumHeight(high + 4)
        self.timeline.setMaximumHeight(high + 4)
        self.timeline.setVisible(bool(story.events))
        self.nothing.setVisible(not story.events)
        self.more.setVisible(story.more)

    def _choose(self, _sort: object) -> None:
        self.sort_chosen.emit()

    def _open(self, index: QModelIndex) -> None:
        payload = index.data(Qt.ItemDataRole.UserRole).payload
        if payload is not None:
            self.asked.emit(payload)


def _spans() -> list[tuple[object, str]]:
    return [(n, tr("last {n} weeks", n=n) if n else tr("all the time")) for n in SPANS]


def _sorts() -> list[tuple[object, str]]:
    return [
        (Sort.COACHING, tr("all but contacts")),
        (Sort.EVALUATIONS, tr("evaluations")),
        (Sort.NOTES, tr("notes")),
        (Sort.RECOGNITION, tr("recognitions")),
        (Sort.OBSERVATIONS, tr("observations")),
        (Sort.GROWTH, tr("assessments and plans")),
        (Sort.CONTACTS, tr("contacts")),
    ]
