"""Reads the whole record of changes once, in its order, and holds it to its own hashes and numbers."""

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from db.connection import Connection
from db.log.blanking import AGAIN, Tally
from db.log.sealing import COLUMNS, START, TICK_BITS, Change, make_digest, make_hash
from db.progress import Progress
from db.records.log import Broken, DeviceChain, Fault, Noted

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Seal:
    """What was sealed of a change; all None while it is open."""

    salt: bytes | None
    digest: bytes | None
    hash: bytes | None
    purge_id: int | None


@dataclass(slots=True)
class _Chain:
    """One device while its changes go by."""

    sequence: int = 0
    hash: bytes = START
    tick: int = 0
    open: int = 0
    erased: int = 0
    broken: Broken | None = None


@dataclass(frozen=True, slots=True)
class _Begun:
    """A row of `device`: what it went on from, where it is not the first."""

    uid: bytes
    begun_at: str
    after: bytes | None
    after_sequence: int | None
    after_hash: bytes | None


@dataclass(frozen=True, slots=True)
class Read:
    """What the reading found: each device's chain, and how many rows of each table ought to be there."""

    devices: tuple[DeviceChain, ...]
    living: Mapping[str, int]
    backup: Broken | None
    blanked: Mapping[int, Tally]


@dataclass(slots=True)
class _Reader:
    """Takes the changes one by one. `said` is what backups say, by device and sequence."""

    purges: frozenset[int]
    known: frozenset[bytes]
    said: Mapping[tuple[bytes, int], Noted]
    next_id: int = 1
    chains: dict[bytes, _Chain] = field(default_factory=dict)
    living: Counter[str] = field(default_factory=Counter)
    gone: list[tuple[str, bytes | str]] = field(default_factory=list)
    backup: Broken | None = None
    blanked: defaultdict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def take(self, change: Change, seal: Seal) -> None:
        chain = self.chains.setdefault(change.device, _Chain())
        broken = self._judge(change, seal, chain)
        if broken and chain.broken is None:
            chain.broken = broken
        if change.column == "":
            self._count(change, seal)
        chain.sequence, chain.tick, self.next_id = change.sequence, change.tick, change.id + 1
        chain.hash = seal.hash or chain.hash
        chain.open += seal.hash is None
        if seal.purge_id is not None:
            chain.erased += 1
            self.blanked[seal.purge_id].add(change.device, change.sequence)
        self._hold_to_backup(change, seal)

    def _count(self, change: Change, seal: Seal) -> None:
        if change.new is not None or seal.purge_id is not None:
            self.living[change.table] += change.old != AGAIN
        else:
            self.gone.append((change.table, change.row))

    def _judge(self, change: Change, seal: Seal, chain: _Chain) -> Broken | None:
        if change.device not in self.known:
            return name_change(change, Fault.DEVICE)
        if change.sequence != chain.sequence + 1 or change.id != self.next_id:
            return name_change(change, Fault.NUMBER, chain.sequence + 1)
        if seal.hash is None:
            is_open = (seal.salt, seal.digest, seal.purge_id) == (None, None, None)
            return None if is_open else name_change(change, Fault.OPEN)
        if chain.open:
            return name_change(change, Fault.OPEN, change.sequence - chain.open)
        if not self._has_its_values(change, seal):
            return name_change(change, Fault.VALUES)
        is_linked = seal.hash == make_hash(chain.hash, change, seal.digest or b"")
        return None if is_linked else name_change(change, Fault.FACTS)

    def _has_its_values(self, change: Change, seal: Seal) -> bool:
        if seal.purge_id is not None:
            return seal.purge_id in self.purges and (change.old, change.new, seal.salt) == (None, None, None)
        return seal.salt is not None and seal.digest == make_digest(seal.salt, change.old, change.new)

    def _hold_to_backup(self, change: Change, seal: Seal) -> None:
        told = self.said.get((change.device, change.sequence))
        if told and told.hash != seal.hash and self.backup is None:
            self.backup = name_change(change, Fault.BACKUP, detail=told.name)


def name_change(change: Change, fault: Fault, sequence: int = 0, detail: str = "") -> Broken:
    """A finding at this change; `sequence` where another number than its own is meant."""
    return Broken(
        fault,
        change.device.hex(),
        sequence or change.sequence,
        change.table,
        change.row.hex() if isinstance(change.row, bytes) else str(change.row),
        change.column,
        to_moment(change.tick),
        detail,
    )


def to_moment(tick: int) -> datetime:
    """The time of a change, by the clock of its device."""
    try:
        return datetime.fromtimestamp((tick >> TICK_BITS) / 1000, UTC)
    except (OverflowError, ValueError, OSError):  # a tick that somebody wrote by hand
        return datetime.fromtimestamp(0, UTC)


def _read_moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # written by hand; that it is not what was logged is found elsewhere
        return None


def read_chains(conn: Connection, said: Iterable[Noted]) -> Generator[Progress, None, Read]:
    """Judge every change; the first one that does not hold is named for each device."""
    devices = _read_devices(conn)
    reader = _Reader(
        frozenset(row[0] for row in conn.execute("SELECT id FROM main.purge")),
        frozenset(device.uid for device in devices),
        {(noted.device, noted.sequence): noted for noted in said},
    )
    total = conn.execute("SELECT coalesce(max(id), 0) FROM main.change").fetchone()[0]
    sql = f"SELECT {COLUMNS}, salt, digest, hash, purge_id FROM main.change WHERE id > ? ORDER BY id LIMIT ?"
    last = -(1 << 63)
    while rows := conn.execute(sql, (last, CHUNK)).fetchall():
        for row in rows:
            reader.take(Change(*row[:12]), Seal(*row[12:]))
        last = rows[-1][0]
        yield Progress(min(max(last, 0), total), total, "chain")
    _hold_to_ends(conn, reader, devices)
    _take_off_gone(conn, reader)
    backup = reader.backup or _beyond(reader, devices)
    return Read(tuple(_tell(conn, reader, devices)), reader.living, backup, reader.blanked)


def _read_devices(conn: Connection) -> list[_Begun]:
    sql = "SELECT uid, begun_at, after_device, after_sequence, after_hash FROM main.device ORDER BY id"
    return [_Begun(*row) for row in conn.execute(sql)]


def _take_off_gone(conn: Connection, reader: _Reader) -> None:
    """Rows that were removed for good; of an import's rows no change says that they came."""
    sql = """SELECT EXISTS (SELECT 1 FROM main.change WHERE "row" = ? AND "table" = ? AND "column" = ''
        AND (new IS NOT NULL OR purge_id IS NOT NULL))"""
    for table, row in reader.gone:
        reader.living[table] -= conn.execute(sql, (row, table)).fetchone()[0]


def _hold_to_ends(conn: Connection, reader: _Reader, devices: list[_Begun]) -> None:
    """No chain may end before its device says it ended."""
    this, sequence = conn.execute("SELECT device, sequence FROM main.writer").fetchone()
    ends = [(this, sequence, None)] + [
        (one.after, one.after_sequence or 0, one.after_hash) for one in devices if one.after
    ]
    for uid, end, hash in ends:
        chain = reader.chains.setdefault(uid, _Chain())
        ended = chain.sequence == end and hash in (None, chain.hash)
        if not ended and chain.broken is None:
            number = min(chain.sequence, end) + 1
            chain.broken = Broken(Fault.NUMBER, uid.hex(), number, at=to_moment(chain.tick), detail="end")


def _beyond(reader: _Reader, devices: list[_Begun]) -> Broken | None:
    """A backup that knows more of a device than the record does, though nothing was restored since.

    A device that another went on from was left there, whatever the clocks said; of one that the record does
    not know at all, only the moments tell.
    """
    begun = (_read_moment(device.begun_at) for device in devices if device.after)
    restored = max((moment for moment in begun if moment), default=None)
    left = {device.after for device in devices if device.after}
    for noted in reader.said.values():
        if noted.device in left:
            continue
        chain = reader.chains.get(noted.device, _Chain())
        if chain.sequence < noted.sequence and (restored is None or restored < noted.made_at):
            at = to_moment(chain.tick) if chain.tick else None
            return Broken(Fault.BACKUP, noted.device.hex(), noted.sequence, at=at, detail=noted.name)
    return None


def _tell(
    conn: Connection,
    reader: _Reader,
    devices: list[_Begun],
) -> Iterator[DeviceChain]:
    this = conn.execute("SELECT device FROM main.writer").fetchone()[0]
    begun = {device.uid: _read_moment(device.begun_at) for device in devices}
    for uid in [*begun, *(uid for uid in reader.chains if uid not in begun)]:
        chain = reader.chains.get(uid, _Chain())
        yield DeviceChain(
            uid.hex(),
            begun.get(uid),
            chain.sequence,
            chain.open,
            chain.erased,
            to_moment(chain.tick) if chain.tick else None,
            uid == this,
            chain.broken,
        )
