"""The demo's disputes, one that waits and one that was decided, and a call seen by both sides."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from db.queries import disputes, evaluations, revising, scorecards, self_evaluations
from db.records.disputes import Decision, How, Said
from db.records.finals import Made
from db.records.observations import Evaluation, EvaluationState
from db.records.scorecards import Question
from desktop.coaching import disputes as rules
from desktop.coaching import scoring
from desktop.features.signin.demo.calls import Floor
from desktop.shell.finals import kept_final
from desktop.shell.settling import change_answers

OPEN, DECIDED, SEEN_BY_BOTH = 4, 9, 13
"""Whose newest evaluation it is: places among the agents."""


@dataclass(frozen=True, slots=True)
class _Better:
    """A question with an answer that would be worth more."""

    question: Question
    answer: str


def dispute_calls(floor: Floor, agents: list[int]) -> None:
    """After the last week: raised some days ago, so that the one that waits is still in time."""
    waits, decided, both = (_newest(floor, agents[place]) for place in (OPEN, DECIDED, SEEN_BY_BOTH))
    texts = floor.content["dispute"]
    if waits is not None:
        _raise(floor, waits, texts[0], 2)
    if decided is not None:
        better = _raise(floor, decided, texts[1], 6)
        _decide(floor, decided, better, texts[1]["decision"])
    if both is not None:
        _see_by_both(floor, both)
    floor.moment = datetime.combine(floor.today, time(0), UTC)


def _newest(floor: Floor, agent: int) -> Evaluation | None:
    """The newest evaluation with a question that could be worth more."""
    for one in evaluations.of_agent(floor.db, agent, limit=10):
        if _better(floor, one) is not None:
            return one
    return None


def _better(floor: Floor, one: Evaluation) -> _Better | None:
    form = scorecards.version(floor.db, one.version_id).form
    for question in rules.disputable(form, one.answers):
        best = max(question.options, key=lambda option: option.points)
        if rules.standing(form, one.answers, question.key) in (best.key, "na"):
            continue
        changed = rules.with_key(form, one.answers, rules.place_of(form, question.key), best.key)
        score = scoring.score(form, changed)
        if score.complete and not rules.lowers(one, score):
            return _Better(question, best.key)
    return None


def _ago(floor: Floor, days: int) -> datetime:
    return datetime.combine(floor.today - timedelta(days=days), time(10), UTC)


def _raise(floor: Floor, one: Evaluation, text: dict[str, str], days: int) -> _Better:
    """Shared, read and disputed by the agent."""
    better = _better(floor, one)
    assert better is not None
    floor.moment = _ago(floor, days + 2)
    final = kept_final(floor.db, one).final
    revising.set_state(floor.db, one.id, EvaluationState.SHARED)
    floor.moment = _ago(floor, days)
    of = {"evaluation_id": one.id, "final_id": final.id, "agent_id": one.agent_id, "user_id": one.user_id}
    id = disputes.begin(floor.db, of, better.question.key, How.DESK)
    said = Said(better.question.key, text["reason"], text["evidence"], better.answer)
    disputes.keep(floor.db, id, said)
    disputes.raise_it(floor.db, id, one.user_id, floor.moment)
    revising.set_state(floor.db, one.id, EvaluationState.DISPUTED)
    return better


def _decide(floor: Floor, one: Evaluation, better: _Better, reason: str) -> None:
    """By another supervisor, as proposed; the agent is asked to read it again."""
    by = next(user for user in floor.supervisors if user != one.user_id)
    floor.moment = _ago(floor, 3)
    old = evaluations.evaluation(floor.db, one.id)
    new = change_answers(floor.db, old, {better.question.key: better.answer}, Made(by, reason))
    (waiting,) = disputes.of_evaluation(floor.db, new.id)
    made = Decision(waiting.id, rules.outcome("", better.answer, better.answer), better.answer, reason)
    disputes.decide(floor.db, made, by, floor.moment, (old.reported, new.reported))
    revising.set_state(floor.db, new.id, EvaluationState.SHARED)


def _see_by_both(floor: Floor, one: Evaluation) -> None:
    """The agent saw one question otherwise; both are in, so both can be read."""
    better = _better(floor, one)
    assert better is not None
    floor.moment = _ago(floor, 2)
    id = self_evaluations.ask(floor.db, one, one.answers, one.user_id, floor.moment)
    form = scorecards.version(floor.db, one.version_id).form
    place = rules.place_of(form, better.question.key)
    answers = rules.with_key(form, one.answers, place, better.answer)
    self_evaluations.keep_comment(floor.db, id, floor.content["own_view"])
    floor.moment = _ago(floor, 1)
    own = self_evaluations.self_evaluation(floor.db, id)
    self_evaluations.finish(floor.db, own, answers, floor.moment)
