"""The invented calls: contacts, the ones listened to, their notes, answers and customer figures."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from db.connection import Database
from db.queries import contacts, evaluations, observations
from db.records.contacts import Channel, Contact, NewContact
from db.records.observations import Note, NoteTag, Source
from db.records.scorecards import NOT_APPLICABLE, Form, Question, ScorecardVersion
from desktop.coaching import finishing, scoring
from desktop.features.signin.demo.people import DemoAgent

CONTACTS_A_WEEK = 9
_LISTENED = 0.9
_CRITICAL = 0.012
_NOT_APPLICABLE = 0.10
_SOURCES = (Source.RECORDING, Source.RECORDING, Source.SIDE_BY_SIDE, Source.REMOTE_LIVE)


@dataclass(slots=True)
class Heard:
    """What was observed of one agent: notes by skill, and evaluations with their question percentages."""

    notes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    results: list[tuple[date, int, dict[str, float]]] = field(default_factory=list)


@dataclass(slots=True)
class Floor:
    """What the invention draws from: the store, the dice, the texts, the clock hand and who listens."""

    db: Database
    random: Random
    content: dict
    versions: tuple[ScorecardVersion, ...]
    supervisors: list[int]
    today: date
    moment: datetime
    heard: dict[int, Heard] = field(default_factory=lambda: defaultdict(Heard))
    numbers: int = 0

    def pick_note(self, tag: str, skill: str | None) -> str | None:
        """A jotting with that tag, of that skill if one is named."""
        fits = [
            row["text"]
            for row in self.content["note"]
            if row["tag"] == tag and (skill is None or row["skill"] == skill)
        ]
        return self.random.choice(fits) if fits else None


def live_week(floor: Floor, agent: DemoAgent, week: int, monday: date) -> None:
    """One agent's week: contacts on the five days, and mostly one of them listened to."""
    days = [monday + timedelta(days=day) for day in range(5)]
    days = [day for day in days if agent.hired_on <= day < floor.today]
    if not days:
        return
    made = [_make_contact(floor, agent, week, floor.random.choice(days)) for _ in range(CONTACTS_A_WEEK)]
    answered = [contact for contact in made if contact.answered]
    if answered and floor.random.random() < _LISTENED:
        contact = floor.random.choice(answered)
        begun = (contact.started_at + timedelta(hours=floor.random.randint(1, 30))).replace(tzinfo=UTC)
        listen(floor, agent, week, (contact, floor.supervisors[agent.id % len(floor.supervisors)], begun))


def _make_contact(floor: Floor, agent: DemoAgent, week: int, day: date) -> Contact:
    random = floor.random
    floor.numbers += 1
    ability = sum(agent.able(skill, week) for skill in agent.ability) / len(agent.ability)
    answered = random.random() > 0.06
    topics = floor.content["topic"]
    new = NewContact(
        agent_id=agent.id,
        started_at=datetime.combine(day, time(8)) + timedelta(seconds=random.randint(0, 10 * 3600)),
        reference=f"DEMO-{floor.numbers:05d}",
        channel=random.choices((Channel.CALL, Channel.CHAT, Channel.EMAIL), (86, 9, 5))[0],
        topic=random.choices([row["name"] for row in topics], [row["share"] for row in topics])[0],
        answered=answered,
        resolved=random.random() < 0.45 + 0.5 * ability if answered else None,
        answer_s=round(random.expovariate(1 / 35)) if answered else None,
        talk_s=round(random.lognormvariate(5.45 - 0.3 * ability, 0.45)) if answered else None,
        hold_s=round(random.expovariate(1 / 20)) if answered else None,
        wrap_s=round(random.lognormvariate(3.6, 0.4)) if answered else None,
        rating=_rating(random, ability) if answered and random.random() < 0.35 else None,
    )
    return contacts.contact(floor.db, contacts.add(floor.db, new))


def _rating(random: Random, ability: float) -> float:
    return float(min(5, max(1, round(random.gauss(1.6 + 2.9 * ability, 0.9)))))


def listen(floor: Floor, agent: DemoAgent, week: int, what: tuple[Contact, int, datetime]) -> None:
    """Observe and evaluate a contact of that week; `what` is the contact, who listens and from when."""
    random = floor.random
    contact, user_id, begun = what
    floor.moment = begun
    version = random.choices(floor.versions, (6, 4))[0]
    observation = observations.observation(
        floor.db,
        observations.begin(floor.db, contact, user_id, random.choice(_SOURCES), begun),
    )
    answers = _answer(random, version.form, agent, week)
    evaluation_id = evaluations.begin(floor.db, observation, version.id, answers, contact.started_at.date())
    finish = finishing.finish(version.form, answers)
    _jot(floor, agent, observation.id, version.form, finish.questions)
    floor.moment = begun + timedelta(minutes=random.randint(6, 25))
    evaluations.finish(floor.db, evaluations.evaluation(floor.db, evaluation_id), finish, floor.moment)
    observations.end(floor.db, observation.id, floor.moment)
    floor.heard[agent.id].results.append((contact.started_at.date(), evaluation_id, dict(finish.questions)))


def _answer(random: Random, form: Form, agent: DemoAgent, week: int) -> bytes:
    answers = scoring.blank(form)
    for position, question in enumerate(form.questions):
        if scoring.applies(form, answers)[position]:
            answers = scoring.with_answer(form, answers, position, _code(random, question, agent, week))
    return answers


def _code(random: Random, question: Question, agent: DemoAgent, week: int) -> int:
    if question.allow_na and random.random() < _NOT_APPLICABLE:
        return NOT_APPLICABLE
    criticals = [place for place, option in enumerate(question.options) if option.critical]
    if criticals and random.random() < _CRITICAL:
        return random.choice(criticals) + 1
    most = max(option.points for option in question.options)
    drawn = random.gauss(agent.able(question.skill, week) + 0.08, 0.24)
    sound = [place for place in range(len(question.options)) if place not in criticals]
    return min(sound, key=lambda place: abs(question.options[place].points / (most or 1) - drawn)) + 1


def _jot(
    floor: Floor, agent: DemoAgent, observation_id: int, form: Form, percents: Mapping[str, float]
) -> None:
    random = floor.random
    observation = observations.observation(floor.db, observation_id)
    asked = [question for question in form.questions if question.key in percents and question.skill]
    wanted = [("strength", question) for question in asked if percents[question.key] >= 99]
    wanted += [("opportunity", question) for question in asked if percents[question.key] <= 50]
    picked = random.sample(wanted, min(len(wanted), random.randint(1, 3)))
    second = 4.0
    for tag, question in picked:
        second += random.randint(8, 90)
        floor.moment += timedelta(seconds=random.randint(8, 90))
        _write(floor, observation, second, (tag, question.skill, question.key))
    if random.random() < 0.5:
        tag = random.choice(("promise", "effort", "no-moment"))
        _write(floor, observation, second + random.randint(5, 120), (tag, None, ""))


def _write(floor: Floor, observation, second: float, what: tuple[str, str | None, str]) -> None:
    tag, skill, question = what
    text = floor.pick_note(tag, skill)
    if text is None:
        return
    id = observations.add_note(floor.db, observation, second, text, NoteTag(tag.replace("-", "_")))
    note: Note = observations.note(floor.db, id)
    if question:
        observations.change_note(floor.db, Note(**{**_fields(note), "question": question}))
        floor.heard[observation.agent_id].notes[skill or ""].append(id)


def _fields(note: Note) -> dict:
    return {name: getattr(note, name) for name in Note.__dataclass_fields__}
