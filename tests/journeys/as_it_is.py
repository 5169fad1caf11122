"""The store as a process that is killed leaves it behind."""

import subprocess
from pathlib import Path

from db.store import Store


def left_behind(store: Store, folder: Path) -> Path:
    """The files of a store that is open, as they are at this moment: what a kill would leave of it."""
    folder.mkdir()
    # By a process of its own: one that opens and closes the file here would let go of its locks.
    files = map(str, store.path.parent.glob(store.path.name + "*"))
    subprocess.run(["cp", "-R", *files, str(folder)], check=True)
    return folder / store.path.name
