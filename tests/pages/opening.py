"""Opens an App on a floor in a test's own folder, with inline jobs and changes heard at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from db.queries.people import site
from db.records.people import User
from db.store import Store
from desktop.app import make_app, make_qt
from desktop.navigation import PLACES
from desktop.shell.context import App
from desktop.shell.jobs import InlineJobs
from desktop.shell.places import Place
from desktop.shell.window import MainWindow
from tests.pages.finding import settle


@contextmanager
def open_app(store: Store | None = None, user: User | None = None) -> Iterator[App]:
    """An App as the window hands it around; its look is put on."""
    app = make_app(InlineJobs(), queued=False)
    app.theme.apply(make_qt())
    app.store, app.user = store, user
    app.changes.listen_to(store)
    if store is not None:
        with store.reading() as db:
            found = site(db)
        app.is_demo = found is not None and found.is_demo
        app.site = found.name if found is not None else ""
    yield app
    app.changes.listen_to(None)


@contextmanager
def open_window(app: App, places: Sequence[Place] = PLACES) -> Iterator[MainWindow]:
    """The real window around the pages, shown, and freed at the end."""
    window = MainWindow(app, places)
    app.window = window
    window.show()
    window.show_store()
    yield window
    window.close()
    window.deleteLater()
    app.window = None
    settle()
