"""Where listening begins: carry on with what is unfinished, or agent, contact, Enter."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from db.records.contacts import Contact
from db.records.people import Agent
from desktop.coaching.access import Deed, may
from desktop.coaching.file_names import SOUNDS
from desktop.coaching.mapping.names import fold
from desktop.features.monitoring.carry_on import CarryOn
from desktop.features.monitoring.queue_line import QueueLine
from desktop.features.monitoring.wording import channel_words, wall_time
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.file_asking import ask_file
from desktop.shell.text import ago, clock, tr
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import LineField
from desktop.widgets.rows import Column
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table

AgentRow = tuple[Agent, datetime | None]
ContactRow = tuple[Contact, bool]
NAME_COLUMN, TOPIC_COLUMN, CHANNEL_COLUMN = 0, 1, 3


class StartPanel(QWidget):
    """`agent_chosen` asks for an agent's contacts. `contact_chosen` begins, as do `first_chosen` (the agent's
    first contact), `live_chosen` and `beside_chosen` (live, side by side), `chat_chosen` and `email_chosen`
    (to be read, of no list). All carry ids.
    """

    agent_chosen = Signal(int)
    contact_chosen = Signal(int)
    first_chosen = Signal(int)
    live_chosen = Signal(int)
    beside_chosen = Signal(int)
    chat_chosen = Signal(int)
    email_chosen = Signal(int)

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._agents: list[AgentRow] = []
        self._contacts: list[ContactRow] = []
        self._agent_id = 0
        self._on_to_contacts = False
        self.name_field = LineField(
            tr("Find an agent"), placeholder=tr("Whom do you listen to? Type a name"), gated=False
        )
        self.name_field.typed.connect(self._narrow_agents)
        self.name_field.returnPressed.connect(self._take_first)
        self.name_field.installEventFilter(self)
        self.agents = Table(tr("Agents"), self._agent_columns())
        self.agents.set_identity(_agent_id)
        self.agents.set_empty(
            tr("Nobody is here yet. A call log or a list of people brings them in."),
            tr("Bring in a file"),
            partial(app.go, "exchange"),
        )
        self.agents.selected.connect(self._choose_agent)
        self.agents.opened.connect(self._to_contacts)
        self.contacts = Table(tr("Contacts"), self._contact_columns(), app.settings, "monitoring contacts")
        self.contacts.set_identity(_contact_id)
        self.contacts.opened.connect(self._begin)
        self.which = ChoiceChips(
            tr("Contacts"), [("new", tr("Not listened to yet")), ("all", tr("All"))], "new"
        )
        self.which.chosen.connect(self._show_contacts)
        self.carry_on = CarryOn(app)
        self.live = button(tr("Start a live call now") + "  F4", self.start_live, tr("Start a live call now"))
        beside = tr("Start side by side")
        self.beside = button(f"{beside}  Shift+F4", partial(self.start_live, True), beside)
        self.chat = button(tr("Review a chat"), partial(self._read, self.chat_chosen))
        self.email = button(tr("Review an e-mail"), partial(self._read, self.email_chosen))
        open_words = tr("Open a recording…")
        self.open_file = button(f"{open_words}  Ctrl+O", partial(choose_recording, app, self), open_words)
        _give_room(self.agents, NAME_COLUMN)
        _give_room(self.contacts, TOPIC_COLUMN)
        self._lay_out()

    def show_agents(self, rows: Sequence[AgentRow]) -> None:
        self._agents = list(rows)
        may_open = may(self._app.user, Deed.KEEP_RECORDINGS)
        self.open_file.setVisible(may_open)
        self.open_file.setEnabled(may_open)
        self._narrow_agents(self.name_field.text())

    def choose_agent(self, agent_id: int, rows: Sequence[AgentRow]) -> None:
        """Show these agents and put the cursor on one, as if they had been found by name."""
        self.name_field.show_text("")
        self.show_agents(rows)
        if self.agents.select(lambda row: row[0].id == agent_id):
            self._to_contacts(self.agents.current())

    def show_contacts(self, agent_id: int, rows: Sequence[ContactRow]) -> None:
        """Show an agent's contacts with the cursor on the first, if that is still the agent chosen."""
        if agent_id != self._agent_id:
            return
        self._contacts = list(rows)
        self._show_contacts(self.which.value())
        if self._on_to_contacts and self.isVisible():
            self._focus_contacts()

    def start_live(self, beside: bool = False) -> None:
        """Begin a live call of the agent under the cursor, from afar or beside them."""
        row = self.agents.current()
        if row is not None:
            (self.beside_chosen if beside else self.live_chosen).emit(row[0].id)

    def _read(self, chosen: SignalInstance) -> None:
        row = self.agents.current()
        if row is not None:
            chosen.emit(row[0].id)

    def begin_typing(self) -> None:
        """Put the keyboard where a name can be typed."""
        self._on_to_contacts = False
        self.name_field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name_field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Down from the name field goes into the list it narrows.
        is_down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if is_down and event.type() == QEvent.Type.KeyPress and watched is self.name_field:
            self.agents.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        first, second = QVBoxLayout(left), QVBoxLayout(right)
        for column in (first, second):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(8)
        first.addWidget(self.name_field)
        first.addWidget(self.agents, 1)
        # Under the names, so that a call can begin where there is no room for the contacts beside them.
        row = QWidget()
        flow = FlowLayout(row)
        for widget in (self.live, self.beside, self.open_file, self.chat, self.email):
            flow.addWidget(widget)
        first.addWidget(row)
        self.whose = label("", "heading")
        second.addWidget(self.whose)
        second.addWidget(self.which)
        second.addWidget(self.contacts, 1)
        self.split = MasterDetail(left, right, self._app.settings, "monitoring")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(QueueLine(self._app))
        whole.addWidget(self.carry_on)
        whole.addWidget(self.split, 1)

    def _narrow_agents(self, words: str) -> None:
        wanted = fold(words).split()
        rows = [row for row in self._agents if all(word in _searched(row[0]) for word in wanted)]
        self.agents.show_rows(rows)
        if rows and self.agents.current() is None:
            self.agents.select(lambda row: row[0].id == rows[0][0].id)

    def _take_first(self) -> None:
        row = self.agents.current()
        if row is not None:
            self._to_contacts(row)

    def _choose_agent(self, row: AgentRow | None) -> None:
        if row is not None:
            self.whose.setText(row[0].name)
            self.contacts.finder.clear()
            self._agent_id, self._on_to_contacts = row[0].id, False
            self.agent_chosen.emit(row[0].id)

    def _to_contacts(self, row: AgentRow | None) -> None:
        if row is not None:
            self.split.show_detail()
            # The contacts may be on their way still; the keyboard follows them.
            self._on_to_contacts = True
            self._focus_contacts()

    def _focus_contacts(self) -> None:
        there = self.contacts if self.contacts.rows() else self.live
        there.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, row: ContactRow) -> None:
        if row[0].agent_id == self._agent_id:
            self.contact_chosen.emit(row[0].id)
        else:
            # Enter was faster than the contacts of this agent: it means the first of them.
            self.first_chosen.emit(self._agent_id)

    def _show_contacts(self, which: object) -> None:
        rows = [row for row in self._contacts if which == "all" or not row[1]]
        if which == "all":
            rows.sort(key=_started, reverse=True)
        if self._contacts and not rows:
            self.contacts.set_empty(tr("Every one of these contacts has been listened to."))
        else:
            self.contacts.set_empty(
                tr("No contacts are here yet. Start a live call, or bring in a call log.")
            )
        # A column that says "Call" in every row takes the room of one that tells them apart.
        channels = {row[0].channel for row in rows}
        self.contacts.show_column(CHANNEL_COLUMN, len(channels) > 1)
        self.contacts.show_rows(rows)
        if rows and self.contacts.current() is None:
            self.contacts.select(lambda row: row[0].id == rows[0][0].id)

    def _agent_columns(self) -> list[Column]:
        return [
            Column("name", tr("Name"), lambda row: row[0].name),
            Column("team", tr("Team"), lambda row: row[0].team),
            Column(
                "heard", tr("Last listened to"), self._heard, sort=lambda row: row[1] and row[1].timestamp()
            ),
        ]

    def _heard(self, row: AgentRow) -> str:
        return ago(row[1], self._app.clock()) if row[1] else tr("not yet")

    def _contact_columns(self) -> list[Column]:
        return [
            Column(
                "at", tr("When"), lambda row: wall_time(row[0].started_at), sort=lambda r: r[0].started_at
            ),
            Column("topic", tr("Topic"), lambda row: row[0].topic),
            Column("talk", tr("Talk"), _talk, align="right", sort=lambda row: row[0].talk_s),
            Column("channel", tr("Channel"), lambda row: channel_words(row[0].channel)),
            Column("reference", tr("Reference"), lambda row: row[0].reference),
            Column("heard", tr("Listened to"), lambda row: tr("yes") if row[1] else "", shown=False),
        ]


def choose_recording(app: App, parent: QWidget) -> None:
    """Choose a file; the page Recordings finds its contact, or asks, and goes on to listening."""
    kinds = tr("Recordings ({kinds});;All files (*)", kinds=" ".join(f"*.{one}" for one in SOUNDS))
    path = ask_file(parent, tr("Choose a recording to listen to"), kinds)
    if path is not None:
        app.go("recordings", path)


def _give_room(table: Table, place: int) -> None:
    """Let one column have the room the others leave, so that none is cut off at the side."""
    header = table.view.horizontalHeader()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)


def _agent_id(row: AgentRow) -> int:
    return row[0].id


def _contact_id(row: ContactRow) -> int:
    return row[0].id


def _started(row: ContactRow) -> datetime:
    return row[0].started_at


def _talk(row: ContactRow) -> str:
    return clock(row[0].talk_s) if row[0].talk_s is not None else ""


def _searched(agent: Agent) -> str:
    """Without accents, so that lukasz finds Łukasz."""
    return fold(f"{agent.name} {agent.team} {agent.reference}")
