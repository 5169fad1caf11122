"""The recovery code: 160 random bits that a person can copy from paper and type back.

Eight groups of five signs. The fifth sign of a group checks the other four and the group's place, so that a
slip is named as a slip, and where it is, instead of as a wrong code.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
GROUPS, GROUP_SIZE = 8, 5
_FORGIVEN = str.maketrans({"I": "1", "L": "1", "O": "0"})
_FIELD = 0b100101  # x^5 + x^2 + 1: the field of 32 signs


class CodeTypo(ValueError):
    """The code can't have been written like this. `group` counts from 1; 0 where the length is wrong."""

    def __init__(self, group: int) -> None:
        super().__init__(f"recovery code, group {group}")
        self.group = group


def new_code() -> str:
    """A fresh code, as it is printed: `7K3QF-…`."""
    number = secrets.randbits(160)
    signs = [number >> (5 * place) & 31 for place in range(32)]
    groups = [signs[start : start + 4] for start in range(0, 32, 4)]
    return "-".join(
        "".join(ALPHABET[sign] for sign in (*group, _check_sign(group, place)))
        for place, group in enumerate(groups)
    )


def fold_code(text: str) -> str:
    """The code as it was given out, however it was typed: any case, spaces and dashes, I or L for 1, O for 0.

    Raises CodeTypo, naming the group where the slip is.
    """
    signs = "".join(sign for sign in text.upper().translate(_FORGIVEN) if sign.isalnum())
    if len(signs) != GROUPS * GROUP_SIZE:
        raise CodeTypo(0)
    groups = [signs[start : start + GROUP_SIZE] for start in range(0, len(signs), GROUP_SIZE)]
    for place, group in enumerate(groups):
        values = [ALPHABET.find(sign) for sign in group]
        if -1 in values or _check_sign(values[:4], place) != values[4]:
            raise CodeTypo(place + 1)
    return "-".join(groups)


def code_secret(code: str) -> bytes:
    """What the code stands for; raises CodeTypo."""
    return fold_code(code).encode("ascii")


def _check_sign(signs: list[int], place: int) -> int:
    """A Reed-Solomon sign over 32 values: any one wrong sign and any two exchanged neighbours show."""
    check = place + 1
    for sign in signs:
        check = _double(check) ^ sign
    return _double(check)


def _double(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & 32 else value
