"""One line of the record as a sentence: what was done to what, never a table's name, a code or JSON."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from textwrap import shorten

from db.records.history import Line, Value
from desktop.shell.record_values import setting_label, value_words
from desktop.shell.record_words import column_words, kind_words, thing_words
from desktop.shell.text import ntr, number, tr

LONGEST = 90
LONGEST_BARE = 24

EVENTS: dict[str, str] = {
    "backup": "made a backup",
    "came_back": "came in by a recovery code",
    "copies_removed": "deleted old copies",
    "dispute_decided": "decided a dispute",
    "erase": "erased what is held on a person",
    "erase_again": "erased again what a restored backup held on a person",
    "export": "exported",
    "handed_back": "took the desk back",
    "handed_over": "handed the desk over",
    "import": "brought in a file",
    "lock": "locked Deskside",
    "move": "moved the floor to another place",
    "own_view_asked": "asked an agent for their own view of a call",
    "own_view_finished": "finished their own view of a call",
    "passphrase_changed": "changed a passphrase",
    "passphrase_reset": "gave somebody a new passphrase",
    "print": "printed",
    "protected": "gave the floor passphrases",
    "recordings": "brought in recordings",
    "recovery_code": "made a recovery code",
    "rekey": "gave the store a new key",
    "restore": "restored a backup",
    "retention": "removed what was past its term",
    "salvage": "added what a damaged store still gave",
    "sign_in": "signed in",
    "sign_in_failed": "came in after failed tries",
    "sign_out": "signed out",
    "slip": "put a plain slip right",
    "taken_back": "read what an agent handed back",
    "unlock": "unlocked Deskside",
    "user_invited": "invited a user",
    "user_removed": "removed a user",
    "user_resumed": "let a user in again",
    "user_suspended": "suspended a user",
    "unvoided": "let a void evaluation count again",
    "verify": "checked the record",
    "voided": "made an evaluation void",
}
# What a detail that is a code or a bare number says; others are words already.
_DETAILS: dict[tuple[str, str], str] = {
    ("export", "everything held"): "everything held on a person",
    ("export", "growth plan"): "the growth plan",
    ("export", "file handed back"): "a file handed back",
}
_NUMBERED = {
    "sign_in_failed": ("{n} try", "{n} tries"),
    "copies_removed": ("{n} copy", "{n} copies"),
    "recordings": ("{n} recording", "{n} recordings"),
}
# What a new row need not say of itself: where it stands, and what its sentence says already.
UNSAID = {
    *("uid", "position", "deleted_at", "import_id", "agent_id", "user_id", "file_hash", "purge_id"),
    *("plan_id", "area_id", "assessment_id", "rating_id", "observation_id", "final_id", "revises_id"),
    *("subject", "subject_uid", "first_uid", "sha256", "digest", "sealed", "baseline_low", "baseline_high"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """`sentence` begins in lower case, for a name stands before it; `detail` is the whole, blank if it is."""

    sentence: str
    detail: str = ""


def tell(line: Line) -> Told:
    """What was done, without who and when."""
    if line.event:
        return _tell_event(line)
    if line.table == "private_note" and line.column != "deleted_at":
        # Sealed: who wrote one is the record's to know, and not a word more.
        return Told(tr("began a private note") if line.column == "" else tr("wrote on a private note"))
    if line.column == "":
        return _tell_row(line)
    if line.column == "deleted_at":
        return _tell_removal(line)
    return _tell_change(line)


def _tell_removal(line: Line) -> Told:
    if line.new is None:
        return Told(tr("brought {what} back", what=what(line)))
    if not line.reason:
        return Told(tr("removed {what}", what=what(line)))
    said = tr("changed {what} by a revision: {reason}", what=what(line), reason=_short(line.reason))
    return Told(said, line.reason if _short(line.reason) != line.reason else "")


def _tell_event(line: Line) -> Told:
    known = EVENTS.get(line.event)
    words = tr(known) if known else line.event.replace("_", " ")
    if line.label:
        words = tr("{words} (“{label}”)", words=words, label=line.label)
    detail = _event_detail(line.event, str(line.new or ""))
    if not detail:
        return Told(words)
    said = tr("{words}: {detail}", words=words, detail=_short(detail))
    return Told(said, detail if _short(detail) != detail else "")


def _event_detail(event: str, detail: str) -> str:
    if event in _NUMBERED and detail.isdigit():
        return ntr(*_NUMBERED[event], int(detail))
    if event == "retention":
        kind, _, before = detail.partition(", ")
        return tr("{kind} from before {day}", kind=kind_words(kind), day=value_words("", "day", before, {}))
    if event == "verify" and detail:
        return tr("it does not hold")
    return tr(_DETAILS.get((event, detail), detail))


def what(line: Line) -> str:
    """The row as part of a sentence, such as `the skill “Active listening”` or `the goal`."""
    if line.table == "setting":
        return tr("the setting “{name}”", name=setting_label(str(line.row)))
    thing = thing_words(line.table)
    if line.label and line.label != line.about:
        return tr("the {thing} “{label}”", thing=thing, label=_short(_dated(line)))
    return tr("the {thing}", thing=thing)


def _dated(line: Line) -> str:
    return value_words(line.table, _LABELLED_BY.get(line.table, ""), line.label, {})


# Rows whose label is a date or a code, by the column it is from.
_LABELLED_BY = {"check_in": "due_on", "condition": "kind"}


def _tell_row(line: Line) -> Told:
    if line.purged:
        return Told(tr("added {what} (its words were erased)", what=what(line)))
    if line.hidden:
        return Told(tr("added {what} (for those who coach to read)", what=what(line)))
    if line.new is None:
        return Told(tr("deleted {what} for ever", what=what(line)))
    values = _read(line.new)
    facts = "\n".join(_facts(line, values))
    if line.old == "again":
        return Told(tr("put down {what} anew, after older words were erased", what=what(line)), facts)
    special = _SPECIAL.get(line.table)
    if special is not None:
        return Told(special(line, values), facts)
    return Told(tr("added {what}", what=what(line)), facts)


def _read(new: Value) -> Mapping[str, Value]:
    with suppress(ValueError):
        found = json.loads(new) if isinstance(new, str) else None
        if isinstance(found, dict):
            return found
    return {}


def _facts(line: Line, values: Mapping[str, Value]) -> list[str]:
    found = []
    for column, value in values.items():
        if column in UNSAID or value in (None, ""):
            continue
        words = value_words(line.table, column, _raw(column, value), line.names)
        name = column_words(line.table, column)
        found.append(tr("{name}: {value}", name=name[:1].upper() + name[1:], value=words))
    return found


def _raw(column: str, value: Value) -> Value:
    """In a whole row references and bytes are written as hexadecimal."""
    if isinstance(value, str) and (column.endswith("_id") or column in ("answers", "after_device")):
        with suppress(ValueError):
            return bytes.fromhex(value)
    return value


def _tell_change(line: Line) -> Told:
    row, part = what(line), column_words(line.table, line.column)
    if line.table == "setting":
        row, part = "", ""
    if line.purged or line.hidden:
        why = tr("the words were erased") if line.purged else tr("for those who coach to read")
        if line.table == "setting":
            return Told(tr("changed {what} ({why})", what=what(line), why=why))
        return Told(tr("changed {part} of {what} ({why})", part=part, what=row, why=why))
    old, new = (value_words(line.table, line.column, one, line.names) for one in (line.old, line.new))
    sentence = _from_to(what(line) if line.table == "setting" else "", (part, row), _short(old), _short(new))
    whole = _short(old) == old and _short(new) == new
    return Told(sentence, "" if whole else _both(old, new))


def _from_to(whole: str, parts: tuple[str, str], old: str, new: str) -> str:
    subject = whole or tr("{part} of {what}", part=_the(parts[0]), what=parts[1])
    if not old:
        return tr("set {subject} to {new}", subject=subject, new=_quoted(new))
    if not new:
        return tr("cleared {subject}, which was {old}", subject=subject, old=_quoted(old))
    return tr("changed {subject} from {old} to {new}", subject=subject, old=_quoted(old), new=_quoted(new))


def _the(part: str) -> str:
    return part if part.startswith(("“", "who", "whose", "what")) else tr("the {part}", part=part)


def _quoted(text: str) -> str:
    bare = text.startswith(("“", "‘", '"')) or " " not in text or len(text) <= LONGEST_BARE
    return text if bare else tr("“{text}”", text=text)


def _both(old: str, new: str) -> str:
    if not old:
        return new
    return tr("Before:\n{old}\n\nAfter:\n{new}", old=old, new=new or tr("nothing"))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST and "\n" not in text else shorten(text, LONGEST, placeholder=" …")


def _import(line: Line, values: Mapping[str, Value]) -> str:
    rows = values.get("rows")
    n = rows if isinstance(rows, int) else 0
    name = str(values.get("file_name") or tr("a file"))
    return ntr("brought in {name} ({n} row)", "brought in {name} ({n} rows)", n, name=name)


def _note(line: Line, values: Mapping[str, Value]) -> str:
    at = value_words("note", "at_s", values.get("at_s"), {})
    return tr("wrote a note at {at}: {text}", at=at, text=_quoted(_short(str(values.get("text") or ""))))


def _evaluation(line: Line, values: Mapping[str, Value]) -> str:
    score = value_words("evaluation", "reported", values.get("reported"), {}) or tr("not scored")
    verdict = value_words("evaluation", "verdict", values.get("verdict"), {})
    told = tr("finished {what}: {score}", what=what(line), score=score)
    return tr("{told}, {verdict}", told=told, verdict=verdict.lower()) if verdict else told


def _signature(line: Line, values: Mapping[str, Value]) -> str:
    side = value_words("signature", "side", values.get("side"), {})
    return tr("signed the plan: {name} ({side})", name=str(values.get("name") or ""), side=side.lower())


def _rating(line: Line, values: Mapping[str, Value]) -> str:
    level = values.get("level")
    shown = tr("level {n}", n=number(level)) if isinstance(level, int) else tr("no level yet")
    return tr("rated “{skill}”: {level}", skill=line.label, level=shown)


def _version(line: Line, _values: Mapping[str, Value]) -> str:
    return tr("put {what} to use", what=what(line))


_SPECIAL = {
    "import": _import,
    "note": _note,
    "evaluation": _evaluation,
    "signature": _signature,
    "rating": _rating,
    "scorecard_version": _version,
}
