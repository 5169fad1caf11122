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
    """What carries weight, and so where the weight of what does not apply goes.

    SECTION: the sections; N/A stays within its section first. FORM: the points of the whole form.
    QUESTION: each question its own weight, whatever its points.
    """

    SECTION = "section"
    FORM = "form"
    QUESTION = "question"


class Kind(StrEnum):
    """How a question is answered: yes/no, graded answers and labelled scales are all one choice."""

    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"


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
    """`points` ≥ 0; `letter` is the extra key that picks it, blank where digits are enough.

    `least` is for a number: the option stands for numbers from there up to the next one's; None is from
    anywhere below.
    """

    key: str
    label: str
    points: float
    letter: str = ""
    critical: CriticalClass | None = None
    scope: CriticalScope | None = None
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """A root cause, offered where the answer is below its full points."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class OnlyWhen:
    """The question applies only in these circumstances: each list given must hold, by any of its words.

    Channels are `Channel` values; topics and tags are compared without regard to case.
    """

    channels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """The circumstances of one contact, which `OnlyWhen` looks at."""

    channel: str = ""
    topic: str = ""
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ShownIf:
    """The question applies only while `question` has one of these option keys as its answer."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`key` names the same question across versions and scorecards; `skill`, `behaviour` are keys.

    `scale`: the answers are steps of a labelled scale, such as 1 to 5, so that percent is
    (points − least) / (most − least); else it is points / most. `weight` ≥ 0 counts under
    `Renormalise.QUESTION` only. `reversed`: the most points are the worst answer. `bonus`: its points are
    percentage points on top. `unit` is what a number counts, such as "s".
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
    kind: Kind = Kind.CHOICE
    weight: float = 1.0
    reversed: bool = False
    bonus: bool = False
    causes: tuple[Cause, ...] = ()
    only_when: OnlyWhen | None = None
    unit: str = ""

    @property
    def floor(self) -> float:
        """The points that count for nothing: the least of a labelled scale, else 0."""
        return self.least if self.scale and self.kind is not Kind.SEVERAL else 0.0

    @property
    def least(self) -> float:
        """The fewest points an option has, 0 without options."""
        return min((option.points for option in self.options), default=0.0)

    @property
    def most(self) -> float:
        """What the best answer has: of several that are ticked, all together."""
        points = [option.points for option in self.options]
        return sum(points) if self.kind is Kind.SEVERAL else max(points, default=0.0)

    @property
    def earns(self) -> bool:
        """Whether an answer earns points: words never do, nor does a number without bands."""
        return self.kind is not Kind.TEXT and bool(self.options)

    def worth(self, option: Option) -> float:
        """The points that choosing this option brings.

        A reversed choice is mirrored between its ends; of several, a reversed one earns what is not ticked.
        """
        if not self.reversed:
            return option.points
        return 0.0 if self.kind is Kind.SEVERAL else self.least + self.most - option.points


@dataclass(frozen=True, slots=True)
class Section:
    """`weight` ≥ 0, in any unit: only its share of the weights that count matters.

    It is used under `Renormalise.SECTION` only.
    """

    key: str
    title: str
    weight: float
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A name for reported scores from `least` (percent, 0–100) up to the next band's."""

    key: str
    label: str
    least: float


@dataclass(frozen=True, slots=True)
class Form:
    """All that scoring and showing need of one version. `pass_mark` is a percentage, 0–100.

    `bonus_cap`: the percentage points that bonus questions may add in all, never above a score of 100.
    """

    name: str
    sections: tuple[Section, ...]
    description: str = ""
    pass_mark: float = 80.0
    renormalise: Renormalise = Renormalise.SECTION
    critical_effect: CriticalEffect = CriticalEffect.NONE
    bands: tuple[Band, ...] = ()
    bonus_cap: float = 0.0

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
    retired_at: datetime | None = None
