"""The watched folder: new recordings are brought in as they come, once nobody writes to them any more."""

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from db.progress import Progress
from desktop.coaching.access import Deed, may
from desktop.shell.context import App
from desktop.shell.text import tr

if TYPE_CHECKING:
    from db.records.people import User
    from db.store import Store
    from desktop.features.recordings.bringing import Outcome, Setup

EVERY_MS = 60_000
AGAIN_MS = 3_000
STILL_S = 30
"""A file that nobody wrote to for so long is whole; a younger one has to keep its size from look to look."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file at one look: bytes, and when it was last written to (seconds since 1970)."""

    size: int
    written: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found: whether the folder could be reached, and its files that are not known yet."""

    reached: bool
    files: Mapping[Path, Seen]


def whole_files(before: Mapping[Path, Seen], now: Mapping[Path, Seen], at: float) -> tuple[Path, ...]:
    """Those that are complete at the moment `at`: long untouched, or the same as at the look before."""
    return tuple(
        path
        for path, seen in now.items()
        if seen.size and (at - seen.written > STILL_S or before.get(path) == seen)
    )


def look_into(store: "Store", folder: Path, by: "User | None") -> Found:
    """A look at a watched folder and those within; a job."""
    from desktop.features.recordings.bringing import new_files
    from desktop.shell.recordings import find_files

    try:
        if not folder.is_dir():
            return Found(False, {})
        seen = {}
        for path in new_files(store, find_files(folder), by):
            stat = path.stat()
            seen[path] = Seen(stat.st_size, stat.st_mtime)
        return Found(True, seen)
    except OSError:
        return Found(False, {})


def bring_while_open(
    app: App, files: tuple[Path, ...], setup: "Setup", by: "User | None"
) -> Generator[Progress, None, "Outcome"]:
    """Bring files in as long as the floor stays open; a job. A lock must not wait for a whole folder: what
    is left comes with a later look.
    """
    from desktop.features.recordings.bringing import Outcome, bring_in

    store = app.store
    if store is None:
        return Outcome()
    steps = bring_in(store, files, setup, by)
    try:
        while app.store is store:
            yield next(steps)
    except StopIteration as end:
        return cast("Outcome", end.value)
    finally:
        steps.close()
    return Outcome()


def watched_folder(app: App) -> Path | None:
    """The folder watched on this computer for the open floor."""
    if app.store is None:
        return None
    from desktop.shell import recordings

    return recordings.watched_folder(app.settings, app.store.path)


def watch_folder(app: App, folder: Path | None) -> None:
    """Watch this folder for the open floor from now on, or none."""
    if app.store is not None:
        kept = json.loads(str(app.settings.get("watched_folders")))
        kept[str(app.store.path)] = str(folder) if folder else ""
        app.settings.set("watched_folders", json.dumps(kept, sort_keys=True))


class Watching(QObject):
    """Looks every minute, and when the system says that something came; `looked` carries whether the folder
    could be reached.
    """

    looked = Signal(bool)

    def __init__(self, app: App, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._before: dict[Path, Seen] = {}
        self._left_out: dict[Path, Seen] = {}
        self._busy = False
        self._folders = QFileSystemWatcher(self)
        self._folders.directoryChanged.connect(self._heard)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AGAIN_MS)
        self._soon.timeout.connect(self.look)
        app.settings.changed.connect(self._follow)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._soon.stop()

    def look(self) -> None:
        """Look now, where there is a folder and the user may bring recordings in."""
        app, folder = self._app, watched_folder(self._app)
        if folder is None or self._busy or not may(app.user, Deed.KEEP_RECORDINGS):
            return
        self._busy = True
        if app.store is not None:
            app.jobs.run(
                look_into, app.store, folder, app.user, done=self._found, failed=self._refused, owner=self
            )

    def _found(self, found: Found) -> None:
        self._busy = False
        folder = watched_folder(self._app)
        self.looked.emit(found.reached)
        if folder is None or not found.reached:
            return
        self._listen_at(folder)
        now = {path: seen for path, seen in found.files.items() if self._left_out.get(path) != seen}
        whole = whole_files(self._before, now, self._app.clock().timestamp())
        self._before = now
        if len(whole) < len(now):
            self._soon.start()
        if whole:
            self._bring(whole)

    def _listen_at(self, folder: Path) -> None:
        there = set(self._folders.directories())
        if there != {str(folder)}:
            if there:
                self._folders.removePaths(sorted(there))
            self._folders.addPath(str(folder))

    def _bring(self, files: tuple[Path, ...]) -> None:
        from desktop.features.recordings.bringing import read_setup

        app = self._app
        self._busy = True
        setup = read_setup(app.settings)
        label = tr("Bringing in recordings")
        app.jobs.run(
            bring_while_open,
            app,
            files,
            setup,
            app.user,
            done=self._brought,
            failed=self._refused,
            label=label,
            owner=self,
        )

    def _brought(self, outcome: "Outcome") -> None:
        from desktop.features.recordings.wording import outcome_words

        self._busy = False
        for path, _ in outcome.refused:
            if path in self._before:
                self._left_out[path] = self._before[path]
        if outcome.ids:
            see = (tr("See the recordings"), self._see)
            self._app.notices.say(outcome_words(outcome), action=see)

    def _refused(self, error: Exception) -> None:
        self._busy = False
        self._app.sorry(error)

    def _see(self) -> None:
        self._app.go("recordings")

    def _heard(self, _folder: str) -> None:
        self._soon.start()

    def _follow(self, key: str) -> None:
        if key == "watched_folders":
            self._before, self._left_out = {}, {}
            self.look()


def watching_of(app: App, page: QObject) -> Watching:
    """The window's, which goes on while the page is not shown; the page's own where it has none."""
    found = app.window.findChild(Watching) if isinstance(app.window, QObject) else None
    return found or Watching(app, page)
