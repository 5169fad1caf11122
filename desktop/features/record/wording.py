"""What a check of the record found, in words: whole, or which line first is not what was written."""

from db.records.log import Broken, Fault, Verdict
from desktop.shell.record_words import KINDS, column_words, kind_words, thing_words
from desktop.shell.text import moment, ntr, number, tr

# Shown as kinds of the record; rows of the rest are few, or stand under one of these.
SHOWN_KINDS = (
    *("agent", "note", "observation", "evaluation", "assessment", "rating", "plan", "goal", "action"),
    *("check_in", "signature", "contact", "import", "improvement", "skill", "standard", "scorecard_version"),
    *("vision", "behaviour", "action_idea", "team", "user", "assignment", "setting", "final"),
)

FAULTS = {
    Fault.NUMBER: "A line is missing, or stands where another belongs.",
    Fault.VALUES: "What was written there is not what was sealed: it was altered outside Deskside.",
    Fault.FACTS: "Who, when or where is not what was sealed: it was altered outside Deskside.",
    Fault.OPEN: "It was never sealed, although later lines are.",
    Fault.DEVICE: "It was written by a device that the record does not know.",
    Fault.BACKUP: "The record says something else than when a backup was made.",
    Fault.SCHEMA: "The part of the store that writes the record is not as Deskside makes it.",
    Fault.LIVE: "The row itself says something else than its newest line.",
    Fault.UNLOGGED: "It came into the store past the record.",
    Fault.GONE: "The record knows it, and it is not there.",
    Fault.HEAD: "The list of newest lines says something else than the lines.",
    Fault.PURGE: "It says of itself that it erased something else than what is blank in the record.",
    Fault.BLANKED: "What the record said of it was erased, and it is still there.",
    Fault.SUM: "A sum, or what it counts by, is not what the evaluations and forms come to.",
    Fault.ATTACHMENT: "A recording kept with the floor is missing, or is not what was kept.",
    Fault.FINAL: "A final copy is not what was finished or signed.",
}


def kind_choices() -> list[tuple[object, str]]:
    """Everything, events, then each kind by its words."""
    kinds: list[tuple[object, str]] = [(kind, kind_words(kind)) for kind in SHOWN_KINDS if kind in KINDS]
    return [("", tr("everything")), ("event", tr("Sign-ins, exports and the like")), *kinds]


def verdict_words(verdict: Verdict) -> str:
    """`The record is whole: 11,938 lines …`, or where it first breaks and how."""
    broken = verdict.first_broken
    if broken is None:
        words = ntr("The record is whole: {n} line", "The record is whole: {n} lines", verdict.changes)
        return tr("{words}, compared with {rows} rows of the store.", words=words, rows=number(verdict.rows))
    return tr("The record does not hold. First: {finding}", finding=finding_words(broken))


def finding_words(broken: Broken) -> str:
    """`line 12 about a row: note of 2 Mar 2026, 09:00. It was never sealed …`"""
    return tr("{where} {why}", where=_where(broken), why=_why(broken.fault)).strip()


def _why(fault: Fault) -> str:
    return tr(FAULTS[fault]) if fault in FAULTS else tr("It is not what was written.")


def _where(broken: Broken) -> str:
    parts = []
    if broken.sequence:
        parts.append(tr("line {n}", n=number(broken.sequence)))
    if broken.table:
        parts.append(_row_words(broken))
    if broken.at is not None:
        parts.append(tr("of {when}", when=moment(broken.at)))
    if broken.detail:
        parts.append(tr("({detail})", detail=broken.detail))
    return tr("{where}.", where=" ".join(parts)) if parts else ""


def _row_words(broken: Broken) -> str:
    thing = thing_words(broken.table)
    if broken.column:
        return tr(
            "about the {part} of a row: {thing}", part=column_words(broken.table, broken.column), thing=thing
        )
    return tr("about a row: {thing}", thing=thing)
