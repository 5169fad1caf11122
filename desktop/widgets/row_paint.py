"""What the rows of painted lists have in common: the ground under a row, and colours that show on it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.shell.theme import Theme

Index = QModelIndex | QPersistentModelIndex


def paint_row_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """Fill the row where it is chosen or under the pointer, and draw the line below it."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, theme.colour("hover"))
    painter.setPen(theme.colour("line"))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


def row_colour(option: QStyleOptionViewItem, theme: Theme, role: str) -> QColor:
    """Return the colour of a role; on a chosen row every word has the colour that is read there."""
    if option.state & QStyle.StateFlag.State_Selected:
        return option.palette.color(QPalette.ColorRole.HighlightedText)
    return theme.colour(role)
