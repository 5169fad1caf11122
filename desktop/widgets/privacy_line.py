"""The quiet line at a field that says what was masked in it and why, and takes a reason to keep a number."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.theme import set_role

GAP = 4


class PrivacyLine(QFrame):
    """`acted` for the link beside the words, `reasoned` carries a reason to keep the number, `left` when the
    line is put away.
    """

    acted = Signal()
    reasoned = Signal(str)
    left = Signal()

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        set_role(self, "notice", tone="info")
        self.words = label("", "small", wrap=True)
        self.act = button("", self.acted.emit, role="link")
        self.away = QToolButton()
        self.away.setText("✕")
        self.away.setAccessibleName(tr("Put this away"))
        self.away.setToolTip(tr("Put away"))
        self.away.clicked.connect(self.put_away)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("Why the number may be kept"))
        self.reason.setPlaceholderText(tr("Why may it be kept? “Our order numbers”, say"))
        self.keep = button(tr("Keep the number"), self._give_reason)
        self.asking = QWidget()
        self._lay_out()
        self.reason.returnPressed.connect(self._give_reason)
        self.reason.textChanged.connect(self._show_ready)
        self.hide()

    def show_words(self, words: str, act: str = "") -> None:
        """Say it; `act` is the link's words, blank for none."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.act.setText(act)
        self.act.setAccessibleName(act)
        self.act.setVisible(bool(act))
        self.asking.hide()
        self.show()
        self._come_next()

    def ask(self) -> None:
        """Ask for the reason, with the keyboard in it: the user pressed the link just now."""
        self.reason.clear()
        self._show_ready("")
        self.act.hide()
        self.asking.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(self.keep)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.words, 1)
        head.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 2, 2, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.asking)
        self.asking.hide()

    def _come_next(self) -> None:
        """Tab goes from the field to the line."""
        order = (self._field, self.act, self.reason, self.keep, self.away)
        for one, other in zip(order, order[1:], strict=False):
            QWidget.setTabOrder(one, other)

    def _show_ready(self, text: str) -> None:
        self.keep.setEnabled(bool(text.strip()))

    def _give_reason(self) -> None:
        if self.reason.text().strip():
            self.reasoned.emit(self.reason.text().strip())


class Below(QObject):
    """Keeps a line that floats in the window right under a field of one row, or over it where there is no
    room under it; it goes where the field goes.
    """

    def __init__(self, line: PrivacyLine, field: QWidget) -> None:
        super().__init__(line)
        self._line, self._field = line, field
        self._watched: list[QWidget] = []
        line.installEventFilter(self)

    def settle(self) -> None:
        """Put the line into the field's window and at its place."""
        window = self._field.window()
        if self._line.parentWidget() is not window:
            is_shown = not self._line.isHidden()
            self._line.setParent(window)
            self._line.setVisible(is_shown)
        self._watch()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._line:
            if kind == QEvent.Type.LayoutRequest:
                self._place()
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        elif kind == QEvent.Type.Hide and not self._field.isVisible():
            self._line.hide()
        return False

    def _watch(self) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []
        above: QWidget | None = self._field
        while above is not None:
            self._watched.append(above)
            above.installEventFilter(self)
            above = above.parentWidget()

    def _place(self) -> None:
        window = self._field.window()
        if self._line.parentWidget() is not window or self._line.isHidden():
            return
        corner = self._field.mapTo(window, QPoint(0, 0))
        most = window.width() - 2 * GAP
        wide = min(most, max(self._field.width(), self._field.fontMetrics().averageCharWidth() * 44))
        high = max(self._line.heightForWidth(wide), self._line.minimumSizeHint().height())
        under = corner.y() + self._field.height() + GAP
        top = under if under + high <= window.height() else max(GAP, corner.y() - high - GAP)
        self._line.setGeometry(min(corner.x(), window.width() - wide - GAP), top, wide, high)
        self._line.raise_()
