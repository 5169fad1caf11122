"""The frame every page stands in: a header with one sentence of state and one action, then the body."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.shell.context import App
from desktop.shell.controls import Button, label, native, tip

MARGIN = 24
GAP = 16


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a page, as `?` lists it and Ctrl+K offers it; `key` is as QKeySequence reads it (Ctrl+N)."""

    key: str
    text: str
    run: Callable[[], None] | None = None


class PageHeader(QWidget):
    """Title, one quiet sentence of state, and at most one primary action at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title", wrap=True)
        self.state = label("", "muted")
        self.state.setWordWrap(True)
        self.primary = Button("")
        self.primary.setProperty("role", "primary")
        self.primary.hide()
        self._slot: Callable[[], None] | None = None
        self.primary.clicked.connect(self._act)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.state)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.primary, 0, Qt.AlignmentFlag.AlignTop)

    def set_title(self, text: str) -> None:
        self.title.setText(text)
        self.setAccessibleName(text)

    def set_state(self, text: str) -> None:
        """Show one quiet sentence under the title; a blank one takes no room."""
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def set_primary(self, text: str, slot: Callable[[], None] | None, key: str = "") -> None:
        """Show the page's one primary action; a blank text takes it away."""
        self._slot = slot
        self.primary.setText(text)
        self.primary.setAccessibleName(text)
        self.primary.setToolTip(tip(f"{text} ({native(key)})" if key else text))
        self.primary.setShortcut(QKeySequence(key))
        self.primary.setVisible(bool(text))

    def add_widget(self, widget: QWidget) -> None:
        """Put a quiet control (a filter, a choice of time) before the primary action."""
        self._row.insertWidget(self._row.count() - 1, widget, 0, Qt.AlignmentFlag.AlignTop)

    def _act(self) -> None:
        if self._slot is not None:
            self._slot()


class Body(QVBoxLayout):
    """Wants no more height than its parts need at the least, so that a list scrolls itself and not the page.

    Where one part has a height for its width (chips, wrapped words), Qt asks the layout for its wished
    height, and a scroll area takes that for the least.
    """

    _asked = False

    def heightForWidth(self, width: int) -> int:
        if self._asked:  # Qt's own least height begins by asking for the wished one
            return super().heightForWidth(width)
        self._asked = True
        try:
            return self.minimumHeightForWidth(width)
        finally:
            self._asked = False


class Page(QWidget):
    """Loads when first shown, when a table it watches changes, and if that was while hidden, when shown.

    `here` is what `show_target` takes to come back to what the page shows, None for its beginning.
    """

    watches: ClassVar[tuple[str, ...]] = ()

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.app = app
        self.header = PageHeader(self)
        self.keys: list[Key] = []
        self.here: object = None
        self._stale = True
        frame = QVBoxLayout(self)
        frame.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        frame.setSpacing(GAP)
        frame.addWidget(self.header)
        inside = QWidget()
        inside.setProperty("role", "page")
        self.body = Body(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        # Large text in a small window needs more room than there is: then, and only then, the page scrolls.
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        frame.addWidget(area, 1)
        if self.watches:
            app.changes.watch(self.watches, self.refresh, self)

    def load(self) -> None:
        """Read what the page shows (through `app.jobs`) and show it; override this."""

    def show_target(self, target: object) -> None:
        """Show what was asked for with `app.go(key, target)`; override where there are targets."""

    def person(self) -> int | None:
        """The agent on screen, whom an observation begun from here is of; None for nobody in particular."""
        return None

    def may_leave(self) -> bool:
        """Whether the user may go elsewhere; a page that says no also says why, in the page."""
        return True

    def refresh(self) -> None:
        """Load now if the page is on screen, else when it next is."""
        self._stale = True
        if self.isVisible():
            self._load_if_stale()

    def add_key(self, key: str, text: str, slot: Callable[[], None]) -> QShortcut:
        """Make a key of this page work, and list it under `?`."""
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)
        self.keys.append(Key(key, text, slot))
        return shortcut

    def tell_key(self, key: str, text: str) -> None:
        """List a key that a control of the page already understands."""
        self.keys.append(Key(key, text))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load_if_stale()

    def _load_if_stale(self) -> None:
        if self._stale:
            self._stale = False
            self.load()
