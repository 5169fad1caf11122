"""Private notes: written and read by their author alone, not even by who reads the store's own bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import keys
from db.queries import people, private_notes
from db.records.people import Role, User
from db.store import Store
from desktop.coaching.access import at_the_desk_of
from desktop.features.people import private_notes as actions
from desktop.features.people.page import PeoplePage
from desktop.features.people.private_notes import NoKeys
from desktop.features.users import actions as users
from tests.builders import Floor
from tests.pages.door import open_protected, protected_floor
from tests.pages.finding import has, press, settle, words, write
from tests.pages.opening import open_app

SECRET = "She is worried about her mother, zanzibar"


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Floor]:
    floor = open_protected(protected_floor(tmp_path))
    floor.store.act_as(floor.user)
    yield floor
    floor.store.close()


def write_note(floor: Floor, text: str = SECRET) -> int:
    id = actions.begin_note(floor.store, floor.agent, floor.user)
    actions.keep_note(floor.store, id, text, floor.user)
    return id


def texts(floor: Floor) -> list[str]:
    return [note.text for note in actions.read_notes(floor.store, floor.agent, floor.user).notes]


def test_a_private_note_is_read_again_and_its_words_are_nowhere_in_the_open(locked: Floor) -> None:
    id = write_note(locked)
    assert texts(locked) == [SECRET]
    with locked.store.reading() as db:
        (note,) = private_notes.of_agent(db, locked.user.id, locked.agent)
        held = [str(row) for row in db.execute("SELECT * FROM change").fetchall()]
    assert note.id == id
    assert SECRET.encode() not in note.sealed
    assert not any("zanzibar" in row for row in held)
    assert SECRET not in repr(actions.read_notes(locked.store, locked.agent, locked.user))


def test_a_note_is_removed_and_brought_back(locked: Floor) -> None:
    id = write_note(locked)
    actions.remove_note(locked.store, id, locked.user)
    assert texts(locked) == []
    actions.bring_back_note(locked.store, id, locked.user)
    assert texts(locked) == [SECRET]


def test_a_plain_store_keeps_none_and_says_so(floor: Floor) -> None:
    assert not actions.read_notes(floor.store, floor.agent, floor.user).sealed
    with pytest.raises(NoKeys):
        actions.begin_note(floor.store, floor.agent, floor.user)


def test_a_card_number_is_masked_before_it_is_sealed(locked: Floor) -> None:
    write_note(locked, "She read out 4111 1111 1111 1111 to him")
    (text,) = texts(locked)
    assert "4111 1111" not in text
    assert text.startswith("She read out")


def as_another(locked: Floor) -> tuple[Store, User]:
    """The same floor, open for a second supervisor of the same team, who looks after the floor too."""
    new = users.Invitation("Bo Lind", Role.SUPERVISOR, keeps=True, teams=(locked.team,))
    admitted = users.invite(locked.store, new, locked.user)
    path = locked.store.path
    locked.store.close()
    unlocked = keys.unlock(path, "Bo Lind", admitted.passphrase)
    store = Store.open(path, unlocked=unlocked)
    store.act_as(admitted.user)
    return store, admitted.user


def test_nobody_else_reads_changes_or_removes_it(locked: Floor) -> None:
    id = write_note(locked)
    store, bo = as_another(locked)
    assert actions.read_notes(store, locked.agent, bo).notes == ()
    for deed in (
        lambda: actions.keep_note(store, id, "mine", bo),
        lambda: actions.remove_note(store, id, bo),
        lambda: actions.bring_back_note(store, id, bo),
    ):
        with pytest.raises(LookupError):
            deed()
    assert store.unlocked is not None
    with store.reading(whole=True) as db:
        note = private_notes.note(db, id)
        place = locked.user.uid + people.agent(db, locked.agent).uid
        with pytest.raises(keys.Unreadable):
            keys.open_private(store.unlocked.own, note.sealed, place)
    store.close()


def test_a_note_moved_to_somebody_elses_page_cannot_be_opened(locked: Floor) -> None:
    id = write_note(locked)
    with locked.store.writing("agent", "private_note") as db:
        other = people.add_agent(db, "Tomasz Zieliński", locked.team)
        db.execute("UPDATE main.private_note SET agent_id = ? WHERE id = ?", [other, id])
    found = actions.read_notes(locked.store, other, locked.user)
    assert (found.notes, found.closed) == ((), 1)


def test_handing_over_shows_none(locked: Floor) -> None:
    write_note(locked)
    locked.store.act_as(locked.user, locked.agent)
    with pytest.raises(PermissionError):
        actions.read_notes(locked.store, locked.agent, at_the_desk_of(locked.user))
    with locked.store.reading() as db:
        assert private_notes.of_agent(db, locked.user.id, locked.agent) == ()


@pytest.fixture
def page(qtbot, locked):
    with open_app(locked.store, locked.user) as app:
        made = PeoplePage(app)
        qtbot.addWidget(made)
        made.resize(1200, 800)
        made.show()
        made.show_target(locked.agent)
        settle()
        yield made


def part(page: PeoplePage):
    return page.detail.panel.private


def field(page: PeoplePage):
    return next(iter(part(page).lines.values())).field


def test_a_note_is_kept_as_it_is_typed(locked, page):
    press(page, "Write a private note")
    write(page, field(page).accessibleName(), SECRET)
    assert texts(locked) == [SECRET]
    page.refresh()
    settle()
    assert field(page).text() == SECRET


def test_a_removed_note_comes_back_by_undo(locked, page):
    write_note(locked)
    page.refresh()
    settle()
    press(page, f"Remove the {field(page).accessibleName().replace('Private', 'private')}")
    assert part(page).lines == {}
    page.app.undo.undo()
    settle()
    assert field(page).text() == SECRET


def test_many_notes_are_found_by_their_words(locked, page):
    for words_of in ("Zürich trip", "asked for early shifts", "zurich again", "likes quiet feedback"):
        write_note(locked, words_of)
    page.refresh()
    settle()
    write(page, "Find in my private notes", "zurich")
    shown = [line.field.text() for line in part(page).lines.values() if line.isVisible()]
    assert sorted(shown) == ["Zürich trip", "zurich again"]
    assert any("2 notes hold these words" in text for text in words(page))


def test_another_persons_page_holds_none_of_these_notes(locked, page):
    write_note(locked)
    with locked.store.writing("agent") as db:
        other = people.add_agent(db, "Tomasz Zieliński", locked.team)
    page.show_target(other)
    settle()
    assert part(page).lines == {}
    page.show_target(locked.agent)
    settle()
    assert field(page).text() == SECRET


def test_on_a_floor_without_passphrases_the_part_says_what_it_needs(qtbot, floor):
    with open_app(floor.store, floor.user) as app:
        made = PeoplePage(app)
        qtbot.addWidget(made)
        made.show()
        made.show_target(floor.agent)
        settle()
        assert any("Private notes need a floor with passphrases" in text for text in words(made))
        assert not has(made, "Write a private note")


def test_an_administrator_has_no_private_notes(qtbot, floor):
    with floor.store.writing("user") as db:
        admin = people.user(db, people.add_user(db, "Ana Ruiz", Role.ADMIN, keeps=True))
    with open_app(floor.store, admin) as app:
        made = PeoplePage(app)
        qtbot.addWidget(made)
        made.show()
        made.show_target(floor.agent)
        settle()
        assert not has(made, "Write a private note")
        assert part(made).isHidden()
