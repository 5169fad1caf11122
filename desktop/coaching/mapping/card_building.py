"""A table of questions as a draft scorecard, with a note for all that was taken from words or left open.

What the effect of an answer says in words is taken only where it is plain, and said; a person can leave each
such effect out. What is not understood goes into the question's guidance, so that nothing is lost.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from db.records.scorecards import (
    CriticalClass,
    CriticalEffect,
    CriticalScope,
    Form,
    Kind,
    Option,
    Question,
    Renormalise,
    Section,
    ShownIf,
)
from desktop.coaching.answers import NA_KEY
from desktop.coaching.mapping.card_table import (
    CardColumns,
    RawAnswer,
    RawQuestion,
    numbers_of,
    read_questions,
)
from desktop.coaching.mapping.fields import split_words
from desktop.coaching.mapping.form_answers import fold_answer, is_na
from desktop.coaching.mapping.form_building import LONGEST_KEY, make_key
from desktop.coaching.mapping.sheet import Sheet
from desktop.coaching.mapping.trouble import Problem


class Remark(StrEnum):
    """What was taken from the table's words, or is left for a person."""

    CRITICAL = "critical"  # fails the evaluation; its class is open
    SHOWS = "shows"  # `other` is asked only after this answer
    HIDES = "hides"  # `other` is not asked after this answer
    ONLY_WHEN = "only_when"  # said in the question's own text
    SEVERAL = "several"  # every answer earns points, so several may be ticked
    NOT_APPLICABLE = "not_applicable"
    YES_NO = "yes_no"  # no answers in the table
    BY_NUMBER = "by_number"  # sections are the numbers before the point
    LEFT = "left"  # an effect that is not understood, or not to be taken
    NO_SUCH_QUESTION = "no_such_question"
    NO_SUCH_ANSWER = "no_such_answer"
    NO_POINTS = "no_points"  # a blank cell: 0 until somebody sets them
    ONE_ANSWER = "one_answer"


TAKEN = frozenset(
    {
        Remark.CRITICAL,
        Remark.SHOWS,
        Remark.HIDES,
        Remark.ONLY_WHEN,
        Remark.SEVERAL,
        Remark.NOT_APPLICABLE,
        Remark.YES_NO,
        Remark.BY_NUMBER,
    }
)
"""The others are left for a person to set."""
REFUSABLE = frozenset({Remark.CRITICAL, Remark.SHOWS, Remark.HIDES, Remark.ONLY_WHEN, Remark.SEVERAL})


@dataclass(frozen=True, slots=True)
class Said:
    """One remark: the row it is about, its question, the words of the table, and what it names besides."""

    remark: Remark
    row: int
    question: str
    words: str = ""
    other: str = ""

    @property
    def key(self) -> tuple[str, int, str]:
        """What a decision to leave it out is kept under."""
        return self.remark.value, self.row, self.other


Refusals = frozenset[tuple[str, int, str]]


@dataclass(frozen=True, slots=True)
class CardReading:
    """The draft, what was taken and left, and cells that could not be read."""

    form: Form
    said: tuple[Said, ...]
    problems: tuple[Problem, ...]


_ZERO = re.compile(
    r"\b(?:score|evaluation|total|form|section)\b.*\b(?:0|zero)\b|auto(?:matic(?:ally)?)?[ -]?fail"
    r"|\bfails? (?:the )?(?:whole|evaluation|call|contact|section)|\bcritical\b|\bfatal\b",
    re.IGNORECASE,
)
_NAMED = r"(?:question|q\.?|item)\s*#?([\w.]*\w)"
_HIDES = re.compile(rf"\b(?:hides?|skips?|not show)\b(?: to)?\s+(?:the )?{_NAMED}", re.IGNORECASE)
_SHOWS = re.compile(
    rf"\b(?:results? (?:in|to)|shows?|opens?|go(?:es)? to|leads? to|triggers?)\s+(?:show )?(?:the )?{_NAMED}",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\s*\(?\s*(?:this question )?only (?:results?|shows?|shown|appears?|applies|asked)\s+(?:when|if)"
    rf"\s+{_NAMED}"
    r"\s+(?:is|was)\s+(?:answered\s+)?(?:as\s+|with\s+)?[\"“']?([^\"”')]+)[\"”']?\s*\)?\s*$",
    re.IGNORECASE,
)


def read_card(
    sheet: Sheet, columns: CardColumns, name: str, part_title: str, refused: Refusals = frozenset()
) -> CardReading:
    """The table as a draft. `part_title` names sections that the table doesn't: `{n}` is filled in."""
    problems: list[Problem] = []
    builder = _Builder(read_questions(sheet, columns, problems), refused)
    return CardReading(builder.build(name, part_title), tuple(builder.said), tuple(problems))


class _Builder:
    """Turns raw questions into a form and remembers what it took for what."""

    def __init__(self, raw: Sequence[RawQuestion], refused: Refusals) -> None:
        self.raw, self.refused = raw, refused
        self.said: list[Said] = []
        self.by_number = dict(reversed([(number, one) for number, one in numbers_of(raw)]))
        counts = Counter(fold_answer(_plain_text(one.text)) for one in raw)
        self.keys = {id(one): _question_key(one, counts) for one in raw}
        self.conditions: dict[int, ShownIf] = {}
        self.criticals: set[tuple[int, int]] = set()
        self.texts = {id(one): one.text for one in raw}

    def build(self, name: str, part_title: str) -> Form:
        for one in self.raw:
            self._read_text(one)
        for one in self.raw:
            self._read_effects(one)
        questions = [(one, self._question(one)) for one in self.raw]
        effect = CriticalEffect.ZERO_SCORE if self.criticals else CriticalEffect.NONE
        sections, how = self._sections(questions, part_title)
        return Form(name, sections, renormalise=how, critical_effect=effect)

    def _take(self, said: Said) -> bool:
        """Note it, unless somebody said that it is not to be taken."""
        if said.key in self.refused:
            return False
        self.said.append(said)
        return True

    def _read_text(self, one: RawQuestion) -> None:
        """`(This question only results when question 2.1 is answered as N/A)` behind the question."""
        found = _ONLY.search(one.text)
        if found is None:
            return
        parent, words = self.by_number.get(found[1]), found[2].strip(" .")
        if parent is None or not (keys := _answer_keys(parent, [words])):
            remark = Remark.NO_SUCH_QUESTION if parent is None else Remark.NO_SUCH_ANSWER
            self._take(
                Said(remark, one.row, one.text, found[0].strip(), found[1] if parent is None else words)
            )
        elif self._take(Said(Remark.ONLY_WHEN, one.row, _plain_text(one.text), words, found[1])):
            self.conditions[id(one)] = ShownIf(self.keys[id(parent)], keys)
            self.texts[id(one)] = _plain_text(one.text)

    def _read_effects(self, one: RawQuestion) -> None:
        for answer in one.answers:
            if answer.effect and not self._read_effect(one, answer):
                self._take(Said(Remark.LEFT, answer.row, self.texts[id(one)], answer.effect, answer.words))
                one.guidance = "\n".join(filter(None, (one.guidance, f"{answer.words}: {answer.effect}")))
        for hidden in {name for answer in one.answers for name in _HIDES.findall(answer.effect)}:
            self._hide(one, hidden)

    def _read_effect(self, one: RawQuestion, answer: RawAnswer) -> bool:
        """Whether the effect was understood; what hides a question is read for all answers together."""
        if hides := _HIDES.findall(answer.effect):
            return all(name in self.by_number for name in hides) or not self._miss(one, answer, hides)
        if shows := _SHOWS.findall(answer.effect):
            shown = [self._show(one, answer, name) for name in shows]
            return all(shown)
        if _ZERO.search(answer.effect):
            said = Said(Remark.CRITICAL, answer.row, self.texts[id(one)], answer.effect, answer.words)
            if self._take(said):
                self.criticals.add((id(one), answer.row))
                return True
        return False

    def _miss(self, one: RawQuestion, answer: RawAnswer, names: Iterable[str]) -> bool:
        """An effect on questions that are not in the table is told, and stands in the guidance."""
        missing = [name for name in names if name not in self.by_number]
        for name in missing:
            said = Said(Remark.NO_SUCH_QUESTION, answer.row, self.texts[id(one)], answer.effect, name)
            self._take(said)
        if missing:
            one.guidance = "\n".join(filter(None, (one.guidance, f"{answer.words}: {answer.effect}")))
        return False

    def _show(self, one: RawQuestion, answer: RawAnswer, name: str) -> bool:
        target = self.by_number.get(name)
        if target is None:
            return self._miss(one, answer, [name]) or True
        if id(target) in self.conditions:
            return True  # its own text says it already
        said = Said(Remark.SHOWS, answer.row, self.texts[id(one)], answer.words, name)
        if not self._take(said):
            return False
        shown = [each.words for each in one.answers if name in _SHOWS.findall(each.effect)]
        self.conditions[id(target)] = ShownIf(self.keys[id(one)], _answer_keys(one, shown))
        return True

    def _hide(self, one: RawQuestion, name: str) -> None:
        """After the answers that hide it a question is not asked; after all others it is."""
        target = self.by_number.get(name)
        if target is None or id(target) in self.conditions:
            return
        hiding = [each for each in one.answers if name in _HIDES.findall(each.effect)]
        if self._take(Said(Remark.HIDES, hiding[0].row, self.texts[id(one)], hiding[0].words, name)):
            others = [each.words for each in one.answers if each not in hiding]
            self.conditions[id(target)] = ShownIf(self.keys[id(one)], _answer_keys(one, others))

    def _question(self, one: RawQuestion) -> Question:
        options, allow_na = self._options(one)
        kind = self._kind(one, options)
        return Question(
            key=self.keys[id(one)],
            text=self.texts[id(one)],
            options=options,
            guidance=one.guidance,
            good=one.good,
            poor=one.poor,
            allow_na=allow_na,
            shown_if=self.conditions.get(id(one)),
            kind=kind,
            weight=1.0 if one.weight is None else one.weight,
        )

    def _kind(self, one: RawQuestion, options: tuple[Option, ...]) -> Kind:
        earning = len(options) > 1 and all(option.points > 0 and not option.critical for option in options)
        is_even = len({option.points for option in options}) == 1
        if earning and is_even and self._take(Said(Remark.SEVERAL, one.row, self.texts[id(one)])):
            return Kind.SEVERAL
        return Kind.CHOICE

    def _options(self, one: RawQuestion) -> tuple[tuple[Option, ...], bool]:
        text = self.texts[id(one)]
        given = [answer for answer in one.answers if not is_na(answer.words)]
        allow_na = len(given) < len(one.answers)
        if not given:
            self._take(Said(Remark.YES_NO, one.row, text))
            return (Option("yes", "Yes", 1.0), Option("no", "No", 0.0)), True
        if len(given) == 1:
            self._take(Said(Remark.ONE_ANSWER, given[0].row, text, given[0].words))
        made = []
        for key, answer in zip(_option_keys(given), given, strict=True):
            is_critical = (id(one), answer.row) in self.criticals
            if answer.points is None and not is_critical:
                self._take(Said(Remark.NO_POINTS, answer.row, text, answer.words))
            made.append(_option(key, answer, is_critical))
        return tuple(made), allow_na

    def _sections(
        self, questions: list[tuple[RawQuestion, Question]], part_title: str
    ) -> tuple[tuple[Section, ...], Renormalise]:
        """By the table's sections, else by the number before the point; weighted as the table weighs."""
        titles = [self._title(one, part_title) for one, _ in questions]
        if any("." in one.number for one, _ in questions) and not any(one.section for one, _ in questions):
            self._take(Said(Remark.BY_NUMBER, questions[0][0].row, ""))
        order = list(dict.fromkeys(titles))
        placed = sorted(zip(titles, questions, strict=True), key=lambda each: order.index(each[0]))
        parts = [
            (title, [pair for _, pair in group]) for title, group in groupby(placed, key=lambda each: each[0])
        ]
        weights = [{one.weight for one, _ in pairs} - {None} for _, pairs in parts]
        if not any(weights):
            return tuple(_section(title, 1.0, pairs) for title, pairs in parts), Renormalise.FORM
        if len(parts) > 1 and all(len(found) == 1 for found in weights):
            made = zip(parts, weights, strict=True)
            return (
                tuple(
                    _section(title, max(filter(None, found), default=0.0), pairs)
                    for (title, pairs), found in made
                ),
                Renormalise.SECTION,
            )
        return tuple(_section(title, 1.0, pairs) for title, pairs in parts), Renormalise.QUESTION

    def _title(self, one: RawQuestion, part_title: str) -> str:
        return one.section or part_title.format(n=one.number.partition(".")[0] or "1")


def _section(title: str, weight: float, pairs: list[tuple[RawQuestion, Question]]) -> Section:
    return Section(make_key(title), title, weight, tuple(replace(question) for _, question in pairs))


def _option(key: str, answer: RawAnswer, is_critical: bool) -> Option:
    if not is_critical:
        return Option(key, answer.words, answer.points or 0.0)
    in_section = "section" in answer.effect.casefold() and "evaluation" not in answer.effect.casefold()
    scope = CriticalScope.SECTION if in_section else CriticalScope.EVALUATION
    return Option(key, answer.words, answer.points or 0.0, "", CriticalClass.BUSINESS, scope)


def _question_key(one: RawQuestion, counts: Counter[str]) -> str:
    """By its words alone, so that the same question is one across scorecards; numbered if it comes twice."""
    text = _plain_text(one.text)
    return make_key(text if counts[fold_answer(text)] == 1 else f"{one.number or one.row} {text}")


def _plain_text(text: str) -> str:
    return _ONLY.sub("", text).strip()


def _option_keys(answers: Sequence[RawAnswer]) -> list[str]:
    keys: dict[str, int] = {}
    made = []
    for answer in answers:
        key = "-".join(split_words(answer.words))[:LONGEST_KEY].strip("-") or "answer"
        key = f"{key}-answer" if key == NA_KEY else key
        keys[key] = keys.get(key, 0) + 1
        made.append(key if keys[key] == 1 else f"{key}-{keys[key]}")
    return made


def _answer_keys(one: RawQuestion, words: Iterable[str]) -> tuple[str, ...]:
    """The keys of a question's answers that say this; N/A has its own."""
    given = [answer for answer in one.answers if not is_na(answer.words)]
    by_words = {
        fold_answer(answer.words): key for answer, key in zip(given, _option_keys(given), strict=True)
    }
    found = []
    for each in words:
        if is_na(each) and any(is_na(answer.words) for answer in one.answers):
            found.append(NA_KEY)
        elif (key := by_words.get(fold_answer(each))) is not None:
            found.append(key)
    return tuple(found)
