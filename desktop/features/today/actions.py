"""Today's list: what is owed first, then check-ins, drafts, and agents nobody has heard for a while."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

from db.connection import Database
from db.queries import (
    contacts,
    copies,
    disputes,
    evaluations,
    figures,
    finals,
    observations,
    people,
    plans,
    practice,
    recognition,
    retention,
    revising,
    sampling_queue,
    self_evaluations,
    settings,
)
from db.records.disputes import Dispute
from db.records.figures import Scope
from db.records.people import Agent, User
from db.records.plans import PlanState, Side, WholePlan
from db.records.practice import ImprovementState
from db.records.sampling import Queue
from db.store import Store
from desktop.coaching import disputes as rules
from desktop.coaching.access import Deed, may
from desktop.coaching.plans import Due, DueKind, due
from desktop.coaching.statistics import Estimate, mean_percent, pool

AHEAD_DAYS = 7
QUIET_DAYS = 30
PRAISE_DAYS = 7
CLOSING_DAYS = 3
SCORE_DAYS = 28
"""How far the mean goes back, and then to that week's Monday: five weeks, this one among them."""

CALLS_PER_MONTH = 8
"""How many calls a month are meant to be heard, where the store's settings say nothing else."""

Heard: TypeAlias = Mapping[int, tuple[int, date | None]]
"""By agent: the calls heard and evaluated in the last 30 days, and the last day somebody listened."""

NEVER: tuple[int, date | None] = (0, None)


class Kind(StrEnum):
    """In the order of the list."""

    OWED = "owed"
    DISPUTE = "dispute"
    CHECK_IN = "check_in"
    LOOK_AGAIN = "look_again"
    DRAFT = "draft"
    HEAR = "hear"
    CHANGE = "change"
    TO_READ = "to_read"
    WINDOW = "window"
    OWN_VIEW = "own_view"
    PROMISED = "promised"
    TELL = "tell"
    PRAISE = "praise"
    PROPOSED = "proposed"
    FIZZLING = "fizzling"
    UNHEARD = "unheard"
    PAST_TERM = "past_term"
    OLD_COPIES = "old_copies"


@dataclass(frozen=True, slots=True)
class Item:
    """One line: of whom, about what, since or by when, and where opening it leads (page key and target).

    `count` is how many calls of `UNHEARD` were heard this month, how many evaluations `TO_READ` wait, how
    many of the `of` calls to `HEAR` are heard.
    """

    kind: Kind
    agent: str
    about: str
    on: date | None
    late: bool
    page: str
    target: object
    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Glance:
    """How the floor stands: the mean score of five weeks' calls in percent, agreed plans, agents heard.

    `apart` is that of targeted calls, which are not in `score`.
    """

    score: Estimate
    apart: Estimate
    agreed_plans: int
    heard: int
    agents: int


def first_day(on: date) -> date:
    """The Monday that begins the five weeks of the mean: sums are kept by week, as Trends shows them."""
    since = on - timedelta(days=SCORE_DAYS)
    return since - timedelta(days=since.weekday())


def glance(store: Store, on: date, by: User | None) -> Glance:
    with store.reading() as db:
        sums = figures.weeks(db, figures.Sums.SCORE, Scope(since=first_day(on)))
        apart = figures.apart(db, Scope(since=first_day(on)))
        agreed = sum(plan.state is PlanState.AGREED for plan in plans.plans(db))
        here = {agent.id for agent in people.agents(db) if agent.left_on is None or agent.left_on > on}
        heard = _heard(db, on)
    return Glance(
        score=mean_percent(pool(sums)),
        apart=mean_percent(apart),
        agreed_plans=agreed,
        heard=sum(heard.get(id, NEVER)[0] > 0 for id in here),
        agents=len(here),
    )


def today(store: Store, on: date, by: User | None) -> tuple[Item, ...]:
    """All that needs this user on that day, most pressing first."""
    with store.reading() as db:
        agents = {
            agent.id: agent for agent in people.agents(db) if agent.left_on is None or agent.left_on > on
        }
        wholes = [plans.whole(db, plan.id) for plan in plans.plans(db) if plan.state is PlanState.AGREED]
        heard = _heard(db, on)
        items = [
            *_due(wholes, agents, on),
            *_drafts(db, agents, by),
            *_to_hear(db, store.now(), by),
            *_changes(db, agents, by),
            *_disputes(db, agents, by, on),
            *_to_read(db, agents),
            *_windows(db, agents, on),
            *_own_views(db, agents),
            *_to_tell(db, agents),
            *_praise(db, agents, by, on),
            *_proposed(db, agents),
            *_fizzling(wholes, agents, heard, on),
            *_unheard(db, agents, heard, on),
        ]
    items += past_terms(store, on, by)
    order = list(Kind)
    return tuple(sorted(items, key=lambda item: (order.index(item.kind), not item.late, item.on or on)))


def past_terms(store: Store, on: date, by: User | None) -> Iterator[Item]:
    """For who looks after the floor: what is past its term, and copies that outlived an erasure by weeks."""
    if not may(by, Deed.ERASE):
        return
    with store.reading(whole=True) as db:
        gone = sum(sum(one.gone.values()) for one in retention.ended(db, on))
        waiting = [
            copy.goes_on for copy in copies.find_old(db, copies.Places(store.path)) if copy.goes_on <= on
        ]
    if gone:
        yield Item(Kind.PAST_TERM, "", "", None, False, "erasing", "terms", gone)
    if waiting:
        yield Item(Kind.OLD_COPIES, "", "", min(waiting), False, "erasing", "copies", len(waiting))


def _due(wholes: list[WholePlan], agents: dict[int, Agent], on: date) -> Iterator[Item]:
    for whole in wholes:
        agent = agents.get(whole.plan.agent_id)
        if agent is None:
            continue
        for one in due(whole, on, AHEAD_DAYS):
            if _kind(one) is Kind.PROMISED and not one.late:
                continue
            yield Item(_kind(one), agent.name, _about(whole, one), one.on, one.late, "plans", whole.plan.id)


def _kind(one: Due) -> Kind:
    if one.kind is DueKind.CHECK_IN:
        return Kind.CHECK_IN
    if one.kind is DueKind.RE_OBSERVATION:
        return Kind.LOOK_AGAIN
    return Kind.OWED if one.owner is Side.SUPERVISOR else Kind.PROMISED


def _about(whole: WholePlan, one: Due) -> str:
    if one.kind is DueKind.ACTION:
        return next((action.title for action in whole.actions if action.id == one.id), "")
    return ", ".join(area.title for area in whole.areas)


def _drafts(db: Database, agents: dict[int, Agent], by: User | None) -> Iterator[Item]:
    for observation in observations.unfinished(db, by.id) if by else ():
        agent = agents.get(observation.agent_id)
        if agent is not None:
            reference = contacts.contact(db, observation.contact_id).reference
            target = ("observation", observation.id)
            begun = observation.begun_at.date()
            yield Item(Kind.DRAFT, agent.name, reference, begun, False, "monitoring", target)


def _to_hear(db: Database, now: datetime, by: User | None) -> Iterator[Item]:
    """The calls that draws gave this user, as one line that leads to the next of them."""
    queue = sampling_queue.queue(db, by.id, now) if by else Queue(())
    one = queue.next
    if one is not None:
        on, target = one.drawn_at.date(), ("contact", one.item.contact_id)
        heard, of = queue.heard, queue.heard + queue.left
        yield Item(Kind.HEAR, one.agent, "", on, False, "monitoring", target, heard, of)


def _changes(db: Database, agents: dict[int, Agent], by: User | None) -> Iterator[Item]:
    """Finished evaluations whose change this user began and has not finished."""
    for draft in revising.drafts(db, by.id) if by else ():
        agent = agents.get(draft.agent_id)
        if agent is not None:
            target = ("evaluation", draft.revises_id)
            yield Item(Kind.CHANGE, agent.name, draft.reason, draft.day, False, "monitoring", target)


def _to_read(db: Database, agents: dict[int, Agent]) -> Iterator[Item]:
    """By agent, what was shared with them and waits to be read and acknowledged."""
    for one in finals.waiting(db):
        agent = agents.get(one.agent_id)
        if agent is not None:
            target = ("evaluation", one.evaluation_id)
            yield Item(Kind.TO_READ, agent.name, "", one.since, False, "monitoring", target, one.count)


def _disputes(db: Database, agents: dict[int, Agent], by: User | None, on: date) -> Iterator[Item]:
    """By evaluation, what waits to be decided by this user, or by anybody where this user is alone."""
    if not may(by, Deed.DECIDE_DISPUTE) or by is None:
        return
    days = int(settings.settings(db).get("decide_days", rules.DECIDE_DAYS))
    found: dict[int, list[Dispute]] = {}
    for one in disputes.waiting(db):
        found.setdefault(one.evaluation_id, []).append(one)
    alone = len([user for user in people.users(db) if user.suspended_at is None]) == 1
    for id, each in found.items():
        agent, raised = agents.get(each[0].agent_id), each[0].raised_at
        mine = any(one.evaluator_id == by.id for one in each)
        if agent is not None and raised is not None and (alone or not mine):
            due_on = rules.due(raised, days)
            yield Item(Kind.DISPUTE, agent.name, "", due_on, due_on < on, "disputes", id, len(each))


def _windows(db: Database, agents: dict[int, Agent], on: date) -> Iterator[Item]:
    """Evaluations not read yet whose days for a dispute are about to end."""
    days = int(settings.settings(db).get("dispute_days", rules.WINDOW_DAYS))
    for id, agent_id, shared in finals.unread(db):
        agent, until = agents.get(agent_id), rules.window(shared, days).until
        if agent is not None and until is not None and 0 <= (until - on).days <= CLOSING_DAYS:
            yield Item(Kind.WINDOW, agent.name, "", until, False, "monitoring", ("evaluation", id))


def _own_views(db: Database, agents: dict[int, Agent]) -> Iterator[Item]:
    """Agents who were asked for their own view of a call."""
    for one in self_evaluations.waiting(db):
        agent = agents.get(one.agent_id)
        if agent is not None:
            since, target = one.asked_at.astimezone().date(), ("observation", one.observation_id)
            reference = contacts.contact(db, one.contact_id).reference
            yield Item(Kind.OWN_VIEW, agent.name, reference, since, False, "monitoring", target)


def _to_tell(db: Database, agents: dict[int, Agent]) -> Iterator[Item]:
    for item in practice.improvements(db):
        agent = agents.get(item.agent_id or 0)
        if item.state is ImprovementState.DONE and agent is not None:
            yield Item(Kind.TELL, agent.name, item.title, item.raised_on, False, "plans", item.plan_id)


def _praise(db: Database, agents: dict[int, Agent], by: User | None, on: date) -> Iterator[Item]:
    """What this user wrote down as well done and the agent has not heard: after a week it has gone stale."""
    for one in recognition.untold(db, by.id) if by else ():
        agent = agents.get(one.agent_id)
        if agent is not None:
            made = one.made_at.astimezone().date()
            late = (on - made).days > PRAISE_DAYS
            yield Item(Kind.PRAISE, agent.name, one.behaviour, made, late, "people", agent.id)


def _proposed(db: Database, agents: dict[int, Agent]) -> Iterator[Item]:
    """Calls that agents would have others hear, and nobody has answered."""
    for one in recognition.shelf(db):
        agent = agents.get(one.agent_id)
        if agent is not None and one.taken_at is None:
            made = one.made_at.astimezone().date()
            yield Item(Kind.PROPOSED, agent.name, one.why, made, False, "library", "hearing")


def _heard(db: Database, on: date) -> Heard:
    """Of the last 30 days, by this machine's calendar: when somebody listened, however old the calls are."""
    midnight = datetime.combine(on - timedelta(days=QUIET_DAYS - 1), time()).astimezone()
    found = evaluations.heard_since(db, midnight)
    return {id: (count, last.astimezone().date()) for id, (count, last) in found.items()}


def _fizzling(wholes: list[WholePlan], agents: dict[int, Agent], heard: Heard, on: date) -> Iterator[Item]:
    """Agreed plans of people nobody has listened to since, for weeks."""
    for whole in wholes:
        agent = agents.get(whole.plan.agent_id)
        if agent is None or (on - whole.plan.begun_on).days <= QUIET_DAYS:
            continue
        since = heard.get(agent.id, NEVER)[1] or whole.plan.begun_on
        if (on - since).days > QUIET_DAYS:
            areas = ", ".join(area.title for area in whole.areas)
            yield Item(Kind.FIZZLING, agent.name, areas, since, True, "plans", whole.plan.id)


def _unheard(db: Database, agents: dict[int, Agent], heard: Heard, on: date) -> Iterator[Item]:
    """Those heard less than a quarter of what was agreed in the last month, the least first."""
    wanted = int(settings.settings(db).get("calls_per_month", CALLS_PER_MONTH))
    rows = [(heard.get(agent.id, NEVER), agent) for agent in agents.values()]
    for (count, last), agent in sorted(rows, key=lambda row: (row[0][0], row[1].name)):
        if 4 * count < wanted:
            yield Item(Kind.UNHEARD, agent.name, "", last, False, "monitoring", ("agent", agent.id), count)
