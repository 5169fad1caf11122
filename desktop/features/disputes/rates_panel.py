"""How often answers stood, of all, by question and by evaluator: each with its n and its interval."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.coaching.disputes import Stood
from desktop.features.disputes.reading import Rates
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.dispute_words import stood_words
from desktop.shell.text import number, percent, tr
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class RatesPanel(QWidget):
    """Says what it says of: decided disputes, neither calls nor people."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.whole = label("", "heading", wrap=True)
        self.about = label(
            tr(
                "Of disputes that were decided; those taken back and void evaluations are not in it. Few "
                "disputes say little: read the interval. It says which questions are read differently, "
                "and is no ranking of people."
            ),
            "small",
            wrap=True,
        )
        self.questions = _table(app, tr("By question"), tr("Question"), "disputes-questions")
        self.evaluators = _table(app, tr("By evaluator"), tr("Who answered"), "disputes-evaluators")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.whole, self.about, label(tr("By question"), "heading")):
            column.addWidget(part)
        column.addWidget(self.questions, 1)
        column.addWidget(label(tr("By evaluator"), "heading"))
        column.addWidget(self.evaluators, 1)

    def show_rates(self, rates: Rates) -> None:
        self.whole.setText(stood_words(rates.whole))
        self.questions.show_rows(rates.questions)
        self.evaluators.show_rows(rates.evaluators)


def _table(app: App, name: str, subject: str, key: str) -> Table:
    made = Table(
        name,
        [
            Column("subject", subject, _subject, tip=_subject),
            Column("n", tr("Disputes"), _n, align="right", sort=_count),
            Column("stood", tr("The score stood"), _stood, align="right"),
            Column("interval", tr("95 % interval"), _interval, align="right"),
        ],
        settings=app.settings,
        key=key,
    )
    made.set_empty(tr("No dispute was decided yet."))
    return made


def _subject(row: tuple[str, Stood]) -> str:
    return row[0]


def _count(row: tuple[str, Stood]) -> int:
    return row[1].n


def _n(row: tuple[str, Stood]) -> str:
    return number(row[1].n)


def _stood(row: tuple[str, Stood]) -> str:
    return tr("{stood} of {n}", stood=number(row[1].stood), n=number(row[1].n))


def _interval(row: tuple[str, Stood]) -> str:
    found = row[1].share.interval
    return "" if found is None else f"{percent(found.low)} – {percent(found.high)}"
