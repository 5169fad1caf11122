"""A state machine that plays the people of a protected floor, and holds it to its promises after each step.

The thorough profile plays longer: HYPOTHESIS_PROFILE=thorough.
"""

import shutil
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, rule

from db import keys
from db.errors import Suspended, WrongKey
from db.queries import evaluations, people
from db.records.people import Agent, Role
from db.records.plans import Side
from db.restoring import restore
from desktop.coaching.access import Deed, at_the_desk_of, may
from desktop.features.erasing import actions as erasing
from desktop.features.monitoring import actions as monitoring
from desktop.features.monitoring import answering, changing, jotting
from desktop.features.monitoring.sitting import Jotting
from desktop.features.people import actions as peoples
from desktop.features.people import private_notes
from desktop.features.plans import signing
from desktop.features.users import actions as users
from tests.builders import Floor
from tests.db.played import Facts, Way, check, check_reach, check_ways
from tests.db.player import Player
from tests.db.stores import RUTH
from tests.desktop import plan_floor

picks = st.integers(0, 11)
NAMES = ("Omar Haddad", "Sam Whitlock", "Pia Lindqvist", "Lee Castellane")


class FloorMachine(Player):
    backups = Bundle("backups")

    @initialize()
    def open_first(self) -> None:
        self.begin()

    # Users

    @rule(number=picks, how=st.sampled_from(["right", "right", "wrong", "old"]))
    def come_in(self, number: int, how: str) -> None:
        uid = self.other(number)
        way, me = self.ways[uid], self.store.unlocked
        assert me is not None
        self.close()
        name, passphrase = (way.name, "not it") if how == "wrong" else self.gone[number % len(self.gone)]
        if how != "right":
            with pytest.raises(WrongKey):
                keys.unlock(self.path, name, passphrase, clock=self.tell_much_later)
        if way.suspended:
            with pytest.raises(Suspended):
                keys.unlock(self.path, way.name, way.passphrase, clock=self.tell_much_later)
        self.open(RUTH if way.suspended else uid)

    @rule()
    def change_passphrase(self) -> None:
        self.choose_passphrase()

    @rule(name=st.sampled_from(NAMES), role=st.sampled_from(Role).filter(lambda r: r != Role.AGENT))
    def invite(self, name: str, role: Role) -> None:
        with self.asking(Deed.MANAGE_USERS):
            new = users.Invitation(name, role, teams=(1,) if role is not Role.ADMIN else ())
            try:
                made = users.invite(self.store, new, self.me)
            except users.Unfit:
                return
            for uid in self.ways.keys() - self.facts.users.keys():  # invited after what was gone back to
                self.gone.append((self.ways[uid].name, self.ways.pop(uid).passphrase))
            self.ways[made.user.uid] = Way(name, made.passphrase, temporary=True)
            self.facts.users[made.user.uid] = False
            self.facts.assigned |= {(made.user.uid, team) for team in new.teams}

    @rule(number=picks, how=st.sampled_from(["suspend", "resume", "assign", "remove"]))
    def change_user(self, number: int, how: str) -> None:
        uid = self.other(number)
        with self.store.reading(whole=True) as db:
            user = next((one for one in people.users(db) if one.uid == uid), None)
        if user is None or uid == RUTH or self.me is None or uid == self.me.uid:
            return  # nobody is there to be changed, or nobody would be left
        with self.asking(Deed.MANAGE_USERS):
            if how == "assign":
                assert users.assign(self.store, user.id, ("team", 2), self.me)
                self.facts.assigned.add((uid, 2))
            elif how == "remove":
                list(users.remove(self.store, user.id, self.me))
                way = self.ways.pop(uid)
                self.gone.append((way.name, way.passphrase))
                del self.facts.users[uid]
            else:
                (users.suspend if how == "suspend" else users.resume)(self.store, user.id, self.me)
                self.ways[uid].suspended = self.facts.users[uid] = how == "suspend"

    # Coaching

    @rule(team=st.sampled_from([1, 2]))
    def add_person(self, team: int) -> None:
        self.count += 1
        assert self.me is not None
        new = Agent(0, b"", f"Ann Quist{self.count}orp", team, "", "", date(2025, 1, 6), None)
        if self.me.role is Role.SUPERVISOR and (self.me.uid, team) not in self.facts.assigned:
            with pytest.raises(LookupError):
                peoples.add_agent(self.store, new, self.me)
            return
        with self.asking(Deed.EDIT_PEOPLE):
            made = peoples.add_agent(self.store, new, self.me)
            self.facts.agents[made.uid] = (made.id, made.name, team)

    @rule(number=picks, option=st.integers(1, 2))
    def listen(self, number: int, option: int) -> None:
        if not self.facts.agents:
            return
        uid, id, name = self.pick(number)
        with self.asking(Deed.OBSERVE, uid):
            sitting = monitoring.sitting(self.store, monitoring.begin_live(self.store, id, self.me))
            assert sitting.evaluation is not None and sitting.version is not None
            self.count += 1
            text = f"{name} said hello {self.count}"
            jotting.stamp(self.store, sitting.observation.id, Jotting(text, 3.0), self.me)
            answers = bytes(min(option, len(one.options)) for one in sitting.version.form.questions)
            answering.keep_answers(self.store, sitting.evaluation.id, answers, self.me)
            done = monitoring.finish(self.store, sitting.observation.id, Jotting("", 0.0), self.me).evaluation
            assert done is not None
            self.facts.notes[text] = uid
            self.facts.finals[done.uid] = (uid, done.answers)

    @rule(number=picks)
    def revise(self, number: int) -> None:
        if not self.facts.finals:
            return
        old = sorted(self.facts.finals)[number % len(self.facts.finals)]
        uid, answers = self.facts.finals[old]
        with self.store.reading(whole=True) as db:
            id = int(db.execute("SELECT id FROM main.evaluation WHERE uid = ?", [old]).fetchone()[0])
        with self.asking(Deed.REVISE, uid):
            draft = changing.begin_change(self.store, id, "Heard it again", self.me)
            other = bytes([2 if answers[0] == 1 else 1]) + answers[1:]
            answering.keep_answers(self.store, draft, other, self.me)
            changing.share(self.store, id, self.me)
            done = changing.finish_change(self.store, draft, self.me)
            with self.store.reading() as db:
                found = evaluations.evaluation(db, done)
            del self.facts.finals[old]
            self.facts.finals[found.uid] = (uid, found.answers)

    @rule(number=picks)
    def agree_on_a_plan(self, number: int) -> None:
        mine = self.facts.reached(self.me) - self.facts.plans if self.me else set()
        if self.me is None or not may(self.me, Deed.SIGN_PLAN) or not mine:
            return
        uid = sorted(mine)[number % len(mine)]
        id, name, team = self.facts.agents[uid]
        plan = plan_floor.fill(Floor(self.store, self.me, team, id))
        signing.sign(self.store, plan, Side.AGENT, name, at_the_desk_of(self.me))
        signing.sign(self.store, plan, Side.SUPERVISOR, self.me.name, self.me)
        self.facts.plans.add(uid)

    @rule(number=picks)
    def write_privately(self, number: int) -> None:
        if not self.facts.agents:
            return
        uid, id, name = self.pick(number)
        with self.asking(Deed.KEEP_PRIVATE_NOTES, uid):
            assert self.me is not None
            self.count += 1
            text = f"between us, {name} {self.count}"
            private_notes.keep_note(
                self.store, private_notes.begin_note(self.store, id, self.me), text, self.me
            )
            self.facts.private[text] = (self.me.uid, uid)

    # Looking after the floor

    @rule(number=picks)
    def erase(self, number: int) -> None:
        if not self.facts.agents:
            return
        uid, id, name = self.pick(number)
        with self.asking(Deed.ERASE):
            list(erasing.erase(self.store, erasing.Confirmed(id, name, "asked for"), self.me))
            self.facts.forget(uid)
            self.erased[uid] = name.split()[-1]

    @rule(target=backups)
    def back_up(self) -> tuple[str, Facts]:
        return self.store.back_up().path.name, deepcopy(self.facts)

    @rule(backup=backups)
    def go_back(self, backup: tuple[str, Facts]) -> None:
        name, held = backup
        if not may(self.me, Deed.RESTORE) or self.me is None or self.behind:
            # A clock that was put back makes a later backup look made after the going back, and is said so.
            return
        unlocked, me = self.store.unlocked, self.me.uid
        self.close()
        restore(self.path, self.folder / "backups" / name, self.tell_time(), unlocked=unlocked)
        self.facts = deepcopy(held)
        for uid in self.erased:
            self.facts.forget(uid)
        self.open(me)

    @rule()
    def renew_the_key(self) -> None:
        if may(self.me, Deed.CHANGE_KEYS):
            self.store.rekey()

    @rule(how=st.sampled_from(["lock", "kill", "clock"]))
    def strike(self, how: str) -> None:
        assert self.me is not None
        if how == "clock":
            self.time -= timedelta(days=500)
            self.behind = True
        elif how == "kill":
            self.turn += 1
            after = Path(self.home.name) / f"floor-{self.turn}"
            shutil.copytree(self.folder, after, ignore=shutil.ignore_patterns("*.lock", "*-shm"))
            self.store.close()
            shutil.rmtree(self.folder)
            self.folder = after
            self.open(self.me.uid)
        else:
            self.close()
            self.open(self.me.uid)

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        assert self.me is not None
        check(self.store, self.facts, self.erased.values())
        check_reach(self.store, self.facts, self.me)
        check_ways(self.path, Path(self.home.name) / "probe", self.ways, self.gone)


TestFloorMachine = FloorMachine.TestCase
TestFloorMachine.settings = settings(
    settings.default,
    max_examples=max(5, min(settings.default.max_examples, 600) // 8),
    stateful_step_count=25,
    phases=[Phase.generate],  # a failure is 25 steps at most; making it shorter takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
