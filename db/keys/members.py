"""Changes of who may open a store. Each is one new key file, whole, under the mark of the store key."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from db.errors import Swapped
from db.keys import derivation, keyfile, lineage
from db.keys.codes import code_secret
from db.keys.derivation import KEY_SIZE, SALT_SIZE, fold_name, fold_passphrase
from db.keys.keyfile import KeyFile, Kind, Member, Slot, key_path
from db.keys.sealing import new_own, public_of, seal_to
from db.keys.unlocking import Unlocked, fill_slot, is_begun, read_with

FIRST_GENERATION = 1


class NameTaken(ValueError):
    """Somebody signs in by this name already; letter case and spaces don't tell two names apart."""


class NobodyLeft(ValueError):
    """After this nobody could open the store."""


def create(store: Path, user: bytes, name: str, passphrase: str) -> Unlocked:
    """Begin a key file for a store that is to be made or to be protected, with its first user.

    Until the store is encrypted for certain it is an intention and may be begun anew. Raises Swapped where
    it would take the place of one that a store needs.
    """
    _refuse_to_replace(store)
    own, floor = new_own(), secrets.token_bytes(KEY_SIZE)
    unlocked = Unlocked(secrets.token_bytes(KEY_SIZE), own, user, floor, generation=FIRST_GENERATION)
    empty = KeyFile(os.urandom(16), 0, False, os.urandom(SALT_SIZE), (), (), {})
    keys = {FIRST_GENERATION: unlocked.store_key}
    file = _put_member(empty, user, own, floor, keys)
    _save(store, _put_slot(file, _passphrase_slot(file, user, name), fold(passphrase), own + floor), keys)
    return unlocked


def _refuse_to_replace(store: Path) -> None:
    if is_begun(store):
        raise Swapped(store, reason="there")
    if key_path(store).exists() and keyfile.read(key_path(store)).kept:
        raise Swapped(store, reason="there")


def fold(passphrase: str) -> bytes:
    """The passphrase's bytes; ValueError for an empty one, which would be no lock."""
    if not passphrase:
        raise ValueError("an empty passphrase")
    return fold_passphrase(passphrase)


def add_user(store: Path, by: Unlocked, user: bytes, name: str, passphrase: str) -> None:
    """Let somebody in, by a passphrase that they change at first sign-in. Raises NameTaken."""
    file, keys = read_with(store, by)
    _save(store, _begin_anew(file, keys, by, (user, name, fold(passphrase))), keys)


def reset_passphrase(store: Path, by: Unlocked, user: bytes, name: str, passphrase: str) -> None:
    """A temporary passphrase for somebody who lost theirs. Their own key is lost with it, and so are their
    private notes, their recovery code and their keyring's secret. A suspended user is let in again.
    """
    add_user(store, by, user, name, passphrase)


def set_passphrase(store: Path, by: Unlocked, user: bytes, name: str, passphrase: str) -> Unlocked:
    """One's own new passphrase; what one has sealed and one's recovery code stay good.

    Only a temporary passphrase also gets a new key of one's own, because whoever gave it out may have used
    it; so go on with what is returned. Raises PermissionError for another user.
    """
    if user != by.user:
        raise PermissionError("a passphrase is changed by its owner")
    file, keys = read_with(store, by)
    own = new_own() if by.temporary else by.own
    if by.temporary:
        file = _put_member(_without(file, user), user, own, by.floor, keys)
    else:
        file = _drop_slots(file, user, "passphrase")
    _save(store, _put_slot(file, _passphrase_slot(file, user, name), fold(passphrase), own + by.floor), keys)
    return replace(by, own=own, temporary=False)


def rename_user(store: Path, by: Unlocked, user: bytes, name: str) -> None:
    """The name to sign in by. Raises NameTaken, and LookupError for a user without keys."""
    file, keys = read_with(store, by)
    _need(file, user)
    tag = _free_tag(file, user, name)
    is_theirs = [slot.user == user and slot.kind == "passphrase" for slot in file.slots]
    slots = tuple(
        replace(s, tag=tag) if theirs else s for s, theirs in zip(file.slots, is_theirs, strict=True)
    )
    _save(store, replace(file, slots=slots), keys)


def suspend_user(store: Path, by: Unlocked, user: bytes) -> None:
    """Take the store key from them; their passphrase and private notes wait. Raises NobodyLeft, LookupError.

    They may have written the key down while they had it: only removing and re-keying shuts that out.
    """
    file, keys = read_with(store, by)
    _save(store, _put(file, replace(_need(file, user), keys={})), keys)


def resume_user(store: Path, by: Unlocked, user: bytes) -> None:
    """Give the store key back to somebody suspended, under the passphrase they had."""
    file, keys = read_with(store, by)
    member = _need(file, user)
    _save(store, _put(file, _give_keys(file, member, by.floor, keys)), keys)


def remove_user(store: Path, by: Unlocked, user: bytes) -> None:
    """Drop all their ways in. The key they knew stays good for old copies, and for the store until it is
    re-keyed (`Store.rekey`). A user without keys is passed over. Raises NobodyLeft.
    """
    file, keys = read_with(store, by)
    _save(store, _without(file, user), keys)


def drop_strangers(store: Path, by: Unlocked, known: frozenset[bytes]) -> None:
    """Drop the ways in of all but oneself and those `known` (uids): a restored store may not know who was let
    in since. As with `remove_user`, the key they knew stays good until the store is re-keyed.
    """
    file, keys = read_with(store, by)
    strangers = {member.user for member in file.members} - known - {by.user}
    for user in strangers:
        file = _without(file, user)
    if strangers:
        _save(store, file, keys)


def add_code(store: Path, by: Unlocked, code: str) -> None:
    """One's recovery code, in place of the former one. Raises CodeTypo."""
    _replace_slot(store, by, "recovery", code_secret(code))


def has_code(store: Path, user: bytes) -> bool:
    """Whether this user has a recovery code."""
    return bool(keyfile.read(key_path(store)).slots_of(user, "recovery"))


def add_secret(store: Path, by: Unlocked) -> bytes:
    """A 32-byte secret for this machine's keyring that opens the store as this user, in place of a former."""
    secret = secrets.token_bytes(KEY_SIZE)
    _replace_slot(store, by, "keyring", secret)
    return secret


def drop_secret(store: Path, by: Unlocked) -> None:
    """Make the keyring's secret useless."""
    file, keys = read_with(store, by)
    _save(store, _drop_slots(file, by.user, "keyring"), keys)


def _replace_slot(store: Path, by: Unlocked, kind: Kind, secret: bytes) -> None:
    file, keys = read_with(store, by)
    slot = Slot(by.user, kind, None, os.urandom(SALT_SIZE), b"", False, b"")
    _save(store, _put_slot(_drop_slots(file, by.user, kind), slot, secret, by.own + by.floor), keys)


def keep(store: Path, by: Unlocked) -> None:
    """The store has been encrypted under this file: from now on a plain one in its place is refused."""
    file, keys = read_with(store, by)
    if not file.kept:
        _save(store, replace(file, kept=True), keys)


def outgrow(store: Path, by: Unlocked, known: int) -> None:
    """Give a key file from a backup, accepted for want of a newer one, a revision that the store takes."""
    file, keys = read_with(store, by)
    _save(store, replace(file, revision=max(file.revision, known)), keys)


def begin_generation(store: Path, by: Unlocked, *, without: bytes | None = None) -> dict[int, bytes]:
    """Add a new store key beside the old one, for all who are let in; `without` loses both keys.

    Returns the store key of each generation.
    """
    file, keys = read_with(store, by)
    if without is not None:
        file = _without(file, without)
    old = max(keys)
    keys = {old: keys[old], old + 1: secrets.token_bytes(KEY_SIZE)}
    members = tuple(_give_keys(file, m, by.floor, keys) if m.keys else m for m in file.members)
    links = {**file.links, old + 1: lineage.link(file, keys[old], keys[old + 1], old + 1)}
    _save(store, replace(file, members=members, links=links), keys)
    return keys


def put_back(store: Path, before: KeyFile, keys: Mapping[int, bytes]) -> None:
    """Undo a new generation that never came to be: the file as it was, under a later revision."""
    revision = keyfile.read(key_path(store)).revision
    _save(store, replace(before, revision=revision), keys)


def end_generation(store: Path, by: Unlocked, kept: int) -> Unlocked:
    """Only the generation in which the store was found is left."""
    file, keys = read_with(store, by)
    keys = {kept: keys[kept]}
    members = tuple(
        replace(member, keys={kept: member.keys[kept]} if kept in member.keys else {})
        for member in file.members
    )
    _save(store, replace(file, members=members), keys)
    return replace(by, store_key=keys[kept], generation=kept)


def _begin_anew(
    file: KeyFile, keys: Mapping[int, bytes], by: Unlocked, who: tuple[bytes, str, bytes]
) -> KeyFile:
    """The user with a new key of their own and a temporary passphrase, and nothing of before."""
    user, name, secret = who
    if user == by.user:
        raise PermissionError("nobody resets their own passphrase")
    own = new_own()
    slot = replace(_passphrase_slot(file, user, name), temporary=True)
    file = _put_member(_without(file, user), user, own, by.floor, keys)
    return _put_slot(file, slot, secret, own + by.floor)


def _put_member(file: KeyFile, user: bytes, own: bytes, floor: bytes, keys: Mapping[int, bytes]) -> KeyFile:
    return _put(file, _give_keys(file, Member(user, public_of(own), {}), floor, keys))


def _give_keys(file: KeyFile, member: Member, floor: bytes, keys: Mapping[int, bytes]) -> Member:
    sealed = {
        number: seal_to(member.public, floor, key, keyfile.key_place(file.store, member.user, number))
        for number, key in keys.items()
    }
    return replace(member, keys=sealed)


def _put(file: KeyFile, member: Member) -> KeyFile:
    others = tuple(other for other in file.members if other.user != member.user)
    return replace(file, members=(*others, member))


def _passphrase_slot(file: KeyFile, user: bytes, name: str) -> Slot:
    tag = _free_tag(file, user, name)
    return Slot(user, "passphrase", derivation.COST, os.urandom(SALT_SIZE), tag, False, b"")


def _put_slot(file: KeyFile, slot: Slot, secret: bytes, inside: bytes) -> KeyFile:
    return replace(
        file, slots=(*file.slots, replace(slot, sealed=fill_slot(file.store, slot, secret, inside)))
    )


def _free_tag(file: KeyFile, user: bytes, name: str) -> bytes:
    if not fold_name(name):
        raise ValueError("an empty name")
    tag = keyfile.tag_of(file, name)
    if any(slot.tag == tag and slot.user != user for slot in file.slots):
        raise NameTaken(name)
    return tag


def _drop_slots(file: KeyFile, user: bytes, *kinds: Kind) -> KeyFile:
    dropped = file.slots_of(user, *kinds)
    return replace(file, slots=tuple(slot for slot in file.slots if slot not in dropped))


def _without(file: KeyFile, user: bytes) -> KeyFile:
    file = _drop_slots(file, user)
    return replace(file, members=tuple(member for member in file.members if member.user != user))


def _need(file: KeyFile, user: bytes) -> Member:
    member = file.member(user)
    if member is None:
        raise LookupError(f"no keys of user {user.hex()}")
    return member


def _save(store: Path, file: KeyFile, keys: Mapping[int, bytes]) -> None:
    able = {member.user for member in file.members if member.keys}
    if not any(slot.user in able and slot.kind == "passphrase" for slot in file.slots):
        raise NobodyLeft
    keyfile.write(key_path(store), keyfile.sign(replace(file, revision=file.revision + 1), keys))
