"""A scorecard while it is filled in: its answers, where one is, and what a key means there. No Qt."""

from db.records.scorecards import NOT_APPLICABLE, UNANSWERED, Form, Question
from desktop.coaching import scoring
from desktop.coaching.answers import code_of

NA_SIGNS = frozenset("-−–0")


class Filling:
    """Moves on to the next unanswered question after each answer; `back` returns to the one just answered."""

    def __init__(self, form: Form, answers: bytes) -> None:
        self.form = form
        self.answers = answers
        self.current = scoring.next_unanswered(form, answers) or 0
        self._trail: list[int] = []

    @property
    def question(self) -> Question:
        return self.form.questions[self.current]

    def shown(self) -> tuple[bool, ...]:
        """Of each question, whether it applies now."""
        return scoring.applies(self.form, self.answers)

    def code_of_digit(self, text: str) -> int | None:
        """The answer that a digit or N/A sign means here; None if it means none."""
        if text and text in NA_SIGNS:
            return NOT_APPLICABLE if self.question.allow_na else None
        if len(text) == 1 and text in "123456789" and int(text) <= len(self.question.options):
            return code_of(int(text) - 1)
        return None

    def code_of_letter(self, text: str) -> int | None:
        """The answer that a letter means here, pressed with Alt; `n` is N/A where no option has it."""
        letters = [option.letter.lower() for option in self.question.options]
        if text and text.lower() in letters:
            return code_of(letters.index(text.lower()))
        return NOT_APPLICABLE if text.lower() == "n" and self.question.allow_na else None

    def answer(self, code: int) -> None:
        """Answer here and move on to the next unanswered question, if there is one."""
        self.answers = scoring.with_answer(self.form, self.answers, self.current, code)
        self._trail = [*(place for place in self._trail if place != self.current), self.current]
        self.next_unanswered()

    def clear(self) -> None:
        """Take the answer here away and stay."""
        self.answers = scoring.with_answer(self.form, self.answers, self.current, UNANSWERED)

    def put(self, answers: bytes) -> None:
        """Take these answers and go to the first question they change, where it applies."""
        pairs = zip(self.answers, answers, strict=True)
        places = [place for place, (old, new) in enumerate(pairs) if old != new]
        self.answers = answers
        self._trail = [place for place in self._trail if place not in places]
        self.go(next(iter(places), self.current))

    def go(self, position: int) -> None:
        """Go to a question that applies; one that does not leaves things as they are."""
        if 0 <= position < len(self.answers) and self.shown()[position]:
            self.current = position

    def next_unanswered(self) -> bool:
        """Go to the next unanswered question, round the end; False if all are answered."""
        place = scoring.next_unanswered(self.form, self.answers, self.current)
        if place is not None:
            self.current = place
        return place is not None

    def step(self, by: int) -> None:
        """Go one question on (1) or back (-1) among those that apply; the ends hold."""
        places = [place for place, applies in enumerate(self.shown()) if applies]
        beyond = [place for place in places if (place - self.current) * by > 0]
        if beyond:
            self.current = min(beyond) if by > 0 else max(beyond)

    def back(self) -> None:
        """Go to the question answered last, then to the one before it; before any, one question up."""
        while self._trail:
            place = self._trail.pop()
            if place != self.current and self.shown()[place]:
                self.current = place
                return
        self.step(-1)
