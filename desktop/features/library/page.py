"""The library: what good looks like here, one kind of thing at a time."""

from collections.abc import Callable
from functools import partial
from operator import attrgetter

from PySide6.QtWidgets import QWidget

from db.records.practice import ActionIdea, Behaviour
from db.records.skills import Skill
from desktop.features.library import actions
from desktop.features.library.actions import Library
from desktop.features.library.builder import builder_keys
from desktop.features.library.desk import slot_of
from desktop.features.library.hearing_view import HearingView
from desktop.features.library.history import TABLES, subject_of
from desktop.features.library.practice_sheets import action_sheet, behaviour_sheet, skill_sheet
from desktop.features.library.scorecards import ScorecardsView
from desktop.features.library.shelf import Shelf
from desktop.features.library.vision import VisionView
from desktop.features.library.writing import Pen
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import ntr, time_of_day, tr
from desktop.shell.words import word
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.history import HistoryDrawer
from desktop.widgets.page import Page
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class LibraryPage(Page):
    """`show_target` takes ("scorecard", version id), ("draft", version id), ("skill", id), ("behaviour", id),
    ("action", id), a view's name, or a scorecard version's id alone.
    """

    watches = ("vision", "behaviour", "scorecard_version", "skill", "standard", "action_idea", "shelf_call")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._library: Library | None = None
        self._target: tuple[str, int] | None = None
        self.views = ChoiceChips(tr("What is shown"), _views(), "vision")
        self.views.chosen.connect(self._show_view)
        self.vision = VisionView(app)
        self.vision.writing.connect(self._offer_action)
        self.cards = ScorecardsView(app)
        self.cards.turned.connect(self._turn)
        self.cards.builder.renamed.connect(self._show_title)
        self.shelves = {
            "behaviour": _behaviours(app),
            "scorecard": self.cards.shelf,
            "skill": _skills(app),
            "action": _actions(app),
        }
        self.hearing = HearingView(app)
        self._parts: dict[str, QWidget] = {
            "vision": self.vision,
            **self.shelves,
            "scorecard": self.cards,
            "hearing": self.hearing,
        }
        self.back = button(tr("Back to the scorecards"), self.leave_builder, role="quiet")
        self.header.add_widget(self.back)
        self.body.addWidget(self.views)
        for part in self._parts.values():
            self.body.addWidget(part, 1)
        for shelf in self.shelves.values():
            shelf.wanted.connect(self.show_target)
        self.history = HistoryDrawer(self, partial(subject_of, self), TABLES)
        self._turn()
        self._show_view("vision")
        self._add_keys()
        app.jobs.kept.connect(self._say_kept)

    def load(self) -> None:
        if self.cards.is_building():
            # The draft on the desk is ahead of the store; the library is read again on the way back.
            self._stale = True
        elif self.app.store is not None:
            self.app.jobs.run(
                actions.read_library, self.app.store, self.app.user, done=self.show_library, owner=self
            )

    def show_library(self, library: Library) -> None:
        """Fill every view; the first paint of a hidden one costs nothing."""
        self._library = library
        if not self.cards.is_building():
            self.header.set_state(_count(library))
        self.vision.show_visions(library.visions)
        self._offer_action()
        self.cards.show_library(library)
        self.shelves["behaviour"].show_records(library.behaviours, partial(_write_behaviour, library))
        self.shelves["skill"].show_records(library.skills, partial(_write_skill, library))
        self.shelves["action"].show_records(library.ideas, partial(_write_action, library))
        self.hearing.show_skills(library.skills)
        self.hearing.read()
        if self._target is not None:
            self.show_target(self._target)

    def show_target(self, target: object) -> None:
        if isinstance(target, str):
            self.show_view(target)
            return
        wanted = ("scorecard", target) if isinstance(target, int) else target
        if not (isinstance(wanted, tuple) and wanted[0] in (*self.shelves, "draft")):
            return
        kind, id = str(wanted[0]), int(wanted[1])
        self.show_view("scorecard" if kind == "draft" else kind)
        # Before the library is read there is nothing to choose from yet.
        self._target = None if self._library is not None else (kind, id)
        if self._library is not None:
            self._show_record(kind, id)

    def show_view(self, key: str) -> None:
        """Show vision, behaviour, scorecard, skill, action or hearing."""
        if key in self._parts:
            self.cards.show_shelf()
            self.views.show_value(key)
            self._show_view(key)

    def may_leave(self) -> bool:
        """A new wording that is typed but not kept holds the page, and says so."""
        self.cards.builder.leave_field()
        if self.vision.is_editing():
            self.show_view("vision")
            self.app.notices.say(tr("Your new words are not in use yet: use them, or leave it as it was."))
            return False
        return True

    def leave_builder(self) -> None:
        """Back to the sheets, with the draft that was worked on chosen."""
        draft = self.cards.builder.desk.version_id
        self.cards.show_shelf()
        if draft:
            self.cards.shelf.show_record(draft)

    def _show_record(self, kind: str, id: int) -> None:
        if kind == "draft":
            self.cards.edit(id)
        elif kind == "scorecard":
            self.cards.show_record(id)
        else:
            self.shelves[kind].show_record(id)

    def _show_view(self, key: str) -> None:
        for name, part in self._parts.items():
            part.setVisible(name == key)
        self._offer_action()

    def _turn(self) -> None:
        """The builder takes the page for itself; back from it, the library is read again."""
        building = self.cards.is_building()
        self.views.setVisible(not building)
        self.back.setVisible(building)
        self.here = ("draft", self.cards.builder.desk.version_id) if building else None
        self._show_title()
        self._offer_action()
        if not building and self._library is not None:
            self.header.set_state(_count(self._library))
            self.refresh()

    def _show_title(self) -> None:
        desk = self.cards.builder.desk
        if not self.cards.is_building():
            self.header.set_title(tr("Library"))
            return
        self.here = ("draft", desk.version_id)
        self.header.set_title(desk.form.name.strip() or tr("A scorecard without a name"))
        self.header.set_state(tr("Draft of version {n}. Kept as you type.", n=desk.number))

    def _say_kept(self, slot: str) -> None:
        desk = self.cards.builder.desk
        if self.cards.is_building() and slot == slot_of(desk.version_id):
            when = time_of_day(self.app.clock())
            self.header.set_state(tr("Draft of version {n}, kept {when}.", n=desk.number, when=when))

    def _offer_action(self, writing: bool = False) -> None:
        """What can be done in this view, by those who may; the other views are for reading."""
        view, library = self.views.value(), self._library
        if self.cards.is_building():
            self.header.set_primary(tr("Publish"), self._publish, "Ctrl+Shift+P")
        elif view == "scorecard" and library is not None and library.buildable:
            self.header.set_primary(tr("New scorecard"), self.cards.new_scorecard, "Ctrl+Shift+N")
        else:
            may = view == "vision" and library is not None and library.changeable
            able = may and not (writing or self.vision.is_writing())
            self.header.set_primary(tr("Say the vision anew") if able else "", self.vision.begin)

    def _publish(self) -> None:
        self.cards.publish(self.cards.builder.desk.version_id)

    def _add_keys(self) -> None:
        for place, key in enumerate(self._parts, 1):
            self.add_key(f"Ctrl+{place}", dict(_views())[key], partial(self.show_view, key))
        self.tell_key("Enter", tr("Read the sheet of the chosen line"))
        for key, words, deed in builder_keys(self.cards.builder):
            self.add_key(key, words, partial(self._while_building, deed))
        self.add_key("Alt+Left", tr("Back from the builder to the scorecards"), self.leave_builder)

    def _while_building(self, deed: Callable[[], None]) -> None:
        if self.cards.is_building():
            deed()


def _views() -> list[tuple[str, str]]:
    return [
        ("vision", tr("Service vision")),
        ("behaviour", tr("Key behaviours")),
        ("scorecard", tr("Scorecards")),
        ("skill", tr("Skills")),
        ("action", tr("Actions")),
        ("hearing", tr("Calls worth hearing")),
    ]


def _behaviours(app: App) -> Shelf:
    columns = [Column("name", tr("Behaviour"), attrgetter("name"))]
    return _shelf(app, tr("Key behaviours"), columns, tr("The chosen behaviour"))


def _skills(app: App) -> Shelf:
    columns = [
        Column("name", tr("Skill"), attrgetter("name")),
        Column("group", tr("Group"), attrgetter("group")),
    ]
    return _shelf(app, tr("Skills"), columns, tr("The chosen skill"))


def _actions(app: App) -> Shelf:
    columns = [
        Column("title", tr("Action"), attrgetter("title")),
        Column("kind", tr("Kind"), _kind),
        Column("owner", tr("Whose"), _owner),
    ]
    return _shelf(app, tr("Catalogue of actions"), columns, tr("The chosen action"))


def _shelf(app: App, name: str, columns: list[Column], sheet_name: str) -> Shelf:
    key = f"library {columns[0].title}"
    return Shelf(app, Table(name, columns, settings=app.settings, key=key), (sheet_name, key))


def _count(library: Library) -> str:
    return tr(
        "{behaviours}, {scorecards}, {skills}, {actions}.",
        behaviours=ntr("{n} key behaviour", "{n} key behaviours", len(library.behaviours)),
        scorecards=ntr("{n} scorecard", "{n} scorecards", len(library.scorecards)),
        skills=ntr("{n} skill", "{n} skills", len(library.skills)),
        actions=ntr("{n} action", "{n} actions", len(library.ideas)),
    )


def _write_behaviour(library: Library, behaviour: Behaviour, pen: Pen) -> str:
    return behaviour_sheet(pen, behaviour, library)


def _write_skill(library: Library, skill: Skill, pen: Pen) -> str:
    return skill_sheet(pen, skill, library)


def _write_action(library: Library, idea: ActionIdea, pen: Pen) -> str:
    return action_sheet(pen, idea, library)


def _kind(idea: ActionIdea) -> str:
    return word(idea.kind)


def _owner(idea: ActionIdea) -> str:
    return word(idea.owner)
