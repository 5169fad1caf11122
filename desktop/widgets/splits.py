"""A list beside its detail; where the window is narrow, one of the two at a time."""

import json

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.shell.controls import button
from desktop.shell.settings import Settings
from desktop.shell.text import tr

NARROW_EMS = 68  # 900 px at the usual text size


class MasterDetail(QWidget):
    """`show_detail()` brings the detail forward when only one fits; Escape or "Back" returns to the list.

    `folded` says whether only one of them fits now. With `settings` and `key` the width is remembered;
    until the user drags it, list and detail stand as `shares` to each other.
    `alone`: until `show_detail()` the list has all the room, and the detail has a way back of its own.
    """

    folded = Signal(bool)

    def __init__(
        self,
        master: QWidget,
        detail: QWidget,
        settings: Settings | None = None,
        key: str = "",
        shares: tuple[int, int] = (2000, 3000),
    ) -> None:
        super().__init__()
        self.master, self.detail = master, detail
        self._settings, self._key = settings, key
        self._narrow, self._wanted, self.alone = False, False, False
        self.back = button(tr("Back to the list"), self.show_master, role="quiet")
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(detail, 1)
        self._side = side
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(16)
        self.splitter.addWidget(master)
        self.splitter.addWidget(side)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.splitterMoved.connect(self._remember)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self.splitter)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._side)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.show_master)
        self.splitter.setSizes(shares)
        self._restore()
        self._arrange()

    def show_detail(self) -> None:
        """Bring the detail forward (it stays beside the list where both fit)."""
        self._wanted = True
        self._arrange()

    def show_master(self) -> None:
        """Return to the list, with the keyboard too."""
        self._wanted = False
        self._arrange()
        self.master.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW_EMS * 1.75
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()
            self.folded.emit(narrow)

    def _arrange(self) -> None:
        self.master.setVisible(not self._narrow or not self._wanted)
        self._side.setVisible(self._wanted or not (self._narrow or self.alone))
        self.back.setVisible(self._narrow and not self.alone)

    def _remember(self, _place: int, _index: int) -> None:
        if self._settings is not None and self._key:
            sizes = {**json.loads(self._settings.get("splits")), self._key: self.splitter.sizes()}
            self._settings.set("splits", json.dumps(sizes, sort_keys=True))

    def _restore(self) -> None:
        if self._settings is not None and self._key:
            sizes = json.loads(self._settings.get("splits")).get(self._key)
            if sizes:
                self.splitter.setSizes(sizes)
