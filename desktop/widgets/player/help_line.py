"""What can be told of a recording, in one line that opens: help for listening, and said to be no score."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.coaching.sound import Figures
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.theme import Theme
from desktop.widgets.player import wording


class HelpLine(QWidget):
    """The line is short; `more`, a button that stands elsewhere, opens what else was found, and how.

    Where room is short, nothing of it shows until it is asked for.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._open = self._narrow = False
        self.summary = label("", "muted", wrap=True)
        self.detail = label("", "small", wrap=True)
        self.more = button("", self.toggle, role="quiet")
        # A click must not take the typing away from a note.
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.summary)
        column.addWidget(self.detail)
        self.show_nothing()

    def show_figures(
        self, figures: Figures, lanes: wording.Lanes, silence_s: float, one_sided: bool = False
    ) -> None:
        self.summary.setText(tr("As help: {figures}", figures=wording.summary(figures, lanes, one_sided)))
        detail = "" if one_sided else wording.detail(figures, lanes, silence_s)
        self.detail.setText(f"{detail} {wording.how_found()}".strip())
        self.more.show()
        self._arrange()

    def show_nothing(self) -> None:
        """There is nothing to tell, or not yet."""
        self.summary.setText("")
        self.more.hide()
        self._arrange()

    def toggle(self) -> None:
        """Open it, or fold it away."""
        self._open = not self._open
        self._arrange()

    def fold(self, narrow: bool) -> None:
        self._narrow = narrow
        self._arrange()

    def _arrange(self) -> None:
        told = bool(self.summary.text())
        self.setVisible(told and (self._open or not self._narrow))
        self.detail.setVisible(self._open)
        self.more.setText(tr("Less") if self._open else tr("More"))
        words = tr("Less on what is heard") if self._open else tr("More on what is heard")
        self.more.setAccessibleName(words)
