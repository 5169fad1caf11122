"""The answers found in a question's column, and what they may be worth: proposed where the words say it.

Nothing is guessed silently: an answer whose words give no points has none until somebody sets them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from desktop.coaching.mapping import values
from desktop.coaching.mapping.names import fold
from desktop.coaching.mapping.sheet import Cell, is_blank, show

MOST_ANSWERS = 20
MOST_STEPS = 11
LONGEST_ANSWER = 120
JOINED = ", "


class Way(StrEnum):
    """How a column is answered and counted: one answer by its points, or as steps of a labelled scale;
    several ticked; a number or words, which are kept and count for nothing.
    """

    POINTS = "points"
    SCALE = "scale"
    SEVERAL = "several"
    NUMBER = "number"
    WORDS = "words"


COUNTING = (Way.POINTS, Way.SCALE, Way.SEVERAL)


@dataclass(frozen=True, slots=True)
class Answer:
    """`count` rows say it, 0 where it was added; `points` None: not yet known. `is_na`: not applicable."""

    words: str
    count: int
    points: float | None = None
    is_na: bool = False

    @property
    def key(self) -> str:
        return fold_answer(self.words)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its column answers it. `blank_is_na`: an empty cell means that it did not apply."""

    index: int
    text: str
    way: Way
    answers: tuple[Answer, ...] = ()
    blanks: int = 0
    blank_is_na: bool = False
    weight: float = 1.0

    @property
    def unset(self) -> tuple[Answer, ...]:
        """The answers that still need points."""
        return tuple(one for one in self.answers if one.points is None and not one.is_na)

    @property
    def counts(self) -> bool:
        return self.way in COUNTING

    @property
    def options(self) -> tuple[Answer, ...]:
        """The answers that are no N/A, in the order of the form."""
        return tuple(one for one in self.answers if not one.is_na)


def fold_answer(words: str) -> str:
    """Two answers that differ in case and spaces alone are one."""
    return " ".join(words.split()).casefold()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NA = frozenset(
    map(
        fold_answer,
        (
            "n/a",
            "na",
            "n.a.",
            "not applicable",
            "not applicable (n/a)",
            "n/a - not applicable",
            "n/a (not applicable)",
            "does not apply",
            "not relevant",
            "#n/a",
            "entfällt",
            "nicht zutreffend",
            "sans objet",
            "no aplica",
        ),
    )
)
_YES = _set("yes y true pass passed correct done completed complete met achieved ja oui sí si tak ✓")
_NO = _set("no n false fail failed incorrect missed incomplete nein non nie nee ✗") | {
    "not done",
    "not met",
    "not achieved",
    "not completed",
    "did not",
}
_HALF = _set("partial partially partly somewhat sometimes") | {"partially met", "needs work"}
# From the worst to the best; a longer name is looked for before one that is part of it.
_FAMILIES = (
    ("unacceptable", "unsatisfactory", "poor", "needs improvement", "fair", "satisfactory", "average", "good",
     "very good", "great", "excellent", "outstanding"),
    ("far below expectations", "below expectations", "does not meet expectations", "does not meet", "below",
     "partially meets expectations", "partially meets", "meets expectations", "meets", "met",
     "exceeds expectations", "exceeds", "far exceeds"),
    ("never", "rarely", "sometimes", "often", "usually", "always"),
    ("strongly disagree", "disagree", "neither agree nor disagree", "neutral", "agree", "strongly agree"),
    ("not at all", "a little", "slightly", "moderately", "very", "extremely", "completely"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("low", "medium", "high"),
)  # fmt: skip
_LEADING = re.compile(r"\(?(\d{1,3}(?:[.,]\d+)?)\)?\s*(?:[-–—:=.)]|pts?\b|points?\b|\s)\s*\S", re.IGNORECASE)
_TRAILING = re.compile(
    r"\S\s*[(\[=:–-]\s*(\d{1,3}(?:[.,]\d+)?)\s*(?:pts?\.?|points?)?\s*[)\]]?$", re.IGNORECASE
)


def is_na(words: str) -> bool:
    return fold_answer(words) in _NA


def propose(index: int, text: str, cells: Iterable[Cell]) -> Asked:
    """What a column's cells say of its question. Points are proposed where the words give them."""
    cells = list(cells)
    filled = [answer_text(cell) for cell in cells if not is_blank(cell)]
    blanks = len(cells) - len(filled)
    counts = Counter(fold_answer(one) for one in filled)
    first: dict[str, str] = {}
    for one in filled:
        first.setdefault(fold_answer(one), " ".join(one.split()))
    na = tuple(Answer(first[key], n, None, True) for key, n in counts.items() if key in _NA)
    found = {first[key]: n for key, n in counts.items() if key not in _NA}
    way = _way(found)
    made = Asked(index, text, way, na, blanks)
    if way in (Way.NUMBER, Way.WORDS):
        return made
    return replace(made, answers=(*_answers(way, found), *na))


def answer_text(cell: Cell) -> str:
    """The cell as the form's answer: `4`, not `4.0`."""
    whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15
    return str(int(cell)) if whole and isinstance(cell, float) else show(cell).strip()


def with_way(asked: Asked, way: Way, cells: Iterable[Cell]) -> Asked:
    """The question answered another way, its answers found anew."""
    cells = list(cells)
    fresh = propose(asked.index, asked.text, cells)
    kept = replace(asked, way=way, answers=tuple(one for one in fresh.answers if one.is_na))
    if way not in COUNTING:
        return kept
    filled = [answer_text(cell) for cell in cells if not is_blank(cell)]
    found = {" ".join(one.split()): 0 for one in filled if not is_na(one)}
    for one in filled:
        words = " ".join(one.split())
        if words in found:
            found[words] += 1
    merged: dict[str, tuple[str, int]] = {}
    for words, count in found.items():
        name, before = merged.get(fold_answer(words), (words, 0))
        merged[fold_answer(words)] = (name, before + count)
    return replace(kept, answers=(*_answers(way, dict(merged.values())), *kept.answers))


def with_points(asked: Asked, key: str, points: float | None) -> Asked:
    """Say how many points an answer has."""
    return replace(
        asked,
        answers=tuple(replace(one, points=points) if one.key == key else one for one in asked.answers),
    )


def split_ticks(text: str, labels: Sequence[str]) -> tuple[str, ...] | None:
    """The labels ticked in a cell, joined by commas there; None where a part is no label.

    A label may hold a comma itself, so the longest one that fits is taken first.
    """
    ordered = sorted(((fold_answer(label), label) for label in labels), key=lambda one: -len(one[0]))
    rest, found = fold_answer(text), []
    while rest:
        fits = next(
            ((key, label) for key, label in ordered if rest == key or rest.startswith(key + JOINED)), None
        )
        if fits is None:
            return None
        found.append(fits[1])
        rest = rest[len(fits[0]) :].removeprefix(JOINED)
    return tuple(found)


def _way(found: dict[str, int]) -> Way:
    if not found:
        return Way.WORDS
    numbers = [values.read_number(words) for words in found]
    if all(isinstance(one, float) for one in numbers):
        whole = [one for one in numbers if isinstance(one, float) and one.is_integer() and 0 <= one <= 10]
        return Way.SCALE if len(whole) == len(numbers) <= MOST_STEPS else Way.NUMBER
    if _are_ticks(found):
        return Way.SEVERAL
    is_free = len(found) > MOST_ANSWERS or max(map(len, found)) > LONGEST_ANSWER
    if is_free or (len(found) > 6 and len(found) > sum(found.values()) / 2):
        return Way.WORDS
    points = [_number_in(words) for words in found]
    return Way.SCALE if len(found) > 2 and all(one is not None for one in points) else Way.POINTS


def _are_ticks(found: dict[str, int]) -> bool:
    """Whether the parts between commas come back in other answers: then they were ticked one by one."""
    joined = [words for words in found if JOINED in words]
    if not joined or any(_number_in(words) is not None for words in found):
        return False
    parts: Counter[str] = Counter()
    for words in found:
        parts.update({fold_answer(part) for part in words.split(JOINED)})
    lonely = sum(parts[fold_answer(part)] < 2 for words in joined for part in words.split(JOINED))
    whole = sum(len(words.split(JOINED)) for words in joined)
    return len(parts) <= MOST_ANSWERS and lonely <= whole / 4


def _answers(way: Way, found: dict[str, int]) -> tuple[Answer, ...]:
    if way is Way.SEVERAL:
        return _ticks(found)
    if way is Way.SCALE and all(isinstance(values.read_number(words), float) for words in found):
        return _steps(found)
    points = _propose_points(list(found))
    made = [Answer(words, count, points[words]) for words, count in found.items()]
    made += _missing_steps(made) if way is Way.SCALE else _other_half(made)
    return tuple(sorted(made, key=lambda one: (one.points is None, -(one.points or 0.0))))


def _ticks(found: dict[str, int]) -> tuple[Answer, ...]:
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    labels = _labels(found)
    for words, count in found.items():
        for part in split_ticks(words, labels) or ():
            first.setdefault(fold_answer(part), part)
            counts[fold_answer(part)] += count
    return tuple(Answer(first[key], count, 1.0) for key, count in counts.most_common())


def _labels(found: Iterable[str]) -> list[str]:
    """What could be ticked. A part that begins small and only ever follows one other belongs to that one:
    `Case number, if any` is one tick.
    """
    before: dict[str, set[str]] = {}
    behind: dict[str, set[str]] = {}
    cells = [[part.strip() for part in words.split(JOINED)] for words in found]
    for parts in cells:
        for one, other in pairwise(["", *parts, ""]):
            before.setdefault(other, set()).add(one)
            behind.setdefault(one, set()).add(other)
    labels: dict[str, str] = {}
    for parts in cells:
        whole = ""
        for part in parts:
            goes_on = part[:1].islower() and len(before[part]) == 1 and behind[min(before[part])] == {part}
            if whole and goes_on:
                whole = f"{whole}{JOINED}{part}"
            else:
                labels.setdefault(fold_answer(whole), whole)
                whole = part
        labels.setdefault(fold_answer(whole), whole)
    return [label for label in labels.values() if label]


def _steps(found: dict[str, int]) -> tuple[Answer, ...]:
    """The steps of a bare scale, those too that nobody chose: it begins at 1 and ends at 5 or 10."""
    numbers = {int(float(words.replace(",", "."))): count for words, count in found.items()}
    low, high = min(1, *numbers), max(numbers)
    top = next((end for end in (5, 10) if high <= end), high) if high > 1 else 1
    return tuple(
        Answer(str(step), numbers.get(step, 0), float(step)) for step in range(top, min(low, top) - 1, -1)
    )


def _propose_points(found: Sequence[str]) -> dict[str, float | None]:
    numbers = {words: _number_in(words) for words in found}
    if all(one is not None for one in numbers.values()):
        return numbers
    plain = {words: _plain(words) for words in found}
    if all(_said(one) is not None for one in plain.values()):
        return {words: _said(one) for words, one in plain.items()}
    for family in _FAMILIES:
        ranks = {words: _rank(one, family) for words, one in plain.items()}
        if all(rank is not None for rank in ranks.values()) and len(set(ranks.values())) == len(ranks) > 1:
            order = sorted(set(ranks.values()), key=lambda rank: rank or 0)
            return {words: float(order.index(rank)) for words, rank in ranks.items()}
    return {words: _said(one) for words, one in plain.items()}


def _said(plain: str) -> float | None:
    if plain in _YES:
        return 1.0
    if plain in _NO:
        return 0.0
    return 0.5 if plain in _HALF else None


def _rank(plain: str, family: Sequence[str]) -> int | None:
    return family.index(plain) if plain in family else None


def _plain(words: str) -> str:
    return fold(words.replace("’", "'")).strip("!.")


def _number_in(words: str) -> float | None:
    """The number that an answer names itself: `4 - Excellent`, `Good (3)`, `2`."""
    number = values.read_number(words)
    if isinstance(number, float):
        return number if number >= 0 else None
    found = _LEADING.match(words) or _TRAILING.search(words)
    return float(found[1].replace(",", ".")) if found else None


def _other_half(made: Sequence[Answer]) -> list[Answer]:
    """`No` where every row says `Yes`, and the other way round: the form had both."""
    if len(made) != 1 or made[0].key not in ("yes", "no"):
        return []
    return [Answer("No", 0, 0.0)] if made[0].key == "yes" else [Answer("Yes", 0, 1.0)]


def _missing_steps(made: Sequence[Answer]) -> list[Answer]:
    """The steps of a scale that no row chose, down to 1: without them its worst answer would be 0 %."""
    known = {one.points for one in made}
    most = max((one.points or 0.0 for one in made), default=0.0)
    return [Answer(str(step), 0, float(step)) for step in range(1, int(most)) if float(step) not in known]
