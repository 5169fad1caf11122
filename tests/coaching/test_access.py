"""Who may do what."""

import pytest

from db.records.people import Role, User
from desktop.coaching import access
from desktop.coaching.access import Deed, Forbidden


def user(role: Role) -> User:
    return User(1, bytes(16), "Ada", role)


@pytest.mark.parametrize("deed", Deed)
def test_a_lone_supervisor_can_do_all_there_is_to_do(deed: Deed) -> None:
    assert access.may(user(Role.SUPERVISOR), deed)
    assert access.demand(user(Role.SUPERVISOR), deed).name == "Ada"


@pytest.mark.parametrize(
    ("role", "deed"),
    [
        (Role.COACH, Deed.IMPORT),
        (Role.COACH, Deed.EDIT_SCORECARD),
        (Role.COACH, Deed.RESTORE),
        (Role.ADMIN, Deed.OBSERVE),
        (Role.ADMIN, Deed.WRITE_PLAN),
    ],
)
def test_a_deed_of_another_role_is_refused(role: Role, deed: Deed) -> None:
    with pytest.raises(Forbidden) as refused:
        access.demand(user(role), deed)
    assert (refused.value.deed, refused.value.user) == (deed, user(role))


@pytest.mark.parametrize("role", Role)
def test_every_role_has_deeds_of_its_own(role: Role) -> None:
    assert access.ROLES[role]


def test_nobody_may_do_nothing() -> None:
    assert not any(access.may(None, deed) for deed in Deed)
    with pytest.raises(Forbidden):
        access.demand(None, Deed.OBSERVE)
