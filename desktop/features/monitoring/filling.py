"""A scorecard while it is filled in: its answers, where one is, and what a key means there. No Qt."""

from collections.abc import Iterable

from db.records.observations import Detail, DetailKind
from db.records.scorecards import NOT_APPLICABLE, UNANSWERED, Cause, Form, Kind, Question
from desktop.coaching import finishing, scoring
from desktop.coaching.answer_keys import is_na, place_of_digit
from desktop.coaching.answers import GIVEN, chosen, code_of, ticked, with_number, with_ticks

DIGITS = "123456789"


class Filling:
    """Moves on to the next unanswered question after each answer; `back` returns to the one just answered.

    After an answer below its full points that has root causes to choose from it stays: `at_causes`, numbers
    choose those until `go_on`.
    """

    def __init__(self, form: Form, answers: bytes, details: Iterable[Detail] = ()) -> None:
        self.form = form
        self.answers = answers
        self.current = scoring.next_unanswered(form, answers) or 0
        self.at_causes = False
        self.said: dict[tuple[str, DetailKind], str] = {}
        self.causes: dict[str, frozenset[str]] = {}
        self._trail: list[int] = []
        for detail in details:
            if detail.kind is DetailKind.CAUSE:
                self.set_cause(detail.question, detail.value, True)
            else:
                self.said[detail.question, detail.kind] = detail.value

    @property
    def question(self) -> Question:
        return self.form.questions[self.current]

    def shown(self) -> tuple[bool, ...]:
        """Of each question, whether it applies now."""
        return scoring.applies(self.form, self.answers)

    def code_of_digit(self, text: str) -> int | None:
        """The answer that a digit or N/A sign means here; None if it means none."""
        if is_na(self.question, text):
            return NOT_APPLICABLE
        place = place_of_digit(self.question, text)
        return code_of(place) if place is not None and self.question.kind is Kind.CHOICE else None

    def code_of_letter(self, text: str) -> int | None:
        """The answer that a letter means here, pressed with Alt; `n` is N/A where no option has it."""
        letters = [option.letter.lower() for option in self.question.options]
        if text and text.lower() in letters and self.question.kind is Kind.CHOICE:
            return code_of(letters.index(text.lower()))
        return NOT_APPLICABLE if text.lower() == "n" and self.question.allow_na else None

    def tick_of_digit(self, text: str) -> int | None:
        """The option (from 0) that a digit ticks here; None where there is nothing to tick."""
        if self.question.kind is not Kind.SEVERAL:
            return None
        return place_of(text, len(self.question.options))

    def cause_of_digit(self, text: str) -> Cause | None:
        place = place_of(text, len(self.question.causes))
        return self.question.causes[place] if place is not None else None

    def answer(self, code: int) -> None:
        """Answer here and move on: to the root causes where there are some, else to what is unanswered."""
        self.answers = scoring.with_answer(self.form, self.answers, self.current, code)
        self._move_on()

    def tick(self, place: int) -> None:
        """Tick an option (from 0) of several, or take its tick away, and stay."""
        before = frozenset(ticked(self.form, self.answers, self.current))
        self.answers = with_ticks(self.form, self.answers, self.current, before ^ {place})

    def say(self, kind: DetailKind, value: str) -> None:
        """Put down the words or the number of the answer here, or a comment on it, and stay."""
        self.said[self.question.key, kind] = value
        if kind is DetailKind.TEXT:
            code = GIVEN if value.strip() else UNANSWERED
            self.answers = scoring.with_answer(self.form, self.answers, self.current, code)
        elif kind is DetailKind.NUMBER:
            number = read_number(value)
            self.answers = with_number(self.form, self.answers, self.current, number)

    def set_cause(self, question: str, cause: str, given: bool) -> None:
        before = self.causes.get(question, frozenset())
        self.causes[question] = before | {cause} if given else before - {cause}

    def asks_causes(self, position: int) -> bool:
        """Whether root causes are offered for the answer of this question as it stands."""
        question = self.form.questions[position]
        if not question.causes or self.answers[position] in (UNANSWERED, NOT_APPLICABLE):
            return False
        found = scoring.score(self.form, self.answers)
        lines = [line for section in found.sections for line in section.questions]
        return finishing.asks_for_causes(lines[position])

    def go_on(self) -> None:
        """Leave what is here as it is, and move on; several without a tick means none of them."""
        if self.at_causes:
            self.next_unanswered()
        elif self.question.kind is Kind.SEVERAL and self.answers[self.current] == UNANSWERED:
            self.answers = with_ticks(self.form, self.answers, self.current, ())
            self._move_on()
        elif self.answers[self.current] != UNANSWERED:
            self._move_on()
        else:
            self.next_unanswered()

    def clear(self) -> None:
        """Take the answer here away and stay."""
        self.at_causes = False
        self.answers = scoring.with_answer(self.form, self.answers, self.current, UNANSWERED)

    def put(self, answers: bytes) -> None:
        """Take these answers and go to the first question they change, where it applies."""
        places = changed_places(self.form, self.answers, answers)
        self.answers = answers
        self._trail = [place for place in self._trail if place not in places]
        self.go(next(iter(places), self.current))

    def go(self, position: int) -> None:
        """Go to a question that applies; one that does not leaves things as they are."""
        if 0 <= position < len(self.form.questions) and self.shown()[position]:
            self.current, self.at_causes = position, False

    def next_unanswered(self) -> bool:
        """Go to the next unanswered question, round the end; False if all are answered."""
        self.at_causes = False
        place = scoring.next_unanswered(self.form, self.answers, self.current)
        if place is not None:
            self.current = place
        return place is not None

    def step(self, by: int) -> None:
        """Go one question on (1) or back (-1) among those that apply; the ends hold."""
        self.at_causes = False
        places = [place for place, applies in enumerate(self.shown()) if applies]
        beyond = [place for place in places if (place - self.current) * by > 0]
        if beyond:
            self.current = min(beyond) if by > 0 else max(beyond)

    def back(self) -> None:
        """Leave the root causes, or go to the question answered last, then to the one before it; before any,
        one question up.
        """
        if self.at_causes:
            self.at_causes = False
            return
        while self._trail:
            place = self._trail.pop()
            if place != self.current and self.shown()[place]:
                self.current = place
                return
        self.step(-1)

    def _move_on(self) -> None:
        self._trail = [*(place for place in self._trail if place != self.current), self.current]
        if self.asks_causes(self.current):
            self.at_causes = True
        else:
            self.next_unanswered()


def words_of(filling: Filling, question: Question, kind: DetailKind) -> str:
    """What is said of a question beside its code; blank for nothing."""
    return filling.said.get((question.key, kind), "")


def place_of(text: str, most: int) -> int | None:
    """The place (from 0) that a digit 1–9 names among so many; None for any other text."""
    place = DIGITS.find(text) if len(text) == 1 else -1
    return place if 0 <= place < most else None


def changed_places(form: Form, before: bytes, after: bytes) -> tuple[int, ...]:
    """The questions (from 0) whose answers differ between the two."""
    return tuple(
        place
        for place in range(len(form.questions))
        if before[place] != after[place] or chosen(form, before, place) != chosen(form, after, place)
    )


def read_number(text: str) -> float | None:
    """A number as it is typed, with a comma or a point; None for anything else."""
    plain = text.strip().replace(",", ".").replace("−", "-")
    digits = plain.removeprefix("-").replace(".", "", 1)
    return float(plain) if digits.isascii() and digits.isdigit() else None
