"""What a user does while listening: begin, jot, answer, finish. Each is one transaction; none knows Qt."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from db.connection import Database
from db.queries import contacts, evaluations, finals, observations, people, revising, scorecards
from db.queries.erasure import LOG
from db.records.contacts import Channel, Contact, NewContact
from db.records.observations import Evaluation, EvaluationState, Note, NoteTag, Observation, Source
from db.records.people import Agent, User
from db.records.scorecards import ScorecardVersion
from db.store import Store
from desktop.coaching import finishing, scoring
from desktop.coaching.access import Deed, demand
from desktop.features.monitoring.changing import observation_of as observation_of
from desktop.features.monitoring.joining import mask_over_notes
from desktop.features.monitoring.keeping import keep_final
from desktop.features.monitoring.sitting import (
    Discarded,
    Jotting,
    Sitting,
    Unfinished,
    carry,
    elapsed,
    progress,
    source_of,
)

CONTACTS_SHOWN = 300
STAMPED = ("observation", "note", *LOG)
FINISHED = (*STAMPED, "evaluation", "week_sum", "question", "final", "final_text")


class Finished(Exception):
    """The observation or evaluation is finished; what it holds does not change any more."""


class NoContact(LookupError):
    """The agent has no contact that could be listened to."""


def _writing(store: Store, by: User, *tables: str) -> AbstractContextManager[Database]:
    demand(by, Deed.OBSERVE)
    return store.writing(*tables)


def begin(store: Store, contact_id: int, by: User) -> int:
    """Begin to listen to a contact, or carry on where this user left off; the observation's id.

    The clock stands at 0 until it is started; the scorecard is the one this user filled in last.
    """
    with _writing(store, by, "observation", "evaluation") as db:
        contact = contacts.contact(db, contact_id)
        for earlier in observations.of_contact(db, contact_id):
            if earlier.user_id == by.id and earlier.ended_at is None:
                return earlier.id
        return _begin(db, contact, by, source_of(contact), store.now())


def begin_first(store: Store, agent_id: int, by: User) -> int:
    """Begin to listen to the contact that `contacts_to_hear` puts first; NoContact if there is none."""
    demand(by, Deed.OBSERVE)
    rows = contacts_to_hear(store, agent_id)
    if not rows:
        raise NoContact(f"agent {agent_id}")
    return begin(store, rows[0][0].id, by)


def begin_live(store: Store, agent_id: int, by: User, source: Source = Source.REMOTE_LIVE) -> int:
    """Begin to listen to a call that is going on now: a new contact, with the clock running."""
    with _writing(store, by, "contact", "observation", "evaluation") as db:
        now = store.now()
        wall = now.astimezone().replace(tzinfo=None, microsecond=0)
        new = NewContact(agent_id=agent_id, started_at=wall, channel=Channel.CALL, answered=True)
        contact = contacts.contact(db, contacts.add(db, new))
        observation_id = _begin(db, contact, by, source, now)
        observations.set_clock(db, observation_id, now, 0.0)
        return observation_id


def _begin(db: Database, contact: Contact, by: User, source: Source, now: datetime) -> int:
    observation = observations.observation(db, observations.begin(db, contact, by.id, source, now))
    card = _usual_card(db, by)
    if card is not None:
        _begin_evaluation(db, observation, contact, card)
    return observation.id


def _usual_card(db: Database, by: User) -> ScorecardVersion | None:
    """The published version of the scorecard this user filled in last, else the shortest one."""
    cards = scorecards.published(db)
    last = evaluations.last_version_id(db, by.id)
    if last is not None:
        scorecard = scorecards.version(db, last).scorecard_id
        cards = tuple(card for card in cards if card.scorecard_id == scorecard) or cards
    return min(cards, key=lambda card: len(card.form.questions), default=None)


def _begin_evaluation(
    db: Database, observation: Observation, contact: Contact, card: ScorecardVersion
) -> int:
    answers = scoring.blank(card.form)
    return evaluations.begin(db, observation, card.id, answers, contact.started_at.date())


def sitting(store: Store, observation_id: int) -> Sitting:
    """All that the screen of an observation shows. Raises LookupError where there is none."""
    with store.reading() as db:
        return _sitting(db, observation_id)


def _sitting(db: Database, observation_id: int) -> Sitting:
    observation = observations.observation(db, observation_id)
    evaluation = next(iter(evaluations.of_observation(db, observation_id)), None)
    finished = evaluation is not None and evaluation.state is not EvaluationState.DRAFT
    revision = finals.newest(db, "evaluation", evaluation.id) if evaluation and finished else None
    return Sitting(
        observation=observation,
        agent=people.agent(db, observation.agent_id),
        contact=contacts.contact(db, observation.contact_id),
        notes=observations.notes(db, observation_id),
        evaluation=evaluation,
        version=scorecards.version(db, evaluation.version_id) if evaluation else None,
        cards=scorecards.published(db),
        change=revising.draft_of(db, evaluation.id) if evaluation and finished else None,
        revision=revision,
        said=finals.acknowledgement(db, revision.final.id) if revision else None,
    )


def unfinished(store: Store, by: User) -> tuple[Unfinished, ...]:
    """What this user began and has not ended, newest first; then the changes of finished evaluations."""
    with store.reading() as db:
        begun = [_unfinished(db, each) for each in observations.unfinished(db, by.id)]
        return (*begun, *(_unfinished_change(db, each) for each in revising.drafts(db, by.id)))


def _unfinished_change(db: Database, draft: Evaluation) -> Unfinished:
    whole = _sitting(db, draft.observation_id)
    return Unfinished(whole.observation, whole.agent, whole.contact, 0, None, None, draft.revises_id)


def _unfinished(db: Database, observation: Observation) -> Unfinished:
    whole = _sitting(db, observation.id)
    answered = asked = None
    if whole.evaluation is not None and whole.version is not None:
        answered, asked = progress(whole.version.form, whole.evaluation.answers)
    return Unfinished(observation, whole.agent, whole.contact, len(whole.notes), answered, asked)


def agents_to_hear(store: Store) -> tuple[tuple[Agent, datetime | None], ...]:
    """Everybody who works here, with when they were last listened to; whose turn it is comes first."""
    with store.reading() as db:
        heard = observations.last_heard(db)
        here = [agent for agent in people.agents(db) if agent.left_on is None]
    found = [(agent, heard.get(agent.id)) for agent in here]
    return tuple(sorted(found, key=lambda row: row[1].timestamp() if row[1] else 0.0))


def contacts_to_hear(store: Store, agent_id: int) -> tuple[tuple[Contact, bool], ...]:
    """An agent's newest contacts that were answered, with whether somebody listened; unheard ones first."""
    with store.reading() as db:
        newest = contacts.of_agent(db, agent_id, CONTACTS_SHOWN)
        heard = observations.heard_contacts(db, agent_id)
    found = [(contact, contact.id in heard) for contact in newest if contact.answered is not False]
    return tuple(sorted(found, key=lambda row: row[1]))


def keep_pending(store: Store, observation_id: int, pending: Jotting, by: User) -> None:
    """Keep the note being typed and its second; called at each keystroke, one UPDATE."""
    at_s = max(0.0, pending.at_s) if pending.text else None
    with _writing(store, by, "observation") as db:
        observations.keep_pending(db, observation_id, pending.text, at_s)


def stamp(store: Store, observation_id: int, jotting: Jotting, by: User) -> tuple[Note, ...]:
    """Make the typed text a note at its second and clear what was pending; all notes of the observation.

    Blank text makes no note. Raises Finished once the observation is.
    """
    with _writing(store, by, *STAMPED) as db:
        _stamp(db, _open_observation(db, observation_id), jotting, by)
        return observations.notes(db, observation_id)


def _stamp(db: Database, observation: Observation, jotting: Jotting, by: User) -> None:
    if jotting.text.strip():
        observations.add_note(db, observation, max(0.0, jotting.at_s), jotting.text.strip(), jotting.tag)
        mask_over_notes(db, observation.id, by)
    observations.keep_pending(db, observation.id, "")


def _open_observation(db: Database, id: int) -> Observation:
    observation = observations.observation(db, id)
    if observation.ended_at is not None:
        raise Finished(f"observation {id}")
    return observation


def _change_note(store: Store, note_id: int, by: User, **changes: object) -> tuple[Note, ...]:
    with _writing(store, by, "note") as db:
        note = observations.note(db, note_id)
        _open_observation(db, note.observation_id)
        observations.change_note(db, replace(note, **changes))  # type: ignore[arg-type]
        return observations.notes(db, note.observation_id)


def unstamp(store: Store, note_id: int, by: User) -> tuple[Note, ...]:
    """Undo a stamping: the note goes, and its text is what is being typed, before what is typed now."""
    with _writing(store, by, "observation", "note") as db:
        note = observations.note(db, note_id)
        observation = _open_observation(db, note.observation_id)
        observations.remove_note(db, note_id)
        text = "\n".join(each for each in (note.text, observation.pending) if each)
        observations.keep_pending(db, observation.id, text, note.at_s)
        return observations.notes(db, observation.id)


def tag(store: Store, note_id: int, tag: NoteTag | None, by: User) -> tuple[Note, ...]:
    """Give a note its tag, or with None none."""
    return _change_note(store, note_id, by, tag=tag)


def change_text(store: Store, note_id: int, text: str, by: User) -> tuple[Note, ...]:
    """Change the words of a note."""
    return _change_note(store, note_id, by, text=text)


def change_second(store: Store, note_id: int, at_s: float, by: User) -> tuple[Note, ...]:
    """Move a note to another second of the contact, 0 or later."""
    return _change_note(store, note_id, by, at_s=max(0.0, at_s))


def link(store: Store, note_id: int, question: str, by: User) -> tuple[Note, ...]:
    """Make a note evidence for the question of that key; blank takes the link away."""
    return _change_note(store, note_id, by, question=question)


def remove_note(store: Store, note_id: int, by: User) -> tuple[Note, ...]:
    """Take a note away; `bring_back_note` undoes it."""
    with _writing(store, by, "note") as db:
        note = observations.note(db, note_id)
        _open_observation(db, note.observation_id)
        observations.remove_note(db, note_id)
        return observations.notes(db, note.observation_id)


def bring_back_note(store: Store, note_id: int, by: User) -> tuple[Note, ...]:
    with _writing(store, by, "note") as db:
        observation = _open_observation(db, observations.of_note(db, note_id))
        observations.bring_back_note(db, note_id)
        return observations.notes(db, observation.id)


def start_clock(store: Store, observation_id: int, at_s: float, by: User) -> Observation:
    """Let the clock run on from that second of the contact."""
    return _set_clock(store, observation_id, by, store.now(), at_s)


def stop_clock(store: Store, observation_id: int, by: User) -> Observation:
    """Hold the clock where it is."""
    demand(by, Deed.OBSERVE)
    with store.reading() as db:
        at_s = elapsed(observations.observation(db, observation_id), store.now())
    return _set_clock(store, observation_id, by, None, at_s)


def hold_clock(store: Store, observation_id: int, at_s: float, by: User) -> Observation:
    """Hold the clock at that second of the contact."""
    return _set_clock(store, observation_id, by, None, at_s)


def put_clock(store: Store, observation_id: int, at_s: float, by: User) -> Observation:
    """Put the clock to a second of the contact; it goes on running, or standing, as before."""
    demand(by, Deed.OBSERVE)
    with store.reading() as db:
        running = observations.observation(db, observation_id).clock_started_at is not None
    return _set_clock(store, observation_id, by, store.now() if running else None, at_s)


def _set_clock(store: Store, id: int, by: User, started_at: datetime | None, at_s: float) -> Observation:
    with _writing(store, by, "observation") as db:
        _open_observation(db, id)
        observations.set_clock(db, id, started_at, max(0.0, at_s))
        return observations.observation(db, id)


def choose_card(store: Store, observation_id: int, version_id: int | None, by: User) -> Sitting:
    """Put the draft on another scorecard, keeping answers to the same questions; None for notes only."""
    with _writing(store, by, "evaluation") as db:
        before = _sitting(db, observation_id)
        _open_observation(db, observation_id)
        _choose_card(db, before, version_id)
        return _sitting(db, observation_id)


def _choose_card(db: Database, before: Sitting, version_id: int | None) -> None:
    draft = before.evaluation
    if version_id is None:
        if draft is not None:
            evaluations.remove_evaluation(db, draft.id)
        return
    card = scorecards.version(db, version_id)
    if draft is None or before.version is None:
        _begin_evaluation(db, before.observation, before.contact, card)
    else:
        answers = carry(before.version.form, draft.answers, card.form)
        evaluations.change_version(db, draft.id, card.id, answers)


def put_card_back(store: Store, before: Sitting, by: User) -> Sitting:
    """Undo a change of scorecard: the draft stands again as in `before`, answers too."""
    with _writing(store, by, "evaluation") as db:
        draft = before.evaluation
        for evaluation in evaluations.of_observation(db, _open_observation(db, before.observation.id).id):
            if draft is None or evaluation.id != draft.id:
                evaluations.remove_evaluation(db, evaluation.id)
        if draft is not None:
            evaluations.bring_back_evaluation(db, draft.id)
            evaluations.change_version(db, draft.id, draft.version_id, draft.answers)
        return _sitting(db, before.observation.id)


def keep_answers(store: Store, evaluation_id: int, answers: bytes, by: User) -> None:
    """Keep the answers of a draft; called at each answer, one UPDATE."""
    with _writing(store, by, "evaluation") as db:
        evaluations.keep_answers(db, _draft(db, evaluation_id).id, answers)


def answer(store: Store, evaluation_id: int, position: int, code: int, by: User) -> bytes:
    """Answer one question (code 0 clears it); all answers. Raises NotAllowed or Finished with the reason."""
    with _writing(store, by, "evaluation") as db:
        evaluation = _draft(db, evaluation_id)
        form = scorecards.version(db, evaluation.version_id).form
        answers = scoring.with_answer(form, evaluation.answers, position, code)
        evaluations.keep_answers(db, evaluation_id, answers)
        return answers


def keep_comment(store: Store, evaluation_id: int, comment: str, by: User) -> None:
    """Keep the comment on the whole; called at each keystroke."""
    with _writing(store, by, "evaluation") as db:
        evaluations.keep_comment(db, _draft(db, evaluation_id).id, comment)


def _draft(db: Database, id: int) -> Evaluation:
    evaluation = evaluations.evaluation(db, id)
    if evaluation.state is not EvaluationState.DRAFT:
        raise Finished(f"evaluation {id}")
    return evaluation


def finish(store: Store, observation_id: int, pending: Jotting, by: User) -> Sitting:
    """End the observation and make its evaluation final, locked to its scorecard version.

    What is still being typed becomes a note first. Raises finishing.Incomplete with the positions of the
    unanswered questions, and has then changed nothing.
    """
    demand(by, Deed.FINISH_EVALUATION)
    with _writing(store, by, *FINISHED) as db:
        observation = _open_observation(db, observation_id)
        _stamp(db, observation, pending, by)
        now = store.now()
        for draft in evaluations.of_observation(db, observation_id):
            form = scorecards.version(db, draft.version_id).form
            evaluations.finish(db, draft, finishing.finish(form, draft.answers), now)
            keep_final(db, draft.id, by=by.id)
        observations.set_clock(db, observation_id, None, elapsed(observation, now))
        observations.end(db, observation_id, now)
        return _sitting(db, observation_id)


def discard(store: Store, observation_id: int, by: User) -> Discarded:
    """Take an unfinished observation away with its notes and draft; `bring_back` undoes exactly this."""
    with _writing(store, by, "observation", "note", "evaluation") as db:
        _open_observation(db, observation_id)
        notes = tuple(note.id for note in observations.notes(db, observation_id))
        drafts = tuple(draft.id for draft in evaluations.of_observation(db, observation_id))
        _apply(observations.remove_note, db, notes)
        _apply(evaluations.remove_evaluation, db, drafts)
        observations.remove_observation(db, observation_id)
        return Discarded(observation_id, notes, drafts)


def bring_back(store: Store, gone: Discarded, by: User) -> int:
    """Undo a discarding; the observation's id."""
    with _writing(store, by, "observation", "note", "evaluation") as db:
        observations.bring_back_observation(db, gone.observation_id)
        _open_observation(db, gone.observation_id)
        _apply(observations.bring_back_note, db, gone.notes)
        _apply(evaluations.bring_back_evaluation, db, gone.evaluations)
        return gone.observation_id


def _apply(change: Callable[[Database, int], None], db: Database, ids: Iterable[int]) -> None:
    for id in ids:
        change(db, id)
