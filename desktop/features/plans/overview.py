"""All plans, newest first: whose they are, how they stand, what comes next."""

from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.records.plans import PlanState
from desktop.features.plans import wording
from desktop.features.plans.columns import column_in, row_of
from desktop.features.plans.reading import Overview, PlanRow
from desktop.shell.settings import Settings
from desktop.shell.text import day, number, percent, tr
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.forms import Choice
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

LIVE = "live"


class OverviewView(QWidget):
    """`opened` carries a plan's id, `start` asks for a new one."""

    opened = Signal(int)
    start = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.overview = Overview((), (), ())
        self.team = Choice(tr("Team"), [(None, tr("All teams"))])
        states = [(None, tr("All")), *((state, wording.state_words(state)) for state in PlanState)]
        self.state = ChoiceChips(tr("Which plans"), [states[0], (LIVE, tr("Live")), *states[1:]])
        self.team.chosen.connect(self._filter)
        self.state.chosen.connect(self._filter)
        self.table = Table(tr("Plans"), _columns(), settings=settings, key="plans")
        self.table.set_identity(attrgetter("id"))
        self.table.opened.connect(self._open)
        column = column_in(self, 12)
        column.addWidget(row_of(self.state, self.team))
        column.addWidget(self.table, 1)

    def show_overview(self, overview: Overview) -> None:
        self.overview = overview
        self.team.set_choices([(None, tr("All teams")), *((one.id, one.name) for one in overview.teams)])
        self._filter()

    def show_state(self, state: PlanState) -> None:
        """Show the plans of one state, of all teams."""
        self.state.show_value(state)
        self.team.show_value(None)
        self._filter()

    def _filter(self, _value: object = None) -> None:
        rows = [row for row in self.overview.rows if self._fits(row)]
        if self.overview.rows:
            self.table.set_empty(tr("No plan fits this choice."), tr("Show all plans"), self._show_all)
        else:
            self.table.set_empty(
                tr("Growth plans will stand here: begun from a gap, written with the agent."),
                tr("Start a plan"),
                self.start.emit,
            )
        self.table.show_rows(rows)

    def _fits(self, row: PlanRow) -> bool:
        state, team = self.state.value(), self.team.value()
        right_state = (
            state is None or row.state == state or (state == LIVE and row.state is not PlanState.CLOSED)
        )
        return right_state and team in (None, row.team_id)

    def _show_all(self) -> None:
        self.state.show_value(None)
        self.team.show_value(None)
        self._filter()

    def _open(self, row: PlanRow) -> None:
        self.opened.emit(row.id)


def state_of(overview: Overview) -> str:
    """The list in a sentence."""
    live = [row for row in overview.rows if row.state is not PlanState.CLOSED]
    late = sum(1 for row in live if row.late)
    if not overview.rows:
        return tr("No plans yet.")
    words = tr(
        "{live} live, {closed} closed.", live=number(len(live)), closed=number(len(overview.rows) - len(live))
    )
    return f"{words} {tr('{n} with an action whose day has passed.', n=number(late))}" if late else words


def _columns() -> list[Column]:
    """What fits a small laptop beside long names; the rest waits in the column menu."""
    return [
        Column("agent", tr("Agent"), attrgetter("agent")),
        Column("state", tr("State"), _state),
        Column("areas", tr("Focus"), _areas),
        Column("check_in", tr("Check-in"), _check_in, sort=attrgetter("next_check_in")),
        Column("open", tr("Actions"), _open_actions, sort=attrgetter("open"), mark=_late_mark),
        Column("share", tr("Agent wrote"), _share, "right", attrgetter("share"), shown=False),
        Column("begun", tr("Begun"), _begun, sort=attrgetter("begun_on"), shown=False),
        Column("team", tr("Team"), attrgetter("team"), shown=False),
    ]


def _state(row: PlanRow) -> str:
    return wording.state_words(row.state)


def _areas(row: PlanRow) -> str:
    return ", ".join(row.areas)


def _check_in(row: PlanRow) -> str:
    return "" if row.next_check_in is None else day(row.next_check_in)


def _open_actions(row: PlanRow) -> str:
    if row.late:
        return tr("{open} open, {late} late", open=number(row.open), late=number(row.late))
    return tr("{open} open", open=number(row.open)) if row.open else ""


def _late_mark(row: PlanRow) -> str:
    return "warn" if row.late else ""


def _share(row: PlanRow) -> str:
    return "" if row.share is None else percent(row.share)


def _begun(row: PlanRow) -> str:
    return day(row.begun_on)
