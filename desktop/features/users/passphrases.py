"""Passphrases made for somebody else: read out once, changed by them when they first come in."""

import secrets

# Without letters and digits that are taken for one another when they are read out or written by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, SIZE = 4, 4


def make_passphrase() -> str:
    """Sixteen random letters in groups, about 79 bits: "h4kp-3mzt-wq7x-b2rn"."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(SIZE)) for _ in range(GROUPS))
    return "-".join(groups)
