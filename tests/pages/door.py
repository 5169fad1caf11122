"""The sign-in page as somebody at the desk works it, and a protected floor to stand before."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db import keys
from db.queries import assignments, people
from db.records.people import Role, User
from db.store import Store
from desktop.app import make_app, make_qt
from desktop.features.signin import actions
from desktop.navigation import PLACES
from desktop.shell.desk import Desk
from desktop.shell.jobs import InlineJobs
from desktop.shell.places import Place
from desktop.shell.window import MainWindow
from tests.builders import Floor, take_call
from tests.pages.finding import press, settle, write

NAME = "Ruth Castellane"
PASSPHRASE = "otter violin gravel noon"
_MADE: dict[str, bytes] = {}
SECOND_NAME, SECOND_PASSPHRASE = "Bo Lind", "velvet lantern onion harp"


@contextmanager
def open_desk(theme: str = "light", places: Sequence[Place] = PLACES) -> Iterator[Desk]:
    """The real window with its desk, on nothing yet; work is done at once."""
    app = make_app(InlineJobs(), queued=False)
    app.theme.choose(theme)
    app.theme.apply(make_qt())
    desk = Desk(app, MainWindow(app, places))
    desk.window.resize(1024, 640)
    desk.window.show()
    desk.window.activateWindow()
    yield desk
    desk.window.close()
    desk.shut()
    desk.window.deleteLater()
    settle()


def protected_floor(folder: Path) -> Path:
    """Where a closed floor of Ruth's lies: one team, and Imani in it with a call. Made once, then copied."""
    path = folder / "floor.deskside"
    if not _MADE:
        _make(path)
        _MADE.update({file: (folder / file).read_bytes() for file in (path.name, keys.key_path(path).name)})
    folder.mkdir(exist_ok=True)
    for file, content in _MADE.items():
        (folder / file).write_bytes(content)
    return path


def _make(path: Path) -> None:
    new = actions.NewFloor("Harbour Street", "Harbour", NAME)
    unlocked = actions.create_floor(path, new, PASSPHRASE, keys.new_code()).unlocked
    store = Store.open(path, unlocked=unlocked)
    with store.writing("agent") as db:
        team = people.teams(db)[0].id
        agent = people.add_agent(db, "Imani Okafor", team, "H1", date(2025, 1, 6))
    take_call(Floor(store, people_of(store)[0], team, agent))
    store.close()


def people_of(store: Store) -> tuple[User, ...]:
    with store.reading() as db:
        return people.users(db)


def open_protected(path: Path) -> Floor:
    """Ruth's floor, open beside any window; the caller closes the store."""
    store = Store.open(path, unlocked=keys.unlock(path, NAME, PASSPHRASE), strict_tables=True)
    with store.reading() as db:
        return Floor(store, people.users(db)[0], people.teams(db)[0].id, people.agents(db)[0].id)


def invite(path: Path, *, temporary: bool = False) -> int:
    """A second supervisor; their passphrase is their own already, unless it is to be temporary."""
    floor = open_protected(path)
    with floor.store.writing("user", "assignment") as db:
        id = people.add_user(db, SECOND_NAME, Role.SUPERVISOR)
        uid = people.user(db, id).uid
        assignments.assign_all_teams(db, id)
    floor.store.close()
    keys.add_user(path, keys.unlock(path, NAME, PASSPHRASE), uid, SECOND_NAME, "harp gravel 7 candle")
    if not temporary:
        theirs = keys.unlock(path, SECOND_NAME, "harp gravel 7 candle")
        keys.set_passphrase(path, theirs, uid, SECOND_NAME, SECOND_PASSPHRASE)
    return id


def suspend(path: Path, id: int, now: object) -> None:
    """As the page of users does it, in the store and in the key file."""
    floor = open_protected(path)
    with floor.store.writing("user") as db:
        user = people.user(db, id)
        people.change_user(db, replace(user, suspended_at=now))
    floor.store.close()
    keys.suspend_user(path, keys.unlock(path, NAME, PASSPHRASE), user.uid)


def sign_in(window: QWidget, name: str = NAME, passphrase: str = PASSPHRASE) -> None:
    write(window, "Your name", name)
    write(window, "Passphrase", passphrase)
    press(window, "Sign in")


def set_up(window: MainWindow, site: str = "North", user: str = "Ada Brown") -> str:
    """The first start from the welcome page to today's; returns the recovery code."""
    write(window, "Name of the site", site)
    write(window, "First team", "Blue")
    write(window, "Your name", user)
    press(window, "Start my floor")
    choose_passphrase(window)
    return confirm_code(window)


def choose_passphrase(window: QWidget, passphrase: str = PASSPHRASE) -> None:
    write(window, "Your new passphrase", passphrase)
    write(window, "The same once more", passphrase)
    press(window, "Use this passphrase")


def shown_code(window: QWidget) -> str:
    """The code as a person reads it off the page."""
    settle()
    groups = {
        label.accessibleName(): label.text()
        for label in window.findChildren(QWidget)
        if label.isVisibleTo(window) and label.accessibleName().startswith("Group ")
    }
    return "-".join(groups[name] for name in sorted(groups))


def confirm_code(window: QWidget) -> str:
    code = shown_code(window)
    press(window, "I have it on paper")
    write(window, "Recovery code", code.lower().replace("-", " "))
    press(window, "Check the code")
    return code
