"""An encrypted store's pages seen from outside: whether one is whole under a key, without opening the store.

SQLCipher 4 ends each page with its IV and an HMAC over what is before it and the page's number
(https://www.zetetic.net/sqlcipher/design/). So a damaged store can be told from one under another key.
"""

import hmac
import os
from collections import Counter
from hashlib import pbkdf2_hmac
from math import log2
from pathlib import Path
from typing import BinaryIO

from db.connection import Source
from db.errors import Damaged, StoreError, Swapped

PAGE_SIZE = 4096
SALT_SIZE, HMAC_SIZE = 16, 64
_SALT_MASK, _ROUNDS = 0x3A, 2
_SAMPLES = 64
_RANDOM_BITS = 7.0  # of entropy a byte; text has 5 at most, a page of random bytes 7.95


def looks_encrypted(path: Path) -> bool:
    """Whether the file could be a store whose key file is missing: whole pages without any pattern."""
    if not path.is_file() or path.stat().st_size == 0 or path.stat().st_size % PAGE_SIZE:
        return False
    with path.open("rb") as opened:
        counts = Counter(opened.read(PAGE_SIZE))
    return -sum(n / PAGE_SIZE * log2(n / PAGE_SIZE) for n in counts.values()) > _RANDOM_BITS


def check_size(path: Path, has_wal: bool) -> None:
    """Raises Damaged for a file of zeros, without a whole first page, or with part of a page at its end."""
    with path.open("rb") as opened:
        beginning = opened.read(PAGE_SIZE)
    if not beginning.strip(b"\0"):
        raise Damaged(path, reason="blank")
    if len(beginning) < PAGE_SIZE or (not has_wal and path.stat().st_size % PAGE_SIZE):
        raise Damaged(path, reason="truncated")


def explain(path: Path, keys: list[bytes]) -> StoreError:
    """Why no key opens the file: its beginning is damaged, or it is another store than the key file's.

    Without the first 16 bytes the two can't be told apart: every page's key is made from them.
    """
    check_size(path, has_wal=True)
    if any(has_sound_page(Source(path, key)) for key in keys):
        return Damaged(path, reason="page 1")
    return Swapped(path, reason="other")


def has_sound_page(source: Source) -> bool:
    """Looks at some pages, spread over the whole file."""
    count = source.path.stat().st_size // PAGE_SIZE
    step = max(1, count // _SAMPLES)
    with source.path.open("rb") as opened:
        page_key = _page_key(source, opened.read(SALT_SIZE))
        return any(_is_sound(opened, page_key, number) for number in range(1, count + 1, step))


def _page_key(source: Source, salt: bytes) -> bytes:
    masked = bytes(byte ^ _SALT_MASK for byte in salt)
    return pbkdf2_hmac("sha512", source.key or b"", masked, _ROUNDS, 32)


def _is_sound(opened: BinaryIO, page_key: bytes, number: int) -> bool:
    opened.seek((number - 1) * PAGE_SIZE, os.SEEK_SET)
    page = opened.read(PAGE_SIZE)[SALT_SIZE if number == 1 else 0 :]
    content, mark = page[:-HMAC_SIZE], page[-HMAC_SIZE:]
    return hmac.compare_digest(hmac.digest(page_key, content + number.to_bytes(4, "little"), "sha512"), mark)
