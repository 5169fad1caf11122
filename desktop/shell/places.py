"""The pages there are, as rows: a page adds one to `desktop.navigation`."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the rail. `page` is "module:Class", imported on first visit; `roles` may see it, none
    named meaning everybody. `alone` pages (signing in) are shown without the rail and not listed in it.

    `title` is the English source text: pass it through `tr()`.
    """

    key: str
    title: str
    icon: str
    page: str
    roles: tuple[str, ...] = ()
    alone: bool = False

    def load(self) -> Callable[..., Any]:
        """Import the page's class."""
        module, name = self.page.split(":")
        found: Callable[..., Any] = getattr(import_module(module), name)
        return found

    def seen_by(self, role: str) -> bool:
        return not self.roles or role in self.roles
