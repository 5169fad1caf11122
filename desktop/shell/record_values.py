"""Stored values as a person reads them: dates, percentages and the words of choices in place of codes."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum

from db.records.contacts import Channel, Direction
from db.records.history import Value
from db.records.observations import DetailKind, Drawn, EvaluationState, Fact, NoteTag, Source, Verdict
from db.records.people import Role, Stage
from db.records.plans import ActionKind, ActionStatus, ConditionKind, PlanState, Reply, Side
from db.records.sampling import ItemState, SkipReason
from db.records.scorecards import CriticalClass, VersionState
from db.records.skills import AssessmentKind
from desktop.shell.setting_rows import ROWS
from desktop.shell.text import clock, day, moment, ntr, number, percent, tr
from desktop.shell.words import word

CHOICES: dict[tuple[str, str], type[StrEnum]] = {
    ("action", "kind"): ActionKind,
    ("action", "owner"): Side,
    ("action", "status"): ActionStatus,
    ("action", "written_by"): Side,
    ("action_idea", "kind"): ActionKind,
    ("action_idea", "owner"): Side,
    ("assessment", "kind"): AssessmentKind,
    ("condition", "kind"): ConditionKind,
    ("detail", "kind"): DetailKind,
    ("condition", "reply"): Reply,
    ("contact", "channel"): Channel,
    ("contact", "direction"): Direction,
    ("draw", "kind"): Drawn,
    ("draw_item", "reason"): SkipReason,
    ("draw_item", "state"): ItemState,
    ("evaluation", "state"): EvaluationState,
    ("evaluation", "verdict"): Verdict,
    ("note", "fact"): Fact,
    ("note", "tag"): NoteTag,
    ("observation", "drawn"): Drawn,
    ("observation", "source"): Source,
    ("plan", "state"): PlanState,
    ("sampling_plan", "kind"): Drawn,
    ("scorecard_version", "state"): VersionState,
    ("signature", "side"): Side,
    ("standard", "stage"): Stage,
    ("user", "role"): Role,
}
WORDS = {
    ("assessment", "state", "draft"): "Draft",
    ("assessment", "state", "final"): "Final",
    ("improvement", "state", "open"): "Open",
    ("improvement", "state", "done"): "Done",
    ("improvement", "state", "told"): "The agent was told",
    ("import", "kind", "calls"): "Contacts",
    ("import", "kind", "people"): "People",
    ("import", "kind", "evaluations"): "Evaluations",
    ("import", "kind", "scorecard"): "Scorecard",
    ("transcript", "format", "vtt"): "WebVTT",
    ("transcript", "format", "srt"): "SubRip",
    ("transcript", "format", "json"): "JSON",
    ("transcript", "format", "text"): "Plain text",
    ("transcript_line", "speaker", "agent"): "Agent",
    ("transcript_line", "speaker", "customer"): "Customer",
    ("transcript_line", "speaker", "other"): "Somebody else",
    ("recording", "how", "referenced"): "Referred to where it lies",
    ("recording", "how", "kept"): "Kept with the floor",
    ("recording", "side", "agent"): "Agent",
    ("recording", "side", "customer"): "Customer",
    ("acknowledgement", "how", "desk"): "At the desk",
    ("acknowledgement", "how", "file"): "By a file handed back",
    ("acknowledgement", "how", "signed"): "Signed on paper",
    ("dispute", "how", "desk"): "At the desk",
    ("dispute", "how", "user"): "Typed in for the agent",
    ("dispute", "how", "file"): "By a file handed back",
    ("dispute", "state", "open"): "Waits to be decided",
    ("dispute", "state", "stands"): "The answer stands",
    ("dispute", "state", "partly"): "Partly changed",
    ("dispute", "state", "changed"): "Changed as proposed",
    ("dispute", "state", "withdrawn"): "Taken back",
    ("handed_out", "format", "html"): "Page to fill in",
    ("handed_out", "format", "pdf"): "PDF to sign",
    ("self_evaluation", "state", "draft"): "Being written",
    ("self_evaluation", "state", "final"): "Finished",
    ("final", "kind", "evaluation"): "Evaluation",
    ("final", "kind", "plan"): "Plan",
    ("final", "kind", "session"): "One-on-one",
}
SWITCHES = {
    *(("user", "keeps"), ("dispute", "quick"), ("site", "is_demo")),
    *(("contact", "answered"), ("contact", "resolved")),
}
SHARES = {
    *(("evaluation", "calculated"), ("evaluation", "reported")),
    *(("dispute", "score_before"), ("dispute", "score_after")),
}
# Up to five they are levels of a skill, above it percentages of a question: nobody aims at 5 % or less.
MEASURES = {("goal", name) for name in ("baseline", "baseline_low", "baseline_high", "target")}
HIGHEST_LEVEL = 5


def value_words(table: str, column: str, value: Value, names: Mapping[bytes | str, str]) -> str:
    """A value in words; blank for none. What is no text a person could read is told by its size."""
    if value is None or value == "":
        return ""
    if isinstance(value, bytes):
        return _bytes_words(column, value, names)
    if isinstance(value, str):
        return names.get(value, "") or _text_words(table, column, value)
    return _number_words(table, column, value)


def _bytes_words(column: str, value: bytes, names: Mapping[bytes | str, str]) -> str:
    if column == "answers":
        answered = sum(code != 0 for code in value)
        return ntr("{n} question answered", "{n} questions answered", answered)
    return names.get(value, tr("one that is no longer here") if len(value) == 16 else tr("sealed words"))


def _text_words(table: str, column: str, value: str) -> str:
    if (table, column) in CHOICES:
        return _choice_words(CHOICES[table, column], value)
    if (table, column, value) in WORDS:
        return tr(WORDS[table, column, value])
    if column in _DATA:
        return _DATA[column](value)
    if table == "setting":
        return _setting_words(value)
    if column == "critical":
        return ", ".join(_choice_words(CriticalClass, one) for one in value.split(","))
    if value.startswith("["):
        return _list_words(value)
    return _time_words(column, value) or value


def _choice_words(kind: type[StrEnum], value: str) -> str:
    with suppress(ValueError):
        return word(kind(value))
    return value.replace("_", " ").capitalize()


def _time_words(column: str, value: str) -> str:
    with suppress(ValueError):
        if column.endswith("_at") or column == "at":
            return moment(datetime.fromisoformat(value))
        if column.endswith("_on") or column in ("day", "week"):
            return day(date.fromisoformat(value))
    return ""


def _form_words(value: str) -> str:
    with suppress(ValueError, KeyError, TypeError):
        asked = sum(len(section["questions"]) for section in json.loads(value)["sections"])
        return ntr("{n} question", "{n} questions", asked)
    return tr("a form")


def _filter_words(value: str) -> str:
    with suppress(ValueError, KeyError, TypeError):
        quota = int(json.loads(value)["quota"])
        return ntr("{n} call per agent and cycle", "{n} calls per agent and cycle", quota)
    return tr("filters")


_DATA = {"form": _form_words, "filters": _filter_words}
"""Columns that hold data as JSON."""


def _setting_words(value: str) -> str:
    """Settings are stored as JSON of a number, a text or a switch."""
    with suppress(ValueError):
        read = json.loads(value)
        if isinstance(read, bool):
            return tr("on") if read else tr("off")
        if isinstance(read, int | float):
            return number(read)
        if isinstance(read, str):
            return read
        return tr("a list")
    return value


def _list_words(value: str) -> str:
    with suppress(ValueError, TypeError):
        return " · ".join(str(one) for one in json.loads(value))
    return value


def _number_words(table: str, column: str, value: int | float) -> str:
    if (table, column) in SWITCHES:
        return tr("yes") if value else tr("no")
    if (table, column) in SHARES:
        return percent(value / 100, 0 if float(value).is_integer() else 1)
    if (table, column) in MEASURES:
        return tr("level {n}", n=_exact(value)) if value <= HIGHEST_LEVEL else percent(value / 100)
    if column.endswith("_s"):
        return clock(value)
    return _exact(value)


def _exact(value: int | float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def setting_label(key: str) -> str:
    """What a setting of the store is called on the page of settings; an unknown one as words."""
    known = next((row.label for row in ROWS if row.key == key), "")
    return tr(known) if known else key.replace("_", " ")
