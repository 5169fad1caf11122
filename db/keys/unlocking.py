"""From a name and a passphrase, a recovery code or a secret of the keyring to the keys of the store.

Nothing here says which part was wrong, and a name that nobody has costs as much work as one that is there.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from db.clock import Clock, utc_now
from db.errors import KeyFileDamaged, StoreError, Suspended, WrongKey
from db.files import beside
from db.keys import derivation, keyfile, tries
from db.keys.codes import code_secret
from db.keys.derivation import Cost, derive, fold_passphrase, stretch
from db.keys.keyfile import KeyFile, Slot, key_path
from db.keys.sealing import Unreadable, public_of, seal, unseal, unseal_own

PLAIN = b"SQLite format 3\0"
READY = ".restored"
_DECOY_SIZE = 92  # as long as what a slot seals


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """What an opened slot gave: the newest store key, the user's own key and uid, the floor's secret.

    `failed`: the tries that went wrong before this one.
    """

    store_key: bytes
    own: bytes
    user: bytes
    floor: bytes
    temporary: bool = False
    generation: int = field(default=1, kw_only=True)
    failed: int = field(default=0, kw_only=True)


def is_plain(store: Path) -> bool:
    """Whether a file is there that anybody can read. Never for a store that is open in this process."""
    try:
        with store.open("rb") as opened:
            return opened.read(len(PLAIN)) == PLAIN
    except (FileNotFoundError, IsADirectoryError):
        return False


def is_protected(store: Path) -> bool:
    """Whether opening the closed store takes a key, also where its key file is damaged."""
    if not key_path(store).exists():
        return False
    try:
        kept = keyfile.read(key_path(store)).kept
    except StoreError:
        return True
    return kept or is_begun(store)


def is_begun(store: Path) -> bool:
    """Whether something encrypted is there already, or takes the store's place at the next opening."""
    if store.exists():
        return store.stat().st_size > 0 and not is_plain(store)
    return beside(store, READY).exists()


def unlock(store: Path, name: str, passphrase: str, *, clock: Clock = utc_now) -> Unlocked:
    """Raises WrongKey, TooSoon after wrong ones, Suspended, KeyFileDamaged or KeyFileMissing."""
    file = keyfile.read(key_path(store))
    tag = keyfile.tag_of(file, name)
    tries.demand(store, clock(), tag.hex())
    fitting = [
        slot for slot in file.slots if slot.kind == "passphrase" and hmac.compare_digest(slot.tag, tag)
    ]
    slot = fitting[0] if fitting else _decoy(file, tag)
    tries.count_failure(store, clock(), tag.hex())
    return _try(store, file, [slot], fold_passphrase(passphrase), tag.hex())


def unlock_with_code(store: Path, code: str, *, clock: Clock = utc_now) -> Unlocked:
    """As `unlock`, by a recovery code; raises CodeTypo, which counts as no try."""
    secret = code_secret(code)
    tries.demand(store, clock())
    file = keyfile.read(key_path(store))
    tries.count_failure(store, clock())
    return _try(store, file, (slot for slot in file.slots if slot.kind == "recovery"), secret, tries.CODE)


def unlock_with_secret(store: Path, secret: bytes) -> Unlocked:
    """As `unlock`, by what the operating system's keyring keeps; nobody guesses that, so nobody waits."""
    file = keyfile.read(key_path(store))
    for slot in file.slots:
        if slot.kind == "keyring" and (inside := open_slot(file, slot, secret)):
            return enter(key_path(store), file, slot, inside)
    raise WrongKey(store)


def _try(store: Path, file: KeyFile, slots: Iterable[Slot], secret: bytes, name: str) -> Unlocked:
    for slot in slots:
        if inside := open_slot(file, slot, secret):
            return enter(key_path(store), file, slot, inside, failed=tries.forget(store, name))
    raise WrongKey(store)


def _decoy(file: KeyFile, tag: bytes) -> Slot:
    """A slot that nothing opens, at the cost of one that exists, and always the same for the same name."""
    real = [slot for slot in file.slots if slot.kind == "passphrase"]
    cost = real[int.from_bytes(tag, "big") % len(real)].cost if real else derivation.COST
    salt = hmac.digest(file.salt, b"decoy" + tag, sha256)[: derivation.SALT_SIZE]
    return Slot(bytes(16), "passphrase", cost, salt, tag, False, bytes(_DECOY_SIZE))


def fill_slot(store: bytes, slot: Slot, secret: bytes, inside: bytes) -> bytes:
    """What goes into `sealed`: the user's own key and the floor's secret, one after the other."""
    return seal(_slot_key(slot, secret), inside, keyfile.slot_place(store, slot.user, slot.kind, slot.cost))


def open_slot(file: KeyFile, slot: Slot, secret: bytes) -> bytes | None:
    """What is in the slot, None where the secret is not its."""
    key = _slot_key(slot, secret)
    try:
        return unseal(key, slot.sealed, keyfile.slot_place(file.store, slot.user, slot.kind, slot.cost))
    except Unreadable:
        return None


def _slot_key(slot: Slot, secret: bytes) -> bytes:
    if isinstance(slot.cost, Cost):
        return stretch(secret, slot.salt, slot.cost)
    return derive(secret, slot.kind, slot.salt)


def enter(path: Path, file: KeyFile, slot: Slot, inside: bytes, *, failed: int = 0) -> Unlocked:
    """The keys behind an opened slot of the key file at `path`, which is checked to be as members left it."""
    own, floor = inside[: derivation.KEY_SIZE], inside[derivation.KEY_SIZE :]
    keys = open_keys(path, file, slot.user, own, floor)
    newest = max(keys)
    return Unlocked(keys[newest], own, slot.user, floor, slot.temporary, generation=newest, failed=failed)


def open_keys(path: Path, file: KeyFile, user: bytes, own: bytes, floor: bytes) -> dict[int, bytes]:
    """The store key of each generation. Raises Suspended, and KeyFileDamaged for an edited file."""
    member = file.member(user)
    if member is None or member.public != public_of(own):
        raise KeyFileDamaged(path, reason="member")
    if not member.keys:
        raise Suspended(path.with_name(path.name.removesuffix(keyfile.SUFFIX)))
    try:
        keys = {
            number: unseal_own(own, floor, sealed, keyfile.key_place(file.store, user, number))
            for number, sealed in member.keys.items()
        }
    except Unreadable as error:
        raise KeyFileDamaged(path, reason="store key") from error
    if not keyfile.is_signed(file, keys):
        raise KeyFileDamaged(path, reason="mark")
    return keys


def read_with(store: Path, by: Unlocked) -> tuple[KeyFile, dict[int, bytes]]:
    """The key file as it is now, and the store key of each of its generations, by somebody who is in.

    Also for the key file of a backup: it gives the key of then, whatever the passphrases are today. Raises
    WrongKey where the user is not in that file or had another key of their own.
    """
    path = key_path(store)
    file = keyfile.read(path)
    member = file.member(by.user)
    if member is None or member.public != public_of(by.own):
        raise WrongKey(store)
    return file, open_keys(path, file, by.user, by.own, by.floor)
