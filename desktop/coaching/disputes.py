"""The rules of a dispute: what may be disputed, until when, who decides, what a decision may do to a score.

* A question may be disputed once for each evaluation; withdrawing it first leaves the way open.
* Whoever gave the answer does not decide about it. They may give way, where it was a plain slip.
* A re-listen never lowers what an agent was shown: neither the reported score nor the outcome. An evaluation
  that should be lower is made void, with a reason, and evaluated again in the open.
* How often answers stood is a rate of decided disputes, with Wilson's interval; withdrawn ones are not in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from db.records.disputes import Counted, Dispute, DisputeState, Window
from db.records.observations import Verdict
from db.records.scorecards import NOT_APPLICABLE, UNANSWERED, Form, Kind, Question
from desktop.coaching.answers import (
    NA_KEY,
    answer_keys,
    applies,
    code_of,
    options_of,
    with_answer,
    with_ticks,
)
from desktop.coaching.statistics import Estimate, proportion

WINDOW_DAYS = 14
"""Days from sharing in which an agent may dispute, where the store's settings say nothing else."""

DECIDE_DAYS = 7
"""Days in which a dispute is to be decided, where the store's settings say nothing else."""

WHOLE = ""
"""Stands for the evaluation as a whole in place of a question's key."""

COUNTS = "(counts)"
"""What stands of an evaluation as a whole before it is decided otherwise."""

VOID = "(void)"
"""The one thing that can be proposed, and decided, for an evaluation as a whole."""

NONE_TICKED = "(none)"
"""A question that takes several answers, answered with none of them."""

JOINED = "|"


class Refusal(StrEnum):
    """Why something that follows a final can't be done."""

    NO_REASON = "no_reason"
    NOT_SHARED = "not_shared"
    DISPUTED_BEFORE = "disputed_before"
    NO_SUCH_QUESTION = "no_such_question"
    WINDOW_OVER = "window_over"
    NOTHING_RAISED = "nothing_raised"
    SETTLED = "settled"
    OWN_ANSWER = "own_answer"
    UNDECIDED = "undecided"
    LOWERS = "lowers"
    NO_SLIP = "no_slip"
    NOTHING_CHANGES = "nothing_changes"
    BEING_CHANGED = "being_changed"
    IS_DISPUTED = "is_disputed"
    IS_VOID = "is_void"
    NOT_THEIRS = "not_theirs"
    ASKED_ALREADY = "asked_already"
    SHARED_ALREADY = "shared_already"
    AGENT_IN_WAY = "agent_in_way"


class Refused(ValueError):
    """`why` is the rule that stands against it, `detail` what it concerns (a question's key)."""

    def __init__(self, why: Refusal, detail: str = "") -> None:
        super().__init__(f"{why.value} {detail}".strip())
        self.why, self.detail = why, detail


class Scored(Protocol):
    """What comparing two scores needs: an evaluation or a finish."""

    @property
    def reported(self) -> float | None: ...
    @property
    def verdict(self) -> Verdict | None: ...


_WORSE = {Verdict.PASS: 0, Verdict.NOT_SCORED: 0, Verdict.FAIL: 1, Verdict.CRITICAL_FAIL: 2}


def lowers(before: Scored, after: Scored) -> bool:
    """Whether the reported score falls or the outcome gets worse. A score that goes away is not lower."""
    if before.reported is not None and after.reported is not None and after.reported < before.reported:
        return True
    if before.verdict is None or after.verdict is None:
        return False
    return _WORSE[after.verdict] > _WORSE[before.verdict]


def changes_score(before: Scored, after: Scored) -> bool:
    """Whether the agent is to be asked again: another reported score or another outcome."""
    return (before.reported, before.verdict) != (after.reported, after.verdict)


def may_be_disputed(question: Question) -> bool:
    """Whether another answer can be proposed: words and numbers are disputed with the whole."""
    return question.kind in (Kind.CHOICE, Kind.SEVERAL)


def disputable(form: Form, answers: bytes) -> tuple[Question, ...]:
    """The questions that were asked and may be disputed, in the form's order."""
    pairs = zip(form.questions, applies(form, answers), strict=True)
    return tuple(question for question, asked in pairs if asked and may_be_disputed(question))


def place_of(form: Form, key: str) -> int:
    """The position of a question (from 0). Refused where the form has none of that key."""
    for place, question in enumerate(form.questions):
        if question.key == key:
            return place
    raise Refused(Refusal.NO_SUCH_QUESTION, key)


def key_of(form: Form, answers: bytes, position: int) -> str:
    """The answer at a position as a word that means the same in any version of the form.

    An option's key, several joined by a bar, `na`, `(none)` for no tick at all; blank for unanswered.
    """
    if answers[position] == UNANSWERED:
        return ""
    keys = answer_keys(form, answers, position)
    if NA_KEY in keys:
        return NA_KEY
    chosen = [option.key for option in options_of(form, answers, position)]
    return JOINED.join(chosen) or NONE_TICKED


def with_key(form: Form, answers: bytes, position: int, key: str) -> bytes:
    """The answers with the one at a position as `key_of` writes it. Raises NotAllowed or Refused."""
    question = form.questions[position]
    if key == NA_KEY:
        return with_answer(form, answers, position, NOT_APPLICABLE)
    keys = [option.key for option in question.options]
    wanted = [] if key == NONE_TICKED else key.split(JOINED)
    if not set(wanted) <= set(keys) or (question.kind is Kind.CHOICE and len(wanted) != 1):
        raise Refused(Refusal.NO_SUCH_QUESTION, question.key)
    places = [keys.index(one) for one in wanted]
    if question.kind is Kind.SEVERAL:
        return with_ticks(form, answers, position, places)
    return with_answer(form, answers, position, code_of(places[0]))


def answers_by_key(form: Form, answers: bytes) -> dict[str, str]:
    """Every question's answer by the question's key, as `key_of` writes it; those not asked are blank."""
    asked = applies(form, answers)
    return {
        question.key: key_of(form, answers, place) if asked[place] else ""
        for place, question in enumerate(form.questions)
    }


def author(question: str, revisions: Sequence[tuple[int, Mapping[str, str]]]) -> int:
    """Who gave the answer that stands: the user of the last revision in which it changed.

    `revisions` are (user id, answers by question key), oldest first, one at least. Of the whole it is who
    evaluated first.
    """
    by, answers = revisions[0]
    standing = answers.get(question)
    for user, later in revisions[1:] if question != WHOLE else ():
        if later.get(question) != standing:
            by, standing = user, later.get(question)
    return by


def standing(form: Form, answers: bytes, question: str) -> str:
    """What stands now: the answer to a question as `key_of` writes it; of the whole, that it counts."""
    return COUNTS if question == WHOLE else key_of(form, answers, place_of(form, question))


def outcome(standing: str, proposed: str, answer: str) -> DisputeState:
    """What an answer makes of a dispute: the one that stood, the one proposed, or a third."""
    if answer == standing:
        return DisputeState.STANDS
    return DisputeState.CHANGED if answer == proposed else DisputeState.PARTLY


def window(shared_at: datetime | None, days: int) -> Window:
    """How long a dispute may be raised, by this machine's calendar."""
    until = None if shared_at is None else shared_at.astimezone().date() + timedelta(days=days)
    return Window(days, until)


def due(raised_at: datetime, days: int) -> date:
    """The day by which a dispute is to be decided."""
    return raised_at.astimezone().date() + timedelta(days=days)


def check_raising(question: str, reason: str, before: Iterable[Dispute]) -> None:
    """Refused for a blank reason, and where this question was disputed before and not withdrawn."""
    if not reason.strip():
        raise Refused(Refusal.NO_REASON, question)
    for one in before:
        if one.question == question and one.state is not DisputeState.WITHDRAWN:
            raise Refused(Refusal.DISPUTED_BEFORE, question)


def check_deciding(by: int, evaluator: int | None, giving_way: bool, slip: bool) -> None:
    """Whoever gave the answer may only give way, and only where it was a plain slip."""
    if by == evaluator and not (giving_way and slip):
        raise Refused(Refusal.OWN_ANSWER)


@dataclass(frozen=True, slots=True)
class Stood:
    """How often an answer stood: `share` (0–1) of `n` decided disputes with Wilson's 95 % interval."""

    subject: object
    stood: int
    share: Estimate

    @property
    def n(self) -> int:
        return self.share.n


def stood(counted: Iterable[Counted]) -> Stood:
    """Of all of them together."""
    known = list(counted)
    kept = sum(one.stood for one in known)
    return Stood(None, kept, proportion(kept, len(known)))


def stood_by_question(counted: Iterable[Counted]) -> tuple[Stood, ...]:
    """By question key, the most disputed first."""
    return _by([(one.question, one) for one in counted])


def stood_by_evaluator(counted: Iterable[Counted]) -> tuple[Stood, ...]:
    """By user id, the most disputed first; it says how often they were disputed, not how good they are."""
    return _by([(one.evaluator_id, one) for one in counted])


def _by(pairs: Iterable[tuple[object, Counted]]) -> tuple[Stood, ...]:
    groups: defaultdict[object, list[Counted]] = defaultdict(list)
    for subject, one in pairs:
        groups[subject].append(one)
    found = [Stood(subject, stood(each).stood, stood(each).share) for subject, each in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.n, str(one.subject))))
