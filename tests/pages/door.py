"""The sign-in page as somebody at the desk works it, and a protected floor to stand before."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db import keys
from db.queries import assignments, people
from db.records.people import Role
from db.store import Store
from desktop.features.signin import actions
from desktop.shell.window import MainWindow
from tests.builders import Floor
from tests.pages.finding import press, write

NAME = "Ruth Castellane"
PASSPHRASE = "otter violin gravel noon"
SECOND_NAME, SECOND_PASSPHRASE = "Bo Lind", "velvet lantern onion harp"


def protected_floor(folder: Path) -> Path:
    """Where a closed floor of Ruth's lies: one team, and Imani in it."""
    path = folder / "floor.deskside"
    new = actions.NewFloor("Harbour Street", "Harbour", NAME)
    unlocked = actions.create_floor(path, new, PASSPHRASE, keys.new_code()).unlocked
    store = Store.open(path, unlocked=unlocked)
    with store.writing("agent") as db:
        people.add_agent(db, "Imani Okafor", people.teams(db)[0].id, "H1", date(2025, 1, 6))
    store.close()
    return path


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
