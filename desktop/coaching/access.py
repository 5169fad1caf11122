"""Who may do what: one table, asked by every action, for a hidden button is no lock."""

from enum import StrEnum

from db.records.people import Role, User


class Deed(StrEnum):
    """What a user does to the store. Reading what one may see is not among them yet."""

    IMPORT = "import"
    EDIT_PEOPLE = "edit_people"
    OBSERVE = "observe"
    FINISH_EVALUATION = "finish_evaluation"
    EDIT_SCORECARD = "edit_scorecard"
    EDIT_STANDARDS = "edit_standards"
    ASSESS = "assess"
    WRITE_PLAN = "write_plan"
    SIGN_PLAN = "sign_plan"
    EXPORT = "export"
    CHANGE_SETTINGS = "change_settings"
    BACK_UP = "back_up"
    RESTORE = "restore"
    REMOVE_DEMO = "remove_demo"


class Forbidden(PermissionError):
    """A deed the user's role doesn't cover; `user` is None where nobody is signed in."""

    def __init__(self, deed: Deed, user: User | None) -> None:
        super().__init__(deed.value)
        self.deed = deed
        self.user = user


COACHING = frozenset(
    {
        Deed.OBSERVE,
        Deed.FINISH_EVALUATION,
        Deed.ASSESS,
        Deed.WRITE_PLAN,
        Deed.SIGN_PLAN,
        Deed.EXPORT,
        Deed.BACK_UP,
    }
)
KEEPING = frozenset(
    {
        Deed.IMPORT,
        Deed.EDIT_PEOPLE,
        Deed.EDIT_SCORECARD,
        Deed.EDIT_STANDARDS,
        Deed.EXPORT,
        Deed.CHANGE_SETTINGS,
        Deed.BACK_UP,
        Deed.RESTORE,
        Deed.REMOVE_DEMO,
    }
)
ROLES = {
    # One supervisor may be the only user of a store, so nothing is out of reach for them.
    Role.SUPERVISOR: COACHING | KEEPING,
    Role.COACH: COACHING,
    Role.ADMIN: KEEPING,
}


def may(user: User | None, deed: Deed) -> bool:
    """Whether the user's role covers the deed; nobody may do nothing."""
    return user is not None and deed in ROLES[user.role]


def demand(user: User | None, deed: Deed) -> User:
    """Return the user if the deed is theirs to do, else raise Forbidden."""
    if user is None or not may(user, deed):
        raise Forbidden(deed, user)
    return user
