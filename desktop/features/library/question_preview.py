"""One question as it will be asked, to be answered on trial."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.scorecards import Cause, Kind, Option, Question
from desktop.coaching.answer_keys import digits_of, is_na, place_of_digit
from desktop.coaching.scoring import QuestionScore
from desktop.features.library.tied import FigureField
from desktop.features.library.trying import Given, Trial
from desktop.features.library.weights import plain
from desktop.shell.colours import meaning_mark
from desktop.shell.controls import button, label
from desktop.shell.text import percent, tr
from desktop.shell.theme import Theme
from desktop.shell.words import word
from desktop.widgets.forms import LineField, Switch
from desktop.widgets.options import OptionButton
from desktop.widgets.ticks import TickButton

LOWEST, HIGHEST = -1_000_000.0, 1_000_000.0


class QuestionPreview(QWidget):
    """`answered` comes after each answer; what was answered stands in the trial."""

    answered = Signal()

    def __init__(self, theme: Theme, number: int, question: Question, trial: Trial) -> None:
        super().__init__()
        self._theme, self.number, self.question, self._trial = theme, number, question, trial
        self.options: dict[str, OptionButton] = {}
        self.ticks: dict[str, TickButton] = {}
        self.skip: OptionButton | None = None
        self.earned = label("", "small")
        self.causes = QWidget()
        self._causes = QVBoxLayout(self.causes)
        self._causes.setContentsMargins(0, 0, 0, 0)
        self._offered: tuple[Cause, ...] = ()
        self.causes.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._lay_out()
        self.setAccessibleName(tr("Question {n}: {text}", n=number, text=question.text))

    def reach(self) -> None:
        """Put the cursor into the first answer."""
        fields = (*self.options.values(), *self.ticks.values(), *self.findChildren(QWidget))
        field = next((each for each in fields if each.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def press(self, text: str) -> bool:
        """Answer as a digit or N/A sign does while listening; False if it means nothing here."""
        given, place = self._trial.of(self.question), place_of_digit(self.question, text)
        if is_na(self.question, text):
            if not given.not_applicable:
                self._answer(self._trial.skip)
            return True
        if place is None or self.question.kind not in (Kind.CHOICE, Kind.SEVERAL):
            return False
        option = self.question.options[place].key
        if self.question.kind is Kind.SEVERAL:
            self._tick(option, option not in given.chosen)
        elif option not in given.chosen:
            self._choose(option)
        return True

    def show_given(self, given: Given) -> None:
        """Show what was answered."""
        for key, option in self.options.items():
            option.setChecked(key in given.chosen)
        for key, tick in self.ticks.items():
            tick.setChecked(key in given.chosen)
        if self.skip is not None:
            self.skip.setChecked(given.not_applicable)
        if self.question.kind is Kind.NUMBER:
            self.number_field.show_value(given.number or 0.0)
        if self.question.kind is Kind.TEXT:
            self.text.show_text(given.text)

    def show_earned(self, line: QuestionScore, causes: tuple[Cause, ...]) -> None:
        words = ""
        if line.possible and self.question.floor:
            words = percent(line.earned / line.possible)
        elif line.possible:
            words = tr("{earned} of {possible}", earned=plain(line.earned), possible=plain(line.possible))
        self.earned.setText(words)
        self._offer(causes)

    def _offer(self, causes: tuple[Cause, ...]) -> None:
        if causes != self._offered:
            self._offered = causes
            while (item := self._causes.takeAt(0)) is not None:
                gone = item.widget()
                gone.hide()
                gone.deleteLater()
            if causes:
                self._causes.addWidget(label(tr("What caused it?"), "small"))
            for cause in causes:
                self._causes.addWidget(Switch(cause.label))
        self.causes.setVisible(bool(causes))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        words = label(f"{self.number}  {self.question.text or tr('(not written yet)')}", "", wrap=True)
        font = words.font()
        font.setBold(True)
        words.setFont(font)
        head.addWidget(words, 1)
        head.addWidget(self.earned, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self._add_guidance()
        self._add_answers()
        if self.question.allow_na:
            self.skip = self._option("−", tr("N/A"), "")
            self.skip.clicked.connect(partial(self._answer, self._trial.skip))
        self._column.addWidget(self.causes)

    def _add_guidance(self) -> None:
        question = self.question
        lines = [question.guidance]
        for meaning, text in (("strength", question.good), ("opportunity", question.poor)):
            lines.append(f"{meaning_mark(meaning).shape} {text}" if text else "")
        for line in filter(None, lines):
            self._column.addWidget(label(line, "small", wrap=True))

    def _add_answers(self) -> None:
        match self.question.kind:
            case Kind.SEVERAL:
                self._add_ticks()
            case Kind.NUMBER:
                self._add_number()
            case Kind.TEXT:
                self.text = LineField(tr("Words for question {n}", n=self.number))
                self.text.typed.connect(self._write)
                self._column.addWidget(self.text)
            case _:
                for option, key in zip(self.question.options, digits_of(self.question), strict=True):
                    self._add_option(key, option)

    def _add_option(self, key: str, option: Option) -> None:
        made = self._option(key, option.label or tr("(no words yet)"), _warning(option))
        made.clicked.connect(partial(self._choose, option.key))
        self.options[option.key] = made

    def _option(self, key: str, words: str, warning: str) -> OptionButton:
        made = OptionButton(self._theme, key, words, warning)
        spoken = tr("Question {n}: {answer}", n=self.number, answer=words)
        made.setAccessibleName(f"{spoken} ({warning})" if warning else spoken)
        made.moved.connect(partial(self._move, made))
        self._column.addWidget(made)
        return made

    def _add_ticks(self) -> None:
        for option, key in zip(self.question.options, digits_of(self.question), strict=True):
            words = option.label or tr("(no words yet)")
            tick = TickButton(self._theme, key, words, _warning(option))
            tick.setAccessibleName(tr("Question {n}: {answer}", n=self.number, answer=words))
            tick.clicked.connect(partial(self._tick, option.key))
            self.ticks[option.key] = tick
            self._column.addWidget(tick)
        name = tr("Question {n}: none of these", n=self.number)
        none = button(
            tr("None of these"), partial(self._answer, self._trial.tick_none), name=name, role="link"
        )
        self._column.addWidget(none, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_number(self) -> None:
        name = tr("Number for question {n}", n=self.number)
        self.number_field = FigureField(name, LOWEST, HIGHEST, self.question.unit)
        self.number_field.chosen.connect(self._count)
        self._column.addWidget(self.number_field)

    def _move(self, made: OptionButton, by: int) -> None:
        all_of_them = [*self.options.values(), *([self.skip] if self.skip else [])]
        place = all_of_them.index(made) + by
        if 0 <= place < len(all_of_them):
            all_of_them[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, option: str, _checked: bool = False) -> None:
        self._trial.choose(self.question, option)
        self._tell()

    def _tick(self, option: str, on: bool) -> None:
        self._trial.tick(self.question, option, on)
        self._tell()

    def _answer(self, how: Callable[[Question], None], _checked: bool = False) -> None:
        how(self.question)
        self._tell()

    def _count(self, number: float) -> None:
        self._trial.count(self.question, number)
        self._tell()

    def _write(self, text: str) -> None:
        self._trial.write(self.question, text)
        self._tell()

    def _tell(self) -> None:
        self.show_given(self._trial.of(self.question))
        self.answered.emit()


def shows(part: QuestionPreview, number: int, question: Question) -> bool:
    return (number, question) == (part.number, part.question)


def goes_on(part: QuestionPreview, given: Given) -> bool:
    """Whether an answer is all there is to say here: no more ticks, no root causes."""
    several = part.question.kind is Kind.SEVERAL and not given.not_applicable
    return not several and part.causes.isHidden()


def _warning(option: Option) -> str:
    return f"{meaning_mark('critical').shape} {word(option.critical)}" if option.critical else ""
