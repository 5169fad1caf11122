"""Verifies a store: its record of changes, each row against it, its finals, its schema, its backups."""

from collections.abc import Generator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from db.backup import backup_folder, read_chain_heads
from db.connection import Database
from db.log import blanking
from db.log.chain import read_chains
from db.log.living import check_rows
from db.log.shape import check_shape
from db.log.triggers import read_logged
from db.progress import Progress
from db.queries import attached, final_content
from db.records.log import Broken, Fault, Noted, Verdict


class Verifiable(Protocol):
    """What verifying needs of a store."""

    path: Path

    def reading(self, *, whole: bool = False) -> AbstractContextManager[Database]: ...

    def seal_log(self) -> None: ...


def verify(store: Verifiable, *folders: Path) -> Generator[Progress, None, Verdict]:
    """Seal what is open, then read everything in one picture of the store; others go on working.

    The record is also held to what was noted when backups were made, beside the store and in `folders`. The
    verdict names the first finding of each check; nothing is mended.
    """
    store.seal_log()
    said: list[Noted] = []
    for folder in (backup_folder(store.path), *folders):
        said += read_chain_heads(folder, store.path)
    with store.reading(whole=True) as db:
        read = yield from read_chains(db.conn, said)
        chains = [device.broken for device in read.devices if device.broken]
        rows, living = yield from check_rows(db.conn, read_logged(db.conn), read.living)
        yield Progress(rows, rows, "schema")
        shape = check_shape(db.conn)
        purge = blanking.check(db.conn, read.blanked)
        final = yield from _check_finals(db)
        files = yield from attached.check(db, store.path)
    found = [*chains, read.backup, *living, purge, shape, final, *files]
    return Verdict(read.devices, rows, len(said), tuple(one for one in found if one))


def _check_finals(db: Database) -> Generator[Progress, None, Broken | None]:
    """The first final that is not what was finished or signed."""
    yield Progress(0, None, "finals")
    flaw = next(final_content.check(db), None)
    if flaw is None:
        return None
    return Broken(Fault.FINAL, table="final", row=flaw.uid.hex(), column=flaw.part, detail=flaw.fault)
