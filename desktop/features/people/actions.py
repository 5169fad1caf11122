"""Who is on the floor: the list with what matters at a glance, and every change of people and teams."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from db.connection import Database
from db.errors import OutOfReach
from db.queries import assignments, figures, observations, people, plans
from db.records.figures import Scope
from db.records.people import Agent, Role, Stage, Team, User
from db.records.plans import Plan, PlanState
from db.store import Store
from desktop.coaching import gaps, statistics
from desktop.coaching.access import Deed, demand
from desktop.coaching.mapping.names import fold

LIST_WEEKS = 13
"""Whole weeks behind the mean in the list: this one and the twelve before, 85 to 91 days."""
NOBODY = statistics.Estimate(None, 0, None)


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list. `mean` is in percent; `plan` is the newest that is not closed.

    `twin`: somebody else's name is the same but for case, accents or spaces.
    """

    agent: Agent
    stage: Stage
    mean: statistics.Estimate
    heard_at: datetime | None
    plan: Plan | None
    has_left: bool
    twin: bool


@dataclass(frozen=True, slots=True)
class Roster:
    people: tuple[Person, ...]
    teams: tuple[Team, ...]


class StillNeeded(ValueError):
    """Calls, notes or plans hang on this person, or people on this team: it can't be removed."""


def weeks_back(today: date, weeks: int) -> date | None:
    """The Monday that begins a span of whole weeks ending with this one; None for 0, all the time."""
    return today - timedelta(days=today.weekday() + 7 * (weeks - 1)) if weeks else None


def list_people(store: Store, today: date, by: User | None) -> Roster:
    """Everybody by name, those who left among them."""
    with store.reading() as db:
        agents = people.agents(db)
        scope = Scope(since=weeks_back(today, LIST_WEEKS))
        means = {int(one.key): statistics.mean_percent(one) for one in figures.by_agent(db, scope)}
        heard = observations.last_heard(db)
        live = live_plans(plans.plans(db))
        teams = people.teams(db)
    names = Counter(fold(agent.name) for agent in agents)
    return Roster(
        tuple(
            Person(
                agent=agent,
                stage=gaps.stage(agent.hired_on, today),
                mean=means.get(agent.id, NOBODY),
                heard_at=heard.get(agent.id),
                plan=live.get(agent.id),
                has_left=has_left(agent, today),
                twin=names[fold(agent.name)] > 1,
            )
            for agent in agents
        ),
        teams,
    )


def has_left(agent: Agent, today: date) -> bool:
    return agent.left_on is not None and agent.left_on <= today


def live_plans(found: Iterable[Plan]) -> dict[int, Plan]:
    """The newest plan of each agent that is not closed; `found` is newest first."""
    live: dict[int, Plan] = {}
    for plan in found:
        if plan.state is not PlanState.CLOSED:
            live.setdefault(plan.agent_id, plan)
    return live


def add_agent(store: Store, new: Agent, by: User | None) -> Agent:
    """Stores a new person; id, uid and team name of the record given do not matter."""
    demand(by, Deed.EDIT_PEOPLE)
    name = _named(new.name)
    with store.writing("agent") as db:
        id = people.add_agent(db, name, new.team_id, new.reference.strip(), new.hired_on)
        if new.left_on is not None:
            people.change_agent(db, replace(people.agent(db, id), left_on=new.left_on))
        return people.agent(db, id)


def change_agent(store: Store, agent: Agent, by: User | None) -> Agent:
    """Stores name, reference, team and dates. Raises ValueError for a blank name."""
    demand(by, Deed.EDIT_PEOPLE)
    with store.writing("agent") as db:
        people.change_agent(db, replace(agent, name=_named(agent.name), reference=agent.reference.strip()))
        return people.agent(db, agent.id)


def remove_agent(store: Store, id: int, by: User | None) -> None:
    """Takes a person from the floor. Raises StillNeeded where anything hangs on them: they leave instead."""
    demand(by, Deed.EDIT_PEOPLE)
    with store.writing("agent") as db:
        if people.has_anything(db, id):
            raise StillNeeded(f"agent {id}")
        people.remove_agent(db, id)


def bring_back_agent(store: Store, id: int, by: User | None) -> None:
    demand(by, Deed.EDIT_PEOPLE)
    with store.writing("agent") as db:
        people.bring_back_agent(db, id)


def add_team(store: Store, name: str, by: User | None) -> Team:
    """A new team of this user's; one that an administrator adds is nobody's until it is assigned.

    Raises ValueError for a blank name, or one that another team has (case and accents aside).
    """
    user = demand(by, Deed.EDIT_PEOPLE)
    with store.writing("team", "assignment") as db:
        _check_team(db, name)
        id = people.add_team(db, _named(name))
        if user.role is not Role.ADMIN:
            assignments.assign(db, user.id, team_id=id)
        return people.team(db, id)


def rename_team(store: Store, id: int, name: str, by: User | None) -> Team:
    """Raises ValueError as `add_team` does, OutOfReach for a team that is not this user's."""
    user = demand(by, Deed.EDIT_PEOPLE)
    with store.writing("team") as db:
        _check_own(db, id, user)
        _check_team(db, name, id)
        people.rename_team(db, id, _named(name))
        return people.team(db, id)


def remove_team(store: Store, id: int, by: User | None) -> None:
    """Raises StillNeeded while somebody is in it, those who left among them; OutOfReach as `rename_team`."""
    user = demand(by, Deed.EDIT_PEOPLE)
    with store.writing("team") as db:
        _check_own(db, id, user)
        if people.has_members(db, id):
            raise StillNeeded(f"team {id}")
        people.remove_team(db, id)


def bring_back_team(store: Store, id: int, by: User | None) -> None:
    user = demand(by, Deed.EDIT_PEOPLE)
    with store.writing("team") as db:
        _check_own(db, id, user)
        people.bring_back_team(db, id)


def team_sizes(roster: Roster) -> Iterator[tuple[Team, int]]:
    """Each team with how many are in it, those who left among them."""
    sizes = Counter(person.agent.team_id for person in roster.people)
    return ((team, sizes[team.id]) for team in roster.teams)


def _check_own(db: Database, id: int, user: User) -> None:
    """Who looks after the floor may tidy up every team; anybody else, their own."""
    if not user.keeps and id not in assignments.own_teams(db, user.id):
        raise OutOfReach("team", id)


def _named(name: str) -> str:
    if not name.strip():
        raise ValueError("a name is needed")
    return " ".join(name.split())


def _check_team(db: Database, name: str, own: int | None = None) -> None:
    if any(fold(team.name) == fold(name) and team.id != own for team in people.teams(db)):
        raise ValueError("another team has this name")
