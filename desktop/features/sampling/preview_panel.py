"""A draw before it is one: who is drawn, over what it is spread, whose quota is short and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.sampling import Candidate
from desktop.features.sampling import wording
from desktop.features.sampling.drafting import Preview, Share, shares
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import day, locale_in_use, number, tr
from desktop.widgets.charts import Chart
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import FieldRow, LineField
from desktop.widgets.pictures import BarMark, BarRow, BarsPicture

MOST_BARS = 24
LONGEST_SEED = 12
"""Shorter than any card number, so that what is stored is what was typed."""

Key = Callable[[Candidate], object]


@dataclass(frozen=True, slots=True)
class _View:
    """One way to look at a draw: what a call counts as, and what that is called."""

    title: str
    key: Key
    words: Callable[[object], str]


class PreviewPanel(QWidget):
    """`seed_typed` asks for the draw by another seed; `accepted` and `left` end it."""

    seed_typed = Signal(str)
    another_wanted = Signal()
    accepted = Signal()
    left = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.shown: Preview | None = None
        self.words = label("", wrap=True)
        self.who = label("", "muted", wrap=True)
        self.short = label("", "warn", wrap=True)
        self.seed = LineField(tr("Seed"))
        self.seed.setMaxLength(LONGEST_SEED)
        self.seed.returnPressed.connect(self._take_seed)
        self.accept = button(tr("Accept this draw"), self.accepted.emit, role="primary")
        self.another = button(tr("Another seed"), self.another_wanted.emit)
        self.leave = button(tr("Not now"), self.left.emit, role="quiet")
        self.by = ChoiceChips(tr("Look at the draw by"), _choices(), "agent")
        self.by.chosen.connect(self._draw_bars)
        self.chart = Chart(app, tr("What is drawn beside what there was"))
        self._lay_out()

    def show_preview(self, shown: Preview) -> None:
        self.shown = shown
        self.words.setText(wording.preview_words(shown))
        who = wording.evaluator_words(shown)
        self.who.setText(tr("Heard by: {who}", who=who))
        self.who.setVisible(bool(who))
        short = wording.short_words(shown)
        self.short.setText(short)
        self.short.setVisible(bool(short))
        self.seed.show_text(shown.seed)
        self.accept.setEnabled(bool(shown.chosen))
        self._draw_bars()

    def _take_seed(self) -> None:
        if self.seed.text().strip():
            self.seed_typed.emit(self.seed.text().strip())

    def _draw_bars(self, _by: object = None) -> None:
        if self.shown is not None:
            self.chart.show_series(picture(self.shown, self.by.value()))

    def _lay_out(self) -> None:
        deeds = QWidget()
        flow = FlowLayout(deeds)
        for one in (self.accept, self.another, self.leave):
            flow.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.words, self.who, self.short, deeds):
            column.addWidget(widget)
        seed = tr("The same seed draws the same calls: type one to repeat it, then press Enter.")
        column.addWidget(FieldRow(tr("Seed"), self.seed, seed))
        column.addWidget(self.by)
        column.addWidget(self.chart, 1)


def picture(shown: Preview, by: str) -> BarsPicture:
    """Calls drawn of each agent, day, hour or topic; the mark is their share of all calls."""
    view = _views(shown)[by]
    found = shares((one.contact for one in shown.chosen), shown.population, view.key)
    drawn, there = len(shown.chosen), max(1, len(shown.population))
    ordered = sorted(found, key=lambda one: str(one.key) if by != "hour" else f"{one.key:02}")
    rows = [_row(one, view, drawn / there) for one in ordered]
    if len(rows) > MOST_BARS:
        rows = sorted(rows, key=lambda row: -abs((row.value or 0) - row.marks[0].value))[:MOST_BARS]
        title = tr("{title}: the {n} furthest from their share", title=view.title, n=number(MOST_BARS))
    else:
        title = view.title
    most = max((max(row.value or 0, row.marks[0].value) for row in rows), default=1)
    return BarsPicture(
        title=title,
        subtitle="",
        rows=tuple(rows),
        unit="",
        bounds=(0, max(1.0, float(round(most + 0.5)))),
        value_word=tr("drawn"),
    )


def _row(one: Share, view: _View, rate: float) -> BarRow:
    mark = BarMark(tr("their share of all calls"), round(one.there * rate, 1))
    return BarRow(view.words(one.key), float(one.drawn), marks=(mark,))


def _views(shown: Preview) -> dict[str, _View]:
    by_date = (shown.until - shown.since).days < 14
    return {
        "agent": _View(tr("By agent"), lambda one: shown.names.get(one.agent_id, "–"), str),
        "day": _View(
            tr("By day"),
            lambda one: one.started_at.date() if by_date else one.started_at.weekday(),
            lambda key: day(key) if isinstance(key, date) else _weekday(key),
        ),
        "hour": _View(tr("By hour"), lambda one: one.started_at.hour, lambda key: f"{key:02}:00"),
        "topic": _View(tr("By topic"), lambda one: one.topic, lambda key: str(key) or tr("no topic")),
    }


def _weekday(key: object) -> str:
    from babel.dates import get_day_names

    assert isinstance(key, int)
    return str(get_day_names("wide", locale=locale_in_use())[key])


def _choices() -> list[tuple[object, str]]:
    return [("agent", tr("Agents")), ("day", tr("Days")), ("hour", tr("Hours")), ("topic", tr("Topics"))]
