"""Which store key came after which: a computer that knew one recognises the next, and no key of a stranger's.

Whoever was removed knows keys of then and the public keys of all, so a key file alone proves nothing to who
reads it for the first time. Each new generation therefore leaves a link, sealed by the key before it: from
any key on, the links lead to those that followed it, and nobody who did not have it can add another.
"""

import hmac

from db.keys.derivation import derive
from db.keys.keyfile import KeyFile
from db.keys.sealing import Unreadable, canonical, seal, unseal


def print_of(store_key: bytes, store: bytes) -> bytes:
    """What may be kept outside of a store to know its key again; it opens nothing but links."""
    return derive(store_key, "lineage", store)


def link(file: KeyFile, old: bytes, new: bytes, generation: int) -> bytes:
    """From the store key `old` to `new`, which begins the generation."""
    return seal(print_of(old, file.store), print_of(new, file.store), _place(file.store, generation))


def leads(file: KeyFile, known: bytes, wanted: bytes) -> bool:
    """Whether the file's links lead from one print to the other, or they are the same."""
    for generation in sorted(file.links):
        if hmac.compare_digest(known, wanted):
            return True
        try:
            known = unseal(known, file.links[generation], _place(file.store, generation))
        except Unreadable:  # from a key before the known one
            continue
    return hmac.compare_digest(known, wanted)


def are_kin(file: KeyFile, key: bytes, other: KeyFile, others: bytes) -> bool:
    """Whether one store key came after the other, by the links of the later one's file."""
    ours, theirs = print_of(key, file.store), print_of(others, other.store)
    return file.store == other.store and (leads(file, theirs, ours) or leads(other, ours, theirs))


def _place(store: bytes, generation: int) -> bytes:
    return canonical(["link", store.hex(), generation])
