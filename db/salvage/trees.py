"""Tables and indexes as they lie in pages: B-trees of cells, cells of records, records of values.

Everything here mistrusts what it reads: what does not fit exactly is `Broken`, never guessed at.
https://sqlite.org/fileformat2.html#b_tree_pages
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from db.salvage.pages import Pages

Value: TypeAlias = int | float | str | bytes | None

TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER = 0x0D, 0x05, 0x0A, 0x02
_INNER = (TABLE_INNER, INDEX_INNER)
_INT_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class Broken(Exception):
    """The bytes are not what the format says they are."""


@dataclass(slots=True)
class Tree:
    """What a walk from a root found: rows by rowid (of an index: its entries), pages seen, unreadable ones,
    and how many cells there were that could not be read.
    """

    rows: dict[int, tuple[Value, ...]] = field(default_factory=dict)
    entries: list[tuple[Value, ...]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    bad: set[int] = field(default_factory=set)
    broken: int = 0


def walk(pages: Pages, root: int, is_index: bool) -> Tree:
    """Everything under `root` that can be read."""
    tree, waiting = Tree(), [root]
    while waiting:
        number = waiting.pop()
        if number in tree.seen or number in tree.bad:
            continue
        try:
            children = _take_page(pages, number, is_index, tree)
        except Broken:
            tree.bad.add(number)
            continue
        tree.seen.add(number)
        waiting += children
    return tree


def read_leaf(pages: Pages, number: int) -> Tree:
    """The rows of one leaf of a table. Raises Broken where the page is none."""
    tree = Tree()
    page = _need(pages, number)
    if page[_start(number)] != TABLE_LEAF:
        raise Broken("no leaf of a table")
    _take_page(pages, number, False, tree)
    return tree


def is_leaf(pages: Pages, number: int) -> bool:
    page = pages.read(number)
    return page is not None and page[_start(number)] == TABLE_LEAF


def read_free(pages: Pages) -> set[int] | None:
    """Pages that hold nothing any more, or None where their list can't be followed."""
    head = pages.read(1)
    if head is None or len(head) < 100:
        return None
    trunk, total = struct.unpack(">2I", head[32:40])
    free: set[int] = set()
    while trunk:
        page = pages.read(trunk)
        if page is None or trunk in free:
            return None
        free.add(trunk)
        trunk, leaves = struct.unpack(">2I", page[:8])
        if leaves > (pages.usable - 8) // 4:
            return None
        free.update(struct.unpack(f">{leaves}I", page[8 : 8 + 4 * leaves]))
    return free if len(free) == total else None


def _take_page(pages: Pages, number: int, is_index: bool, tree: Tree) -> list[int]:
    """Put the page's cells into the tree; returns its children."""
    page = _need(pages, number)
    start = _start(number)
    kind = page[start]
    if kind not in ((INDEX_LEAF, INDEX_INNER) if is_index else (TABLE_LEAF, TABLE_INNER)):
        raise Broken("another kind of page")
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    first = start + (12 if kind in _INNER else 8)
    if first + 2 * count > len(page):
        raise Broken("more cells than fit")
    cells = struct.unpack(f">{count}H", page[first : first + 2 * count])
    children = [_number(page, start + 8)] if kind in _INNER else []
    take: Callable[[bytes, int, Pages, Tree], None] = _take_entry if is_index else _take_row
    for cell in cells:
        if not first + 2 * count <= cell < len(page):
            tree.broken += 1
            continue
        if kind in _INNER:
            children.append(_number(page, cell))
            cell += 4
        if kind != TABLE_INNER:
            try:
                take(page, cell, pages, tree)
            except (Broken, IndexError, struct.error):
                tree.broken += 1
    if any(not 1 <= child <= pages.count for child in children):
        raise Broken("a child that is no page")
    return children


def _take_row(page: bytes, at: int, pages: Pages, tree: Tree) -> None:
    size, at = read_varint(page, at)
    rowid, at = read_varint(page, at)
    most = pages.usable - 35
    tree.rows[rowid] = decode(_payload(page, at, size, most, pages))


def _take_entry(page: bytes, at: int, pages: Pages, tree: Tree) -> None:
    size, at = read_varint(page, at)
    most = (pages.usable - 12) * 64 // 255 - 23
    tree.entries.append(decode(_payload(page, at, size, most, pages)))


def _payload(page: bytes, at: int, size: int, most: int, pages: Pages) -> bytes:
    """The record's bytes, with those that lie in pages of their own."""
    if size > pages.usable * pages.count:
        raise Broken("larger than the file")
    local = size
    if size > most:
        least = (pages.usable - 12) * 32 // 255 - 23
        some = least + (size - least) % (pages.usable - 4)
        local = some if some <= most else least
    body = page[at : at + local]
    if len(body) != local:
        raise Broken("beyond the page")
    if local == size:
        return body
    return body + b"".join(_overflow(pages, _number(page, at + local), size - local))


def _overflow(pages: Pages, number: int, left: int) -> Iterator[bytes]:
    while left > 0:
        page = _need(pages, number)
        part = page[4 : 4 + min(left, pages.usable - 4)]
        number, left = _number(page, 0), left - len(part)
        yield part
    if number:
        raise Broken("more pages than the record has")


def decode(record: bytes) -> tuple[Value, ...]:
    """A record's values. Raises Broken unless its header and its body come out exactly."""
    header, at = read_varint(record, 0)
    place, values = header, []
    if not 0 < header <= len(record):
        raise Broken("a header beyond the record")
    while at < header:
        kind, at = read_varint(record, at)
        value, place = _value(record, kind, place)
        values.append(value)
    if at != header or place != len(record):
        raise Broken("not as long as it says")
    return tuple(values)


def _value(record: bytes, kind: int, place: int) -> tuple[Value, int]:
    if kind in (0, 8, 9):
        return (None if kind == 0 else kind - 8), place
    if kind in (10, 11):
        raise Broken("a kind that no file has")
    length = 8 if kind == 7 else _INT_SIZES[kind] if kind < 7 else (kind - 12) // 2
    body = record[place : place + length]
    if len(body) != length:
        raise Broken("beyond the record")
    return _interpret(body, kind), place + length


def _interpret(body: bytes, kind: int) -> Value:
    if kind == 7:
        return float(struct.unpack(">d", body)[0])
    if kind < 7:
        return int.from_bytes(body, "big", signed=True)
    if kind % 2 == 0:
        return body
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Broken("no text") from error
    if "\0" in text:  # nobody types one; a page of zeros is full of them
        raise Broken("no text")
    return text


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes and where it ends (https://sqlite.org/fileformat2.html#varint)."""
    found = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        found = found << 7 | byte & 0x7F
        if byte < 0x80:
            return found, at
    found = found << 8 | data[at]
    return found - (1 << 64) if found >= 1 << 63 else found, at + 1


def _need(pages: Pages, number: int) -> bytes:
    page = pages.read(number) if 1 <= number <= pages.count else None
    if page is None:
        raise Broken(f"page {number}")
    return page


def _number(page: bytes, at: int) -> int:
    return int.from_bytes(page[at : at + 4], "big")


def _start(number: int) -> int:
    """Where the tree begins: on page 1 behind the file's header."""
    return 100 if number == 1 else 0
