"""The words of monitoring: how contacts, sources, progress, scores and the scorecard's keys are said."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from db.records.contacts import Channel, Contact
from db.records.observations import DetailKind, Drawn, Fact, Note, NoteTag, Source, Verdict
from db.records.scorecards import (
    NOT_APPLICABLE,
    UNANSWERED,
    CriticalClass,
    Form,
    Kind,
    Option,
    Question,
)
from desktop.coaching.answer_keys import digits_of
from desktop.coaching.answers import chosen
from desktop.coaching.scoring import Score
from desktop.features.monitoring.filling import Filling, words_of
from desktop.shell.colours import meaning_mark
from desktop.shell.text import clock, day, mark, ntr, percent, percent_beside, time_of_day, tr

NBSP = "\N{NO-BREAK SPACE}"
TAG_KEYS = {
    "F5": NoteTag.STRENGTH,
    "F6": NoteTag.OPPORTUNITY,
    "F7": NoteTag.PROMISE,
    "F8": NoteTag.EFFORT,
    "F9": NoteTag.NO_MOMENT,
}
FACT_KEYS = {
    "F10": Fact.VOLUNTEERED,
    "Shift+F5": Fact.REPEAT_CONTACT,
    "Shift+F6": Fact.SELF_SERVICE_FAILED,
    "Shift+F7": Fact.CHANNEL_SWITCH,
    "Shift+F8": Fact.TRANSFER,
    "Shift+F9": Fact.REPEATING,
}
NA_KEY = "−"
NA_WORDS = "N/A"
ALT = "Meta" if sys.platform == "darwin" else "Alt"
"""Held with a letter for an order. On a Mac, Option and a letter print one (ą, å): Control is held there."""


def tag_words(tag: NoteTag) -> str:
    return {
        NoteTag.STRENGTH: tr("Strength"),
        NoteTag.OPPORTUNITY: tr("Opportunity"),
        NoteTag.PROMISE: tr("Promise"),
        NoteTag.EFFORT: tr("Effort"),
        NoteTag.NO_MOMENT: tr("No moment"),
    }[tag]


def tag_meaning(tag: NoteTag) -> str:
    """What each tag is for, as its tooltip says it."""
    return {
        NoteTag.STRENGTH: tr("Something the agent did well"),
        NoteTag.OPPORTUNITY: tr("Something that could go better next time"),
        NoteTag.PROMISE: tr("Something the caller was promised"),
        NoteTag.EFFORT: tr("Something that cost the caller effort"),
        NoteTag.NO_MOMENT: tr("A moment when we had to say no"),
    }[tag]


def fact_words(fact: Fact) -> str:
    return {
        Fact.VOLUNTEERED: tr("Already said"),
        Fact.REPEAT_CONTACT: tr("Repeat contact"),
        Fact.SELF_SERVICE_FAILED: tr("Self-service failed"),
        Fact.CHANNEL_SWITCH: tr("Switched channel"),
        Fact.TRANSFER: tr("Transfer"),
        Fact.REPEATING: tr("Had to repeat it"),
    }[fact]


def fact_sentence(fact: Fact) -> str:
    """What a note says that was made by the fact's key alone."""
    return {
        Fact.VOLUNTEERED: tr("The caller had already said it, and was asked again."),
        Fact.REPEAT_CONTACT: tr("The caller had been in touch about this before."),
        Fact.SELF_SERVICE_FAILED: tr("The caller had tried to do it without us."),
        Fact.CHANNEL_SWITCH: tr("The caller had come from another channel."),
        Fact.TRANSFER: tr("The caller was put through."),
        Fact.REPEATING: tr("The caller had to say it again."),
    }[fact]


def fact_tag(fact: Fact) -> NoteTag | None:
    """The tag that a fact brings along: what costs the caller effort is effort."""
    return None if fact is Fact.VOLUNTEERED else NoteTag.EFFORT


def channel_words(channel: Channel) -> str:
    return {Channel.CALL: tr("Call"), Channel.CHAT: tr("Chat"), Channel.EMAIL: tr("Email")}[channel]


def source_words(source: Source) -> str:
    return {
        Source.SIDE_BY_SIDE: tr("side by side"),
        Source.REMOTE_LIVE: tr("live, from afar"),
        Source.RECORDING: tr("from the recording"),
        Source.CHAT_REVIEW: tr("from the chat"),
        Source.EMAIL_REVIEW: tr("from the emails"),
        Source.CUSTOMER_FEEDBACK: tr("from the customer's feedback"),
        Source.PEER: tr("by a colleague"),
    }[source]


def drawn_words(drawn: Drawn) -> str:
    """How the contact came to be heard."""
    return {
        Drawn.RANDOM: tr("At random"),
        Drawn.TARGETED: tr("Targeted"),
        Drawn.CHOSEN: tr("Chosen by hand"),
    }[drawn]


def critical_words(kind: CriticalClass) -> str:
    return {
        CriticalClass.CUSTOMER: tr("critical for the customer"),
        CriticalClass.BUSINESS: tr("critical for the business"),
        CriticalClass.COMPLIANCE: tr("critical for compliance"),
    }[kind]


def verdict_words(verdict: Verdict) -> str:
    return {
        Verdict.PASS: tr("pass"),
        Verdict.FAIL: tr("below the pass mark"),
        Verdict.CRITICAL_FAIL: tr("critical fail"),
        Verdict.NOT_SCORED: tr("not scored"),
    }[verdict]


def wall_time(at: datetime) -> str:
    """A contact's start: the site's wall clock, whatever zone this machine is in."""
    return f"{day(at.date())}, {at:%H:%M}"


def contact_words(contact: Contact) -> str:
    """A contact in one line: what, when, how long, its reference."""
    parts = [
        contact.topic or channel_words(contact.channel),
        wall_time(contact.started_at),
        tr("{time} of talk", time=clock(contact.talk_s)) if contact.talk_s else "",
        contact.reference,
    ]
    return " · ".join(part for part in parts if part)


def begun_words(at: datetime, now: datetime) -> str:
    """When an observation was begun: the time for today, with the day before it otherwise."""
    return time_of_day(at) if at.date() == now.date() else f"{day(at)}, {time_of_day(at)}"


def progress_words(answered: int, asked: int) -> str:
    if answered == asked:
        return tr("all {asked} answered", asked=asked)
    return tr(
        "{answered} of {asked} answered, {left} left", answered=answered, asked=asked, left=asked - answered
    )


def score_words(form: Form, score: Score) -> str:
    """The running score in one line, with what the critical answers do to it."""
    if score.calculated is None:
        return tr("no score yet") if score.unanswered else tr("not scored: nothing counted")
    words = score_beside(form, score.calculated)
    if not score.complete:
        words = tr("{score} so far", score=words)
    elif score.verdict is not None:
        words = f"{words}, {verdict_words(score.verdict)}"
    if score.bonus:
        bonus = percent(score.bonus / 100, 1 if score.bonus % 1 else 0)
        words += ", " + tr("{bonus} of it bonus", bonus=bonus)
    if score.reported != score.calculated and score.reported is not None:
        words += ", " + tr("reported as {score}", score=score_beside(form, score.reported))
    if score.band is not None:
        words += ", " + tr("band {band}", band=score.band.label)
    return f"{words} ({mark_words(form)})"


def score_beside(form: Form, score: float, digits: int = 0) -> str:
    """A score (0–100) so that it never looks equal to a pass mark it missed or passed."""
    return percent_beside(score / 100, form.pass_mark / 100, digits)


def mark_words(form: Form) -> str:
    return tr("pass mark {mark}", mark=mark(form.pass_mark / 100))


def criticals_words(score: Score) -> str:
    """Which classes of critical answer were given; blank for none."""
    kinds = sorted({critical.kind for critical in score.criticals})
    return ", ".join(critical_words(kind) for kind in kinds)


def option_words(option: Option) -> str:
    """An option with its critical class, as it is read aloud."""
    return f"{option.label} ({critical_words(option.critical)})" if option.critical else option.label


def kind_words(question: Question) -> str:
    """How a question is answered, where it is not one of a few; with what is special about its points."""
    how = {
        Kind.SEVERAL: tr("Tick all that hold; Enter goes on"),
        Kind.NUMBER: tr("A number; Enter goes on"),
        Kind.TEXT: tr("In words; not scored"),
    }.get(question.kind, "")
    special = (tr("bonus") if question.bonus else "", tr("reversed") if question.reversed else "")
    return " · ".join(part for part in (how, *special) if part)


def answer_words(filling: Filling, position: int) -> tuple[str, str]:
    """The key or sign that gave an answer, and the answer in words; a blank sign while it is open."""
    question, code = filling.form.questions[position], filling.answers[position]
    if code == NOT_APPLICABLE:
        return NA_KEY, tr(NA_WORDS)
    if code == UNANSWERED:
        return "", tr("open")
    if question.kind is Kind.TEXT:
        return "“", words_of(filling, question, DetailKind.TEXT).replace("\n", " ")
    places = chosen(filling.form, filling.answers, position)
    labels = [_answer_label(question.options[place]) for place in places]
    if question.kind is Kind.SEVERAL:
        return str(len(places)), "; ".join(labels) or tr("none of them")
    if question.kind is Kind.NUMBER:
        number = f"{words_of(filling, question, DetailKind.NUMBER)} {question.unit}".strip()
        return "#", ", ".join([number, *labels])
    return digits_of(question)[code - 1] or str(code), labels[0] if labels else ""


def _answer_label(option: Option) -> str:
    return f"{meaning_mark('critical').shape} {option.label}" if option.critical else option.label


def moments_words(notes: Sequence[Note]) -> str:
    """What the notes state about the contact, counted; blank for nothing."""
    promises = sum(note.tag is NoteTag.PROMISE for note in notes)
    counts = Counter(note.fact for note in notes if note.fact is not None)
    parts = [ntr("{n} promise", "{n} promises", promises)] if promises else []
    for fact in Fact:
        if counts[fact]:
            words = fact_words(fact).lower()
            parts.append(f"{words} ×{counts[fact]}" if counts[fact] > 1 else words)
    return " · ".join(parts)


def promise_words(*terms: str) -> str:
    """Who keeps a promise, how, and by when, as far as it was written down."""
    return ", ".join(part.strip() for part in terms if part.strip())


def notes_words(n: int) -> str:
    return ntr("{n} note", "{n} notes", n)


def spent_words(seconds: float) -> str:
    """The evaluator's own time on an observation, by the minute; nothing in the first one."""
    minutes = int(seconds // 60)
    return ntr("{n} min on this", "{n} min on this", minutes) if minutes else ""
