"""Filled scorecards; finishing one also adds it to the week sums, in the same transaction."""

from dataclasses import fields
from datetime import date, datetime, timedelta

from db.clock import stamp
from db.connection import Database
from db.queries.rows import all_of, bring_back, insert, need, one, remove, update
from db.queries.scopes import COUNTED, bound, within
from db.queries.scorecards import question_id
from db.records.contacts import Channel
from db.records.figures import Scope
from db.records.observations import Evaluation, EvaluationState, Finish, Observation, Verdict

_COLUMNS = ", ".join(f"evaluation.{field.name}" for field in fields(Evaluation))
_EVALUATION = f"SELECT {_COLUMNS} FROM evaluation WHERE deleted_at IS NULL"


def begin(db: Database, observation: Observation, version_id: int, answers: bytes, day: date) -> int:
    return insert(
        db,
        "evaluation",
        observation_id=observation.id,
        agent_id=observation.agent_id,
        contact_id=observation.contact_id,
        version_id=version_id,
        user_id=observation.user_id,
        state=EvaluationState.DRAFT,
        answers=answers,
        day=day,
    )


def evaluation(db: Database, id: int) -> Evaluation:
    return need(one(Evaluation, db.query(_EVALUATION + " AND id = ?", [id])), "evaluation", id)


def of_observation(db: Database, observation_id: int) -> tuple[Evaluation, ...]:
    return all_of(Evaluation, db.query(_EVALUATION + " AND observation_id = ? ORDER BY id", [observation_id]))


def of_agent(
    db: Database, agent_id: int, since: date | None = None, until: date | None = None, limit: int = 500
) -> tuple[Evaluation, ...]:
    """Finished ones, newest first; days from `since` to `until`, both among them."""
    of = Scope(agent_id, None, since, until)
    sql = f"{_EVALUATION} AND state <> 'draft'{within(of)} ORDER BY day DESC, id DESC LIMIT :limit"
    return all_of(Evaluation, db.query(sql, bound(of, limit=limit)))


def counted(
    db: Database, agent_id: int, since: date | None = None, until: date | None = None, limit: int = 500
) -> tuple[Evaluation, ...]:
    """Of an agent's finished ones those that are in figures, newest first; days as in `of_agent`."""
    of = Scope(agent_id, None, since, until)
    sql = f"{_EVALUATION} AND {COUNTED}{within(of)} ORDER BY day DESC, id DESC LIMIT :limit"
    return all_of(Evaluation, db.query(sql, bound(of, limit=limit)))


def keep_answers(db: Database, id: int, answers: bytes) -> None:
    update(db, "evaluation", id, answers=answers)


def keep_comment(db: Database, id: int, comment: str) -> None:
    update(db, "evaluation", id, comment=comment)


def change_version(db: Database, id: int, version_id: int, answers: bytes) -> None:
    """Puts a draft on another scorecard; `answers` must be in the order of that version's form."""
    update(db, "evaluation", id, version_id=version_id, answers=answers)


def last_version_id(db: Database, user_id: int, channel: Channel) -> int | None:
    """The scorecard version this user filled in last for a contact of that channel.

    Those brought in from a file don't count. None where none of their newest hundred was of it.
    """
    sql = """SELECT version_id FROM (SELECT id, version_id, contact_id FROM evaluation
            WHERE user_id = ? AND deleted_at IS NULL AND import_id IS NULL
            ORDER BY id DESC LIMIT 100) AS newest
        JOIN contact ON contact.id = newest.contact_id WHERE contact.channel = ?
        ORDER BY newest.id DESC LIMIT 1"""
    return next((int(row["version_id"]) for row in db.query(sql, [user_id, channel])), None)


def remove_evaluation(db: Database, id: int) -> None:
    """For drafts; a final evaluation is part of the week sums."""
    remove(db, "evaluation", id)


def bring_back_evaluation(db: Database, id: int) -> None:
    bring_back(db, "evaluation", id)


def finish(db: Database, evaluation: Evaluation, finish: Finish, at: datetime) -> None:
    """Makes a draft final and adds it to the week sums. Raises LookupError if it is no draft."""
    found = db.execute(
        """UPDATE main.evaluation SET state = 'final', answers = ?, calculated = ?, reported = ?, verdict = ?,
        critical = ?, finished_at = ?
        WHERE id = (SELECT id FROM evaluation WHERE id = ? AND state = 'draft')""",
        [
            finish.answers,
            finish.calculated,
            finish.reported,
            finish.verdict,
            finish.critical,
            stamp(at),
            evaluation.id,
        ],
    )
    if found.rowcount != 1:
        raise LookupError(f"draft evaluation {evaluation.id}")
    add_to_weeks(db, evaluation, finish)


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def add_to_weeks(db: Database, evaluation: Evaluation, finish: Finish) -> None:
    """Count a finished evaluation in its week's sums; one that is in no figure is passed over."""
    if not any(db.query(f"SELECT id FROM evaluation WHERE id = ? AND {COUNTED}", [evaluation.id])):
        return
    scorecard = next(
        iter(db.query("SELECT scorecard_id FROM scorecard_version WHERE id = ?", [evaluation.version_id]))
    )["scorecard_id"]
    passed = int(finish.verdict is Verdict.PASS)
    critical = int(finish.verdict is Verdict.CRITICAL_FAIL)
    rows = [("question", question_id(db, key), value, 0, 0) for key, value in finish.questions.items()]
    skills = {row["key"]: row["id"] for row in db.query("SELECT id, key FROM skill")}
    rows += [("skill", skills[key], value, 0, 0) for key, value in finish.skills.items() if key in skills]
    if finish.reported is not None:
        rows.append(("score", scorecard, finish.reported, passed, critical))
    week = week_of(evaluation.day).isoformat()
    db.conn.executemany(
        """INSERT INTO main.week_sum (agent_id, kind, subject_id, week, n, total, squares, passed, critical)
        VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)
        ON CONFLICT (agent_id, kind, subject_id, week) DO UPDATE SET n = n + 1,
            total = total + excluded.total, squares = squares + excluded.squares,
            passed = passed + excluded.passed, critical = critical + excluded.critical""",
        [(evaluation.agent_id, kind, id, week, value, value * value, p, c) for kind, id, value, p, c in rows],
    )


def heard_since(db: Database, since: datetime) -> dict[int, tuple[int, datetime]]:
    """By agent: how many calls somebody has listened to since and evaluated, and when that was last, ever.

    What counts is when somebody listened, as in `observations.last_heard`; the calls may be years older.
    """
    own = """FROM observation CROSS JOIN evaluation ON evaluation.observation_id = observation.id
        WHERE observation.agent_id = agent.id AND observation.deleted_at IS NULL
        AND evaluation.state <> 'draft' AND evaluation.deleted_at IS NULL"""
    # Asked agent by agent, because one sweep would read every observation there is.
    sql = f"""SELECT agent.id,
        (SELECT count(DISTINCT observation.id) {own} AND observation.begun_at >= ?) AS count,
        (SELECT observation.begun_at {own} ORDER BY observation.begun_at DESC LIMIT 1) AS last FROM agent"""
    rows = db.query(sql, [stamp(since)])
    return {row["id"]: (row["count"], datetime.fromisoformat(row["last"])) for row in rows if row["last"]}
