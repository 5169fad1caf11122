"""The calls behind a figure: what a bar or a point opens, one evaluation a row, each a click from its sum."""

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.figures import Behind
from db.records.observations import Verdict
from desktop.shell.controls import label
from desktop.shell.text import day, percent, tr
from desktop.shell.words import score_words, verdict_mark, word
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class BehindPanel(QWidget):
    """A heading and a table. `opened` carries the evaluation's id."""

    opened = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.heading = label("", "heading", wrap=True)
        self.table = Table(
            name,
            [
                Column("day", tr("Day"), _day, sort=attrgetter("day")),
                Column("agent", tr("Agent"), attrgetter("agent")),
                Column("contact", tr("Contact"), attrgetter("contact")),
                Column("scorecard", tr("Scorecard"), attrgetter("scorecard")),
                Column("answer", tr("Answer"), attrgetter("answer")),
                Column("percent", tr("Of the points"), _share, "right", attrgetter("percent")),
                Column("score", tr("Score"), _score, "right", attrgetter("reported")),
                Column("verdict", tr("Outcome"), _verdict, mark=_mark),
            ],
        )
        self.table.set_empty(tr("Choose a point or a bar to see the calls behind it."))
        self.table.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.table, 1)

    def show_lines(self, title: str, lines: Sequence[Behind]) -> None:
        """Show these; answers only where a question is meant, agents only where there are several."""
        self.heading.setText(title)
        asked = any(line.answer for line in lines)
        several = len({line.agent_id for line in lines}) > 1
        for place, shown in ((1, several), (4, asked), (5, asked)):
            self.table.columns.show(place, shown)
        self.table.show_rows(lines)

    def _open(self, line: Behind) -> None:
        self.opened.emit(line.evaluation_id)


def _day(line: Behind) -> str:
    return day(line.day)


def _share(line: Behind) -> str:
    return "" if line.percent is None else percent(line.percent / 100)


def _score(line: Behind) -> str:
    return score_words(line.reported)


def _verdict(line: Behind) -> str:
    return word(Verdict(line.verdict))


def _mark(line: Behind) -> str:
    return verdict_mark(Verdict(line.verdict))
