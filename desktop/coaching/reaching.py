"""Which questions of a form can ever be asked, and which answers can ever be given.

One contact has one channel and one topic, and any number of tags: a question that waits for another can only
be asked in circumstances that suit both.
"""

from collections.abc import Iterator

from db.records.contacts import Channel
from db.records.scorecards import Form, Kind, OnlyWhen, Option, Question
from desktop.coaching.answers import NA_KEY, fold

CHANNELS = frozenset(channel.value for channel in Channel)


def unreachable(form: Form) -> frozenset[int]:
    """Return the positions (from 0) of questions that no answers in no circumstances would show."""
    first = {question.key: question for question in reversed(form.questions)}
    return frozenset(
        place for place, question in enumerate(form.questions) if not _is_reachable(question, first)
    )


def reachable_options(question: Question) -> tuple[Option, ...]:
    """Return the options that an answer can stand for, were the question asked."""
    if question.kind is Kind.TEXT:
        return ()
    if question.kind is Kind.NUMBER:
        return tuple(_bands(question.options))
    return question.options


def rises(options: tuple[Option, ...]) -> bool:
    """Whether the bands of a number begin ever higher; only the first may begin nowhere."""
    starts = [float("-inf") if option.least is None else option.least for option in options]
    return all(low < high for low, high in zip(starts, starts[1:], strict=False))


def _bands(options: tuple[Option, ...]) -> Iterator[Option]:
    """Those that some number falls to: the last one reached counts, so a later, lower one hides them."""
    lowest_after = float("inf")
    kept = []
    for option in reversed(options):
        start = float("-inf") if option.least is None else option.least
        if start < lowest_after:
            kept.append(option)
            lowest_after = start
    return reversed(kept)


def _is_reachable(question: Question, first: dict[str, Question]) -> bool:
    chain = _chain(question, first)
    return chain is not None and _can_hold(chain)


def _chain(question: Question, first: dict[str, Question]) -> list[Question] | None:
    """The question and all it waits for; None where some answer it waits for can't be given."""
    chain, seen = [question], {question.key}
    while (condition := chain[-1].shown_if) is not None:
        parent = first.get(condition.question)
        if parent is None or parent.key in seen or not set(condition.options) & _answers_of(parent):
            return None
        chain.append(parent)
        seen.add(parent.key)
    return chain


def _can_hold(chain: list[Question]) -> bool:
    """Whether one contact can be in the circumstances that each of them asks for."""
    asked = [question.only_when for question in chain if question.only_when is not None]
    channels = [frozenset(one.channels) for one in asked if one.channels]
    topics = [frozenset(map(fold, one.topics)) for one in asked if one.topics]
    return _share([CHANNELS, *channels]) and (not topics or _share(topics)) and all(map(_is_sayable, asked))


def _share(sets: list[frozenset[str]]) -> bool:
    return bool(frozenset.intersection(*sets))


def _is_sayable(condition: OnlyWhen) -> bool:
    """A list of nothing but blanks can't be met by a tag or topic."""
    return all(
        not words or any(word.strip() for word in words) for words in (condition.topics, condition.tags)
    )


def _answers_of(question: Question) -> set[str]:
    keys = {option.key for option in reachable_options(question)}
    return keys | ({NA_KEY} if question.allow_na else set())
