"""What comes round again while Deskside runs: the day's backup, and another try at what the store refused."""

import threading
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from db.errors import Damaged
from desktop.shell.context import App
from desktop.shell.freshness import BACKED_UP, BACKUPS, carry_to, keep_seen, make_days_backup
from desktop.shell.recovering import check_live
from desktop.shell.text import tr

if TYPE_CHECKING:
    from db.second_place import Reached
    from db.store import Store

ROUND_EVERY_MS = 5 * 60 * 1000
AGAIN_MS = 3000


class Backups(QObject):
    """Asks every few minutes whether the day's backup is due, and whether the second place is there again."""

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._carrier = Carrier(self)
        self._carrier.carried.connect(self._carried)
        self._timer = QTimer(self)
        self._timer.setInterval(ROUND_EVERY_MS)
        self._timer.timeout.connect(self.back_up)
        app.settings.changed.connect(self._follow)
        app.changes.watch((BACKED_UP,), self.back_up, self)

    def start(self) -> None:
        """Begin with the store that is open now."""
        self._timer.start()
        self.back_up()

    def stop(self) -> None:
        self._timer.stop()

    def back_up(self) -> None:
        """Make the day's backup if it is due, then bring it to the second place."""
        store = self._app.store
        if store is not None:
            self._app.jobs.run(
                make_days_backup,
                store,
                done=partial(self._made, store),
                failed=partial(self._failed, store),
                label=tr("Making the day's backup"),
                owner=self,
            )

    def _made(self, store: "Store", _made: object) -> None:
        if self._app.store is not store:
            return
        self._tell()
        second = self._app.settings.get("second_place")
        if second:
            self._carrier.carry(store, Path(second))

    def _carried(self, store: Path, reached: object) -> None:
        keep_seen(self._app.settings, store, cast("Reached", reached), self._app.clock())
        self._tell()

    def _tell(self) -> None:
        self._app.changes.announce([BACKUPS])
        if self._app.window is not None:
            self._app.window.show_facts()

    def _failed(self, store: "Store", error: Exception) -> None:
        """A copy that can't be proved may speak of a damaged store, or of the disk it was to lie on."""
        if isinstance(error, Damaged) and self._app.store is store:
            jobs = self._app.jobs
            jobs.run(check_live, store, done=self._say_not_proved, failed=self._found_damage, owner=self)
        else:
            self._app.sorry(error)

    def _say_not_proved(self, _none: object) -> None:
        words = tr("The backup could not be proved: its disk may be failing. The store itself is sound.")
        self._app.notices.say(words, kind="error")

    def _found_damage(self, error: Exception) -> None:
        """Of damage the store's own watch has told already."""
        if not isinstance(error, Damaged):
            self._app.sorry(error)

    def _follow(self, key: str) -> None:
        if key in ("second_place", "stale_days"):
            self.back_up()


class Carrier(QObject):
    """Copies the newest backup to the second place in a thread of its own: a share that is away can take a
    minute to say so, and what is typed must not wait for it. Only closed files are read.
    """

    carried = Signal(Path, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None

    def carry(self, store: "Store", folder: Path) -> None:
        """Begin, unless it is still at it."""
        if self._thread is None or not self._thread.is_alive():
            key = store.unlocked.store_key if store.unlocked is not None else None
            work = partial(self._work, store.path, key, folder, store.now())
            self._thread = threading.Thread(target=work, name="deskside-second-place", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until the copy that was begun is done."""
        if self._thread is not None:
            self._thread.join()

    def _work(self, store: Path, key: bytes | None, folder: Path, now: datetime) -> None:
        reached = carry_to(store, key, folder, now)
        if shiboken6.isValid(self):
            self.carried.emit(store, reached)


class Retries(QObject):
    """Tries every few seconds what the store refused, and says when it is kept."""

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._timer = QTimer(self)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(app.jobs.try_again)
        app.jobs.held.connect(self._start)
        app.jobs.caught_up.connect(self.say_caught_up)

    def stop(self) -> None:
        self._timer.stop()

    def say_caught_up(self) -> None:
        """The store takes changes again, and what it had refused is in it."""
        self.stop()
        self._app.notices.say(tr("What you typed is kept now."))

    def _start(self, _slot: str) -> None:
        if not self._timer.isActive():
            self._timer.start()
