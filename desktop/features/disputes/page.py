"""Disputes: what waits and how long, decided beside the answers; what was decided; how often it stood."""

from operator import attrgetter

from PySide6.QtWidgets import QStackedWidget

from desktop.features.disputes import reading
from desktop.features.disputes.case_panel import CasePanel
from desktop.features.disputes.rates_panel import RatesPanel
from desktop.features.disputes.reading import Settled, Waiting
from desktop.shell.context import App
from desktop.shell.dispute_words import question_label, state_meaning, state_words
from desktop.shell.text import day, ntr, number, tr
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.page import Page
from desktop.widgets.rows import Column
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table

WAITING, SETTLED, RATES = "waiting", "settled", "rates"


class DisputesPage(Page):
    """Target: an evaluation's id, whose disputes are then shown."""

    watches = ("dispute", "evaluation", "agent", "user")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("Disputes"))
        self.wanted: int | None = None
        choices = [
            (WAITING, tr("Waiting")),
            (SETTLED, tr("Decided")),
            (RATES, tr("How often answers stood")),
        ]
        self.views = ChoiceChips(tr("Shown"), choices, WAITING)
        self.views.chosen.connect(self._turn)
        self.table = Table(tr("Disputes that wait"), self._columns(), settings=app.settings, key="disputes")
        self.table.set_identity(attrgetter("evaluation_id"))
        self.table.set_empty(tr("No dispute waits. What agents see otherwise comes here."))
        self.case = CasePanel(app)
        self.split = MasterDetail(self.table, self.case, app.settings, "disputes", (2000, 3000))
        self.settled = Table(
            tr("Disputes that were decided"),
            _settled_columns(),
            settings=app.settings,
            key="disputes-decided",
        )
        self.settled.set_identity(attrgetter("dispute.id"))
        self.settled.set_empty(tr("No dispute was decided yet."))
        self.rates = RatesPanel(app)
        self.stack = QStackedWidget()
        for part in (self.split, self.settled, self.rates):
            self.stack.addWidget(part)
        self.body.addWidget(self.views)
        self.body.addWidget(self.stack, 1)
        self._connect()

    def load(self) -> None:
        if self.app.store is not None:
            for work, done in (
                (reading.waiting, self.show_waiting),
                (reading.settled, self.settled.show_rows),
                (reading.rates, self.rates.show_rates),
            ):
                self.app.jobs.run(work, self.app.store, self.app.user, done=done, owner=self)

    def show_target(self, target: object) -> None:
        if isinstance(target, int):
            self.wanted = target
            self.views.show_value(WAITING)
            self._turn(WAITING)
            self.refresh()

    def show_waiting(self, rows: tuple[Waiting, ...]) -> None:
        today = self.app.clock().date()
        late = sum(one.left(today) < 0 for one in rows)
        words = ntr("{n} evaluation is disputed.", "{n} evaluations are disputed.", len(rows))
        if late:
            words += " " + ntr("{n} waits past its day.", "{n} wait past their day.", late)
        self.header.set_state(words if rows else tr("Nothing waits to be decided."))
        self.table.show_rows(rows)
        shown = self.case.case.evaluation.id if self.case.case is not None else None
        wanted = self.wanted if self.wanted is not None else shown
        known = [one.evaluation_id for one in rows]
        if wanted not in known:
            wanted = known[0] if known else None
        if wanted is None:
            self.case.show_nothing()
            return
        self.table.select(lambda one: one.evaluation_id == wanted)
        self.case.read(wanted)
        if self.wanted is not None:
            self.split.show_detail()
        self.wanted = None

    def _select(self, row: Waiting | None) -> None:
        shown = self.case.case.evaluation.id if self.case.case is not None else None
        if row is not None and row.evaluation_id != shown:
            self.case.read(row.evaluation_id)

    def _open(self, row: Waiting) -> None:
        self._select(row)
        self.split.show_detail()
        if self.case.forms:
            self.case.forms[0].focus_missing()

    def _open_settled(self, row: Settled) -> None:
        self.app.go("monitoring", ("evaluation", row.dispute.evaluation_id))

    def _turn(self, to: object) -> None:
        place = {WAITING: self.split, SETTLED: self.settled, RATES: self.rates}[str(to)]
        self.stack.setCurrentWidget(place)

    def _connect(self) -> None:
        self.table.selected.connect(self._select)
        self.table.opened.connect(self._open)
        self.settled.opened.connect(self._open_settled)
        self.case.decided.connect(self.refresh)
        self.tell_key("Enter", tr("Open the dispute"))

    def _columns(self) -> list[Column]:
        return [
            Column("agent", tr("Agent"), attrgetter("agent"), mark=self._mark),
            Column("questions", tr("Questions"), lambda one: number(one.questions), align="right"),
            Column("waited", tr("Waits"), self._waits, sort=attrgetter("raised_on")),
            Column("left", tr("To decide"), self._left, sort=attrgetter("due")),
            Column("evaluator", tr("Answered by"), attrgetter("evaluator")),
            Column("contact", tr("Contact"), attrgetter("contact"), shown=False),
        ]

    def _mark(self, one: Waiting) -> str:
        return "warn" if one.left(self.app.clock().date()) < 0 else ""

    def _waits(self, one: Waiting) -> str:
        days = one.days(self.app.clock().date())
        return ntr("{n} day", "{n} days", days) if days > 0 else tr("since today")

    def _left(self, one: Waiting) -> str:
        left = one.left(self.app.clock().date())
        if left < 0:
            return tr("was due {day}", day=day(one.due))
        return tr("today") if left == 0 else ntr("{n} day left", "{n} days left", left)


def _settled_columns() -> list[Column]:
    return [
        Column("agent", tr("Agent"), attrgetter("agent")),
        Column("question", tr("Question"), lambda one: question_label(one.question), tip=_reason),
        Column("outcome", tr("Outcome"), lambda one: state_words(one.dispute), mark=_outcome_mark),
        Column("by", tr("By"), attrgetter("by")),
        Column("when", tr("When"), _when, sort=attrgetter("dispute.decided_at")),
        Column("reason", tr("Reason"), _reason, tip=_reason),
        Column("contact", tr("Contact"), attrgetter("contact"), shown=False),
    ]


def _outcome_mark(one: Settled) -> str:
    return state_meaning(one.dispute.state)


def _when(one: Settled) -> str:
    return day(one.dispute.decided_at.astimezone().date()) if one.dispute.decided_at else ""


def _reason(one: Settled) -> str:
    return one.dispute.decision
