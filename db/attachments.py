"""Files kept beside the store: each encrypted under a key of its own, which stands in the store alone.

A file is made once and never changed. It begins with a mark, then come chunks of ChaCha20-Poly1305 (RFC 8439)
whose nonce is the chunk's number with a flag on the last one (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizár, 2015), so a chunk that is changed, moved, repeated or cut off is refused. A new key of the
store leaves them as they are; forgetting a file's own key destroys it.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from db import room
from db.connection import Connection, Source, connect
from db.errors import Damaged, Missing, world_errors
from db.files import beside, flush_folder, put_in_place, write_private
from db.progress import Progress, Tell, stay_silent
from db.records.recordings import Attachment

SUFFIX = ".files"
MARK = b"dskfile1"
CHUNK = 1 << 20  # bytes of content in a chunk
TAG = 16
SLACK = timedelta(days=1)
"""Sticks keep times roughly, and in the local zone."""
KEY_SIZE = 32
KEEPING = ("recording", "handed_back")
"""Tables with `uid`, `key`, `sha256`, `size` and `file_name`; a row with a key keeps a file."""
_LAST, _MORE = b"\x01", b"\x00"
_NAME = re.compile(r"[0-9a-f]{32}")
_PART = ".part"


class Spoilt(ValueError):
    """A kept file is not what was kept. `reason`: missing, mark, changed, cut, other."""

    def __init__(self, uid: bytes, reason: str) -> None:
        super().__init__(f"{uid.hex()}: {reason}")
        self.uid = uid
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file holds: its SHA-256 in hexadecimal and its bytes."""

    sha256: str
    size: int


def folder_of(store: Path) -> Path:
    """Where the files of the store at `store` lie."""
    return beside(store, SUFFIX)


def place_of(store: Path, uid: bytes) -> Path:
    return folder_of(store) / uid.hex()


def copies_in(folder: Path, store: Path) -> Path:
    """Where a folder of backups of the store has copies of its files."""
    return folder / (store.name + SUFFIX)


def digest(file: Path, tell: Tell = stay_silent) -> Digest:
    """Read a file through. Raises Missing, ReadOnly, DiskFault."""
    hash, size = hashlib.sha256(), 0
    with world_errors(file), file.open("rb") as opened:
        total = os.fstat(opened.fileno()).st_size
        while chunk := opened.read(CHUNK):
            hash.update(chunk)
            size += len(chunk)
            tell(Progress(size, total, "read"))
    return Digest(hash.hexdigest(), size)


def keep(
    store: Path, uid: bytes, file: Path, tell: Tell = stay_silent, key: bytes | None = None
) -> Attachment:
    """Keep an encrypted copy of the file, read back and compared before it counts.

    Under a new key; one is given for floors that have to come out the same each time they are made.

    Before the row is there: a crash in between leaves a file that `tidy` takes away. Raises Missing,
    DiskFull, ReadOnly, DiskFault, and Spoilt where the copy is not what was read; nothing is left then.
    """
    place = place_of(store, uid)
    part = beside(place, _PART)
    with world_errors(file):
        size = file.stat().st_size
    with world_errors(place.parent):
        place.parent.mkdir(mode=0o700, exist_ok=True)
    room.demand(place.parent, _sealed_size(size))
    key = key or ChaCha20Poly1305.generate_key()
    try:
        with world_errors(place.parent):
            write_private(part, b"")
        found = _seal(file, part, key, uid, tell)
        with world_errors(place.parent):
            kept = Attachment(uid, key, found.sha256, found.size)
            _check(part, kept, tell)
            put_in_place(part, place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return kept


def _seal(file: Path, part: Path, key: bytes, uid: bytes, tell: Tell) -> Digest:
    cipher, hash, size, number = ChaCha20Poly1305(key), hashlib.sha256(), 0, 0
    with world_errors(file):
        source = file.open("rb")
    with source, world_errors(part.parent), part.open("r+b") as target:
        total = os.fstat(source.fileno()).st_size
        target.write(MARK)
        chunk = source.read(CHUNK)
        while True:
            following = source.read(CHUNK)
            target.write(cipher.encrypt(_nonce(number, not following), chunk, MARK + uid))
            hash.update(chunk)
            size += len(chunk)
            tell(Progress(size, total, "keep"))
            if not following:
                return Digest(hash.hexdigest(), size)
            chunk, number = following, number + 1


def read(store: Path, kept: Attachment, tell: Tell = stay_silent) -> bytes:
    """The whole content, in memory alone. Raises Spoilt, or DiskFault where the disk refuses."""
    content = bytearray()
    _open(place_of(store, kept.uid), kept, content.extend, tell)
    return bytes(content)


def check(store: Path, kept: Attachment, tell: Tell = stay_silent) -> None:
    """As `read`, a chunk at a time and keeping nothing."""
    _check(place_of(store, kept.uid), kept, tell)


def _check(place: Path, kept: Attachment, tell: Tell) -> None:
    _open(place, kept, lambda _: None, tell)


def _open(place: Path, kept: Attachment, take: Callable[[bytes], None], tell: Tell) -> None:
    hash, size = hashlib.sha256(), 0
    for chunk in _unseal(place, kept):
        hash.update(chunk)
        size += len(chunk)
        take(chunk)
        tell(Progress(size, kept.size, "read"))
    if (hash.hexdigest(), size) != (kept.sha256, kept.size):
        raise Spoilt(kept.uid, "other")


def _unseal(place: Path, kept: Attachment) -> Iterator[bytes]:
    cipher, number = ChaCha20Poly1305(kept.key), 0
    try:
        with world_errors(place), place.open("rb") as source:
            if source.read(len(MARK)) != MARK:
                raise Spoilt(kept.uid, "mark")
            sealed = source.read(CHUNK + TAG)
            while True:
                following = source.read(CHUNK + TAG)
                yield _unseal_chunk(cipher, sealed, number, not following, kept.uid)
                if not following:
                    return
                sealed, number = following, number + 1
    except Missing as error:
        raise Spoilt(kept.uid, "missing") from error


def _unseal_chunk(cipher: ChaCha20Poly1305, sealed: bytes, number: int, is_last: bool, uid: bytes) -> bytes:
    """A chunk that would fit as one of the middle was the file's end: something was cut off behind it."""
    if len(sealed) < TAG:
        raise Spoilt(uid, "cut")
    try:
        return cipher.decrypt(_nonce(number, is_last), sealed, MARK + uid)
    except InvalidTag as error:
        if is_last:
            with suppress(InvalidTag):
                cipher.decrypt(_nonce(number, False), sealed, MARK + uid)
                raise Spoilt(uid, "cut") from error
        raise Spoilt(uid, "changed") from error


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (_LAST if is_last else _MORE)


def _sealed_size(size: int) -> int:
    return len(MARK) + size + TAG * (size // CHUNK + 1)


def listed(folder: Path) -> dict[bytes, Path]:
    """The finished files in a folder of attachments, by whose they are."""
    try:
        found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except FileNotFoundError:
        return {}
    return {bytes.fromhex(path.name): path for path in found}


def remove(folder: Path, uids: frozenset[bytes]) -> int:
    """Take these files out of a folder of attachments; answers how many were there."""
    gone = 0
    for uid in uids:
        with suppress(FileNotFoundError):
            (folder / uid.hex()).unlink()
            gone += 1
    if gone:
        flush_folder(folder)
    return gone


def remove_all(folder: Path) -> None:
    """A folder of attachments with all that is ours in it."""
    if not folder.is_dir() or folder.is_symlink():
        return
    remove(folder, frozenset(listed(folder)))
    _remove_unfinished(folder)
    with suppress(OSError):  # somebody put something else there
        folder.rmdir()


def tidy(store: Path, needed: frozenset[bytes], gone: frozenset[bytes], *, keep_spare: bool) -> None:
    """Under the instance lock, before anybody works: take away what a crash or an erasure left.

    `gone` goes in any case; what is merely not needed stays where a store set aside may need it.
    """
    folder = folder_of(store)
    if not folder.is_dir():
        return
    _remove_unfinished(folder)
    spare = frozenset() if keep_spare else frozenset(listed(folder)) - needed
    remove(folder, gone | spare)


def _remove_unfinished(folder: Path) -> None:
    for left in folder.glob(f"*{_PART}"):
        left.unlink(missing_ok=True)


def bytes_between(source: Path, target: Path) -> int:
    """Bytes that `carry` would write."""
    there = listed(target)
    with world_errors(target):
        return sum(path.stat().st_size for uid, path in listed(source).items() if uid not in there)


def carry(source: Path, target: Path, now: datetime, tell: Tell = stay_silent) -> int:
    """Copy every file of one folder of attachments to another that is not there yet, and compare the copy.

    Each that is needed is given the moment as its time, so that `thin` knows since when one is not. Answers
    how many were copied. Raises DiskFull, ReadOnly, DiskFault, Missing, Damaged; what was copied by then
    stays, for it is whole.
    """
    own = listed(source)
    if not own:
        return 0
    with world_errors(target):
        target.mkdir(mode=0o700, exist_ok=True)
        _remove_unfinished(target)
        there = listed(target)
        for done, (uid, path) in enumerate(sorted(own.items())):
            tell(Progress(done, len(own), "attachments"))
            if uid not in there:
                _copy(path, target / uid.hex())
            os.utime(target / uid.hex(), (now.timestamp(), now.timestamp()))
    return len(own.keys() - there.keys())


def _copy(path: Path, place: Path) -> None:
    part = beside(place, _PART)
    try:
        write_private(part, b"")
        with path.open("rb") as source, part.open("r+b") as target:
            shutil.copyfileobj(source, target, CHUNK)
            target.flush()
            os.fsync(target.fileno())
        if digest(part) != digest(path):
            raise Damaged(part, reason="copy differs")
        put_in_place(part, place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def thin(target: Path, oldest: datetime) -> None:
    """Remove copies that not even the oldest backup needs which is left there."""
    last = (oldest - SLACK).timestamp()
    spare = frozenset(uid for uid, path in listed(target).items() if path.stat().st_mtime < last)
    remove(target, spare)


def needed_in(copy: Source) -> frozenset[bytes]:
    """Whose files a closed store keeps; none in one from before there were any."""
    with closing(connect(copy, "frozen")) as conn:
        sql = " UNION ALL ".join(
            f'SELECT uid FROM main."{table}" WHERE key IS NOT NULL' for table in keeping(conn)
        )
        return frozenset(bytes(row[0]) for row in conn.execute(sql).fetchall()) if sql else frozenset()


def keeping(conn: Connection) -> tuple[str, ...]:
    """The tables of this store, which may be an old one, whose rows keep a file under their identity."""
    there = conn.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
    return tuple(table for table in KEEPING if (table,) in there)


def bring_back(store: Path, beside_backup: Path, needed: frozenset[bytes]) -> int:
    """Copy what the store needs and does not have from the folder where its backup lies, whatever the store
    was called then; answers how many were.
    """
    folder = folder_of(store)
    wanted = needed - listed(folder).keys()
    sources = [path for path in beside_backup.glob(f"*{SUFFIX}") if path.is_dir()] if wanted else []
    missing = {uid: path for source in sources for uid, path in listed(source).items() if uid in wanted}
    if missing:
        with world_errors(folder):
            room.demand(folder, sum(path.stat().st_size for path in missing.values()))
            folder.mkdir(mode=0o700, exist_ok=True)
            for uid, path in missing.items():
                _copy(path, folder / uid.hex())
    return len(missing)
