"""Where the parts of the monitoring screen stand: sound above, notes at the left, then the scorecard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.features.monitoring.contact_line import ContactLine
from desktop.features.monitoring.foot_line import FootLine

GAP = 24
NOTES, CARD = 5, 6
"""How the width is shared between the sides."""
LOW_LINES = 32
"""Below so many lines of height the facts stand without their captions."""


class Places(QWidget):
    """`extras` takes quiet buttons beside the contact's line, `sound` the recording's strip, over the whole
    width; `transcript` what is read beside the notes.

    A place takes no room until something is put there and `show_transcript` says so.
    """

    def __init__(self, contact: ContactLine, notes: QWidget, card: QWidget, foot: FootLine) -> None:
        super().__init__()
        self.notes, self.card, self.contact, self.foot = notes, card, contact, foot
        self.top = QHBoxLayout()
        self.top.addStretch(1)
        self.sound = _column()
        self.transcript = _column()
        self._transcript_side = QWidget()
        self._transcript_side.setLayout(self.transcript)
        self._transcript_side.hide()
        self.left = _splitter(Qt.Orientation.Vertical, self._transcript_side, notes)
        self.splitter = _splitter(Qt.Orientation.Horizontal, self.left, card)
        self.splitter.setStretchFactor(0, NOTES)
        self.splitter.setStretchFactor(1, CARD)
        self._shared, self._narrow = False, False
        self.splitter.splitterMoved.connect(self._keep_sides)
        self.left.setStretchFactor(0, 3)
        self.left.setStretchFactor(1, 2)
        self._aside = QWidget()
        self.extras = QHBoxLayout(self._aside)
        self.extras.setContentsMargins(0, 0, 0, 0)
        self._head = QHBoxLayout()
        self._head.addWidget(contact, 1)
        self._head.addWidget(self._aside)
        column = _column()
        column.addLayout(self.top)
        column.addLayout(self._head)
        column.addLayout(self.sound)
        column.addWidget(self.splitter, 1)
        column.addWidget(foot)
        self.setLayout(column)

    def show_extras(self, shown: bool) -> None:
        """Offer the quiet buttons, or not: what is read has no recording."""
        self._aside.setVisible(shown)

    def show_transcript(self, shown: bool) -> None:
        """Give the transcript its part of the notes' side, or all of that to the notes."""
        appears = shown and self._transcript_side.isHidden()
        self._transcript_side.setVisible(shown)
        if appears and (room := sum(self.left.sizes())):
            self.left.setSizes([room * 3 // 5, room * 2 // 5])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._shared:
            self.splitter.setSizes([NOTES * event.size().width(), CARD * event.size().width()])
        self.contact.fold(event.size().height() < LOW_LINES * self.fontMetrics().height())

    def _keep_sides(self, _place: int, _handle: int) -> None:
        """Whoever moved the line between the sides wants it there."""
        self._shared = True

    def turn(self, one_side: bool, to_card: bool) -> None:
        """Where only one side fits, or is to be seen, show the one that is used."""
        self.left.setVisible(not one_side or not to_card)
        self.card.setVisible(not one_side or to_card)

    def fold(self, narrow: bool) -> None:
        self._narrow = narrow
        self.contact.setVisible(not narrow)
        (self.top if narrow else self._head).addWidget(self._aside)
        self.foot.fold(narrow)


def _column() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(8)
    return made


def _splitter(direction: Qt.Orientation, *parts: QWidget) -> QSplitter:
    made = QSplitter(direction)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(GAP if direction == Qt.Orientation.Horizontal else GAP // 2)
    for part in parts:
        made.addWidget(part)
    return made
