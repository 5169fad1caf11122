"""What is held on a person, what an erasure or the end of a term would take, and where else a name stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything held on one agent as plain rows by table, removed ones among them.

    A row's references carry beside `…_id` the name of what they refer to, under the column's name without
    `_id`. `private_notes` are counted, for they are sealed to their authors; `sums` are the week sums;
    `changes` counts the lines of the record of changes about any of these rows.
    """

    agent: Mapping[str, Any]
    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    sums: tuple[Mapping[str, Any], ...]
    private_notes: int
    changes: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name in a text that is not theirs. `part` is what was found: the name, or a piece of it."""

    table: str
    id: int
    column: str
    text: str
    part: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure takes (`gone`), empties and keeps as a shell (`emptied`), and lets go of the person
    (`detached`), as row counts by table; `sums` of weeks; `values` are lines of the record of changes whose
    words go.
    """

    agent_id: int
    uid: bytes
    name: str
    gone: Mapping[str, int]
    emptied: Mapping[str, int]
    detached: Mapping[str, int]
    sums: int
    values: int


@dataclass(frozen=True, slots=True)
class Term:
    """One kind of record and how many months it is kept; 0 is for ever."""

    kind: str
    months: int


@dataclass(frozen=True, slots=True)
class Ended:
    """What of one kind is past its term: everything before `before`, row counts by table in `gone`."""

    kind: str
    before: date
    gone: Mapping[str, int]
