"""What is held on a person as a document: each kind a section, each row an entry with its date, in words."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from db.records.privacy import Holdings
from desktop.documents.holdings import Entry, Fact, HoldingsDocument, Section, Words
from desktop.shell.record_values import value_words
from desktop.shell.record_words import column_words, kind_words, thing_words
from desktop.shell.text import day, locale_in_use, moment, ntr, number, tr

Row: TypeAlias = Mapping[str, Any]

# What belongs under another: (its table, the column that says under which).
UNDER = {
    "observation": (("note", "observation_id"),),
    "evaluation": (("detail", "evaluation_id"),),
    "assessment": (("rating", "assessment_id"),),
    "transcript": (("transcript_line", "transcript_id"),),
    "plan": (
        ("area", "plan_id"),
        ("goal", "plan_id"),
        ("action", "plan_id"),
        ("condition", "plan_id"),
        ("check_in", "plan_id"),
        ("signature", "plan_id"),
    ),
}
NESTED = {table for parts in UNDER.values() for table, _ in parts}
ORDER = (
    "contact",
    "transcript",
    "observation",
    "evaluation",
    "recognition",
    "shelf_call",
    "assessment",
    "plan",
    "improvement",
    "final",
    "acknowledgement",
)
_WHEN = ("started_at", "begun_at", "day", "begun_on", "raised_on", "made_at", "written_at", "at", "due_on")
_TITLE = ("title", "name", "text", "version", "skill", "contact", "reference", "kind")
# Not said in print: they lead nowhere outside the store, or stand elsewhere in the entry.
_UNSAID = {
    *("id", "uid", "position", "import_id", "import", "answers", "content", "sealed", "purge_id"),
    *("subject_uid", "first_uid", "pending_at_s", "clock_started_at", "clock_offset_s", "key", "agent"),
    *(
        "plan",
        "area",
        "observation",
        "assessment",
        "rating",
        "subject",
        "evaluation",
        "note",
        "final",
        "goal",
        "transcript",
    ),
}
# The columns of contacts under names that leave room for what stands in them.
_CONTACT = {
    "started_at": "Start",
    "reference": "Reference",
    "channel": "Channel",
    "talk_s": "Talk",
    "hold_s": "Hold",
    "wrap_s": "Wrap-up",
    "rating": "Rating",
    "resolved": "Resolved",
    "topic": "Topic",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """By evaluation id each question with its answer; and by its key the text of every question."""

    answers: Mapping[int, list[tuple[str, str]]]
    questions: Mapping[bytes | str, str]


def holdings_document(held: Holdings, asked: Asked, on: date, site: str) -> HoldingsDocument:
    """Dated `on`; ready to print."""
    agent = held.agent
    printed = ("reference", "hired_on", "left_on")
    facts = [Fact(tr("Team"), str(agent.get("team") or ""))]
    facts += [Fact(_named("agent", name), _said("agent", name, agent[name])) for name in printed]
    return HoldingsDocument(
        name=str(agent["name"]),
        made_on=on,
        printed=day(on),
        site=site,
        facts=tuple(fact for fact in facts if fact.value),
        about=tuple(_about(held, on, site)),
        sections=tuple(_sections(held, asked)),
        words=Words.translated(tr),
        locale=locale_in_use(),
    )


def _about(held: Holdings, on: date, site: str) -> Iterator[str]:
    where = site or tr("this floor")
    yield tr(
        "This is everything that Deskside holds about you at {where}, as of {day}.", where=where, day=day(on)
    )
    if held.private_notes:
        yield ntr(
            "{n} private note of a user exists; readable by its author alone, and not printed here.",
            "{n} private notes of users exist; readable by their authors alone, and not printed here.",
            held.private_notes,
        )
    sums = ntr("{n} weekly sum", "{n} weekly sums", len(held.sums))
    lines = ntr("{n} line", "{n} lines", held.changes)
    yield tr(
        "{sums} of these evaluations are kept for trends, and {lines} in the record of changes say who wrote "
        "what you read here, and when. The file beside this one, made for other programs, holds every value.",
        sums=sums,
        lines=lines,
    )


def _sections(held: Holdings, asked: Asked) -> Iterator[Section]:
    others = sorted(held.rows.keys() - set(ORDER) - NESTED - {"evidence"})
    for table in (*ORDER, *others):
        rows = sorted(held.rows.get(table, ()), key=_moment_of)
        if table == "contact":
            yield _contacts(rows)
        elif rows:
            entries = tuple(_entry(held, table, row, asked) for row in rows)
            yield Section(kind_words(table), number(len(rows)), entries=entries)


def _contacts(rows: list[Row]) -> Section:
    shown = [name for name in _CONTACT if name == "topic" or any(row[name] not in (None, "") for row in rows)]
    columns = tuple(tr(_CONTACT[name]) for name in shown)
    lines = tuple(tuple(_said("contact", name, row[name]) for name in shown) for row in rows)
    return Section(kind_words("contact"), number(len(rows)), columns=columns if rows else (), rows=lines)


def _entry(held: Holdings, table: str, row: Row, asked: Asked) -> Entry:
    heads = {*_title_columns(row), *_when_columns(row), "user", "user_id", "deleted_at"}
    facts = [Fact(_named(table, name), said) for name, said in _facts(table, row, asked) if name not in heads]
    if table == "evaluation":
        facts += [Fact(question, answer) for question, answer in asked.answers.get(row["id"], ())]
    for part, column in UNDER.get(table, ()):
        name, rows = _capital(thing_words(part)), _parts(held, part, column, row)
        facts += [Fact(name, _told(part, one, asked)) for one in rows]
    return Entry(_when(row), _title(table, row), _line(row), tuple(facts))


def _parts(held: Holdings, table: str, column: str, row: Row) -> Iterable[Row]:
    """Rows that stand under this one; a goal by way of its focus area."""
    if table == "goal":
        areas = {area["id"] for area in held.rows.get("area", ()) if area["plan_id"] == row["id"]}
        return [goal for goal in held.rows.get("goal", ()) if goal["area_id"] in areas]
    return [one for one in held.rows.get(table, ()) if one[column] == row["id"]]


def _told(table: str, row: Row, asked: Asked) -> str:
    """A row under another as one paragraph: its title, then what else is known."""
    heads = set(_title_columns(row))
    rest = [
        tr("{name}: {value}", name=_named(table, name), value=said)
        for name, said in _facts(table, row, asked)
        if name not in heads
    ]
    title = _title(table, row) if heads else ""
    return "\n".join(part for part in (title, "; ".join(rest)) if part)


def _facts(table: str, row: Row, asked: Asked) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name in _UNSAID or name.endswith("_id") or value in (None, ""):
            continue
        if said := value_words(table, name, value, asked.questions):
            yield name, said


def _title_columns(row: Row) -> list[str]:
    return [name for name in _TITLE if row.get(name) not in (None, "")][:1]


def _title(table: str, row: Row) -> str:
    names = _title_columns(row)
    return _said(table, names[0], row[names[0]]) if names else _capital(thing_words(table))


def _when_columns(row: Row) -> list[str]:
    return [name for name in _WHEN if row.get(name)][:1]


def _when(row: Row) -> str:
    return "".join(_said("", name, row[name]) for name in _when_columns(row))


def _moment_of(row: Row) -> str:
    return "".join(str(row[name]) for name in _when_columns(row))


def _line(row: Row) -> str:
    parts = [tr("by {name}", name=row["user"])] if row.get("user") else []
    if row.get("deleted_at"):
        with suppress(ValueError):
            parts.append(tr("removed {when}", when=moment(datetime.fromisoformat(row["deleted_at"]))))
    return ", ".join(parts)


def _named(table: str, column: str) -> str:
    return _capital(column_words(table, column))


def _said(table: str, column: str, value: Any) -> str:
    return value_words(table, column, value, {})


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
