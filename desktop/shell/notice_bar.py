"""The quiet bar at the bottom of the page in which notices appear and fade without taking the focus."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from desktop.shell.controls import button, label
from desktop.shell.notices import Notice, Notices
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.shell.theme import Theme, set_role

_TONES = {"quiet": "info", "warn": "warn", "error": "critical"}
_SHAPES = {"quiet": "", "warn": "△ ", "error": "✕ "}


class NoticeBar(QFrame):
    """Shows the last notice; a new one takes the place of the old."""

    def __init__(self, notices: Notices, theme: Theme) -> None:
        super().__init__()
        self._notice: Notice | None = None
        self.words = label("", wrap=True)
        self.action = button("", self._act, role="link")
        self.away = QToolButton()
        self.away.setAccessibleName(tr("Put the notice away"))
        self.away.setToolTip(tr("Put away"))
        self.away.clicked.connect(self.put_away)
        theme.set_icon(self.away, "cross", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.action)
        row.addWidget(self.away)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.put_away)
        notices.said.connect(self.show_notice)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        self._notice = notice
        self.words.setText(_SHAPES[notice.kind] + notice.text)
        self.setAccessibleName(notice.text)
        title = notice.action[0] if notice.action else ""
        self.action.setText(title)
        self.action.setAccessibleName(title)
        self.action.setVisible(bool(title))
        set_role(self, "notice", tone=_TONES[notice.kind])
        self.show()
        announce(self, notice.text, urgent=notice.kind == "error")
        stays = notice.stays_ms()
        self._timer.stop()
        if stays is not None:
            self._timer.start(stays)

    def put_away(self) -> None:
        self._timer.stop()
        if self.isAncestorOf(self.window().focusWidget()):
            self.focusNextChild()
        self.hide()

    def _act(self) -> None:
        notice = self._notice
        self.put_away()
        if notice is not None and notice.action is not None:
            notice.action[1]()
