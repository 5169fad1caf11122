"""The way out of the hand-over on a floor with passphrases: only who may see the agent finds it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from db import keys
from db.queries import assignments, people
from db.records.people import Role, User
from db.store import Store
from desktop.coaching.access import Forbidden
from desktop.features.handover import actions
from desktop.features.monitoring import changing
from desktop.features.signin import actions as signin
from desktop.features.signin.actions import NewFloor
from desktop.shell.context import App
from desktop.shell.desk import Desk
from desktop.shell.window import MainWindow
from tests.builders import Floor
from tests.desktop.heard_floor import hear
from tests.pages.finding import find, has, press, settle, words, write
from tests.pages.opening import open_app, open_window

PASSPHRASE = "four words nobody guesses"
OTHERS = "another five words from elsewhere"


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    """A protected floor of Ruth and of Sam, who coaches the same team."""
    path = tmp_path / "floor.deskside"
    new = NewFloor("Harbour Street", "Harbour", "Ruth Castellane")
    arrival = signin.create_floor(path, new, PASSPHRASE, keys.new_code())
    store = Store.open(path, unlocked=arrival.unlocked)
    with store.writing("user", "agent", "assignment") as db:
        user, team = people.users(db)[0], people.teams(db)[0].id
        agent = people.add_agent(db, "Imani Okafor", team, "H1")
        sam = people.user(db, people.add_user(db, "Sam Otieno", Role.COACH))
        assignments.assign(db, sam.id, team_id=team)
    keys.add_user(path, arrival.unlocked, sam.uid, sam.name, "a temporary one for now")
    first = keys.unlock(path, sam.name, "a temporary one for now")
    keys.set_passphrase(path, first, sam.uid, sam.name, OTHERS)
    store.act_as(user)
    yield Floor(store, user, team, agent)
    store.close()


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    with open_app(floor.store, floor.user) as app:
        yield app


@pytest.fixture
def window(floor: Floor, app: App) -> Iterator[MainWindow]:
    with open_window(app) as window:
        found = hear(floor)
        changing.share(floor.store, found.id, floor.user)
        app.go("handover", (floor.agent, ("own_evaluation", found.id), ("people", floor.agent)))
        settle()
        yield window


def ask_out(window: MainWindow, name: str, passphrase: str) -> None:
    if has(window, "Back to Ruth Castellane"):
        press(window, "Back to Ruth Castellane")
    write(window, "Name to sign in with", name)
    write(window, "Passphrase", passphrase)
    press(window, "Go back")
    settle()


def test_a_wrong_passphrase_leads_nowhere_and_says_not_which_part(app: App, window: MainWindow) -> None:
    ask_out(window, "Ruth Castellane", "guess")
    assert "That doesn't lead back. Check what you typed, then try again." in words(window)
    assert app.user.role is Role.AGENT
    assert find(window, "Passphrase", QLineEdit).text() == "", "nothing of it stays in the field"
    ask_out(window, "Nobody", PASSPHRASE)
    assert app.user.role is Role.AGENT


def test_the_hosts_passphrase_gives_the_desk_back(floor: Floor, app: App, window: MainWindow) -> None:
    ask_out(window, "Ruth Castellane", PASSPHRASE)
    assert (app.user, window.current_key) == (floor.user, "people")
    assert floor.store.acting.agent is None
    assert not window.rail.isHidden()


def test_the_action_itself_asks_for_the_hosts_keys(floor: Floor, app: App, window: MainWindow) -> None:
    sam = keys.unlock(floor.store.path, "Sam Otieno", OTHERS)
    for proof in (None, sam):
        with pytest.raises(Forbidden):
            actions.take_back(floor.store, proof)
    assert floor.store.acting.agent == floor.agent


def test_staying_puts_the_question_away(app: App, window: MainWindow) -> None:
    press(window, "Back to Ruth Castellane")
    write(window, "Passphrase", PASSPHRASE)
    press(window, "Stay here")
    assert not has(window, "Passphrase")
    press(window, "Back to Ruth Castellane")
    assert find(window, "Passphrase", QLineEdit).text() == ""


def test_a_colleague_who_sees_the_agent_comes_in_as_themselves(
    floor: Floor, app: App, window: MainWindow
) -> None:
    arrived: list[User] = []
    desk = Desk(app, window)
    ask_out(window, "Sam Otieno", OTHERS)
    arrived.append(app.user)
    assert (arrived[0].name, arrived[0].role) == ("Sam Otieno", Role.COACH)
    assert window.shut_in.keys == frozenset()
    app.store.close()
    desk.instance.close()


def test_a_floor_that_was_handed_over_asks_to_sign_in_at_the_next_start(
    floor: Floor, app: App, window: MainWindow
) -> None:
    """As after a crash: nothing on disk tells who sat there, and the file opens for a passphrase alone."""
    path = floor.store.path
    window.close()
    floor.store.close()
    from desktop.shell.opening import Shut, knock

    assert knock(None, path) == Shut(path)
