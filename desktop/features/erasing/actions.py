"""What looks after people's data: all that is held on somebody, erasing them, terms, and old copies."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from db.connection import Database
from db.progress import Progress, step_by_step
from db.queries import attached, belongings, erasure, holdings, log, people, retention, texts
from db.queries.copies import OldCopy, Places, find_old, remove
from db.queries.settings import set_setting
from db.records.people import Agent, User
from db.records.privacy import Ended, Erasure, Mention, Term
from db.store import Store
from desktop.coaching import mentions
from desktop.coaching.access import Deed, demand
from desktop.documents.files import put_whole
from desktop.documents.holdings import render_holdings
from desktop.documents.printing import Misprint, Paper
from desktop.features.erasing import holding
from desktop.features.erasing.printed import holdings_document
from desktop.shell.folding import fold

MOST_MENTIONS = 200


class WrongName(ValueError):
    """The name typed to confirm is not the person's."""


class NameInReason(ValueError):
    """The reason names the person, and would outlive the erasure."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would take; where the name stands in others' words (`more` beyond those listed); how
    many exports left the store; how many recordings' own files lie in folders that are not Deskside's
    (`lying`); and the copies that hold the person.
    """

    agent: Agent
    erasure: Erasure
    mentions: tuple[Mention, ...]
    more: int
    exports: int
    copies: tuple[OldCopy, ...]
    lying: int = 0


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Whom to erase: `name` as it was typed to confirm, `reason` as the record keeps it.

    `second` is the second place of backups, where there is one.
    """

    agent_id: int
    name: str
    reason: str
    second: Path | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """What went, the backup made after it, and older copies that still hold the person."""

    erasure: Erasure
    swept: bool
    backup: Path
    copies: tuple[OldCopy, ...]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Where both files are; `warnings` tell what could not be printed as written."""

    pdf: Path
    data: Path
    warnings: tuple[Misprint, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms, what is past them today, who left longer ago than people are kept, and old copies."""

    terms: tuple[Term, ...]
    ended: tuple[Ended, ...]
    copies: tuple[OldCopy, ...]


def list_people(store: Store, by: User | None) -> tuple[Agent, ...]:
    """Everybody who was not removed, those who left among them, within whose reach ever."""
    demand(by, Deed.ERASE)
    with store.reading(whole=True) as db:
        return people.agents(db)


def preview(store: Store, agent_id: int, by: User | None, second: Path | None = None) -> Preview:
    """`second` is the second place of backups, where there is one."""
    demand(by, Deed.ERASE)
    with store.reading(whole=True) as db:
        agent = people.agent(db, agent_id)
        told = erasure.preview(db, agent_id)
        found = _mentions(db, agent)
        sql = """SELECT count(*) FROM main.event WHERE kind = 'export' AND "row" = ?"""
        exports = int(db.execute(sql, [agent.uid]).fetchone()[0])
        sql = "SELECT count(*) FROM main.recording WHERE agent_id = ? AND folder <> ''"
        lying = int(db.execute(sql, [agent_id]).fetchone()[0])
        copies = find_old(db, Places(store.path, second), [(agent.uid, store.now())])
    more = max(0, len(found) - MOST_MENTIONS)
    return Preview(agent, told, found[:MOST_MENTIONS], more, exports, copies, lying)


def _mentions(db: Database, agent: Agent) -> tuple[Mention, ...]:
    """The whole name first. A part of a name in another person's name is no mention of this one."""
    sought = mentions.seek(agent.name, agent.reference)
    found = []
    for text in texts.others(db, belongings.of_agent(db, agent.id), sought.words):
        hit = mentions.find(sought, text.text)
        if hit is not None and (hit[1] or text.column != "name"):
            found.append(Mention(text.table, text.id, text.column, text.text, *hit))
    return tuple(sorted(found, key=_whole_first))


def _whole_first(mention: Mention) -> tuple[bool, str, int]:
    return not mention.whole, mention.table, -mention.id


def erase(store: Store, asked: Confirmed, by: User | None) -> Generator[Progress, None, Erased]:
    """Erase for ever: the rows in one transaction, then every freed page, then a backup without the person.

    Raises WrongName, NameInReason, LookupError (erased meanwhile); the store is then as it was.
    """
    demand(by, Deed.ERASE)
    with store.reading(whole=True) as db:
        agent = people.agent(db, asked.agent_id)
        tables = erasure.tables(db)
    _check(agent, asked)
    yield Progress(0, 3, "erase")
    with store.writing(*tables, whole=True) as db:
        told = erasure.erase(db, agent.id, by, asked.reason.strip())
    _clear_files(store, asked.second)
    yield Progress(1, 3, "sweep")
    swept = store.sweep()
    yield Progress(2, 3, "backup")
    made = yield from step_by_step(partial(store.back_up, None))
    return Erased(told, swept, made.path, old_copies(store, by, asked.second))


def _check(agent: Agent, asked: Confirmed) -> None:
    if fold(" ".join(asked.name.split())) != fold(" ".join(agent.name.split())):
        raise WrongName(asked.agent_id)
    if mentions.find(mentions.seek(agent.name, agent.reference), asked.reason) is not None:
        raise NameInReason(asked.agent_id)


def old_copies(store: Store, by: User | None, second: Path | None = None) -> tuple[OldCopy, ...]:
    """Backups and stores set aside that hold somebody erased since, with the day each is to go."""
    demand(by, Deed.ERASE)
    with store.reading(whole=True) as db:
        return find_old(db, Places(store.path, second))


def remove_copies(store: Store, paths: Iterable[Path], by: User | None, second: Path | None = None) -> int:
    """Delete such copies; only those that hold somebody erased. Answers how many went."""
    known = {copy.path for copy in old_copies(store, by, second)}
    chosen = [path for path in paths if path in known]
    for path in chosen:
        remove(path)
    with store.writing("event", "change") as db:
        log.say(db, "copies_removed", str(len(chosen)))
    return len(chosen)


def disclose(store: Store, agent_id: int, pdf: Path, by: User | None, paper: Paper = "a4") -> Disclosed:
    """Write everything held on a person beside each other: the PDF, and its JSON under the same name.

    OSError where the place can't be written. The record says that it was done, and for whom.
    """
    demand(by, Deed.DISCLOSE)
    on = store.now().date()
    with store.reading(whole=True) as db:
        held = holdings.read(db, agent_id)
        asked = holding.read_asked(db, held)
        site = people.site(db)
    name = site.name if site else ""
    made = render_holdings(holdings_document(held, asked, on, name), paper)
    put_whole(pdf, made.pdf)
    data = holding.beside(pdf)
    put_whole(data, holding.as_json(held, asked, on, name).encode())
    with store.writing("event", "change", whole=True) as db:
        log.say(db, "export", "everything held", "agent", bytes.fromhex(held.agent["uid"]))
    return Disclosed(pdf, data, made.warnings)


def read_terms(store: Store, on: date, by: User | None, second: Path | None = None) -> Terms:
    """How long each kind is kept, and what would go today."""
    demand(by, Deed.ERASE)
    with store.reading(whole=True) as db:
        return Terms(retention.terms(db), retention.ended(db, on), find_old(db, Places(store.path, second)))


def set_term(store: Store, kind: str, months: int, by: User | None) -> None:
    """Keep a kind for so many months; 0 is for ever. Nothing goes before somebody lets it."""
    demand(by, Deed.ERASE)
    with store.writing("setting") as db:
        set_setting(db, retention.term_key(kind), str(max(0, months)))


def run_terms(store: Store, on: date, by: User | None) -> Generator[Progress, None, tuple[Ended, ...]]:
    """Take what is past its term for good, kind by kind, and every freed page; a backup follows."""
    demand(by, Deed.ERASE)
    with store.reading(whole=True) as db:
        waiting, tables = retention.ended(db, on), erasure.tables(db)
    gone = []
    for done, one in enumerate(waiting):
        yield Progress(done, len(waiting) + 2, "retention")
        with store.writing(*tables, whole=True) as db:
            gone.append(retention.run(db, one.kind, one.before, by))
    _clear_files(store)
    yield Progress(len(waiting), len(waiting) + 2, "sweep")
    store.sweep()
    yield from step_by_step(partial(store.back_up, None))
    return tuple(gone)


def _clear_files(store: Store, second: Path | None = None) -> None:
    """Kept recordings go with their rows; what is interrupted here is done at the next opening."""
    with store.reading(whole=True) as db:
        attached.clear(db, store.path, second)


def days_until(copy: OldCopy, on: date) -> int:
    """How many days a copy may still be kept; 0 where it is due."""
    return max(0, (copy.goes_on - on) // timedelta(days=1))
