"""What a final says of the rows it is made of, written once and read again when finals are checked.

These parts hold rows by their uids, so that they mean the same in another store. Names of people, which may
change, stand in parts of their own that are not compared.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from db.connection import Database
from db.queries import finals
from db.queries.canonical import digest, plain
from db.queries.rows import need
from db.records.finals import Fault, FinalKind, Flaw, Revision

_EVALUATION = """SELECT evaluation.uid, hex(evaluation.answers) AS answers, evaluation.day, calculated,
    reported, verdict, critical, finished_at, evaluation.comment, agent.uid AS agent, contact.uid AS contact,
    observation.uid AS observation, scorecard_version.uid AS version, user.uid AS by
    FROM main.evaluation AS evaluation
    JOIN main.agent AS agent ON agent.id = evaluation.agent_id
    JOIN main.contact AS contact ON contact.id = evaluation.contact_id
    JOIN main.observation AS observation ON observation.id = evaluation.observation_id
    JOIN main.scorecard_version AS scorecard_version ON scorecard_version.id = evaluation.version_id
    JOIN main.user AS user ON user.id = evaluation.user_id WHERE evaluation.id = ?"""
_NOTES = """SELECT uid, at_s, text, tag, question, fact, who, how, due, quote FROM main.note
    WHERE observation_id = (SELECT observation_id FROM main.evaluation WHERE id = ?) AND deleted_at IS NULL
    ORDER BY at_s, uid"""
# Of a note only where they say something: finals from before them hold none of them.
_MOMENTS = frozenset({"fact", "who", "how", "due", "quote"})
_DETAILS = """SELECT uid, question, kind, value FROM main.detail
    WHERE evaluation_id = ? AND deleted_at IS NULL ORDER BY question, kind, uid"""
_PLAN = """SELECT plan.uid, agent.uid AS agent, user.uid AS by, begun_on, vision, strengths, together
    FROM main.plan AS plan JOIN main.agent AS agent ON agent.id = plan.agent_id
    JOIN main.user AS user ON user.id = plan.user_id WHERE plan.id = ?"""
_AREAS = (
    """SELECT uid, title, position FROM main.area WHERE plan_id = ? AND deleted_at IS NULL ORDER BY uid"""
)
_GOALS = """SELECT goal.uid, area.uid AS area, skill.key AS skill, goal.question, goal.position, own_words,
    why, how_known, baseline, baseline_n, baseline_low, baseline_high, target, goal.due_on
    FROM main.goal AS goal JOIN main.area AS area ON area.id = goal.area_id
    LEFT JOIN main.skill AS skill ON skill.id = goal.skill_id
    WHERE area.plan_id = ? AND goal.deleted_at IS NULL AND area.deleted_at IS NULL ORDER BY goal.uid"""
_ACTIONS = """SELECT action.uid, goal.uid AS goal, kind, owner, title, action.position, action.due_on,
    written_by
    FROM main.action AS action LEFT JOIN main.goal AS goal ON goal.id = action.goal_id
    WHERE action.plan_id = ? AND action.deleted_at IS NULL ORDER BY action.uid"""
_CONDITIONS = """SELECT uid, kind, reply, comment FROM main.condition
    WHERE plan_id = ? AND deleted_at IS NULL ORDER BY uid"""
_SIGNATURES = """SELECT uid, side, name, signed_at FROM main.signature
    WHERE plan_id = ? AND deleted_at IS NULL ORDER BY uid"""
# Finals from before there were such parts do not name them, and had none.
_LATER: dict[str, Any] = {"details": []}
_PARTS = {"areas": _AREAS, "goals": _GOALS, "actions": _ACTIONS, "conditions": _CONDITIONS}


def of_evaluation(db: Database, id: int) -> dict[str, Any]:
    """Answers, scores, comment, details and notes of an evaluation, also of one that a revision replaced."""
    return {
        "evaluation": _one(db, _EVALUATION, id),
        "notes": [_told(note) for note in _all(db, _NOTES, id)],
        "details": _all(db, _DETAILS, id),
    }


def _told(note: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in note.items() if value or name not in _MOMENTS}


def of_plan(db: Database, id: int) -> dict[str, Any]:
    """All that signatures stand under, and the signatures; not what goes on living after them."""
    return {**agreed_words(db, id), "signatures": _all(db, _SIGNATURES, id)}


def agreed_words(db: Database, id: int) -> dict[str, Any]:
    """What two people agree on when they sign: words, targets, promises, replies."""
    return {"plan": _one(db, _PLAN, id)} | {name: _all(db, sql, id) for name, sql in _PARTS.items()}


def _one(db: Database, sql: str, id: int) -> dict[str, Any]:
    found: dict[str, Any] = plain(need(next(iter(db.query(sql, [id])), None), "row", id))
    return found


def _all(db: Database, sql: str, id: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plain(list(db.query(sql, [id])))
    return found


def check(db: Database) -> Iterator[Flaw]:
    """Every final that is not what it was: its words, the row it was made of, the count of its revisions.

    Of one that was erased, only the count and that it is empty. Memory stays small, however many there are.
    """
    ids = [row["id"] for row in db.query("SELECT id FROM main.final ORDER BY id")]
    texts: dict[str, bool] = {}
    for id in ids:
        found = finals.final(db, id)
        if not _follows(db, found):
            yield _flaw(db, found, Fault.HOLE)
        if found.final.purge_id is None:
            yield from (_flaw(db, found, fault, part) for fault, part in _faults(db, found, texts))
        elif found.final.content or found.final.reason:
            yield _flaw(db, found, Fault.CONTENT)


def _follows(db: Database, found: Revision) -> bool:
    if found.final.revision == 1:
        return True
    sql = "SELECT 1 AS there FROM main.final WHERE first_uid = ? AND revision = ?"
    return any(db.query(sql, [found.final.first_uid, found.final.revision - 1]))


def _faults(db: Database, found: Revision, texts: dict[str, bool]) -> Iterator[tuple[Fault, str]]:
    if digest(found.final.content) != found.final.sha256:
        yield Fault.CONTENT, ""
        return
    form = found.content.get("form")
    if form is not None and not _is_sound(db, form, texts):
        yield Fault.TEXT, "form"
    if found.final.kind is FinalKind.SESSION:
        return
    id = _row_of(db, found)
    if id is None:
        yield Fault.GONE, ""
    elif _is_current(db, found, id):
        live = of_plan(db, id) if found.final.kind is FinalKind.PLAN else of_evaluation(db, id)
        said = {**_LATER, **found.content}
        yield from ((Fault.LIVE, part) for part in live if live[part] != said.get(part))


def _is_sound(db: Database, sha256: str, known: dict[str, bool]) -> bool:
    if sha256 not in known:
        rows = list(db.query("SELECT content FROM main.final_text WHERE sha256 = ?", [sha256]))
        known[sha256] = bool(rows) and all(digest(row["content"]) == sha256 for row in rows)
    return known[sha256]


def _row_of(db: Database, found: Revision) -> int | None:
    table = {FinalKind.EVALUATION: "evaluation", FinalKind.PLAN: "plan"}[found.final.kind]
    rows = db.query(f"SELECT id FROM main.{table} WHERE uid = ?", [found.final.subject_uid])
    return next((int(row["id"]) for row in rows), None)


def _is_current(db: Database, found: Revision, id: int) -> bool:
    """Whether the row must still say what the final says: a plan goes on to its next revision, in its row."""
    if found.final.kind is not FinalKind.PLAN:
        return True
    state = next(iter(db.query("SELECT state FROM main.plan WHERE id = ?", [id])))["state"]
    last = finals.revisions(db, found.final.first_uid)[-1]
    return state != "draft" and last.final.id == found.final.id


def _flaw(db: Database, found: Revision, fault: Fault, part: str = "") -> Flaw:
    one = found.final
    names = db.query("SELECT name FROM main.agent WHERE id = ?", [one.agent_id])
    name = next((row["name"] for row in names), "")
    return Flaw(one.id, one.uid, one.kind, one.revision, one.agent_id, name, fault, part)


def form_of(db: Database, content: Mapping[str, Any]) -> Any:
    """The data of the scorecard's form that an evaluation's final rests on."""
    return finals.text(db, content["form"])
