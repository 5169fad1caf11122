"""Lines of the record of changes as people read them: who, when, what of whose, from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

Value: TypeAlias = None | int | float | str | bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One change, or with `event` something that happened to the store as a whole.

    `user` is blank where Deskside itself wrote, `at_desk` names the agent of a hand-over view. `about` names
    the agent whose row it is, `label` what the row is called. A blank `column` stands for the whole row;
    `new` is then JSON, or None where the row is gone. `names` gives a name for each uid and each
    question's key among the values.
    `reason` is why a revision took the place of a row that is gone.
    `purged`: the values were erased; `hidden`: they are not this user's to read.
    """

    id: int
    at: datetime
    user: str
    at_desk: str = ""
    table: str = ""
    row: bytes | str = b""
    column: str = ""
    old: Value = None
    new: Value = None
    about: str = ""
    label: str = ""
    event: str = ""
    reason: str = ""
    purged: bool = False
    hidden: bool = False
    names: Mapping[bytes | str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to go on: changes and events with smaller ids than these were not looked at yet."""

    change: int
    event: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the record is asked for; what is None or blank is not asked about.

    `user` is a uid; `rows` are the uids of rows, the only ones wanted; `since` and `until` are moments, the
    later one not included. `kind` is a table, or "event".
    """

    user: bytes | None = None
    kind: str = ""
    rows: frozenset[bytes | str] | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Lines newest first. `next` is None at the end; `read` is how many stored rows were looked at."""

    lines: tuple[Line, ...]
    next: Cursor | None
    read: int
