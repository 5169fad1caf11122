"""Locking ends in a new process, so that nothing of what was open stays in the memory of the one that waits.

Python and Qt let go of memory without wiping it, and the store's pages stood in it. The new window is told on
its standard input who may come back to where; arguments and environment can be read by others.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PySide6.QtCore import QObject, Signal

Place = tuple[str, object]
SEEN = b"seen\n"
FLAG = "--locked"
GRACE_S = 30.0
"""So long the process that was locked may take to end by itself."""


@dataclass(frozen=True, slots=True)
class Legacy:
    """What the new window is told: who was here last, and by the uid of each user where they were."""

    name: str
    places: dict[bytes, Place]


class Renewal(QObject):
    """`seen` comes when the new window stands in front of this one, `failed` when there is none."""

    seen = Signal()
    failed = Signal()

    def begin(self, store: Path, legacy: Legacy, program: list[str] | None = None) -> None:
        """Start Deskside anew, locked; `program` is what runs instead, in tests."""
        command = [*(program or own_program()), "--store", str(store), FLAG]
        # A thread waits: it may take a second until the new process reads and shows anything.
        threading.Thread(target=self._hand_over, args=(command, to_bytes(legacy)), daemon=True).start()

    def _hand_over(self, command: list[str], told: bytes) -> None:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        except OSError:
            self.failed.emit()
            return
        assert process.stdin is not None and process.stdout is not None  # pipes both
        with suppress(OSError), process.stdin as new:  # it may have ended already
            new.write(told)
        with process.stdout as said:
            is_seen = said.readline() == SEEN
        if not is_seen:
            process.kill()
        (self.seen if is_seen else self.failed).emit()
        process.wait()


def end_soon(grace_s: float = GRACE_S) -> None:
    """End this process, whatever it still waits for: a decoder, or a folder on a share that doesn't answer.

    For when the new window stands: what was typed is written then, and the store is closed.
    """
    end = threading.Timer(grace_s, os._exit, [0])
    end.daemon = True
    end.start()


def own_program() -> list[str]:
    """The command that this process was started with, without its arguments.

    The folder it was started in is no place to take code from: somebody may have put a module there.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable]
    start = (
        "import sys; sys.path.append(sys.argv.pop(1)); from desktop.__main__ import main; sys.exit(main())"
    )
    return [sys.executable, "-P", "-c", start, str(Path(__file__).parents[2])]


def say_seen(out: IO[bytes]) -> None:
    """Tell the process that began this one that its window may go."""
    try:
        out.write(SEEN)
        out.flush()
    except OSError:  # it is gone already
        pass


def to_bytes(legacy: Legacy) -> bytes:
    """A place that can't be told in JSON is told without its target."""
    places = {user.hex(): (key, _plain(to)) for user, (key, to) in legacy.places.items()}
    return json.dumps({"name": legacy.name, "places": places}).encode()


def from_bytes(told: bytes) -> Legacy:
    """Nobody's, where it can't be read: then everybody begins at today's page."""
    try:
        read = json.loads(told)
        places = {bytes.fromhex(user): (str(key), _target(to)) for user, (key, to) in read["places"].items()}
        return Legacy(str(read["name"]), places)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Legacy("", {})


def _plain(target: object) -> object:
    parts = target if isinstance(target, tuple) else (target,)
    return target if all(isinstance(part, int | str | None) for part in parts) else None


def _target(told: object) -> object:
    return tuple(told) if isinstance(told, list) else told
