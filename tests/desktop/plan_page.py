"""The plans page on a floor, and what its tests do with it by accessible name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from db.queries import people, plans
from db.store import Store
from desktop.features.plans.page import PlansPage
from desktop.shell.context import App
from desktop.widgets.forms import Choice, Switch
from tests.builders import Floor
from tests.pages.finding import find, press, settle, write
from tests.pages.opening import open_app

NOW = datetime(2026, 3, 20, 14, 2, tzinfo=UTC)


class Went:
    """A window that only remembers where it was asked to go."""

    def __init__(self) -> None:
        self.to: list[tuple[str, object]] = []

    def go(self, key: str, target: object = None) -> None:
        self.to.append((key, target))

    def crashed(self, error: BaseException) -> None:
        raise error


@contextmanager
def planning(store: Store) -> Iterator[App]:
    """An App on the day all of this happens, with its first user."""
    with store.reading() as db:
        user = people.users(db)[0]
    with open_app(store, user) as app:
        app.clock = lambda: NOW
        app.window = Went()
        yield app


def open_page(app: App, qtbot, target: object = None) -> PlansPage:
    page = PlansPage(app)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    if target is not None:
        page.show_target(target)
    settle()
    return page


def whole(floor: Floor, plan_id: int):
    with floor.store.reading() as db:
        return plans.whole(db, plan_id)


def choose(page: PlansPage, name: str, key: object) -> None:
    field = find(page, name, Choice)
    field.show_value(key)
    assert field.value() == key
    field.chosen.emit(key)


def tick(page: PlansPage, name: str) -> None:
    find(page, name, Switch).click()


def change_because(page: PlansPage, reason: str) -> None:
    """Begin to change a plan that both have signed."""
    press(page, "Change the agreed plan…")
    write(page, "Why the agreed plan changes", reason)
    press(page, "Begin the change")
