"""Today: one list, the most pressing first; opening a line goes to the thing itself."""

from operator import attrgetter

from db.records.people import User
from desktop.features.today import actions
from desktop.features.today.actions import Glance, Item, Kind
from desktop.features.today.glance import GlanceRow
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.freshness import BACKUPS, read_freshness, say_worry
from desktop.shell.text import day, ntr, number, tr
from desktop.widgets.page import Page
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

MARKS = {
    Kind.OWED: "promise",
    Kind.DISPUTE: "promise",
    Kind.CHECK_IN: "info",
    Kind.LOOK_AGAIN: "info",
    Kind.DRAFT: "info",
    Kind.HEAR: "info",
    Kind.CHANGE: "info",
    Kind.TO_READ: "info",
    Kind.WINDOW: "info",
    Kind.OWN_VIEW: "info",
    Kind.PROMISED: "promise",
    Kind.TELL: "good",
    Kind.PRAISE: "strength",
    Kind.PROPOSED: "strength",
    Kind.FIZZLING: "warn",
    Kind.UNHEARD: "opportunity",
    Kind.PAST_TERM: "info",
    Kind.OLD_COPIES: "info",
}


TOLD = (Kind.TELL, Kind.PRAISE, Kind.PROPOSED)


class TodayPage(Page):
    """Short on purpose: when it is empty, nothing is about to be forgotten."""

    watches = (
        "observation",
        "evaluation",
        "plan",
        "action",
        "check_in",
        "agent",
        "improvement",
        "recognition",
        "shelf_call",
        "draw",
        "draw_item",
        "dispute",
        "self_evaluation",
    )

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("Today"))
        self.header.set_primary(tr("Observe a call"), self.observe)
        self.table = Table(
            tr("What needs you"),
            [
                Column("what", tr("What"), _what, mark=_mark, sort=_order),
                Column("agent", tr("Who"), attrgetter("agent")),
                Column("about", tr("About"), _about, tip=_about),
                Column("when", tr("When"), self._when, sort=attrgetter("on")),
            ],
            settings=app.settings,
            key="today",
        )
        self.table.opened.connect(self.open_item)
        self.glance = GlanceRow(app)
        self.backups = label("", "warn", wrap=True)
        self.backups.hide()
        app.changes.watch((BACKUPS,), self.show_backups, self)
        self.body.addWidget(self.backups)
        self.body.addWidget(self.glance)
        self.body.addWidget(self.table, 1)
        self.tell_key("Enter", tr("Open the line"))

    def load(self) -> None:
        if self.app.store is not None:
            self.show_backups()
            asked = (self.app.store, self.app.clock().date(), self.app.user)
            self.app.jobs.run(actions.today, *asked, done=self.show_items, owner=self)
            self.app.jobs.run(actions.glance, *asked, done=self.show_glance, owner=self)

    def show_backups(self) -> None:
        """Say so where the newest backup is old; of the demo floor nobody needs one."""
        app = self.app
        if app.store is not None:
            now = app.clock()
            worry = say_worry(read_freshness(app.settings, app.store.path, now), now)
            self.backups.setText(worry)
            self.backups.setVisible(bool(worry) and not app.is_demo)

    def show_items(self, items: tuple[Item, ...]) -> None:
        self.header.set_state(_greeting(items, self.app.user))
        self.table.show_rows(items)

    def show_glance(self, glance: Glance) -> None:
        self.glance.show_glance(glance)
        if glance.agents:
            self.table.set_empty(tr("Nothing is about to be forgotten."), tr("Observe a call"), self.observe)
        else:
            self.table.set_empty(
                tr(
                    "Nobody is here yet. Bring in a call log or a list of people to begin, or add your "
                    "agents one by one on the page People."
                ),
                tr("Bring in a file"),
                self.bring_in,
            )

    def bring_in(self) -> None:
        self.app.go("exchange")

    def observe(self) -> None:
        self.app.go("monitoring")

    def open_item(self, item: Item) -> None:
        self.app.go(item.page, item.target)

    def _when(self, item: Item) -> str:
        if item.on is None:
            return "" if item.kind is Kind.PAST_TERM else tr("not heard yet")
        if item.kind is Kind.HEAR:
            return tr("drawn {day}", day=day(item.on))
        if item.kind is Kind.UNHEARD:
            return tr("last heard {day}", day=day(item.on))
        if item.kind is Kind.WINDOW:
            return tr("until {day}", day=day(item.on))
        if item.kind in (Kind.DRAFT, Kind.CHANGE, Kind.TO_READ, Kind.OWN_VIEW, Kind.FIZZLING, *TOLD):
            return tr("since {day}", day=day(item.on))
        if item.late:
            return tr("was due {day}", day=day(item.on))
        is_today = item.on == self.app.clock().date()
        return tr("due today") if is_today else tr("due {day}", day=day(item.on))


def _greeting(items: tuple[Item, ...], user: User | None) -> str:
    late = sum(item.late for item in items)
    if not items:
        return ""
    if late:
        return ntr("{n} thing has waited past its day.", "{n} things have waited past their day.", late)
    return tr("Nothing is late.")


def _what(item: Item) -> str:
    return {
        Kind.OWED: tr("You owe an action"),
        Kind.DISPUTE: tr("A dispute to decide"),
        Kind.CHECK_IN: tr("Check-in"),
        Kind.LOOK_AGAIN: tr("Look again: did it stick?"),
        Kind.DRAFT: tr("Carry on observing"),
        Kind.HEAR: tr("Your calls to hear"),
        Kind.CHANGE: tr("Carry on changing an evaluation"),
        Kind.TO_READ: tr("To be read and acknowledged"),
        Kind.WINDOW: tr("Unread, and the days for a dispute end"),
        Kind.OWN_VIEW: tr("Asked for their own view of a call"),
        Kind.PROMISED: tr("The agent's action"),
        Kind.TELL: tr("Tell the agent it is done"),
        Kind.PRAISE: tr("Tell them what they did well"),
        Kind.PROPOSED: tr("Proposes a call worth hearing"),
        Kind.FIZZLING: tr("About to fizzle"),
        Kind.UNHEARD: tr("Heard too little"),
        Kind.PAST_TERM: tr("Past its term"),
        Kind.OLD_COPIES: tr("Old copies are due to go"),
    }[item.kind]


def _mark(item: Item) -> str:
    return MARKS[item.kind]


def _order(item: Item) -> object:
    return list(Kind).index(item.kind)


def _about(item: Item) -> str:
    if item.kind is Kind.PAST_TERM:
        return ntr("{n} record", "{n} records", item.count)
    if item.kind is Kind.OLD_COPIES:
        return ntr("{n} copy holds somebody erased", "{n} copies hold somebody erased", item.count)
    if item.kind is Kind.HEAR:
        return tr("{heard} of {n} heard; this is the next", heard=number(item.count), n=number(item.of))
    if item.kind is Kind.UNHEARD:
        return ntr("{n} call heard in 30 days", "{n} calls heard in 30 days", item.count)
    if item.kind is Kind.DISPUTE:
        return ntr("{n} question disputed", "{n} questions disputed", item.count)
    if item.kind is Kind.TO_READ:
        return ntr("{n} evaluation shared", "{n} evaluations shared", item.count)
    return item.about
