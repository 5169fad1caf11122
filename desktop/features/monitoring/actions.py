"""An observation from its beginning to its end: begin, resume, choose the scorecard, finish, discard.

Each is one transaction; none knows Qt. Notes are jotted in `jotting`, questions answered in `answering`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from db.connection import Database
from db.queries import (
    contacts,
    details,
    evaluations,
    finals,
    observations,
    people,
    revising,
    scorecards,
    self_evaluations,
    voiding,
)
from db.records.contacts import Channel, Contact, NewContact
from db.records.observations import Evaluation, EvaluationState, Observation, Source
from db.records.people import Agent, User
from db.records.scorecards import ScorecardVersion
from db.store import Store
from desktop.coaching import finishing, scoring
from desktop.coaching.access import Deed, demand
from desktop.features.monitoring.changing import observation_of as observation_of
from desktop.features.monitoring.jotting import STAMPED, stamp_in
from desktop.features.monitoring.keeping import keep_final
from desktop.features.monitoring.sitting import (
    Discarded,
    Jotting,
    Sitting,
    Unfinished,
    around_of,
    carry,
    elapsed,
    progress,
    source_of,
)
from desktop.features.monitoring.writing import open_observation, writing

CONTACTS_SHOWN = 300
FINISHED = (
    *(*STAMPED, "evaluation", "detail", "self_evaluation"),
    *("week_sum", "question", "final", "final_text"),
)


class NoContact(LookupError):
    """The agent has no contact that could be listened to."""


def begin(store: Store, contact_id: int, by: User) -> int:
    """Begin to listen to a contact, or carry on where this user left off; the observation's id.

    The clock stands at 0 until it is started; the scorecard is the one this user filled in last.
    """
    with writing(store, by, "observation", "evaluation") as db:
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
    with writing(store, by, "contact", "observation", "evaluation") as db:
        now = store.now()
        wall = now.astimezone().replace(tzinfo=None, microsecond=0)
        new = NewContact(agent_id=agent_id, started_at=wall, channel=Channel.CALL, answered=True)
        contact = contacts.contact(db, contacts.add(db, new))
        observation_id = _begin(db, contact, by, source, now)
        observations.set_clock(db, observation_id, now, 0.0)
        return observation_id


def begin_review(store: Store, agent_id: int, by: User, channel: Channel = Channel.CHAT) -> int:
    """Begin to read a chat or an e-mail that no list has: a new contact, and no clock."""
    with writing(store, by, "contact", "observation", "evaluation") as db:
        now = store.now()
        wall = now.astimezone().replace(tzinfo=None, microsecond=0)
        new = NewContact(agent_id=agent_id, started_at=wall, channel=channel, answered=True)
        contact = contacts.contact(db, contacts.add(db, new))
        return _begin(db, contact, by, source_of(contact), now)


def _begin(db: Database, contact: Contact, by: User, source: Source, now: datetime) -> int:
    observation = observations.observation(db, observations.begin(db, contact, by.id, source, now))
    card = _usual_card(db, by, contact.channel)
    if card is not None:
        _begin_evaluation(db, observation, contact, card)
    return observation.id


def _usual_card(db: Database, by: User, channel: Channel) -> ScorecardVersion | None:
    """The published version of the scorecard this user filled in last for such a contact.

    For the first time it is the one that has questions of this channel alone, else the shortest.
    """
    cards = scorecards.published(db)
    last = evaluations.last_version_id(db, by.id, channel)
    if last is not None:
        scorecard = scorecards.version(db, last).scorecard_id
        cards = tuple(card for card in cards if card.scorecard_id == scorecard) or cards
    return min(cards, key=partial(_unfitness, channel), default=None)


def _unfitness(channel: Channel, card: ScorecardVersion) -> tuple[int, int]:
    """What speaks against a scorecard: it has questions of this channel alone, of none, or of others."""
    conditions = [one.only_when.channels for one in card.form.questions if one.only_when is not None]
    named = {each for channels in conditions for each in channels}
    return 0 if channel in named else 1 if not named else 2, len(card.form.questions)


def _begin_evaluation(
    db: Database, observation: Observation, contact: Contact, card: ScorecardVersion
) -> int:
    answers = scoring.blank(card.form, around_of(observation, contact))
    return evaluations.begin(db, observation, card.id, answers, contact.started_at.date())


def sitting(store: Store, observation_id: int) -> Sitting:
    """All that the screen of an observation shows. Raises LookupError where there is none."""
    with store.reading() as db:
        return _sitting(db, observation_id)


def _sitting(db: Database, observation_id: int) -> Sitting:
    observation = observations.observation(db, observation_id)
    made = evaluations.of_observation(db, observation_id) or voiding.of_observation(db, observation_id)
    evaluation = next(iter(made), None)
    finished = evaluation is not None and evaluation.state is not EvaluationState.DRAFT
    change = revising.draft_of(db, evaluation.id) if evaluation and finished else None
    revision = finals.newest(db, "evaluation", evaluation.id) if evaluation and finished else None
    return Sitting(
        observation=observation,
        agent=people.agent(db, observation.agent_id),
        contact=contacts.contact(db, observation.contact_id),
        notes=observations.notes(db, observation_id),
        evaluation=evaluation,
        version=scorecards.version(db, evaluation.version_id) if evaluation else None,
        cards=scorecards.published(db),
        change=change,
        revision=revision,
        voided=voiding.voided(db, evaluation.id) if evaluation else None,
        said=finals.acknowledgement(db, revision.final.id) if revision else None,
        details=details.of_evaluation(db, evaluation.id) if evaluation else (),
        change_details=details.of_evaluation(db, change.id) if change else (),
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


def choose_card(store: Store, observation_id: int, version_id: int | None, by: User) -> Sitting:
    """Put the draft on another scorecard, keeping answers to the same questions; None for notes only."""
    with writing(store, by, "evaluation") as db:
        before = _sitting(db, observation_id)
        open_observation(db, observation_id)
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
        around = around_of(before.observation, before.contact)
        answers = carry(before.version.form, draft.answers, card.form, around)
        evaluations.change_version(db, draft.id, card.id, answers)


def put_card_back(store: Store, before: Sitting, by: User) -> Sitting:
    """Undo a change of scorecard: the draft stands again as in `before`, answers too."""
    with writing(store, by, "evaluation") as db:
        draft = before.evaluation
        for evaluation in evaluations.of_observation(db, open_observation(db, before.observation.id).id):
            if draft is None or evaluation.id != draft.id:
                evaluations.remove_evaluation(db, evaluation.id)
        if draft is not None:
            evaluations.bring_back_evaluation(db, draft.id)
            evaluations.change_version(db, draft.id, draft.version_id, draft.answers)
        return _sitting(db, before.observation.id)


def finish(store: Store, observation_id: int, pending: Jotting, by: User) -> Sitting:
    """End the observation and make its evaluation final, locked to its scorecard version.

    What is still being typed becomes a note first. Raises finishing.Incomplete with the positions of the
    unanswered questions, and has then changed nothing.
    """
    demand(by, Deed.FINISH_EVALUATION)
    with writing(store, by, *FINISHED) as db:
        observation = open_observation(db, observation_id)
        stamp_in(db, observation, pending, by)
        now = store.now()
        for draft in evaluations.of_observation(db, observation_id):
            form = scorecards.version(db, draft.version_id).form
            done = finishing.finish(form, draft.answers)
            details.drop(db, finishing.spare(form, done.answers, details.of_evaluation(db, draft.id)))
            evaluations.finish(db, draft, done, now)
            keep_final(db, draft.id, by=by.id)
        observations.set_clock(db, observation_id, None, elapsed(observation, now))
        observations.end(db, observation_id, now)
        self_evaluations.open_both(db, observation_id, now)
        return _sitting(db, observation_id)


def discard(store: Store, observation_id: int, by: User) -> Discarded:
    """Take an unfinished observation away with its notes and draft; `bring_back` undoes exactly this."""
    with writing(store, by, "observation", "note", "evaluation") as db:
        open_observation(db, observation_id)
        notes = tuple(note.id for note in observations.notes(db, observation_id))
        drafts = tuple(draft.id for draft in evaluations.of_observation(db, observation_id))
        _apply(observations.remove_note, db, notes)
        _apply(evaluations.remove_evaluation, db, drafts)
        observations.remove_observation(db, observation_id)
        return Discarded(observation_id, notes, drafts)


def bring_back(store: Store, gone: Discarded, by: User) -> int:
    """Undo a discarding; the observation's id."""
    with writing(store, by, "observation", "note", "evaluation") as db:
        observations.bring_back_observation(db, gone.observation_id)
        open_observation(db, gone.observation_id)
        _apply(observations.bring_back_note, db, gone.notes)
        _apply(evaluations.bring_back_evaluation, db, gone.evaluations)
        return gone.observation_id


def _apply(change: Callable[[Database, int], None], db: Database, ids: Iterable[int]) -> None:
    for id in ids:
        change(db, id)
