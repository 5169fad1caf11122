"""Privacy: a person's data to hand over or to erase, terms of keeping, and copies from before erasures."""

from functools import partial
from operator import attrgetter

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from db.records.people import Agent
from desktop.coaching.access import Deed, may
from desktop.features.erasing import actions, wording
from desktop.features.erasing.actions import Erased, Preview, Terms
from desktop.features.erasing.copies_panel import CopiesPanel
from desktop.features.erasing.person_panel import PersonPanel
from desktop.features.erasing.terms_panel import TermsPanel
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.freshness import BACKED_UP, BACKUPS
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.page import Page
from desktop.widgets.rows import Column
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table

PERSON, TERMS, COPIES = "person", "terms", "copies"


class PrivacyPage(Page):
    """`show_target` takes an agent's id or ("agent", id), "terms" or "copies"."""

    watches = (
        *("agent", "contact", "observation", "note", "evaluation", "assessment", "plan", "improvement"),
        *("setting", "event", BACKUPS),
    )

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("Privacy"))
        self.header.set_state(tr("What is held on people, and how long."))
        choices = [
            (PERSON, tr("A person")),
            (TERMS, tr("How long things are kept")),
            (COPIES, tr("Old copies")),
        ]
        self.views = ChoiceChips(tr("What is shown"), choices, PERSON)
        self.views.chosen.connect(self.show_view)
        self.people = _people(app)
        self.people.selected.connect(self._choose)
        self.people.opened.connect(self._open)
        self.panel = PersonPanel(app)
        self.panel.erased.connect(self._say_erased)
        self.split = MasterDetail(
            self.people, _scrolled(self.panel, tr("The person")), app.settings, "privacy"
        )
        self.terms = TermsPanel(app)
        self.copies = CopiesPanel(app)
        self.locked = label(tr("Only those who look after this floor see this page."), "muted", wrap=True)
        self.parts: dict[str, QWidget] = {
            PERSON: self.split,
            TERMS: _scrolled(self.terms, tr("How long things are kept")),
            COPIES: self.copies,
        }
        self.body.addWidget(self.views)
        self.body.addWidget(self.locked)
        for part in self.parts.values():
            self.body.addWidget(part, 1)
        self._wanted: int | None = None
        self.show_view(PERSON)
        self.tell_key("Enter", tr("See what is held on the person"))

    def load(self) -> None:
        store, user = self.app.store, self.app.user
        allowed = store is not None and may(user, Deed.ERASE)
        self.locked.setVisible(not allowed)
        self.views.setVisible(allowed)
        if not allowed:
            for part in self.parts.values():
                part.hide()
            return
        self.app.jobs.run(actions.list_people, store, user, done=self._show_people, owner=self)
        on = self.app.clock().date()
        second = wording.second_place(self.app.settings)
        self.app.jobs.run(actions.read_terms, store, on, user, second, done=self._show_terms, owner=self)

    def show_target(self, target: object) -> None:
        match target:
            case int(id) | ("agent", int(id)):
                self._wanted = id
                self.views.show_value(PERSON)
                self.show_view(PERSON)
                self._reach()
            case str(view) if view in self.parts:
                self.views.show_value(view)
                self.show_view(view)

    def show_view(self, view: str) -> None:
        """Show a person, the terms, or old copies."""
        for key, part in self.parts.items():
            part.setVisible(key == view)

    def _show_people(self, found: tuple[Agent, ...]) -> None:
        self.people.show_rows(found)
        if found and self.people.current() is None:
            self.people.select(partial(_is, found[0].id))
        self._reach()
        self._choose(self.people.current())

    def _reach(self) -> None:
        if self._wanted is not None and self.people.select(partial(_is, self._wanted)):
            self._wanted = None
            self.split.show_detail()

    def _open(self, _agent: Agent) -> None:
        self.split.show_detail()
        self.panel.held.write.setFocus()

    def _choose(self, agent: Agent | None) -> None:
        self.panel.setVisible(agent is not None)
        if agent is not None and self.app.store is not None:
            self.app.jobs.run(
                actions.preview,
                self.app.store,
                agent.id,
                self.app.user,
                wording.second_place(self.app.settings),
                done=self._show_preview,
                failed=self._miss,
                owner=self,
            )

    def _show_preview(self, told: Preview) -> None:
        current = self.people.current()
        if current is not None and current.id == told.agent.id:
            self.panel.show_preview(told)

    def _show_terms(self, terms: Terms) -> None:
        self.terms.show_terms(terms)
        self.copies.show_copies(terms.copies)

    def _say_erased(self, erased: Erased) -> None:
        self.app.changes.announce((BACKED_UP, BACKUPS))
        words = tr("Erased, and a backup without this person was made.")
        if erased.copies:
            words = tr("{words} Older backups still hold them: see “Old copies”.", words=words)
        if not erased.swept:
            words = tr("{words} The rest goes when Deskside is next closed.", words=words)
        self.app.undo.clear()
        self.app.notices.say(words)
        self.refresh()

    def _miss(self, error: Exception) -> None:
        """Erased meanwhile: the list, read anew, no longer has them."""
        if not isinstance(error, LookupError):
            self.app.sorry(error)


def _people(app: App) -> Table:
    columns = [
        Column("name", tr("Name"), attrgetter("name")),
        Column("team", tr("Team"), attrgetter("team")),
        Column("reference", tr("Staff number"), attrgetter("reference"), shown=False),
    ]
    table = Table(tr("People on the phone"), columns, settings=app.settings, key="privacy")
    table.set_identity(attrgetter("id"))
    table.set_empty(tr("Nobody is held here."))
    return table


def _scrolled(widget: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAccessibleName(name)
    set_role(widget, "page")
    area.setWidget(widget)
    return area


def _is(id: int, agent: Agent) -> bool:
    return agent.id == id
