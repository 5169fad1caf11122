"""Reads the record of changes a page at a time, newest first, never more rows than a page may cost."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from db.clock import stamp
from db.connection import Database
from db.queries import belongings, naming
from db.queries.rows import need
from db.records.history import Cursor, Line, Page, Wanted

SCAN = 20_000
"""Changes looked at for one page, at most; where none fits the page is empty and `next` goes on."""

MOST_ROWS = 30_000
# What half the floor refers to: their history is their own and these tables', not that of everything else.
ALONE: Mapping[str, tuple[str, ...]] = {
    "behaviour": (),
    "scorecard": ("scorecard_version",),
    "scorecard_version": (),
    "skill": ("standard",),
    "team": (),
    "user": ("assignment",),
}
TICK_BITS = 16
# Events are told as what they are; a purge and a device by the event that came with them.
UNTOLD = ("event", "purge", "device", "final_text")
_TOLD = f'"table" NOT IN {UNTOLD}'
_CHANGE = """SELECT id, tick, user, agent, "table", "row", "column", old, new, purge_id FROM main.change"""
_EVENT = """SELECT id, at, user, agent, kind, detail, "table", "row" FROM main.event"""
EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines of one kind, newest first. `floor` is the id from which on was looked, 1 at the end."""

    lines: list[Line]
    floor: int
    horizon: datetime | None
    read: int


def page(db: Database, wanted: Wanted = EVERYTHING, at: Cursor | None = None, limit: int = 60) -> Page:
    """The next lines before the cursor, changes and events by their time."""
    at = at or _top(db, wanted)
    changes = _changes(db, wanted, at.change, limit)
    events = _events(db, wanted, at.event, limit)
    lines = list(islice(_merged(changes, events), limit))
    rest = Cursor(_left(changes, lines, False), _left(events, lines, True))
    more = rest if rest.change > 1 or rest.event > 1 else None
    return Page(tuple(naming.name_lines(db, lines)), more, changes.read + events.read)


def of_row(db: Database, table: str, id: int) -> Wanted:
    """The history of a row the user reaches, with all that is part of it. Raises LookupError beyond reach."""
    need(next(iter(db.query(f'SELECT id FROM "{table}" WHERE id = ?', [id])), None), table, id)
    return Wanted(rows=frozenset(belongings.uids(db, _parts(db, table, id))))


def _parts(db: Database, table: str, id: int) -> belongings.Belongings:
    if table not in ALONE:
        return belongings.of_row(db, table, id)
    found = {table: frozenset({id})}
    for link in belongings.links(db):
        if link.parent == table and link.table in ALONE[table]:
            found[link.table] = frozenset(belongings.referring(db, link, {id}))
    return found


def _merged(changes: _Stretch, events: _Stretch) -> Iterator[Line]:
    """Each in its own order, the newer first; ends where one may have something newer than what is left."""
    rest, other = deque(changes.lines), deque(events.lines)
    while rest or other:
        if _may_hide(changes, rest, other) or _may_hide(events, other, rest):
            return
        newer = rest and (not other or rest[0].at > other[0].at)
        yield rest.popleft() if newer else other.popleft()


def _may_hide(stretch: _Stretch, rest: deque[Line], other: deque[Line]) -> bool:
    """Whether what was not looked at yet could be newer than the other's next line."""
    seen_all = rest or stretch.floor <= 1 or stretch.horizon is None
    return not seen_all and (not other or other[0].at < stretch.horizon)  # type: ignore[operator]


def _left(stretch: _Stretch, shown: list[Line], event: bool) -> int:
    """Everything from this id on has been shown, or looked at and not wanted."""
    ids = {line.id for line in shown if bool(line.event) == event}
    waiting = [line.id for line in stretch.lines if line.id not in ids]
    return max(waiting) + 1 if waiting else stretch.floor


def _top(db: Database, wanted: Wanted) -> Cursor:
    last = {
        table: int(db.execute(f"SELECT coalesce(max(id), 0) FROM main.{table}").fetchone()[0])
        for table in ("change", "event")
    }
    if wanted.until is None:
        return Cursor(last["change"] + 1, last["event"] + 1)
    tick = _tick(wanted.until)
    return Cursor(
        _first_from(db, "change", "tick", tick, last["change"]),
        _first_from(db, "event", "at", stamp(wanted.until), last["event"]),
    )


def _first_from(db: Database, table: str, column: str, value: int | str, last: int) -> int:
    """The first id whose time is `value` or later, found by halving: rows are in the order of their time."""
    low, high = 1, last + 1
    while low < high:
        middle = (low + high) // 2
        sql = f"SELECT {column} FROM main.{table} WHERE id >= ? ORDER BY id LIMIT 1"
        if db.execute(sql, [middle]).fetchone()[0] >= value:
            high = middle
        else:
            low = middle + 1
    return low


def _changes(db: Database, wanted: Wanted, before: int, limit: int) -> _Stretch:
    if wanted.kind == "event" or before <= 1:
        return _Stretch([], 1, None, 0)
    if wanted.rows is not None:
        return _of_rows(db, wanted, before, limit)
    return _window(db, wanted, before, limit)


def _window(db: Database, wanted: Wanted, before: int, limit: int) -> _Stretch:
    """Those of the next `SCAN` that fit; which do is asked of SQLite, so that few are read."""
    floor = max(1, before - SCAN)
    sql = f"{_CHANGE} WHERE id < :before AND id >= :floor AND {_TOLD}"
    sql += ' AND "table" = :kind' if wanted.kind else ""
    sql += " AND user = :user" if wanted.user else ""
    values = {"before": before, "floor": floor, "kind": wanted.kind, "user": wanted.user}
    stretch = _gather(map(_change, db.query(sql + " ORDER BY id DESC", values)), wanted, floor, limit)
    return _reached(db, stretch)


def _of_rows(db: Database, wanted: Wanted, before: int, limit: int) -> _Stretch:
    """Those of certain rows, found by their index."""
    assert wanted.rows is not None
    names = ", ".join("?" for _ in wanted.rows)
    sql = f'{_CHANGE} WHERE "row" IN ({names}) AND id < ? AND {_TOLD} ORDER BY id DESC LIMIT ?'
    if len(wanted.rows) > MOST_ROWS:  # more than a statement takes: they are sifted, window by window
        return _window(db, wanted, before, limit)
    rows = list(db.query(sql, [*wanted.rows, before, limit + 1]))
    floor = 1 if len(rows) <= limit else rows[-1]["id"] + 1
    return _gather(map(_change, rows[:limit]), wanted, floor, limit)


def _events(db: Database, wanted: Wanted, before: int, limit: int) -> _Stretch:
    if before <= 1 or wanted.kind not in ("", "event"):
        return _Stretch([], 1, None, 0)
    if wanted.rows is not None:
        names = ", ".join("?" for _ in list(wanted.rows)[:MOST_ROWS])
        sql = f'{_EVENT} WHERE "row" IN ({names}) AND id < ? ORDER BY id DESC LIMIT ?'
        rows = list(db.query(sql, [*list(wanted.rows)[:MOST_ROWS], before, limit + 1]))
        floor = 1 if len(rows) <= limit else rows[-1]["id"] + 1
        return _gather(map(_event, rows[:limit]), wanted, floor, limit)
    floor = max(1, before - SCAN)
    sql = f"{_EVENT} WHERE id < ? AND id >= ? ORDER BY id DESC"
    return _gather(map(_event, db.query(sql, [before, floor])), wanted, floor, limit)


def _gather(lines: Iterator[tuple[Line, bytes | None]], wanted: Wanted, floor: int, limit: int) -> _Stretch:
    """Take lines while they fit, up to `limit`; what is older than `since` ends the looking."""
    found: list[Line] = []
    read, last = 0, None
    for line, user in lines:
        read, last = read + 1, line
        if wanted.since is not None and line.at < wanted.since:
            return _Stretch(found, 1, None, read)
        if _fits(line, user, wanted):
            found.append(line)
        if len(found) == limit:
            return _Stretch(found, line.id, line.at, read)
    return _Stretch(found, floor, last.at if last is not None and floor > 1 else None, read)


def _reached(db: Database, stretch: _Stretch) -> _Stretch:
    """A window that was looked through to its end reaches as far back as its floor, whatever fitted."""
    if stretch.floor <= 1 or stretch.lines and stretch.floor == stretch.lines[-1].id:
        return stretch
    tick = db.execute("SELECT tick FROM main.change WHERE id >= ? ORDER BY id", [stretch.floor]).fetchone()
    return replace(stretch, horizon=_moment(tick[0])) if tick else stretch


def _moment(tick: int) -> datetime:
    return datetime.fromtimestamp((tick >> TICK_BITS) / 1000, UTC)


def _fits(line: Line, user: bytes | None, wanted: Wanted) -> bool:
    return (
        (wanted.user is None or user == wanted.user)
        and (wanted.kind in ("", "event") or line.table == wanted.kind)
        and (wanted.rows is None or line.row in wanted.rows)
    )


def _change(row: Mapping[str, Any]) -> tuple[Line, bytes | None]:
    """A line that still has uids where names will stand."""
    line = Line(
        id=row["id"],
        at=_moment(row["tick"]),
        user=(row["user"] or b"").hex(),
        at_desk=(row["agent"] or b"").hex(),
        table=row["table"],
        row=row["row"],
        column=row["column"],
        old=row["old"],
        new=row["new"],
        purged=row["purge_id"] is not None,
    )
    return line, row["user"]


def _event(row: Mapping[str, Any]) -> tuple[Line, bytes | None]:
    line = Line(
        id=row["id"],
        at=datetime.fromisoformat(row["at"]),
        user=(row["user"] or b"").hex(),
        at_desk=(row["agent"] or b"").hex(),
        table=row["table"],
        row=row["row"] or b"",
        new=row["detail"],
        event=row["kind"],
    )
    return line, row["user"]


def _tick(moment: datetime) -> int:
    return int(moment.timestamp() * 1000) << TICK_BITS
