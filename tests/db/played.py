"""What a floor should hold after all that was played on it, and how a store is held to that."""

import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from db import keys
from db.connection import Database, Source
from db.errors import StoreError, Suspended, WrongKey
from db.queries import scorecards
from db.records.observations import Verdict
from db.records.people import Role, User
from db.salvage.pages import Pages
from db.store import Store
from desktop.coaching import finishing
from desktop.coaching.access import Deed, may
from desktop.features.people import private_notes
from tests.db.floor_apart import check_replay
from tests.db.recorded import verify

Uid: TypeAlias = bytes


@dataclass(slots=True)
class Way:
    """How a user gets in: by which passphrase, and whether they do."""

    name: str
    passphrase: str
    temporary: bool = False
    suspended: bool = False


@dataclass(slots=True)
class Facts:
    """What was acknowledged: notes, finals and private notes by what finds them, with whose they are."""

    users: dict[Uid, bool] = field(default_factory=dict)  # whether suspended
    assigned: set[tuple[Uid, int]] = field(default_factory=set)
    agents: dict[Uid, tuple[int, str, int]] = field(default_factory=dict)  # id, name, team
    notes: dict[str, Uid] = field(default_factory=dict)
    finals: dict[Uid, tuple[Uid, bytes]] = field(default_factory=dict)  # whose, answers
    plans: set[Uid] = field(default_factory=set)
    private: dict[str, tuple[Uid, Uid]] = field(default_factory=dict)  # author, whose

    def forget(self, agent: Uid) -> None:
        """Everything of somebody who was erased."""
        self.agents.pop(agent, None)
        self.plans.discard(agent)
        self.notes = {text: whose for text, whose in self.notes.items() if whose != agent}
        self.finals = {uid: final for uid, final in self.finals.items() if final[0] != agent}
        self.private = {text: of for text, of in self.private.items() if of[1] != agent}

    def reached(self, user: User) -> set[Uid]:
        """Whose coaching this user sees; of an administrator, whom they may assign."""
        everybody = user.role is Role.ADMIN
        return {
            uid for uid, (_, _, team) in self.agents.items() if everybody or (user.uid, team) in self.assigned
        }


def check(store: Store, facts: Facts, erased: Iterable[str]) -> None:
    """The whole store: what was acknowledged and no more, its record, its sums, nobody who was erased."""
    with store.reading(whole=True) as db:
        check_rows(db, facts)
        check_sums(db)
        check_replay(db)
        check_nothing_of(db, erased)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert verify(store).broken == ()


def check_rows(db: Database, facts: Facts) -> None:
    def ask(sql: str) -> list[Any]:
        return db.execute(sql).fetchall()

    alive = "deleted_at IS NULL"
    users = ask(f"SELECT uid, suspended_at IS NOT NULL FROM main.user WHERE {alive}")
    assert {uid: bool(suspended) for uid, suspended in users} == facts.users
    agents = ask(f"SELECT uid, id, name, team_id FROM main.agent WHERE {alive}")
    assert {uid: tuple(rest) for uid, *rest in agents} == facts.agents
    owned = "JOIN main.agent AS whose ON whose.id ="
    notes = f"""main.note AS it JOIN main.observation AS heard ON heard.id = it.observation_id
        {owned} heard.agent_id"""
    assert dict(ask(f"SELECT it.text, whose.uid FROM {notes} WHERE it.{alive}")) == facts.notes
    finals = f"main.evaluation AS it {owned} it.agent_id WHERE it.{alive} AND state <> 'draft'"
    found = ask(f"SELECT it.uid, whose.uid, answers FROM {finals}")
    assert {uid: (whose, answers) for uid, whose, answers in found} == facts.finals
    plans = ask(f"SELECT whose.uid FROM main.plan AS it {owned} it.agent_id WHERE state = 'agreed'")
    assert {whose for (whose,) in plans} == facts.plans


def check_sums(db: Database) -> None:
    """Every week's sum is what the evaluations that count add up to."""
    sums: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0.0, 0.0, 0, 0])
    ids = {("question", key): id for id, key in db.execute("SELECT id, key FROM main.question").fetchall()}
    ids |= {("skill", key): id for id, key in db.execute("SELECT id, key FROM main.skill").fetchall()}
    sql = """SELECT agent_id, version_id, answers,
        date(day, '-' || ((strftime('%w', day) + 6) % 7) || ' days'), reported, verdict,
        (SELECT scorecard_id FROM main.scorecard_version WHERE id = version_id)
        FROM main.evaluation WHERE state <> 'draft' AND deleted_at IS NULL"""
    for agent, version, answers, week, reported, verdict, card in db.execute(sql).fetchall():
        finish = finishing.finish(scorecards.version(db, version).form, answers)
        parts = [("question", ids["question", key], value, 0, 0) for key, value in finish.questions.items()]
        parts += [
            ("skill", ids["skill", k], v, 0, 0) for k, v in finish.skills.items() if ("skill", k) in ids
        ]
        if reported is not None:
            parts.append(("score", card, reported, verdict == Verdict.PASS, verdict == Verdict.CRITICAL_FAIL))
        for kind, subject, value, passed, critical in parts:
            row = sums[agent, kind, subject, week]
            row[:] = [a + b for a, b in zip(row, (1, value, value * value, passed, critical), strict=True)]
    sql = "SELECT agent_id, kind, subject_id, week, n, total, squares, passed, critical FROM main.week_sum"
    found = {tuple(row[:4]): list(row[4:]) for row in db.execute(sql).fetchall()}
    assert found.keys() == sums.keys()
    for place, row in found.items():
        assert row == pytest.approx(sums[place]), place


def check_nothing_of(db: Database, words: Iterable[str]) -> None:
    sought = tuple(words)
    tables = "SELECT name FROM main.sqlite_master WHERE type = 'table'"
    for (table,) in db.execute(tables).fetchall() if sought else ():
        text = repr(db.execute(f'SELECT * FROM main."{table}"').fetchall())
        assert [word for word in sought if word in text or word.lower() in text] == [], table


def check_reach(store: Store, facts: Facts, user: User) -> None:
    """Without asking for the whole, a user sees theirs alone; an administrator nobody's coaching."""
    mine = facts.reached(user)
    coached = set() if user.role is Role.ADMIN else mine
    with store.reading() as db:
        agents = db.execute("SELECT uid FROM agent WHERE deleted_at IS NULL").fetchall()
        assert {uid for (uid,) in agents} == mine
        texts = {text for (text,) in db.execute("SELECT text FROM note WHERE deleted_at IS NULL").fetchall()}
        assert texts == {text for text, whose in facts.notes.items() if whose in coached}
        sql = "SELECT uid FROM evaluation WHERE state <> 'draft' AND deleted_at IS NULL"
        seen = {uid for (uid,) in db.execute(sql).fetchall()}
        assert seen == {uid for uid, (whose, _) in facts.finals.items() if whose in coached}
    if may(user, Deed.KEEP_PRIVATE_NOTES):
        for uid in mine:
            check_private(store, facts, user, uid)


def check_private(store: Store, facts: Facts, user: User, agent: Uid) -> None:
    """One's own private notes open, and nobody else's do, though the rows are there."""
    read = private_notes.read_notes(store, facts.agents[agent][0], user)
    own = {text for text, of in facts.private.items() if of == (user.uid, agent)}
    assert ({note.text for note in read.notes}, read.closed) == (own, 0)
    assert store.unlocked is not None
    with store.reading(whole=True) as db:
        sql = """SELECT sealed, author.uid FROM main.private_note JOIN main.user AS author
            ON author.id = user_id JOIN main.agent ON agent.id = agent_id WHERE agent.uid = ?"""
        for sealed, author in db.execute(sql, [agent]).fetchall():
            if author != user.uid:
                with pytest.raises(keys.Unreadable):
                    keys.open_private(store.unlocked.own, sealed, author + agent)


def check_ways(path: Path, probe: Path, ways: dict[Uid, Way], gone: Iterable[tuple[str, str]]) -> None:
    """The key file lets in whom it should, by today's passphrase; nobody by one of before."""
    probe.mkdir(exist_ok=True)
    store = probe / path.name
    shutil.copy(keys.key_path(path), keys.key_path(store))
    for uid, way in ways.items():
        if way.suspended:
            assert enter(store, way.name, way.passphrase) is Suspended
        else:
            assert enter(store, way.name, way.passphrase) == uid
    for name, passphrase in gone:
        assert enter(store, name, passphrase) is WrongKey


def enter(store: Path, name: str, passphrase: str) -> Uid | type[StoreError]:
    """Who comes in, or why not; tries of before don't count."""
    for left in store.parent.glob("*.tries"):
        left.unlink()
    try:
        return keys.unlock(store, name, passphrase).user
    except (WrongKey, Suspended) as error:
        return type(error)


def check_pages(source: Source, words: Iterable[str]) -> None:
    """No page of a closed store, free ones among them, has a word of these once it is decrypted."""
    sought = [word.encode() for word in words]
    with Pages(source) as pages:
        read = [pages.read(number) for number in range(1, pages.count + 1)]
    assert None not in read
    content = b"".join(page for page in read if page)
    assert [word for word in sought if word in content or word.lower() in content] == []
