"""Stands around every block of an open store: at the first sign of damage nothing is written any more and
whoever can show the way back is told; on a full disk the room kept back is given up.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.connection import Connection
from db.errors import Damaged, DiskFull, driver_errors
from db.room import Ballast
from db.tally import Tally


class Watch:
    """Of one store while it is open. `damage` is what was found, None while there is none known."""

    def __init__(self, path: Path) -> None:
        self.damage: Damaged | None = None
        self.ballast = Ballast(path)
        self._path = path
        self._tally = Tally(path)
        self._turn = threading.Lock()
        self._listeners: list[Callable[[Damaged], None]] = []

    def begin(self) -> None:
        """The store was found in order and is open now."""
        self._tally.begin()
        self.ballast.take()

    def on_damage(self, listener: Callable[[Damaged], None]) -> None:
        """Call `listener` once, in the thread that meets the damage."""
        self._listeners.append(listener)

    def refuse(self) -> None:
        """Raise the damage again where some is known: one more write could spoil what is still whole."""
        if self.damage is not None:
            raise Damaged(self._path, **self.damage.facts)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """As `driver_errors`, and act on damage and on a full disk."""
        try:
            with driver_errors(self._path):
                yield
        except Damaged as error:
            if error.path == self._path:
                self.tell(error)
            raise
        except DiskFull:
            self.ballast.release()
            raise

    def committed(self, conn: Connection) -> None:
        """Right after a commit."""
        self._tally.note(conn)

    def end(self) -> None:
        """Before the last connection closes."""
        self._tally.forget(keep=self.damage is not None)
        self.ballast.release()

    def tell(self, error: Damaged) -> None:
        """Take the store for damaged from now on."""
        with self._turn:
            first, self.damage = self.damage is None, self.damage or error
        if first:
            for listener in self._listeners:
                listener(error)
