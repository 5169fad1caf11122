"""Settings, "Signing in": one's passphrase and recovery code, and a key in one's own computer's keyring."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringError

from db import keys
from db.keys import tries
from db.queries import people
from db.records.people import Role
from desktop.shell import keyrings, paths
from desktop.shell.settings import read_file
from tests.pages.door import (
    NAME,
    PASSPHRASE,
    SECOND_PASSPHRASE,
    confirm_code,
    open_desk,
    protected_floor,
    sign_in,
)
from tests.pages.finding import find, has, press, settle, words, write


class Pocket(KeyringBackend):
    """A keyring in memory; `broken` refuses like one that its owner has not unlocked."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise KeyringError("locked")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise KeyringError("locked")
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def pocket():
    before, made = keyring.get_keyring(), Pocket()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def path(tmp_path):
    return protected_floor(tmp_path)


@pytest.fixture
def desk(qtbot, path):
    with open_desk() as made:
        made.open_first(path)
        sign_in(made.window)
        made.app.go("settings", "signing_in")
        yield made


def said(desk) -> str:
    return " ".join(words(desk.window))


def test_a_new_passphrase_takes_the_old_ones_place_when_the_old_one_is_known(desk, path) -> None:
    press(desk.window, "Change my passphrase")
    write(desk.window, "Present passphrase", "no such words here")
    write(desk.window, "New passphrase", SECOND_PASSPHRASE)
    write(desk.window, "The same once more", SECOND_PASSPHRASE)
    press(desk.window, "Use the new passphrase")
    assert "This is not your present passphrase." in said(desk)
    write(desk.window, "Present passphrase", PASSPHRASE)
    press(desk.window, "Use the new passphrase")
    assert "From now on" in desk.app.notices.last.text
    assert not has(desk.window, "Present passphrase")
    desk.app.lock()
    sign_in(desk.window, NAME, PASSPHRASE)
    assert desk.app.store is None
    sign_in(desk.window, NAME, SECOND_PASSPHRASE)
    assert desk.app.user.name == NAME


def test_guessing_at_an_empty_desk_waits_as_at_the_door(desk, path) -> None:
    press(desk.window, "Change my passphrase")
    write(desk.window, "New passphrase", SECOND_PASSPHRASE)
    write(desk.window, "The same once more", SECOND_PASSPHRASE)
    for _ in range(3):
        write(desk.window, "Present passphrase", "no such words here")
        press(desk.window, "Use the new passphrase")
    assert "Too soon" in said(desk)
    assert tries.read(path).failed == 2


def test_a_new_recovery_code_is_typed_back_before_it_holds(desk, path) -> None:
    before = keys.key_path(path).read_bytes()
    press(desk.window, "Make a new recovery code")
    write(desk.window, "Your passphrase", PASSPHRASE)
    press(desk.window, "Go on to the code")
    assert keys.key_path(path).read_bytes() == before
    code = confirm_code(desk.window)
    assert keys.unlock_with_code(path, code).user == desk.app.user.uid
    with desk.app.store.reading() as db:
        assert "recovery_code" in {row["kind"] for row in db.query("SELECT kind FROM event")}


def test_a_floor_computer_is_offered_no_keyring(desk) -> None:
    assert not has(desk.window, "Keep my key in this computer's keyring")


def test_ones_own_computer_opens_by_its_keyring_at_the_start_but_not_after_locking(
    desk, path, pocket
) -> None:
    press(desk.window, "This computer is my own")
    press(desk.window, "Keep my key in this computer's keyring")
    assert list(pocket.held) == [(keyrings.SERVICE, str(path))]
    desk.open_first(path)
    assert desk.app.user.name == NAME
    desk.app.lock()
    desk.open(path)
    assert desk.app.store is None
    desk.open_first(path)
    assert desk.app.store is None, "a passphrase was asked for before, and closing Deskside is no way around"
    sign_in(desk.window)
    desk.open(path)
    assert desk.app.store is None, "whoever goes from floor to floor may not be the owner any more"
    desk.open_first(path)
    assert desk.app.user.name == NAME
    desk.app.go("settings", "signing_in")
    press(desk.window, "Keep my key in this computer's keyring")
    assert pocket.held == {}
    desk.open_first(path)
    assert desk.app.store is None


def test_a_hand_over_ended_by_closing_deskside_is_not_opened_by_the_keyring(desk, path, pocket) -> None:
    press(desk.window, "This computer is my own")
    press(desk.window, "Keep my key in this computer's keyring")
    hand_over(desk)
    assert desk.app.user.role is Role.AGENT
    desk.let_go().close()
    with open_desk() as started:
        started.app.settings.set("own_computer", True)
        for key in ("keyrings", "held_back"):
            started.app.settings.set(key, read_file(paths.machine_settings())[key])
        started.open_first(path)
        assert started.app.store is None
        sign_in(started.window)
        started.open_first(path)
        assert started.app.user.name == NAME


def test_a_desk_given_back_by_passphrase_opens_by_the_keyring_again(desk, path, pocket) -> None:
    press(desk.window, "This computer is my own")
    press(desk.window, "Keep my key in this computer's keyring")
    hand_over(desk)
    press(desk.window, f"Back to {NAME}")
    write(desk.window, "Name to sign in with", NAME)
    write(desk.window, "Passphrase", PASSPHRASE)
    press(desk.window, "Go back")
    assert keyrings.is_to_ask(desk.app.settings, path)


def hand_over(desk) -> None:
    with desk.app.store.reading() as db:
        agent = people.agents(db)[0].id
    desk.app.go("handover", (agent, None, ("today", None)))
    settle()


def test_a_computer_that_is_no_longer_ones_own_keeps_no_key(desk, path, pocket) -> None:
    press(desk.window, "This computer is my own")
    press(desk.window, "Keep my key in this computer's keyring")
    secret = pocket.held[keyrings.SERVICE, str(path)]
    press(desk.window, "This computer is my own")
    assert pocket.held == {}
    pocket.held[keyrings.SERVICE, str(path)] = secret
    with pytest.raises(Exception, match="wrong_key"):
        keyrings.unlock(path)


def test_a_keyring_that_fails_leaves_the_passphrase(desk, path, pocket) -> None:
    press(desk.window, "This computer is my own")
    press(desk.window, "Keep my key in this computer's keyring")
    pocket.broken = True
    desk.open_first(path)
    assert "keyring didn't open it" in said(desk)
    sign_in(desk.window)
    assert desk.app.user.name == NAME


def test_where_there_is_no_keyring_it_is_said_and_nothing_is_kept(desk, path) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    press(desk.window, "This computer is my own")
    press(desk.window, "Keep my key in this computer's keyring")
    keyring.set_keyring(before)
    assert "no keyring that Deskside can use" in said(desk)
    assert not find(desk.window, "Keep my key in this computer's keyring").isChecked()
    assert not keyrings.is_kept(desk.app.settings, path)


def test_the_demo_floor_has_nothing_to_sign_in_to(qtbot, demo_file) -> None:
    place = paths.demo_store()
    place.parent.mkdir(parents=True)
    place.write_bytes(demo_file.read_bytes())
    with open_desk() as desk:
        desk.open_first(place)
        desk.app.go("settings", "signing_in")
        assert "The demo floor opens without a passphrase" in said(desk)
        assert not has(desk.window, "Change my passphrase")
        assert desk.window.rail.lock.isHidden()
