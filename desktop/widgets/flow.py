"""A row of controls that goes on in the next line where the window is narrow or the text large."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right, then the next line, centred in each. What can expand takes the room its line leaves."""

    def __init__(self, parent: QWidget, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = width - self._side()
        heights = [_height(line, room) for line in self._lines(room)]
        return sum(heights) + self.spacing() * max(0, len(heights) - 1) + self._ends()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        room = rect.marginsRemoved(self.contentsMargins())
        y = room.y()
        for line in self._lines(room.width()):
            high = _height(line, room.width())
            self._place(line, QRect(room.x(), y, room.width(), high))
            y += high + self.spacing()

    def sizeHint(self) -> QSize:
        shown = self._shown()
        wide = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(wide + self._side(), _height(shown) + self._ends())

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._shown()), default=0)
        return QSize(widest + self._side(), _height(self._shown()) + self._ends())

    def _side(self) -> int:
        margins = self.contentsMargins()
        return margins.left() + margins.right()

    def _ends(self) -> int:
        margins = self.contentsMargins()
        return margins.top() + margins.bottom()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> Iterator[list[QLayoutItem]]:
        line: list[QLayoutItem] = []
        used = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if line and used + self.spacing() + wide > width:
                yield line
                line, used = [], 0
            used += wide + (self.spacing() if line else 0)
            line.append(item)
        if line:
            yield line

    def _place(self, line: list[QLayoutItem], room: QRect) -> None:
        used = sum(item.sizeHint().width() for item in line) + self.spacing() * (len(line) - 1)
        growing = [item for item in line if item.expandingDirections() & Qt.Orientation.Horizontal]
        x, more = room.x(), max(0, room.width() - used) // max(1, len(growing))
        for item in line:
            size = item.sizeHint()
            wide = min(size.width() + (more if item in growing else 0), room.width())
            high = _high(item, wide)
            item.setGeometry(QRect(x, room.y() + (room.height() - high) // 2, wide, high))
            x += wide + self.spacing()


def _height(line: list[QLayoutItem], room: int = 2**16) -> int:
    return max((_high(item, min(item.sizeHint().width(), room)) for item in line), default=0)


def _high(item: QLayoutItem, width: int) -> int:
    """What is wider than the line goes on below, where it can."""
    high = item.sizeHint().height()
    narrow = item.hasHeightForWidth() and width < item.sizeHint().width()
    return max(high, item.heightForWidth(width)) if narrow else high
