"""How long each kind of record is kept, what is past its term, and taking that away for good."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from db.clock import stamp
from db.connection import Database
from db.queries import belongings, log
from db.queries.belongings import Belongings, as_list
from db.queries.erasure import begin_purge, blank_values, delete_rows, empty_finals
from db.queries.evaluations import week_of
from db.queries.settings import settings
from db.records.people import User
from db.records.privacy import Ended, Term

TICK_BITS = 16
LEAST_MONTHS = 1
"""The shortest term there is, beside keeping for ever."""
_KEY = "keep_{kind}_months"

_ENDED = {
    "recording": "SELECT id FROM main.recording WHERE coalesce(started_at, found_at) < ?",
    "contact": """SELECT id FROM main.contact WHERE started_at < ?
        AND id NOT IN (SELECT contact_id FROM main.observation)
        AND id NOT IN (SELECT contact_id FROM main.evaluation)""",
    "note": """SELECT note.id FROM main.note JOIN main.observation ON observation.id = note.observation_id
        WHERE note.written_at < ? AND observation.ended_at IS NOT NULL""",
    "evaluation": "SELECT id FROM main.evaluation WHERE state <> 'draft' AND day < ?",
    "assessment": "SELECT id FROM main.assessment WHERE state = 'final' AND begun_on < ?",
    "plan": "SELECT id FROM main.plan WHERE state = 'closed' AND begun_on < ?",
}
KINDS = (*_ENDED, "change", "event")
"""In the order in which they are run, so that a contact nobody refers to any more can follow; see `run`."""

# Heard and evaluated, and nothing of it is left: the observation says no more than that somebody listened.
_SPENT = """SELECT id FROM main.observation WHERE ended_at IS NOT NULL
    AND id IN (SELECT observation_id FROM main.evaluation WHERE id IN (SELECT value FROM json_each(:ids)))
    AND id NOT IN (SELECT observation_id FROM main.evaluation
        WHERE id NOT IN (SELECT value FROM json_each(:ids)))
    AND id NOT IN (SELECT observation_id FROM main.note)"""
_HEARD = "SELECT observation_id FROM main.note WHERE id IN (SELECT value FROM json_each(?))"
_FINALS = """SELECT id FROM main.final WHERE purge_id IS NULL AND subject = ? AND subject_uid IN
    (SELECT uid FROM main."{table}" WHERE id IN (SELECT value FROM json_each(?)))"""


class TooRecent(ValueError):
    """What the record says of the last month is never blanked, whatever the day is taken to be."""


@dataclass(frozen=True, slots=True)
class _Due:
    """What goes: rows, finals to be emptied, and week sums of weeks before a Monday."""

    rows: Belongings
    finals: Belongings
    sums_before: date | None = None


def terms(db: Database) -> tuple[Term, ...]:
    """Each kind with its months; 0, which is where nothing was chosen, keeps for ever."""
    kept = settings(db)
    return tuple(Term(kind, _months(kept.get(_KEY.format(kind=kind), "0"))) for kind in KINDS)


def _months(text: str) -> int:
    return int(text) if text.isdigit() else 0


def term_key(kind: str) -> str:
    """Under which key of the settings a term stands."""
    return _KEY.format(kind=kind)


def cutoff(on: date, months: int) -> date:
    """The day so many months before `on`; the last of a shorter month."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    for day in range(on.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(on.day, 28))


def ended(db: Database, on: date) -> tuple[Ended, ...]:
    """What is past its term on that day, kind by kind; kinds of which nothing is are left out."""
    found = [_count(db, term.kind, cutoff(on, term.months)) for term in terms(db) if term.months]
    return tuple(one for one in found if any(one.gone.values()))


def run(db: Database, kind: str, before: date, by: User | None) -> Ended:
    """Take one kind's ended records for good; the counts are those of `ended`. The caller's transaction."""
    told = _count(db, kind, before)
    purge = begin_purge(db, "retention", kind, by, before.isoformat())
    if kind in _VALUES:
        _demand_past(db, before)
        _VALUES[kind](db, before, purge)
    else:
        _take(db, _due(db, kind, before), purge)
    log.end_purge(db, purge)
    log.say(db, "retention", f"{kind}, {before.isoformat()}")
    return told


def _count(db: Database, kind: str, before: date) -> Ended:
    if kind in _VALUES:
        return Ended(kind, before, {kind: _COUNTS[kind](db, before)})
    due = _due(db, kind, before)
    gone = {table: len(ids) for table, ids in {**due.rows, **due.finals}.items() if ids}
    if due.sums_before is not None:
        sql = "SELECT count(*) FROM main.week_sum WHERE week < ?"
        sums = int(db.execute(sql, [due.sums_before.isoformat()]).fetchone()[0])
        gone |= {"week_sum": sums} if sums and gone else {}
    return Ended(kind, before, gone)


def _due(db: Database, kind: str, before: date) -> _Due:
    day = week_of(before) if kind == "evaluation" else before
    roots = {row[0] for row in db.execute(_ENDED[kind], [day.isoformat()])}
    rows = dict(belongings.of_rows(db, kind, roots))
    if kind == "evaluation":
        spent = {row["id"] for row in db.query(_SPENT, {"ids": as_list(rows.get(kind, ()))})}
        rows |= {"observation": frozenset(spent)} if spent else {}
    return _Due(rows, _finals(db, kind, rows), day if kind == "evaluation" and roots else None)


def _finals(db: Database, kind: str, rows: Belongings) -> Belongings:
    """Those that repeat what goes: finals of these rows, and of the evaluations that quote these notes."""
    of = kind
    if kind == "note":
        sql = f"SELECT id FROM main.evaluation WHERE observation_id IN ({_HEARD})"
        of, rows = "evaluation", {"evaluation": frozenset(_ids(db, sql, as_list(rows.get("note", ()))))}
    finals = _ids(db, _FINALS.format(table=of), of, as_list(rows.get(of, ())))
    said = """SELECT id FROM main.acknowledgement WHERE purge_id IS NULL
        AND final_id IN (SELECT value FROM json_each(?))"""
    answers = _ids(db, said, as_list(finals))
    return {"final": frozenset(finals), "acknowledgement": frozenset(answers)}


def _ids(db: Database, sql: str, *values: str) -> set[int]:
    return {row[0] for row in db.execute(sql, list(values))}


def _take(db: Database, due: _Due, purge: int) -> None:
    everything = {**due.rows, **due.finals}
    known = {table: belongings.uids(db, {table: ids}) for table, ids in everything.items()}
    detach = (
        """UPDATE main.improvement SET plan_id = NULL WHERE plan_id IN (SELECT value FROM json_each(?))"""
    )
    db.execute(detach, [as_list(due.rows.get("plan", ()))])
    delete_rows(db, due.rows)
    if due.sums_before is not None:
        db.execute("DELETE FROM main.week_sum WHERE week < ?", [due.sums_before.isoformat()])
    empty_finals(db, due.finals, purge)
    blank_values(db, known, purge)


def _tick(before: date) -> int:
    return int(datetime.combine(before, time(), UTC).timestamp() * 1000) << TICK_BITS


# Who was given which rights, which terms were set and what was taken away stays, or a term could hide it.
# So does the one line of a row that never changed: it says no more than the row itself.
_OLD_VALUES = """tick < ? AND purge_id IS NULL AND (old IS NOT NULL OR new IS NOT NULL) AND NOT (
    "column" = '' AND id IN (SELECT change_id FROM main.head) AND NOT EXISTS (SELECT 1 FROM main.head
        WHERE head."table" = change."table" AND head."row" = change."row" AND head."column" <> ''))
    AND "table" NOT IN ('user', 'assignment', 'setting', 'device', 'purge', 'event')"""
_OLD_EVENTS = """at < ? AND detail <> '' AND kind NOT IN ('retention', 'restore')
    AND coalesce("table", '') <> 'user'"""


def _demand_past(db: Database, before: date) -> None:
    """A clock in the window, or whoever asks, may be ahead; what was just done stays readable all the same.

    The day of the window may be a day ahead of the store's, which is that of Greenwich.
    """
    now = datetime.fromisoformat(db.execute("SELECT now()").fetchone()[0])
    if before > cutoff(now.date() + timedelta(days=1), LEAST_MONTHS):
        raise TooRecent(before.isoformat())


def _blank_changes(db: Database, before: date, purge: int) -> None:
    log.seal(db)
    sql = f"UPDATE main.change SET old = NULL, new = NULL, salt = NULL, purge_id = ? WHERE {_OLD_VALUES}"
    db.execute(sql, [purge, _tick(before)])


def _blank_events(db: Database, before: date, purge: int) -> None:
    """The record of changes knows an event's words too."""
    sql = f"SELECT uid FROM main.event WHERE {_OLD_EVENTS}"
    uids = [row[0] for row in db.execute(sql, [_moment(before)]).fetchall()]
    db.execute(f"UPDATE main.event SET detail = '' WHERE {_OLD_EVENTS}", [_moment(before)])
    log.blank(db, purge, "event", uids)


def _moment(before: date) -> str:
    return stamp(datetime.combine(before, time(), UTC))


def _count_changes(db: Database, before: date) -> int:
    sql = f"SELECT count(*) FROM main.change WHERE {_OLD_VALUES}"
    return int(db.execute(sql, [_tick(before)]).fetchone()[0])


def _count_events(db: Database, before: date) -> int:
    sql = f"SELECT count(*) FROM main.event WHERE {_OLD_EVENTS}"
    return int(db.execute(sql, [_moment(before)]).fetchone()[0])


_VALUES: Mapping[str, Callable[[Database, date, int], None]] = {
    "change": _blank_changes,
    "event": _blank_events,
}
_COUNTS = {"change": _count_changes, "event": _count_events}
