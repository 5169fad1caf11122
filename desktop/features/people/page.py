"""People: the list, and beside it one person's page with everything its figures rest on a click away."""

from functools import partial

from desktop.coaching.access import Deed, may
from desktop.features.people import actions
from desktop.features.people.actions import Roster
from desktop.features.people.detail import Detail
from desktop.features.people.history import TABLES, subject_of
from desktop.features.people.people_list import PeopleList
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import tr
from desktop.widgets.history import HistoryDrawer
from desktop.widgets.page import Page
from desktop.widgets.splits import MasterDetail

LIST_TO_DETAIL = (1000, 2400)


class PeoplePage(Page):
    """The list has all the room until somebody is opened; Enter goes in, Escape comes out."""

    watches = (
        *("agent", "team", "contact", "observation", "note", "evaluation", "assessment", "plan"),
        "recognition",
    )

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("People"))
        self.header.set_primary(tr("Add an agent"), self.add_agent, "Ctrl+Shift+N")
        self.teams = button(tr("Teams"), self.show_teams, tr("Add and rename teams"), "quiet")
        self.header.add_widget(self.teams)
        self.list = PeopleList(app)
        self.list.bring_in_asked.connect(self.bring_in)
        self.detail = Detail(app)
        self.split = MasterDetail(self.list, self.detail, app.settings, "people", LIST_TO_DETAIL)
        self.split.alone = True
        self.split.show_master()
        self.body.addWidget(self.split, 1)
        self._target: object = None
        self._loaded = False
        self.list.opened.connect(self.open_agent)
        self.list.passed.connect(self._pass)
        self.list.narrowed.connect(self.header.set_state)
        self.detail.closed.connect(self._closed)
        self._add_keys()
        self.history = HistoryDrawer(self, partial(subject_of, self), TABLES)

    def _add_keys(self) -> None:
        self.tell_key("Enter", tr("Open the person, the figure or the line"))
        self.tell_key("Esc", tr("Go back, at last to the list"))
        self.tell_key("A–Z", tr("Find by name, team or reference, accents aside"))
        self.add_key("F2", tr("Edit what is known of the person"), self.edit)
        self.add_key("Ctrl+Shift+T", tr("Add and rename teams"), self.show_teams)
        self.add_key("Ctrl+Shift+O", tr("Observe a call of the person"), self.observe)

    def load(self) -> None:
        store = self.app.store
        if store is not None:
            self.app.jobs.run(
                actions.list_people,
                store,
                self.app.clock().date(),
                self.app.user,
                done=self.show_roster,
                owner=self,
            )
            self.detail.reload()

    def show_roster(self, roster: Roster) -> None:
        edit = may(self.app.user, Deed.EDIT_PEOPLE)
        self.header.primary.setVisible(edit)
        self.teams.setVisible(edit)
        self.detail.editing.show_roster(roster)
        self._loaded = True
        self.list.show_roster(roster)
        self._go_to_target()

    def show_target(self, target: object) -> None:
        """An agent's id, ("agent", id), ("contact", id), or "new"."""
        self._target = target
        if self._loaded:
            self._go_to_target()

    def _go_to_target(self) -> None:
        target, self._target = self._target, None
        if target == "new":
            self.add_agent()
        elif isinstance(target, tuple) and target[0] == "contact":
            self._show_detail()
            self.detail.open_contact(target[1])
        elif target is not None:
            self.open_agent(target[1] if isinstance(target, tuple) else target)

    def open_agent(self, agent_id: object) -> None:
        """Show somebody's page beside the list."""
        assert isinstance(agent_id, int)
        self._show_detail()
        self.detail.open_agent(agent_id)
        self.list.reach(agent_id)

    def add_agent(self) -> None:
        if may(self.app.user, Deed.EDIT_PEOPLE):
            self._show_detail()
            self.detail.editing.show_new(self.list.team.value())

    def edit(self) -> None:
        person = self.list.table.current()
        if not may(self.app.user, Deed.EDIT_PEOPLE) or person is None:
            return
        if self.detail.agent_id != person.agent.id:
            self.open_agent(person.agent.id)
        self.detail.edit()

    def show_teams(self) -> None:
        if may(self.app.user, Deed.EDIT_PEOPLE):
            self._show_detail()
            self.detail.editing.show_teams()

    def observe(self) -> None:
        person = self.list.table.current()
        if person is not None:
            self.app.go("monitoring", ("agent", person.agent.id))

    def person(self) -> int | None:
        row = self.list.table.current()
        return row.agent.id if row is not None and self.detail.isVisible() else None

    def bring_in(self) -> None:
        self.app.go("exchange")

    def may_leave(self) -> bool:
        """Always; what was typed becomes a step of undo on the way."""
        self.detail.editing.writing.settle()
        return True

    def _pass(self, agent_id: int) -> None:
        """The cursor moved: beside a page that is open, the page follows."""
        if self.detail.agent_id and self.detail.agent_id != agent_id and self.list.table.view.hasFocus():
            self.detail.open_agent(agent_id, enter=False)

    def _show_detail(self) -> None:
        self.list.set_narrow(True)
        self.split.show_detail()

    def _closed(self) -> None:
        self.list.set_narrow(False)
        self.split.show_master()
