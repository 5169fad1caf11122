"""What is sealed to whom: a slot's content under its secret, the store key to a user, a note to its author.

ChaCha20-Poly1305 throughout (RFC 8439), always with the place it belongs to as associated data, so that
nothing sealed can be moved elsewhere.
"""

import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from db.keys.derivation import derive

NONCE_SIZE = 12
PUBLIC_SIZE = 32
_SALT_SIZE = 16
_ONE_USE = bytes(NONCE_SIZE)  # a nonce for keys that seal a single message


class Unreadable(ValueError):
    """Sealed with another key, for another place, or changed since."""


def canonical(value: object) -> bytes:
    """The one way to write a JSON value: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def seal(key: bytes, content: bytes, place: bytes) -> bytes:
    """The content under a key that may seal many, bound to its place."""
    nonce = os.urandom(NONCE_SIZE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """Raises Unreadable."""
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], place)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def new_own() -> bytes:
    """A private key of one user's own (X25519, RFC 7748)."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(own: bytes) -> bytes:
    """What may be known of `own`, and is enough to seal something to its owner."""
    return X25519PrivateKey.from_private_bytes(own).public_key().public_bytes_raw()


def seal_to(public: bytes, floor: bytes, content: bytes, place: bytes) -> bytes:
    """Seal to the owner of `public`. `floor`, known to members alone, keeps others from doing so."""
    passing = X25519PrivateKey.generate()
    shared = passing.exchange(X25519PublicKey.from_public_bytes(public))
    mine = passing.public_key().public_bytes_raw()
    key = derive(shared + floor, "store key", mine + public)
    return mine + ChaCha20Poly1305(key).encrypt(_ONE_USE, content, place)


def unseal_own(own: bytes, floor: bytes, sealed: bytes, place: bytes) -> bytes:
    """What `seal_to` sealed to the owner of `own`. Raises Unreadable."""
    try:
        theirs = X25519PublicKey.from_public_bytes(sealed[:PUBLIC_SIZE])
        shared = X25519PrivateKey.from_private_bytes(own).exchange(theirs)
        key = derive(shared + floor, "store key", sealed[:PUBLIC_SIZE] + public_of(own))
        return ChaCha20Poly1305(key).decrypt(_ONE_USE, sealed[PUBLIC_SIZE:], place)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def seal_private(own: bytes, text: str, context: bytes) -> bytes:
    """A note for its author alone. `context` (the uid of the note, say) must be given again to read it."""
    salt = os.urandom(_SALT_SIZE)
    cipher = ChaCha20Poly1305(derive(own, "private note", salt))
    return salt + cipher.encrypt(_ONE_USE, text.encode("utf-8", "surrogatepass"), context)


def open_private(own: bytes, sealed: bytes, context: bytes) -> str:
    """Raises Unreadable: another's note, another context, a changed byte, or a key that was made anew."""
    cipher = ChaCha20Poly1305(derive(own, "private note", sealed[:_SALT_SIZE]))
    try:
        return cipher.decrypt(_ONE_USE, sealed[_SALT_SIZE:], context).decode("utf-8", "surrogatepass")
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
