"""A text to read that is as high as what it says: the page scrolls, not a window within it."""

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy, QTextBrowser, QWidget

_SCROLLS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class WholeText(QTextBrowser):
    """Up, Down, Page Up and Page Down scroll the page it stands on, since it has nothing to scroll itself."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._follow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        area = _area_of(self)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if area is None or not plain or event.key() not in _SCROLLS:
            super().keyPressEvent(event)
            return
        bar = area.verticalScrollBar()
        back = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_PageUp)
        line = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        step = self.fontMetrics().height() * 2 if line else bar.pageStep()
        bar.setValue(bar.value() - step if back else bar.value() + step)

    def _follow(self, size: QSizeF) -> None:
        frame = self.contentsMargins()
        high = round(size.height()) + frame.top() + frame.bottom() + 2 * self.frameWidth()
        self.setMinimumHeight(high)
        self.setMaximumHeight(high)


def _area_of(widget: QWidget) -> QAbstractScrollArea | None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QAbstractScrollArea):
        around = around.parentWidget()
    return around
