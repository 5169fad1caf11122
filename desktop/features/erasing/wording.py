"""What goes, what stays and what a copy is, in words."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from db.queries.copies import OldCopy
from db.records.privacy import Ended, Erasure, Mention
from desktop.features.erasing.actions import Preview
from desktop.shell.record_words import kind_words, thing_words
from desktop.shell.settings import Settings
from desktop.shell.text import day, moment, ntr, number, tr

KINDS = {
    "contact": "Contacts nobody listened to",
    "note": "Notes",
    "evaluation": "Evaluations, with their weekly sums",
    "assessment": "Assessments",
    "plan": "Closed plans",
    "change": "What changes were from and to, in the record",
    "event": "Details of sign-ins, exports and the like, in the record",
}


def second_place(settings: Settings) -> Path | None:
    """The second place of backups on this machine, None where there is none."""
    kept = str(settings.get("second_place"))
    return Path(kept) if kept else None


def term_words(kind: str) -> str:
    """What a term is of."""
    return tr(KINDS[kind]) if kind in KINDS else kind_words(kind)


def counts_words(counts: Mapping[str, int]) -> str:
    """`Contacts: 234 · Evidence: 48`; the most first."""
    ordered = sorted(counts.items(), key=_most_first)
    return " · ".join(tr("{kind}: {n}", kind=_kind(kind), n=number(n)) for kind, n in ordered if n)


def _kind(kind: str) -> str:
    return term_words(kind) if kind in ("change", "event") else kind_words(kind)


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def goes_words(told: Erasure) -> str:
    """What an erasure takes, and the sums and lines that go with it."""
    lines = [counts_words(told.gone)] if any(told.gone.values()) else [tr("Nothing but the name is held.")]
    if told.sums:
        lines.append(ntr("Weekly sum: {n}", "Weekly sums: {n}", told.sums))
    if told.values:
        words = ntr("Words of {n} line in the record", "Words of {n} lines in the record", told.values)
        lines.append(words)
    return "\n".join(lines)


def stays_words(told: Preview) -> str:
    """What is left, tied to nobody; and what is outside Deskside's reach."""
    lines = [tr("That somebody was erased: when, by whom and why, without the name.")]
    lines.append(tr("Who wrote which line of the record, and when, without what it said."))
    if finals := told.erasure.emptied.get("final", 0):
        lines.append(
            ntr("The seal of {n} final copy, emptied", "The seals of {n} final copies, emptied", finals)
        )
    if asked := sum(told.erasure.detached.values()):
        words = ntr(
            "{n} improvement item, without who asked", "{n} improvement items, without who asked", asked
        )
        lines.append(words)
    if told.exports:
        words = ntr(
            "{n} export was made; files on other disks are for you to find.",
            "{n} exports were made; files on other disks are for you to find.",
            told.exports,
        )
        lines.append(words)
    if told.lying:
        words = ntr(
            "The file that {n} recording came from lies in its own folder; it is for you to delete.",
            "The files that {n} recordings came from lie in their own folders; they are for you to delete.",
            told.lying,
        )
        lines.append(words)
    return "\n".join(lines)


def mentions_words(told: Preview) -> str:
    """How often the name stands in words of others, which stay as they are."""
    n = len(told.mentions) + told.more
    if not n:
        return tr("The name stands in no words about others.")
    found = ntr(
        "The name, or a part of it, stands in {n} text about others. It stays unless you change it: "
        "look at it before you erase.",
        "The name, or a part of it, stands in {n} texts about others. They stay unless you change them: "
        "look at them before you erase.",
        n,
    )
    return (
        tr("{found} The first {shown} are listed.", found=found, shown=len(told.mentions))
        if told.more
        else found
    )


def mention_kind(mention: Mention) -> str:
    words = thing_words(mention.table)
    return words[:1].upper() + words[1:]


def copies_words(copies: Iterable[OldCopy]) -> str:
    """How many copies hold the person, and until when."""
    found = tuple(copies)
    if not found:
        return tr("No backup holds this person.")
    last = max(copy.goes_on for copy in found)
    return ntr(
        "{n} backup holds this person. It is kept until {day}, unless you delete it under “Old copies”.",
        "{n} backups hold this person. They are kept until {day}, unless you delete them under “Old copies”.",
        len(found),
        day=day(last),
    )


def copy_state(copy: OldCopy, days: int) -> str:
    if days == 0:
        return tr("due to go")
    return ntr("{n} day left, until {day}", "{n} days left, until {day}", days, day=day(copy.goes_on))


def copy_made(copy: OldCopy) -> str:
    return moment(copy.made_at)


def ended_words(ended: Iterable[Ended]) -> str:
    """What is past its term, a paragraph a kind; blank where nothing is."""
    told = []
    for one in ended:
        rows = ", ".join(
            tr("{kind} {n}", kind=_kind(kind).lower(), n=number(n)) for kind, n in one.gone.items() if n
        )
        told.append(
            tr("{kind}, from before {day}: {rows}", kind=term_words(one.kind), day=day(one.before), rows=rows)
        )
    return "\n".join(told)
