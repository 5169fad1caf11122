"""Sums kept while evaluations are finalised, from which every mean, rate and interval is worked out."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose calls and which days a figure is about; None leaves a side open. Both days are among them."""

    agent_id: int | None = None
    team_id: int | None = None
    since: date | None = None
    until: date | None = None


SITE = Scope()


@dataclass(frozen=True, slots=True)
class WeekSum:
    """One week's results of one thing: `n` values, their `total` and sum of `squares` (percent, percent²).

    `week` is its Monday. `passed` and `critical` count evaluations where that applies, else 0.
    """

    week: date
    n: int
    total: float
    squares: float
    passed: int = 0
    critical: int = 0


@dataclass(frozen=True, slots=True)
class KeyedSum:
    """The same sums of one question or skill key, or of one agent, over a span of time."""

    key: str
    n: int
    total: float
    squares: float


@dataclass(frozen=True, slots=True)
class DayScore:
    """One finished evaluation as a point of a trend; percentages 0–100, None where not scored."""

    evaluation_id: int
    agent_id: int
    day: date
    reported: float | None
    calculated: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Behind:
    """One finished evaluation behind a figure.

    `answer` and `percent` (0–100) are of the question asked for; blank and None where the figure is about
    the whole score.
    """

    evaluation_id: int
    agent_id: int
    agent: str
    day: date
    contact: str
    scorecard: str
    reported: float | None
    verdict: str
    answer: str = ""
    percent: float | None = None
