"""Rich text to read, set in the theme's colours and set anew when the theme changes."""

from collections.abc import Callable

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QTextBrowser

from desktop.features.library.writing import Pen
from desktop.shell.theme import Theme, set_role

READABLE_CHARACTERS = 92


class Sheet(QTextBrowser):
    """`wanted` carries (kind, id) of a link that was followed."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._write: Callable[[Pen], str] | None = None
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        set_role(self, "bare")
        self.anchorClicked.connect(self._follow)
        theme.changed.connect(self._rewrite)
        self._fit()

    def show_written(self, write: Callable[[Pen], str], keep_place: bool = False) -> None:
        """Show what `write` writes, from its top or from where the reader is."""
        place = self.verticalScrollBar().value() if keep_place else 0
        self._write = write
        self.setHtml(write(Pen(self._colour)))
        self.verticalScrollBar().setValue(place)

    def _rewrite(self) -> None:
        self._fit()
        if self._write is not None:
            self.show_written(self._write, keep_place=True)

    def _fit(self) -> None:
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * READABLE_CHARACTERS)

    def _follow(self, link: QUrl) -> None:
        kind, _, id = link.toString().partition(":")
        self.wanted.emit((kind, int(id)))

    def _colour(self, role: str) -> str:
        return self._theme.colour(role).name()
