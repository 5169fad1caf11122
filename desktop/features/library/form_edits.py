"""Every edit of a draft scorecard, from a form to a form: nothing is changed in place, so all can be undone.

A spot is where a part stands: () the scorecard, (2,) its third section, (2, 0) that section's first question.
"""

import secrets
from dataclasses import replace
from typing import TypeAlias, TypeVar

from db.records.scorecards import Form, Kind, Option, Question, Section, ShownIf
from desktop.shell.text import tr

Spot: TypeAlias = tuple[int, ...]
Part: TypeAlias = Form | Section | Question
Thing = TypeVar("Thing")

USUAL_WEIGHT = 10.0


def new_key() -> str:
    """A key nobody sees: of its own for ever, so that rewording something keeps its history apart."""
    return secrets.token_hex(5)


def part_at(form: Form, spot: Spot) -> Part:
    """The scorecard, section or question at a spot. Raises IndexError where there is none."""
    if not spot:
        return form
    section = form.sections[spot[0]]
    return section.questions[spot[1]] if len(spot) > 1 else section


def is_there(form: Form, spot: Spot) -> bool:
    sections = form.sections
    if not spot:
        return True
    return spot[0] < len(sections) and (len(spot) == 1 or spot[1] < len(sections[spot[0]].questions))


def with_part(form: Form, spot: Spot, part: Part) -> Form:
    """The form with another part at a spot."""
    if isinstance(part, Form):
        return part
    if isinstance(part, Section):
        return replace(form, sections=swapped(form.sections, spot[0], part))
    section = form.sections[spot[0]]
    return with_part(form, spot[:1], replace(section, questions=swapped(section.questions, spot[1], part)))


def with_added(form: Form, spot: Spot, part: Section | Question) -> Form:
    """The form with a part put in before what stands at a spot."""
    if isinstance(part, Section):
        return replace(form, sections=inserted(form.sections, spot[0], part))
    section = form.sections[spot[0]]
    return with_part(form, spot[:1], replace(section, questions=inserted(section.questions, spot[1], part)))


def without(form: Form, spot: Spot) -> Form:
    """The form without the section or question at a spot."""
    if len(spot) == 1:
        return replace(form, sections=removed(form.sections, spot[0]))
    section = form.sections[spot[0]]
    return with_part(form, spot[:1], replace(section, questions=removed(section.questions, spot[1])))


def moved(form: Form, spot: Spot, by: int) -> tuple[Form, Spot]:
    """The form with a part one place up (-1) or down (1), and where it then stands.

    A question at the edge of its section goes on into the next one; at the very edge nothing moves.
    """
    if len(spot) == 1:
        place = spot[0] + by
        if not 0 <= place < len(form.sections):
            return form, spot
        return with_added(without(form, spot), (place,), form.sections[spot[0]]), (place,)
    goal = _goal(form, spot, by)
    if goal == spot:
        return form, spot
    question = form.sections[spot[0]].questions[spot[1]]
    return with_added(without(form, spot), goal, question), goal


def _goal(form: Form, spot: Spot, by: int) -> Spot:
    home, place = spot[0], spot[1] + by
    if 0 <= place < len(form.sections[home].questions):
        return home, place
    if not 0 <= home + by < len(form.sections):
        return spot
    return home + by, len(form.sections[home + by].questions) if by < 0 else 0


def doubled(form: Form, spot: Spot) -> tuple[Form, Spot]:
    """The form with a copy after the section or question at a spot, under keys of its own."""
    part = part_at(form, spot)
    after = (*spot[:-1], spot[-1] + 1)
    if isinstance(part, Section):
        return with_added(form, after, _twin(part)), after
    assert isinstance(part, Question)
    return with_added(form, after, replace(part, key=new_key())), after


def _twin(section: Section) -> Section:
    """A copy of a section whose questions wait for each other as those of the first do."""
    keys = {question.key: new_key() for question in section.questions}
    questions = tuple(
        replace(_waiting(question, keys), key=keys[question.key]) for question in section.questions
    )
    return replace(section, key=new_key(), questions=questions)


def _waiting(question: Question, keys: dict[str, str]) -> Question:
    rule = question.shown_if
    if rule is None or rule.question not in keys:
        return question
    return replace(question, shown_if=replace(rule, question=keys[rule.question]))


def as_new_question(form: Form, spot: Spot) -> Form:
    """The form with the question under a key of its own, so that its history begins now.

    What waits for its answer still waits for it.
    """
    old = part_at(form, spot)
    assert isinstance(old, Question)
    keys = {old.key: new_key()}
    made = with_part(form, spot, replace(old, key=keys[old.key]))
    sections = tuple(
        replace(section, questions=tuple(_waiting(question, keys) for question in section.questions))
        for section in made.sections
    )
    return replace(made, sections=sections)


def new_option(label: str = "", points: float = 0.0) -> Option:
    return Option(new_key(), label, points)


def new_question(like: Question | None = None) -> Question:
    """Yes or no, or answered as another question is, with the words still to be written."""
    made = Question(new_key(), "", (new_option(tr("Yes"), 1.0), new_option(tr("No"), 0.0)))
    return made if like is None else replace(with_answers_of(made, like), allow_na=like.allow_na)


def choice_before(form: Form, spot: Spot) -> Question | None:
    """The last question before a spot that is answered by one choice."""
    before = [
        question
        for home, section in enumerate(form.sections)
        for place, question in enumerate(section.questions)
        if (home, place) < spot and question.kind is Kind.CHOICE
    ]
    return before[-1] if before else None


def with_answers_of(question: Question, like: Question) -> Question:
    """The question answered as another is. An answer in the same words stays the same answer.

    What is critical there is not made so here: that hangs on what is asked.
    """
    mine = {_folded(option): option for option in question.options}
    options = tuple(
        replace(
            mine.get(_folded(option)) or new_option(option.label), points=option.points, letter=option.letter
        )
        for option in like.options
    )
    return replace(question, kind=like.kind, scale=like.scale, options=options)


def with_same_answers(form: Form, spot: Spot) -> tuple[Form, int]:
    """The form with the answers of the question at a spot for all of its section, and how many that changed.

    Left as they are: what is answered otherwise than by one choice, what has a critical answer, and what
    another question waits for.
    """
    section, like = form.sections[spot[0]], part_at(form, spot)
    assert isinstance(like, Question)
    waited = {question.shown_if.question for question in form.questions if question.shown_if}
    questions = tuple(
        with_answers_of(question, like) if question != like and _is_free(question, waited) else question
        for question in section.questions
    )
    changed = sum(old != new for old, new in zip(section.questions, questions, strict=True))
    return with_part(form, spot[:1], replace(section, questions=questions)), changed


def _is_free(question: Question, waited: set[str]) -> bool:
    is_critical = any(option.critical for option in question.options)
    return question.kind is Kind.CHOICE and question.key not in waited and not is_critical


def _folded(option: Option) -> str:
    return option.label.strip().casefold()


def new_section(form: Form, place: int) -> Section:
    """With one question to begin with, and as heavy as the lightest section there is."""
    weights = [section.weight for section in form.sections if section.weight > 0]
    question = new_question(choice_before(form, (place, 0)))
    return Section(new_key(), "", min(weights, default=USUAL_WEIGHT), (question,))


def new_form() -> Form:
    """What "New scorecard" begins with."""
    section = Section(new_key(), tr("The contact"), 100.0, (new_question(),))
    return Form(tr("New scorecard"), (section,))


def answered_by(question: Question, chosen: frozenset[str]) -> ShownIf:
    """The rule "only where that question has one of these answers", in its own order."""
    keys = [option.key for option in question.options]
    rest = sorted(chosen - set(keys))
    return ShownIf(question.key, (*(key for key in keys if key in chosen), *rest))


def swapped(things: tuple[Thing, ...], place: int, thing: Thing) -> tuple[Thing, ...]:
    return (*things[:place], thing, *things[place + 1 :])


def inserted(things: tuple[Thing, ...], place: int, thing: Thing) -> tuple[Thing, ...]:
    return (*things[:place], thing, *things[place:])


def removed(things: tuple[Thing, ...], place: int) -> tuple[Thing, ...]:
    return (*things[:place], *things[place + 1 :])


def shifted(things: tuple[Thing, ...], place: int, by: int) -> tuple[Thing, ...]:
    """One thing a place up or down; the same at the edge."""
    goal = place + by
    return inserted(removed(things, place), goal, things[place]) if 0 <= goal < len(things) else things
