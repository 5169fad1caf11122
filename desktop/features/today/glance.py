"""How the floor stands, in three figures; each leads to where it comes from."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.records.plans import PlanState
from desktop.coaching.statistics import Estimate
from desktop.features.today.actions import SCORE_DAYS, Glance
from desktop.shell import text
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, number, percent, tr
from desktop.widgets.apart import name_apart


class GlanceRow(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.score = Figure(self._see_trends)
        self.heard = Figure(self._see_people)
        self.plans = Figure(self._see_plans)
        self.apart = button("", self._see_trends, role="link")
        row = QHBoxLayout()
        row.setSpacing(24)
        for figure in (self.score, self.heard, self.plans):
            row.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.apart, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_glance(self, glance: Glance) -> None:
        main, aside = _split(glance.score)
        self.score.say(main, aside, tr("Mean score, 5 weeks"))
        name_apart(self.apart, glance.apart)
        heard = tr("of {agents}", agents=number(glance.agents))
        self.heard.say(number(glance.heard), heard, tr("Agents heard, 30 days"))
        self.plans.say(
            number(glance.agreed_plans), "", ntr("Agreed plan", "Agreed plans", glance.agreed_plans)
        )
        self.setVisible(glance.agents > 0)

    def _see_trends(self) -> None:
        self.app.go("trends", ("site", SCORE_DAYS))

    def _see_people(self) -> None:
        self.app.go("people")

    def _see_plans(self) -> None:
        self.app.go("plans", ("state", PlanState.AGREED))


LINK_EDGE = 4
"""Before the first letter of a link, in pixels, so that figure and caption begin on one line."""


class Figure(QWidget):
    """A figure with its interval and n behind it; its caption leads to what it rests on."""

    def __init__(self, see: Callable[[], None]) -> None:
        super().__init__()
        self.main = label("", "figure")
        self.main.setIndent(LINK_EDGE)
        self.aside = label("", "muted")
        self.caption = button("", see, role="link")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.main, 0, 0)
        grid.addWidget(self.aside, 0, 1, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.caption, 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(2, 1)

    def say(self, main: str, aside: str, caption: str) -> None:
        self.main.setText(main)
        self.aside.setText(aside)
        self.caption.setText(caption)
        self.caption.setAccessibleName(f"{caption}: {main} {aside}")


def _split(score: Estimate) -> tuple[str, str]:
    """The mean, and its interval with n, which stands lighter behind it."""
    if score.value is None:
        return "–", text.too_few(score.n)
    main = percent(score.value / 100)
    return main, text.percent_figure(score).removeprefix(main).lstrip(" ,\N{NBSP}")
