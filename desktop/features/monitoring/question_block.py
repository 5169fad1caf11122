"""One question on screen: folded into a line, or open with its answers, what to listen for, and examples."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.scorecards import NOT_APPLICABLE, UNANSWERED, Question
from desktop.coaching.answers import code_of
from desktop.features.monitoring.question_line import QuestionLine, critical_sign
from desktop.features.monitoring.wording import ALT, NA_KEY, critical_words, option_words
from desktop.shell.controls import button, label, native
from desktop.shell.text import tr
from desktop.shell.theme import Theme
from desktop.widgets.options import OptionButton


class QuestionBlock(QWidget):
    """`chosen` carries the code of an answer, `wanted` asks to open this question; both with its position."""

    chosen = Signal(int, int)
    wanted = Signal(int)
    left = Signal(int)
    examples_asked = Signal()

    def __init__(self, theme: Theme, position: int, question: Question) -> None:
        super().__init__()
        self.position, self.question = position, question
        self._theme = theme
        self.line = QuestionLine(theme, position + 1, question.text)
        self.line.clicked.connect(self._want)
        self.body = QWidget()
        self.options: dict[int, OptionButton] = {}
        self.examples: list[QWidget] = []
        self._lay_out()

    def show_state(self, code: int, is_open: bool, examples: bool) -> None:
        """Show the answer, open or folded, with or without the examples."""
        mark, words = self._answer(code)
        self.line.show_state(is_open, words, mark)
        self.line.setAccessibleName(tr("Question {n}: {text}", n=self.position + 1, text=self.question.text))
        self.line.setAccessibleDescription(words if mark else tr("open"))
        self.body.setVisible(is_open)
        for each, option in self.options.items():
            option.setChecked(each == code)
        for widget in self.examples:
            widget.setVisible(examples)
        self.more.setText(tr("Hide the examples") if examples else tr("Show examples"))

    def focus(self, code: int) -> None:
        """Put the keyboard on the chosen answer, else on the first."""
        option = self.options.get(code) or next(iter(self.options.values()))
        option.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, code: int) -> tuple[str, str]:
        if code == NOT_APPLICABLE:
            return NA_KEY, tr("does not apply")
        if code == UNANSWERED or code > len(self.question.options):
            return "", tr("open")
        option = self.question.options[code - 1]
        return str(code), critical_sign(option.label) if option.critical else option.label

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.body)
        inside = QVBoxLayout(self.body)
        indent = self._theme.space(6)
        inside.setContentsMargins(indent, 0, 0, self._theme.space(3))
        inside.setSpacing(self._theme.space(0.5))
        for place, option in enumerate(self.question.options):
            words = critical_words(option.critical) if option.critical else ""
            self._add_option(inside, code_of(place), str(place + 1), option.label, words)
        if self.question.allow_na:
            self._add_option(inside, NOT_APPLICABLE, NA_KEY, tr("Does not apply"), "")
        self._add_guidance(inside)

    def _add_option(self, inside: QVBoxLayout, code: int, key: str, words: str, critical: str) -> None:
        made = OptionButton(self._theme, key, words, critical_sign(critical))
        spoken = f"{words} ({critical})" if critical else words
        made.setAccessibleName(f"{self.question.text} – {spoken}")
        made.setAccessibleDescription(tr("Key {key}", key=self._keys_of(code, key)))
        made.setToolTip(tr("Key {key}", key=self._keys_of(code, key)))
        made.clicked.connect(partial(self._choose, code))
        made.moved.connect(partial(self._move, code))
        self.options[code] = made
        inside.addWidget(made)

    def _keys_of(self, code: int, key: str) -> str:
        if code == NOT_APPLICABLE:
            return tr("{key}, or {anywhere} while you write", key=key, anywhere=native(f"{ALT}+N"))
        letter = self.question.options[code - 1].letter.upper()
        anywhere = native(f"Ctrl+{key}") + (f", {native(f'{ALT}+{letter}')}" if letter else "")
        return tr("{key}, or {anywhere} while you write", key=key, anywhere=anywhere)

    def _add_guidance(self, inside: QVBoxLayout) -> None:
        self.more = button(tr("Show examples"), self.examples_asked.emit, role="link")
        self.more.setToolTip("F3")
        if self.question.guidance:
            inside.addSpacing(self._theme.space(1))
            inside.addWidget(label(self.question.guidance, "muted", wrap=True))
        pairs = ((self.question.good, "good", tr("Good")), (self.question.poor, "warn", tr("Poor")))
        for text, role, word in pairs:
            if text:
                self.examples.append(label(f"{word}: {text}", role, wrap=True))
        if not self.examples:
            self.more.hide()
            self.more.setParent(self)
            return
        inside.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in self.examples:
            inside.addWidget(widget)

    def _want(self) -> None:
        self.wanted.emit(self.position)

    def _choose(self, code: int) -> None:
        self.chosen.emit(self.position, code)

    def _move(self, code: int, by: int) -> None:
        """The arrow keys: among the answers, and beyond the ends to the question before or after."""
        codes = list(self.options)
        place = codes.index(code) + by
        if 0 <= place < len(codes):
            self.options[codes[place]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left.emit(by)


def spoken_question(question: Question) -> str:
    """A question with its answers and their numbers, as a screen reader says it on arrival."""
    options = ", ".join(f"{n} {option_words(option)}" for n, option in enumerate(question.options, 1))
    return f"{question.text} {options}"
