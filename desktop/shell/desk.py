"""Opens, locks, changes and closes stores behind the window, and shows in it what stands in the way."""

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from db.errors import Damaged, KeyNeeded, NotOurs
from desktop.shell import keyrings, paths
from desktop.shell.arrivals import Arrival, Door, Gate, NotLetIn, say_not_let_in
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.errors import expected, sentence_at_opening
from desktop.shell.finding import provide_finds
from desktop.shell.going_back import Case, GoingBack
from desktop.shell.instance import Instance
from desktop.shell.locking import Away, Reasons, forget, leave_nothing_on_screen
from desktop.shell.opening import Opened, Shut, knock, lock_away, open_for, restore_store
from desktop.shell.recovering import is_beyond
from desktop.shell.renewal import Legacy, Renewal
from desktop.shell.rounds import Backups, Retries
from desktop.shell.settings import Settings
from desktop.shell.text import tr, use_locale
from desktop.shell.trouble import TroublePage
from desktop.shell.window import MainWindow

if TYPE_CHECKING:
    from db.keys import Unlocked
    from db.records.people import User
    from db.store import Store


class Desk:
    """Owned by `app.run`; the window's wishes about stores end here."""

    def __init__(self, app: App, window: MainWindow) -> None:
        self.app, self.window = app, window
        self.starting = False
        self.warm: threading.Thread | None = None
        self.renewal: Renewal | None = None
        self.instance = Instance(window)
        self.away = Away()
        self.reasons = Reasons(app, window)
        self.going_back = GoingBack(self)
        self.backups, self.retries = Backups(app, window), Retries(app, window)
        app.window = window
        window.store_asked.connect(self.open)
        window.arrived.connect(self.come_in)
        window.lock_asked.connect(self.lock)
        window.restore_asked.connect(self.restore)
        self.reasons.wanted.connect(self.lock)
        self.instance.asked.connect(partial(bring_forward, window))
        app.settings.changed.connect(self._follow_setting)
        speak(app.settings.get("language"))
        provide_finds(app)

    def greet(self, words: str = "") -> None:
        """Show a calm page while the store opens, or is locked."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        for text, role in (("Deskside", "title"), (words or tr("Opening…"), "muted")):
            column.addWidget(label(text, role), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.window.show_widget(page)

    def open_first(self, path: Path) -> None:
        """Open the store at the start; where there is none yet, welcome the user, and miss one there was."""
        self.app.place, self.starting = path, True
        self.reasons.session.begin(int(self.window.winId()))
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
            done=partial(open_made, self, path),
            failed=partial(self.refuse, path, None),
            label=tr("Making the demo floor"),
        )

    def open(self, path: Path, user_id: int | None = None) -> None:
        """Close the open store and open this one; today's page follows, or the sign-in page, or the reason
        why not. `user_id` is for the demo floor, where nobody signs in.
        """
        old = self.let_go()
        self.app.jobs.run(
            knock,
            old,
            path,
            done=partial(self._answered, user_id),
            failed=partial(self.refuse, path, user_id),
            label=tr("Opening {name}", name=path.stem),
        )

    def come_in(self, arrival: Arrival) -> None:
        """Open the store for who has signed in; they come back to where they were when it was locked."""
        if arrival.restore is not None:
            restore(self, arrival.path, arrival.restore, arrival.unlocked)
            return
        old = self.let_go()
        self.app.jobs.run(
            open_for,
            old,
            arrival,
            done=partial(self._let_in, arrival),
            failed=partial(self._not_let_in, arrival),
            label=tr("Opening {name}", name=arrival.path.stem),
        )

    def lock(self) -> None:
        """Blank the window at once; close the store and forget its keys when what was typed is written."""
        app, user, unlocked = self.app, self.app.user, self.app.unlocked
        if app.store is None:
            lock_page(self)
        if app.store is None or user is None or unlocked is None:
            return
        keyrings.hold_back(app.settings, app.store.path)
        self.away.places[user.uid] = self.window.where()
        gate = Gate(Door.SIGN_IN, app.store.path, user.name, locked=True)
        self.window.keep_geometry()
        old = self.let_go()
        leave_nothing_on_screen(self.window)
        if self.renewal is None:
            self.show_gate(gate)
        else:
            self.greet(tr("Locking…"))
        done, failed = partial(locked, self, gate, user.uid), partial(not_locked, self, gate)
        app.jobs.run(lock_away, old, unlocked, app.jobs, done=done, failed=failed)

    def take_over(self, path: Path, legacy: Legacy) -> None:
        """Wait, locked, in the place of the window that was locked; see `desktop.shell.renewal`."""
        self.reasons.session.begin(int(self.window.winId()))
        self.away.places.update(legacy.places)
        self._remember(path)
        self.show_gate(Gate(Door.SIGN_IN, path, legacy.name, locked=True))

    def restore(self, backup: Path) -> None:
        """Make the store what this backup holds; today's store is set aside, and the restored one opened."""
        path = self.app.store.path if self.app.store is not None else self.app.place
        restore(self, path, backup, self.app.unlocked)

    def shut(self) -> None:
        """Write what waits, then close the store. Call it once, after the window has closed."""
        for stop in (self.backups.stop, self.retries.stop, self.instance.close, self.reasons.rest):
            stop()
        self.app.changes.listen_to(None)
        self.app.jobs.stop()
        if self.warm is not None and self.warm.is_alive():
            self.warm.join()
        if self.app.store is not None:
            self.app.store.close()
        self.app.store = None

    def show_gate(self, gate: Gate) -> None:
        """Show the sign-in page for this store, or what has to come before one can sign in."""
        self.app.place = gate.path
        self.window.forget_pages()
        self.window.open_page("signin").show_target(gate)  # type: ignore[attr-defined]  # every page has it
        self.window.setWindowTitle("Deskside")
        self.reasons.watch()

    def let_go(self) -> "Store | None":
        """Forget the open store and everything shown of it; returns it for a job to close."""
        app, old = self.app, self.app.store
        say_what_is_typed(self.window)
        self.reasons.rest()
        self.backups.stop()
        app.changes.listen_to(None)
        app.undo.clear()
        app.settings.use_store(None, {})
        app.store, app.user, app.is_demo, app.site = None, None, False, ""
        self.window.forget_pages()
        self.window.notice_bar.put_away()
        self.window.show_facts()
        self.greet()
        return old

    def _answered(self, user_id: int | None, found: Opened | Shut) -> None:
        starting, self.starting = self.starting, False
        if isinstance(found, Shut):
            door = Door.SIGN_IN if found.protected else Door.PROTECT
            self._remember(found.path)
            asks = found.protected and starting
            self.show_gate(Gate(door, found.path, users=found.users, ask_keyring=asks))
            return
        self.app.user = demo_user(self.app.settings, found, user_id)
        found.store.act_as(self.app.user)
        self._opened(found, ("today", None))

    def _let_in(self, arrival: Arrival, opened: Opened) -> None:
        self.app.user = opened.user
        keyrings.let_ask(self.app.settings, arrival.path)
        self._opened(opened, self.away.places.pop(arrival.unlocked.user, ("today", None)))
        self.away.give_back(self.app, opened.store, arrival.unlocked)
        self.window.sealed_away = bool(self.away.sealed)
        self.reasons.watch()

    def _opened(self, opened: Opened, place: tuple[str, object]) -> None:
        app, path = self.app, opened.store.path
        app.store = opened.store
        self.going_back.watch(opened.store)
        app.is_demo = opened.site is not None and opened.site.is_demo
        app.site = opened.site.name if opened.site is not None else ""
        if not app.is_demo:
            app.place = path
        app.settings.use_store(opened.store, opened.stored)
        self._remember(path)
        app.changes.listen_to(opened.store)
        self.window.forget_pages()
        if app.user is None or opened.site is None:
            self.window.open_page("signin")
            return
        self.window.show_store()
        self.window.go(*place)
        self.backups.start()

    def _remember(self, path: Path) -> None:
        self.app.settings.set("store", str(path))
        self.instance.listen(path)

    def _not_let_in(self, arrival: Arrival, error: Exception) -> None:
        if not isinstance(error, NotLetIn):
            self.refuse(arrival.path, None, error, arrival.unlocked)
            return
        self.show_gate(Gate(Door.SIGN_IN, arrival.path, sorry=say_not_let_in(error)))

    def refuse(
        self, path: Path, user_id: int | None, error: Exception, unlocked: "Unlocked | None" = None
    ) -> None:
        """Say in the window why a store can't be opened, and what can be done; lead back where it is lost."""
        if is_beyond(error):
            self.going_back.show(Case(path, error, user_id, unlocked))
        else:
            self.show_trouble(path, user_id, error)

    def show_trouble(self, path: Path, user_id: int | None, error: Exception) -> None:
        """The page for a store that stays as it is, or that has no backups."""
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


def lock_page(desk: Desk) -> None:
    """No store is open: a page that leads into one lets go of the keys it holds, now and the next time."""
    drop = getattr(desk.window.stack.currentWidget(), "drop_keys", None)
    if drop is not None:
        leave_nothing_on_screen(desk.window)
        drop()
        desk.reasons.watch()


def locked(desk: Desk, gate: Gate, user: bytes, sealed: bytes | None) -> None:
    """The store is closed: keep what it refused for its writer, and let go of the rest.

    Where nothing is left to keep, a new process goes on waiting: this one's memory has seen too much.
    """
    desk.away.keep_sealed(user, sealed)
    desk.window.sealed_away = bool(desk.away.sealed)
    forget()
    if desk.renewal is None:
        return
    if desk.away.sealed:
        desk.show_gate(gate)
        return
    desk.instance.close()
    desk.renewal.failed.connect(partial(not_renewed, desk, gate), Qt.ConnectionType.SingleShotConnection)
    desk.renewal.begin(gate.path, Legacy(gate.name, desk.away.places))


def not_locked(desk: Desk, gate: Gate, error: Exception) -> None:
    """The store is closed all the same; say what went wrong on the way."""
    desk.show_gate(gate)
    desk.app.sorry(error)


def not_renewed(desk: Desk, gate: Gate) -> None:
    """No new process could be had: this window waits itself."""
    desk.instance.listen(gate.path)
    desk.show_gate(gate)


def say_what_is_typed(window: MainWindow) -> None:
    """Have the field under the cursor say what it held back: half a number, or what might be a card's."""
    field = window.focusWidget()
    if field is not None and window.isAncestorOf(field):
        field.clearFocus()


def bring_forward(window: MainWindow) -> None:
    """Bring the window before the others, as a second start asks."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)


def restore(desk: Desk, path: Path, backup: Path, unlocked: "Unlocked | None") -> None:
    """Make the store at `path` what the backup holds, and open it for who is in already."""
    desk.app.jobs.run(
        restore_store,
        desk.let_go(),
        path,
        backup,
        unlocked,
        done=partial(_restored, desk, path, unlocked),
        failed=partial(_not_restored, desk, path, backup, unlocked),
        label=tr("Restoring the backup"),
    )


def _restored(desk: Desk, path: Path, unlocked: "Unlocked | None", aside: Path | None) -> None:
    _open_again(desk, path, unlocked, "restore")
    if aside is not None:
        desk.app.notices.say(tr("Restored. What was there before is kept as “{name}”.", name=aside.name))


def _not_restored(
    desk: Desk, path: Path, backup: Path, unlocked: "Unlocked | None", error: Exception
) -> None:
    """An unsound backup is no reason to doubt the store: that is opened again as it was."""
    if isinstance(error, KeyNeeded):
        desk.show_gate(Gate(Door.SIGN_IN, path, restore=backup))
        return
    _open_again(desk, path, unlocked)
    if isinstance(error, Damaged | NotOurs):
        words = tr(
            "“{name}” can't be restored: it is no sound backup. Nothing was changed.", name=backup.name
        )
        desk.app.notices.say(words, kind="error")
    else:
        desk.app.sorry(error)


def _open_again(desk: Desk, path: Path, unlocked: "Unlocked | None", *deeds: str) -> None:
    if unlocked is None:
        desk.open(path)
    else:
        desk.come_in(Arrival(path, unlocked, deeds))


def open_made(desk: Desk, path: Path, _made: object) -> None:
    """Open what has just been made."""
    desk.open(path)


def welcome(desk: Desk) -> None:
    """Leave the store that can't be opened as it is; a new floor goes to the usual place, or beside it."""
    desk.app.place = paths.place_beside(desk.app.place)
    desk.window.forget_pages()
    desk.window.open_page("signin")


def speak(language: str) -> None:
    """Write dates and numbers as chosen; `system` is the way of this computer."""
    use_locale(QLocale.system().name() if language == "system" else language)


def demo_user(settings: Settings, opened: Opened, user_id: int | None) -> "User | None":
    """In a floor without passphrases: the user asked for, else who used it last, else the first."""
    known = json.loads(settings.get("users"))
    path = str(opened.store.path)
    wanted = user_id if user_id is not None else known.get(path)
    found = next((user for user in opened.users if user.id == wanted), next(iter(opened.users), None))
    if found is not None:
        settings.set("users", json.dumps({**known, path: found.id}, sort_keys=True))
        opened.store.act_as(found)
    return found
