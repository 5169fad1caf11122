"""Three numbers in; how many calls, how many hours, and what they can't show out."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.coaching import sampling
from desktop.coaching.sampling import Answer, Wish
from desktop.features.sampling import conclusions
from desktop.features.sampling.curve import CurvePicture
from desktop.features.sampling.reading import ENOUGH, PLANNED_DAYS, Floor
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import ntr, tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import FieldRow, NumberField

USUAL_MARGIN = 5
USUAL_MINUTES = 15
MOST_CALLS = 9_999_999


class PlannerPanel(QWidget):
    """Answers while the numbers change; what the floor has is filled in until somebody types over it."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._floor: Floor | None = None
        self._typed = False
        self.handled = NumberField(tr("Calls handled"), 0, 0, MOST_CALLS)
        self.margin = NumberField(tr("Precision wanted, ± points"), USUAL_MARGIN, 1, 30, tr("points"))
        self.minutes = NumberField(tr("Minutes for a review"), USUAL_MINUTES, 1, 240, tr("min"))
        self.handled.chosen.connect(self._type_calls)
        for field in (self.margin, self.minutes):
            field.chosen.connect(self._answer)
        self.calls_row = FieldRow(tr("Calls handled"), self.handled, tr("in four weeks"))
        self.programme = label("", wrap=True)
        self.agent = label("", wrap=True)
        self.title = label("", "heading", wrap=True)
        self.cautions = label("", wrap=True)
        self.curve = CurvePicture(app.theme)
        self._lay_out()

    def show_floor(self, floor: Floor) -> None:
        self._floor = floor
        if not self._typed:
            self.handled.show_value(floor.handled)
            self.calls_row.caption.setText(tr("Calls handled"))
        self._answer()

    def wish(self) -> Wish:
        """What the fields ask for."""
        floor = self._floor
        return Wish(
            handled=int(self.handled.value()),
            margin=self.margin.value() / 100,
            minutes=self.minutes.value(),
            agents=floor.agents if floor else 0,
            share=floor.share if floor else sampling.USUAL_SHARE,
            spread=floor.spread if floor else sampling.USUAL_SPREAD,
        )

    def _type_calls(self, _calls: float) -> None:
        self._typed = True
        self._answer()

    def _answer(self, _value: object = None) -> None:
        wish = self.wish()
        found = sampling.plan(wish)
        self.programme.setText(conclusions.programme_words(wish, found))
        self.agent.setText(conclusions.agent_words(wish, found))
        self.agent.setVisible(found.each is not None)
        self._caution(wish, found)
        spots = [
            (found.programme, _calls(found.programme), sampling.off_by(found.programme, 0.5, wish.handled))
        ]
        if found.each is not None:
            spots.append((found.each, _calls(found.each), sampling.off_by(found.each, 0.5, wish.handled)))
        upto = max(60, round(found.programme * 1.4))
        self.curve.show_curve(sampling.curve(wish.handled, upto) if wish.handled else (), spots)

    def _caution(self, wish: Wish, found: Answer) -> None:
        shown = found.each is not None
        self.title.setVisible(shown)
        self.cautions.setVisible(shown)
        if found.each is not None:
            scored = self._floor.scored if self._floor and self._floor.scored >= ENOUGH else 0
            self.title.setText(conclusions.title_words(found.each, wish.share, scored))
            told = (conclusions.caution_words(one, found.each, wish.share) for one in found.cautions)
            self.cautions.setText("\n".join(f"•  {one}" for one in told))

    def _lay_out(self) -> None:
        fields = QWidget()
        flow = FlowLayout(fields, 16)
        told = tr("The answered contacts of the newest {n} days, until you type a number", n=PLANNED_DAYS)
        self.handled.setToolTip(told)
        flow.addWidget(self.calls_row)
        flow.addWidget(FieldRow(tr("Precision wanted"), self.margin, tr("19 times in 20")))
        flow.addWidget(FieldRow(tr("A review takes"), self.minutes, tr("listening and writing")))
        words = QVBoxLayout()
        words.setSpacing(12)
        for widget in (self.programme, self.agent, self.title, self.cautions):
            words.addWidget(widget)
        words.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addLayout(words, 3)
        side = QVBoxLayout()
        side.addWidget(self.curve)
        side.addStretch(1)
        both.addLayout(side, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(fields)
        column.addLayout(both, 1)


def _calls(n: int) -> str:
    return ntr("{n} call", "{n} calls", n)
