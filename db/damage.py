"""Damage found while a store is open: from that moment nothing is written to it any more, and whoever can show
the way back is told, once.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import Damaged, driver_errors


class Watch:
    """Stands around every block of one store. `found` is the damage, None while there is none known."""

    def __init__(self, path: Path) -> None:
        self.found: Damaged | None = None
        self._path = path
        self._turn = threading.Lock()
        self._listeners: list[Callable[[Damaged], None]] = []

    def on_damage(self, listener: Callable[[Damaged], None]) -> None:
        """Call `listener` once, in the thread that meets the damage."""
        self._listeners.append(listener)

    def refuse(self) -> None:
        """Raise the damage again where some is known: one more write could spoil what is still whole."""
        if self.found is not None:
            raise Damaged(self._path, **self.found.facts)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """As `driver_errors`, and hear of damage."""
        try:
            with driver_errors(self._path):
                yield
        except Damaged as error:
            if error.path == self._path:
                self._tell(error)
            raise

    def _tell(self, error: Damaged) -> None:
        with self._turn:
            first, self.found = self.found is None, self.found or error
        if first:
            for listener in self._listeners:
                listener(error)
