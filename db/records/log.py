"""What checking the record of changes finds: each device's chain, and what is not as it was."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fault(StrEnum):
    """How the record, or a row that it speaks of, may be found untrue."""

    NUMBER = "number"  # a change is missing, or stands where another belongs
    VALUES = "values"  # old or new value is not what was sealed
    FACTS = "facts"  # who, when, where or the link to the change before is not what was sealed
    OPEN = "open"  # not sealed, among or before sealed ones
    DEVICE = "device"  # written by a device that the record does not know
    BACKUP = "backup"  # not what the record said when a backup was made
    SCHEMA = "schema"  # a table, index or trigger is missing, or not as this program makes it
    LIVE = "live"  # the row itself says something else than its newest change
    UNLOGGED = "unlogged"  # a row that no change speaks of
    GONE = "gone"  # a row that the record knows is not there
    HEAD = "head"  # the list of newest changes says something else than the changes
    PURGE = "purge"  # more, or something else, was blanked than a purge says of itself
    BLANKED = "blanked"  # a living row of which the record was blanked
    SUM = "sum"  # a sum that is shown is not what it was worked out from
    ATTACHMENT = "attachment"  # a file kept beside the store is missing, or not what was kept
    FINAL = "final"  # a final is not what was finished or signed


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the record does not hold. `device` is its uid in hexadecimal, `row` such a uid or a key.

    `sequence` counts the changes of the device, 0 where no single change is meant. `detail` is a machine
    name that says more, such as the name of a trigger or of a backup's file.
    """

    fault: Fault
    device: str = ""
    sequence: int = 0
    table: str = ""
    row: str = ""
    column: str = ""
    at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """How far a device's changes went, and the hash of the last, when the backup of this name was made."""

    device: bytes
    sequence: int
    hash: bytes
    name: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DeviceChain:
    """One device's changes. `begun_at` is None for a device that the record does not know.

    `open` counts changes that are not sealed yet, `erased` those whose values were blanked under a purge.
    """

    uid: str
    begun_at: datetime | None
    changes: int
    open: int
    erased: int
    last_at: datetime | None
    is_this: bool
    broken: Broken | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rows` counts the rows compared with the record, `backups` those it was held to.

    `broken` names the first finding of each kind of check, chains first; blank where everything holds.
    """

    devices: tuple[DeviceChain, ...]
    rows: int
    backups: int
    broken: tuple[Broken, ...]

    @property
    def changes(self) -> int:
        return sum(device.changes for device in self.devices)

    @property
    def open(self) -> int:
        return sum(device.open for device in self.devices)

    @property
    def first_broken(self) -> Broken | None:
        return self.broken[0] if self.broken else None
