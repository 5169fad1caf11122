"""Who may do what: the table as a reader would write it, and every deed of every role held against it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from db.records.people import Role, User
from desktop.coaching import access
from desktop.coaching.access import Deed, Forbidden

# Per role; S supervisor, C coach, A administrator, G agent at the desk, K whoever looks after the floor.
TABLE = {
    Deed.IMPORT: "S",
    Deed.EDIT_PEOPLE: "SAK",
    Deed.OBSERVE: "SC",
    Deed.FINISH_EVALUATION: "SC",
    Deed.REVISE: "SC",
    Deed.EDIT_SCORECARD: "S",
    Deed.EDIT_STANDARDS: "S",
    Deed.ASSESS: "SC",
    Deed.WRITE_PLAN: "SC",
    Deed.SIGN_PLAN: "SC",
    Deed.KEEP_PRIVATE_NOTES: "SC",
    Deed.HAND_OVER: "SC",
    Deed.EXPORT: "SC",
    Deed.RECOGNISE: "SC",
    Deed.SHELVE: "SC",
    Deed.PROPOSE_CALL: "G",
    Deed.KEEP_RECORDINGS: "S",
    Deed.SAMPLE: "SC",
    Deed.DECIDE_DISPUTE: "SC",
    Deed.TAKE_BACK: "SC",
    Deed.VOID: "S",
    Deed.ACKNOWLEDGE: "G",
    Deed.WRITE_OWN_WORDS: "SCG",
    Deed.ASSESS_ONESELF: "SCG",
    Deed.SIGN_FOR_ONESELF: "G",
    Deed.DISPUTE: "SCG",
    Deed.EVALUATE_ONESELF: "G",
    Deed.ALLOW_NUMBER: "SCAK",
    Deed.CHANGE_SETTINGS: "AK",
    Deed.MANAGE_USERS: "AK",
    Deed.SEE_RECORD: "AK",
    Deed.VERIFY: "AK",
    Deed.BACK_UP: "SCAK",
    Deed.RESTORE: "AK",
    Deed.ERASE: "AK",
    Deed.DISCLOSE: "AK",
    Deed.CHANGE_KEYS: "AK",
    Deed.REMOVE_DEMO: "AK",
}
LETTERS = {Role.SUPERVISOR: "S", Role.COACH: "C", Role.ADMIN: "A", Role.AGENT: "G"}


def user(role: Role, *, keeps: bool = False) -> User:
    return User(1, bytes(16), "Ada", role, keeps)


def test_every_deed_is_in_the_table() -> None:
    assert set(TABLE) == set(Deed)


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("deed", Deed)
def test_a_deed_is_done_by_whom_the_table_names_and_by_nobody_else(
    deed: Deed, role: Role, keeps: bool
) -> None:
    keeping = keeps and role is not Role.AGENT
    allowed = LETTERS[role] in TABLE[deed] or (keeping and "K" in TABLE[deed])
    assert access.may(user(role, keeps=keeps), deed) is allowed
    if allowed:
        assert access.demand(user(role, keeps=keeps), deed).name == "Ada"
    else:
        with pytest.raises(Forbidden) as refused:
            access.demand(user(role, keeps=keeps), deed)
        assert (refused.value.deed, refused.value.user) == (deed, user(role, keeps=keeps))


@pytest.mark.parametrize("role", Role)
def test_a_suspended_user_may_do_nothing(role: Role) -> None:
    suspended = replace(user(role, keeps=True), suspended_at=datetime(2026, 3, 20, tzinfo=UTC))
    assert access.deeds(suspended) == frozenset()


def test_nobody_may_do_nothing() -> None:
    assert access.deeds(None) == frozenset()
    with pytest.raises(Forbidden):
        access.demand(None, Deed.OBSERVE)


def test_a_lone_supervisor_who_keeps_the_floor_can_do_all_but_what_is_an_agents_alone() -> None:
    agents = {Deed.ACKNOWLEDGE, Deed.SIGN_FOR_ONESELF, Deed.EVALUATE_ONESELF, Deed.PROPOSE_CALL}
    assert access.deeds(user(Role.SUPERVISOR, keeps=True)) == set(Deed) - agents


def test_handing_over_takes_the_users_rights_away() -> None:
    handed = access.at_the_desk_of(user(Role.SUPERVISOR, keeps=True))
    assert access.deeds(handed) == access.ROLES[Role.AGENT]
    assert not access.may(handed, Deed.ASSESS)
    assert not access.may(handed, Deed.SIGN_PLAN)
