"""Who may do what: one table, asked by every action, for a hidden button is no lock.

Whose things a user sees is another question, and the store's to answer (`db.reach`).
"""

from dataclasses import replace
from enum import StrEnum

from db.records.people import Role, User


class Deed(StrEnum):
    """What a user does to the store, and the reading that is not of single people: the record, the users."""

    IMPORT = "import"
    EDIT_PEOPLE = "edit_people"
    OBSERVE = "observe"
    FINISH_EVALUATION = "finish_evaluation"
    REVISE = "revise"
    EDIT_SCORECARD = "edit_scorecard"
    EDIT_STANDARDS = "edit_standards"
    ASSESS = "assess"
    WRITE_PLAN = "write_plan"
    SIGN_PLAN = "sign_plan"
    KEEP_PRIVATE_NOTES = "keep_private_notes"
    HAND_OVER = "hand_over"
    EXPORT = "export"
    ALLOW_NUMBER = "allow_number"
    RECOGNISE = "recognise"
    SHELVE = "shelve"
    KEEP_RECORDINGS = "keep_recordings"
    SAMPLE = "sample"
    DECIDE_DISPUTE = "decide_dispute"
    TAKE_BACK = "take_back"
    VOID = "void"
    # An agent's, at a user's desk.
    ACKNOWLEDGE = "acknowledge"
    WRITE_OWN_WORDS = "write_own_words"
    ASSESS_ONESELF = "assess_oneself"
    SIGN_FOR_ONESELF = "sign_for_oneself"
    DISPUTE = "dispute"
    PROPOSE_CALL = "propose_call"
    EVALUATE_ONESELF = "evaluate_oneself"
    # Of who looks after the floor.
    CHANGE_SETTINGS = "change_settings"
    MANAGE_USERS = "manage_users"
    SEE_RECORD = "see_record"
    VERIFY = "verify"
    BACK_UP = "back_up"
    RESTORE = "restore"
    ERASE = "erase"
    DISCLOSE = "disclose"
    CHANGE_KEYS = "change_keys"
    REMOVE_DEMO = "remove_demo"


class Forbidden(PermissionError):
    """A deed the user's role doesn't cover; `user` is None where nobody is signed in."""

    def __init__(self, deed: Deed, user: User | None) -> None:
        super().__init__(deed.value)
        self.deed = deed
        self.user = user


# What the agent says in the hand-over view may also be written down by a coach who sits beside them; but what
# they have read and what they sign, nobody says for them.
BESIDE = frozenset({Deed.WRITE_OWN_WORDS, Deed.ASSESS_ONESELF, Deed.DISPUTE})
COACHING = BESIDE | {
    Deed.OBSERVE,
    Deed.SAMPLE,
    Deed.FINISH_EVALUATION,
    Deed.REVISE,
    Deed.ASSESS,
    Deed.WRITE_PLAN,
    Deed.SIGN_PLAN,
    Deed.KEEP_PRIVATE_NOTES,
    Deed.HAND_OVER,
    Deed.EXPORT,
    Deed.ALLOW_NUMBER,
    # A floor has few people: whoever did not give the answer may decide about it.
    Deed.DECIDE_DISPUTE,
    Deed.TAKE_BACK,
    Deed.RECOGNISE,
    Deed.SHELVE,
    Deed.BACK_UP,
}
SUPERVISING = COACHING | {
    Deed.IMPORT,
    Deed.KEEP_RECORDINGS,
    Deed.VOID,
    Deed.EDIT_PEOPLE,
    Deed.EDIT_SCORECARD,
    Deed.EDIT_STANDARDS,
}
# Teams and agents are edited by who assigns them too; nothing of their coaching.
KEEPING = frozenset(
    {
        Deed.EDIT_PEOPLE,
        Deed.ALLOW_NUMBER,
        Deed.CHANGE_SETTINGS,
        Deed.MANAGE_USERS,
        Deed.SEE_RECORD,
        Deed.VERIFY,
        Deed.BACK_UP,
        Deed.RESTORE,
        Deed.ERASE,
        Deed.DISCLOSE,
        Deed.CHANGE_KEYS,
        Deed.REMOVE_DEMO,
    }
)
ROLES: dict[Role, frozenset[Deed]] = {
    Role.SUPERVISOR: SUPERVISING,
    Role.COACH: COACHING,
    Role.ADMIN: KEEPING,
    Role.AGENT: BESIDE
    | {
        Deed.ACKNOWLEDGE,
        Deed.SIGN_FOR_ONESELF,
        Deed.EVALUATE_ONESELF,
        Deed.PROPOSE_CALL,
    },
}


def deeds(user: User | None) -> frozenset[Deed]:
    """All that is the user's to do: nothing for nobody and while suspended, more for who keeps the floor."""
    if user is None or user.suspended_at is not None:
        return frozenset()
    keeping = KEEPING if user.keeps and user.role is not Role.AGENT else frozenset()
    return ROLES[user.role] | keeping


def may(user: User | None, deed: Deed) -> bool:
    return deed in deeds(user)


def demand(user: User | None, deed: Deed) -> User:
    """Return the user if the deed is theirs to do, else raise Forbidden."""
    if user is None or not may(user, deed):
        raise Forbidden(deed, user)
    return user


def at_the_desk_of(user: User) -> User:
    """Who acts in the hand-over view: an agent, in the name of the user who handed over."""
    return replace(user, role=Role.AGENT, keeps=False)
