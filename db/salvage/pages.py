"""Single pages of a closed database file and its WAL, decrypted and checked one by one.

Formats: https://sqlite.org/fileformat2.html and, for encrypted files, the design of SQLCipher 4
(https://www.zetetic.net/sqlcipher/design/): a salt in the first 16 bytes, and at the end of each page a
16-byte IV and an HMAC-SHA512 over the rest and the page's number.
"""

import hmac
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import pbkdf2_hmac
from pathlib import Path

from db.connection import Source
from db.files import beside

MAGIC = b"SQLite format 3\0"
USUAL_SIZE = 4096
SALT, IV, MAC = 16, 16, 64
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_WAL_HEADER, _FRAME_HEADER = 32, 24


@dataclass(frozen=True, slots=True)
class Frame:
    """A page in the WAL; `whole` says whether its checksum holds, `commit` that a commit ends with it."""

    page: int
    offset: int
    commit: bool
    whole: bool


class Pages:
    """`read(n)` gives page n (from 1) without its reserved end, or None where it can't be trusted.

    Only for files that no connection of this process has open. Close it, or use it in `with`.
    """

    def __init__(self, source: Source) -> None:
        self._file = source.path.open("rb")
        head = self._file.read(100)
        self._cipher = None if source.key is None else _Cipher(source.key, head[:SALT])
        self.size = USUAL_SIZE if self._cipher else _page_size(head)
        reserved = IV + MAC if self._cipher else _reserved(head)
        self.usable = self.size - reserved
        self._wal_path = beside(source.path, "-wal")
        self._newest = _newest_frames(self._wal_path, self.size)
        in_file = source.path.stat().st_size // self.size
        self.count = max([in_file, *self._newest])

    def __enter__(self) -> "Pages":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, number: int) -> bytes | None:
        """The page's usable bytes, None where it is missing, short, or fails its check."""
        raw = self._raw(number)
        if raw is None or len(raw) != self.size:
            return None
        page = raw if self._cipher is None else self._cipher.open(number, raw)
        return None if page is None else page[: self.usable]

    def damaged(self) -> Iterator[int]:
        """Numbers of the pages that can't be read; of an unencrypted file, where nothing vouches for a page,
        only those that are missing.
        """
        return (number for number in range(1, self.count + 1) if self.read(number) is None)

    def _raw(self, number: int) -> bytes | None:
        frame = self._newest.get(number)
        if frame is None:
            self._file.seek((number - 1) * self.size)
            return self._file.read(self.size)
        if not frame.whole:
            return None
        with self._wal_path.open("rb") as wal:
            wal.seek(frame.offset + _FRAME_HEADER)
            return wal.read(self.size)


class _Cipher:
    def __init__(self, key: bytes, salt: bytes) -> None:
        self._key = key
        self._mac_key = pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)

    def open(self, number: int, raw: bytes) -> bytes | None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        start, end = SALT if number == 1 else 0, len(raw) - IV - MAC
        found = hmac.digest(self._mac_key, raw[start : end + IV] + struct.pack("<I", number), "sha512")
        if not hmac.compare_digest(found, raw[end + IV :]):
            return None
        work = Cipher(algorithms.AES(self._key), modes.CBC(raw[end : end + IV])).decryptor()
        plain = work.update(raw[start:end]) + work.finalize()
        return (MAGIC if number == 1 else b"") + plain + bytes(IV + MAC)


def _page_size(head: bytes) -> int:
    size = int.from_bytes(head[16:18], "big") if head.startswith(MAGIC) else 0
    size = 65536 if size == 1 else size
    return size if size >= 512 and size & (size - 1) == 0 else USUAL_SIZE


def _reserved(head: bytes) -> int:
    return head[20] if head.startswith(MAGIC) and len(head) > 20 and head[20] <= 32 else 0


def _newest_frames(wal: Path, size: int) -> dict[int, Frame]:
    """By page the last frame of it up to the last commit; one that is not whole hides older ones."""
    newest: dict[int, Frame] = {}
    waiting: dict[int, Frame] = {}
    for frame in read_frames(wal, size):
        waiting[frame.page] = frame
        if frame.commit:
            newest |= waiting
            waiting = {}
    return newest


def read_frames(wal: Path, size: int) -> Iterator[Frame]:
    """The WAL's frames of its present round, in order.

    A frame's checksum goes on from the one before it as written there, so one bad frame does not hide those
    behind it.
    """
    try:
        data = memoryview(wal.read_bytes())
    except OSError:
        return
    if len(data) < _WAL_HEADER:
        return
    magic, _, page_size, _, *salts = struct.unpack(">6I", data[:24])
    if magic not in _WAL_MAGIC or page_size != size:
        return
    order = ">" if magic == _WAL_MAGIC[1] else "<"
    before = struct.unpack(">2I", data[24:32])
    for offset in range(_WAL_HEADER, len(data) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        page, pages, salt1, salt2, *sums = struct.unpack(">6I", data[offset : offset + _FRAME_HEADER])
        body = data[offset + _FRAME_HEADER : offset + _FRAME_HEADER + size]
        found = _checksum(data[offset : offset + 8], order, before)
        whole = _checksum(body, order, found) == (sums[0], sums[1])
        if [salt1, salt2] == salts and page > 0:
            yield Frame(page, offset, pages > 0, whole)
        elif not _same_round(data, offset, size, salts):
            return
        before = (sums[0], sums[1])


def _same_round(data: memoryview, offset: int, size: int, salts: list[int]) -> bool:
    """Whether the frame after this one is of the present round, so that this one is damaged and not old."""
    after = offset + _FRAME_HEADER + size
    return len(data) >= after + 16 and list(struct.unpack(">2I", data[after + 8 : after + 16])) == salts


def _checksum(part: memoryview, order: str, before: tuple[int, ...]) -> tuple[int, int]:
    one, two = before
    words = struct.unpack(f"{order}{len(part) // 4}I", part)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two
