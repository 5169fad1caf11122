"""The way back in sentences: what a backup holds, what is damaged, and what came back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from desktop.shell.text import ago, day, moment, ntr, number, tr

if TYPE_CHECKING:
    from db.salvage.adding import Added
    from db.shelf import Difference, Kept
    from desktop.shell.recovering import Recovered, Ways

MOST_PAGES = 12
SHOWN = ("agent", "contact", "evaluation", "note", "plan", "check_in", "signature")


def count_things(table: str, n: int) -> str:
    """`3 plans`: so many of what a table holds."""
    one, many = {
        "agent": ("{n} agent", "{n} agents"),
        "contact": ("{n} call", "{n} calls"),
        "evaluation": ("{n} evaluation", "{n} evaluations"),
        "note": ("{n} note", "{n} notes"),
        "plan": ("{n} plan", "{n} plans"),
        "check_in": ("{n} check-in", "{n} check-ins"),
        "signature": ("{n} signature", "{n} signatures"),
    }[table]
    return ntr(one, many, n)


def join(parts: list[str]) -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{most} and {last}", most=", ".join(parts[:-1]), last=parts[-1])


def say_counts(counts: Mapping[str, int]) -> str:
    """`24 agents, 612 calls, 480 evaluations, 18 plans`; what there is none of is left out."""
    tables = ("agent", "contact", "evaluation", "plan")
    told = [count_things(table, counts[table]) for table in tables if counts.get(table)]
    return ", ".join(told) or tr("Nothing but the starter content")


def say_holds(kept: "Kept") -> str:
    """What it holds, or why that can't be said."""
    from db.shelf import Soundness

    if kept.soundness is Soundness.CUT:
        return tr("Unsound: its size is not what it was when it was made.")
    if kept.soundness is Soundness.UNREADABLE:
        return tr("Unsound: it can't be read.")
    if kept.soundness is Soundness.PLAIN:
        return tr("Unsound: it was never encrypted, so anybody may have written it.")
    told = [say_counts(kept.counts)] if kept.counts else []
    if kept.newest is not None:
        told.append(tr("newest evaluation {day}", day=day(kept.newest)))
    if kept.soundness is Soundness.LOCKED:
        told.append(tr("opened by a passphrase of then"))
    return "; ".join(told)


def say_where(kept: "Kept") -> str:
    from db.shelf import Where

    return {
        Where.BESIDE: tr("Beside the store"),
        Where.SECOND: tr("Second place"),
        Where.ASIDE: tr("Set aside {moment}", moment=moment(kept.made_at)),
        Where.ELSEWHERE: tr("“{name}”", name=kept.path.name),
    }[kept.where]


def say_line(kept: "Kept", now: datetime) -> str:
    """One backup in two lines of a list; an unsound one is marked."""
    from db.shelf import Soundness, Where

    where = tr("Set aside") if kept.where is Where.ASIDE else say_where(kept)
    mark = "" if kept.soundness in (Soundness.SOUND, Soundness.LOCKED) else "✕ "
    return f"{say_when(kept.made_at, now)} · {where}\n{mark}{say_holds(kept)}"


def say_when(made_at: datetime, now: datetime) -> str:
    """`19 Nov 2026, 09:05 (3 days ago)`; beyond a week the date says enough."""
    if not timedelta(0) <= now - made_at < timedelta(days=6):
        return moment(made_at)
    return tr("{moment} ({ago})", moment=moment(made_at), ago=ago(made_at, now))


def say_pages(ways: "Ways") -> str:
    """`3 of its 2,207 pages can't be read: 5, 17, 30.`; blank where none is known."""
    if not ways.bad:
        return ""
    shown = ", ".join(number(page) for page in ways.bad[:MOST_PAGES])
    more = tr(" and more") if len(ways.bad) > MOST_PAGES else ""
    return ntr(
        "{n} of its {pages} pages can't be read: {shown}{more}.",
        "{n} of its {pages} pages can't be read: {shown}{more}.",
        len(ways.bad),
        pages=number(ways.pages),
        shown=shown,
        more=more,
    )


def say_difference(found: "Difference | None") -> str:
    """What going back would set aside, in one sentence."""
    if found is None:
        return tr("What has been done since can't be counted: it takes a passphrase of then.")
    new = [count_things(table, found.new[table]) for table in SHOWN if found.new.get(table)]
    changed = sum(found.changed.values())
    if not new and not changed:
        return tr("Nothing has been done since; nothing would be missing.")
    words = tr("{things} made since then would be set aside.", things=join(new)) if new else ""
    if changed:
        words += " " + ntr(
            "{n} thing that was changed since would be as it was before.",
            "{n} things that were changed since would be as they were before.",
            changed,
        )
    return words.strip()


def say_recovered(done: "Recovered", now: datetime) -> list[str]:
    """What came back, in sentences, the main thing first."""
    when = tr("Back to {when}", when=say_when(done.kept.made_at, now))
    if done.added is None:
        said = [tr("{back}.", back=when)]
    else:
        parts = [part for table in SHOWN if (part := _say_added(table, done.added.get(table)))]
        plus = tr("{back}, plus what was made since: {things}.", back=when, things=join(parts))
        nothing = tr("{back}. The damaged file gave nothing newer.", back=when)
        said = [plus if parts else nothing]
        changed = sum(added.changed for added in done.added.values())
        if changed:
            said.append(ntr("{n} thing is up to date again.", "{n} things are up to date again.", changed))
        if any(added.doubtful for added in done.added.values()):
            said.append(tr("There may have been more in pages that can't be read at all."))
    if done.aside is not None:
        said.append(tr("The file of before is kept as “{name}”.", name=done.aside.name))
    return said


def _say_added(table: str, added: "Added | None") -> str:
    """`5 calls`, or `31 of 33 evaluations` where some are known to be lost."""
    if added is None or not (added.new or added.lost):
        return ""
    things = count_things(table, added.new + added.lost)
    return tr("{n} of {things}", n=number(added.new), things=things) if added.lost else things
