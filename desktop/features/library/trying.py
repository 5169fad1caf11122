"""A scorecard that is being built, filled in to try it: what was answered lives through every edit."""

from dataclasses import dataclass, field, replace

from db.records.scorecards import NOT_APPLICABLE, Around, Cause, Form, Kind, Question
from desktop.coaching import answers as coding
from desktop.coaching.answers import AnswerState, NotAllowed


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered to one question; `chosen` are keys of options."""

    chosen: frozenset[str] = frozenset()
    not_applicable: bool = False
    number: float | None = None
    text: str = ""
    answered: bool = False


@dataclass(slots=True)
class Trial:
    """The answers given so far, by the key of their question, and the contact they are given on."""

    given: dict[str, Given] = field(default_factory=dict)
    around: Around = Around()

    def of(self, question: Question) -> Given:
        return self.given.get(question.key, Given())

    def choose(self, question: Question, option: str) -> None:
        """Answer with one option; the same once more takes it back."""
        again = self.of(question).chosen == frozenset({option})
        self.given[question.key] = Given() if again else Given(frozenset({option}), answered=True)

    def tick(self, question: Question, option: str, on: bool) -> None:
        before = self.of(question).chosen
        chosen = before | {option} if on else before - {option}
        self.given[question.key] = Given(chosen, answered=True)

    def tick_none(self, question: Question) -> None:
        """Say that none of several holds."""
        self.given[question.key] = Given(answered=True)

    def skip(self, question: Question) -> None:
        """Answer N/A; once more takes it back."""
        again = self.of(question).not_applicable
        self.given[question.key] = Given() if again else Given(not_applicable=True, answered=True)

    def write(self, question: Question, text: str) -> None:
        self.given[question.key] = Given(text=text, answered=bool(text.strip()))

    def count(self, question: Question, number: float | None) -> None:
        self.given[question.key] = Given(number=number, answered=number is not None)

    def clear(self) -> None:
        self.given.clear()


def coded(form: Form, trial: Trial) -> bytes:
    """The answers as an evaluation would store them; what the form does not allow any more is left out."""
    made = coding.blank(form, trial.around)
    for _ in form.questions:  # one may show another that stands before it
        before = made
        for position, question in enumerate(form.questions):
            made = _with_given(form, made, position, trial.of(question))
        if made == before:
            break
    return made


def _with_given(form: Form, made: bytes, position: int, given: Given) -> bytes:
    try:
        return _write(form, made, position, given) if given.answered else made
    except NotAllowed:
        return made


def _write(form: Form, made: bytes, position: int, given: Given) -> bytes:
    question = form.questions[position]
    if given.not_applicable:
        return coding.with_answer(form, made, position, NOT_APPLICABLE)
    places = [place for place, option in enumerate(question.options) if option.key in given.chosen]
    match question.kind:
        case Kind.SEVERAL:
            return coding.with_ticks(form, made, position, places)
        case Kind.NUMBER:
            return coding.with_number(form, made, position, given.number)
        case Kind.TEXT:
            return coding.with_answer(form, made, position, 1) if given.text else made
        case _:
            return coding.with_answer(form, made, position, coding.code_of(places[0])) if places else made


def causes_offered(form: Form, made: bytes, position: int, of: tuple[float, float]) -> tuple[Cause, ...]:
    """The root causes to choose from: those of a question that earned less than it could (`of`)."""
    is_answered = coding.states(form, made)[position] is AnswerState.ANSWERED
    return form.questions[position].causes if is_answered and of[0] < of[1] else ()


def with_around(trial: Trial, **changes: object) -> None:
    """Go on as if the contact were another."""
    trial.around = replace(trial.around, **changes)  # type: ignore[arg-type]
