"""Asks once more before a draft is published: what is locked then stays locked for good."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.flow import FlowLayout


class PublishAsked(QFrame):
    """Stands over the page until it is answered; `wanted` carries the id of the version to publish."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.version_id = 0
        self._came_from: QWidget | None = None
        set_role(self, "notice", tone="info")
        self.words = label("", "", wrap=True)
        self.yes = button(tr("Publish for good"), self._publish)
        self.no = button(tr("Not yet"), self.leave, role="quiet")
        choices = QWidget()
        flow = FlowLayout(choices, 8)
        for each in (self.yes, self.no):
            flow.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(choices)
        self.hide()

    def ask(self, version_id: int, number: int) -> None:
        """Ask about one version; the cursor is on the answer that goes ahead."""
        self.version_id = version_id
        self._came_from = self.window().focusWidget()
        self.words.setText(
            tr(
                "Once it is published, version {n} is locked for good: what it asks and how it counts never "
                "change again, so that every evaluation stays readable. To change it later, copy it to "
                "version {next}.",
                n=number,
                next=number + 1,
            )
        )
        self.show()
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Go on as before."""
        back, self._came_from = self._came_from, None
        had = self.isAncestorOf(self.window().focusWidget())
        self.hide()
        if had and back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _publish(self) -> None:
        self.hide()
        self.wanted.emit(self.version_id)
