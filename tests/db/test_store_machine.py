"""A state machine that uses a store, lets the world strike, and holds it to what it acknowledged."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from db import keys
from db.backup import list_backups
from db.connection import Source, connect
from db.errors import DiskFull, Locked, StoreError
from db.restoring import restore
from db.store import Store
from tests.db.stores import NAME, PASSPHRASE, RUTH, open_store, put, rows, unlock

names = st.sampled_from([f"key {n}" for n in range(8)])
values = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


class Cancelled(Exception):
    """What a progress listener raises to stop the work."""


class Enough(Exception):
    """A failure in the middle of an action."""


class StoreMachine(RuleBasedStateMachine):
    backups = Bundle("backups")
    encrypted = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "floor.deskside"
        if self.encrypted:
            keys.create(self.path, RUTH, NAME, PASSPHRASE)
        self.time = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.expected: dict[str, str] = {}
        self.announced: list[frozenset[str]] = []
        self.commits = 0

    def tell_time(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    @initialize()
    def open(self) -> None:
        unlocked = keys.unlock(self.path, NAME, PASSPHRASE) if self.encrypted else None
        self.store = Store.open(self.path, clock=self.tell_time, strict_tables=True, unlocked=unlocked)
        self.store.on_commit(self.announced.append)

    @rule(key=names, value=values)
    def write(self, key: str, value: str) -> None:
        put(self.store, key, value)
        self.expected[key] = value
        self.commits += 1

    @rule(key=names)
    def delete(self, key: str) -> None:
        with self.store.writing("setting") as db:
            db.execute("DELETE FROM setting WHERE key = ?", (key,))
        self.expected.pop(key, None)
        self.commits += 1

    @rule(key=names, value=values)
    def fail_halfway(self, key: str, value: str) -> None:
        with pytest.raises(Enough), self.store.writing("setting") as db:
            db.execute("DELETE FROM setting")
            db.execute("INSERT INTO setting VALUES (?, ?)", (key, value))
            raise Enough

    @rule()
    def fill_the_disk(self) -> None:
        with self.store.reading() as db:
            room = db.execute("PRAGMA page_count").fetchone()[0] + 3
            db.execute(f"PRAGMA max_page_count = {room}")
        with pytest.raises(DiskFull), self.store.writing("setting") as db:
            db.execute("UPDATE setting SET value = 'lost'")
            db.execute("INSERT INTO setting VALUES ('big', ?)", ("x" * 4096 * 200,))
        with self.store.reading() as db:
            db.execute("PRAGMA max_page_count = 4294967294")

    @rule(key=names)
    def write_while_another_program_holds_the_file(self, key: str) -> None:
        intruder = connect(Source(self.path, self.store.unlocked.store_key if self.store.unlocked else None))
        intruder.execute("BEGIN IMMEDIATE")
        with self.store.reading() as db:
            db.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(Locked):
            put(self.store, key, "lost")
        intruder.close()

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.open()

    @rule()
    def open_twice(self) -> None:
        with pytest.raises(Locked):
            Store.open(self.path, unlocked=self.store.unlocked)

    @rule(target=backups)
    def back_up(self) -> tuple[Path, dict[str, str]]:
        made = self.store.back_up()
        assert made.counts["setting"] == len(self.expected)
        return made.path, dict(self.expected)

    @rule()
    def cancel_a_backup(self) -> None:
        def cancel(_) -> None:
            raise Cancelled

        with pytest.raises(Cancelled):
            self.store.back_up(progress=cancel)

    @rule(backup=backups)
    def restore(self, backup: tuple[Path, dict[str, str]]) -> None:
        path, held = backup
        self.store.close()
        aside = restore(self.path, path, self.tell_time(), unlocked=unlock(self.path))
        before = open_store(aside)
        assert rows(before) == self.expected
        before.close()
        self.expected = dict(held)
        self.open()

    @rule(backup=backups)
    def restore_a_spoilt_backup(self, backup: tuple[Path, dict[str, str]]) -> None:
        path, _ = backup
        whole = path.read_bytes()
        self.store.close()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(StoreError):
            restore(self.path, path, self.tell_time(), unlocked=unlock(self.path))
        path.write_bytes(whole)
        self.open()

    @invariant()
    def what_was_acknowledged_is_there_and_nothing_else(self) -> None:
        assert rows(self.store) == self.expected

    @invariant()
    def every_commit_was_announced(self) -> None:
        assert self.announced == [frozenset({"setting"})] * self.commits

    @invariant()
    def no_unfinished_copy_lies_about(self) -> None:
        assert not list(self.path.parent.rglob("*.part")) and not list(self.path.parent.rglob("*.restored"))

    def teardown(self) -> None:
        self.store.close()
        for backup in list_backups(self.path.parent / "backups"):
            assert backup.size == backup.path.stat().st_size
        self.folder.cleanup()


class EncryptedStoreMachine(StoreMachine):
    """The same, and the key is changed now and then."""

    encrypted = True

    @rule()
    def change_the_key(self) -> None:
        self.store.rekey()

    @rule()
    def change_the_passphrase(self) -> None:
        keys.set_passphrase(self.path, self.store.unlocked, RUTH, NAME, PASSPHRASE)


TestStoreMachine = StoreMachine.TestCase
TestEncryptedStoreMachine = EncryptedStoreMachine.TestCase
TestStoreMachine.settings = TestEncryptedStoreMachine.settings = settings(
    settings.default, max_examples=min(settings.default.max_examples, 200) // 4, stateful_step_count=20
)
