"""What is wrong with a scorecard before it is published: unsound, it would score people unfairly for good."""

from collections.abc import Iterator, Sequence

from db.records.scorecards import NOT_APPLICABLE, Form, Kind, Option, Question, Renormalise, Section
from desktop.coaching.answers import NA_KEY
from desktop.coaching.double_barrelled import is_double_barrelled
from desktop.coaching.faults import ADVICE as ADVICE
from desktop.coaching.faults import Fault as Fault
from desktop.coaching.faults import Unsound as Unsound
from desktop.coaching.reaching import CHANNELS, reachable_options, rises, unreachable

LONGEST_QUESTION = 240
LONGEST_LABEL = 120
"""Characters that can still be read while listening."""
_LIKE_PERCENT = (80, 120)
"""Weights that sum to something in here were meant to sum to 100."""


def unsound(form: Form) -> tuple[Unsound, ...]:
    """Return all that is wrong with a form, in the order of its parts; empty when nothing is."""
    return (
        *_in_form(form),
        *_in_weights(form),
        *_in_bonus(form),
        *_in_bands(form),
        *_in_sections(form),
        *_in_questions(form),
        *_in_reach(form),
    )


def _in_form(form: Form) -> Iterator[Unsound]:
    if not form.questions:
        yield Unsound(Fault.NO_QUESTIONS)
    if not form.name.strip():
        yield Unsound(Fault.BLANK_TEXT)
    if not 0 <= form.pass_mark <= 100:
        yield Unsound(Fault.PASS_MARK)
    if form.questions and not any(_counts(question) for question in form.questions):
        yield Unsound(Fault.NOTHING_EARNS)


def _in_weights(form: Form) -> Iterator[Unsound]:
    if form.renormalise is Renormalise.FORM:
        return
    weights = [section.weight for section in form.sections]
    if form.renormalise is Renormalise.QUESTION:
        weights = [question.weight for question in form.questions if _counts(question)]
    if weights and not any(weight > 0 for weight in weights):
        yield Unsound(Fault.WEIGHTS_ZERO)
    low, high = _LIKE_PERCENT
    if low < (whole := sum(weights)) < high and abs(whole - 100) > 1e-9:
        yield Unsound(Fault.WEIGHTS_NOT_100)


def _in_bonus(form: Form) -> Iterator[Unsound]:
    has_bonus = any(question.bonus for question in form.questions)
    if not 0 <= form.bonus_cap <= 100:
        yield Unsound(Fault.CAP_RANGE)
    elif has_bonus and form.bonus_cap == 0:
        yield Unsound(Fault.BONUS_WITHOUT_CAP)
    elif form.bonus_cap > 0 and not has_bonus:
        yield Unsound(Fault.CAP_WITHOUT_BONUS)


def _in_bands(form: Form) -> Iterator[Unsound]:
    for key in _repeated([band.key for band in form.bands]):
        yield Unsound(Fault.DUPLICATE_BAND, option=key)
    for band in form.bands:
        if not band.key:
            yield Unsound(Fault.BLANK_KEY)
        if not band.label.strip():
            yield Unsound(Fault.BLANK_TEXT, option=band.key)
        if not 0 <= band.least <= 100:
            yield Unsound(Fault.BAND_RANGE, option=band.key)
    starts = [band.least for band in form.bands]
    if not (_rises(starts) or _rises(starts[::-1])):
        yield Unsound(Fault.BANDS_UNSORTED)
    if starts and min(starts) > 0:
        yield Unsound(Fault.BAND_GAP)


def _in_sections(form: Form) -> Iterator[Unsound]:
    for key in _repeated([section.key for section in form.sections]):
        yield Unsound(Fault.DUPLICATE_SECTION, key)
    for section in form.sections:
        yield from (Unsound(fault, section.key) for fault in _section_faults(form, section))


def _section_faults(form: Form, section: Section) -> Iterator[Fault]:
    if not section.key:
        yield Fault.BLANK_KEY
    if not section.title.strip():
        yield Fault.BLANK_TEXT
    if len(section.title) > LONGEST_LABEL:
        yield Fault.LONG_TEXT
    if not 0 <= section.weight < float("inf"):
        yield Fault.NEGATIVE_WEIGHT
    if not section.questions:
        yield Fault.NO_QUESTIONS
    if form.renormalise is Renormalise.SECTION:
        yield from _weight_faults(form, section)


def _weight_faults(form: Form, section: Section) -> Iterator[Fault]:
    counts = any(_counts(question) for question in section.questions)
    others = any(_counts(question) for question in form.questions)
    if section.weight == 0 and counts and any(other.weight > 0 for other in form.sections):
        yield Fault.SECTION_WITHOUT_WEIGHT
    if section.weight > 0 and section.questions and others and not counts:
        yield Fault.SECTION_EARNS_NOTHING


def _in_questions(form: Form) -> Iterator[Unsound]:
    homes = {question.key: section.key for section in form.sections for question in section.questions}
    for key in _repeated([question.key for question in form.questions]):
        yield Unsound(Fault.DUPLICATE_QUESTION, homes[key], key)
    for section in form.sections:
        for question in section.questions:
            for fault in _question_faults(form, question):
                yield Unsound(fault, section.key, question.key)
            for fault, option in (*_option_faults(question), *_cause_faults(question)):
                yield Unsound(fault, section.key, question.key, option)


def _question_faults(form: Form, question: Question) -> Iterator[Fault]:
    if not question.key:
        yield Fault.BLANK_KEY
    if not question.text.strip():
        yield Fault.BLANK_TEXT
    if len(question.text) > LONGEST_QUESTION:
        yield Fault.LONG_TEXT
    if is_double_barrelled(question.text):
        yield Fault.DOUBLE_BARRELLED
    if form.renormalise is Renormalise.QUESTION:
        if not 0 <= question.weight < float("inf"):
            yield Fault.NEGATIVE_WEIGHT
        if question.weight == 0 and _counts(question):
            yield Fault.QUESTION_WITHOUT_WEIGHT
    yield from _count_faults(question)
    yield from _point_faults(question)
    yield from _effect_faults(question)
    yield from _circumstance_faults(question)


def _count_faults(question: Question) -> Iterator[Fault]:
    count = len(question.options)
    fewest = {Kind.CHOICE: 2, Kind.SEVERAL: 1}.get(question.kind, 0)
    if count < fewest or (question.kind is Kind.NUMBER and count == 1):
        yield Fault.TOO_FEW_OPTIONS
    if count >= NOT_APPLICABLE:
        yield Fault.TOO_MANY_OPTIONS
    if question.kind is Kind.TEXT and count:
        yield Fault.OPTIONS_UNUSED


def _point_faults(question: Question) -> Iterator[Fault]:
    points = [option.points - question.floor for option in question.options]
    if not question.earns or not all(option.points >= 0 for option in question.options):
        return
    if max(points) == 0:
        if question.bonus or not any(option.critical for option in question.options):
            yield Fault.NO_POINTS
    elif question.kind is not Kind.SEVERAL:
        if min(points) == max(points) and len(points) > 1:
            yield Fault.SAME_POINTS
        elif min(points) > 0:
            yield Fault.FLOOR_ABOVE_ZERO


def _effect_faults(question: Question) -> Iterator[Fault]:
    several = question.kind is Kind.SEVERAL
    same = len({option.points for option in question.options}) < 2
    if question.reversed and (not question.earns or (same and not several)):
        yield Fault.REVERSED_WITHOUT_EFFECT
    if question.scale and (several or not question.earns):
        yield Fault.SCALE_WITHOUT_EFFECT
    has_critical = any(option.critical for option in question.options)
    if several and has_critical:
        yield Fault.SEVERAL_CRITICAL
    if question.causes and not (_counts(question) or has_critical):
        yield Fault.CAUSES_UNUSED


def _circumstance_faults(question: Question) -> Iterator[Fault]:
    condition = question.only_when
    if condition is None:
        return
    if not (condition.channels or condition.topics or condition.tags):
        yield Fault.ALWAYS_ASKED
    if not set(condition.channels) <= CHANNELS:
        yield Fault.UNKNOWN_CHANNEL


def _option_faults(question: Question) -> Iterator[tuple[Fault, str]]:
    for key in _repeated([option.key for option in question.options]):
        yield Fault.DUPLICATE_OPTION, key
    for letter in _repeated([option.letter.casefold() for option in question.options if option.letter]):
        yield Fault.DUPLICATE_LETTER, letter
    for option in question.options:
        yield from ((fault, option.key) for fault in _faults_of(option))
        if option.key == NA_KEY and question.allow_na:
            yield Fault.RESERVED_KEY, option.key
        if option.critical is not None and _is_best(question, option):
            yield Fault.CRITICAL_IS_BEST, option.key
    if question.kind is Kind.NUMBER:
        yield from _number_faults(question)


def _is_best(question: Question, option: Option) -> bool:
    """Whether nothing earns more than this answer, although some answers earn less."""
    worths = [question.worth(each) for each in question.options]
    return max(worths) > min(worths) and question.worth(option) == max(worths)


def _number_faults(question: Question) -> Iterator[tuple[Fault, str]]:
    if not rises(question.options):
        yield Fault.NUMBERS_UNSORTED, ""
    starts = [option.least for option in question.options]
    if starts and all(start is not None and start > 0 for start in starts):
        yield Fault.NUMBER_GAP, ""


def _cause_faults(question: Question) -> Iterator[tuple[Fault, str]]:
    for key in _repeated([cause.key for cause in question.causes]):
        yield Fault.DUPLICATE_CAUSE, key
    for label in _repeated([cause.label.strip().casefold() for cause in question.causes if cause.label]):
        yield Fault.DUPLICATE_CAUSE, label
    for cause in question.causes:
        if not cause.key:
            yield Fault.BLANK_KEY, ""
        if not cause.label.strip():
            yield Fault.BLANK_TEXT, cause.key


def _faults_of(option: Option) -> Iterator[Fault]:
    if not option.key:
        yield Fault.BLANK_KEY
    if not option.label.strip():
        yield Fault.BLANK_TEXT
    if len(option.label) > LONGEST_LABEL:
        yield Fault.LONG_TEXT
    if not 0 <= option.points < float("inf"):
        yield Fault.NEGATIVE_POINTS
    if option.critical is not None and option.scope is None:
        yield Fault.CRITICAL_WITHOUT_SCOPE
    if option.scope is not None and option.critical is None:
        yield Fault.SCOPE_WITHOUT_CRITICAL


def _in_reach(form: Form) -> Iterator[Unsound]:
    """Questions nobody is ever asked, and answers nobody can ever give."""
    hidden = unreachable(form)
    homes = [section.key for section in form.sections for _ in section.questions]
    for place, question in enumerate(form.questions):
        where = homes[place], question.key
        if place in hidden:
            yield Unsound(Fault.UNREACHABLE, *where)
        for option in question.options:
            can_be = option in reachable_options(question)
            if option.critical is not None and (place in hidden or not can_be):
                yield Unsound(Fault.CRITICAL_UNREACHABLE, *where, option.key)
            elif not can_be and question.kind is Kind.NUMBER:
                yield Unsound(Fault.OPTION_UNREACHABLE, *where, option.key)


def _counts(question: Question) -> bool:
    """Whether its answers can move the score."""
    return question.earns and not question.bonus and question.most > question.floor


def _rises(starts: Sequence[float]) -> bool:
    return all(low < high for low, high in zip(starts, starts[1:], strict=False))


def _repeated(keys: list[str]) -> list[str]:
    return [key for place, key in enumerate(keys) if keys.index(key) < place]
