"""What goes well, before anything else: seen on calls and in assessments, then in words of one's own."""

from PySide6.QtWidgets import QWidget

from db.records.plans import Plan
from desktop.features.plans import wording
from desktop.features.plans.actions import Spot
from desktop.features.plans.calls_panel import CallsPanel, Links
from desktop.features.plans.columns import Parts, add_all, beside, column_in, said
from desktop.features.plans.pen import Kept, Pen
from desktop.features.plans.reading import Sheet
from desktop.features.plans.starting import Beginning, Suggestion
from desktop.shell.controls import label
from desktop.shell.text import tr
from desktop.widgets.forms import TextField


class StrengthList(QWidget):
    """The strengths the evidence shows; each opens the calls it was heard on."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.parts = Parts(8, _pick, self._make, StrengthRow.show_strength)
        self.none = said(tr("No assessment or call shows a strength yet. What do both of you see?"), "muted")
        self.calls = CallsPanel(pen)
        add_all(column_in(self, 8), self.parts.widget, self.none, self.calls)

    def show_beginning(self, beginning: Beginning) -> None:
        self.parts.show_records([(one, beginning) for one in beginning.strengths])
        self.none.setVisible(not beginning.strengths)

    def _make(self, _of: tuple[Suggestion, Beginning]) -> "StrengthRow":
        return StrengthRow(Links(self.pen, self.calls))


def _pick(of: tuple[Suggestion, Beginning]) -> object:
    return of[0].pick


class StrengthRow(QWidget):
    """One strength with its figure, and the ways to what it rests on."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        self.title = said("")
        self.figure = said("", "muted")
        self.links = links
        words = QWidget()
        add_all(column_in(words, 0), self.title, self.figure)
        add_all(column_in(self, 0), beside(words, links))

    def show_strength(self, of: tuple[Suggestion, Beginning]) -> None:
        one, beginning = of
        self.title.setText(f"▲ {one.title}")
        self.figure.setText(wording.seen_by(one.skill) if one.skill is not None else wording.reason(one))
        self.links.show_links(one, beginning)


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
        self.heading.setText(tr("What {name} does well", name=sheet.agent.name))
        self.list.show_beginning(sheet.beginning)
        self._words.show(sheet.plan.strengths)
        self._words.lock(not sheet.writable)
