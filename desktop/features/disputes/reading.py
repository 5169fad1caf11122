"""What the page Disputes shows: what waits, a case with its evaluation, what was decided, and the rates."""

from dataclasses import dataclass
from datetime import date

from db.connection import Database
from db.queries import contacts, disputes, evaluations, observations, people, scorecards, settings
from db.records.contacts import Contact
from db.records.disputes import Dispute, DisputeState
from db.records.observations import Evaluation, Note
from db.records.people import User
from db.records.scorecards import Form, Question
from db.store import Store
from desktop.coaching import disputes as rules
from desktop.coaching.disputes import Stood


@dataclass(frozen=True, slots=True)
class Waiting:
    """One evaluation with disputes that wait. `own` says that this user gave one of the answers."""

    evaluation_id: int
    agent: str
    contact: str
    questions: int
    evaluator: str
    raised_on: date
    due: date
    own: bool

    def days(self, on: date) -> int:
        """How many days it has waited."""
        return (on - self.raised_on).days

    def left(self, on: date) -> int:
        """How many days are left to decide it; below 0 it is late."""
        return (self.due - on).days


@dataclass(frozen=True, slots=True)
class Settled:
    """One dispute that was decided or taken back, with the names to read it by."""

    dispute: Dispute
    agent: str
    contact: str
    question: Question | None
    by: str


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation to be decided about, with all that was said of it. `names` are users by id."""

    evaluation: Evaluation
    form: Form
    agent: str
    contact: Contact
    notes: tuple[Note, ...]
    disputes: tuple[Dispute, ...]
    names: dict[int, str]
    own: bool
    others: bool

    def question(self, key: str) -> Question | None:
        """The question of that key; None for the evaluation as a whole."""
        return next((one for one in self.form.questions if one.key == key), None)

    def standing(self, one: Dispute) -> str:
        return rules.standing(self.form, self.evaluation.answers, one.question)

    def note(self, one: Dispute) -> Note | None:
        """The note that is the dispute's evidence, where it is still there."""
        return next((note for note in self.notes if note.uid == one.note_uid), None)


@dataclass(frozen=True, slots=True)
class Rates:
    """How often answers stood: of all, by question text, by evaluator's name."""

    whole: Stood
    questions: tuple[tuple[str, Stood], ...]
    evaluators: tuple[tuple[str, Stood], ...]


def waiting(store: Store, by: User | None) -> tuple[Waiting, ...]:
    """By evaluation, who waits longest first."""
    with store.reading() as db:
        days = int(settings.settings(db).get("decide_days", rules.DECIDE_DAYS))
        found: dict[int, list[Dispute]] = {}
        for one in disputes.waiting(db):
            found.setdefault(one.evaluation_id, []).append(one)
        return tuple(_waiting(db, each, days, by) for each in found.values())


def _waiting(db: Database, found: list[Dispute], days: int, by: User | None) -> Waiting:
    first = found[0]
    assert first.raised_at is not None
    one = evaluations.evaluation(db, first.evaluation_id)
    givers = dict.fromkeys(each.evaluator_id for each in found if each.evaluator_id is not None)
    return Waiting(
        evaluation_id=one.id,
        agent=people.agent(db, one.agent_id).name,
        contact=contacts.contact(db, one.contact_id).reference,
        questions=len(found),
        evaluator=", ".join(people.user(db, id).name for id in givers),
        raised_on=first.raised_at.astimezone().date(),
        due=rules.due(first.raised_at, days),
        own=by is not None and by.id in givers,
    )


def settled(store: Store, by: User | None) -> tuple[Settled, ...]:
    """Decided and taken back, newest first."""
    with store.reading() as db:
        asked = scorecards.questions(db)
        return tuple(_settled(db, one, asked.get(one.question)) for one in disputes.settled(db))


def _settled(db: Database, one: Dispute, question: Question | None) -> Settled:
    evaluation = evaluations.evaluation(db, one.evaluation_id)
    agent = people.agent(db, one.agent_id).name
    by = people.user(db, one.decided_by).name if one.decided_by is not None else agent
    return Settled(one, agent, contacts.contact(db, evaluation.contact_id).reference, question, by)


def read_case(store: Store, evaluation_id: int, by: User | None) -> Case:
    """Raises LookupError where nothing waits there any more."""
    with store.reading() as db:
        one = evaluations.evaluation(db, evaluation_id)
        found = tuple(d for d in disputes.of_evaluation(db, one.id) if d.state is DisputeState.OPEN)
        if not found:
            raise LookupError(f"disputes of evaluation {evaluation_id}")
        givers = {each.evaluator_id for each in found}
        users = [user for user in people.users(db) if user.suspended_at is None]
        return Case(
            evaluation=one,
            form=scorecards.version(db, one.version_id).form,
            agent=people.agent(db, one.agent_id).name,
            contact=contacts.contact(db, one.contact_id),
            notes=observations.notes(db, one.observation_id),
            disputes=found,
            names={user.id: user.name for user in people.ever_users(db)},
            own=by is not None and by.id in givers,
            others=any(user.id not in givers for user in users),
        )


def rates(store: Store, by: User | None) -> Rates:
    """How often answers stood, of every dispute that was decided within this user's reach."""
    with store.reading() as db:
        counted, asked = disputes.counted(db), scorecards.questions(db)
        names = {user.id: user.name for user in people.ever_users(db)}
    texts = {key: question.text for key, question in asked.items()}
    return Rates(
        whole=rules.stood(counted),
        questions=tuple(
            (texts.get(str(one.subject), str(one.subject)), one)
            for one in rules.stood_by_question(counted)
            if one.subject
        ),
        evaluators=tuple((names.get(one.subject, ""), one) for one in rules.stood_by_evaluator(counted)),  # type: ignore[call-overload]
    )
