"""A floor with a kept recording, and what is done to it in a process that is killed."""

import os
import signal
import sys
from pathlib import Path

from db import attachments
from db.progress import Progress
from db.queries import recordings
from db.records.recordings import How, NewRecording
from tests.builders import Floor
from tests.db.stores import open_store

CONTENT = bytes(range(256)) * 40


def write_sound(folder: Path, name: str = "C-1.wav", content: bytes = CONTENT) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def keep(floor: Floor, file: Path, contact: int | None = None) -> int:
    """Keep the file as a recording of the floor's agent; its row's id."""
    with floor.store.reading() as db:
        uid = recordings.new_uid(db)
    kept = attachments.keep(floor.store.path, uid, file)
    new = NewRecording(
        str(file.parent),
        file.name,
        kept.sha256,
        kept.size,
        How.KEPT,
        contact_id=contact,
        agent_id=floor.agent,
    )
    with floor.store.writing("recording") as db:
        return recordings.add(db, new, floor.user.id, uid, kept.key)


def kept_in(store_path: Path) -> set[str]:
    """Names in the folder of attachments."""
    folder = attachments.folder_of(store_path)
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def kill_keeping(store: Path, file: Path, moment: int) -> None:
    """Keep a file in a process of its own that is killed at its progress of this number."""
    seen = [0]

    def tell(_: Progress) -> None:
        seen[0] += 1
        if seen[0] == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    attachments.CHUNK = 1024
    attachments.keep(store, os.urandom(16), file, tell)
    os.kill(os.getpid(), signal.SIGKILL)  # after the file has its name, before there is a row


if __name__ == "__main__":
    opened = open_store(Path(sys.argv[1]))
    kill_keeping(opened.path, Path(sys.argv[2]), int(sys.argv[3]))
