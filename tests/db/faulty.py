"""How often the fault suite strikes, and what a refusal has to be: ours, with a sentence of its own."""

import os
from collections.abc import Iterable
from pathlib import Path
from random import Random

from db.errors import StoreError
from desktop.shell.errors import sentence

SECTOR = 512
TRIALS = int(os.environ.get("DESKSIDE_FAULTS", "0"))
"""How many random places of each file are struck; a few where the environment says nothing."""
KILLS = int(os.environ.get("DESKSIDE_KILLS", "25"))
"""How many writers are killed."""
IS_LONG = TRIALS > 0 or KILLS > 25


def check_sentence(error: StoreError) -> str:
    """The refusal's name; fails where a person would be told nothing of their own case."""
    said, general = sentence(error), sentence(StoreError(error.path))
    assert said.what and said.next and said != general, f"{error.name} has no sentence"
    return error.name


def check_refusal(error: StoreError, fitting: Iterable[str]) -> str:
    name = check_sentence(error)
    assert name in fitting, error
    return name


def flip(path: Path, chance: Random) -> None:
    """One byte anywhere is another one."""
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= chance.randint(1, 255)
    path.write_bytes(content)


def cut(path: Path, chance: Random) -> None:
    """The end is missing."""
    os.truncate(path, chance.randrange(path.stat().st_size))


def tear(path: Path, chance: Random) -> None:
    """A few sectors in a row were never written: zeros, or something else's bytes."""
    content = bytearray(path.read_bytes())
    count = chance.randint(1, 12) * SECTOR
    at = chance.randrange(0, len(content), SECTOR)
    torn = chance.choice([bytes(count), chance.randbytes(count)])[: len(content) - at]
    content[at : at + len(torn)] = torn
    path.write_bytes(content)


STRIKES = {"flip": flip, "cut": cut, "tear": tear}
