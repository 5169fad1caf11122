"""What the records' kinds are called on screen: one word for one thing, everywhere."""

from enum import StrEnum

from db.records.contacts import Channel, Direction
from db.records.observations import DetailKind, Drawn, EvaluationState, Fact, NoteTag, Source, Verdict
from db.records.people import Role, Stage
from db.records.plans import ActionKind, ActionStatus, ConditionKind, PlanState, Reply, Side
from db.records.sampling import Cycle, ItemState, Rule, SkipReason, Spread
from db.records.scorecards import Aim, CriticalClass, CriticalScope, VersionState
from db.records.skills import AssessmentKind
from desktop.coaching.statistics import Estimate
from desktop.shell.text import figure, ntr, percent, percent_figure, tr


def word(kind: StrEnum | None) -> str:
    """The word for a record's kind, beginning with a capital; None is blank."""
    return tr(_WORDS[type(kind), kind.value]) if kind is not None else ""


def score_words(reported: float | None) -> str:
    """A score (0–100) as a whole percentage; None was not scored."""
    return tr("not scored") if reported is None else percent(reported / 100)


def verdict_mark(verdict: Verdict | None) -> str:
    """The meaning (`colours.MEANINGS`) whose shape stands beside a verdict, blank for none."""
    return _VERDICT_MARKS.get(verdict, "") if verdict else ""


def critical_fails(share: Estimate) -> str:
    """How often a critical answer failed a call; it stands beside every mean."""
    if share.value is None:
        return ""
    shown = figure(share.value, share.low, share.high, share.n)
    if not share.value:
        return tr("Critical fails: {share}.", share=shown)
    return tr(
        "Critical fails: {share}; where the scorecard makes them 0, the zeros are in the mean.", share=shown
    )


def apart_words(found: Estimate) -> str:
    """Targeted calls beside a figure that they are not in; `found` in percent, blank without any."""
    if not found.n:
        return ""
    return ntr(
        "{n} targeted call is kept apart: {figure}",
        "{n} targeted calls are kept apart: {figure}",
        found.n,
        figure=percent_figure(found),
    )


_VERDICT_MARKS = {Verdict.PASS: "good", Verdict.FAIL: "opportunity", Verdict.CRITICAL_FAIL: "critical"}
_ALL: dict[type[StrEnum], dict[str, str]] = {
    Role: {"supervisor": "Supervisor", "coach": "Coach", "admin": "Administrator", "agent": "Agent"},
    Stage: {"new": "New", "developing": "Developing", "veteran": "Veteran"},
    Channel: {"call": "Call", "chat": "Chat", "email": "E-mail"},
    Direction: {"inbound": "Inbound", "outbound": "Outbound"},
    Source: {
        "side_by_side": "Side by side",
        "remote_live": "Listening in live",
        "recording": "Recording",
        "chat_review": "Chat review",
        "email_review": "E-mail review",
        "customer_feedback": "Customer feedback",
        "peer": "By a peer",
    },
    NoteTag: {
        "strength": "Strength",
        "opportunity": "Opportunity",
        "promise": "Promise",
        "effort": "Effort",
        "no_moment": "No-moment",
    },
    Cycle: {"week": "Week", "four_weeks": "Four weeks", "month": "Month"},
    Spread: {"day": "Days", "topic": "Topics", "hour": "Hours"},
    Rule: {
        "longest": "The longest calls",
        "repeat": "Repeat contacts",
        "low_rating": "Low ratings",
        "unresolved": "Not resolved",
    },
    ItemState: {"open": "To be heard", "skipped": "Skipped"},
    SkipReason: {
        "no_recording": "There is no recording",
        "wrong_agent": "It is somebody else's call",
        "not_audible": "It can't be heard well enough",
    },
    Drawn: {"random": "Drawn at random", "targeted": "Targeted", "chosen": "Picked by the evaluator"},
    Fact: {
        "volunteered": "The caller already said it",
        "repeat_contact": "Repeat contact",
        "self_service_failed": "Self-service failed",
        "channel_switch": "Switched channel",
        "transfer": "Transferred",
        "repeating": "Had to repeat it",
    },
    EvaluationState: {
        "draft": "Draft",
        "final": "Final",
        "shared": "Shared",
        "acknowledged": "Acknowledged",
        "disputed": "Disputed",
        "closed": "Closed",
    },
    Verdict: {
        "pass": "Pass",
        "fail": "Below the pass mark",
        "critical_fail": "Critical fail",
        "not_scored": "Not scored",
    },
    DetailKind: {"text": "Words", "number": "Number", "cause": "Root cause", "comment": "Comment"},
    VersionState: {"draft": "Draft", "published": "Published", "retired": "Retired"},
    CriticalClass: {
        "customer": "Customer-critical",
        "business": "Business-critical",
        "compliance": "Compliance-critical",
    },
    CriticalScope: {"section": "Fails its section", "evaluation": "Fails the evaluation"},
    Aim: {"compliance": "Compliance", "intent": "Intent"},
    AssessmentKind: {"self": "Own view", "coach": "Coach's view", "demonstration": "Demonstration"},
    PlanState: {"draft": "Draft", "agreed": "Agreed", "closed": "Closed"},
    Side: {"agent": "Agent", "supervisor": "Supervisor"},
    ActionKind: {"practice": "Practise on the job", "learn": "Learn from someone", "course": "Formal course"},
    ActionStatus: {"open": "Open", "done": "Done", "dropped": "Dropped"},
    ConditionKind: {
        "willing": "Wanted by the agent",
        "supported": "Supported and measured",
        "process": "The process fits",
        "focus": "Focus is kept",
    },
    Reply: {"yes": "Yes", "no": "No", "unsure": "Not sure"},
}
_WORDS = {(kind, value): words for kind, values in _ALL.items() for value, words in values.items()}
