"""The side that shows one person: their page, and layer on layer what its figures rest on."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.contacts import Contact
from db.records.figures import Scope
from desktop.features.people import customers, happenings, profile
from desktop.features.people.agent_panel import AgentPanel
from desktop.features.people.customers import Measure
from desktop.features.people.editing import Editing
from desktop.features.people.evidence import CallsBehind, ContactPanel, ContactsBehind
from desktop.features.people.happenings import Facts, Story
from desktop.features.people.layers import Layers, scrolled
from desktop.features.people.profile import Asked, Profile, Rows, Standing
from desktop.shell.context import App
from desktop.shell.text import day, ntr, tr

MONITORING = ("evaluation", "note", "observation")


class Detail(QWidget):
    """`closed` when the last layer was left."""

    closed = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._contact_id = 0
        self._enter, self._anew = True, True
        self.agent_id = 0
        self.layers = Layers()
        self.panel = AgentPanel(app)
        self.calls = CallsBehind(app)
        self.contacts = ContactsBehind(app)
        self.contact = ContactPanel(app)
        self.editing = Editing(app, self.layers)
        self.layers.add(self.panel, self.panel.area)
        self._areas = {one: scrolled(one) for one in (self.calls, self.contacts, self.contact)}
        firsts = (self.calls.panel.table, self.contacts.table, self.contact.observe)
        for area, first in zip(self._areas.values(), firsts, strict=True):
            self.layers.add(area, first)
        for source in (self.panel, self.calls, self.contacts, self.contact):
            source.asked.connect(self.open_thing)
        self.contact.observe_asked.connect(self._observe)
        self.panel.span_chosen.connect(self.reload)
        self.panel.story_asked.connect(self._read_story)
        self.panel.head.edit_asked.connect(self.edit)
        self.layers.closed.connect(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.layers)

    def open_agent(self, agent_id: int, enter: bool = True) -> None:
        """Show somebody's page, and with `enter` go in with the keyboard; what lay on another's is gone."""
        self._enter = enter or self.agent_id == agent_id and self._enter
        self._anew = True
        if self.agent_id != agent_id:
            self.panel.begin_another()
        self.agent_id = agent_id
        self.reload()

    def reload(self) -> None:
        """Read again what is shown."""
        if self.agent_id:
            asked = self.asked()
            self._run(profile.read_profile, asked, done=self._show_profile, failed=self._gone)
            self._read_story()
        if self.layers.holds(self._areas[self.contact]):
            self._run(
                happenings.read_facts, self._contact_id, done=self.contact.show_facts, failed=self._gone
            )

    def asked(self) -> Asked:
        return Asked(self.agent_id, self._app.clock().date(), self.panel.span.value())

    def edit(self) -> None:
        """Change what is known of whoever is shown."""
        shown = self.panel.profile
        if shown is not None and shown.agent.id == self.agent_id:
            self.editing.show_agent(shown.agent, shown.removable)

    def open_thing(self, what: object) -> None:
        """Go to what a figure or a line carries, or lay it on top."""
        if isinstance(what, date):
            title = tr("the week of {day}", day=day(what))
            self._show_calls(title, profile.rows_of_week, self.asked(), what)
        elif isinstance(what, Standing):
            self._show_calls(f"“{what.title}”", profile.rows_of_standing, self.asked(), what)
        elif isinstance(what, Scope):
            self._show_calls(tr("the mean"), profile.rows_of_scores, what)
        elif isinstance(what, Measure):
            self._run(
                customers.list_contacts, self.asked().scope, what, done=partial(self._show_contacts, what)
            )
        elif isinstance(what, int):
            self._app.go("monitoring", ("evaluation", what))
        elif isinstance(what, tuple):
            self._open_named(*what)

    def _open_named(self, kind: str, id: int) -> None:
        if kind == "contact":
            self._contact_id = id
            self._run(happenings.read_facts, id, done=self._show_contact, failed=self._gone)
        elif kind == "apart":
            self._show_calls(tr("what is kept apart"), profile.rows_of_apart, self.asked().scope)
        elif kind == "skills":
            self._app.go("skills", ("agent", id))
        elif kind == "plan":
            self._app.go("plans", id)
        elif kind in MONITORING:
            self._app.go("monitoring", (kind, id))

    def open_contact(self, contact_id: int) -> None:
        """Show one contact's facts over the page of whoever took it."""
        self._open_named("contact", contact_id)

    def _show_profile(self, found: Profile) -> None:
        if found.asked.agent_id != self.agent_id:
            return
        self.panel.show_profile(found)
        if self._anew:
            self._anew = False
            self.layers.show_first(self.panel, found.agent.name, self._enter)
        else:
            self.layers.rename(self.panel, found.agent.name)

    def _read_story(self) -> None:
        self._run(
            happenings.read_story,
            self.agent_id,
            self.panel.days.sort.value(),
            self.panel.limit,
            done=partial(self._show_story, self.agent_id),
        )

    def _show_story(self, agent_id: int, story: Story) -> None:
        if agent_id == self.agent_id:
            self.panel.show_story(story)

    def _show_calls(self, what: str, work: Callable[..., Rows], *values: object) -> None:
        self._run(work, *values, done=partial(self._show_rows, what))

    def _show_rows(self, what: str, rows: Rows) -> None:
        n = len(rows.lines)
        title = ntr("{n} evaluation behind {what}", "{n} evaluations behind {what}", n, what=what)
        self.calls.show_rows(title, rows)
        self.layers.push(self._areas[self.calls], tr("the evaluations"))

    def _show_contacts(self, measure: Measure, found: tuple[Contact, ...]) -> None:
        words = {
            Measure.RATING: ntr("{n} contact with a rating", "{n} contacts with a rating", len(found)),
            Measure.RESOLVED: ntr(
                "{n} contact known to be resolved or not",
                "{n} contacts known to be resolved or not",
                len(found),
            ),
            Measure.TIME: ntr("{n} contact with times", "{n} contacts with times", len(found)),
        }
        self.contacts.show_contacts(words[measure], found)
        self.layers.push(self._areas[self.contacts], tr("the contacts"))

    def _show_contact(self, facts: Facts) -> None:
        self.contact.show_facts(facts)
        if self.layers.current() is None:
            self.layers.show_first(self._areas[self.contact], facts.contact.reference)
        else:
            self.layers.push(self._areas[self.contact], facts.contact.reference)

    def _observe(self, contact_id: int) -> None:
        self._app.go("monitoring", ("contact", contact_id))

    def _close(self) -> None:
        self.agent_id = 0
        self.closed.emit()

    def _gone(self, error: Exception) -> None:
        """Somebody else's undo took it away while it was open."""
        if not isinstance(error, LookupError):
            self._app.sorry(error)
            return
        self.layers.leave()

    def _run(
        self,
        work: Callable[..., object],
        *values: object,
        done: Callable[..., None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        store = self._app.store
        if store is not None:
            self._app.jobs.run(work, store, *values, self._app.user, done=done, failed=failed, owner=self)
