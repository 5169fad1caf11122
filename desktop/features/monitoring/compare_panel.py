"""Two revisions of an evaluation side by side, each as it was kept, with who changed it and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from desktop.features.monitoring.changing import Reading
from desktop.features.monitoring.reading_document import (
    differences,
    headline,
    reading_document,
    reason_words,
)
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import moment, tr
from desktop.widgets.forms import Choice

NARROW_CHARACTERS = 110


class ComparePanel(QWidget):
    """An earlier one at the left, the one that counts at the right. `left` goes back."""

    left = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.readings: tuple[Reading, ...] = ()
        self.which = Choice(tr("Earlier revision"))
        self.which.chosen.connect(self._show_earlier)
        self.differs = label("", wrap=True)
        self.back = button(tr("Back to the evaluation"), self.left.emit)
        self.sides = (ReadingView(app, tr("Before")), ReadingView(app, tr("Now")))
        self._lay_out()

    def show_readings(self, readings: tuple[Reading, ...]) -> None:
        """Show the newest beside the one before it."""
        self.readings = readings
        earlier = [one.revision.final.revision for one in readings[:-1]]
        self.which.set_choices([(n, tr("Revision {n}", n=n)) for n in earlier])
        self.which.setVisible(len(earlier) > 1)
        if readings:
            self.sides[1].show_reading(readings[-1])
        if earlier:
            self.which.show_value(earlier[-1])
            self._show_earlier(earlier[-1])
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW_CHARACTERS
        self._split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    def _show_earlier(self, revision: object) -> None:
        for one in self.readings:
            if one.revision.final.revision == revision:
                self.sides[0].show_reading(one)
                self.differs.setText("\n".join(differences(one, self.readings[-1])))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.which)
        head.addStretch(1)
        head.addWidget(self.back)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(24)
        for side in self.sides:
            self._split.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.differs)
        column.addWidget(self._split, 1)


class ReadingView(QWidget):
    """One revision: which, why, what the agent said to it, and all of it to be read."""

    def __init__(self, app: App, name: str) -> None:
        super().__init__()
        self.app = app
        self._reading: Reading | None = None
        self.title = label("", "heading", wrap=True)
        self.why = label("", "muted", wrap=True)
        self.text = QTextBrowser()
        self.text.setAccessibleName(name)
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().height() * 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.why)
        column.addWidget(self.text, 1)
        app.theme.changed.connect(self._show)

    def show_reading(self, reading: Reading) -> None:
        self._reading = reading
        n = reading.revision.final.revision
        self.title.setText(tr("Revision {n}: {what}", n=n, what=headline(reading)))
        said = reading.said
        words = [reason_words(reading)]
        if said is not None and said.at is not None:
            words.append(tr("Read on {when}. {comment}", when=moment(said.at), comment=said.comment).strip())
        self.why.setText("\n".join(words))
        self._show()

    def _show(self) -> None:
        if self._reading is not None:
            self.text.setHtml(reading_document(self._reading, self._colour))

    def _colour(self, role: str) -> str:
        return self.app.theme.colour(role).name()
