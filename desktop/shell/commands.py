"""What Ctrl+K and Ctrl+F can reach: pages give commands for the typed text, the newest used come first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop.shell.folding import fold

MOST = 40
REMEMBERED = 12


@dataclass(frozen=True, slots=True)
class Command:
    """`key` names it among the recent ones; `detail` stands behind the title, `shortcut` at the right."""

    key: str
    title: str
    run: Callable[[], None]
    detail: str = ""
    shortcut: str = ""
    icon: str = ""


Provider = Callable[[str], list[Command]]


class Commands:
    """Gathers commands from providers; a provider gets the text in lower case, blank for everything it
    would offer unasked, and answers in a few milliseconds.
    """

    def __init__(self) -> None:
        self._providers: list[Provider] = []
        self._finders: list[Provider] = []
        self._recent: list[str] = []

    def provide(self, provider: Provider) -> None:
        """Offer commands in the Ctrl+K box."""
        self._providers.append(provider)

    def provide_finds(self, provider: Provider) -> None:
        """Offer notes, agents, contacts or plans in the Ctrl+F box, newest first."""
        self._finders.append(provider)

    def matching(self, text: str) -> list[Command]:
        """Return what fits `text`: recent ones first, then better fits; one of each key."""
        wanted = text.strip().casefold()
        found = unique(command for provider in self._providers for command in provider(wanted))
        ranked = [(rank(command, wanted), command) for command in found]
        fitting = [(self._age(command), fit, command) for fit, command in ranked if fit is not None]
        return [command for *_, command in sorted(fitting, key=_by_age_and_fit)][:MOST]

    def found(self, text: str) -> list[Command]:
        """Return what the finders know of `text`; nothing for a blank."""
        wanted = text.strip().casefold()
        if not wanted:
            return []
        return unique(command for finder in self._finders for command in finder(wanted))[:MOST]

    def run(self, command: Command) -> None:
        """Run a command and remember it as recent."""
        self._recent = [command.key, *(key for key in self._recent if key != command.key)][:REMEMBERED]
        command.run()

    def _age(self, command: Command) -> int:
        return self._recent.index(command.key) if command.key in self._recent else REMEMBERED


def _by_age_and_fit(row: tuple[int, int, Command]) -> tuple[int, int]:
    return row[0], row[1]


def unique(commands: Iterable[Command]) -> list[Command]:
    """Drop the later ones of the same key."""
    first: dict[str, Command] = {}
    for command in commands:
        first.setdefault(command.key, command)
    return list(first.values())


def rank(command: Command, wanted: str) -> int | None:
    """Return how well a command fits, 0 best, None not at all: every word must be found somewhere."""
    title, wanted = fold(command.title), fold(wanted)
    if not wanted or title.startswith(wanted):
        return 0
    words = wanted.split()
    if all(any(part.startswith(word) for part in title.split()) for word in words):
        return 1
    whole = f"{title} {fold(command.detail)}"
    return 2 if all(word in whole for word in words) else None
