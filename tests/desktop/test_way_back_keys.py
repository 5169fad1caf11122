"""No keys are left lying on pages shown while no store is open: the way back, and signing in half done."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db.connection import Source
from db.errors import Damaged
from db.salvage.pages import Pages
from db.salvage.trees import is_leaf, walk
from desktop.features.handover import seats
from desktop.shell.desk import Desk
from desktop.shell.way_back import ResultPage, WayBackPage
from tests.db.salvaging import flip_bytes, work
from tests.pages.door import (
    NAME,
    PASSPHRASE,
    SECOND_NAME,
    SECOND_PASSPHRASE,
    choose_passphrase,
    invite,
    open_desk,
    open_protected,
    protected_floor,
    sign_in,
)
from tests.pages.finding import has, key, press, settle, words, write


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed floor whose backup is whole; one page of its notes is damaged."""
    path = protected_floor(tmp_path)
    floor = open_protected(path)
    work(floor, 5)
    floor.store.back_up()
    with floor.store.reading() as db:
        ((root,),) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'note'").fetchall()
    floor.store.close()
    with Pages(Source(path, floor.store.unlocked.store_key)) as pages:
        leaf = next(n for n in sorted(walk(pages, root, is_index=False).seen) if is_leaf(pages, n))
    flip_bytes(path, [leaf], random.Random(3))
    return path


@pytest.fixture
def desk(qtbot, place) -> Iterator[Desk]:
    with open_desk() as made:
        made.open_first(place)
        sign_in(made.window)
        yield made


def meet_damage(desk: Desk) -> None:
    with pytest.raises(Damaged), desk.app.store.reading(whole=True) as db:
        db.execute("SELECT * FROM note").fetchall()
    settle()


def hand_over(desk: Desk) -> None:
    with desk.app.store.reading() as db:
        agent = db.execute("SELECT id FROM agent").fetchone()[0]
    seats.hand_over(desk.app, (agent, None, ("today", None)))
    assert desk.app.store.acting.agent == agent


def page_of(desk: Desk, kind: type = WayBackPage):
    page = desk.window.stack.currentWidget()
    assert isinstance(page, kind), words(desk.window.stack)
    return page


def be_still(desk: Desk) -> None:
    """Nobody touches anything for a day."""
    stillness = desk.reasons.stillness
    stillness._touched -= 24 * 3600
    stillness.look()
    settle()


def test_an_agent_who_meets_damage_is_not_let_in_as_the_host(desk) -> None:
    hand_over(desk)
    meet_damage(desk)
    assert has(page_of(desk), "Passphrase")
    press(page_of(desk), "Try again")
    assert desk.app.store is None and desk.app.user is None
    assert has(desk.window, "Sign in")


def test_an_agent_who_meets_damage_goes_back_to_no_backup(desk, place) -> None:
    hand_over(desk)
    meet_damage(desk)
    before = place.read_bytes()
    press(page_of(desk), "Go back to this backup")
    settle()
    assert page_of(desk).under.text()
    assert desk.app.store is None and place.read_bytes() == before


def test_after_a_handover_the_host_goes_back_by_passphrase(desk) -> None:
    hand_over(desk)
    meet_damage(desk)
    write(page_of(desk), "Name", NAME)
    write(page_of(desk), "Passphrase", PASSPHRASE)
    press(page_of(desk), "Go back to this backup")
    settle()
    press(page_of(desk, ResultPage), "Carry on")
    assert desk.app.user.name == NAME and desk.app.store.acting.agent is None


@pytest.mark.parametrize("leave", [be_still, lambda desk: desk.lock()], ids=["stillness", "Ctrl+L"])
def test_the_way_back_left_alone_asks_for_a_passphrase(desk, leave) -> None:
    meet_damage(desk)
    assert not has(page_of(desk), "Passphrase")
    leave(desk)
    assert has(page_of(desk), "Passphrase")
    press(page_of(desk), "Try again")
    assert desk.app.store is None and has(desk.window, "Sign in")


def test_ctrl_l_is_heard_on_the_way_back(desk) -> None:
    meet_damage(desk)
    page_of(desk).backups.setFocus()
    key(desk.window.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert has(page_of(desk), "Passphrase")


def test_what_came_back_left_alone_asks_for_a_passphrase(desk) -> None:
    meet_damage(desk)
    press(page_of(desk), "Go back to this backup")
    settle()
    page_of(desk, ResultPage)
    be_still(desk)
    assert desk.app.store is None and has(desk.window, "Sign in")
    sign_in(desk.window)
    assert desk.app.user.name == NAME


def test_signing_in_left_half_done_begins_anew(qtbot, tmp_path) -> None:
    path = protected_floor(tmp_path / "other")
    invite(path, temporary=True)
    with open_desk() as desk:
        desk.open_first(path)
        be_still(desk)
        sign_in(desk.window, SECOND_NAME, "harp gravel 7 candle")
        assert has(desk.window, "Use this passphrase")
        be_still(desk)
        assert has(desk.window, "Sign in") and not has(desk.window, "Use this passphrase")
        assert desk.window.pages["signin"].coming_in._unlocked is None
        sign_in(desk.window, SECOND_NAME, "harp gravel 7 candle")
        choose_passphrase(desk.window, SECOND_PASSPHRASE)
        assert desk.app.user.name == SECOND_NAME
