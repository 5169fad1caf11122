"""The agent's own copy of the growth plan: strengths first, the gap picture, goals in the agent's words."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

from desktop.documents.engine import Compiled, compile_template, count_pages
from desktop.documents.printing import Fault, Misprint, Paper, Rendered, print_document

__all__ = ["Fault", "Misprint", "Paper", "PlanDocument", "Rendered", "render"]

USUAL_PAGES = 2


@dataclass(frozen=True, slots=True)
class Words:
    """Every word the template prints; `{…}` is filled from the plan. English unless given otherwise."""

    title: str = "Growth plan"
    team: str = "Team"
    stage: str = "Stage"
    begun: str = "Begun"
    review: str = "Review"
    share: str = "In the agent’s words"
    vision: str = "What we stand for"
    strengths: str = "Strengths"
    gaps: str = "Where I stand"
    gaps_note: str = "Five levels of each skill. The blue band is the way to go."
    skill: str = "Skill and level"
    needed: str = "Needed"
    seen: str = "Seen"
    own: str = "My view"
    unrated: str = "not rated"
    next_level: str = "Level {level}"
    gap_sentence: str = "{skill}: needed {needed}, seen {seen}, my view {own}."
    focus: str = "Focus"
    today: str = "Today"
    target: str = "Target"
    due: str = "By"
    heard: str = "Heard on calls"
    own_words: str = "In my own words"
    why: str = "Why it matters to me"
    how_known: str = "How I will know"
    actions: str = "What we will do"
    action: str = "Action"
    who: str = "Who"
    other_actions: str = "Also promised"
    together: str = "How we work on it"
    conditions: str = "What it takes"
    check_ins: str = "Check-ins"
    signatures: str = "Signatures"
    signed_on: str = "Date"
    footer: str = "Deskside growth plan"
    page: str = "Page {page} of {pages}"

    @classmethod
    def translated(cls, tr: Callable[[str], str]) -> "Words":
        """Return the words passed through `tr` one by one."""
        return cls(**{word.name: tr(str(word.default)) for word in fields(cls)})


@dataclass(frozen=True, slots=True)
class Strength:
    """`evidence` says where it was seen; `figure` is e.g. `94 %`, and `note` behind it e.g. `± 4, n 18`."""

    text: str
    evidence: str = ""
    figure: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SkillGap:
    """Levels are 1–5, None where not rated; `next_text` describes a person at `next_level`."""

    skill: str
    needed: float | None
    seen: float | None
    own: float | None
    next_level: int | None = None
    next_text: str = ""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """`who` is a name, `kind` and `status` words, `due` a date, all ready to print; `done` ticks the box."""

    text: str
    who: str
    due: str = ""
    kind: str = ""
    status: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """`title` names the skill or question. `today`, `target` and `due` are ready to print.

    `today_note` stands behind the baseline in a lighter weight: its interval and n. `heard` quotes a note or
    two that the baseline rests on.
    """

    title: str
    own_words: str = ""
    why: str = ""
    how_known: str = ""
    today: str = ""
    today_note: str = ""
    target: str = ""
    due: str = ""
    actions: tuple[PlannedAction, ...] = ()
    heard: str = ""


@dataclass(frozen=True, slots=True)
class FocusArea:
    title: str
    goals: tuple[PlannedGoal, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionAnswer:
    """`mark` is the shape before the answer: full for yes, empty for no, half for unsure, none if open."""

    text: str
    answer: str = ""
    mark: Literal["full", "empty", "half", "none"] = "none"
    comment: str = ""


@dataclass(frozen=True, slots=True)
class PlannedCheckIn:
    """`due` is ready to print; with no `progress` yet a line to write on is printed."""

    due: str
    progress: str = ""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """`side` says whose it is; `signed` is e.g. `Signed 4 March 2026`, blank for a line to sign on."""

    side: str
    name: str
    signed: str = ""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """All that is printed, ready to print; an empty field or tuple leaves its part out.

    `made_on` is the document's own date (its metadata), `printed` the same in the reader's words. `locale` is
    the language of `words`, e.g. `en_GB`. `share` is how much the agent wrote, e.g. `68 %`.
    """

    name: str
    made_on: date
    printed: str
    site: str = ""
    team: str = ""
    stage: str = ""
    begun: str = ""
    review: str = ""
    share: str = ""
    vision: str = ""
    strengths_note: str = ""
    strengths: tuple[Strength, ...] = ()
    gaps: tuple[SkillGap, ...] = ()
    areas: tuple[FocusArea, ...] = ()
    actions: tuple[PlannedAction, ...] = ()
    together: str = ""
    conditions: tuple[ConditionAnswer, ...] = ()
    check_ins: tuple[PlannedCheckIn, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()
    words: Words = field(default_factory=Words)
    locale: str = "en_GB"


def render(document: PlanDocument, paper: Paper = "a4", *, standard: bool = True) -> Rendered:
    """Return the plan as PDF; the same document gives the same bytes on every machine.

    With `standard` it is PDF/A-2a and PDF/UA-1 in one. Where a character has no glyph in any font, or the
    standard cannot be kept for another reason, the file is made without it and `warnings` say so.
    """
    return print_document(document, paper, standard, _fitted)


def _fitted(data: dict[str, Any], made_on: date, standard: bool) -> Compiled:
    """Set the plan roomily, or snugly where that keeps it from running a little over its second page."""
    made = compile_template("plan.typ", data | {"density": "roomy"}, made_on, standard=standard)
    if count_pages(made.pdf) != USUAL_PAGES + 1:
        return made
    snug = compile_template("plan.typ", data | {"density": "snug"}, made_on, standard=standard)
    return snug if count_pages(snug.pdf) == USUAL_PAGES else made
