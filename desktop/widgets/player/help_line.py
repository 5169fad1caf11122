"""What can be told of a recording, in one line that opens: help for listening, and said to be no score."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.coaching.sound import Figures
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.theme import Theme
from desktop.widgets.player import wording


class HelpLine(QWidget):
    """The line is short; `More` says what else was found, how, and how far to trust it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.summary = label("", "muted", wrap=True)
        self.detail = label("", "small", wrap=True)
        self.fold = button(tr("More"), self.toggle, tr("More on what is heard"), role="quiet")
        self.fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line = QHBoxLayout()
        line.setSpacing(theme.space(2))
        line.addWidget(self.summary, 1)
        line.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(line)
        column.addWidget(self.detail)
        self.detail.hide()

    def show_figures(
        self, figures: Figures, lanes: wording.Lanes, silence_s: float, one_sided: bool = False
    ) -> None:
        self.summary.setText(tr("As help: {figures}", figures=wording.summary(figures, lanes, one_sided)))
        detail = "" if one_sided else wording.detail(figures, lanes, silence_s)
        self.detail.setText(f"{detail} {wording.how_found()}".strip())
        self.show()

    def toggle(self) -> None:
        """Open it, or fold it away."""
        shown = self.detail.isHidden()
        self.detail.setVisible(shown)
        self.fold.setText(tr("Less") if shown else tr("More"))
        self.fold.setAccessibleName(tr("Less on what is heard") if shown else tr("More on what is heard"))
