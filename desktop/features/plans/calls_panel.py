"""The calls behind one figure of the plan, in the page, shown when asked for and put away again."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.records.figures import Behind
from desktop.features.plans import actions
from desktop.features.plans.columns import add_all, bring, column_in, row_of
from desktop.features.plans.evidence import Subject, estimate
from desktop.features.plans.pen import Pen
from desktop.features.plans.starting import Beginning, Suggestion
from desktop.shell.controls import button
from desktop.shell.text import day, percent_figure, tr
from desktop.widgets.behind import BehindPanel

ROWS_SEEN = 9


class Links(QWidget):
    """The ways to what a suggestion or a strength rests on: its calls and, for a skill, the assessment."""

    def __init__(self, pen: Pen, panel: "CallsPanel") -> None:
        super().__init__()
        self.pen, self.panel = pen, panel
        self.one: Suggestion | None = None
        self.beginning: Beginning | None = None
        self.calls = button(tr("Calls"), self._open_calls, role="link")
        self.assessment = button(tr("Assessment"), self._open_assessment, role="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.assessment)
        row.addWidget(self.calls)

    def show_links(self, one: Suggestion, beginning: Beginning) -> None:
        self.one, self.beginning = one, beginning
        self.calls.setAccessibleName(tr("Calls behind: {title}", title=one.title))
        self.assessment.setAccessibleName(tr("Assessment behind: {title}", title=one.title))
        self.assessment.setVisible(one.skill is not None)

    def _open_calls(self) -> None:
        if self.one is not None and self.beginning is not None:
            subject = Subject(self.beginning.agent.id, self.one.pick.skill_id, self.one.pick.question)
            self.panel.ask(self.one.title, subject, (self.beginning.since, self.beginning.until))

    def _open_assessment(self) -> None:
        if self.beginning is not None:
            self.pen.app.go("skills", ("agent", self.beginning.agent.id))


class CallsPanel(QWidget):
    """Enter on a call opens its evaluation."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.panel = BehindPanel(tr("Calls behind the figure"))
        self.panel.setMinimumHeight(pen.app.theme.row_height() * ROWS_SEEN)
        self.panel.opened.connect(self._open)
        self.away = button(tr("Put away"), self.hide, tr("Put the calls away"), role="quiet")
        add_all(column_in(self, 4), self.panel, row_of(self.away))
        self.hide()

    def ask(self, about: str, subject: Subject, span: tuple[date, date]) -> None:
        """Show the calls that say something about the subject, of these days."""
        self.pen.app.jobs.run(
            actions.calls,
            self.pen.app.store,
            subject,
            span,
            done=partial(self._show, about, span),
            owner=self,
        )

    def _show(self, about: str, span: tuple[date, date], found: tuple[Behind, ...]) -> None:
        figure = percent_figure(estimate(found))
        days = {"since": day(span[0]), "until": day(span[1])}
        title = tr("{about}, calls of {since} to {until}: {figure}", about=about, figure=figure, **days)
        self.panel.show_lines(title, found)
        self.show()
        self.panel.table.setFocus()
        bring(self)

    def _open(self, evaluation_id: int) -> None:
        self.pen.app.go("monitoring", ("evaluation", evaluation_id))
