"""Keeps whoever sits at the desk to a few pages: no rail, no box, no other page, until they are let out."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class ShutIn(QWidget):
    """Stands above the pages and holds, while somebody is kept to `keys`, the bar that leads out again.

    The keys of the window rest by themselves, because pages shown alone hide the rail.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keys: frozenset[str] = frozenset()
        self.bar: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def begin(self, keys: frozenset[str], bar: QWidget) -> None:
        """From now on only these pages can be gone to; `bar` is shown above each of them."""
        self.end()
        self.keys, self.bar = keys, bar
        self._column.addWidget(bar)
        self.show()

    def end(self) -> None:
        """Every page can be gone to again."""
        self.keys = frozenset()
        self.hide()
        if self.bar is not None:
            self._column.removeWidget(self.bar)
            self.bar.hide()
            self.bar.deleteLater()
            self.bar = None

    def allows(self, key: str) -> bool:
        return not self.keys or key in self.keys
