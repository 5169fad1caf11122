"""How a note looks in the list: its second, its words, its chips, and what it is evidence for."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from db.records.observations import Fact, Note
from desktop.features.monitoring.wording import fact_words, promise_words, tag_words
from desktop.shell.colours import meaning_mark
from desktop.shell.text import clock, tr
from desktop.shell.theme import Theme
from desktop.widgets.options import LEFT, MIDDLE, WRAP, wrapped_height

Index = QModelIndex | QPersistentModelIndex
BELOW = 0.86
"""The size of what stands under the words, against them."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as shown: `chips` are a colour role and words each, `below` is what stands behind them."""

    note: Note
    chips: tuple[tuple[str, str], ...]
    below: str
    quote: str

    def sentence(self) -> str:
        told = (clock(self.note.at_s), *(words for _, words in self.chips), self.below, self.note.text)
        return ", ".join(part for part in (*told, self.quote) if part)


def note_line(note: Note, questions: Mapping[str, str]) -> NoteLine:
    """A note with its tag, its fact and its promise in words; `questions` names a question by its key."""
    chips = [(note.tag.value, tag_words(note.tag))] if note.tag is not None else []
    if note.fact is not None:
        chips.append(("info" if note.fact is Fact.VOLUNTEERED else "effort", fact_words(note.fact)))
    evidence = (
        tr("for “{question}”", question=questions.get(note.question, note.question)) if note.question else ""
    )
    below = " · ".join(part for part in (promise_words(note.who, note.how, note.due), evidence) if part)
    quote = f"“{note.quote}”" if note.quote and note.quote != note.text else ""
    return NoteLine(note, tuple(chips), below, quote)


class NoteDelegate(QStyledItemDelegate):
    """Paints a line and says how much room it takes. Unless `timed`, a note without a second shows none."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme, self._list, self.timed = theme, parent, True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: NoteLine = index.data(Qt.ItemDataRole.UserRole)
        width = self._list.viewport().width()
        room = width - self._indent(option) - self._gap()
        high = wrapped_height(option.font, line.note.text, room)
        if line.quote:
            high += wrapped_height(_small(option.font), line.quote, room)
        if line.chips or line.below:
            high += self._below_height(option) + self._gap() // 2
        return QSize(width, max(self._theme.row_height(), high + 2 * self._gap()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: NoteLine = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        gap = self._gap()
        room = option.rect.adjusted(gap, gap, -gap, -gap)
        self._paint_side(painter, option, room, line)
        room.setLeft(option.rect.left() + self._indent(option))
        words = "selection_text" if chosen else "text"
        painter.setPen(self._theme.colour(words))
        high = wrapped_height(option.font, line.note.text, room.width())
        painter.drawText(room, WRAP | LEFT, line.note.text)
        painter.setPen(self._theme.colour(words if chosen else "muted"))
        painter.setFont(_small(option.font))
        painter.drawText(room.adjusted(0, high, 0, 0), WRAP | LEFT, line.quote)
        self._paint_below(painter, option, room, line)
        painter.restore()

    def _paint_side(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, line: NoteLine
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(self._theme.colour("selection_text" if chosen else "muted"))
        painter.setFont(option.font)
        time = QRect(room.left(), room.top(), self._time(option), option.fontMetrics.height())
        if self.timed or line.note.at_s:
            painter.drawText(time, Qt.AlignmentFlag.AlignRight, clock(line.note.at_s))
        if line.note.tag is not None:
            mark = meaning_mark(line.note.tag)
            if not chosen:
                painter.setPen(self._theme.colour(mark.role))
            place = QRect(time.right() + self._gap(), room.top(), option.fontMetrics.height(), time.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, mark.shape)

    def _paint_below(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, line: NoteLine
    ) -> None:
        """The chips in a row at the foot, then what the note is evidence for."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        font = _small(option.font)
        metrics, high = QFontMetrics(font), self._below_height(option)
        painter.setFont(font)
        left, top = room.left(), room.bottom() - high + 1
        for role, words in line.chips:
            wide = metrics.horizontalAdvance(words) + 2 * self._gap()
            chip = QRect(left, top, min(wide, room.right() - left), high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(f"{role}_tint"))
            painter.drawRoundedRect(chip, 4, 4)
            painter.setPen(self._theme.colour(role))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
            left = chip.right() + self._gap()
        painter.setPen(self._theme.colour("selection_text" if chosen else "muted"))
        rest = QRect(left, top, room.right() - left, high)
        told = metrics.elidedText(line.below, Qt.TextElideMode.ElideRight, max(0, rest.width()))
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | MIDDLE, told)

    def _gap(self) -> int:
        return self._theme.space(1.5)

    def _below_height(self, option: QStyleOptionViewItem) -> int:
        return QFontMetrics(_small(option.font)).height() + self._theme.space(0.5)

    def _time(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.horizontalAdvance("00:00")

    def _indent(self, option: QStyleOptionViewItem) -> int:
        return self._time(option) + option.fontMetrics.height() + 3 * self._gap()


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * BELOW)
    return made
