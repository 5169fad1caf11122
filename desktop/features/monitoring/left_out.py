"""What stayed out of a score, and for what reason, question by question and section by section."""

from db.records.contacts import Channel
from db.records.scorecards import Form, Kind, OnlyWhen, Question, Renormalise
from desktop.coaching.scoring import AnswerState, HiddenBy, QuestionScore, Score
from desktop.features.monitoring.wording import channel_words
from desktop.shell.text import tr


def left_out(form: Form, score: Score) -> tuple[str, ...]:
    """A line for each question that did not count, then one for each section in which nothing did."""
    lines = [
        f"{line.position + 1}. “{line.question.text}” {reason}."
        for part in score.sections
        for line in part.questions
        if (reason := _reason(form, line))
    ]
    empty = [part.section.title for part in score.sections if part.effective_weight is None]
    sections = [
        tr("“{title}”: nothing in it counted, so its weight went to the others.", title=t) for t in empty
    ]
    return (*lines, *sections)


def circumstances_words(condition: OnlyWhen) -> str:
    """When a question is asked, as in `the channel is chat; the contact is tagged “vip”`."""
    parts = [
        tr("the channel is {channels}", channels=_either([_channel(each) for each in condition.channels]))
        if condition.channels
        else "",
        tr("the topic is {topics}", topics=_either([f"“{each}”" for each in condition.topics]))
        if condition.topics
        else "",
        tr("the contact is tagged {tags}", tags=_either([f"“{each}”" for each in condition.tags]))
        if condition.tags
        else "",
    ]
    return "; ".join(part for part in parts if part)


def _reason(form: Form, line: QuestionScore) -> str:
    if line.state is AnswerState.HIDDEN:
        return _hidden(form, line)
    if line.state is AnswerState.NA:
        return tr("is N/A; it leaves both sides of the sum")
    if line.state is AnswerState.UNANSWERED:
        return tr("is not answered yet")
    if line.question.bonus:
        return ""
    return _worthless(form, line)


def _hidden(form: Form, line: QuestionScore) -> str:
    condition = line.question.only_when
    if line.hidden_by is HiddenBy.CIRCUMSTANCES and condition is not None:
        return tr("was not asked: it is only where {when}", when=circumstances_words(condition))
    place = _awaited(form, line.question)
    if place is None:
        return tr("was not asked, because of an earlier answer")
    return tr("was not asked, because of the answer to question {n}", n=place + 1)


def _awaited(form: Form, question: Question) -> int | None:
    """The place of the question that this one waits for."""
    asked = question.shown_if.question if question.shown_if else ""
    return next((place for place, each in enumerate(form.questions) if each.key == asked), None)


def _worthless(form: Form, line: QuestionScore) -> str:
    """Why an answer that was given counts for nothing; blank where it counts."""
    if line.possible:
        weightless = form.renormalise is Renormalise.QUESTION and not line.question.weight
        return tr("has no weight") if weightless else ""
    if line.question.kind is Kind.TEXT:
        return tr("is answered in words, which earn no points")
    if line.question.kind is Kind.NUMBER and not line.question.options:
        return tr("is a number that earns no points")
    return tr("has no points to earn")


def _channel(value: str) -> str:
    known = next((each for each in Channel if each.value == value), None)
    return channel_words(known).lower() if known else value


def _either(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return tr("{most} or {last}", most=", ".join(words[:-1]), last=words[-1])
