"""Everything a user does with skills: look, rate, link what was seen, finish, compare, set standards."""

from dataclasses import dataclass
from datetime import date

from db.connection import Database
from db.queries import people, skills
from db.records.people import Agent, Team, User
from db.records.skills import Assessment, AssessmentKind, AssessmentState, Evidence, Rating, Skill, Standard
from db.store import Store
from desktop.coaching import blind
from desktop.coaching.access import Deed, demand
from desktop.features.skills import basis, reading

LOWEST, HIGHEST = 1, 5


class Finished(ValueError):
    """The assessment is finished and locked; it must be opened again before it can be changed."""


class Unrated(ValueError):
    """Some skills have no rating yet, not even "not seen yet"; `skill_ids` are theirs, in order."""

    def __init__(self, skill_ids: tuple[int, ...]) -> None:
        super().__init__(f"skills without a rating: {skill_ids}")
        self.skill_ids = skill_ids


class Held(ValueError):
    """An own view that waits for the coach's, and may not be looked at before."""


@dataclass(frozen=True, slots=True)
class RatedSkill:
    """One skill of a sitting with its rating, if it has one yet, and what the questions say of it."""

    skill: Skill
    rating: Rating | None
    linked: tuple[Evidence, ...]
    heard: reading.SkillLine | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One assessment with its skills. Nothing of the other side's view is in it."""

    assessment: Assessment
    agent: Agent
    skills: tuple[RatedSkill, ...]

    @property
    def rated(self) -> int:
        return sum(one.rating is not None for one in self.skills)


@dataclass(frozen=True, slots=True)
class Pair:
    """One skill in both views; a rating is None where the skill was left out."""

    skill: Skill
    required: int | None
    own: Rating | None
    coach: Rating | None

    @property
    def difference(self) -> int | None:
        """Levels the own view lies above the coach's; None unless both have seen it."""
        own, coach = (one.level if one else None for one in (self.own, self.coach))
        return None if own is None or coach is None else own - coach


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both views of one round, the widest differences first."""

    agent: Agent
    own: Assessment
    coach: Assessment
    pairs: tuple[Pair, ...]


def list_agents(store: Store, today: date, by: User | None) -> tuple[reading.AgentLine, ...]:
    with store.reading() as db:
        return reading.agent_lines(db, today)


def list_teams(store: Store, by: User | None) -> tuple[Team, ...]:
    with store.reading() as db:
        return people.teams(db)


def portrait(store: Store, agent_id: int, today: date, by: User | None) -> reading.Portrait:
    with store.reading() as db:
        return reading.portrait(db, agent_id, today)


def team(store: Store, team_id: int | None, today: date, by: User | None) -> reading.TeamPicture:
    with store.reading() as db:
        return reading.team_picture(db, team_id, today)


def facts(store: Store, by: User | None) -> tuple[reading.SkillFacts, ...]:
    with store.reading() as db:
        return reading.skill_facts(db)


def rests_on(
    store: Store, agent_id: int, skill_id: int, today: date, by: User | None
) -> tuple[basis.Basis, ...]:
    """The rows behind one skill of one agent."""
    with store.reading() as db:
        return basis.basis(db, agent_id, skill_id, today)


def begin(store: Store, agent_id: int, kind: AssessmentKind, on: date, by: User | None) -> int:
    """Goes on with the draft of this kind if there is one, else begins; answers the assessment's id.

    A coach goes on with drafts of their own only; the agent's own view is one draft whoever hands it over.
    """
    user = _demand(by, kind)
    with store.writing("assessment") as db:
        for one in reversed(skills.every_assessment(db, agent_id)):
            mine = kind is AssessmentKind.SELF or one.user_id == user.id
            if one.kind is kind and not blind.is_final(one) and mine:
                return one.id
        return skills.begin_assessment(db, agent_id, kind, user.id, on)


def sitting(store: Store, assessment_id: int, today: date, by: User | None) -> Sitting:
    """One assessment to be written or read. Raises Held for an own view that waits for the coach's."""
    with store.reading() as db:
        one = skills.assessment(db, assessment_id)
        if blind.is_held(one, skills.every_assessment(db, one.agent_id)):
            raise Held(f"assessment {assessment_id}")
        return _sitting(db, one, today)


def _sitting(db: Database, one: Assessment, today: date) -> Sitting:
    ratings = {rating.skill_id: rating for rating in skills.ratings(db, one.id)}
    linked = skills.evidence(db, one.id)
    heard = {} if one.kind is AssessmentKind.SELF else _heard(db, one.agent_id, today)
    rows = []
    for skill in skills.skills(db):
        rating = ratings.get(skill.id)
        own = tuple(each for each in linked if rating and each.rating_id == rating.id)
        rows.append(RatedSkill(skill, rating, own, heard.get(skill.id)))
    return Sitting(one, people.agent(db, one.agent_id), tuple(rows))


def _heard(db: Database, agent_id: int, today: date) -> dict[int, reading.SkillLine]:
    return {line.gap.skill.id: line for line in reading.portrait(db, agent_id, today).lines}


def sightings(
    store: Store, assessment_id: int, skill_id: int, every_note: bool, by: User | None
) -> tuple[basis.Sighting, ...]:
    """What can be linked to a rating, linked ones first; nothing for the own view, which rests on memory."""
    with store.reading() as db:
        one = skills.assessment(db, assessment_id)
        if one.kind is AssessmentKind.SELF:
            return ()
        skill = next(each for each in skills.skills(db) if each.id == skill_id)
        ratings = [each.id for each in skills.ratings(db, one.id) if each.skill_id == skill_id]
        linked = [each for each in skills.evidence(db, one.id) if each.rating_id in ratings]
        return basis.sightings(db, one.agent_id, skill, linked, every_note)


def rate(store: Store, assessment_id: int, skill_id: int, level: int | None, by: User | None) -> int:
    """Gives a level 1–5, or None for "not seen yet"; the comment stays. Answers the rating's id."""
    demand(by, Deed.ASSESS_ONESELF)
    if level is not None and not LOWEST <= level <= HIGHEST:
        raise ValueError(f"no level {level}")
    with store.writing("rating") as db:
        _open(db, assessment_id, by)
        before = [one for one in skills.ratings(db, assessment_id) if one.skill_id == skill_id]
        comment = before[0].comment if before else ""
        return skills.rate(db, assessment_id, skill_id, level, comment)


def keep_comment(store: Store, rating_id: int, comment: str, by: User | None) -> None:
    """The words under a rating, as they are typed."""
    demand(by, Deed.ASSESS_ONESELF)
    with store.writing("rating") as db:
        rating = skills.rating(db, rating_id)
        _open(db, rating.assessment_id, by)
        skills.rate(db, rating.assessment_id, rating.skill_id, rating.level, comment)


def unrate(store: Store, rating_id: int, by: User | None) -> None:
    """Takes a rating away, with its comment and links; `bring_back` undoes it."""
    demand(by, Deed.ASSESS_ONESELF)
    with store.writing("rating") as db:
        _open(db, skills.rating(db, rating_id).assessment_id, by)
        skills.unrate(db, rating_id)


def bring_back(store: Store, rating_id: int, by: User | None) -> None:
    demand(by, Deed.ASSESS_ONESELF)
    with store.writing("rating") as db:
        skills.bring_back_rating(db, rating_id)
        _open(db, skills.rating(db, rating_id).assessment_id, by)


def link(store: Store, rating_id: int, seen: basis.Sighting, by: User | None) -> int:
    """Says that a rating rests on a note or an answer; answers the evidence's id."""
    demand(by, Deed.ASSESS)
    with store.writing("evidence") as db:
        _open(db, skills.rating(db, rating_id).assessment_id, by)
        question = seen.question if seen.evaluation_id is not None else ""
        return skills.add_evidence(
            db, rating_id, note_id=seen.note_id, evaluation_id=seen.evaluation_id, question=question
        )


def unlink(store: Store, rating_id: int, evidence_id: int, by: User | None) -> None:
    demand(by, Deed.ASSESS)
    with store.writing("evidence") as db:
        _open(db, skills.rating(db, rating_id).assessment_id, by)
        skills.drop_evidence(db, evidence_id)


def link_again(store: Store, rating_id: int, evidence_id: int, by: User | None) -> None:
    demand(by, Deed.ASSESS)
    with store.writing("evidence") as db:
        _open(db, skills.rating(db, rating_id).assessment_id, by)
        skills.bring_back_evidence(db, evidence_id)


def finish(store: Store, assessment_id: int, by: User | None) -> Assessment:
    """Locks an assessment. Raises Unrated while skills are open; a demonstration needs one rating only."""
    demand(by, Deed.ASSESS_ONESELF)
    with store.writing("assessment") as db:
        one = _open(db, assessment_id, by)
        rated = {rating.skill_id for rating in skills.ratings(db, assessment_id)}
        missing = tuple(skill.id for skill in skills.skills(db) if skill.id not in rated)
        if missing and (one.kind is not AssessmentKind.DEMONSTRATION or not rated):
            raise Unrated(missing)
        skills.finish_assessment(db, assessment_id, store.now())
        return skills.assessment(db, assessment_id)


def reopen(store: Store, assessment_id: int, by: User | None) -> None:
    """Makes a finished assessment a draft again; an agent's own view is theirs alone to open again."""
    demand(by, Deed.ASSESS_ONESELF)
    with store.writing("assessment") as db:
        own = skills.assessment(db, assessment_id).kind is AssessmentKind.SELF
        demand(by, Deed.SIGN_FOR_ONESELF if own else Deed.ASSESS)
        skills.reopen_assessment(db, assessment_id)


def discard(store: Store, assessment_id: int, by: User | None) -> None:
    """Removes a draft; `keep` brings it back whole."""
    demand(by, Deed.ASSESS_ONESELF)
    with store.writing("assessment") as db:
        _open(db, assessment_id, by)
        skills.remove_assessment(db, assessment_id)


def keep(store: Store, assessment_id: int, by: User | None) -> None:
    demand(by, Deed.ASSESS_ONESELF)
    with store.writing("assessment") as db:
        skills.bring_back_assessment(db, assessment_id)
        _open(db, assessment_id, by)


def compare(store: Store, agent_id: int, today: date, by: User | None) -> Comparison | None:
    """Both views side by side; None until both of one round are finished."""
    with store.reading() as db:
        found = blind.pair(skills.every_assessment(db, agent_id))
        if found is None:
            return None
        needed = {
            line.gap.skill.id: line.gap.required for line in reading.portrait(db, agent_id, today).lines
        }
        own, coach = ({one.skill_id: one for one in skills.ratings(db, each.id)} for each in found)
        pairs = [
            Pair(skill, needed[skill.id], own.get(skill.id), coach.get(skill.id))
            for skill in skills.skills(db)
        ]
        return Comparison(people.agent(db, agent_id), *found, tuple(sorted(pairs, key=_distance)))


def _distance(pair: Pair) -> tuple[int, int]:
    """Furthest apart first; then where only one side has seen it; then agreement."""
    apart = pair.difference
    if apart is None:
        one_sided = (pair.own and pair.own.level) != (pair.coach and pair.coach.level)
        return (1, 0) if one_sided else (3, 0)
    return (0, -abs(apart)) if apart else (2, 0)


def set_standard(store: Store, standard: Standard, by: User | None) -> None:
    """What is required of a skill at a stage: level and importance, both 1–5."""
    demand(by, Deed.EDIT_STANDARDS)
    if not all(LOWEST <= value <= HIGHEST for value in (standard.level, standard.importance)):
        raise ValueError(f"level {standard.level}, importance {standard.importance}")
    with store.writing("standard") as db:
        skills.set_standard(db, standard)


def drop_standard(store: Store, standard: Standard, by: User | None) -> None:
    """Requires nothing any more of the skill at that stage."""
    demand(by, Deed.EDIT_STANDARDS)
    with store.writing("standard") as db:
        skills.drop_standard(db, standard)


def _demand(by: User | None, kind: AssessmentKind) -> User:
    """An agent writes their own view, and none but that."""
    return demand(by, Deed.ASSESS_ONESELF if kind is AssessmentKind.SELF else Deed.ASSESS)


def _open(db: Database, assessment_id: int, by: User | None) -> Assessment:
    """The draft, if it is this user's to write; raises Finished where it is none."""
    one = skills.assessment(db, assessment_id)
    _demand(by, one.kind)
    if one.state is not AssessmentState.DRAFT:
        raise Finished(f"assessment {assessment_id}")
    return one
