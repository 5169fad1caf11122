"""One way to tell the user something in passing: a quiet bar in the page, never a box in the way."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

QUIET_MS = 8_000
ACTION_MS = 12_000

Action = tuple[str, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind` is `quiet`, `warn` or `error`; errors stay until they are put away."""

    text: str
    action: Action | None = None
    kind: str = "quiet"

    def stays_ms(self) -> int | None:
        """How long it is shown, in milliseconds; None until it is put away."""
        if self.kind == "error":
            return None
        return ACTION_MS if self.action or self.kind == "warn" else QUIET_MS


class Notices(QObject):
    """What was said last; the window shows it and the screen reader speaks it."""

    said = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last: Notice | None = None

    def say(self, text: str, action: Action | None = None, kind: str = "quiet") -> None:
        """Show a sentence, with at most one action beside it: `("Undo", slot)`."""
        self.last = Notice(text, action, kind)
        self.said.emit(self.last)
