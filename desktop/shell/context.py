"""The one object handed around: a page gets everything it stands on from here, and no singletons exist."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance

from desktop.shell.arrivals import Arrival
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
    from db.keys import Unlocked
    from db.records.people import User
    from db.store import Store
    from desktop.shell.notice_bar import NoticeBar
    from desktop.shell.shut_in import ShutIn


def utc_now() -> datetime:
    return datetime.now(UTC)


class Window(Protocol):
    """What the window does for pages; `App` passes it on. The signals are for whoever opens stores."""

    arrived: SignalInstance
    lock_asked: SignalInstance
    shut_in: "ShutIn"
    notice_bar: "NoticeBar"

    def forget_pages(self) -> None: ...
    def show_store(self) -> None: ...
    def go(self, key: str, target: object = None) -> None: ...
    def use_store(self, path: Path, user_id: int | None = None) -> None: ...
    def restore(self, backup: Path) -> None: ...
    def show_facts(self) -> None: ...
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
    site: str = ""
    place: Path = field(default_factory=default_store)
    window: Window | None = None

    @property
    def unlocked(self) -> "Unlocked | None":
        """The user's keys while they work in a protected store; nothing may keep them longer."""
        return self.store.unlocked if self.store is not None else None

    def go(self, key: str, target: object = None) -> None:
        """Show a page, and in it what `target` names (an id, mostly)."""
        if self.window is not None:
            self.window.go(key, target)

    def use_store(self, path: Path, user_id: int | None = None) -> None:
        """Close the open store and open this one, or its sign-in page; `user_id` is for the demo floor."""
        if self.window is not None:
            self.window.use_store(path, user_id)

    def come_in(self, arrival: Arrival) -> None:
        """Open the protected store for somebody whose keys have been opened."""
        if self.window is not None:
            self.window.arrived.emit(arrival)

    def lock(self) -> None:
        """Close the store, forget its keys and blank the window, until somebody signs in again."""
        if self.window is not None:
            self.window.lock_asked.emit()

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
