"""The demo's chats and e-mails that were read and evaluated, on the scorecard that asks in every kind."""

from datetime import UTC, timedelta
from random import Random

from db.queries import contacts, details, evaluations, observations, scorecards
from db.records.contacts import Channel, Contact
from db.records.observations import DetailKind, Evaluation, Source
from db.records.scorecards import (
    NOT_APPLICABLE,
    UNANSWERED,
    Around,
    Form,
    Kind,
    Question,
    ScorecardVersion,
)
from desktop.coaching import answers as codes
from desktop.coaching import finishing, scoring
from desktop.features.signin.demo.calls import Floor

READ = 4
_SOURCES = {Channel.CHAT: Source.CHAT_REVIEW, Channel.EMAIL: Source.EMAIL_REVIEW}
_WORST = 0.25
"""How often an answer is not the best one."""


def read_written(floor: Floor, agents: list[int]) -> None:
    """The newest chat or e-mail of as many agents as have one and are needed, with dice of their own."""
    card = next((one for one in scorecards.published(floor.db) if _asks_by_channel(one.form)), None)
    if card is None:
        return
    random = Random(len(agents))
    found = [contact for agent in agents if (contact := _newest(floor, agent)) is not None]
    for contact in found[:READ]:
        _evaluate(floor, random, card, contact)


def _asks_by_channel(form: Form) -> bool:
    return any(question.only_when is not None for question in form.questions)


def _newest(floor: Floor, agent: int) -> Contact | None:
    unheard = contacts.of_agent(floor.db, agent, unobserved=True)
    return next((one for one in unheard if one.answered and one.channel in _SOURCES), None)


def _evaluate(floor: Floor, random: Random, card: ScorecardVersion, contact: Contact) -> None:
    db = floor.db
    begun = contact.started_at.replace(tzinfo=UTC) + timedelta(hours=2)
    user = floor.supervisors[contact.agent_id % len(floor.supervisors)]
    floor.moment = begun
    source = _SOURCES[contact.channel]
    observation = observations.observation(db, observations.begin(db, contact, user, source, begun))
    blank = codes.blank(card.form, Around(contact.channel, contact.topic))
    id = evaluations.begin(db, observation, card.id, blank, contact.started_at.date())
    draft = evaluations.evaluation(db, id)
    answers = _fill(floor, random, card.form, draft)
    done = finishing.finish(card.form, answers)
    details.drop(db, finishing.spare(card.form, done.answers, details.of_evaluation(db, id)))
    floor.moment = begun + timedelta(minutes=9)
    evaluations.finish(db, draft, done, floor.moment)
    observations.end(db, observation.id, floor.moment)


def _fill(floor: Floor, random: Random, form: Form, draft: Evaluation) -> bytes:
    answers = draft.answers
    for position, question in enumerate(form.questions):
        if scoring.applies(form, answers)[position]:
            answers = _answer(floor, random, (form, answers, position), draft.id)
            _say_cause(floor, random, question, draft.id)
    return answers


def _answer(floor: Floor, random: Random, at: tuple[Form, bytes, int], id: int) -> bytes:
    form, answers, position = at
    question = form.questions[position]
    if question.kind is Kind.SEVERAL:
        ticks = [place for place in range(len(question.options)) if random.random() > _WORST]
        return codes.with_ticks(form, answers, position, ticks)
    if question.kind is Kind.NUMBER:
        number = round((question.options[1].least or 0) * random.uniform(0.2, 1.3)) if question.options else 1
        details.put(floor.db, id, question.key, DetailKind.NUMBER, str(number))
        return codes.with_number(form, answers, position, number)
    if question.kind is Kind.TEXT:
        code = NOT_APPLICABLE if question.allow_na else UNANSWERED
        return codes.with_answer(form, answers, position, code)
    sound = [place for place, option in enumerate(question.options) if option.critical is None]
    place = random.choice(sound) if random.random() < _WORST else sound[0]
    return codes.with_answer(form, answers, position, codes.code_of(place))


def _say_cause(floor: Floor, random: Random, question: Question, id: int) -> None:
    """What does not count, under a full answer, is dropped when the evaluation is finished."""
    if question.causes:
        details.toggle_cause(floor.db, id, question.key, random.choice(question.causes).key)
