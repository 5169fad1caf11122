"""The answers of a question: words and points at a glance, the rest of each a click away."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from db.records.scorecards import CriticalClass, CriticalScope, Form, Kind, Option, Question
from desktop.features.library import form_edits
from desktop.features.library.answer_kinds import Way, say_counting, say_keys, way_of
from desktop.features.library.desk import Desk
from desktop.features.library.tied import FigureField, Tie, Tied
from desktop.shell.colours import meaning_mark
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, tr
from desktop.shell.words import word
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, LineField

LETTERS = 1
LEAST, MOST = -1_000_000.0, 1_000_000.0


def critical_choices() -> list[tuple[object, str]]:
    """Not critical, or a class with what it fails."""
    both = [(kind, scope) for kind in CriticalClass for scope in CriticalScope]
    return [(None, tr("Not critical")), *((each, _critical_words(*each)) for each in both)]


def _critical_words(kind: CriticalClass, scope: CriticalScope) -> str:
    return f"{word(kind)}, {word(scope).lower()}"


def option_tie(place: int, name: str) -> Tie:
    """The tie of a field to one thing of one answer."""
    return Tie(f"option {place} {name}", partial(_read, place, name), partial(_write, place, name))


def _read(place: int, name: str, question: Question) -> Any:
    option = question.options[place]
    if name == "critical":
        return None if option.critical is None else (option.critical, option.scope)
    value = getattr(option, name)
    return 0.0 if name == "least" and value is None else value


def _write(place: int, name: str, question: Question, value: Any) -> Question:
    if place >= len(question.options):
        return question
    option = question.options[place]
    if name == "critical":
        kind, scope = value or (None, None)
        option = replace(option, critical=kind, scope=scope)
    else:
        option = replace(option, **{name: value.strip()[:LETTERS] if name == "letter" else value})
    return replace(question, options=form_edits.swapped(question.options, place, option))


class AnswerRow(QWidget):
    """One answer: (from a number on,) its words and points; below, unfolded, what else there is to it."""

    def __init__(self, desk: Desk, place: int, shift: Callable[[int, int], None]) -> None:
        super().__init__()
        self.place, self._shift = place, shift
        names = {"n": place + 1}
        self.label = LineField(tr("Answer {n}", **names), placeholder=tr("What the answer says"))
        self.least = FigureField(tr("Answer {n} is for numbers from", **names), LEAST, MOST)
        self.points = FigureField(tr("Points of answer {n}", **names))
        self.critical = Choice(tr("Is answer {n} critical?", **names), critical_choices())
        self.letter = LineField(tr("Key of answer {n}", **names))
        self.letter.setMaxLength(LETTERS)
        self.letter.setMaximumWidth(self.fontMetrics().averageCharWidth() * 6)
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setAccessibleName(tr("More about answer {n}", **names))
        self.more.setToolTip(tr("Critical, key, order, remove"))
        self.more.clicked.connect(self._turn)
        self.sign = label("", "small")
        self.details = self._make_details(names)
        self.details.hide()
        fields = {"label": self.label, "least": self.least, "points": self.points}
        fields |= {"critical": self.critical, "letter": self.letter}
        self.ties = [Tied(desk, field, option_tie(place, name)) for name, field in fields.items()]
        self._lay_out()

    def show_question(self, question: Question) -> None:
        option = question.options[self.place]
        self.least.setVisible(question.kind is Kind.NUMBER)
        for tie in self.ties:
            tie.show(question)
        self.sign.setText(_sign(option))
        self.sign.setVisible(bool(option.critical) and self.details.isHidden())
        self.up.setEnabled(self.place > 0)
        self.down.setEnabled(self.place < len(question.options) - 1)
        self.remove.setEnabled(way_of(question) is not Way.YES_NO)

    def _make_details(self, names: dict[str, int]) -> QWidget:
        inside = QWidget()
        flow = FlowLayout(inside, 8)
        self.up = self._tool(tr("Up"), tr("Move answer {n} up", **names), -1)
        self.down = self._tool(tr("Down"), tr("Move answer {n} down", **names), 1)
        self.remove = self._tool(tr("Remove"), tr("Remove answer {n}", **names), 0)
        for widget in (self.critical, label(tr("Key")), self.letter, self.up, self.down, self.remove):
            flow.addWidget(widget)
        return inside

    def _tool(self, words: str, name: str, by: int) -> QWidget:
        return button(words, partial(self._shift_by, by), name=name, role="quiet")

    def _shift_by(self, by: int) -> None:
        self._shift(self.place, by)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        for widget, room in ((self.least, 0), (self.label, 1), (self.points, 0), (self.more, 0)):
            head.addWidget(widget, room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.sign)
        column.addWidget(self.details)

    def _turn(self) -> None:
        shown = self.details.isHidden()
        self.details.setVisible(shown)
        self.sign.setVisible(bool(self.sign.text()) and not shown)
        if shown:
            self.critical.setFocus(Qt.FocusReason.OtherFocusReason)


def _sign(option: Option) -> str:
    if option.critical is None:
        return ""
    scope = option.scope or CriticalScope.EVALUATION
    return f"{meaning_mark('critical').shape} {_critical_words(option.critical, scope)}"


class AnswerRows(QWidget):
    """All answers of the question on the desk, in its order."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.rows: list[AnswerRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.add = button(tr("Add an answer"), self._add, role="link")
        self.same = button(tr("Same answers for all questions of this section"), self._give_all, role="link")
        self.heading = label(tr("Answers and their points"))
        self.counting = label("", "small", wrap=True)
        self.counting.setAccessibleName(tr("How the answers count"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.heading)
        whole.addWidget(self.counting)
        whole.addLayout(self._column)
        whole.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self.same, 0, Qt.AlignmentFlag.AlignLeft)

    def show_question(self, question: Question) -> None:
        way = way_of(question)
        self.setVisible(way is not Way.TEXT)
        self.add.setVisible(way is not Way.YES_NO)
        self.add.setText(tr("Add a band of numbers") if way is Way.NUMBER else tr("Add an answer"))
        self.heading.setText(_heading(way))
        words = " ".join(filter(None, (say_counting(question), say_keys(question))))
        self.counting.setText(words)
        self.counting.setVisible(bool(words))
        self.same.setVisible(question.kind is Kind.CHOICE and self._same()[1] > 0)
        while len(self.rows) < len(question.options):
            self.rows.append(AnswerRow(self.desk, len(self.rows), self._shift))
            self._column.addWidget(self.rows[-1])
            self.rows[-1].show()
        while len(self.rows) > len(question.options):
            gone = self.rows.pop()
            gone.hide()
            self._column.removeWidget(gone)
            gone.deleteLater()
        for row in self.rows:
            row.show_question(question)

    def _same(self) -> tuple[Form, int]:
        return form_edits.with_same_answers(self.desk.form, self.desk.spot)

    def _give_all(self) -> None:
        form, count = self._same()
        words = ntr("Gave {n} question these answers", "Gave {n} questions these answers", count)
        self.desk.put(form, words, self.desk.spot, offer=True)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        question = self._question()
        option = form_edits.new_option("", 1.0 if question.kind is Kind.SEVERAL else 0.0)
        if question.kind is Kind.NUMBER:
            option = replace(option, least=_next_least(question))
        self._edit((*question.options, option), tr("Added an answer"))
        self.rows[-1].label.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shift(self, place: int, by: int) -> None:
        options = self._question().options
        if by == 0:
            self._edit(form_edits.removed(options, place), tr("Removed the answer"), offer=True)
            return
        self._edit(form_edits.shifted(options, place, by), tr("Moved the answer"))
        row = self.rows[place + by]
        if row.details.isHidden():
            row._turn()
        (row.up if by < 0 else row.down).setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self, options: tuple[Option, ...], words: str, offer: bool = False) -> None:
        made = replace(self._question(), options=options)
        form = form_edits.with_part(self.desk.form, self.desk.spot, made)
        self.desk.put(form, words, self.desk.spot, offer=offer)

    def _question(self) -> Question:
        part = self.desk.part()
        assert isinstance(part, Question)
        return part


def _next_least(question: Question) -> float:
    known = [option.least or 0.0 for option in question.options]
    return max(known) + 1 if known else 0.0


def _heading(way: Way) -> str:
    if way is Way.NUMBER:
        return tr("Bands: from which number on, what it is called, and its points")
    if way is Way.SEVERAL:
        return tr("What may be ticked; the points of every tick add up")
    return tr("Answers and their points")
