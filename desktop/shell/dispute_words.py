"""Disputes in words: answers, outcomes, windows, and why something can't be done and what can be instead."""

from datetime import date

from db.records.disputes import Dispute, DisputeState, Window
from db.records.scorecards import Question
from desktop.coaching import disputes as rules
from desktop.coaching.answers import NA_KEY
from desktop.coaching.disputes import Refusal, Refused, Stood
from desktop.shell.text import day, ntr, percent, tr


def answer_label(question: Question | None, key: str) -> str:
    """An answer as people read it; blank for none."""
    if key == rules.VOID:
        return tr("Should not count")
    if key == rules.COUNTS:
        return tr("Counts")
    if key == NA_KEY:
        return tr("N/A")
    if key == rules.NONE_TICKED:
        return tr("None of them")
    labels = {option.key: option.label for option in question.options} if question else {}
    return ", ".join(labels.get(part, part) for part in key.split(rules.JOINED) if part)


def question_label(question: Question | None) -> str:
    return tr("The evaluation as a whole") if question is None else question.text


def choices(question: Question) -> list[tuple[str, str]]:
    """The answers that can be proposed, as (key, words)."""
    found = [(option.key, option.label) for option in question.options]
    return [*found, (NA_KEY, tr("N/A"))] if question.allow_na else found


def state_words(one: Dispute) -> str:
    """How a dispute stands, in a word or two."""
    return {
        DisputeState.OPEN: tr("Waits to be decided"),
        DisputeState.STANDS: tr("The answer stands"),
        DisputeState.PARTLY: tr("Partly changed"),
        DisputeState.CHANGED: tr("A plain slip, put right") if one.quick else tr("Changed as proposed"),
        DisputeState.WITHDRAWN: tr("Taken back"),
    }[one.state]


def state_meaning(state: DisputeState) -> str:
    """The theme's meaning, which has a shape beside its colour."""
    return {
        DisputeState.OPEN: "promise",
        DisputeState.STANDS: "info",
        DisputeState.PARTLY: "good",
        DisputeState.CHANGED: "good",
        DisputeState.WITHDRAWN: "info",
    }[state]


def window_words(window: Window, on: date) -> str:
    """Until when an agent may dispute."""
    if window.until is None:
        return ""
    left = (window.until - on).days
    if left < 0:
        return tr("The {n} days for a dispute ended on {day}.", n=window.days, day=day(window.until))
    if left == 0:
        return tr("Today is the last day for a dispute.")
    return ntr(
        "{n} day is left for a dispute, until {day}.",
        "{n} days are left for a dispute, until {day}.",
        left,
        day=day(window.until),
    )


def stood_words(one: Stood) -> str:
    """`Stood in 5 of 7 disputes, 36–92 %`: never a rate without its n and interval."""
    if one.share.interval is None:
        return tr("No dispute was decided yet.")
    low, high = percent(one.share.interval.low), percent(one.share.interval.high)
    return ntr(
        "The score stood in {stood} of {n} dispute, {low} to {high}",
        "The score stood in {stood} of {n} disputes, {low} to {high}",
        one.n,
        stood=one.stood,
        low=low,
        high=high,
    )


def refusal_words(error: Refused) -> str:
    """What stands against it, and what can be done instead."""
    return {
        Refusal.NO_REASON: tr("It needs a reason that both can read. Please write it down."),
        Refusal.NOT_SHARED: tr("It was not shared yet. Share it first."),
        Refusal.DISPUTED_BEFORE: tr("This question was disputed before. Each is decided once."),
        Refusal.NO_SUCH_QUESTION: tr("This question or answer is not on the scorecard any more."),
        Refusal.WINDOW_OVER: tr(
            "The days for a dispute are over. Your supervisor may still open one, and says why."
        ),
        Refusal.NOTHING_RAISED: tr("Choose a question first, and say why you see it otherwise."),
        Refusal.SETTLED: tr("This was settled meanwhile. What was decided stays as it is."),
        Refusal.OWN_ANSWER: tr(
            "You gave this answer, so somebody else decides. Ask another supervisor or coach; where there is "
            "nobody, invite somebody on the page Users. If it is a plain slip, you can put it right yourself."
        ),
        Refusal.UNDECIDED: tr("Each question needs an answer and a reason. Here is the first without."),
        Refusal.LOWERS: tr(
            "A re-listen never lowers what the agent was shown. Keep the answer; or make the evaluation "
            "void, with a reason, and evaluate the contact again."
        ),
        Refusal.NO_SLIP: tr("Only a finished evaluation can be put right or made void."),
        Refusal.NOTHING_CHANGES: tr("It says that already, so there is nothing to change."),
        Refusal.BEING_CHANGED: tr("Somebody is changing it. Finish or discard that change first."),
        Refusal.IS_DISPUTED: tr("It is disputed. Decide the dispute first, on the page Disputes."),
        Refusal.IS_VOID: tr("It is void and counts in nothing any more."),
        Refusal.NOT_THEIRS: tr("Whoever listened puts a slip right, or a supervisor."),
        Refusal.ASKED_ALREADY: tr("They were asked for their own view already."),
        Refusal.SHARED_ALREADY: tr("It was shared already, so their own view would not be blind any more."),
        Refusal.AGENT_IN_WAY: tr("Their own view is still being written."),
    }[error.why]
