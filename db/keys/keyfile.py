"""The key file beside a store: who may open it, and with what, in a few kilobytes without a name in them.

Its bytes are the one canonical form of its content with a checksum, so that damage shows before anybody
types anything; and it carries a mark under the store key, so that nobody edits it who can't open the store.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from db.errors import KeyFileDamaged, KeyFileMissing, world_errors
from db.files import beside, put_in_place, write_private
from db.keys.derivation import Cost, derive, fold_name, is_bearable
from db.keys.sealing import canonical

FORMAT = 1
SUFFIX = ".keys"
TAG_SIZE = 4
LARGEST = 4_000_000  # bytes; 500 users take half of one million
Kind: TypeAlias = Literal["passphrase", "recovery", "keyring"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in for one user: their own key and the floor's secret, sealed under what they know or keep.

    `cost` and `tag` belong to passphrases alone; the tag finds the slot of a sign-in name.
    """

    user: bytes
    kind: Kind
    cost: Cost | None
    salt: bytes
    tag: bytes
    temporary: bool
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Member:
    """A user's public key, and the store key of each generation sealed to it; of none while suspended."""

    user: bytes
    public: bytes
    keys: Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All of the file. `kept` turns true when the store has been encrypted under it for certain.

    `revision` grows at each write, `generation` at each new store key; two of them while one replaces the
    other. `marks` holds the mark under each generation's store key, `links` what leads to each from the one
    before (see `db.keys.lineage`).
    """

    store: bytes
    revision: int
    kept: bool
    salt: bytes
    members: tuple[Member, ...]
    slots: tuple[Slot, ...]
    marks: Mapping[int, bytes]
    links: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def generations(self) -> list[int]:
        """Newest first."""
        return sorted(self.marks, reverse=True)

    def member(self, user: bytes) -> Member | None:
        return next((member for member in self.members if member.user == user), None)

    def slots_of(self, user: bytes, *kinds: Kind) -> list[Slot]:
        return [slot for slot in self.slots if slot.user == user and slot.kind in (kinds or get_args(Kind))]


def key_path(store: Path) -> Path:
    """Where the keys of a store, or of a backup, stand."""
    return beside(store, SUFFIX)


def tag_of(file: KeyFile, name: str) -> bytes:
    """What a sign-in name looks like in this file."""
    return hmac.digest(file.salt, fold_name(name).encode("utf-8", "surrogatepass"), sha256)[:TAG_SIZE]


def slot_place(store: bytes, user: bytes, kind: Kind, cost: Cost | None) -> bytes:
    """The associated data of a slot's content."""
    return canonical([FORMAT, store.hex(), user.hex(), kind, _write_cost(cost)])


def key_place(store: bytes, user: bytes, generation: int) -> bytes:
    """The associated data of a store key sealed to a user."""
    return canonical([FORMAT, store.hex(), user.hex(), generation])


def sign(file: KeyFile, keys: Mapping[int, bytes]) -> KeyFile:
    """The file marked under each generation's store key."""
    content = canonical(_write_content(file))
    return replace(file, marks={number: _mark(file, key, content) for number, key in keys.items()})


def is_signed(file: KeyFile, keys: Mapping[int, bytes]) -> bool:
    """Whether the file is as somebody left it who held these store keys, all of its generations."""
    expected = sign(file, keys).marks
    if expected.keys() != file.marks.keys():
        return False
    return all(hmac.compare_digest(expected[number], mark) for number, mark in file.marks.items())


def is_marked_by(file: KeyFile, key: bytes) -> bool:
    """Whether one of its generations is this store key's."""
    mark = _mark(file, key, canonical(_write_content(file)))
    return any(hmac.compare_digest(mark, found) for found in file.marks.values())


def _mark(file: KeyFile, key: bytes, content: bytes) -> bytes:
    return hmac.digest(derive(key, "key file", file.store), content, sha256)


def write(path: Path, file: KeyFile) -> None:
    """Replace the file whole, for nobody else on this machine to read."""
    part = beside(path, ".part")
    with world_errors(path):
        write_private(part, to_bytes(file))
        put_in_place(part, path)


def read(path: Path) -> KeyFile:
    """Raises KeyFileMissing or KeyFileDamaged; ReadOnly where it may not be read."""
    try:
        with world_errors(path), path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except Exception as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise KeyFileMissing(path) from error
        raise
    try:
        return from_bytes(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KeyFileDamaged(path, reason="unreadable") from error


def to_bytes(file: KeyFile) -> bytes:
    content = _write_content(file) | {"marks": {str(n): mark.hex() for n, mark in file.marks.items()}}
    checksum = sha256(canonical(content)).hexdigest()
    return canonical(content | {"checksum": checksum}) + b"\n"


def from_bytes(data: bytes) -> KeyFile:
    """Raises one of the errors of reading foreign JSON."""
    if len(data) > LARGEST:
        raise ValueError("too large")
    told = json.loads(data)
    if told["format"] != FORMAT:
        raise ValueError("unknown format")
    file = KeyFile(
        store=_bytes(told["store"], 16),
        revision=_count(told["revision"]),
        kept=_flag(told["kept"]),
        salt=_bytes(told["salt"], 16),
        members=tuple(_read_member(member) for member in told["members"]),
        slots=tuple(_read_slot(slot) for slot in told["slots"]),
        marks={_count(int(n)): _bytes(mark, 32) for n, mark in told["marks"].items()},
        links={_count(int(n)): _bytes(link) for n, link in told["links"].items()},
    )
    if to_bytes(file) != data:
        raise ValueError("not as it was written")
    return file


def _write_content(file: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "store": file.store.hex(),
        "revision": file.revision,
        "kept": file.kept,
        "salt": file.salt.hex(),
        "members": [_write_member(member) for member in file.members],
        "slots": [_write_slot(slot) for slot in file.slots],
        "links": {str(number): link.hex() for number, link in file.links.items()},
    }


def _write_member(member: Member) -> dict[str, Any]:
    keys = {str(number): key.hex() for number, key in member.keys.items()}
    return {"user": member.user.hex(), "public": member.public.hex(), "keys": keys}


def _read_member(told: dict[str, Any]) -> Member:
    keys = {_count(int(number)): _bytes(key) for number, key in told["keys"].items()}
    return Member(_bytes(told["user"], 16), _bytes(told["public"], 32), keys)


def _write_slot(slot: Slot) -> dict[str, Any]:
    return {
        "user": slot.user.hex(),
        "kind": slot.kind,
        "cost": _write_cost(slot.cost),
        "salt": slot.salt.hex(),
        "tag": slot.tag.hex(),
        "temporary": slot.temporary,
        "sealed": slot.sealed.hex(),
    }


def _read_slot(told: dict[str, Any]) -> Slot:
    if told["kind"] not in get_args(Kind):
        raise ValueError("unknown kind")
    cost = _read_cost(told["cost"])
    if (told["kind"] == "passphrase") != (cost is not None):
        raise ValueError("a passphrase without its cost")
    return Slot(
        user=_bytes(told["user"], 16),
        kind=told["kind"],
        cost=cost,
        salt=_bytes(told["salt"], 16),
        tag=_bytes(told["tag"], TAG_SIZE if cost else 0),
        temporary=_flag(told["temporary"]),
        sealed=_bytes(told["sealed"]),
    )


def _write_cost(cost: Cost | None) -> list[int] | None:
    return None if cost is None else [cost.passes, cost.memory, cost.lanes]


def _read_cost(told: list[int] | None) -> Cost | None:
    if told is None:
        return None
    cost = Cost(*(_count(number) for number in told))
    if not is_bearable(cost):
        raise ValueError("a cost out of bounds")
    return cost


def _bytes(told: str, size: int | None = None) -> bytes:
    found = bytes.fromhex(told)
    if size is not None and len(found) != size:
        raise ValueError("of another size")
    return found


def _count(told: int) -> int:
    if type(told) is not int or not 0 <= told < 2**53:
        raise ValueError("not a count")
    return told


def _flag(told: bool) -> bool:
    if type(told) is not bool:
        raise ValueError("not a flag")
    return told
