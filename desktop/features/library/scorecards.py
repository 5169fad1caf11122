"""The scorecards of the library: every version to read, and what can be done with the chosen one."""

from collections.abc import Mapping
from functools import partial
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.records.scorecards import ScorecardVersion, VersionState
from desktop.features.library import actions
from desktop.features.library.actions import Library
from desktop.features.library.builder import BuilderView
from desktop.features.library.card_deeds import DeedRow, Deeds
from desktop.features.library.comparing import CompareView
from desktop.features.library.publishing import PublishAsked
from desktop.features.library.question_editor import Names
from desktop.features.library.scorecard_sheet import scorecard_sheet
from desktop.features.library.shelf import Shelf
from desktop.features.library.writing import Pen
from desktop.shell.context import App
from desktop.shell.text import tr
from desktop.shell.words import word
from desktop.widgets.forms import Switch
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

SHELF, BUILDER, COMPARING = range(3)
_ORDER = {VersionState.PUBLISHED: 0, VersionState.DRAFT: 1, VersionState.RETIRED: 2}


class ScorecardsView(QWidget):
    """`turned` comes when the shelf, the builder or the comparison is shown in place of another."""

    turned = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.library: Library | None = None
        self.deeds = Deeds(app, self)
        self.row = DeedRow(self)
        self.retired = Switch(tr("Show retired versions"))
        self.retired.chosen.connect(self._show_list)
        table = Table(tr("Scorecards"), _columns(), settings=app.settings, key="library scorecards")
        names = (tr("The chosen scorecard"), "library scorecards")
        self.shelf = Shelf(app, table, names, self.row, self.retired)
        self.shelf.chosen.connect(self.row.show_version)
        self.builder = BuilderView(app)
        self.comparing = CompareView(app)
        self.comparing.left.connect(self.show_shelf)
        self.asked = PublishAsked()
        self.asked.wanted.connect(self._publish)
        self.shelf.chosen.connect(self._leave_asked)
        self.stack = QStackedWidget()
        for part in (self.shelf, self.builder, self.comparing):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.asked)
        column.addWidget(self.stack, 1)

    def hasHeightForWidth(self) -> bool:
        """No: its parts scroll themselves, and a height wished for would make the page scroll around them."""
        return False

    def show_library(self, library: Library) -> None:
        self.library = library
        self._show_list()

    def show_record(self, id: int) -> bool:
        """Choose a version by its id, a retired one too; False if there is none."""
        self.show_shelf()
        if any(each.id == id and each.state is VersionState.RETIRED for each in self._versions()):
            self.retired.show_value(True)
            self._show_list()
        return self.shelf.show_record(id)

    def is_building(self) -> bool:
        return self.stack.currentIndex() == BUILDER

    def show_shelf(self) -> None:
        """Back to the sheets."""
        self._turn_to(SHELF)

    def edit(self, version_id: int) -> None:
        """Open a draft in the builder."""
        self.deeds.do(actions.read_version, version_id, done=self._begin)

    def new_scorecard(self) -> None:
        self.deeds.do(actions.new_scorecard, done=self.edit)

    def copy_to_change(self, version_id: int) -> None:
        """Open the draft of the next version, begun from this one unless somebody has begun it."""
        self.deeds.do(actions.copy_to_change, version_id, done=self.edit)

    def publish(self, version_id: int) -> None:
        """Ask whether a draft is to be put to use, if it is sound as far as that is known here."""
        if self._is_sound():
            drafts = (each.number for each in self._versions() if each.id == version_id)
            self.asked.ask(version_id, self.builder.desk.number if self.is_building() else next(drafts))

    def _is_sound(self) -> bool:
        if not self.is_building():
            return True
        self.builder.leave_field()
        if self.builder.sound.blocks():
            self.app.notices.say(
                tr("Not yet: something has to be put right before it can be used."), kind="warn"
            )
            self.builder.sound.reach()
            return False
        return True

    def _publish(self, version_id: int) -> None:
        """What was typed last must have been kept."""
        if not self._is_sound():
            return
        publish = self.app.jobs.once_kept(actions.publish)
        self.deeds.do(publish, version_id, done=partial(self._say_published, version_id))

    def compare(self, version: ScorecardVersion) -> None:
        """Show what differs between a version and the one before it."""
        mine = self.versions_of(version)
        place = [each.id for each in mine].index(version.id)
        other = mine[place - 1] if place else mine[1]
        pair = (other.id, version.id) if place else (version.id, other.id)
        names = names_of(self.library)
        self.comparing.compare(mine, pair, {**names.skills, **names.behaviours})
        self._turn_to(COMPARING)

    def versions_of(self, version: ScorecardVersion) -> list[ScorecardVersion]:
        """The versions of a version's scorecard, oldest first."""
        mine = [each for each in self._versions() if each.scorecard_id == version.scorecard_id]
        return sorted(mine, key=attrgetter("number"))

    def _begin(self, version: ScorecardVersion) -> None:
        if version.state is not VersionState.DRAFT:
            self.show_record(version.id)
            return
        known = [each for each in self.versions_of(version) if each.state is not VersionState.DRAFT]
        before = max(known, key=_newest, default=None)
        self._turn_to(BUILDER)
        self.builder.begin(version, before, names_of(self.library))
        if before is None:
            self.builder.reach_editor()

    def _turn_to(self, place: int) -> None:
        if self.is_building() and place != BUILDER:
            self.builder.end()
        self.asked.hide()
        if self.stack.currentIndex() != place:
            self.stack.setCurrentIndex(place)
            self.turned.emit()

    def _leave_asked(self, version: ScorecardVersion) -> None:
        if version.id != self.asked.version_id:
            self.asked.hide()

    def _show_list(self, _on: bool = False) -> None:
        if self.library is None:
            return
        retired = self.retired.isChecked()
        shown = [each for each in self._versions() if retired or each.state is not VersionState.RETIRED]
        self.shelf.show_records(sorted(shown, key=_place), partial(_write, self.library))
        self.retired.setVisible(any(each.state is VersionState.RETIRED for each in self._versions()))

    def _versions(self) -> tuple[ScorecardVersion, ...]:
        return self.library.versions if self.library is not None else ()

    def _say_published(self, version_id: int, before: ScorecardVersion | None) -> None:
        self.builder.desk.seal()
        self.show_shelf()
        self.shelf.show_record(version_id)
        words = tr("It is in use from now on, and locked.")
        if before is not None:
            words = tr(
                "It is in use from now on, and locked. Version {n} is retired; evaluations in progress stay "
                "on it.",
                n=before.number,
            )
        self.app.notices.say(words)


def names_of(library: Library | None) -> Names:
    """What the floor's skills and behaviours are called."""
    if library is None:
        return Names({}, {})
    skills: Mapping[str, str] = {skill.key: skill.name for skill in library.skills}
    return Names(skills, {each.key: each.name for each in library.behaviours})


def _columns() -> list[Column]:
    return [
        Column("name", tr("Scorecard"), attrgetter("form.name")),
        Column("state", tr("State"), _state),
        Column("version", tr("Version"), _version, align="right", sort=attrgetter("number")),
    ]


def _write(library: Library, version: ScorecardVersion, pen: Pen) -> str:
    names = names_of(library)
    return scorecard_sheet(pen, version, names.skills, names.behaviours)


def _place(version: ScorecardVersion) -> tuple[int, str, int]:
    return _ORDER[version.state], version.form.name, -version.number


def _newest(version: ScorecardVersion) -> tuple[bool, int]:
    """The one in use comes last, else the newest."""
    return version.state is VersionState.PUBLISHED, version.number


def _state(version: ScorecardVersion) -> str:
    return word(version.state)


def _version(version: ScorecardVersion) -> str:
    return str(version.number)
