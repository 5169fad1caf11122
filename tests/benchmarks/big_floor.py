"""A floor as large as a site's: evaluations of two years with their calls, notes and week sums, in bulk.

Scores are true ones: each evaluation has one of a few hundred filled scorecards that the program's own
scoring finished. The dice are seeded, so the same size gives the same floor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from db import starter
from db.connection import Database
from db.queries import assignments, people, scorecards, skills
from db.records.observations import Finish, Verdict
from db.records.people import Role, User
from db.records.scorecards import Form
from db.store import Store
from desktop.coaching import finishing, scoring
from tests.db.stores import open_store

FIRST_MONDAY = date(2024, 4, 1)
FILLED_CARDS = 200
CALLS_FOR_ONE_HEARD = 3
COMMON, RARE = "customer", "vestibule"
WORDS = (COMMON, "asked", "waited", "promised", "named", "calm", "silence", "order", "refund", "next", "step")


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is; calls are three for each evaluation, notes two."""

    evaluations: int
    agents: int = 2000
    teams: int = 100
    weeks: int = 104

    @property
    def today(self) -> date:
        """The Sunday that ends the last week."""
        return FIRST_MONDAY + timedelta(days=7 * self.weeks - 1)


@dataclass(frozen=True, slots=True)
class Filled:
    """A finished scorecard of a version, and its percentage by (kind, subject) as the week sums keep it."""

    version: int
    finish: Finish
    values: dict[tuple[str, int], float] = field(default_factory=dict)


def build(path: Path, size: Size) -> tuple[Store, User]:
    """The store, open, and its one user. All calls are written in one transaction."""
    store = open_store(path)
    with store.writing() as db:
        starter.install(db)
        people.set_site(db, "Harbour Street")
        user = people.user(db, people.add_user(db, "Ruth Castellane", Role.SUPERVISOR, keeps=True))
        for number in range(size.teams):
            assignments.assign(db, user.id, team_id=people.add_team(db, f"Team {number + 1}"))
        for number in range(size.agents):
            people.add_agent(db, f"Agent {number + 1}", number % size.teams + 1, f"A{number + 1}")
    cards = fill_cards(store)
    with store.writing() as db:
        _fill(db, size, cards)
    return store, user


def fill_cards(store: Store) -> list[Filled]:
    """Scorecards as people fill them in: each has its own level, and now and then a question is N/A."""
    random = Random(7)
    with store.reading() as db:
        versions = scorecards.published(db)
        skill_ids = {skill.key: skill.id for skill in skills.skills(db)}
        question_ids = {row["key"]: row["id"] for row in db.query("SELECT id, key FROM question")}
    cards = []
    for number in range(FILLED_CARDS):
        version = versions[number % 4 == 0]
        finish = finishing.finish(version.form, _answers(version.form, random))
        card = Filled(version.id, finish)
        card.values.update({("question", question_ids[key]): p for key, p in finish.questions.items()})
        card.values.update({("skill", skill_ids[key]): p for key, p in finish.skills.items()})
        if finish.reported is not None:
            card.values["score", version.scorecard_id] = finish.reported
        cards.append(card)
    return cards


def _answers(form: Form, random: Random) -> bytes:
    level = random.uniform(0.5, 0.95)
    answers = scoring.blank(form)
    for position, question in enumerate(form.questions):
        if scoring.applies(form, answers)[position]:
            best = random.random() < level
            code = 1 if best else random.randrange(len(question.options)) + 1
            code = 254 if question.allow_na and random.random() < 0.1 else code
            answers = scoring.with_answer(form, answers, position, code)
    return answers


@dataclass(frozen=True, slots=True)
class Plan:
    """Who was heard when, and which filled card came of it: one place in each array for an evaluation."""

    agents: Any
    weeks: Any
    cards: Any


def _fill(db: Database, size: Size, cards: list[Filled]) -> None:
    dice = np.random.default_rng(7)
    plan = Plan(
        dice.integers(1, size.agents + 1, size.evaluations),
        np.arange(size.evaluations) * size.weeks // size.evaluations,
        dice.integers(0, len(cards), size.evaluations),
    )
    for table, columns, rows in (
        ("contact", "id, uid, agent_id, reference, channel, direction, started_at, talk_s", _contacts(plan)),
        ("observation", "id, uid, agent_id, contact_id, user_id, source, begun_at, ended_at", _heard(plan)),
        ("evaluation", EVALUATION, _evaluations(plan, cards)),
        ("note", "uid, observation_id, agent_id, at_s, text, tag, written_at", _notes(plan)),
        ("week_sum", "agent_id, kind, subject_id, week, n, total, squares", _sums(plan, cards, size)),
    ):
        marks = ", ".join("?" * len(columns.split(",")))
        db.conn.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    _count_verdicts(db)


EVALUATION = """id, uid, observation_id, agent_id, contact_id, version_id, user_id, state, answers, day,
    calculated, reported, verdict, critical, finished_at"""


def _uid(kind: int, number: int) -> bytes:
    return kind.to_bytes(4, "big") + number.to_bytes(12, "big")


def _days(plan: Plan) -> list[str]:
    """Of each evaluation, Monday to Friday."""
    weeks = plan.weeks.tolist()
    calendar = {
        (w, d): (FIRST_MONDAY + timedelta(7 * w + d)).isoformat() for w in set(weeks) for d in range(5)
    }
    return [calendar[week, number % 5] for number, week in enumerate(weeks)]


def _contacts(plan: Plan) -> Iterator[tuple[object, ...]]:
    for number, (agent, day) in enumerate(zip(plan.agents.tolist(), _days(plan), strict=True)):
        for call in range(CALLS_FOR_ONE_HEARD):
            id = CALLS_FOR_ONE_HEARD * number + call + 1
            at = f"{day}T{8 + id % 10:02}:{id % 60:02}:00"
            yield id, _uid(1, id), agent, f"C-{id}", "call", "inbound", at, 60.0 + id % 900


def _heard(plan: Plan) -> Iterator[tuple[object, ...]]:
    for id, (agent, day) in enumerate(zip(plan.agents.tolist(), _days(plan), strict=True), 1):
        contact = CALLS_FOR_ONE_HEARD * id
        yield id, _uid(2, id), agent, contact, 1, "recording", f"{day}T18:00:00.000Z", f"{day}T18:09:00.000Z"


def _evaluations(plan: Plan, cards: list[Filled]) -> Iterator[tuple[object, ...]]:
    picks = zip(plan.agents.tolist(), plan.cards.tolist(), _days(plan), strict=True)
    for id, (agent, pick, day) in enumerate(picks, 1):
        end = cards[pick].finish
        call = (id, _uid(3, id), id, agent, CALLS_FOR_ONE_HEARD * id, cards[pick].version, 1, "final")
        result = (end.answers, day, end.calculated, end.reported, end.verdict.value, end.critical)
        yield *call, *result, f"{day}T18:09:00.000Z"


def _notes(plan: Plan) -> Iterator[tuple[object, ...]]:
    random = Random(11)
    tags = ("strength", "opportunity", None, "promise")
    for id, (agent, day) in enumerate(zip(plan.agents.tolist(), _days(plan), strict=True), 1):
        for number in (1, 2):
            words = " ".join(random.choices(WORDS, k=8)) + (f" {RARE}" if id % 5000 == 1 else "")
            at = f"{day}T18:0{number}:00.000Z"
            yield _uid(4, 2 * id + number), id, agent, 40.0 * number, words, random.choice(tags), at


def _sums(plan: Plan, cards: list[Filled], size: Size) -> Iterator[tuple[object, ...]]:
    """What finishing each evaluation would have added up, worked out agent by agent."""
    mondays = [(FIRST_MONDAY + timedelta(days=7 * week)).isoformat() for week in range(size.weeks)]
    subjects = sorted({subject for card in cards for subject in card.values})
    known = np.array([[card.values.get(subject, np.nan) for subject in subjects] for card in cards])
    order = np.argsort(plan.agents, kind="stable")
    ends = np.searchsorted(plan.agents[order], np.arange(1, size.agents + 2))
    for agent in range(1, size.agents + 1):
        own = order[ends[agent - 1] : ends[agent]]
        values, weeks = known[plan.cards[own]], plan.weeks[own]
        for place, (kind, subject) in enumerate(subjects):
            counts = ~np.isnan(values[:, place])
            at, scores = weeks[counts], values[counts, place]
            n = np.bincount(at, minlength=size.weeks)
            total = np.bincount(at, scores, size.weeks)
            squares = np.bincount(at, scores * scores, size.weeks)
            for week in np.flatnonzero(n).tolist():
                yield (
                    agent,
                    kind,
                    subject,
                    mondays[week],
                    int(n[week]),
                    float(total[week]),
                    float(squares[week]),
                )


def _count_verdicts(db: Database) -> None:
    """Passes and critical fails of the scores, in one sweep over the evaluations."""
    db.execute(
        """WITH counted AS (
            SELECT evaluation.agent_id, scorecard_id, date(day, 'weekday 0', '-6 days') AS week,
                sum(verdict = ?) AS passed, sum(verdict = ?) AS critical
            FROM evaluation JOIN scorecard_version ON scorecard_version.id = version_id
            WHERE reported IS NOT NULL GROUP BY 1, 2, 3)
        UPDATE week_sum SET passed = counted.passed, critical = counted.critical FROM counted
        WHERE week_sum.agent_id = counted.agent_id AND kind = 'score'
        AND subject_id = counted.scorecard_id AND week_sum.week = counted.week""",
        [Verdict.PASS.value, Verdict.CRITICAL_FAIL.value],
    )
