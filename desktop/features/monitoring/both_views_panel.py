"""The agent's own view beside the evaluator's: what they see differently first, then what they see alike."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.features.monitoring.own_views import BothViews, Line
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, tr
from desktop.shell.words import score_words
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class BothViewsPanel(QWidget):
    """`left` goes back."""

    left = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.says = label("", "heading", wrap=True)
        self.about = label(
            tr(
                "Where two people saw the same call differently, there is something to talk about. Begin "
                "with what the agent noticed. Nothing here counts in any figure."
            ),
            "small",
            wrap=True,
        )
        self.comments = label("", wrap=True)
        self.table = Table(
            tr("Both views"),
            [
                Column("asked", tr("Question"), _asked, sort=_place, tip=_asked),
                Column("seen", tr("Seen"), _seen, mark=_mark),
                Column("own", tr("The agent's own view"), _theirs),
                Column("ours", tr("The evaluator's view"), _ours),
            ],
            settings=app.settings,
            key="both-views",
        )
        self.back = button(tr("Back to the evaluation"), self.left.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.says)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)
        column.addWidget(self.comments)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)

    def show_views(self, both: BothViews) -> None:
        self.says.setText(views_words(both))
        self.comments.setText(comment_words(both))
        self.comments.setVisible(bool(self.comments.text()))
        self.table.show_rows(both.lines)


def views_words(both: BothViews) -> str:
    """`Maya and Ruth see 2 of 10 questions differently: 82 % and 74 %`."""
    n, all_of = both.differing, len(both.lines)
    if n == 0:
        return tr("{agent} and {evaluator} see it alike.", agent=both.agent, evaluator=both.evaluator)
    words = ntr(
        "{agent} and {evaluator} see {n} of {all} questions differently.",
        "{agent} and {evaluator} see {n} of {all} questions differently.",
        n,
        all=all_of,
        agent=both.agent,
        evaluator=both.evaluator,
    )
    scores = tr(
        "Own view {own}, evaluation {ours}", own=score_words(both.own_score), ours=score_words(both.score)
    )
    return f"{words} {scores}"


def comment_words(both: BothViews) -> str:
    told = [
        tr("{name}: “{comment}”", name=name, comment=comment)
        for name, comment in ((both.agent, both.own_comment), (both.evaluator, both.comment))
        if comment.strip()
    ]
    return "\n".join(told)


def _asked(line: Line) -> str:
    return f"{line.place}. {line.asked}"


def _place(line: Line) -> tuple[bool, int]:
    return not line.differs, line.place


def _seen(line: Line) -> str:
    return tr("Differently") if line.differs else tr("Alike")


def _mark(line: Line) -> str:
    return "signal" if line.differs else "good"


def _theirs(line: Line) -> str:
    return line.theirs or tr("not asked")


def _ours(line: Line) -> str:
    return line.ours or tr("not asked")
