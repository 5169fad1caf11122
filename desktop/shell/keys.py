"""The keys that work everywhere in the window, and the cards and commands that tell of them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from desktop.shell.cards import Card, CrashCard, HelpCard, KeyCard
from desktop.shell.commands import Command
from desktop.shell.context import App
from desktop.shell.places import Place
from desktop.shell.rail import Rail
from desktop.shell.text import tr

Deed = tuple[str, str, Callable[[], None]]
NUMBERED = 9


class Host(QMainWindow):
    """What the keys need of the window."""

    rail: Rail
    stack: QStackedWidget
    places: dict[str, Place]
    current_key: str

    def find_words(self) -> None: ...
    def go_or_do(self) -> None: ...


class WindowKeys:
    """Makes the keys work while pages are shown, lists them under `?` and offers them under Ctrl+K."""

    def __init__(self, app: App, host: Host) -> None:
        self._app, self._host = app, host
        self._card: Card | None = None
        for key, _, run in self.deeds():
            self._add(key, run)
        for number in range(1, NUMBERED + 1):
            self._add(f"Alt+{number}", partial(self._go_to_number, number))
        app.commands.provide(self.commands)

    def deeds(self) -> list[Deed]:
        """Return what can be done on every page, as (key, words, function)."""
        app, host = self._app, self._host
        return [
            ("Ctrl+K", tr("Go to anything, or do it"), host.go_or_do),
            ("Ctrl+F", tr("Find notes, agents, contacts, plans"), host.find_words),
            ("Ctrl+N", tr("Observe a call"), self.observe),
            ("Ctrl+Z", tr("Undo the last change"), app.undo.undo),
            ("Ctrl+Shift+Z", tr("Redo"), app.undo.redo),
            ("Ctrl+L", tr("Lock"), app.lock),
            ("Ctrl+,", tr("Open the settings"), partial(app.go, "settings")),
            ("?", tr("Show the keys of the page"), self.show_keys),
            ("F1", tr("Explain the page"), self.show_help),
        ]

    def commands(self, _text: str) -> list[Command]:
        """Offer the pages, the keys of the open page and what can be done everywhere."""
        if self._host.rail.isHidden():
            return []
        own = [
            Command(f"{self._host.current_key} {key.key}", key.text, key.run, tr("on this page"), key.key)
            for key in self._page_keys()
            if key.run is not None
        ]
        deeds = [Command(f"do {key}", words, run, "", key) for key, words, run in self.deeds()]
        return [*self._page_commands(), *own, *deeds]

    def observe(self) -> None:
        """Begin to listen, to the person on screen where there is one."""
        ask = getattr(self._host.stack.currentWidget(), "person", None)
        person = ask() if ask is not None else None
        self._app.go("monitoring", "new" if person is None else ("agent", person))

    def show_keys(self) -> None:
        """Show the keys of the page, then those that work everywhere."""
        made = getattr(self._host.stack.currentWidget(), "key_card", None)
        card = made(self._host) if made is not None else None
        if card is not None:
            self.open(card)
            return
        own = [(key.key, key.text) for key in self._page_keys()]
        everywhere = [(key, words) for key, words, _ in self.deeds()]
        pages = [(command.shortcut, command.title) for command in self._page_commands()]
        groups = [(tr("On this page"), own)] if own else []
        self.open(KeyCard(self._host, [*groups, (tr("Everywhere"), everywhere), (tr("Pages"), pages)]))

    def show_help(self) -> None:
        """Show the help of the page; where there is none, as on a locked window, that of coming in."""
        key = self._host.current_key or "signin"
        place = self._host.places.get(key)
        self.open(HelpCard(self._host, key, tr(place.title) if place else "Deskside"))

    def show_report(self, report: str) -> None:
        """Show the report of a bug."""
        self.open(CrashCard(self._host, report))

    def open(self, card: Card) -> None:
        """Show a card in place of the one that is open."""
        if self._card is not None:
            self._card.reject()
        self._card = card
        card.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        card.finished.connect(self._forget_card)
        card.open()

    def _forget_card(self, _result: int) -> None:
        self._card = None

    def _page_keys(self) -> list[Any]:
        return list(getattr(self._host.stack.currentWidget(), "keys", []))

    def _page_commands(self) -> list[Command]:
        app, places = self._app, self._host.places
        shown = enumerate(places[key] for key in self._host.rail.buttons)
        return [
            Command(
                f"page {place.key}",
                tr(place.title),
                partial(app.go, place.key),
                tr("page"),
                f"Alt+{at + 1}" if at < NUMBERED else "",
                place.icon,
            )
            for at, place in shown
        ]

    def _add(self, key: str, run: Callable[[], None]) -> None:
        QShortcut(QKeySequence(key), self._host).activated.connect(partial(self._act, run))

    def _act(self, run: Callable[[], None]) -> None:
        # A page shown alone may hold keys, too: it can be locked and explained, and nothing else.
        if run in (self._app.lock, self.show_help) or not self._host.rail.isHidden():
            run()

    def _go_to_number(self, number: int) -> None:
        keys = list(self._host.rail.buttons)
        if number <= len(keys):
            self._app.go(keys[number - 1])
