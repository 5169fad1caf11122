"""Protecting and re-keying, killed at every moment; run like `tests.db.apart`."""

import shutil
import sys
from pathlib import Path

from db import keys, protecting, restoring
from db.keys import keyfile
from db.keys.unlocking import is_plain
from tests.db.apart import NOW, Fate, crash_at_every_moment, make_passphrases_cheap
from tests.db.protected import OMAR, begin, enter, held, new_plain, new_protected, opened

PLANTED = "Imani cried on the phone"


def keep_aside(folder: Path) -> Path:
    keep = folder / "keep"
    shutil.copytree(folder / "floor", keep)
    return keep


def put_back(folder: Path) -> None:
    shutil.rmtree(folder / "floor")
    shutil.copytree(folder / "keep", folder / "floor")


def find_plain(folder: Path) -> list[str]:
    """Files that anybody could read, or that still hold what was planted."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if is_plain(path) or PLANTED.encode() in path.read_bytes()]


def kill_protect(folder: str) -> None:
    """A plain store killed at any moment of being encrypted is whole, plain or encrypted; never both."""
    home = Path(folder)
    path = home / "floor" / "floor.deskside"
    new_plain(path, note=PLANTED)
    with opened(path, None) as store:
        backup = store.back_up().path
    restoring.restore(path, backup, NOW)
    keep_aside(home)
    seen: set[bool] = set()

    def act(fate: Fate) -> None:
        unlocked = begin(path)
        protecting.protect(path, unlocked, NOW, fate.pass_by)

    def check() -> None:
        assert held(path) == {"note": PLANTED}
        protected = keys.is_protected(path)
        seen.add(protected)
        if protected:
            assert find_plain(home / "floor") == []
            assert [held(backup) for backup in path.parent.glob("backups/*.deskside")] == [{"note": PLANTED}]
            for aside in path.parent.glob("floor-set-aside-*.deskside"):
                assert held(aside) == {"note": PLANTED}
        else:
            assert backup.exists() and is_plain(backup), "a plain store lost its backup"
        left = [
            file.name
            for file in path.parent.iterdir()
            if file.name.endswith((".former", ".restored", ".doomed"))
        ]
        assert left == []
        put_back(home)

    print(crash_at_every_moment(act, check, step=4))
    assert seen == {False, True}


def kill_rekey(folder: str) -> None:
    """A store killed at any moment of being re-keyed opens: by the old key with the user, or by the new."""
    home = Path(folder)
    path = home / "floor" / "floor.deskside"
    ruth = new_protected(path, note=PLANTED)
    keys.add_user(path, ruth, OMAR, "Omar", "his")
    held(path)
    keep_aside(home)
    seen: set[bool] = set()

    def act(fate: Fate) -> None:
        with opened(path, enter(path)) as store:
            store.rekey(without=OMAR, progress=fate.pass_by)

    def check() -> None:
        assert held(path) == {"note": PLANTED}
        file = keyfile.read(keys.key_path(path))
        is_in = file.member(OMAR) is not None
        assert file.generations == ([1] if is_in else [2])
        assert (enter(path).store_key == ruth.store_key) == is_in
        seen.add(is_in)
        assert [*path.parent.glob("*.former"), *path.parent.glob("*.doomed")] == []
        put_back(home)

    print(crash_at_every_moment(act, check, step=3))
    assert seen == {False, True}


if __name__ == "__main__":
    make_passphrases_cheap()
    globals()[sys.argv[1]](*sys.argv[2:])
