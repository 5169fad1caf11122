"""Carries what a key or a click does on the scorecard into its filling, and tells what came of it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from db.records.observations import DetailKind
from db.records.scorecards import Kind
from desktop.coaching.answers import NotAllowed
from desktop.features.monitoring.filling import Filling
from desktop.features.monitoring.sitting import Sitting


class Answering(QObject):
    """`moved` asks to show the filling anew. `answers_changed` carries all answers, `said` a question's key,
    the kind of a detail and its value, `cause_set` the keys of question and cause and whether it is given.
    """

    moved = Signal()
    answers_changed = Signal(bytes)
    said = Signal(str, object, str)
    cause_set = Signal(str, str, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.filling: Filling | None = None

    def open(self, sitting: Sitting) -> None:
        """Take the draft of a sitting, at its first unanswered question; nothing where there is none."""
        version, draft = sitting.version, sitting.evaluation
        known = version is not None and draft is not None
        self.filling = (
            Filling(version.form, draft.answers, sitting.details) if version and draft and known else None
        )

    def press(self, text: str) -> bool:
        """Do what a digit or N/A sign means on the open question; False if it means nothing there."""
        filling = self.filling
        if filling is None:
            return False
        if filling.at_causes:
            cause = filling.cause_of_digit(text)
            return cause is not None and self.tick_cause(filling.current, cause.key)
        place = filling.tick_of_digit(text)
        if place is not None:
            return self.tick(filling.current, place)
        return self.answer(filling.code_of_digit(text))

    def press_letter(self, letter: str) -> bool:
        return self.filling is not None and self.answer(self.filling.code_of_letter(letter))

    def answer(self, code: int | None) -> bool:
        """Answer the open question; False if the key meant nothing there."""
        if self.filling is None or code is None:
            return False
        self._change(lambda filling: filling.answer(code))
        return True

    def choose(self, position: int, code: int) -> None:
        if self.filling is not None:
            self.filling.go(position)
            self.answer(code)

    def tick(self, position: int, place: int) -> bool:
        """Tick an option of several, or take its tick away."""
        if self.filling is not None:
            self._to(position)
            self._change(lambda filling: filling.tick(place))
        return True

    def say(self, position: int, words: str) -> None:
        """Take the words or the number of an answer, as they are typed."""
        if self.filling is not None:
            self._to(position)
            kind = DetailKind.TEXT if self.filling.question.kind is Kind.TEXT else DetailKind.NUMBER
            self._say(kind, words)

    def comment(self, position: int, words: str) -> None:
        """Take a comment on an answer, as it is typed."""
        if self.filling is not None:
            self._to(position)
            self._say(DetailKind.COMMENT, words)

    def tick_cause(self, position: int, cause: str) -> bool:
        """Say that a root cause lies behind an answer, or no longer."""
        if self.filling is not None:
            key = self.filling.form.questions[position].key
            self.set_cause(key, cause, cause not in self.filling.causes.get(key, frozenset()))
            self.cause_set.emit(key, cause, cause in self.filling.causes[key])
        return True

    def set_cause(self, question: str, cause: str, given: bool) -> None:
        """Show that a cause is given, or is not."""
        if self.filling is not None:
            self.filling.set_cause(question, cause, given)
            self.moved.emit()

    def put_detail(self, question: str, kind: DetailKind, value: str) -> None:
        """Show a detail that undoing put back."""
        if self.filling is not None:
            self.filling.said[question, kind] = value
            self.moved.emit()

    def put_answers(self, answers: bytes) -> None:
        """Show answers that undoing put back, at the first question they change."""
        if self.filling is not None:
            self.filling.put(answers)
            self.moved.emit()

    def go_on(self) -> None:
        self._change(Filling.go_on)

    def turn(self, how: Callable[[Filling], object]) -> None:
        """Go where one of the ways of a filling leads: back, or to the next unanswered question."""
        self._change(how)

    def go(self, position: int) -> None:
        self._change(lambda filling: filling.go(position))

    def step(self, by: int) -> None:
        """Go one question on (1) or back (-1)."""
        self._change(lambda filling: filling.step(by))

    def _to(self, position: int) -> None:
        """Go there, unless that is where one is: going anywhere leaves the root causes."""
        if self.filling is not None and self.filling.current != position:
            self.filling.go(position)

    def _say(self, kind: DetailKind, words: str) -> None:
        assert self.filling is not None
        key = self.filling.question.key
        try:
            self._change(lambda filling: filling.say(kind, words))
        except NotAllowed:  # a number that the scorecard knows no band for is no answer
            self._change(Filling.clear)
        self.said.emit(key, kind, words)

    def _change(self, how: Callable[[Filling], object]) -> None:
        filling = self.filling
        if filling is None:
            return
        before = filling.answers
        how(filling)
        if filling.answers != before:
            self.answers_changed.emit(filling.answers)
        self.moved.emit()
