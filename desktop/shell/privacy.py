"""What fields ask of the open floor: which numbers were let through, and how details of people are treated.

Numbers are read when one is met that may be a card's, which is seldom, and never kept in memory for long.
"""

from typing import TYPE_CHECKING

from desktop.coaching.access import Deed, demand, may
from desktop.coaching.personal import Kind
from desktop.coaching.redaction import Allowed, allow_none
from desktop.shell.context import App
from desktop.shell.text import locale_in_use

if TYPE_CHECKING:
    from db.records.allowed_numbers import AllowedNumber
    from db.records.people import User
    from db.store import Store

TELL, MASK, LEAVE = "tell", "mask", "leave"
POLICY_KEYS = {
    Kind.EMAIL: "private_emails",
    Kind.PHONE: "private_phones",
    Kind.NATIONAL_ID: "private_ids",
}


def allowances(app: App | None) -> Allowed:
    """Which numbers were let through on the open floor; none where there is no floor or it can't be read."""
    if app is None or app.store is None:
        return allow_none
    from db.errors import StoreError
    from db.queries import gate

    try:
        with app.store.reading() as db:
            return gate.allowances(db)
    except StoreError:
        return allow_none


def may_allow(app: App | None) -> bool:
    """Whether whoever is at work may let a number through."""
    return app is not None and app.store is not None and may(app.user, Deed.ALLOW_NUMBER)


def policy(app: App, kind: Kind) -> str:
    """What this floor does with such details: TELL, MASK or LEAVE."""
    return str(app.settings.get(POLICY_KEYS[kind]))


def region(app: App) -> str:
    """The country whose telephone numbers need no +44 before them, as two letters."""
    chosen = str(app.settings.get("phone_region")).strip().upper()
    return chosen if len(chosen) == 2 else locale_in_use().partition("_")[2][:2] or "GB"


def list_numbers(store: "Store") -> "tuple[AllowedNumber, ...]":
    """What was let through, newest first."""
    from db.queries import allowed_numbers

    with store.reading() as db:
        return allowed_numbers.allowed_numbers(db)


def allow_number(store: "Store", digits: str, reason: str, by: "User | None") -> int:
    """Let a number through from now on. Raises ValueError for a card's number and for a blank reason."""
    from db.queries import allowed_numbers

    user = demand(by, Deed.ALLOW_NUMBER)
    with store.writing("allowed_number") as db:
        return allowed_numbers.allow(db, digits, reason, user.id)


def take_number_back(store: "Store", id: int, by: "User | None") -> None:
    """Mask that number again from now on."""
    from db.queries import allowed_numbers

    demand(by, Deed.ALLOW_NUMBER)
    with store.writing("allowed_number") as db:
        allowed_numbers.take_back(db, id)


def allow_number_again(store: "Store", id: int, by: "User | None") -> None:
    """Undo of `take_number_back`."""
    from db.queries import allowed_numbers

    demand(by, Deed.ALLOW_NUMBER)
    with store.writing("allowed_number") as db:
        allowed_numbers.allow_again(db, id)
