"""The library's scorecards on a floor, and the builder on a draft, for the tests of both."""

from db.queries import scorecards
from db.records.scorecards import ScorecardVersion, VersionState
from desktop.features.library.page import LibraryPage
from desktop.shell.context import App
from tests.builders import Floor
from tests.pages.building import Builder
from tests.pages.finding import press


def open_page(app: App, qtbot) -> LibraryPage:
    page = LibraryPage(app)
    qtbot.addWidget(page)
    page.resize(1500, 800)
    page.show()
    return page


def begun(page: LibraryPage) -> Builder:
    """The builder with a new scorecard."""
    builder = Builder(page)
    builder.begin()
    return builder


def copied(page: LibraryPage, name: str = "Ten questions") -> Builder:
    """The draft that changes a starter scorecard, in the builder."""
    with page.app.store.reading() as db:
        page.show_target(next(each.id for each in scorecards.published(db) if each.form.name == name))
    press(page, "Copy to change")
    return Builder(page)


def version_of(floor: Floor, id: int) -> ScorecardVersion:
    with floor.store.reading() as db:
        return scorecards.version(db, id)


def draft_of(floor: Floor) -> ScorecardVersion:
    with floor.store.reading() as db:
        return next(each for each in scorecards.versions(db) if each.state is VersionState.DRAFT)


def card_called(floor: Floor, name: str) -> ScorecardVersion:
    with floor.store.reading() as db:
        return next(each for each in scorecards.published(db) if each.form.name == name)
