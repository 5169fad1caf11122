"""Each thread's connection to one store: made at first use, closed together, or all held still."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db import reach
from db.connection import Connection, Database
from db.errors import Locked
from db.reach import Acting

# How long closing waits for another thread to end its transaction before it is rolled back, in seconds.
PATIENCE = 10.0


@dataclass(slots=True)
class Session:
    """One thread's connection. `depth` counts the open blocks; `busy` is held while there is one.

    `shown` is whose reach its views are made for; None shows everything.
    """

    database: Database
    busy: threading.Lock = field(default_factory=threading.Lock)
    depth: int = 0
    shown: Acting | None = None

    def show(self, acting: Acting | None) -> None:
        """Make the views anew where they are not of this very asking; between blocks only."""
        if acting is self.shown:
            return
        if self.depth:
            raise RuntimeError("a block cannot reach further than the one around it")
        reach.show(self.database, acting)
        self.shown = acting

    def end_reading(self) -> None:
        self.database.rollback()
        self.database.execute("PRAGMA query_only = OFF")
        self.busy.release()


class Sessions:
    """Made once a store; `connect` makes a connection as the store is then."""

    def __init__(self, path: Path, connect: Callable[[], Database]) -> None:
        self._path, self._connect = path, connect
        self._guard, self._door = threading.Lock(), threading.RLock()
        self._of: dict[threading.Thread, Session] = {}
        self._closed = False

    def own(self) -> Session:
        """This thread's. Raises RuntimeError once closed."""
        thread = threading.current_thread()
        session = self._of.get(thread)
        if session is not None:
            return session
        with self._door:
            session = Session(self._connect())
            with self._guard:
                if self._closed:
                    session.database.close()
                    raise RuntimeError("the store is closed")
                self._forget_ended_threads()
                self._of[thread] = session
        return session

    def close(self, finish: Callable[[Connection], None]) -> None:
        """Close all; `finish` is done first on one of them that nobody uses any more."""
        with self._guard:
            self._refuse_inside_a_block("close")
            self._closed = True
            sessions = list(self._of.values())
            self._of.clear()
        idle = [session for session in sessions if session.busy.acquire(timeout=PATIENCE)]
        for session in [*(one for one in sessions if one not in idle), *idle]:
            if idle and session is idle[0]:
                finish(session.database.conn)
            session.database.close()
        for session in idle:
            session.busy.release()

    @contextmanager
    def stilled(self) -> Iterator[None]:
        """Nobody is connected inside the block, and who comes waits; afterwards all are connected anew.

        Raises Locked where another thread's block doesn't end.
        """
        self._refuse_inside_a_block("rekey")
        with self._door, ExitStack() as held:
            sessions = list(self._of.values())
            for session in sessions:
                if not session.busy.acquire(timeout=PATIENCE):
                    raise Locked(self._path, by="deskside")
                held.callback(session.busy.release)
            for session in sessions:
                session.database.close()
            try:
                yield
            finally:
                for session in sessions:
                    session.database, session.shown = self._connect(), None

    def _refuse_inside_a_block(self, what: str) -> None:
        own = self._of.get(threading.current_thread())
        if own is not None and own.depth:
            raise RuntimeError(f"{what}() cannot be called inside reading() or writing()")

    def _forget_ended_threads(self) -> None:
        for thread in [thread for thread in self._of if not thread.is_alive()]:
            self._of.pop(thread).database.close()
