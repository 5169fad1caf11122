"""Everybody in one list: narrowed by team, found by typing, those who left shown on request."""

from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.coaching.mapping.names import fold
from desktop.features.people import telling
from desktop.features.people.actions import Person, Roster
from desktop.shell.context import App
from desktop.shell.text import ago, ntr, tr
from desktop.shell.words import word
from desktop.widgets.forms import Choice, Switch
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

NARROW = ("name", "team")


class PeopleList(QWidget):
    """`opened` carries the id that Enter or a click opened, `passed` the one the cursor moved to."""

    opened = Signal(int)
    passed = Signal(int)
    narrowed = Signal(str)
    bring_in_asked = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.roster = Roster((), ())
        self._narrow = False
        self._chosen_columns: tuple[str, ...] = ()
        self.team = Choice(tr("Team"), [(None, tr("all teams"))])
        self.team.chosen.connect(self._show_again)
        self.left = Switch(tr("Show those who left"))
        self.left.chosen.connect(self._show_again)
        self.table = Table(tr("People"), self._columns(), settings=app.settings, key="people")
        self.table.set_identity(_id)
        self.table.opened.connect(self._open)
        self.table.selected.connect(self._pass)
        self.table.view.clicked.connect(self._click)
        self.table.view.horizontalHeader().sortIndicatorChanged.connect(self._remember_wide)
        filters = QHBoxLayout()
        filters.addWidget(self.team)
        filters.addWidget(self.left)
        filters.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(filters)
        column.addWidget(self.table, 1)

    def _columns(self) -> list[Column]:
        return [
            Column("name", tr("Name"), telling.name_words, sort=_plain_name, tip=_whole_name),
            Column("team", tr("Team"), attrgetter("agent.team")),
            # No order by score: callers, topics and weeks differ, and people are not ranked.
            Column("mean", tr("Mean score"), telling.list_mean_words, "right", _no_order, _mean_tip),
            Column("stage", tr("Stage"), _stage, sort=attrgetter("agent.hired_on")),
            Column("heard", tr("Last heard"), self._heard, sort=attrgetter("heard_at")),
            Column("plan", tr("Growth plan"), telling.plan_words),
            Column("reference", tr("Reference"), attrgetter("agent.reference"), shown=False),
            Column("plain", tr("Name without accents"), _plain_name, shown=False),
        ]

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: Tab would pass over the filters before it.
        self.table.setFocus()

    def show_roster(self, roster: Roster) -> None:
        self.roster = roster
        teams = [(team.id, team.name) for team in roster.teams]
        self.team.set_choices([(None, tr("all teams")), *teams])
        self.left.setVisible(any(person.has_left for person in roster.people))
        self._show_again()

    def reach(self, agent_id: int) -> bool:
        """Put the cursor on somebody, widening the filters if they hide them; False for nobody here."""
        if not self._select(agent_id):
            self.team.show_value(None)
            self.table.finder.clear()
            known = next((one for one in self.roster.people if one.agent.id == agent_id), None)
            if known is not None and known.has_left:
                self.left.show_value(True)
            self._show_again()
        return self._select(agent_id)

    def set_narrow(self, narrow: bool) -> None:
        """Beside a detail only names and teams; alone the columns the user chose. Nothing is remembered."""
        if narrow == self._narrow:
            return
        view, columns = self.table.view, self.table.model.columns
        if narrow:
            self._chosen_columns = tuple(columns[place].key for place in view.shown_columns())
        self._narrow = narrow
        wanted = NARROW if narrow else self._chosen_columns
        for place, column in enumerate(columns):
            self.table.show_column(place, column.key in wanted)

    def _remember_wide(self, *_order: object) -> None:
        """Sorting remembers which columns are hidden: let it be those of the whole list."""
        if not self._narrow:
            return
        for place, column in enumerate(self.table.model.columns):
            self.table.columns.show(place, column.key in self._chosen_columns)
        for place, column in enumerate(self.table.model.columns):
            self.table.show_column(place, column.key in NARROW)

    def _show_again(self, _chosen: object = None) -> None:
        team, left = self.team.value(), self.left.isChecked()
        shown = [
            person
            for person in self.roster.people
            if team in (None, person.agent.team_id) and (left or not person.has_left)
        ]
        self._say_empty()
        self.table.show_rows(shown)
        self.narrowed.emit(self._state(shown))

    def _say_empty(self) -> None:
        if self.roster.people:
            self.table.set_empty(
                tr("Nobody of this team is on the phone."), tr("Show everybody"), self.show_everybody
            )
        else:
            self.table.set_empty(tr("Nobody is here yet."), tr("Bring in people"), self.bring_in_asked.emit)

    def show_everybody(self) -> None:
        """Take the filters away."""
        self.team.show_value(None)
        self.left.show_value(True)
        self._show_again()

    def _state(self, shown: list[Person]) -> str:
        here = sum(not person.has_left for person in shown)
        words = ntr("{n} person on the phone", "{n} people on the phone", here)
        gone = len(shown) - here
        return f"{words}, {ntr('{n} who left', '{n} who left', gone)}" if gone else words

    def _select(self, agent_id: int) -> bool:
        current = self.table.current()
        return (current is not None and current.agent.id == agent_id) or self.table.select(
            lambda person: person.agent.id == agent_id
        )

    def _heard(self, person: Person) -> str:
        return ago(person.heard_at, self._app.clock()) if person.heard_at else tr("not yet")

    def _open(self, person: Person) -> None:
        self.opened.emit(person.agent.id)

    def _click(self, _index: object) -> None:
        person = self.table.current()
        if person is not None:
            self.opened.emit(person.agent.id)

    def _pass(self, person: Person | None) -> None:
        if person is not None:
            self.passed.emit(person.agent.id)


_id = attrgetter("agent.id")


def _plain_name(person: Person) -> str:
    return fold(person.agent.name)


def _whole_name(person: Person) -> str:
    agent = person.agent
    return " · ".join(part for part in (agent.name, agent.reference, agent.team) if part)


def _stage(person: Person) -> str:
    if person.has_left:
        return tr("left")
    return word(person.stage) if person.agent.hired_on else tr("hire date not known")


def _no_order(_person: Person) -> object:
    return None


def _mean_tip(_person: Person) -> str:
    return telling.list_note()
