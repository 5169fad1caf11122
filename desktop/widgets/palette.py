"""One box for everything: Ctrl+K goes to a page, an agent or an action; Ctrl+F finds what was written."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QShowEvent
from PySide6.QtWidgets import QDialog, QListView, QStyle, QStyledItemDelegate, QVBoxLayout, QWidget

from desktop.shell.commands import Command
from desktop.shell.context import App
from desktop.shell.controls import label, native, tip
from desktop.shell.text import tr
from desktop.widgets.forms import LineField

EMS_WIDE = 34
ROWS_SEEN = 9


class CommandBox(QDialog):
    """A list narrowed by typing; Enter runs, Escape leaves, nothing else closes or steals."""

    def __init__(self, app: App, parent: QWidget, finding: bool = False) -> None:
        super().__init__(parent)
        self._app, self._finding = app, finding
        self._look: Callable[[str], list[Command]] = app.commands.found if finding else app.commands.matching
        title = tr("Find") if finding else tr("Go to or do")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        hint = (
            tr("Notes, agents, contacts, plans") if finding else tr("An agent, a page, a contact, an action")
        )
        self.line = LineField(title, placeholder=hint, gated=False)
        self.model = _Commands()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(app, self.list))
        self.list.setAccessibleName(tr("What fits"))
        self.list.setProperty("role", "bare")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = label("", "muted")
        column = QVBoxLayout(self)
        for widget in (self.line, self.nothing, self.list):
            column.addWidget(widget)
        self.line.textChanged.connect(self.look)
        self.list.clicked.connect(self._run_at)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def look(self, words: str) -> None:
        """Show what fits these words."""
        self.model.show_commands(self._look(words))
        self.list.setCurrentIndex(self.model.index(0))
        blank = self._finding and not words.strip()
        self.nothing.setText("" if blank else tr("Nothing fits “{words}”.", words=words))
        self.nothing.setVisible(not self.model.commands and not blank)
        self._speak()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        em = self.fontMetrics().height()
        parent = self.parentWidget()
        wide = min(em * EMS_WIDE, parent.width() - 32)
        high = min(em * 2 * (ROWS_SEEN + 2), parent.height() - 64)
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.setGeometry(corner.x() + (parent.width() - wide) // 2, corner.y() + 56, wide, high)
        self.look(self.line.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS_SEEN,
            Qt.Key.Key_PageUp: -ROWS_SEEN,
        }
        if event.key() in steps:
            self._step(steps[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run_at(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        last = len(self.model.commands) - 1
        self.list.setCurrentIndex(self.model.index(min(max(self.list.currentIndex().row() + step, 0), last)))
        self._speak()

    def _speak(self) -> None:
        from desktop.shell.spoken import announce

        index = self.list.currentIndex()
        if index.isValid():
            announce(self.line, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _run_at(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        command = self.model.commands[index.row()]
        self.accept()
        self._app.commands.run(command)


class _Commands(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.commands: list[Command] = []

    def show_commands(self, commands: list[Command]) -> None:
        self.beginResetModel()
        self.commands = commands
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.commands)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        command = self.commands[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            parts = (command.title, command.detail, native(command.shortcut))
            whole = ", ".join(part for part in parts if part)
            return tip(whole) if role == Qt.ItemDataRole.ToolTipRole else whole
        return command if role == Qt.ItemDataRole.UserRole else None


class _Delegate(QStyledItemDelegate):
    """Icon, title, quiet detail, and the key at the right."""

    def __init__(self, app: App, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = app.theme

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self._theme.row_height())

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        command: Command = index.data(Qt.ItemDataRole.UserRole)
        here = option.state & QStyle.StateFlag.State_Selected
        palette, metrics = option.palette, option.fontMetrics
        room: QRect = option.rect.adjusted(8, 0, -8, 0)
        if here:
            painter.fillRect(option.rect, palette.color(QPalette.ColorRole.Highlight))
        strong = palette.color(QPalette.ColorRole.HighlightedText if here else QPalette.ColorRole.Text)
        quiet = strong if here else self._theme.colour("muted")
        em = metrics.height()
        if command.icon:
            icon = QRect(room.left(), room.center().y() - em // 2, em, em)
            self._theme.icon(command.icon, "muted").paint(painter, icon)
        room.adjust(round(em * 1.6), 0, 0, 0)
        shortcut = native(command.shortcut)
        painter.setPen(quiet)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shortcut)
        room.adjust(0, 0, -metrics.horizontalAdvance(shortcut) - em, 0)
        painter.setPen(strong)
        title = metrics.elidedText(command.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        room.adjust(metrics.horizontalAdvance(title) + em // 2, 0, 0, 0)
        painter.setPen(quiet)
        rest = metrics.elidedText(command.detail, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, rest)
