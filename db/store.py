"""The store: opened with care, read in snapshots, written in whole transactions, telling who listens.

One object serves all threads; each thread has its own connection. `db.queries` does the work inside
`reading()` and `writing()`.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeAlias, TypedDict, Unpack

from db import backup, places, preparing, protecting, reach
from db.clock import Clock, utc_now
from db.connection import Connection, Database, Source, connect, driver, register_functions, wrap
from db.errors import (
    Damaged,
    KeyNeeded,
    Missing,
    ReadOnly,
    driver_errors,
    read_os_error,
    world_errors,
)
from db.files import identify
from db.instance import InstanceLock
from db.keys import Unlocked
from db.log import sealing, writer
from db.progress import Tell, stay_silent
from db.reach import Acting
from db.records.people import User
from db.sessions import Session, Sessions
from db.uids import uid_source
from db.watch import Watch
from db.witness import witness

log = logging.getLogger(__name__)

Listener: TypeAlias = Callable[[frozenset[str]], None]
MakeUid: TypeAlias = Callable[[], bytes]


class Options(TypedDict, total=False):
    """How `Store.open` may be asked to open.

    `unlocked`: for an encrypted store, what `db.keys.unlock` gave. `strict_tables` makes every write to a
    table that `writing` did not name an error: for tests, it costs time. `older_keys` takes a key file from
    a backup, though the store knows a newer one: its passphrases are those of then.
    """

    unlocked: Unlocked | None
    clock: Clock
    ids: MakeUid
    progress: Tell | None
    strict_tables: bool
    older_keys: bool


class Store:
    """Made by `Store.open`; closed once, when no thread works with it any more.

    `acting` is who is at work; None is Deskside itself, which reaches everything.
    """

    def __init__(self, path: Path, options: Options) -> None:
        self.path = path
        self.acting: Acting | None = None
        self.unlocked: Unlocked | None = None
        self._source = Source(path)
        self.watch = Watch(path)
        self._clock = options.get("clock", utc_now)
        self._ids = options.get("ids") or uid_source(self._clock)
        self._strict_tables = options.get("strict_tables", False)
        self._sessions = Sessions(path, self._connect)
        self._guard = threading.Lock()
        self._listeners: list[Listener] = []
        self._on_close = ExitStack()
        self._identity = (0, 0)

    @classmethod
    def open(cls, path: Path, **options: Unpack[Options]) -> "Store":
        """Open the store at `path`, making it where there is none and bringing an older one up to date.

        Raises a StoreError, and has then changed nothing: Locked, NotOurs, Damaged, TooNew, ReadOnly,
        DiskFull, DiskFault, MigrationFailed (steps before the failed one stay); for an encrypted one
        KeyNeeded, WrongKey, Suspended, KeyFileMissing, KeyFileDamaged, KeyFileReplayed, Swapped.
        """
        path = Path(path).resolve()  # by one name, or a link would get by the instance lock
        places.refuse_unfit(path)
        with world_errors(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = cls(path, options)
        lock = InstanceLock(path)
        store._on_close.callback(lock.release)
        try:
            store._prepare(options)
        except BaseException as error:
            if isinstance(error, Damaged):
                store.watch.tell(error)
            store.close()
            raise
        return store

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return self._clock()

    def act_as(self, user: User | None, agent: int | None = None) -> None:
        """From the next block on, in every thread, show and write what `user` reaches (see `db.reach`).

        With an agent's id the user has handed over: only what that person is shown of their own things.
        Called again where the user's role, `keeps` or suspension has changed.
        """
        self.acting = None if user is None else Acting(user, agent)

    @contextmanager
    def reading(self, *, whole: bool = False) -> Iterator[Database]:
        """One consistent picture of the store, however long the block lasts.

        Blocks nest, also inside `writing`. A write in here is refused with a RuntimeError. `whole` looks
        beyond the user's reach, where looking after the floor asks for it: demand the deed first.
        """
        session = self._sessions.own()
        outermost = session.depth == 0
        if outermost:
            self._begin_reading(session, whole)
        elif whole:
            session.show(None)
        session.depth += 1
        try:
            with self.watch.errors():
                yield session.database
        except ReadOnly as error:
            if outermost:
                raise RuntimeError("a write inside reading()") from error.__cause__
            raise
        finally:
            session.depth -= 1
            if session.depth == 0:
                session.end_reading()

    @contextmanager
    def writing(self, *tables: str, whole: bool = False) -> Iterator[Database]:
        """One transaction over the named tables: all of the block is kept, or on any exception none of it.

        After the commit the listeners hear the tables, in this thread. Raises RuntimeError inside another
        block of the same thread; Locked, DiskFull, ReadOnly, DiskFault or Missing when the world refuses.
        `whole` is that of `reading`.
        """
        session = self._sessions.own()
        if session.depth:
            raise RuntimeError("writing() cannot start inside reading() or writing()")
        self._check_place()
        self.watch.refuse()
        with session.busy, self.watch.errors():
            session.show(None if whole else self.acting)
            session.depth += 1
            try:
                with self._transaction(session.database, frozenset(tables)):
                    yield session.database
                self.watch.committed(session.database.conn)
            finally:
                session.depth -= 1
        if self.acting is not None and reach.DECIDING.intersection(tables):
            self.act_as(self.acting.user, self.acting.agent)
        self._announce(frozenset(tables))

    def on_commit(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the tables after each commit, in the writing thread. Returns what ends it."""
        with self._guard:
            self._listeners.append(listener)

        def remove() -> None:
            with self._guard, suppress(ValueError):
                self._listeners.remove(listener)

        return remove

    def back_up(self, folder: Path | None = None, progress: Tell = stay_silent) -> backup.Backup:
        """A proved copy in `folder` (else `backups` beside the store), while others go on working."""
        self.seal_log()
        return backup.make_backup(self._source, self.now(), folder, progress)

    def back_up_if_due(
        self, folder: Path | None = None, progress: Tell = stay_silent
    ) -> backup.Backup | None:
        """The day's backup, where it is not made yet; then older ones are thinned."""
        if not backup.due(self.path, self.now(), folder, self._source):
            return None
        made = self.back_up(folder, progress)
        backup.thin(self.path, self.now(), folder, self._source)
        return made

    def seal_log(self) -> None:
        """Seal the record of changes up to now, where the disk lets it; inside a block nothing happens."""
        session = self._sessions.own()
        if not session.depth:
            with session.busy:
                sealing.seal_now(session.database.conn)

    def sweep(self) -> bool:
        """Write the file anew without what was deleted, and empty the WAL; False where a reader held it.

        Afterwards no page of either keeps a word of what is gone.
        """
        session = self._sessions.own()
        with session.busy, driver_errors(self.path):
            session.database.execute("VACUUM")
            return not session.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def close(self) -> None:
        """Close every thread's connection and let the next instance in. Calling it twice is harmless.

        A transaction of another thread is given ten seconds, then rolled back.
        """
        self._sessions.close(self._finish)
        self.watch.end()  # also where no connection was left to finish on
        self._on_close.close()

    def rekey(self, without: bytes | None = None, progress: Tell = stay_silent) -> None:
        """Bring the store under a new key that the user with the uid `without` doesn't get; back up after it.

        Everybody else waits meanwhile: it takes a proved copy of the whole store. Backups from before stay
        under the old key. Raises KeyNeeded for a plain store, Locked where another block doesn't end,
        DiskFull, Damaged …; the store and its keys are then as they were.
        """
        if self.unlocked is None:
            raise KeyNeeded(self.path)
        with self._sessions.stilled():
            self.watch.end()
            try:
                self.unlocked = protecting.renew_key(self.path, self.unlocked, progress, without)
                self._source = Source(self.path, self.unlocked.store_key)
            finally:
                self._identity = identify(self.path)
                self.watch.begin()
        preparing.record_keys(self._sessions.own().database.conn, self.path)

    def _finish(self, conn: Connection) -> None:
        self.watch.end()
        if self.watch.damage is not None:
            # Not one byte more into a file that is not whole: whoever closes last without the right to write
            # leaves the WAL as it is.
            with suppress(driver.Error):
                self._on_close.callback(connect(self._source, "read").close)
            return
        sealing.seal_now(conn)
        if self.unlocked is not None:
            preparing.record_at_close(conn, self.path)

    def _connect(self) -> Database:
        with driver_errors(self.path):
            conn = connect(self._source)
        register_functions(conn, self._clock, self._ids)
        return wrap(conn)

    def _check_place(self) -> None:
        """A file renamed or removed while open would take commits that nobody finds again."""
        try:
            at_place = self.path.stat()
        except OSError as error:
            raise read_os_error(error, self.path) from error
        if (at_place.st_dev, at_place.st_ino) != self._identity:
            raise Missing(self.path, reason="replaced")

    def _begin_reading(self, session: Session, whole: bool) -> None:
        session.busy.acquire()
        try:
            with self.watch.errors():
                session.show(None if whole else self.acting)
                session.database.execute("PRAGMA query_only = ON")
                session.database.execute("BEGIN")
        except BaseException:
            session.busy.release()
            raise

    @contextmanager
    def _transaction(self, database: Database, tables: frozenset[str]) -> Iterator[None]:
        database.execute("BEGIN IMMEDIATE")
        try:
            writer.begin(database.conn, self.now(), self.acting)
            with witness(database.conn, tables) if self._strict_tables else nullcontext():
                yield
            database.execute("COMMIT")
        except BaseException:
            database.rollback()
            raise

    def _announce(self, tables: frozenset[str]) -> None:
        with self._guard:
            listeners = list(self._listeners)
        for listener in listeners:
            try:
                listener(tables)
            except Exception as error:
                # The commit stands, whatever a listener makes of it. Its message may carry names.
                kind = type(error).__name__
                log.error("a listener failed after a commit to %s: %s", ", ".join(sorted(tables)), kind)

    def _prepare(self, options: Options) -> None:
        tell = options.get("progress") or stay_silent
        found = preparing.find(
            self.path, options.get("unlocked"), tell, older_keys=options.get("older_keys", False)
        )
        self._source = found.source
        self._identity = identify(self.path)
        self.unlocked = preparing.bring_up(self._sessions.own().database, found, self.now(), self._ids, tell)
        self.watch.begin()
