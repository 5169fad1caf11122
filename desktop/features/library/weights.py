"""How much each part of a scorecard counts while every question applies, and what the weights come to."""

from dataclasses import dataclass

from db.records.scorecards import Form, Question, Renormalise, Section
from desktop.shell.text import number, percent, tr


@dataclass(frozen=True, slots=True)
class Share:
    """`weight` of `whole`, both in the scorecard's own unit; `part` is the share (0–1) of the score."""

    weight: float
    whole: float
    part: float


def possible(question: Question) -> float:
    """The points that count in the score: none for a bonus, which comes on top, nor for written words."""
    return question.most - question.floor if question.earns and not question.bonus else 0.0


def shares(form: Form) -> tuple[float, ...]:
    """Each section's share (0–1) of the score while every question applies."""
    return tuple(share.part for share in section_shares(form))


def section_shares(form: Form) -> tuple[Share, ...]:
    weights = [_weight(form, section) for section in form.sections]
    counting = [
        weight if any(possible(question) for question in section.questions) else 0.0
        for weight, section in zip(weights, form.sections, strict=True)
    ]
    whole, counted = sum(weights), sum(counting)
    return tuple(
        Share(weight, whole, count / counted if counted else 0.0)
        for weight, count in zip(weights, counting, strict=True)
    )


def question_shares(form: Form) -> tuple[tuple[Share, ...], ...]:
    """By section, then by question."""
    return tuple(
        _within(form, section, share.part)
        for section, share in zip(form.sections, section_shares(form), strict=True)
    )


def _within(form: Form, section: Section, part: float) -> tuple[Share, ...]:
    weights = [question_weight(form, question) for question in section.questions]
    own = sum(weights)
    whole = own if form.renormalise is Renormalise.SECTION else sum(_weight(form, s) for s in form.sections)
    return tuple(Share(weight, whole, part * weight / own if own else 0.0) for weight in weights)


def question_weight(form: Form, question: Question) -> float:
    """What a question weighs among those that count with it: its points, or its own weight."""
    if form.renormalise is Renormalise.QUESTION:
        return question.weight if possible(question) else 0.0
    return possible(question)


def _weight(form: Form, section: Section) -> float:
    if form.renormalise is Renormalise.SECTION:
        return section.weight
    return sum(question_weight(form, question) for question in section.questions)


def plain(value: float) -> str:
    """A number of points or a weight, with no more digits than it needs."""
    digits = next((digits for digits in (0, 1) if round(value, digits) == round(value, 2)), 2)
    return number(value, digits)


def say_weight(share: Share) -> dict[str, str]:
    """`weight` and `whole` in words."""
    return {"weight": plain(share.weight), "whole": plain(share.whole)}


def say_share(share: Share) -> str:
    """`25 of 100, 25 %`."""
    return tr("{weight} of {whole}, {part}", **say_weight(share), part=percent(share.part))


def say_sum(form: Form) -> str:
    """What carries the weight, and what the weights come to."""
    parts = section_shares(form)
    listed = " + ".join(plain(share.weight) for share in parts)
    total = plain(parts[0].whole if parts else 0.0)
    sum_words = f"{listed} = {total}" if len(parts) > 1 else total
    match form.renormalise:
        case Renormalise.SECTION:
            return tr("Section weights: {sum}", sum=sum_words)
        case Renormalise.QUESTION:
            return tr("Question weights by section: {sum}", sum=sum_words)
        case _:
            return f"{tr('Points by section: {sum}', sum=sum_words)}{_points_told(form)}"


def _points_told(form: Form) -> str:
    """Why the points may not be those of the best answers added up."""
    some = any(question.shown_if or question.only_when for question in form.questions)
    above = any(question.floor and question.earns for question in form.questions)
    told = [tr("if every question is asked")] * some
    told += [tr("of a labelled scale only what is above its lowest step")] * above
    return f" ({'; '.join(told)})" if told else ""
