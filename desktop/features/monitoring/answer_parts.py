"""Where one question is answered, by kind: one of a few, several of a few, a number, or words."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from db.records.observations import DetailKind
from db.records.scorecards import NOT_APPLICABLE, Kind, Question
from desktop.coaching.answer_keys import PLACES, digits_of
from desktop.coaching.answers import band_of, code_of, ticked
from desktop.features.monitoring.filling import Filling, read_number, words_of
from desktop.features.monitoring.note_field import UndoneFirst
from desktop.features.monitoring.question_line import critical_sign
from desktop.features.monitoring.wording import ALT, NA_KEY, NA_WORDS, critical_words
from desktop.shell.controls import label, native
from desktop.shell.text import tr
from desktop.shell.theme import Theme
from desktop.widgets.forms import LineField
from desktop.widgets.options import OptionButton
from desktop.widgets.ticks import TickButton

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NUMBER_SIGNS = frozenset("0123456789.,-−")


class AnswerPart(QWidget):
    """`chosen` carries a code, `ticked` an option (from 0), `said` the words or number as typed, `left` an
    arrow key's direction beyond the ends, `done` that Enter goes on.
    """

    chosen = Signal(int)
    ticked = Signal(int)
    said = Signal(str)
    left = Signal(int)
    done = Signal()

    def __init__(self, theme: Theme, question: Question) -> None:
        super().__init__()
        self.question, self._theme = question, theme
        self.buttons: dict[int, OptionButton | TickButton] = {}
        self.field: AnswerLine | AnswerWords | None = None
        self.band = label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        self._build(column)

    def show_filling(self, filling: Filling, position: int) -> None:
        """Show the answer of the question at that position."""
        code = filling.answers[position]
        ticks = ticked(filling.form, filling.answers, position)
        several = self.question.kind is Kind.SEVERAL
        for each, made in self.buttons.items():
            on = each == code if each == NOT_APPLICABLE or not several else each - 1 in ticks
            made.setChecked(on)
        if self.field is not None:
            kind = DetailKind.TEXT if self.question.kind is Kind.TEXT else DetailKind.NUMBER
            self.field.show_text(words_of(filling, self.question, kind))
            self._show_band(words_of(filling, self.question, kind))

    def focus(self, code: int) -> None:
        """Put the keyboard on the chosen answer, else on the first."""
        target: QWidget | None = self.field
        if target is None or code == NOT_APPLICABLE:
            target = self.buttons.get(code) or next(iter(self.buttons.values()))
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() and self.question.kind is Kind.SEVERAL:
            self.done.emit()
        else:
            event.ignore()

    def _build(self, column: QVBoxLayout) -> None:
        question = self.question
        if question.kind is Kind.TEXT:
            self._add_field(column, AnswerWords(question.text))
        elif question.kind is Kind.NUMBER:
            self._add_field(column, AnswerLine(question.text, question.unit))
        else:
            make = TickButton if question.kind is Kind.SEVERAL else OptionButton
            for place, (option, key) in enumerate(zip(question.options, digits_of(question), strict=True)):
                warning = critical_words(option.critical) if option.critical else ""
                made = make(self._theme, key, option.label, critical_sign(warning))
                self._add(column, code_of(place), made, (option.label, warning))
        if question.allow_na:
            self._add(
                column, NOT_APPLICABLE, OptionButton(self._theme, NA_KEY, tr(NA_WORDS)), (tr(NA_WORDS), "")
            )

    def _add(
        self, column: QVBoxLayout, code: int, made: OptionButton | TickButton, words: tuple[str, str]
    ) -> None:
        said, warning = words
        made.setAccessibleName(
            f"{self.question.text} – {said} ({warning})" if warning else f"{self.question.text} – {said}"
        )
        made.setAccessibleDescription(tr("Key {key}", key=self._keys_of(code)))
        made.setToolTip(tr("Key {key}", key=self._keys_of(code)))
        made.clicked.connect(partial(self._choose, code))
        made.moved.connect(partial(self._move, code))
        self.buttons[code] = made
        column.addWidget(made)

    def _add_field(self, column: QVBoxLayout, field: "AnswerLine | AnswerWords") -> None:
        self.field = field
        field.typed.connect(self._say)
        field.entered.connect(self.done)
        field.moved.connect(self._move_from_field)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(field, 0 if isinstance(field, AnswerLine) else 1)
        if isinstance(field, AnswerLine):
            row.addWidget(label(self.question.unit, "muted"))
            row.addWidget(self.band, 1)
        column.addLayout(row)

    def _say(self, words: str) -> None:
        self._show_band(words)
        self.said.emit(words)

    def _show_band(self, words: str) -> None:
        if self.question.kind is not Kind.NUMBER:
            return
        number = read_number(words)
        if number is None:
            self.band.setText(tr("A number, please") if words.strip() else "")
            return
        place = band_of(self.question, number)
        if place is not None:
            self.band.setText(self.question.options[place].label)
        else:
            self.band.setText(tr("below what the scorecard knows") if self.question.options else "")

    def _keys_of(self, code: int) -> str:
        if code == NOT_APPLICABLE:
            return tr("{key}, or {anywhere} while you write", key=NA_KEY, anywhere=native(f"{ALT}+N"))
        key = digits_of(self.question)[code - 1]
        letter = self.question.options[code - 1].letter.upper()
        ways = [native(f"Ctrl+{key}")] if key and key in PLACES else []
        anywhere = ", ".join([*ways, *([native(f"{ALT}+{letter}")] if letter else [])])
        if not (key and anywhere):
            return key or anywhere
        return tr("{key}, or {anywhere} while you write", key=key, anywhere=anywhere)

    def _choose(self, code: int) -> None:
        if code == NOT_APPLICABLE or self.question.kind is not Kind.SEVERAL:
            self.chosen.emit(code)
        else:
            self.ticked.emit(code - 1)

    def _move(self, code: int, by: int) -> None:
        """The arrow keys: among the answers, and beyond the ends to the question before or after."""
        move(list(self.buttons.values()), self.buttons[code], by, self.left.emit)

    def _move_from_field(self, by: int) -> None:
        if by > 0 and self.buttons:
            next(iter(self.buttons.values())).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left.emit(by)


class AnswerLine(LineField):
    """A number: letters are no part of it, and pass on to the note. `entered`, `moved` as their keys say."""

    entered = Signal()
    moved = Signal(int)

    def __init__(self, name: str, unit: str) -> None:
        super().__init__(f"{name} – {unit}" if unit else name, placeholder=tr("number"))
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        arrows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in ENTER and not event.modifiers():
            self.entered.emit()
        elif event.key() in arrows:
            self.moved.emit(arrows[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape or _is_letter(text) or _is_sign_alone(text, self.text()):
            event.ignore()
        else:
            super().keyPressEvent(event)


class AnswerWords(UndoneFirst):
    """Words as an answer: Enter goes on, Shift+Enter breaks the line."""

    entered = Signal()
    moved = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setPlaceholderText(tr("In words; Enter goes on"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in ENTER and not event.modifiers():
            self.entered.emit()
        elif event.key() in arrows and not self.text():
            self.moved.emit(arrows[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def move(
    buttons: Sequence[QAbstractButton], here: QAbstractButton, by: int, beyond: Callable[[int], object]
) -> None:
    """Put the keyboard on the button before (-1) or after (1) `here`; at the ends, call `beyond`."""
    place = list(buttons).index(here) + by
    if 0 <= place < len(buttons):
        buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
    else:
        beyond(by)


def _is_letter(text: str) -> bool:
    return bool(text) and text.isprintable() and text not in NUMBER_SIGNS


def _is_sign_alone(text: str, there: str) -> bool:
    """A minus in an empty field means that the question does not apply, as everywhere on the scorecard."""
    return text in ("-", "−") and not there
