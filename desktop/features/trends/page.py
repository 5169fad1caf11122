"""Trends: one chart at a time, the calls behind it under it, and the numbers as a table a key away."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from db.records.figures import Behind, Scope
from desktop.features.trends import actions
from desktop.features.trends.actions import Asked, Choices, Course, Point, Standing, Step, View
from desktop.features.trends.apart import ApartLine
from desktop.features.trends.pictures import draw_course, draw_standings
from desktop.shell.context import App
from desktop.shell.text import day, month, ntr, number, tr
from desktop.shell.words import critical_fails
from desktop.widgets.behind import BehindPanel
from desktop.widgets.charts import Chart
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice
from desktop.widgets.page import Page

COURSES = (View.SCORES, View.PASSES)
SPANS = (28, 91, 183, 365, 0)
USUAL_SPAN = 183
ALL_TIME = 0


class TrendsPage(Page):
    """The view is a row of chips; whose calls and which span stand beside it."""

    watches = ("evaluation", "week_sum", "agent", "team", "setting")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("Trends"))
        self.whose = Choice(tr("Whose calls"))
        self.span = Choice(tr("Span"), _spans(), USUAL_SPAN)
        self.step = Choice(tr("Step"), [(Step.WEEK, tr("by week")), (Step.MONTH, tr("by month"))], Step.WEEK)
        self.whose.chosen.connect(self._ask_anew)
        self.span.chosen.connect(self._choose_span)
        self.step.chosen.connect(self._ask_anew)
        self._span_chosen, self._widened_from = False, ""
        self.views = ChoiceChips(tr("What is shown"), _views(), View.SCORES)
        self.views.chosen.connect(self._ask_anew)
        self.chart = Chart(app, tr("Trend chart"))
        self.chart.opened.connect(self.open_payload)
        self.behind = BehindPanel(tr("Calls behind the chosen point"))
        self.behind.opened.connect(self.open_evaluation)
        self.behind.hide()
        self.apart = ApartLine(app)
        self.apart.opened.connect(self._show_lines)
        self.body.addWidget(self._controls())
        self.body.addWidget(self.apart)
        self.body.addWidget(self._split(), 1)
        self._choices: Choices | None = None
        self._target: object = None
        self.tell_key("T", tr("Show the chart's numbers as a table, and back"))
        self.tell_key("←  →", tr("Move the marker on the chart"))
        self.tell_key("Enter", tr("Show the calls behind the marked point"))

    def _controls(self) -> QWidget:
        """What is shown, then whose calls; in lines of their own where the text is large."""
        controls = QWidget()
        row = FlowLayout(controls)
        for control in (self.views, self.whose, self.span, self.step):
            row.addWidget(control)
        return controls

    def _split(self) -> QWidget:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(12)
        splitter.addWidget(self.chart)
        splitter.addWidget(self.behind)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        return splitter

    def load(self) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                actions.choices, self.app.store, self.app.user, done=self.show_choices, owner=self
            )

    def show_choices(self, choices: Choices) -> None:
        self._choices = choices
        self.whose.set_choices(
            [
                (("site", None), tr("The whole site")),
                *((("team", team.id), tr("Team {name}", name=team.name)) for team in choices.teams),
                *((("agent", agent.id), agent.name) for agent in choices.agents),
            ]
        )
        if self._target is not None:
            self.whose.show_value(self._target)
            self._target = None
        self._ask_anew()

    def show_target(self, target: object) -> None:
        """("agent", id), ("team", id), or ("site", days) for the whole site over one of the spans."""
        if isinstance(target, tuple) and target[0] == "site":
            self.span.show_value(target[1])
            self._span_chosen, self._widened_from = True, ""
            target = ("site", None)
        self._target = target
        if self._choices is not None:
            self.show_choices(self._choices)

    def asked(self) -> Asked:
        """What the controls ask for now."""
        kind, id = self.whose.value() or ("site", None)
        days = self.span.value()
        since = self.app.clock().date() - timedelta(days=days) if days else None
        scope = Scope(
            agent_id=id if kind == "agent" else None, team_id=id if kind == "team" else None, since=since
        )
        return Asked(scope, self.step.value(), View(self.views.value()))

    def show_all_time(self) -> None:
        """Leave the span that holds nothing."""
        self.span.show_value(ALL_TIME)
        self._choose_span()

    def _choose_span(self, _days: object = None) -> None:
        self._span_chosen, self._widened_from = True, ""
        self._ask_anew()

    def _ask_anew(self, _chosen: object = None) -> None:
        store = self.app.store
        if store is None:
            return
        asked = self.asked()
        course = asked.view in COURSES
        self.step.setEnabled(course)
        work = actions.course if course else actions.standings
        show = self.show_course if course else self.show_standings
        self.behind.hide()
        self.apart.ask(asked)
        self.app.jobs.run(work, store, asked, self.app.user, done=partial(show, asked), owner=self)

    def show_course(self, asked: Asked, course: Course) -> None:
        self._say_state(critical_fails(course.critical))
        picture = draw_course(course, asked, self._whose_words())
        if asked.view is View.SCORES:
            picture = replace(picture, target=float(self.app.settings.get("target_percent")))
        self.chart.show_series(picture)
        self._look_outside(asked, course.whole.n)

    def show_standings(self, asked: Asked, standings: tuple[Standing, ...]) -> None:
        self._say_state(self.whose.currentText())
        self.chart.show_series(draw_standings(standings, asked.view, self._whose_words()))
        self._look_outside(asked, sum(row.estimate.n for row in standings))

    def _say_state(self, words: str) -> None:
        widened = ""
        if self._widened_from and self.span.value() == ALL_TIME:
            widened = tr("None of the {span}: all the time is shown.", span=self._widened_from)
        self.header.set_state(f"{widened} {words}".strip())

    def _look_outside(self, asked: Asked, n: int) -> None:
        """Where a span holds nothing, see whether there is something before it."""
        self.chart.set_empty(tr("Finish an evaluation, and its score appears here."))
        if not n and asked.scope.since is not None and self.app.store is not None:
            known = partial(self.show_outside, asked)
            self.app.jobs.run(
                actions.newest, self.app.store, asked.scope, self.app.user, done=known, owner=self
            )

    def show_outside(self, asked: Asked, newest: date | None) -> None:
        """Nothing in the span: show all the time, or offer it where the user chose the span."""
        if newest is None or asked != self.asked():
            return
        span = self.span.currentText()
        if not self._span_chosen:
            self._widened_from = span
            self.span.show_value(ALL_TIME)
            self._ask_anew()
            return
        words = tr("None of the {span}; the newest evaluated call is of {day}.", span=span, day=day(newest))
        self.chart.set_empty(words, tr("Show all the time"), self.show_all_time)

    def _whose_words(self) -> str:
        kind, _ = self.whose.value() or ("site", None)
        return tr("the whole site") if kind == "site" else self.whose.currentText()

    def open_payload(self, payload: object) -> None:
        """Show the calls behind a point or behind a bar (its key)."""
        store, asked = self.app.store, self.asked()
        if store is None or payload is None:
            return
        work = actions.calls_of_period if isinstance(payload, Point) else actions.calls_of_standing
        what = payload.key if isinstance(payload, Standing) else payload
        self.app.jobs.run(
            work,
            store,
            asked,
            what,
            self.app.user,
            done=partial(self.show_behind, asked, payload),
            owner=self,
        )

    def show_behind(self, asked: Asked, payload: object, lines: tuple[Behind, ...]) -> None:
        if isinstance(payload, Point):
            title = _of_point(payload, asked.step, len(lines))
        else:
            title = _of_bar(payload, len(lines))
        self._show_lines(title, lines)

    def _show_lines(self, title: str, lines: tuple[Behind, ...]) -> None:
        self.behind.show_lines(title, lines)
        self.behind.show()

    def open_evaluation(self, id: int) -> None:
        self.app.go("monitoring", ("evaluation", id))


def _of_point(point: Point, step: Step, n: int) -> str:
    if step is Step.WEEK:
        week = day(point.start)
        return ntr("{n} call of the week of {day}", "{n} calls of the week of {day}", n, day=week)
    return ntr(
        "{n} call of the weeks of {month} (a week counts to the month of its Thursday)",
        "{n} calls of the weeks of {month} (a week counts to the month of its Thursday)",
        n,
        month=month(point.start),
    )


def _of_bar(payload: object, shown: int) -> str:
    n = payload.estimate.n if isinstance(payload, Standing) else shown
    if shown < n:
        return tr("The newest {shown} of {n} calls behind this bar", shown=number(shown), n=number(n))
    return ntr("{n} call behind this bar", "{n} calls behind this bar", n)


def _spans() -> list[tuple[object, str]]:
    """Days back, and then to the Monday of that week, by what they are called."""
    words = {28: tr("last {n} weeks", n=5), 365: tr("last {n} months", n=12), ALL_TIME: tr("all the time")}
    words |= {91: tr("last {n} months", n=3), USUAL_SPAN: tr("last {n} months", n=6)}
    return [(days, words[days]) for days in SPANS]


def _views() -> list[tuple[object, str]]:
    return [
        (View.SCORES, tr("Scores")),
        (View.PASSES, tr("Pass rate")),
        (View.QUESTIONS, tr("Weakest questions")),
        (View.SKILLS, tr("Skills")),
        (View.TEAMS, tr("Teams")),
        (View.CRITICALS, tr("Critical errors")),
    ]
