"""A floor with a backup and work done since, its encrypted twin, and ways to damage both."""

import random
from contextlib import closing
from datetime import date
from pathlib import Path

from db.connection import Source, connect
from db.queries import observations, people, plans
from db.salvage.pages import Pages
from db.salvage.trees import is_leaf, read_leaf, walk
from tests.builders import Floor, evaluate, new_floor, observe, take_call

KEY = bytes(range(32))
PAGE = 4096


def work(floor: Floor, calls: int, begin: int = 1) -> None:
    """Calls heard and evaluated, some of them with a note, and somebody new with a plan."""
    for n in range(begin, begin + calls):
        evaluate(floor, take_call(floor, date(2026, 3, 1 + n % 28), f"C-{n}"), n % 2)
        if n % 3 == 0:
            observation = observe(floor, take_call(floor, date(2026, 3, 2), f"N-{n}"))
            with floor.store.writing("note") as db:
                text = f"Note {n}. " + "She asked, and listened. " * (n * 7 % 400)
                observations.add_note(db, observation, float(n), text, None)
    with floor.store.writing("agent", "plan", "condition") as db:
        agent = people.add_agent(db, f"Agent {begin}", floor.team, f"A{begin}", None)
        plans.begin(db, agent, floor.user.id, date(2026, 3, 3), "")


def worked_floor(folder: Path, since: int = 20) -> tuple[Path, Path]:
    """A closed store and its backup; `since` calls were evaluated after that was made."""
    floor = new_floor(folder)
    work(floor, 30)
    backup = floor.store.back_up().path
    work(floor, since, begin=100)
    floor.store.close()
    return floor.store.path, backup


def encrypt(plain: Path, place: Path) -> Source:
    """The same rows in an encrypted file."""
    source = Source(place, KEY)
    with closing(connect(source, "create")) as conn:
        conn.execute("SELECT count(*) FROM sqlite_master")
        conn.execute("ATTACH DATABASE ? AS plain KEY ''", [str(plain)])
        conn.execute("SELECT sqlcipher_export('main', 'plain')")
        conn.execute("DETACH DATABASE plain")
    return source


def count_pages(path: Path) -> int:
    return path.stat().st_size // PAGE


def spoil_pages(path: Path, numbers: list[int], chance: random.Random) -> None:
    """Write nonsense over whole pages, as a failing disk does."""
    with path.open("r+b") as file:
        for number in numbers:
            file.seek((number - 1) * PAGE)
            file.write(chance.choice([bytes(PAGE), chance.randbytes(PAGE)]))


def flip_bytes(path: Path, numbers: list[int], chance: random.Random) -> None:
    """Change one byte in each page."""
    with path.open("r+b") as file:
        for number in numbers:
            at = (number - 1) * PAGE + chance.randrange(PAGE)
            file.seek(at)
            (byte,) = file.read(1)
            file.seek(at)
            file.write(bytes([byte ^ chance.randint(1, 255)]))


def whole_rows(before: Source, damaged: Source, sql: str) -> set[int]:
    """Rowids in the table made by `sql` whose own bytes the damage left alone, wherever roots lead now."""
    with closing(connect(before, "read")) as conn:
        (root,) = conn.execute("SELECT rootpage FROM sqlite_master WHERE sql = ?", [sql]).fetchone()
    whole: set[int] = set()
    with Pages(before) as sound, Pages(damaged) as pages:
        for number in walk(sound, root, is_index=False).seen:
            if is_leaf(sound, number) and is_leaf(pages, number):
                was, still = read_leaf(sound, number).rows, read_leaf(pages, number).rows
                whole |= {rowid for rowid, values in still.items() if was.get(rowid) == values}
    return whole
