"""Leads back from a damaged or lost store: shows the way in the window, goes it, and says what came back."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from db.errors import StoreError
from db.progress import Progress
from desktop.coaching.access import Forbidden
from desktop.shell import keyrings, paths, recovering
from desktop.shell.arrivals import Arrival, Door, Gate, NotLetIn, say_not_let_in
from desktop.shell.errors import expected, sentence, sentence_at_opening
from desktop.shell.opening import lock_away
from desktop.shell.recovering import Recovered, Ways
from desktop.shell.text import tr
from desktop.shell.way_back import ResultPage, WayBackPage
from desktop.shell.way_back_words import say_recovered

if TYPE_CHECKING:
    from db.keys import Unlocked
    from db.shelf import Kept
    from db.store import Store
    from desktop.shell.context import App
    from desktop.shell.locking import Away, Reasons
    from desktop.shell.window import MainWindow


class Desk(Protocol):
    """What the way back needs of the desk that it is part of."""

    app: "App"
    window: "MainWindow"
    away: "Away"
    reasons: "Reasons"

    def open(self, path: Path, user_id: int | None = None) -> None: ...
    def come_in(self, arrival: Arrival) -> None: ...
    def let_go(self) -> "Store | None": ...
    def show_gate(self, gate: Gate) -> None: ...
    def show_trouble(self, path: Path, user_id: int | None, error: Exception) -> None: ...


@dataclass(frozen=True, slots=True)
class Case:
    """A store that can't be gone on with, why, and who was in. `locked` is after they went away from it, or
    had handed the desk over: then a passphrase alone opens it again.
    """

    path: Path
    error: Exception
    user_id: int | None = None
    unlocked: "Unlocked | None" = None
    locked: bool = False


class GoingBack(QObject):
    """Part of the desk. `met` comes from whichever thread meets damage in an open store."""

    met = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk, self._jobs = desk, desk.app.jobs
        # Queued: it comes from inside a block, and the store can only be closed after it.
        self.met.connect(self._stop_work, Qt.ConnectionType.QueuedConnection)

    def watch(self, store: "Store") -> None:
        """From now on be told of damage in this store."""
        store.watch.on_damage(self.met.emit)

    def show(self, case: Case) -> None:
        """Look for the ways back and show them; where there is none, the page of other trouble."""
        if case.unlocked is not None:
            self._desk.reasons.watch()
        second = self._desk.app.settings.get("second_place")
        self._jobs.run(
            recovering.find_ways,
            case.path,
            Path(second) if second else None,
            case.unlocked,
            case.error,
            done=partial(self._show_ways, case),
            label=tr("Looking for backups"),
            owner=self,
        )

    def _stop_work(self, error: StoreError) -> None:
        """The open store is damaged: put away what was typed, close it, and show the way back."""
        app, desk = self._desk.app, self._desk
        if app.store is None or app.store.path != error.path:
            return
        user, unlocked = app.user, app.unlocked
        case = Case(error.path, error, user.id if user is not None else None, unlocked)
        store = app.store
        if store.acting is not None and store.acting.agent is not None:
            case = replace(case, unlocked=None, locked=True)
        desk.let_go()
        if unlocked is None or user is None:
            self._jobs.run(store.close, done=partial(self._closed, case))
        else:
            put_away = partial(self._put_away, case, user.uid)
            self._jobs.run(lock_away, store, unlocked, self._jobs, done=put_away)

    def _put_away(self, case: Case, user: bytes, sealed: bytes | None) -> None:
        self._desk.away.keep_sealed(user, sealed)
        self.show(case)

    def _closed(self, case: Case, _none: object) -> None:
        self.show(case)

    def _show_ways(self, case: Case, ways: Ways) -> None:
        app, window = self._desk.app, self._desk.window
        if not ways.kept:
            self._desk.show_trouble(case.path, case.user_id, case.error)
            return
        page = WayBackPage(sentence_at_opening(case.error), ways, case.path, app.clock())
        page.back.connect(partial(self._begin, case, page))
        page.again.connect(partial(self._again, case))
        page.other.connect(self._desk.open)
        page.backup.connect(partial(self._add_file, case, page))
        page.welcome.connect(self._welcome)
        if case.unlocked is not None:
            page.left.connect(partial(self._lock, case))
        app.place = case.path
        window.forget_pages()
        window.show_widget(page)

    def _welcome(self) -> None:
        """Start a new floor beside the store, which stays as it is."""
        self._desk.app.place = paths.place_beside(self._desk.app.place)
        self._desk.window.forget_pages()
        self._desk.window.open_page("signin")

    def _lock(self, case: Case) -> None:
        """The keys go; the way back asks for a passphrase from now on."""
        keyrings.hold_back(self._desk.app.settings, case.path)
        self._desk.let_go()
        self.show(replace(case, unlocked=None, locked=True))

    def _ask(self, path: Path) -> None:
        self._desk.show_gate(Gate(Door.SIGN_IN, path, locked=True))

    def _again(self, case: Case) -> None:
        if case.unlocked is not None:
            self._desk.come_in(Arrival(case.path, case.unlocked))
        elif case.locked:
            self._ask(case.path)
        else:
            self._desk.open(case.path, case.user_id)

    def _add_file(self, case: Case, page: WayBackPage, file: Path) -> None:
        self._jobs.run(recovering.look_at_file, file, case.unlocked, done=page.add, owner=page)

    def _begin(self, case: Case, page: WayBackPage, kept: "Kept", salvage: bool) -> None:
        """Go the way; a passphrase that is needed first is asked for on the page itself."""
        work = _take_keys if page.keys_only else _go_back
        typed = (page.name.text(), page.passphrase.text()) if page.sealed else None
        page.passphrase.clear()
        self._jobs.run(
            work,
            case,
            kept,
            typed,
            salvage,
            done=partial(self._arrived, case),
            failed=partial(self._failed, page),
            label=tr("Taking the key file") if page.keys_only else tr("Going back to the backup"),
            owner=page,
        )

    def _failed(self, page: WayBackPage, error: Exception) -> None:
        if isinstance(error, NotLetIn):
            page.show_problem(say_not_let_in(error))
            return
        if not expected(error) and not isinstance(error, Forbidden):
            self._desk.window.crashed(error)
        page.show_problem(sentence(error).text())

    def _arrived(self, case: Case, done: "tuple[Unlocked | None, Recovered | None]") -> None:
        unlocked, recovered = done
        case = Case(case.path, case.error, case.user_id, unlocked)
        if recovered is None:
            self._again(case)
            return
        page = ResultPage(say_recovered(recovered, self._desk.app.clock()))
        page.on.connect(partial(self._again, case))
        if unlocked is not None:
            page.left.connect(partial(self._ask, case.path))
            self._desk.reasons.watch()
        self._desk.window.forget_pages()
        self._desk.window.show_widget(page)


def _go_back(
    case: Case, kept: "Kept", typed: tuple[str, str] | None, salvage: bool
) -> "Generator[Progress, None, tuple[Unlocked | None, Recovered | None]]":
    unlocked = recovering.unlock(case.path, kept.path, *typed) if typed else case.unlocked
    recovered = yield from recovering.go_back(case.path, kept, unlocked, salvage)
    return unlocked, recovered


def _take_keys(
    case: Case, kept: "Kept", typed: tuple[str, str] | None, _salvage: bool
) -> "tuple[Unlocked | None, Recovered | None]":
    return recovering.take_keys(case.path, kept, *(typed or ("", ""))), None
