"""The one object handed around: a page gets everything it stands on from here, and no singletons exist."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.shell.changes import Changes
from desktop.shell.commands import Commands
from desktop.shell.errors import expected, sentence
from desktop.shell.jobs import Jobs
from desktop.shell.notices import Notices
from desktop.shell.paths import default_store
from desktop.shell.settings import Settings
from desktop.shell.theme import Theme
from desktop.shell.undo import UndoStack

if TYPE_CHECKING:
    from db.records.people import User
    from db.store import Store


def utc_now() -> datetime:
    return datetime.now(UTC)


class Window(Protocol):
    """What the window does for pages; `App` passes it on."""

    def go(self, key: str, target: object = None) -> None: ...
    def use_store(self, path: Path, user_id: int | None = None) -> None: ...
    def restore(self, backup: Path) -> None: ...
    def crashed(self, error: BaseException) -> None: ...


@dataclass(slots=True, eq=False, weakref_slot=True)
class App:
    """`store` is None until one is open; `user` is who works here, None before signing in.

    `place` is where the floor's own store is or, before there is one, will be.
    """

    jobs: Jobs
    changes: Changes
    settings: Settings
    theme: Theme
    notices: Notices
    undo: UndoStack
    commands: Commands = field(default_factory=Commands)
    clock: Callable[[], datetime] = utc_now
    store: "Store | None" = None
    user: "User | None" = None
    is_demo: bool = False
    place: Path = field(default_factory=default_store)
    window: Window | None = None

    def go(self, key: str, target: object = None) -> None:
        """Show a page, and in it what `target` names (an id, mostly)."""
        if self.window is not None:
            self.window.go(key, target)

    def use_store(self, path: Path, user_id: int | None = None) -> None:
        """Close the open store and open this one; the window then shows today's page for that user."""
        if self.window is not None:
            self.window.use_store(path, user_id)

    def restore(self, backup: Path) -> None:
        """Make the open store what this backup holds, and open it again."""
        if self.window is not None:
            self.window.restore(backup)

    def sorry(self, error: Exception) -> None:
        """Tell the user about an error: a sentence where the surroundings are to blame, else a report.

        Fits as `failed=app.sorry`, and is what jobs without `failed` do.
        """
        if expected(error):
            self.notices.say(sentence(error).text(), kind="error")
        elif self.window is not None:
            self.window.crashed(error)
        else:
            raise error
