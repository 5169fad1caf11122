"""Handing the desk over to an agent and taking it back; what the agent finds there. None knows Qt."""

from dataclasses import dataclass
from pathlib import Path

from db import keys
from db.connection import Database
from db.queries import (
    contacts,
    evaluations,
    finals,
    log,
    people,
    plans,
    self_evaluations,
    skills,
    voiding,
)
from db.records.contacts import Contact
from db.records.disputes import SelfEvaluation, SelfState
from db.records.observations import Evaluation, EvaluationState
from db.records.people import Agent, User
from db.records.plans import Plan, PlanState, Side
from db.records.skills import Assessment, AssessmentKind, AssessmentState
from db.store import Store
from desktop.coaching import plans as rules
from desktop.coaching.access import Deed, Forbidden, at_the_desk_of, demand

MOST = 100


class NobodyThere(LookupError):
    """The desk is not handed over to anybody."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Who sits there now: `user` does what an agent may, at the desk of `host`."""

    agent: Agent
    user: User
    host: User


@dataclass(frozen=True, slots=True)
class OwnEvaluation:
    """One evaluation shared with the agent; `revision` is 1 for one that never changed."""

    evaluation: Evaluation
    contact: Contact
    revision: int


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """`to_sign` is whether it waits for the agent's signature."""

    plan: Plan
    areas: tuple[str, ...]
    to_sign: bool


@dataclass(frozen=True, slots=True)
class OwnAsked:
    """A call of theirs that the agent was asked to evaluate too."""

    own: SelfEvaluation
    contact: Contact


@dataclass(frozen=True, slots=True)
class OwnThings:
    """What an agent finds: what waits for them first. `voids` count in nothing and stay to be read."""

    agent: Agent
    evaluations: tuple[OwnEvaluation, ...]
    plans: tuple[OwnPlan, ...]
    views: tuple[Assessment, ...]
    asked: tuple[OwnAsked, ...] = ()
    voids: tuple[OwnEvaluation, ...] = ()


def hand_over(store: Store, agent_id: int, by: User) -> AtDesk:
    """From now on the store shows this agent's own things alone, and writes only what is theirs to write."""
    demand(by, Deed.HAND_OVER)
    with store.writing("event") as db:
        agent = people.agent(db, agent_id)
        log.say(db, "handed_over", agent.name, "agent", agent.uid)
    store.act_as(by, agent_id)
    return AtDesk(agent, at_the_desk_of(by), by)


def take_back(store: Store, proof: keys.Unlocked | None = None) -> User:
    """The desk is its user's again; who that is. On a protected floor their keys prove it (see `let_out`).

    Raises Forbidden without them, NobodyThere where the desk was not handed over.
    """
    host = at_desk(store)
    if store.unlocked is not None and (proof is None or proof.user != host.uid):
        raise Forbidden(Deed.HAND_OVER, at_the_desk_of(host))
    store.act_as(host)
    with store.writing("event") as db:
        log.say(db, "handed_back")
    return host


def at_desk(store: Store) -> User:
    """Whose desk was handed over; NobodyThere where none was."""
    acting = store.acting
    if acting is None or acting.agent is None:
        raise NobodyThere
    return acting.user


def let_out(path: Path, name: str, passphrase: str) -> keys.Unlocked:
    """The keys of the user who ends the hand-over. Raises WrongKey, TooSoon, Suspended or KeyFileDamaged."""
    return keys.unlock(path, name, passphrase)


def things(store: Store, by: User | None) -> OwnThings:
    """What is shown to the agent at the desk. Raises NobodyThere where nobody sits there."""
    at_desk(store)
    assert store.acting is not None and store.acting.agent is not None
    with store.reading() as db:
        agent = people.agent(db, store.acting.agent)
        shared = [
            one
            for one in evaluations.of_agent(db, agent.id, limit=MOST)
            if one.state is not EvaluationState.FINAL
        ]
        waiting_first = sorted(shared, key=lambda one: one.state is not EvaluationState.SHARED)
        return OwnThings(
            agent=agent,
            evaluations=tuple(_evaluation(db, one) for one in waiting_first),
            plans=tuple(_plan(db, one) for one in plans.plans(db, agent.id)),
            views=tuple(one for one in skills.every_assessment(db, agent.id) if _is_open_view(one)),
            asked=tuple(
                OwnAsked(one, contacts.contact(db, one.contact_id))
                for one in self_evaluations.of_agent(db, agent.id)
                if one.state is SelfState.DRAFT
            ),
            voids=tuple(_evaluation(db, one) for one in voiding.of_agent(db, agent.id)),
        )


def _evaluation(db: Database, one: Evaluation) -> OwnEvaluation:
    found = finals.newest(db, "evaluation", one.id)
    return OwnEvaluation(one, contacts.contact(db, one.contact_id), found.final.revision if found else 1)


def _plan(db: Database, one: Plan) -> OwnPlan:
    whole = plans.whole(db, one.id)
    waits = one.state is PlanState.DRAFT and Side.AGENT in rules.unsigned(whole)
    return OwnPlan(one, tuple(area.title for area in whole.areas), waits)


def _is_open_view(one: Assessment) -> bool:
    return one.kind is AssessmentKind.SELF and one.state is AssessmentState.DRAFT
