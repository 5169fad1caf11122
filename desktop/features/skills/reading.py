"""Reads what the page shows: agents with their gaps, one agent's picture, a team's, a skill's facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from db.connection import Database
from db.queries import figures, people, scorecards, skills
from db.records.figures import Scope
from db.records.people import Agent, Stage
from db.records.scorecards import Question
from db.records.skills import Assessment, AssessmentKind, Evidence, Rating, Skill, Standard
from desktop.coaching import blind, gaps, statistics

WEEKS_HEARD = 26


class Group(StrEnum):
    """Where a skill stands in an agent's picture, in the order in which it is told."""

    STRENGTH = "strength"
    GAP = "gap"
    UNSEEN = "unseen"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent in the list. `gaps` and `unseen` count skills of their stage's standard."""

    agent: Agent
    stage: Stage
    own_on: date | None
    coach_on: date | None
    gaps: int
    unseen: int
    drafts: tuple[AssessmentKind, ...]


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One skill of one agent; `heard` (percent) is what its questions say, None where none asks for it."""

    gap: gaps.Gap
    group: Group
    heard: statistics.Estimate | None
    too_few: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the newest view of a kind is; `held` while it waits for the other side's."""

    assessment: Assessment
    rated: int
    held: bool


@dataclass(frozen=True, slots=True)
class Portrait:
    """One agent's skill picture: strengths, then gaps heaviest first, then what nobody has seen yet.

    `apart` is the mean score (percent) of targeted calls, which are in no line.
    """

    agent: Agent
    stage: Stage
    lines: tuple[SkillLine, ...]
    views: dict[AssessmentKind, Standing]
    pair: tuple[Assessment, Assessment] | None
    apart: statistics.Estimate


@dataclass(frozen=True, slots=True)
class Everything:
    """All assessments of the agents asked for, with what is in them."""

    assessments: dict[int, list[Assessment]]
    contents: dict[int, gaps.Assessed]

    def seen(self, agent_id: int) -> tuple[gaps.Assessed, ...]:
        """What may be looked at of an agent's."""
        return tuple(self.contents[one.id] for one in blind.seen(self.assessments.get(agent_id, [])))


def everything(db: Database, agent_id: int | None = None) -> Everything:
    """In three reads, however many agents there are."""
    under: dict[int, list[Rating]] = {}
    whose: dict[int, int] = {}
    for rating in skills.every_rating(db, agent_id):
        under.setdefault(rating.assessment_id, []).append(rating)
        whose[rating.id] = rating.assessment_id
    shown: dict[int, list[Evidence]] = {}
    for evidence in skills.every_evidence(db, agent_id):
        shown.setdefault(whose[evidence.rating_id], []).append(evidence)
    by_agent: dict[int, list[Assessment]] = {}
    contents = {}
    for one in skills.every_assessment(db, agent_id):
        by_agent.setdefault(one.agent_id, []).append(one)
        contents[one.id] = gaps.Assessed(one, tuple(under.get(one.id, ())), tuple(shown.get(one.id, ())))
    return Everything(by_agent, contents)


def agent_lines(db: Database, today: date) -> tuple[AgentLine, ...]:
    """Everybody who works here, by name."""
    known = everything(db)
    facts = skills.skills(db), skills.standards(db)
    here = [one for one in people.agents(db) if one.left_on is None or one.left_on > today]
    return tuple(_agent_line(agent, known, facts, today) for agent in here)


Facts = tuple[Sequence[Skill], Sequence[Standard]]


def _agent_line(agent: Agent, known: Everything, facts: Facts, today: date) -> AgentLine:
    every = known.assessments.get(agent.id, [])
    stage = gaps.stage(agent.hired_on, today)
    picture = gaps.picture(*facts, known.seen(agent.id), stage)
    final = [one for one in every if blind.is_final(one)]
    own, coach = (blind.newest(final, kind) for kind in (AssessmentKind.SELF, AssessmentKind.COACH))
    return AgentLine(
        agent,
        stage,
        own.begun_on if own else None,
        coach.begun_on if coach else None,
        len(gaps.gaps(picture)),
        len(gaps.unseen(picture)),
        tuple(one.kind for one in every if not blind.is_final(one)),
    )


def portrait(db: Database, agent_id: int, today: date) -> Portrait:
    """One agent's picture; LookupError where there is no such agent."""
    agent = people.agent(db, agent_id)
    known = everything(db, agent_id)
    every = known.assessments.get(agent_id, [])
    stage = gaps.stage(agent.hired_on, today)
    picture = gaps.picture(skills.skills(db), skills.standards(db), known.seen(agent_id), stage)
    heard = {one.key: one for one in gaps.standings(figures.by_skill(db, heard_scope(agent_id, today)))}
    asked = {question.skill for question in scorecards.questions(db).values()}
    lines = tuple(_skill_line(gap, group, heard, asked) for gap, group in _in_order(picture))
    apart = statistics.mean_percent(figures.apart(db, heard_scope(agent_id, today)))
    return Portrait(agent, stage, lines, _views(every, known), blind.pair(every), apart)


def heard_scope(agent_id: int | None, today: date) -> Scope:
    """The whole weeks that calls are read from: sums are kept by week, so a span begins with a Monday."""
    monday = today - timedelta(days=today.weekday())
    return Scope(agent_id, None, monday - timedelta(weeks=WEEKS_HEARD), today)


def _in_order(picture: Sequence[gaps.Gap]) -> Iterable[tuple[gaps.Gap, Group]]:
    for group, found in (
        (Group.STRENGTH, gaps.strengths(picture)),
        (Group.GAP, gaps.gaps(picture)),
        (Group.UNSEEN, gaps.unseen(picture)),
    ):
        yield from ((one, group) for one in found)
    yield from ((one, Group.FREE) for one in picture if one.required is None)


def _skill_line(gap: gaps.Gap, group: Group, heard: dict[str, gaps.Standing], asked: set[str]) -> SkillLine:
    found = heard.get(gap.skill.key)
    if found is None:
        nothing = statistics.Estimate(None, 0, None) if gap.skill.key in asked else None
        return SkillLine(gap, group, nothing, True)
    return SkillLine(gap, group, found.estimate, found.place is gaps.Place.TOO_FEW_CALLS)


def _views(every: Sequence[Assessment], known: Everything) -> dict[AssessmentKind, Standing]:
    newest = [(kind, blind.newest(every, kind)) for kind in AssessmentKind]
    return {
        kind: Standing(one, len(known.contents[one.id].ratings), blind.is_held(one, every))
        for kind, one in newest
        if one is not None
    }


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One skill across a team; `gaps` by agent id."""

    skill: Skill
    gaps: dict[int, gaps.Gap]

    @property
    def below(self) -> int:
        return sum((one.gap or 0) > 0 for one in self.gaps.values())

    @property
    def seen(self) -> int:
        return sum(one.gap is not None for one in self.gaps.values())


@dataclass(frozen=True, slots=True)
class TeamPicture:
    """Skills by agents, the skills in the order in which they were written down."""

    agents: tuple[Agent, ...]
    rows: tuple[TeamRow, ...]


def team_picture(db: Database, team_id: int | None, today: date) -> TeamPicture:
    """A team's picture, or everybody's with None."""
    known = everything(db)
    facts = skills.skills(db), skills.standards(db)
    here = [one for one in people.agents(db, team_id) if one.left_on is None or one.left_on > today]
    pictures = {
        agent.id: gaps.picture(*facts, known.seen(agent.id), gaps.stage(agent.hired_on, today))
        for agent in here
    }
    rows = (
        TeamRow(skill, {id: picture[place] for id, picture in pictures.items()})
        for place, skill in enumerate(facts[0])
    )
    return TeamPicture(tuple(here), tuple(rows))


@dataclass(frozen=True, slots=True)
class SkillFacts:
    """A skill with what is required of it by stage, and the questions that show it."""

    skill: Skill
    standards: dict[Stage, Standard]
    questions: tuple[Question, ...]


def skill_facts(db: Database) -> tuple[SkillFacts, ...]:
    asked = scorecards.questions(db).values()
    needed = skills.standards(db)
    return tuple(
        SkillFacts(
            skill,
            {one.stage: one for one in needed if one.skill_id == skill.id},
            tuple(question for question in asked if question.skill == skill.key),
        )
        for skill in skills.skills(db)
    )
