"""Which column of a table of questions is which, and its rows as questions with their answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.coaching.mapping import values
from desktop.coaching.mapping.fields import meaning, split_words
from desktop.coaching.mapping.form_answers import answer_text, fold_answer
from desktop.coaching.mapping.form_sheet import cell_of
from desktop.coaching.mapping.sheet import Cell, Row, Sheet, is_blank, sample
from desktop.coaching.mapping.trouble import Problem, Trouble


class CardField(StrEnum):
    """The values are what a column's choice is called in code; each is filled by one column at most."""

    NUMBER = "number"
    SECTION = "section"
    QUESTION = "question"
    ANSWER = "answer"
    POINTS = "points"
    EFFECT = "effect"
    WEIGHT = "weight"
    GUIDANCE = "guidance"
    GOOD = "good"
    POOR = "poor"


CardColumns = tuple[CardField | None, ...]


def _words(text: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(part.split()) for part in text.split(","))


_HEADERS: dict[CardField, frozenset[frozenset[str]]] = {
    CardField.NUMBER: _words(
        "question no, question number, no, nr, number, q no, item no, item number, id, question id, ref"
    ),
    CardField.QUESTION: _words(
        "question, question text, item, criterion, criteria, behaviour, behavior, standard, attribute, "
        "evaluation question, text, questions, parameter, metric"
    ),
    CardField.SECTION: _words(
        "section, category, group, area, part, section name, section title, heading, skill area, theme"
    ),
    CardField.ANSWER: _words(
        "answer, option, answer option, answers, options, response, choice, answer text, rating, level, "
        "label, score label, value"
    ),
    CardField.POINTS: _words(
        "points, point, score, pts, marks, mark, value points, point value, answer points, answer score"
    ),
    CardField.EFFECT: _words(
        "effect, consequence, logic, condition, conditional logic, rule, action, result, auto fail, "
        "autofail, critical, branching, then"
    ),
    CardField.WEIGHT: _words("weight, weighting, question weight, section weight, weightage, share, percent"),
    CardField.GUIDANCE: _words(
        "guidance, guideline, guidelines, description, help, help text, notes, note, instructions, "
        "definition, explanation, what look, what to look, comment, comments"
    ),
    CardField.GOOD: _words("good, good example, example good, what good looks like, do"),
    CardField.POOR: _words("poor, poor example, bad example, example poor, don t, dont, bad"),
}


@dataclass(slots=True)
class RawAnswer:
    """An answer as its row says it; `points` None where the cell is blank or can't be read."""

    row: int
    words: str
    points: float | None
    effect: str


@dataclass(slots=True)
class RawQuestion:
    """A question with all its rows."""

    row: int
    number: str
    text: str
    section: str
    weight: float | None = None
    guidance: str = ""
    good: str = ""
    poor: str = ""
    answers: list[RawAnswer] = field(default_factory=list)


def guess_card_columns(sheet: Sheet) -> CardColumns:
    """By the words of the headers; where no header says "question", the column of the longest texts."""
    taken: dict[CardField, int] = {}
    for name, words in _HEADERS.items():
        for index, header in enumerate(sheet.headers):
            fits = meaning(header) in words or frozenset(split_words(header)) in words
            if fits and index not in taken.values() and name not in taken:
                taken[name] = index
    if CardField.QUESTION not in taken:
        free = [index for index in range(len(sheet.headers)) if index not in taken.values()]
        longest = max(free, key=lambda index: _length(sheet, index), default=None)
        if longest is not None and _length(sheet, longest) > 8:
            taken[CardField.QUESTION] = longest
    by_index = {index: name for name, index in taken.items()}
    return tuple(by_index.get(index) for index in range(len(sheet.headers)))


def assign_card_field(columns: CardColumns, index: int, name: CardField | None) -> CardColumns:
    """Give a column its field by hand; another column that had it is left out then."""
    changed = [None if one is name else one for one in columns]
    changed[index] = name
    return tuple(changed)


def looks_like_card(columns: CardColumns) -> bool:
    """A list of questions with what each answer is worth."""
    return {CardField.QUESTION, CardField.ANSWER, CardField.POINTS} <= set(columns)


def read_questions(sheet: Sheet, columns: CardColumns, problems: list[Problem]) -> list[RawQuestion]:
    """Rows by question, in the order of the table; a blank question goes on with the one above."""
    reader = _Reader(sheet, columns, problems)
    found: dict[str, RawQuestion] = {}
    last: RawQuestion | None = None
    for row in sheet.rows:
        text = reader.text(row, CardField.QUESTION)
        if not text and last is None:
            problems.append(Problem(row.number, reader.header(CardField.QUESTION), Trouble.NO_QUESTION))
            continue
        if text:
            key = reader.text(row, CardField.NUMBER) + "\x00" + fold_answer(text)
            last = found.get(key) or reader.question(row, text, last)
            found[key] = last
        assert last is not None
        reader.add_to(last, row)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Reader:
    sheet: Sheet
    columns: CardColumns
    problems: list[Problem]

    def header(self, name: CardField) -> str:
        return self.sheet.headers[self.columns.index(name)] if name in self.columns else ""

    def cell(self, row: Row, name: CardField) -> Cell:
        return cell_of(row, self.columns.index(name)) if name in self.columns else None

    def text(self, row: Row, name: CardField) -> str:
        cell = self.cell(row, name)
        return "" if is_blank(cell) else " ".join(answer_text(cell).split())

    def number(self, row: Row, name: CardField) -> float | None:
        cell = self.cell(row, name)
        text = answer_text(cell).strip().removesuffix("%").strip() if isinstance(cell, str) else cell
        value = values.read_number(text)
        if isinstance(value, Trouble) or (value is not None and value < 0):
            trouble = value if isinstance(value, Trouble) else Trouble.NEGATIVE_POINTS
            self.problems.append(Problem(row.number, self.header(name), trouble, answer_text(cell)))
            return None
        return value

    def question(self, row: Row, text: str, above: RawQuestion | None) -> RawQuestion:
        section = self.text(row, CardField.SECTION) or (above.section if above else "")
        return RawQuestion(row.number, self.text(row, CardField.NUMBER), text, section)

    def add_to(self, question: RawQuestion, row: Row) -> None:
        words, effect = self.text(row, CardField.ANSWER), self.text(row, CardField.EFFECT)
        if words:
            points = self.number(row, CardField.POINTS)
            question.answers.append(RawAnswer(row.number, words, points, effect))
        elif effect:
            question.guidance = _joined(question.guidance, effect)
        weight = self.number(row, CardField.WEIGHT)
        question.weight = question.weight if weight is None else weight
        question.guidance = _joined(question.guidance, self.text(row, CardField.GUIDANCE))
        question.good = _joined(question.good, self.text(row, CardField.GOOD))
        question.poor = _joined(question.poor, self.text(row, CardField.POOR))


def _joined(text: str, more: str) -> str:
    return text if not more or more in text.splitlines() else "\n".join(filter(None, (text, more)))


def _length(sheet: Sheet, index: int) -> float:
    cells = [answer_text(cell) for cell in sample(sheet, index, 50)]
    return sum(map(len, cells)) / len(cells) if cells else 0.0


def numbers_of(questions: Sequence[RawQuestion]) -> Iterator[tuple[str, RawQuestion]]:
    """Each question under what effects call it: its number, or its place counted from 1."""
    for place, question in enumerate(questions, 1):
        yield question.number or str(place), question
