"""One way to hear of change: every commit announces its tables, and whoever watches them is told.

Commits happen on the worker thread; announcements are gathered and delivered on the UI thread through one
queued signal, so that ten commits in a row make a page load once.
"""

import threading
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from db.store import Store


@dataclass(frozen=True, slots=True)
class _Watch:
    tables: frozenset[str]
    slot: "weakref.WeakMethod[Any]"
    owner: "weakref.ref[QObject]"

    def alive(self) -> bool:
        owner = self.owner()
        return owner is not None and shiboken6.isValid(owner)


class Changes(QObject):
    """Announces changed tables to watchers; `queued=False` delivers at once (tests with inline jobs)."""

    _heard = Signal()

    def __init__(self, queued: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watches: list[_Watch] = []
        self._pending: set[str] = set()
        self._lock = threading.Lock()
        self._leave: Callable[[], None] | None = None
        kind = Qt.ConnectionType.QueuedConnection if queued else Qt.ConnectionType.AutoConnection
        self._heard.connect(self.deliver, kind)

    def listen_to(self, store: "Store | None") -> None:
        """Hear the commits of this store from now on, and of no other."""
        if self._leave is not None:
            self._leave()
        self._leave = store.on_commit(self.announce) if store is not None else None

    def watch(self, tables: Iterable[str], slot: Callable[[], None], owner: QObject) -> None:
        """Call `slot` (a method) after any of the tables changed, as long as `owner` lives."""
        self._watches.append(_Watch(frozenset(tables), weakref.WeakMethod(slot), weakref.ref(owner)))

    def announce(self, tables: Iterable[str]) -> None:
        """Say that these tables changed; may be called from any thread."""
        with self._lock:
            first = not self._pending
            self._pending.update(tables)
        if first and shiboken6.isValid(self):
            self._heard.emit()

    def deliver(self) -> None:
        """Tell the watchers what is pending."""
        with self._lock:
            tables, self._pending = frozenset(self._pending), set()
        self._watches = [watch for watch in self._watches if watch.alive()]
        for watch in [watch for watch in self._watches if watch.tables & tables]:
            slot = watch.slot()
            if slot is not None and watch.alive():
                slot()
