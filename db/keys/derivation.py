"""From what a person types, or a machine keeps, to a key: argon2id, with its cost written into each slot.

Typed passphrases are slow to try by intent. A recovery code (160 random bits) and a secret of the operating
system's keyring (256) can't be guessed at any speed, so they go through HKDF alone.
"""

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_SIZE = 32
SALT_SIZE = 16
MOST_PASSES, MOST_KIBIBYTES, MOST_LANES = 16, 512 * 1024, 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: `passes` over `memory` KiB in `lanes` (RFC 9106: t, m, p)."""

    passes: int = 3
    memory: int = 64 * 1024
    lanes: int = 4


COST = Cost()
"""For new slots: RFC 9106's second recommendation, 280-400 ms on two cores of 2020."""


def is_bearable(cost: Cost) -> bool:
    """Whether a file may ask this of us: not nothing, and not all of the machine's memory."""
    return (
        1 <= cost.passes <= MOST_PASSES
        and 1 <= cost.lanes <= MOST_LANES
        and 8 * cost.lanes <= cost.memory <= MOST_KIBIBYTES
    )


def stretch(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte key that a passphrase stands for (argon2id, RFC 9106)."""
    kdf = Argon2id(
        salt=salt, length=KEY_SIZE, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    )
    return kdf.derive(secret)


def derive(secret: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """A 32-byte key for one purpose from a strong secret (HKDF-SHA256, RFC 5869)."""
    kdf = HKDF(hashes.SHA256(), KEY_SIZE, salt=salt, info=b"deskside " + purpose.encode())
    return kdf.derive(secret)


def fold_name(name: str) -> str:
    """The sign-in name without letter case, width and spare spaces: what two ways to type it share.

    Twice, because folding one sign can make another one that folds (Unicode 3.13, toNFKC_Casefold).
    """
    folded = unicodedata.normalize("NFD", name)
    for _ in range(2):
        folded = unicodedata.normalize("NFKC", folded.casefold())
    return " ".join(folded.split())


def fold_passphrase(passphrase: str) -> bytes:
    """The same bytes from every keyboard: composed, any space a plain one (RFC 8265, OpaqueString)."""
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in passphrase)
    return unicodedata.normalize("NFC", spaced).encode("utf-8", "surrogatepass")
