"""What goes well, before anything else: seen on calls and in assessments, then in words of one's own."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from db.records.plans import Plan
from desktop.features.plans import wording
from desktop.features.plans.actions import Spot
from desktop.features.plans.calls_panel import CallsPanel
from desktop.features.plans.columns import Parts, add_all, beside, column_in, said
from desktop.features.plans.evidence import Subject
from desktop.features.plans.pen import Kept, Pen
from desktop.features.plans.reading import Sheet
from desktop.features.plans.starting import Beginning, Suggestion
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import TextField


class StrengthList(QWidget):
    """The strengths the evidence shows; each opens the calls it was heard on."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.beginning: Beginning | None = None
        self.parts = Parts(8, _pick, self._make, StrengthRow.show_strength)
        none = tr("No assessment or call shows a strength yet. What do both of you see?")
        self.none = said(none, "muted")
        self.calls = CallsPanel(pen)
        add_all(column_in(self, 8), self.parts.widget, self.none, self.calls)

    def show_beginning(self, beginning: Beginning) -> None:
        self.beginning = beginning
        self.parts.show_records(beginning.strengths)
        self.none.setVisible(not beginning.strengths)

    def _make(self, one: Suggestion) -> "StrengthRow":
        return StrengthRow(self._open)

    def _open(self, one: Suggestion) -> None:
        if self.beginning is not None:
            subject = Subject(self.beginning.agent.id, one.pick.skill_id, one.pick.question)
            self.calls.ask(one.title, subject, (self.beginning.since, self.beginning.until))


def _pick(one: Suggestion) -> object:
    return one.pick


class StrengthRow(QWidget):
    """One strength with its figure, and the way to its calls."""

    def __init__(self, opened: Callable[[Suggestion], None]) -> None:
        super().__init__()
        self.opened = opened
        self.one: Suggestion | None = None
        self.title = said("")
        self.figure = said("", "muted")
        self.calls = button(tr("Calls"), self._open, role="link")
        words = QWidget()
        add_all(column_in(words, 0), self.title, self.figure)
        add_all(column_in(self, 0), beside(words, self.calls))

    def show_strength(self, one: Suggestion) -> None:
        self.one = one
        self.title.setText(f"▲ {one.title}")
        self.figure.setText(wording.seen_by(one.skill) if one.skill is not None else wording.reason(one))
        self.calls.setAccessibleName(tr("Calls behind the strength: {title}", title=one.title))

    def _open(self) -> None:
        if self.one is not None:
            self.opened(self.one)


class StrengthsView(QWidget):
    """The strengths of the evidence, and the field for what both say about them."""

    def __init__(self, pen: Pen, plan_id: int) -> None:
        super().__init__()
        self.heading = label("", "heading")
        self.list = StrengthList(pen)
        self.words = TextField(tr("Strengths to build on"), lines=2)
        self.words.setPlaceholderText(tr("What goes well, with the call it was heard on"))
        self._words = Kept(pen, self.words, Spot(Plan, plan_id, "strengths"))
        add_all(column_in(self, 12), self.heading, self._words.view(), self.list)

    def show_sheet(self, sheet: Sheet) -> None:
        self.heading.setText(tr("What {name} does well", name=sheet.first_name))
        self.list.show_beginning(sheet.beginning)
        self._words.show(sheet.plan.strengths)
        self._words.lock(not sheet.writable)
