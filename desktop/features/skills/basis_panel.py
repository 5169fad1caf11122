"""What one level rests on: in sentences, and as rows that open the view, the note or the call."""

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.people import Stage
from desktop.features.skills import wording
from desktop.features.skills.basis import Basis, Kind
from desktop.features.skills.reading import SkillLine
from desktop.shell.controls import label
from desktop.shell.text import day, ntr, percent, tr
from desktop.shell.words import word
from desktop.widgets.forms import Choice
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class BasisPanel(QWidget):
    """`skill_chosen` carries a skill's id, `opened` a row."""

    skill_chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.skill = Choice(tr("Skill"))
        self.skill.chosen.connect(self.skill_chosen)
        self.stands = label("", "heading", wrap=True)
        self.views = label("", wrap=True)
        self.calls = label("", "muted", wrap=True)
        self.table = Table(
            tr("What it rests on"),
            [
                Column("what", tr("What"), _what, mark=_meaning),
                Column("day", tr("Day"), _day, sort=attrgetter("day")),
                Column("says", tr("Says"), _says, "right", _value),
                Column("title", tr("From"), attrgetter("title"), shown=False),
                Column("words", tr("In words"), attrgetter("words"), tip=attrgetter("words")),
            ],
        )
        self.table.set_empty(tr("Nothing has been seen or said of this skill yet."))
        self.table.opened.connect(self.opened)
        self._lay_out()

    def offer(self, lines: Sequence[SkillLine]) -> None:
        """Offer these skills to choose from."""
        self.skill.set_choices([(line.gap.skill.id, line.gap.skill.name) for line in lines])

    def show_line(self, line: SkillLine, stage: Stage) -> None:
        gap = line.gap
        self.skill.show_value(gap.skill.id)
        self.stands.setText(_capital(wording.gap_words(gap)))
        self.views.setText("\n".join(_sentences(line, stage)))
        self.calls.setText(
            tr(
                "The questions on calls say: {figure}. They stand beside the views, and replace neither.",
                figure=wording.whole_figure(line),
            )
            if line.heard is not None
            else tr("No question on a scorecard asks for this skill.")
        )

    def show_rows(self, rows: Sequence[Basis]) -> None:
        self.table.show_rows(rows)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.skill)
        top.addWidget(self.stands, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.views)
        column.addWidget(self.calls)
        column.addWidget(self.table, 1)


def _sentences(line: SkillLine, stage: Stage) -> list[str]:
    gap, found = line.gap, []
    if gap.required is not None:
        words = gap.skill.levels[gap.required - 1]
        found.append(
            tr(
                "Required ({stage}) {level}: {words}",
                stage=word(stage).lower(),
                level=gap.required,
                words=words,
            )
        )
    if gap.shown is not None:
        found.append(
            tr(
                "Shown {shown}: {words}",
                shown=wording.shown_words(gap),
                words=gap.skill.levels[gap.shown - 1],
            )
        )
        found.append(
            ntr("It rests on {n} note or answer.", "It rests on {n} notes and answers.", len(gap.evidence))
        )
    if gap.perception:
        found.append(
            tr(
                "The agent {perception} than the coach does.",
                perception=wording.perception_words(gap.perception),
            )
        )
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _what(row: Basis) -> str:
    if row.kind is Kind.VIEW:
        return word(row.view)
    if row.kind is Kind.NOTE:
        return tr("Note, {tag}", tag=word(row.tag).lower()) if row.tag else tr("Note")
    return tr("Answer") if row.kind is Kind.ANSWER else tr("Call")


def _meaning(row: Basis) -> str:
    return row.tag.value if row.tag else ""


def _day(row: Basis) -> str:
    return day(row.day)


def _says(row: Basis) -> str:
    if row.kind is Kind.VIEW:
        return wording.level(row.level)
    return "" if row.percent is None else percent(row.percent / 100)


def _value(row: Basis) -> object:
    return row.level if row.kind is Kind.VIEW else row.percent
