"""The fields a column can fill, and the header words that usually stand over them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from db.records.contacts import ImportKind


class Field(StrEnum):
    """The values are the names used on the command line and in remembered mappings."""

    REFERENCE = "reference"
    AGENT = "agent"
    AGENT_REFERENCE = "agent_reference"
    TEAM = "team"
    DATE = "date"
    TIME = "time"
    TOPIC = "topic"
    CHANNEL = "channel"
    DIRECTION = "direction"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    ANSWER_S = "answer_s"
    TALK_S = "talk_s"
    HOLD_S = "hold_s"
    WRAP_S = "wrap_s"
    RATING = "rating"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    HIRED_ON = "hired_on"


class Shape(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    YES_NO = "yes_no"
    RATING = "rating"
    CHANNEL = "channel"
    DIRECTION = "direction"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """`exact` are sets of words that a header must equal; `within` are sets that it may just contain."""

    field: Field
    shape: Shape
    exact: frozenset[frozenset[str]]
    within: frozenset[frozenset[str]]


def _words(text: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(part.split()) for part in text.split(",") if part.strip())


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _rule(field: Field, shape: Shape, exact: str, within: str = "") -> FieldRule:
    return FieldRule(field, shape, _words(exact), _words(within))


_AGENT = (
    "agent, agent name, agent full name, advisor, adviser, advisor name, rep, rep name, representative, "
    "operator, employee, employee name, csr, handled by, answered by, user, username, user "
    "name, staff, name"
)
_AGENT_REFERENCE = (
    "agent id, agent number, agent no, agent ref, agent reference, agent login, login, login "
    "id, extension, "
    "employee id, employee number, staff id, staff number, user id, advisor id, adviser id, "
    "rep id, agent code"
)
CALL_FIELDS = (
    _rule(
        Field.REFERENCE,
        Shape.TEXT,
        "call id, callid, call reference, call ref, call number, call no, contact id, contact "
        "reference, id, "
        "reference, ref, ticket, ticket id, ticket number, case id, case number, conversation id, ucid, "
        "interaction id, dialogue id, session id, record id, recording id, call uuid, uuid, guid, chat id",
    ),
    _rule(Field.AGENT, Shape.NAME, _AGENT, "agent name, agent"),
    _rule(Field.AGENT_REFERENCE, Shape.TEXT, _AGENT_REFERENCE),
    _rule(Field.TEAM, Shape.NAME, "team, team name, group, agent group, department, squad, agent team, unit"),
    _rule(
        Field.DATE,
        Shape.DATE,
        "date, day, call date, contact date, date time, datetime, timestamp, started, started at, start, "
        "start date, start time, call start, call start time, started utc, start utc, created, created at, "
        "begin, begin time, call time, call date time, call datetime, started on, when",
        "date, timestamp, datetime, started",
    ),
    _rule(
        Field.TIME,
        Shape.TIME,
        "time, call time, start time, clock, time call, time day, hour, begin time, started at, contact time",
    ),
    _rule(
        Field.TOPIC,
        Shape.TEXT,
        "topic, subject, reason, call reason, contact reason, category, call type, issue, queue, skill, "
        "disposition, intent, domain, domains, task, tasks, call topic, contact type, reason call",
        "topic, reason",
    ),
    _rule(
        Field.CHANNEL,
        Shape.CHANNEL,
        "channel, media, medium, media type, channel type, contact channel, type",
    ),
    _rule(Field.DIRECTION, Shape.DIRECTION, "direction, call direction, in out, inbound outbound, call type"),
    _rule(
        Field.ANSWERED,
        Shape.YES_NO,
        "answered, was answered, is answered, call answered, picked up",
        "answered",
    ),
    _rule(
        Field.RESOLVED,
        Shape.YES_NO,
        "resolved, solved, was resolved, is resolved, fcr, first call resolution, first contact "
        "resolution, "
        "resolution, completion, completed",
        "resolved, solved",
    ),
    _rule(
        Field.ANSWER_S,
        Shape.DURATION,
        "speed answer, asa, answer speed, answer time, time answer, wait, wait time, waiting time, "
        "queue time, "
        "time queue, ring time, first response, first response time, response time, answer",
        "speed answer, answer speed, wait time, waiting time, first response, queue time",
    ),
    _rule(
        Field.TALK_S,
        Shape.DURATION,
        "talk, talk time, talk duration, time talk, call duration, duration, call length, length, "
        "talking time, "
        "conversation time, speaking time",
        "talk duration, talk time, talk",
    ),
    _rule(Field.HOLD_S, Shape.DURATION, "hold, hold time, hold duration, on hold, time on hold", "hold time"),
    _rule(
        Field.WRAP_S,
        Shape.DURATION,
        "wrap, wrap time, wrap up, wrap up time, wrapup, wrapup time, acw, after call work, after call, "
        "acw time, after call work time, wrap duration",
        "wrap, acw",
    ),
    _rule(
        Field.RATING,
        Shape.RATING,
        "rating, satisfaction, satisfaction rating, csat, csat score, customer rating, customer "
        "satisfaction, "
        "stars, satisfaction score, customer satisfaction score, survey score",
        "satisfaction, csat, rating",
    ),
)
PEOPLE_FIELDS = (
    _rule(
        Field.NAME, Shape.NAME, _AGENT + ", full name, display name, fullname, person, colleague", "full name"
    ),
    _rule(
        Field.FIRST_NAME,
        Shape.NAME,
        "first name, firstname, first, given name, forename, forenames, given, given names, christian name",
    ),
    _rule(
        Field.LAST_NAME,
        Shape.NAME,
        "last name, lastname, last, surname, family name, family, second name",
    ),
    _rule(
        Field.REFERENCE,
        Shape.TEXT,
        _AGENT_REFERENCE
        + ", id, reference, ref, number, badge, badge number, personnel number, payroll number, "
        "employee no, staff no, payroll, code",
    ),
    _rule(
        Field.TEAM,
        Shape.NAME,
        "team, team name, group, department, squad, agent team, unit, agent group, crew, dept",
        "team",
    ),
    _rule(
        Field.HIRED_ON,
        Shape.DATE,
        "hired, hired on, hire date, date hired, date hire, hire, joined, joined on, join date, "
        "date joined, "
        "start date, started, started on, employed since, since, employment date, employment start, "
        "joining date, date joining",
        "hire date, hired",
    ),
)
RULES = {ImportKind.CALLS: CALL_FIELDS, ImportKind.PEOPLE: PEOPLE_FIELDS}
# Of each group one is enough.
NEEDED: dict[ImportKind, tuple[tuple[Field, ...], ...]] = {
    ImportKind.CALLS: ((Field.AGENT, Field.AGENT_REFERENCE), (Field.DATE,)),
    ImportKind.PEOPLE: ((Field.NAME, Field.FIRST_NAME, Field.LAST_NAME),),
}

# Words that say how a value is written or summed, not what it is.
_NOISE = _set(
    "a the of in on at by for is avg average mean total sum s sec secs second seconds min mins "
    "minute minutes ms "
    "millisecond milliseconds hh mm ss hms y n yes no yn utc gmt local dd yyyy 1 5"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")


def split_words(header: str) -> tuple[str, ...]:
    """The words of a header, lower case, without accents: `AvgTalkDuration` gives avg, talk, duration."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", header) if not unicodedata.combining(c))
    return tuple(word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", plain)))


def meaning(header: str) -> frozenset[str]:
    """The words that say what a column is; all of its words where nothing else is left."""
    words = frozenset(split_words(header))
    return (words - _NOISE) or words


def rule_for(kind: ImportKind, field: Field) -> FieldRule | None:
    return next((rule for rule in RULES[kind] if rule.field is field), None)


def missing(kind: ImportKind, chosen: Iterable[Field]) -> tuple[tuple[Field, ...], ...]:
    """The groups of fields of which none has a column yet."""
    have = set(chosen)
    return tuple(group for group in NEEDED[kind] if not have.intersection(group))
