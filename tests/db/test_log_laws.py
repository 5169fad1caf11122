"""A floor at work, at random: what the record says is what the store holds, and it verifies."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db import starter
from db.connection import Database
from db.queries import (
    contacts,
    evaluations,
    imports,
    log,
    observations,
    people,
    plans,
    rows,
    scorecards,
    skills,
)
from db.queries import settings as choices
from db.records.contacts import ImportKind, NewContact
from db.records.observations import EvaluationState, Finish, NoteTag, Source, Verdict
from db.records.people import Role
from db.records.plans import Action, ActionKind, ActionStatus, Area, Plan, Side
from db.records.skills import AssessmentKind
from db.restoring import restore
from db.store import Store
from tests.db.recorded import MONDAY, Clock, live, replay, verify

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
names = texts.map(lambda text: f"N{text}")
numbers = st.floats(0, 1e6)
DAY = date(2026, 3, 2)


class Enough(Exception):
    """A failure in the middle of an action."""


def some(db: Database, table: str, pick: int, where: str = "1") -> int:
    """The id of one of the rows there are; 0 where there is none."""
    ids = [row[0] for row in db.execute(f'SELECT id FROM "{table}" WHERE {where}').fetchall()]
    return int(ids[pick % len(ids)]) if ids else 0


class LogMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "floor.deskside"
        self.clock = Clock()

    @initialize()
    def found(self) -> None:
        self.open()
        with self.store.writing() as db:
            starter.install(db)
            people.set_site(db, "Harbour Street")
            people.add_team(db, "Harbour")
            people.add_user(db, "Ruth Castellane", Role.SUPERVISOR)
            people.add_agent(db, "Imani Okafor", 1, "H1", DAY)
            contacts.add(db, NewContact(1, MONDAY.replace(tzinfo=None), "C-0"))

    def open(self) -> None:
        self.store = Store.open(self.path, clock=self.clock)

    @rule(name=names, reference=texts)
    def hire(self, name: str, reference: str) -> None:
        with self.store.writing() as db:
            people.add_agent(db, name, some(db, "team", 7), reference, DAY)

    @rule(name=names, pick=st.integers(0, 9))
    def move_an_agent(self, name: str, pick: int) -> None:
        with self.store.writing() as db:
            team = people.add_team(db, name)
            rows.update(db, "agent", some(db, "agent", pick), team_id=team, name=name)

    @rule(table=st.sampled_from(["agent", "team", "plan", "note", "observation"]), pick=st.integers(0, 9))
    def remove_or_bring_back(self, table: str, pick: int) -> None:
        with self.store.writing() as db:
            if id := some(db, table, pick):
                gone = db.execute(f'SELECT deleted_at FROM "{table}" WHERE id = ?', [id]).fetchone()[0]
                (rows.bring_back if gone else rows.remove)(db, table, id)

    @rule(text=texts, at_s=numbers, tag=st.sampled_from([None, *NoteTag]))
    def listen(self, text: str, at_s: float, tag: NoteTag | None) -> None:
        with self.store.writing() as db:
            contact = contacts.contact(db, some(db, "contact", 3, "deleted_at IS NULL"))
            id = observations.begin(db, contact, 1, Source.RECORDING, self.store.now())
            observations.keep_pending(db, id, text, at_s)
            observations.add_note(db, observations.observation(db, id), at_s, text, tag)
            observations.end(db, id, self.store.now())

    @rule(pick=st.integers(0, 9), final=st.booleans(), score=st.floats(0, 100), comment=texts)
    def fill_a_scorecard(self, pick: int, final: bool, score: float, comment: str) -> None:
        with self.store.writing() as db:
            id = some(db, "observation", pick, "deleted_at IS NULL")
            if not id:
                return
            card = scorecards.published(db)[pick % 2]
            answers = bytes([1]) * len(card.form.questions)
            made = evaluations.begin(db, observations.observation(db, id), card.id, answers, DAY)
            evaluations.keep_comment(db, made, comment)
            if final:
                draft = evaluations.evaluation(db, made)
                result = Finish(answers[::-1], score, score, Verdict.PASS, "", {}, {})
                evaluations.finish(db, draft, result, self.store.now())
                rows.update(db, "evaluation", made, state=EvaluationState.SHARED)
            elif pick % 3 == 0:
                evaluations.remove_evaluation(db, made)

    @rule(words=texts, wanted=numbers, seconds=st.sampled_from([0, 1, 30]))
    def write_a_plan(self, words: str, wanted: float, seconds: int) -> None:
        with self.store.writing() as db:
            plan = some(db, "plan", 1) or plans.begin(db, some(db, "agent", 0), 1, DAY, words)
            area = plans.add(db, Area(0, b"", plan, words, 1))
            db.execute(
                """INSERT INTO goal (uid, area_id, question, position, target, own_words)
                VALUES (new_uid(), ?, 'need-found', 1, ?, ?)""",
                [area, wanted, words],
            )
            plans.set_values(db, Plan, plan, together=words)
        self.clock.go(seconds)
        with self.store.writing() as db:
            plans.set_values(db, Plan, plan, together=words + "!", strengths=words)

    @rule(title=texts, status=st.sampled_from(ActionStatus), pick=st.integers(0, 9))
    def act(self, title: str, status: ActionStatus, pick: int) -> None:
        with self.store.writing() as db:
            if plan := some(db, "plan", pick):
                action = Action(0, b"", plan, None, ActionKind.PRACTICE, Side.AGENT, title, 1, DAY)
                plans.set_values(db, Action, plans.add(db, action), status=status)

    @rule(level=st.integers(1, 5), comment=texts)
    def assess(self, level: int, comment: str) -> None:
        with self.store.writing() as db:
            agent = some(db, "agent", 0)
            made = some(db, "assessment", 0) or skills.begin_assessment(
                db, agent, AssessmentKind.COACH, 1, DAY
            )
            skills.rate(db, made, level, level, comment)

    @rule(key=st.sampled_from(["pass_mark", "scale"]), value=texts, delete=st.booleans())
    def choose(self, key: str, value: str, delete: bool) -> None:
        with self.store.writing() as db:
            choices.set_setting(db, key, value)
            if delete:
                db.execute("DELETE FROM setting WHERE key = ?", [key])

    @rule(references=st.lists(texts, max_size=3), name=names)
    def bring_in(self, references: list[str], name: str) -> None:
        with self.store.writing() as db:
            id = imports.add(db, ImportKind.CALLS, ("log.csv", "abc"), 9, 1)
            agent = imports.add_agent(db, id, imports.add_team(db, id, name), name=name)
            calls = [NewContact(agent, MONDAY.replace(tzinfo=None), one) for one in references]
            imports.add_contacts(db, id, calls)
            imports.set_kept(db, id, len(calls))

    @rule(pick=st.integers(0, 9))
    def undo_or_redo_an_import(self, pick: int) -> None:
        with self.store.writing() as db:
            if id := some(db, "import", pick):
                gone = db.execute("SELECT undone_at FROM import WHERE id = ?", [id]).fetchone()[0]
                (imports.redo if gone else imports.undo)(db, id)

    @rule(kind=st.sampled_from(["export", "print"]), detail=texts)
    def say(self, kind: str, detail: str) -> None:
        with self.store.writing() as db:
            log.say(db, kind, detail)

    @rule(name=names)
    def fail_halfway(self, name: str) -> None:
        with pytest.raises(Enough), self.store.writing() as db:
            people.add_team(db, name)
            rows.update(db, "agent", 1, name=name)
            raise Enough

    @rule(seconds=st.sampled_from([-86_400, -3, 5, 25, 3600]))
    def set_the_clock(self, seconds: int) -> None:
        self.clock.go(seconds)

    @rule(back=st.booleans())
    def reopen_as_it_is_or_as_a_backup_held_it(self, back: bool) -> None:
        made = self.store.back_up() if back else None
        with self.store.writing() as db:
            people.add_team(db, "Lost" if back else "Kept")
        self.store.close()
        if made is not None:
            restore(self.path, made.path, self.clock())
        self.open()

    @invariant()
    @precondition(lambda self: hasattr(self, "store"))
    def the_record_replayed_is_the_store(self) -> None:
        with self.store.reading() as db:
            said, held = replay(db), live(db)
        assert said == held

    def teardown(self) -> None:
        if hasattr(self, "store"):
            verdict = verify(self.store)
            assert (verdict.broken, verdict.open) == ((), 0)
            self.store.close()
        self.folder.cleanup()


TestLogMachine = LogMachine.TestCase
TestLogMachine.settings = settings(
    settings.default, max_examples=min(settings.default.max_examples, 200) // 4, stateful_step_count=20
)
