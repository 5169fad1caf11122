"""Somebody at work on a protected floor: comes in, goes out, and is refused what is not theirs."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from db import keys, starter
from db.connection import Source
from db.queries import assignments, people
from db.records.people import Role, User
from db.store import Store
from desktop.coaching.access import Deed, Forbidden, may
from tests.db.played import Facts, Uid, Way, check_pages
from tests.db.stores import FORM, NAME, PASSPHRASE, RUTH, open_store


@cache
def make_template() -> tempfile.TemporaryDirectory[str]:
    """In it `floor`: protected, of two teams with one person, closed. Goes when the process ends."""
    home = tempfile.TemporaryDirectory()
    folder = Path(home.name) / "floor"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FORM, "encrypted")
        store = open_store(folder / "floor.deskside")
    with store.writing(*starter.TABLES, "site", "team", "user", "assignment", "agent") as db:
        starter.install(db)
        people.set_site(db, "Harbour Street")
        first, _ = people.add_team(db, "Harbour"), people.add_team(db, "Mill Lane")
        ruth = people.add_user(db, NAME, Role.SUPERVISOR, keeps=True, uid=RUTH)
        assignments.assign(db, ruth, team_id=first)
        people.add_agent(db, "Imani Quistorp", first, "H1", date(2025, 1, 6))
    store.close()
    return home


class Player(RuleBasedStateMachine):
    """Who is at work, on which floor, and what it should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.turn, self.count = 0, 0
        self.time = datetime(2027, 3, 1, 9, tzinfo=UTC)
        self.behind = False
        self.facts = Facts(users={RUTH: False})
        self.ways = {RUTH: Way(NAME, PASSPHRASE)}
        self.gone: list[tuple[str, str]] = [(NAME, "never hers")]
        self.erased: dict[Uid, str] = {}
        self.folder = shutil.copytree(Path(make_template().name) / "floor", Path(self.home.name) / "floor-0")

    def tell_time(self) -> datetime:
        self.time += timedelta(milliseconds=40)
        return self.time

    def tell_much_later(self) -> datetime:
        """Nobody waits here for the next try."""
        return self.tell_time() + timedelta(days=10_000 + self.turn)

    @property
    def path(self) -> Path:
        return self.folder / "floor.deskside"

    def begin(self) -> None:
        self.open(RUTH)
        with self.store.reading() as db:
            agent = people.agents(db)[0]
            self.facts.assigned = {(RUTH, agent.team_id)}
            self.facts.agents[agent.uid] = (agent.id, agent.name, agent.team_id)

    def open(self, uid: Uid) -> None:
        """Come in as that user, or as Ruth where the store doesn't know them."""
        way = self.ways[uid]
        unlocked = keys.unlock(self.path, way.name, way.passphrase, clock=self.tell_much_later)
        assert (unlocked.user, unlocked.temporary) == (uid, way.temporary)
        self.store = Store.open(self.path, unlocked=unlocked, clock=self.tell_time)
        with self.store.reading() as db:
            self.me: User | None = next((one for one in people.users(db) if one.uid == uid), None)
        if self.me is None or self.me.suspended_at is not None:
            self.store.close()
            self.open(RUTH)
            return
        self.store.act_as(self.me)
        if way.temporary:
            self.choose_passphrase()

    def close(self) -> None:
        unlocked = self.store.unlocked
        assert unlocked is not None
        self.store.close()
        if self.erased:
            check_pages(Source(self.path, unlocked.store_key), self.erased.values())

    @contextmanager
    def asking(self, deed: Deed, agent: Uid | None = None) -> Iterator[None]:
        """What goes well, or is refused by role or reach as it should be, which leaves no fact."""
        assert self.me is not None
        before = deepcopy(self.facts)
        if not may(self.me, deed):
            with pytest.raises(Forbidden):
                yield
            self.facts = before
        elif agent is not None and agent not in self.facts.reached(self.me):
            with pytest.raises(LookupError):
                yield
            self.facts = before
        else:
            yield

    def pick(self, number: int) -> tuple[Uid, int, str]:
        """Somebody on the floor, in reach or not; who is there always, for nobody else is."""
        uid = sorted(self.facts.agents)[number % len(self.facts.agents)]
        return uid, *self.facts.agents[uid][:2]

    def other(self, number: int) -> Uid:
        """A user; oneself where there is no other."""
        return sorted(self.ways)[number % len(self.ways)]

    def choose_passphrase(self) -> None:
        assert self.me is not None and self.store.unlocked is not None
        way, self.count = self.ways[self.me.uid], self.count + 1
        new = f"the harbour at {self.count}"
        args = (self.store.unlocked, self.me.uid, way.name, new)
        self.store.unlocked = keys.set_passphrase(self.path, *args)
        self.gone.append((way.name, way.passphrase))
        way.passphrase, way.temporary = new, False

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.close()
        self.home.cleanup()
