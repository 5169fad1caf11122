"""What the plan's page shows: the list of all, and one plan with everything that hangs on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.connection import Database
from db.queries import people, plans, practice, scorecards, skills
from db.records.observations import Note
from db.records.people import Agent, Stage, Team, User
from db.records.plans import ConditionKind, Plan, PlanState, Reply, WholePlan
from db.records.practice import ActionIdea, Improvement
from db.records.skills import Skill
from db.store import Store
from desktop.coaching import gaps
from desktop.coaching import plans as rules
from desktop.coaching.gaps import Gap
from desktop.features.plans import starting
from desktop.features.plans.evidence import notes_behind, picture
from desktop.features.plans.starting import Beginning
from desktop.features.plans.sticking import Stuck, stuck


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan of the list. `share` is 0–1; `late` counts open actions whose day has passed."""

    id: int
    agent_id: int
    agent: str
    team_id: int
    team: str
    state: PlanState
    begun_on: date
    areas: tuple[str, ...]
    next_check_in: date | None
    share: float | None
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Overview:
    rows: tuple[PlanRow, ...]
    teams: tuple[Team, ...]
    agents: tuple[Agent, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One plan, ready to be shown. `heard` are the notes behind the level seen, by a goal's skill."""

    whole: WholePlan
    agent: Agent
    author: User
    today: date
    stage: Stage
    skills: Mapping[int, Skill]
    questions: Mapping[str, str]
    ideas: tuple[ActionIdea, ...]
    improvements: tuple[Improvement, ...]
    picture: tuple[Gap, ...]
    heard: Mapping[int, tuple[Note, ...]]
    beginning: Beginning
    stuck: Mapping[int, Stuck]
    share: float | None
    missing: tuple[rules.Missing, ...]

    @property
    def plan(self) -> Plan:
        return self.whole.plan

    @property
    def writable(self) -> bool:
        """Whether its plain fields may be written: a draft that nobody has signed."""
        return starting.is_open(self.whole)


def list_plans(store: Store, today: date) -> Overview:
    """All plans, newest first, with the teams and agents to choose from."""
    with store.reading() as db:
        agents = people.agents(db)
        known = {one.id: one for one in agents}
        wholes = [one for one in plans.wholes(db) if one.plan.agent_id in known]
        rows = tuple(_row(one, known[one.plan.agent_id], today) for one in wholes)
        here = tuple(one for one in agents if one.left_on is None or one.left_on > today)
        return Overview(rows, people.teams(db), here)


def _row(whole: WholePlan, agent: Agent, today: date) -> PlanRow:
    progress = rules.progress(whole.actions, today)
    closed = whole.plan.state is PlanState.CLOSED
    waiting = [one.due_on for one in whole.check_ins if one.held_on is None]
    return PlanRow(
        id=whole.plan.id,
        agent_id=agent.id,
        agent=agent.name,
        team_id=agent.team_id,
        team=agent.team,
        state=whole.plan.state,
        begun_on=whole.plan.begun_on,
        areas=tuple(area.title for area in whole.areas),
        next_check_in=None if closed else min(waiting, default=None),
        share=rules.written_by_agent(whole),
        open=progress.open,
        late=0 if closed else progress.late,
    )


def read_sheet(store: Store, plan_id: int, today: date) -> Sheet:
    """LookupError for a plan that is not there."""
    with store.reading() as db:
        whole = plans.whole(db, plan_id)
        agent = people.agent(db, whole.plan.agent_id)
        improvements = practice.improvements_of_plan(db, plan_id)
        seen = picture(db, agent, today)
        return Sheet(
            whole=whole,
            agent=agent,
            author=people.user(db, whole.plan.user_id),
            today=today,
            stage=gaps.stage(agent.hired_on, today),
            skills={one.id: one for one in skills.skills(db)},
            questions={key: one.text for key, one in scorecards.questions(db).items()},
            ideas=practice.ideas(db),
            improvements=improvements,
            picture=seen,
            heard=notes_behind(db, seen, whole.goals),
            beginning=starting.suggest(store, agent.id, today),
            stuck=_stuck(db, whole, agent, today),
            share=rules.written_by_agent(whole),
            missing=rules.missing(whole, improvements),
        )


def _stuck(db: Database, whole: WholePlan, agent: Agent, today: date) -> dict[int, Stuck]:
    return {one.goal_id: one for one in stuck(db, whole, agent, today)}


class Unclear(LookupError):
    """The words fit no agent, or each of `names`, which are not in the message: that may be written down."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"{len(names)} agents")
        self.names = names


class Namesakes(LookupError):
    """Several agents of one name; `staff_numbers` has one for each, blank where there is none."""

    def __init__(self, staff_numbers: tuple[str, ...]) -> None:
        super().__init__(staff_numbers)
        self.staff_numbers, self.count = staff_numbers, len(staff_numbers)


def newest_plan(store: Store, agent_name: str) -> int | None:
    """The newest plan of the agent of exactly that name, letter case aside; None where there is none.

    Namesakes where several are called exactly so; Unclear, with the names that come near, where the
    words fit no agent or more than one.
    """
    wanted = agent_name.strip().casefold()
    with store.reading() as db:
        agents = people.agents(db)
        exact = [one for one in agents if wanted in (one.name.casefold(), one.reference.casefold())]
        found = exact or [one for one in agents if wanted and wanted in one.name.casefold()]
        if len(exact) > 1:
            raise Namesakes(tuple(one.reference for one in exact))
        if len(found) != 1:
            raise Unclear(tuple(one.name for one in found))
        return _newest(db, found[0].id)


def plan_for_agent(store: Store, agent_id: int) -> int | None:
    """The agent's newest plan that is not closed, else the newest; None where there is none."""
    with store.reading() as db:
        return _newest(db, agent_id)


def _newest(db: Database, agent_id: int) -> int | None:
    known = plans.plans(db, agent_id)
    live = [one for one in known if one.state is not PlanState.CLOSED]
    return next((one.id for one in [*live, *known]), None)


@dataclass(frozen=True, slots=True)
class PlanFound:
    """A plan in which somebody wrote what was looked for."""

    plan_id: int
    agent: str
    begun_on: date
    words: str


def find(store: Store, text: str, limit: int = 20) -> tuple[PlanFound, ...]:
    """Plans in whose words the text stands, newest first."""
    if not text.strip():
        return ()
    with store.reading() as db:
        found = [(plans.plan(db, id), words) for id, words in plans.find(db, text.strip(), limit)]
        return tuple(
            PlanFound(plan.id, people.agent(db, plan.agent_id).name, plan.begun_on, words)
            for plan, words in found
        )


def open_noes(sheet: Sheet) -> tuple[ConditionKind, ...]:
    """The conditions answered 'no' that nothing answers yet."""
    noes = {one.kind for one in sheet.whole.conditions if one.reply is Reply.NO}
    lacking = {one.condition for one in sheet.missing if one.lack is rules.Lack.CONDITION_ANSWER}
    return tuple(kind for kind in ConditionKind if kind in noes and kind in lacking)
