"""Users as deeds: who comes in afterwards, who does not, and that somebody always looks after the floor."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db import keys
from db.backup import backup_folder, list_backups
from db.errors import StoreError, Suspended, WrongKey
from db.keys.unlocking import read_with
from db.queries import assignments, people
from db.records.people import Role, User
from db.store import Store
from desktop.coaching.access import Forbidden
from desktop.features.users import actions
from desktop.features.users.actions import Admitted, Invitation, LastKeeper, Oneself, Unfit
from desktop.features.users.passphrases import LETTERS, make_passphrase
from desktop.features.users.reading import State, UserRow
from tests.builders import Floor
from tests.pages.door import NAME, PASSPHRASE, open_protected, protected_floor

CLEO = Invitation("Cleo Adair", Role.COACH)


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Floor]:
    """A floor that takes passphrases, open; its first user looks after it."""
    floor = open_protected(protected_floor(tmp_path))
    floor.store.act_as(floor.user)
    yield floor
    floor.store.close()


def row(floor: Floor, name: str) -> UserRow:
    return next(one for one in actions.read_users(floor.store, floor.user).rows if one.user.name == name)


def run(work: object) -> None:
    assert list(work) is not None  # type: ignore[call-overload]


def events(store: Store) -> list[str]:
    with store.reading() as db:
        return [kind for (kind,) in db.execute("SELECT kind FROM event ORDER BY id").fetchall()]


def comes_in(floor: Floor, admitted: Admitted) -> keys.Unlocked:
    return keys.unlock(floor.store.path, admitted.user.name, admitted.passphrase)


def test_an_invited_user_comes_in_by_a_passphrase_that_has_to_be_changed(locked: Floor) -> None:
    admitted = actions.invite(locked.store, replace(CLEO, teams=(locked.team,)), locked.user)
    assert comes_in(locked, admitted).temporary
    shown = row(locked, "Cleo Adair")
    assert (shown.state, [one.name for one in shown.given], shown.last_in) == (
        State.INVITED,
        ["Harbour"],
        None,
    )
    assert admitted.passphrase not in repr(admitted)
    assert "user_invited" in events(locked.store)


def test_a_passphrase_is_long_and_easy_to_read_out() -> None:
    made = {make_passphrase() for _ in range(50)}
    assert len(made) == 50
    assert all(len(one) == 19 and set(one) <= {*LETTERS, "-"} for one in made)
    assert not set("01iloIO") & set(LETTERS)


def test_on_a_plain_store_users_are_listed_without_passphrases(floor: Floor) -> None:
    admitted = actions.invite(floor.store, CLEO, floor.user)
    assert admitted.passphrase == ""
    assert not actions.read_users(floor.store, floor.user).protected
    assert row(floor, "Cleo Adair").state is State.ACTIVE
    with pytest.raises(PermissionError):
        actions.reset(floor.store, admitted.user.id, floor.user)


@pytest.mark.parametrize("name", ["", "  ", "ruth  CASTELLANE", "Rúth Castellane"])
def test_a_name_is_neither_blank_nor_anothers(floor: Floor, name: str) -> None:
    with pytest.raises(Unfit):
        actions.invite(floor.store, replace(CLEO, name=name), floor.user)
    assert len(actions.read_users(floor.store, floor.user).rows) == 1


def test_a_suspended_user_does_not_come_in_until_let_in_again(locked: Floor) -> None:
    admitted = actions.invite(locked.store, CLEO, locked.user)
    actions.suspend(locked.store, admitted.user.id, locked.user)
    assert row(locked, "Cleo Adair").state is State.SUSPENDED
    with pytest.raises(Suspended):
        comes_in(locked, admitted)
    actions.resume(locked.store, admitted.user.id, locked.user)
    assert comes_in(locked, admitted).user == admitted.user.uid
    assert events(locked.store)[-2:] == ["user_suspended", "user_resumed"]


def test_a_new_passphrase_takes_the_place_of_the_forgotten_one(locked: Floor) -> None:
    first = actions.invite(locked.store, CLEO, locked.user)
    second = actions.reset(locked.store, first.user.id, locked.user)
    assert comes_in(locked, second).temporary
    with pytest.raises(WrongKey):
        comes_in(locked, first)
    assert "passphrase_reset" in events(locked.store)


def test_a_removed_user_is_shut_out_and_the_store_goes_on_under_a_new_key(locked: Floor) -> None:
    assert locked.store.unlocked is not None
    before = locked.store.unlocked.store_key
    admitted = actions.invite(locked.store, replace(CLEO, teams=(locked.team,)), locked.user)
    run(actions.remove(locked.store, admitted.user.id, locked.user))
    assert [one.user.name for one in actions.read_users(locked.store, locked.user).rows] == [NAME]
    assert locked.store.unlocked.store_key != before
    with pytest.raises(WrongKey):
        comes_in(locked, admitted)
    path = locked.store.path
    locked.store.close()
    again = Store.open(path, unlocked=keys.unlock(path, NAME, PASSPHRASE))
    with again.reading() as db:
        assert people.user(db, admitted.user.id).name == "Cleo Adair"
        assert assignments.assignments(db, admitted.user.id) == ()
    assert events(again)[-2:] == ["user_removed", "rekey"]
    again.close()


def test_new_keys_after_a_reset_leave_an_old_copy_nothing_of_today(locked: Floor) -> None:
    """A passphrase and a recovery sheet that somebody knew, with a key file of then."""
    store = locked.store
    admitted = actions.invite(store, CLEO, locked.user)
    keys.set_passphrase(store.path, comes_in(locked, admitted), admitted.user.uid, "Cleo Adair", "hers alone")
    code = keys.new_code()
    keys.add_code(store.path, keys.unlock(store.path, "Cleo Adair", "hers alone"), code)
    stick = store.back_up().path
    known = [keys.unlock(stick, "Cleo Adair", "hers alone"), keys.unlock_with_code(stick, code)]
    actions.reset(store, admitted.user.id, locked.user)
    assert renewed(actions.renew_keys(store, locked.user)) == 1
    newest = list_backups(backup_folder(store.path), store.path)[0].path
    assert store.unlocked is not None
    for old in known:
        assert old.store_key != store.unlocked.store_key
        for file in (store.path, newest):
            with pytest.raises(StoreError):
                read_with(file, old)
    assert events(store)[-2:] == ["passphrase_reset", "rekey"]
    assert keys.unlock(store.path, NAME, PASSPHRASE).store_key == store.unlocked.store_key


def test_new_keys_are_not_given_to_somebody_suspended_until_they_come_back(locked: Floor) -> None:
    store, admitted = locked.store, actions.invite(locked.store, CLEO, locked.user)
    actions.suspend(store, admitted.user.id, locked.user)
    renewed(actions.renew_keys(store, locked.user))
    with pytest.raises(Suspended):
        comes_in(locked, admitted)
    actions.resume(store, admitted.user.id, locked.user)
    assert store.unlocked is not None
    assert comes_in(locked, admitted).store_key == store.unlocked.store_key


def renewed(work: Generator[object, None, int]) -> int:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return int(end.value)


def test_a_renamed_user_signs_in_by_the_new_name(locked: Floor) -> None:
    admitted = actions.invite(locked.store, CLEO, locked.user)
    changed = actions.rename(locked.store, admitted.user.id, "  Cleo   Adair-Moss ", locked.user)
    assert changed.name == "Cleo Adair-Moss"
    assert comes_in(locked, Admitted(changed, admitted.passphrase)).user == changed.uid
    with pytest.raises(WrongKey):
        comes_in(locked, admitted)


def test_nobody_removes_suspends_or_resets_themselves(locked: Floor) -> None:
    other = actions.invite(locked.store, Invitation("Ana Ruiz", Role.ADMIN), locked.user)
    assert other.user.keeps
    for deed in (actions.suspend, actions.reset):
        with pytest.raises(Oneself):
            deed(locked.store, locked.user.id, locked.user)
    with pytest.raises(Oneself):
        run(actions.remove(locked.store, locked.user.id, locked.user))
    assert row(locked, NAME).state is State.ACTIVE


def test_the_last_who_looks_after_the_floor_stays(floor: Floor) -> None:
    ana = actions.invite(floor.store, Invitation("Ana Ruiz", Role.ADMIN), floor.user).user
    actions.change_role(floor.store, floor.user.id, Role.COACH, False, ana)
    assert row_of(floor, ana, "Ana Ruiz").sole
    for name, deed in {
        "suspended": lambda: actions.suspend(floor.store, ana.id, SOMEBODY),
        "removed": lambda: run(actions.remove(floor.store, ana.id, SOMEBODY)),
        "demoted": lambda: actions.change_role(floor.store, ana.id, Role.SUPERVISOR, False, ana),
    }.items():
        with pytest.raises(LastKeeper):
            deed()
        assert row_of(floor, ana, "Ana Ruiz").state is State.ACTIVE, name


SOMEBODY = User(77, b"", "Signed in on another day", Role.ADMIN, keeps=True)


def row_of(floor: Floor, by: User, name: str) -> UserRow:
    return next(one for one in actions.read_users(floor.store, by).rows if one.user.name == name)


def test_a_suspended_keeper_does_not_count_as_one(floor: Floor) -> None:
    ana = actions.invite(floor.store, Invitation("Ana Ruiz", Role.ADMIN), floor.user).user
    actions.suspend(floor.store, ana.id, floor.user)
    with pytest.raises(LastKeeper):
        actions.change_role(floor.store, floor.user.id, Role.COACH, False, floor.user)


def test_assigning_shows_and_taking_away_hides(floor: Floor) -> None:
    cleo = actions.invite(floor.store, CLEO, floor.user).user

    def seen() -> list[str]:
        floor.store.act_as(cleo)
        with floor.store.reading() as db:
            found = [agent.name for agent in people.agents(db)]
        floor.store.act_as(floor.user)
        return found

    assert seen() == []
    team = actions.assign(floor.store, cleo.id, ("team", floor.team), floor.user)
    assert actions.assign(floor.store, cleo.id, ("team", floor.team), floor.user) == team
    assert seen() == ["Imani Okafor"]
    actions.withdraw(floor.store, team, floor.user)
    assert seen() == []
    actions.give_back(floor.store, team, floor.user)
    assert seen() == ["Imani Okafor"]
    actions.withdraw(floor.store, team, floor.user)
    actions.assign(floor.store, cleo.id, ("agent", floor.agent), floor.user)
    assert seen() == ["Imani Okafor"]


def test_who_looks_after_one_team_assigns_agents_of_every_team(floor: Floor) -> None:
    with floor.store.writing("team", "agent") as db:
        other = people.add_team(db, "Mill Lane")
        people.add_agent(db, "Tomasz Zieliński", other)
    floor.store.act_as(floor.user)
    found = actions.read_users(floor.store, floor.user)
    assert [one.name for one in found.agents] == ["Imani Okafor", "Tomasz Zieliński"]
    with floor.store.reading() as db:
        assert [agent.name for agent in people.agents(db)] == ["Imani Okafor"]


def test_who_does_not_look_after_the_floor_changes_no_user(floor: Floor) -> None:
    cleo = actions.invite(floor.store, CLEO, floor.user).user
    lone = replace(floor.user, keeps=False)
    for by in (None, cleo, lone):
        for deed in (
            lambda by=by: actions.read_users(floor.store, by),
            lambda by=by: actions.invite(floor.store, replace(CLEO, name="X"), by),
            lambda by=by: actions.assign(floor.store, cleo.id, ("team", floor.team), by),
            lambda by=by: actions.change_role(floor.store, cleo.id, Role.ADMIN, True, by),
            lambda by=by: run(actions.remove(floor.store, floor.user.id, by)),
        ):
            with pytest.raises(Forbidden):
                deed()
    assert row(floor, "Cleo Adair").given == ()
