"""A chart as a page shows it: words above, drawing or table below; keys and pointer reach the same points."""

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QToolTip, QVBoxLayout, QWidget

from desktop.shell.context import App
from desktop.shell.controls import button, label, tip
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.shell.theme import Theme
from desktop.widgets.canvas import make_canvas
from desktop.widgets.drawing import FIGURE, Spot, draw
from desktop.widgets.empty import EmptyState
from desktop.widgets.margins import NAMES_SHARE, bar_names, figures_room, sides, top_of
from desktop.widgets.pictures import BarsPicture, Line, Picture, TrendPicture, headings, table
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NEAR_PX = 28
LEAST_PX = 40
_STEPS: dict[int, int] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -1_000_000,
    Qt.Key.Key_End: 1_000_000,
}


class Chart(QWidget):
    """Shows a picture. Arrows move the marker, Enter or a click on a point is `opened` with its payload,
    T turns to the same numbers as a table and back. matplotlib is loaded when a picture is first on screen.
    """

    opened = Signal(object)

    def __init__(self, app: App, name: str) -> None:
        super().__init__()
        self._theme = app.theme
        self._name = name
        self.picture: Picture | None = None
        self.title = label("", "heading")
        self.subtitle = label("", "muted", wrap=True)
        self.toggle = button(
            tr("As a table"), self.toggle_table, tr("{name} as a table", name=name), role="quiet"
        )
        self.toggle.setToolTip(tr("{name} as a table (T)", name=name))
        self.drawing = _Drawing(app.theme)
        self.drawing.setAccessibleName(name)
        self.drawing.opened.connect(self.opened)
        self.drawing.toggled.connect(self.toggle_table)
        self.empty = EmptyState(tr("Nothing to draw yet."))
        self.table: Table | None = None
        self._lay_out()

    def show_series(self, picture: Picture) -> None:
        """Show a picture; one without any value says so in words."""
        self.picture = picture
        self.title.setText(picture.title)
        self.subtitle.setText(picture.subtitle)
        self.setAccessibleName(self._name)
        for widget in (self, self.drawing):
            widget.setAccessibleDescription(f"{picture.title}. {picture.subtitle}")
        self.drawing.show_picture(picture)
        as_table = self.table is not None and self._stack.currentWidget() is self.table
        self._drop_table()
        self.toggle.setVisible(_has_values(picture))
        self._stack.setCurrentWidget(self.drawing if _has_values(picture) else self.empty)
        if as_table and _has_values(picture):
            self.toggle_table()

    def set_empty(self, text: str, action: str = "", slot: Callable[[], None] | None = None) -> None:
        """Say what will be here once there are values, and at most one action that brings some."""
        self.empty.show_words(text, action, slot)

    def toggle_table(self) -> None:
        """Turn from the drawing to its numbers, or back."""
        if self.picture is None:
            return
        as_table = self._stack.currentWidget() is not self.drawing
        if as_table:
            self._stack.setCurrentWidget(self.drawing)
        else:
            self._stack.setCurrentWidget(self._make_table(self.picture))
        self.toggle.setText(tr("As a table") if as_table else tr("As a drawing"))
        if self.isAncestorOf(self.focusWidget()) or self.hasFocus():
            self._stack.currentWidget().setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: Tab passes over what stands before it, and is caught where the proxy is hidden.
        self._stack.currentWidget().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.toggle_table()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._stack, 1)
        # Not before it has a place: the first one is shown, and would flash up as a window of its own.
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.drawing)
        self.toggle.hide()

    def _make_table(self, picture: Picture) -> Table:
        if self.table is None:
            titles = headings(picture)
            columns = [_column(place, title) for place, title in enumerate(titles)]
            self.table = Table(tr("{name}, numbers", name=self._name), columns)
            self.table.opened.connect(self._open_line)
            self.table.show_rows(table(picture))
            self._stack.addWidget(self.table)
        return self.table

    def _drop_table(self) -> None:
        if self.table is not None:
            self._stack.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
            self.toggle.setText(tr("As a table"))

    def _open_line(self, line: Line) -> None:
        if line.payload is not None:
            self.opened.emit(line.payload)


class _Drawing(QWidget):
    """The canvas with the marker over it; takes the focus and the keys."""

    opened = Signal(object)
    toggled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture: Picture | None = None
        self._canvas: Any = None
        self._axes: Axes | None = None
        self._drawn = False
        self.spots: list[Spot] = []
        self.at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._marker = _Marker(theme, self)
        theme.changed.connect(self._redraw)

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        rows = len(self._picture.rows) if isinstance(self._picture, BarsPicture) else 0
        return QSize(em * 24, round(em * max(11, 1.9 * rows + 2)))

    def minimumSizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(em * 12, min(self.sizeHint().height(), em * 9))

    def show_picture(self, picture: Picture) -> None:
        self._picture = picture
        self.at = -1
        self.updateGeometry()
        self._redraw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._drawn:
            self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._marker.resize(self.size())
        if self._drawn:
            self._fit()
        else:
            self._redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS and self.spots:
            self.move_marker(_STEPS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.at >= 0:
            self._open()
        else:
            super().keyPressEvent(event)

    def move_marker(self, step: int) -> None:
        """Move the marker over the points, and say where it stands."""
        start = self.at if self.at >= 0 else (-1 if step > 0 else len(self.spots))
        self.mark(min(max(start + step, 0), len(self.spots) - 1))
        announce(self, self.spots[self.at].words)

    def mark(self, place: int) -> None:
        """Put the marker on a point, -1 for none."""
        self.at = place
        if place < 0:
            self._marker.show_at(None, "")
            return
        self._marker.show_at(self._pixel(self.spots[place]), self.spots[place].words)

    def _open(self) -> None:
        payload = self.spots[self.at].payload
        if payload is not None:
            self.opened.emit(payload)

    def _redraw(self) -> None:
        if self._picture is None or not self.isVisible() or min(self.width(), self.height()) < LEAST_PX:
            self._drawn = False
            return
        self._drawn = True
        if self._canvas is None:
            self._make_canvas()
        from matplotlib import rc_context

        with rc_context(cast(Any, self._theme.rc())):
            figure = self._canvas.figure
            figure.clear()
            figure.set_facecolor(self._theme.colour("surface").name())
            self._axes = figure.add_subplot()
            self.spots = draw(self._axes, self._picture, self._theme)
        self._fit()
        self.mark(min(self.at, len(self.spots) - 1))

    def _make_canvas(self) -> None:
        self._canvas = make_canvas(self.logicalDpiY())
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas.setAccessibleName(self.accessibleName())
        self._canvas.mpl_connect("motion_notify_event", self._hover)
        self._canvas.mpl_connect("button_press_event", self._click)
        self._column.addWidget(self._canvas)
        self._marker.raise_()

    def _fit(self) -> None:
        """Margins come from the font, not from a layout engine, which would cost more than the drawing."""
        if self._axes is None or self._picture is None:
            return
        em, wide, high = self.fontMetrics().height(), max(self.width(), 1), max(self.height(), 1)
        if isinstance(self._picture, BarsPicture):
            names = bar_names(self._picture, self.fontMetrics(), self.width())
            self._axes.set_yticks(range(len(names)), names, va="center")
            room = figures_room(self._picture, self.fontMetrics(), self.width() * (1 - NAMES_SHARE))
            for words in self._axes.texts:
                words.set_visible(words.get_gid() != FIGURE or room > 0)
        left, right = sides(self._picture, self.fontMetrics(), self.width())
        bottom, top = 1.8 * em / high, 1 - top_of(self._picture, self.fontMetrics()) / high
        if bottom < top and left + right < 0.9 * wide:
            self._canvas.figure.subplots_adjust(left / wide, bottom, 1 - right / wide, top)
        self._canvas.draw_idle()
        if 0 <= self.at < len(self.spots):
            self.mark(self.at)

    def _pixel(self, spot: Spot) -> QPointF:
        assert self._axes is not None
        x, y = self._axes.transData.transform((spot.x, spot.y))
        ratio = self._canvas.device_pixel_ratio
        return QPointF(x / ratio, self.height() - y / ratio)

    def _nearest(self, event: Any) -> int:
        ratio = self._canvas.device_pixel_ratio
        here = QPointF(event.x / ratio, self.height() - event.y / ratio)
        bars = isinstance(self._picture, BarsPicture)
        far = [_distance(self._pixel(spot) - here, bars) for spot in self.spots]
        nearest = min(range(len(far)), key=far.__getitem__, default=-1)
        return nearest if nearest >= 0 and far[nearest] <= NEAR_PX else -1

    def _hover(self, event: Any) -> None:
        place = self._nearest(event)
        if place == self.at:
            return
        self.mark(place)
        if place >= 0:
            where = self._pixel(self.spots[place]).toPoint() + QPoint(12, 12)
            QToolTip.showText(self.mapToGlobal(where), tip(self.spots[place].words), self)

    def _click(self, event: Any) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self._nearest(event)
        if place >= 0:
            self.mark(place)
            self._open()


class _Marker(QWidget):
    """A ring over the canvas: moving it costs no redraw of the chart."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._at: QPointF | None = None
        self.words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_at(self, at: QPointF | None, words: str) -> None:
        self._at, self.words = at, words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        parent = self.parentWidget()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if parent.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        if self._at is not None:
            painter.setPen(QPen(self._theme.colour("text"), 2))
            painter.drawEllipse(self._at, 7, 7)


def _distance(way: QPointF, bars: bool) -> float:
    """How far the pointer is from a spot, in pixels: bars are as wide as the chart."""
    return abs(way.y()) if bars else float((way.x() ** 2 + way.y() ** 2) ** 0.5)


def _column(place: int, title: str) -> Column:
    return Column(
        str(place), title, partial(_cell, place), align="left" if place == 0 else "right", sort=None
    )


def _cell(place: int, line: Line) -> str:
    return line.cells[place]


def _has_values(picture: Picture) -> bool:
    ones = picture.points if isinstance(picture, TrendPicture) else picture.rows
    others = (
        [p for series in picture.others for p in series.points] if isinstance(picture, TrendPicture) else []
    )
    return any(value is not None for value in map(attrgetter("value"), [*ones, *others]))
