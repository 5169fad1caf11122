"""The pages there are, as rows: a page adds one to `desktop.navigation`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import Any

from db.records.people import User
from desktop.coaching.access import Deed, may


class Group(Enum):
    """What a page is for; the rail sets the groups apart, in this order."""

    CALLS = 1
    GROWTH = 2
    HOUSE = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the rail. `page` is "module:Class", imported on first visit; who may do `deed` sees it, none
    named meaning everybody. `alone` pages (signing in) are shown without the rail and not listed in it.

    `title` is the English source text: pass it through `tr()`.
    """

    key: str
    title: str
    icon: str
    page: str
    deed: Deed | None = None
    alone: bool = False
    group: Group = Group.HOUSE

    def load(self) -> Callable[..., Any]:
        """Import the page's class."""
        module, name = self.page.split(":")
        found: Callable[..., Any] = getattr(import_module(module), name)
        return found

    def seen_by(self, user: User | None) -> bool:
        return self.deed is None or may(user, self.deed)
