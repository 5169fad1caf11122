"""Opens, changes and closes stores behind the window, and shows in it what stands in the way."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from db.errors import Missing
from desktop.shell import paths
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.errors import expected, sentence_at_opening
from desktop.shell.finding import provide_finds
from desktop.shell.instance import Instance
from desktop.shell.settings import read_stored
from desktop.shell.text import tr, use_locale
from desktop.shell.trouble import TroublePage
from desktop.shell.window import MainWindow

if TYPE_CHECKING:
    from db.records.people import Site, User
    from db.store import Store

BACKUP_EVERY_MS = 60 * 60 * 1000
# How soon what the store refused is tried again.
AGAIN_MS = 3000


@dataclass(frozen=True, slots=True)
class Opened:
    """A store that is open, and what was read from it at once."""

    store: "Store"
    site: "Site | None"
    users: tuple["User", ...]
    stored: dict[str, str]


class Desk:
    """Owned by `app.run`; the window's wishes about stores end here."""

    def __init__(self, app: App, window: MainWindow) -> None:
        self.app, self.window = app, window
        self.warm: threading.Thread | None = None
        self.instance = Instance(window)
        app.window = window
        window.store_asked.connect(self.open)
        window.restore_asked.connect(self.restore)
        self.instance.asked.connect(self.come_forward)
        app.settings.changed.connect(self._follow_setting)
        app.jobs.held.connect(self._start_again)
        app.jobs.caught_up.connect(self.say_caught_up)
        speak(app.settings.get("language"))
        provide_finds(app)
        self._backups = QTimer(window)
        self._backups.setInterval(BACKUP_EVERY_MS)
        self._backups.timeout.connect(self.back_up)
        self._again = QTimer(window)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(app.jobs.try_again)

    def greet(self) -> None:
        """Show a calm page while the store opens."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        for words, role in (("Deskside", "title"), (tr("Opening…"), "muted")):
            column.addWidget(label(words, role), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.window.show_widget(page)

    def open_first(self, path: Path) -> None:
        """Open the store at the start; where there is none yet, welcome the user, and miss one there was."""
        self.app.place = path
        if paths.may_be_there(path) or self.app.settings.get("store") == str(path):
            self.open(path)
        else:
            self.window.open_page("signin")

    def open_demo(self, prepare: Callable[[Path], Iterator[Any]]) -> None:
        """Open the demo floor, which `prepare` makes if it is not there yet."""
        path = paths.demo_store()
        self.app.jobs.run(
            prepare,
            path,
            done=partial(self._open_prepared, path),
            failed=partial(self._refused, path, None),
            label=tr("Making the demo floor"),
        )

    def open(self, path: Path, user_id: int | None = None) -> None:
        """Close the open store and open this one; today's page follows, or the reason why not."""
        old = self._let_go()
        self.app.jobs.run(
            open_store,
            old,
            path,
            done=partial(self._opened, user_id),
            failed=partial(self._refused, path, user_id),
            label=tr("Opening {name}", name=path.stem),
        )

    def restore(self, backup: Path) -> None:
        """Make the store what this backup holds; today's store is set aside, and the restored one opened."""
        path = self.app.store.path if self.app.store is not None else self.app.place
        old = self._let_go()
        self.app.jobs.run(
            restore_store,
            old,
            path,
            backup,
            done=partial(self._restored, path),
            failed=partial(self._not_restored, path, backup),
            label=tr("Restoring the backup"),
        )

    def back_up(self) -> None:
        """Make the day's backup if it is due."""
        if self.app.store is not None:
            done, store = self._backed_up, self.app.store
            self.app.jobs.run(store.back_up_if_due, done=done, label=tr("Making the day's backup"))

    def say_caught_up(self) -> None:
        """The store takes changes again, and what it had refused is in it."""
        self._again.stop()
        self.app.notices.say(tr("What you typed is kept now."))

    def _start_again(self, _slot: str) -> None:
        if not self._again.isActive():
            self._again.start()

    def come_forward(self) -> None:
        """Bring the window before the others, as a second start asks."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        QApplication.alert(self.window)

    def shut(self) -> None:
        """Write what waits, then close the store. Call it once, after the window has closed."""
        self._backups.stop()
        self._again.stop()
        self.instance.close()
        self.app.changes.listen_to(None)
        self.app.jobs.stop()
        if self.warm is not None and self.warm.is_alive():
            self.warm.join()
        if self.app.store is not None:
            self.app.store.close()
            self.app.store = None

    def _let_go(self) -> "Store | None":
        app, old = self.app, self.app.store
        app.changes.listen_to(None)
        app.undo.clear()
        app.store, app.user, app.is_demo = None, None, False
        self.window.forget_pages()
        self.greet()
        return old

    def _opened(self, user_id: int | None, opened: Opened) -> None:
        app, path = self.app, opened.store.path
        app.store = opened.store
        app.is_demo = opened.site is not None and opened.site.is_demo
        if not app.is_demo:
            app.place = path
        app.settings.use_store(opened.store, opened.stored)
        app.settings.set("store", str(path))
        app.changes.listen_to(opened.store)
        app.user = self._who(opened, user_id)
        self.instance.listen(path)
        self.window.forget_pages()
        if app.user is None or opened.site is None:
            self.window.open_page("signin")
            return
        self.window.show_store()
        self.window.go("today")
        self._backups.start()
        self.back_up()

    def _who(self, opened: Opened, user_id: int | None) -> "User | None":
        """The user asked for, else who used this store last, else the only one there is."""
        known = json.loads(self.app.settings.get("users"))
        wanted = user_id if user_id is not None else known.get(str(opened.store.path))
        only = opened.users[0] if len(opened.users) == 1 or self.app.is_demo and opened.users else None
        found = next((user for user in opened.users if user.id == wanted), only)
        if found is not None:
            known[str(opened.store.path)] = found.id
            self.app.settings.set("users", json.dumps(known, sort_keys=True))
        return found

    def _open_prepared(self, path: Path, _made: object) -> None:
        self.open(path)

    def _restored(self, path: Path, aside: Path | None) -> None:
        if aside is not None:
            self.app.notices.say(tr("Restored. What was there before is kept as “{name}”.", name=aside.name))
        self.open(path)

    def _not_restored(self, path: Path, backup: Path, error: Exception) -> None:
        """An unsound backup is no reason to doubt the store: that is opened again as it was."""
        if getattr(error, "path", None) != backup:
            self._refused(path, None, error)
            return
        words = tr(
            "“{name}” can't be restored: it is no sound backup. Nothing was changed.", name=backup.name
        )
        self.app.notices.say(words, kind="error")
        self.open(path)

    def _backed_up(self, made: object) -> None:
        if made is not None:
            self.window.status.show_app()

    def _refused(self, path: Path, user_id: int | None, error: Exception) -> None:
        from db.backup import backup_folder

        if not expected(error):
            self.window.crashed(error)
        page = TroublePage(sentence_at_opening(error), backup_folder(path))
        page.again.connect(partial(self.open, path, user_id))
        page.welcome.connect(partial(welcome, self))
        page.other.connect(self.open)
        page.backup.connect(self.restore)
        self.app.place = path
        self.window.forget_pages()
        self.window.show_widget(page)

    def _follow_setting(self, key: str) -> None:
        if key == "theme":
            self.app.theme.choose(self.app.settings.get("theme"))
        elif key == "text_percent":
            self.app.theme.set_scale(int(self.app.settings.get("text_percent")) / 100)
        elif key == "language":
            speak(self.app.settings.get("language"))
            for page in list(self.window.pages.values()):
                page.refresh()  # type: ignore[attr-defined]  # every page has it


def welcome(desk: Desk) -> None:
    """Leave the store that can't be opened as it is; a new floor goes to the usual place, or beside it."""
    desk.app.place = paths.place_beside(desk.app.place)
    desk.window.forget_pages()
    desk.window.open_page("signin")


def speak(language: str) -> None:
    """Write dates and numbers as chosen; `system` is the way of this computer."""
    use_locale(QLocale.system().name() if language == "system" else language)


def open_store(old: "Store | None", path: Path) -> Opened:
    """Close `old` and open the store at `path`; a job. Raises a StoreError.

    One that is not there is missed, not made: an empty floor would look like a lost one.
    """
    from db.queries.people import site, users
    from db.store import Store

    if old is not None:
        old.close()
    if not paths.may_be_there(path):
        raise Missing(path)
    store = Store.open(path)
    try:
        with store.reading() as db:
            found = site(db), users(db)
        return Opened(store, *found, read_stored(store))
    except BaseException:
        store.close()
        raise


def restore_store(old: "Store | None", path: Path, backup: Path) -> Path | None:
    """Close `old` and make the store at `path` what the backup holds; a job. Raises a StoreError."""
    from db.clock import utc_now
    from db.restoring import restore

    if old is not None:
        old.close()
    return restore(path, backup, utc_now())
