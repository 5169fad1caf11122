"""The words for users: what they work as, what they are assigned, whether they come in."""

from datetime import datetime

from db.records.people import GIVEN_ROLES, Role, User
from desktop.features.users.actions import LastKeeper, Oneself, Unfit
from desktop.features.users.reading import Given, State, UserRow, Users
from desktop.shell.text import ago, ntr, tr
from desktop.shell.words import word

_MARKS = {State.SUSPENDED: "warn", State.KEYLESS: "warn", State.INVITED: "info", State.ACTIVE: "good"}


def roles() -> list[tuple[object, str]]:
    return [(role, word(role)) for role in GIVEN_ROLES]


def role_words(user: User) -> str:
    """The role, and whether they look after the floor where the role alone doesn't say it."""
    if user.role is not Role.ADMIN and user.keeps:
        return tr("{role}, looks after this floor", role=word(user.role))
    return word(user.role)


def role_meaning(role: Role) -> str:
    """What a role may do, in a sentence."""
    return {
        Role.SUPERVISOR: tr(
            "Observes, coaches and plans with the agents of their teams, brings in people and calls, "
            "and writes scorecards and standards."
        ),
        Role.COACH: tr("Observes, coaches and plans with the agents assigned to them."),
        Role.ADMIN: tr("Looks after users, settings and backups, and sees nobody's coaching."),
    }.get(role, "")


def given_words(row: UserRow) -> str:
    if not row.coaches:
        return tr("nobody: an administrator coaches nobody")
    return ", ".join(one.name for one in row.given) or tr("nobody yet")


def given_name(one: Given) -> str:
    return tr("Team {name}", name=one.name) if one.team_id is not None else one.name


def state_words(row: UserRow) -> str:
    """For the list, in a word or two."""
    return {
        State.ACTIVE: tr("active"),
        State.INVITED: tr("invited"),
        State.SUSPENDED: tr("suspended"),
        State.KEYLESS: tr("no passphrase"),
    }[row.state]


def state_sentence(row: UserRow) -> str:
    return {
        State.ACTIVE: tr("Comes in with a passphrase of their own."),
        State.INVITED: tr("Invited: the passphrase they were told is still to be changed."),
        State.SUSPENDED: tr("Suspended: can't come in until they are let in again."),
        State.KEYLESS: tr("Has no passphrase yet, so can't come in: give them one."),
    }[row.state]


def state_mark(row: UserRow) -> str:
    return _MARKS[row.state]


def last_words(row: UserRow, now: datetime) -> str:
    return ago(row.last_in, now) if row.last_in is not None else tr("never yet")


def count_words(users: Users) -> str:
    n = len(users.rows)
    out = sum(row.state is State.SUSPENDED for row in users.rows)
    words = ntr("{n} user", "{n} users", n)
    return tr("{users}, {n} of them suspended", users=words, n=out) if out else words


def plain_words() -> str:
    return tr(
        "This floor opens without passphrases, as the demo does. Users can be listed and assigned here; "
        "on a floor of your own each one gets a passphrase."
    )


def unfit_words(error: Unfit) -> str:
    if error.taken:
        return tr("That name is taken; add something to tell them apart.")
    return tr("Please write a name; the one before stays until then.")


def refusal(error: Exception) -> str:
    """Why a deed on a user was refused; blank for what is no refusal of ours."""
    if isinstance(error, LastKeeper):
        return tr("Somebody has to look after this floor: let another person do so first.")
    if isinstance(error, Oneself):
        return tr("Nobody does this to themselves: ask somebody else who looks after this floor.")
    if isinstance(error, Unfit):
        return unfit_words(error)
    return ""


def passphrase_words(name: str) -> str:
    return tr(
        "Tell it to {name} now: it is shown this once and kept nowhere. "
        "They choose one of their own when they first come in.",
        name=name,
    )


def reset_words(name: str) -> str:
    return tr(
        "{name} gets a new passphrase, and the one before opens nothing any more. Their private notes stay "
        "closed for ever, unless they come in with their own recovery code instead.",
        name=name,
    )


def new_keys_words() -> str:
    """When the floor should get new keys, and what they don't undo."""
    return tr(
        "New keys shut out whoever copied the floor and knew a passphrase or a recovery sheet then. Give "
        "them when one may have leaked, after its owner got a new passphrase from somebody else here, and "
        "when somebody suspended may have a copy. Everybody keeps their passphrase; it takes a while, so "
        "stay until it is done. Backups from before are still opened by the old keys."
    )


def new_keys_done(older: int) -> str:
    done = tr("The floor has new keys, and a backup under them.")
    if not older:
        return done
    left = ntr(
        "{n} backup from before is still opened by the old keys; delete it when you need it no more.",
        "{n} backups from before are still opened by the old keys; delete them when you need them no more.",
        older,
    )
    return f"{done} {left}"


def removal_words(name: str, protected: bool) -> str:
    words = tr(
        "{name} can't come in any more, and their private notes can't be read by anybody. "
        "What they wrote about agents stays, with their name. This can't be undone.",
        name=name,
    )
    if protected:
        return f"{words} {tr('The store gets a new key, which takes a while; stay until it is done.')}"
    return words
