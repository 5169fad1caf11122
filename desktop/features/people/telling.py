"""The words for what an agent's page shows: figures, stages, the reading of the trend, each happening."""

from datetime import date, datetime

from db.records.contacts import Contact
from db.records.observations import Evaluation, Note, Observation
from db.records.people import Stage
from db.records.plans import Plan, PlanState
from db.records.recognition import Recognition
from db.records.skills import Assessment, AssessmentState
from desktop.coaching import statistics
from desktop.coaching.gaps import MINIMUM_CALLS
from desktop.features.people.actions import LIST_WEEKS, Person
from desktop.features.people.customers import Customers, handle_time
from desktop.features.people.happenings import Event
from desktop.features.people.profile import Course, Profile, Standing
from desktop.shell import text
from desktop.shell.text import clock, day, ntr, number, percent_figure, time_of_day, tr
from desktop.shell.words import critical_fails, score_words, verdict_mark, word
from desktop.widgets.pictures import ChartPoint, TrendPicture
from desktop.widgets.timeline import Happening

RATINGS = (1.0, 5.0)
PARTS = {"talk_s": "talk", "hold_s": "hold", "wrap_s": "after-call work"}


def mean_words(estimate: statistics.Estimate) -> str:
    """A mean, or in words that there are too few calls for one; blank where none was evaluated."""
    if not estimate.n:
        return ""
    if estimate.interval is None or estimate.n < MINIMUM_CALLS:
        return text.too_few(estimate.n)
    return percent_figure(estimate)


def list_mean_words(person: Person) -> str:
    """The list's mean; where none of these weeks was evaluated, that this is so."""
    if person.heard_at is not None and not person.mean.n:
        return tr("none in {n} weeks", n=LIST_WEEKS)
    return mean_words(person.mean)


def outside_words(span: str, newest: date) -> str:
    """What stands where a span holds nothing but there are evaluated calls before it."""
    return tr("None of the {span}; the newest evaluated call is of {day}.", span=span, day=day(newest))


def standing_words(standing: Standing) -> str:
    return text.too_few(standing.estimate.n) if standing.too_few else percent_figure(standing.estimate)


def stage_words(stage: Stage, hired: bool) -> str:
    """The stage; where no hire date is known, that it is taken for granted only."""
    return word(stage) if hired else tr("{stage} (hire date not known)", stage=word(stage))


def plan_words(person: Person) -> str:
    if person.plan is None:
        return ""
    if person.plan.state is PlanState.DRAFT:
        return tr("being written")
    return tr("agreed {day}", day=day(person.plan.agreed_at or person.plan.begun_on))


def name_words(person: Person) -> str:
    """The name; with the reference (else the team) where somebody else is called the same."""
    agent = person.agent
    return f"{agent.name} · {agent.reference or agent.team}" if person.twin else agent.name


def list_note() -> str:
    return tr(
        "Mean score of the last {n} weeks with its 95 % interval and the number of calls. "
        "The list does not rank by it: callers, topics and weeks differ.",
        n=LIST_WEEKS,
    )


def state_line(profile: Profile, now: datetime) -> str:
    """Team, stage, since when, and when somebody last listened."""
    agent = profile.agent
    parts = [agent.team, stage_words(profile.stage, agent.hired_on is not None)]
    if agent.reference:
        parts.insert(1, agent.reference)
    if agent.hired_on is not None:
        parts.append(tr("since {day}", day=day(agent.hired_on)))
    if agent.left_on is not None:
        left = tr("left {day}", day=day(agent.left_on))
        parts.append(left if profile.has_left else tr("leaves {day}", day=day(agent.left_on)))
    heard = profile.heard_at
    parts.append(tr("last heard {when}", when=text.ago(heard, now)) if heard else tr("not heard yet"))
    return " · ".join(parts)


def plan_line(plan: Plan | None) -> str:
    if plan is None:
        return ""
    if plan.state is PlanState.DRAFT:
        return tr("A growth plan is being written since {day}.", day=day(plan.begun_on))
    if plan.review_on is None:
        return tr("Growth plan agreed.")
    return tr("Growth plan agreed, to be looked at on {day}.", day=day(plan.review_on))


def draw_course(course: Course) -> TrendPicture:
    """Weekly means or single calls, with limits from 12 points."""
    points = tuple(
        ChartPoint(
            point.on,
            point.estimate.value,
            point.estimate.low,
            point.estimate.high,
            point.estimate.n,
            payload=point.evaluation_id or point.on,
        )
        for point in course.points
    )
    return TrendPicture(
        title=tr("Mean score by week") if course.by_week else tr("Score of each call"),
        subtitle=_subtitle(course) if course.points else "",
        points=points,
        limits=course.limits,
        signals=course.signals,
    )


def _subtitle(course: Course) -> str:
    return f"{percent_figure(course.whole)}. {_reading(course)} {critical_fails(course.critical)}"


def _reading(course: Course) -> str:
    if course.signals:
        return ntr(
            "{n} point stands out from what chance alone would do.",
            "{n} points stand out from what chance alone would do.",
            len(course.signals),
        )
    if course.limits is not None:
        return tr("No signal: the ups and downs are what chance alone would do.")
    if course.by_week:
        return tr("Too few weeks to tell a change from chance.")
    return tr("Too few calls to tell a change from chance.")


def handle_title(customers: Customers) -> str:
    """Names the figure by the parts that were measured."""
    if len(customers.parts) == len(PARTS):
        return tr("Handle time, {parts}", parts=_parts(customers))
    if len(customers.parts) == 1:
        return tr("Talk time (hold and after-call work not measured)")
    return tr("Handle time, only {parts} measured", parts=_parts(customers))


def _parts(customers: Customers) -> str:
    return " + ".join(tr(PARTS[part]) for part in customers.parts)


def rating_figure(estimate: statistics.Estimate) -> str:
    """A mean of customers' ratings, its interval within the scale of 1 to 5."""
    low, high = text.cut(estimate.low, RATINGS), text.cut(estimate.high, RATINGS)
    return text.amount(estimate.value, low, high, estimate.n)


def seconds_figure(estimate: statistics.Estimate) -> str:
    """A mean time as m:ss with its interval and n."""
    if estimate.value is None:
        return text.too_few(estimate.n)
    if estimate.low is None or estimate.high is None:
        return (
            f"{clock(estimate.value + 0.5)}, {text.count(estimate.n)} ({tr('too few calls for an interval')})"
        )
    band = f"{clock(estimate.low + 0.5)}\N{EN DASH}{clock(estimate.high + 0.5)}"
    return f"{clock(estimate.value + 0.5)} ({band}), {text.count(estimate.n)}"


def seconds(value: float | None) -> str:
    """A time as m:ss, blank where nobody took it."""
    return "" if value is None else clock(value)


def yes_no(value: bool | None) -> str:
    return "" if value is None else tr("yes") if value else tr("no")


def happening(event: Event) -> Happening:
    """An event as the timeline shows it."""
    record = event.record
    if isinstance(record, Note):
        return _of_note(event, record)
    if isinstance(record, Evaluation):
        return _of_evaluation(event, record)
    if isinstance(record, Contact):
        return _of_contact(event, record)
    if isinstance(record, Observation):
        title = word(record.source)
        detail = ", ".join(part for part in (event.about, event.by) if part)
        ended = "" if record.ended_at else tr("not finished")
        return Happening(
            event.at,
            tr("Observation"),
            title,
            f"{detail} {ended}".strip(),
            payload=("observation", record.id),
        )
    if isinstance(record, Recognition):
        heard = None if record.observation_id is None else ("observation", record.observation_id)
        return Happening(event.at, tr("Recognition"), record.behaviour, event.by, "strength", heard)
    return _of_growth(event, record)


def _of_note(event: Event, note: Note) -> Happening:
    kind = word(note.tag) if note.tag else tr("Note")
    detail = tr("at {clock} of {contact}", clock=clock(note.at_s), contact=event.about or tr("a contact"))
    return Happening(
        event.at, kind, note.text, detail, str(note.tag) if note.tag else "info", ("note", note.id)
    )


def _of_evaluation(event: Event, one: Evaluation) -> Happening:
    detail = ", ".join(part for part in (event.about, event.contact) if part)
    if event.void:
        title = tr("⊘ Void, counts in nothing: {outcome}", outcome=outcome(one))
        return Happening(event.at, tr("Evaluation"), title, detail, "info", ("evaluation", one.id))
    mark = verdict_mark(one.verdict) or "info"
    return Happening(event.at, tr("Evaluation"), outcome(one), detail, mark, ("evaluation", one.id))


def outcome(one: Evaluation) -> str:
    """Score and verdict; where nothing was scored the verdict says so."""
    return word(one.verdict) if one.reported is None else f"{score_words(one.reported)}, {word(one.verdict)}"


def _of_contact(event: Event, contact: Contact) -> Happening:
    title = ", ".join(part for part in (contact.reference, contact.topic) if part) or word(contact.channel)
    known = [
        tr("not answered") if contact.answered is False else "",
        seconds(handle_time(contact)),
        "" if contact.rating is None else tr("rated {n}", n=number(contact.rating)),
        tr("resolved") if contact.resolved else "",
    ]
    when = f"{day(event.at.date())}, {time_of_day(event.at)}"
    return Happening(
        event.at,
        word(contact.channel),
        title,
        ", ".join(part for part in known if part),
        payload=("contact", contact.id),
        time=when,
    )


def _of_growth(event: Event, record: Assessment | Plan | Observation) -> Happening:
    if isinstance(record, Plan):
        return Happening(
            event.at, tr("Growth plan"), word(record.state), event.by, "promise", ("plan", record.id)
        )
    assert isinstance(record, Assessment)
    draft = tr("not finished") if record.state is AssessmentState.DRAFT else ""
    detail = ", ".join(part for part in (event.by, draft) if part)
    return Happening(
        event.at, tr("Assessment"), word(record.kind), detail, payload=("skills", record.agent_id)
    )
