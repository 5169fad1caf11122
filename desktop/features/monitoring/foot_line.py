"""The line at the foot: what the keyboard means now, the time spent, and the ways out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.theme import set_role


class FootLine(QWidget):
    """`switched` asks for the other side, `covered` to hide or show the scorecard, `put_aside` to leave
    all as it is, `discarded` to take it away.
    """

    switched = Signal()
    covered = Signal()
    put_aside = Signal()
    discarded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = label("", "chip")
        self.mode.hide()  # an empty chip would be a grey box
        self.hint = label("", "small", wrap=True)
        self.spent = label("", "small")
        self.other = button("", self.switched.emit, tr("Answer the scorecard"), role="quiet")
        self.cover = button("", self.covered.emit, role="quiet")
        aside = button(tr("Put aside"), self.put_aside.emit, role="quiet")
        aside.setToolTip(tr("Everything is kept; carry on whenever you like"))
        discard = button(tr("Discard"), self.discarded.emit, tr("Discard this observation"), role="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.mode)
        row.addWidget(self.hint, 1)
        for widget in (self.spent, self.cover, self.other, aside, discard):
            row.addWidget(widget)

    def show_mode(self, name: str, hint: str, active: bool) -> None:
        """Name what typing does now; `active` where it does not go to the note."""
        self.mode.setText(name)
        self.mode.show()
        set_role(self.mode, "chip", meaning="info" if active else "")
        self.hint.setText(hint)

    def show_side(self, to_card: bool) -> None:
        """Say where the key between the two sides leads."""
        words = tr("Write notes") if to_card else tr("Answer the scorecard")
        self.other.setText(f"{words}  F2")
        self.other.setAccessibleName(words)

    def show_cover(self, covered: bool, live: bool) -> None:
        """Say what the key does that hides the scorecard; only a live call needs it said all the time."""
        self.cover.setVisible(covered or live)
        words = tr("Show the scorecard") if covered else tr("Hide the scorecard")
        self.cover.setText(f"{words}  F11")
        self.cover.setAccessibleName(words)

    def fold(self, narrow: bool) -> None:
        self.hint.setVisible(not narrow)
