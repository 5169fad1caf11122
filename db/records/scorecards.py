"""Scorecards: what is asked of a contact, with points, weights and critical answers, version by version."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

UNANSWERED = 0
NOT_APPLICABLE = 254
"""Codes of an answer that is no option; option number i (from 0) has the code i + 1."""


class VersionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Renormalise(StrEnum):
    """Where the weight of what does not apply goes: within its section first, or over the whole form."""

    SECTION = "section"
    FORM = "form"


class CriticalEffect(StrEnum):
    """What a critical answer does to the reported score; the calculated score is always kept."""

    NONE = "none"
    ZERO_SECTION = "zero_section"
    ZERO_SCORE = "zero_score"


class CriticalScope(StrEnum):
    SECTION = "section"
    EVALUATION = "evaluation"


class CriticalClass(StrEnum):
    CUSTOMER = "customer"
    BUSINESS = "business"
    COMPLIANCE = "compliance"


class Aim(StrEnum):
    """Whether a question checks a rule was kept or that the customer was served."""

    COMPLIANCE = "compliance"
    INTENT = "intent"


@dataclass(frozen=True, slots=True)
class Option:
    """`points` ≥ 0; `letter` is the extra key that picks it, blank where digits are enough."""

    key: str
    label: str
    points: float
    letter: str = ""
    critical: CriticalClass | None = None
    scope: CriticalScope | None = None


@dataclass(frozen=True, slots=True)
class ShownIf:
    """The question applies only while `question` has one of these option keys as its answer."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`key` names the same question across versions and scorecards; `skill`, `behaviour` are keys.

    `scale`: the answers are steps of a labelled scale, such as 1 to 5, so that percent is
    (points − least) / (most − least); else it is points / most.
    """

    key: str
    text: str
    options: tuple[Option, ...]
    guidance: str = ""
    good: str = ""
    poor: str = ""
    skill: str = ""
    behaviour: str = ""
    aim: Aim = Aim.INTENT
    allow_na: bool = True
    shown_if: ShownIf | None = None
    scale: bool = False

    @property
    def floor(self) -> float:
        """The points that count for nothing: the least of a labelled scale, else 0."""
        return min((option.points for option in self.options), default=0.0) if self.scale else 0.0

    @property
    def most(self) -> float:
        return max((option.points for option in self.options), default=0.0)


@dataclass(frozen=True, slots=True)
class Section:
    """`weight` ≥ 0, in any unit: only its share of the weights that count matters."""

    key: str
    title: str
    weight: float
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """All that scoring and showing need of one version. `pass_mark` is a percentage, 0–100."""

    name: str
    sections: tuple[Section, ...]
    description: str = ""
    pass_mark: float = 80.0
    renormalise: Renormalise = Renormalise.SECTION
    critical_effect: CriticalEffect = CriticalEffect.NONE

    @property
    def questions(self) -> tuple[Question, ...]:
        """In the order in which answers are stored."""
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True, slots=True)
class ScorecardVersion:
    """One version of a scorecard; published ones never change. `scorecard_id` is what its versions share."""

    id: int
    uid: bytes
    scorecard_id: int
    number: int
    state: VersionState
    form: Form
    published_at: datetime | None = None
