"""The step of a response sheet that says which scorecard its answers go on, and what each answer is worth."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from db.records.scorecards import Kind
from desktop.coaching.answers import NA_KEY
from desktop.coaching.mapping import values
from desktop.coaching.mapping.form_answers import COUNTING, Answer, Asked, Way
from desktop.coaching.mapping.form_building import Target, not_understood
from desktop.features.exchange.form_planning import FormCheck, FormDraft
from desktop.features.exchange.form_words import name_match, name_way, say_answers
from desktop.shell.controls import label
from desktop.shell.text import number, tr
from desktop.shell.theme import set_role
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, LineField, NumberField, Switch

MOST_UNKNOWN = 12


class QuestionStep(QWidget):
    """`match_chosen` carries the scorecard's version id or 0, `name_typed`, `mark_chosen` and `word_given`
    what a new one is called, when it is passed and whether it may be published. `way_chosen`,
    `weight_chosen`, `points_typed`, `blank_chosen` and `meaning_chosen` begin with the column.
    """

    match_chosen = Signal(object)
    name_typed = Signal(str)
    mark_chosen = Signal(float)
    word_given = Signal(bool)
    way_chosen = Signal(int, object)
    weight_chosen = Signal(int, float)
    points_typed = Signal(int, str, object)
    blank_chosen = Signal(int, bool)
    meaning_chosen = Signal(int, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.card = Choice(tr("Scorecard of the answers"))
        self.name = LineField(tr("Name of the new scorecard"))
        self.mark = NumberField(tr("Pass mark"), 80, 0, 100, "%")
        self.word = Switch(tr("Publish this scorecard with the import"))
        self.note = label("", "muted", wrap=True)
        self.rows: dict[int, QuestionRow] = {}
        self._layout: tuple[object, ...] = ()
        self._list: QWidget | None = None
        self.card.chosen.connect(self.match_chosen)
        self.name.typed.connect(self.name_typed)
        self.mark.chosen.connect(self.mark_chosen)
        self.word.chosen.connect(self.word_given)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(label(tr("3  The scorecard"), "heading"))
        self._column.addWidget(self.card, 0, Qt.AlignmentFlag.AlignLeft)
        self.new = QWidget()
        flow = FlowLayout(self.new)
        for widget in (label(tr("Its name")), self.name, label(tr("Pass mark")), self.mark, self.word):
            flow.addWidget(widget)
        self._column.addWidget(self.new)
        self._column.addWidget(self.note)

    def show_draft(self, draft: FormDraft) -> None:
        """Offer the scorecards and lay out the questions; what is being typed stays as it is."""
        known = [(match.version.id, name_match(match)) for match in draft.matches]
        self.card.set_choices([(0, tr("A new scorecard from these questions")), *known])
        self.card.show_value(draft.match.version.id if draft.match else 0)
        is_new = draft.match is None
        self.new.setVisible(is_new)
        self.name.show_text(draft.name)
        self.mark.show_value(draft.pass_mark)
        self.word.show_value(draft.agreed)
        self.note.setText(_note(draft))
        layout = (is_new, tuple((one.index, one.way, len(one.answers)) for one in draft.asked))
        if layout != self._layout:
            self._layout = layout
            self._lay_out(draft)
        for one in draft.asked:
            self.rows[one.index].show_question(one, is_new)

    def show_check(self, checked: FormCheck) -> None:
        """Ask what the answers stand for that the known scorecard hasn't."""
        targets = {target.index: target for target in checked.targets}
        for one in checked.draft.asked:
            target = targets.get(one.index) if checked.draft.match else None
            self.rows[one.index].show_unknown(one, target, checked.draft)

    def _lay_out(self, draft: FormDraft) -> None:
        if self._list is not None:
            self._column.removeWidget(self._list)
            self._list.deleteLater()
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.rows = {}
        for one in draft.asked:
            row = QuestionRow(one, draft.match is None)
            row.way.chosen.connect(partial(self.way_chosen.emit, one.index))
            row.weight.chosen.connect(partial(self.weight_chosen.emit, one.index))
            row.blank.chosen.connect(partial(self.blank_chosen.emit, one.index))
            row.points_typed.connect(partial(self.points_typed.emit, one.index))
            row.meaning_chosen.connect(partial(self.meaning_chosen.emit, one.index))
            self.rows[one.index] = row
            column.addWidget(row)
        self._column.addWidget(self._list)


class QuestionRow(QWidget):
    """One question: how it is answered, its weight, and the points of each answer found."""

    points_typed = Signal(str, object)
    meaning_chosen = Signal(str, str)

    def __init__(self, one: Asked, is_new: bool) -> None:
        super().__init__()
        self.title = label(one.text, wrap=True)
        self.found = label("", "muted", wrap=True)
        self.way = Choice(tr("How “{question}” is answered", question=one.text), _ways())
        self.weight = NumberField(tr("Weight of “{question}”", question=one.text), 1, 0, 100)
        self.weight.setDecimals(1)
        self.blank = Switch(tr("A blank cell means N/A"))
        self.blank.setAccessibleName(tr("A blank in “{question}” means N/A", question=one.text))
        self.points: dict[str, PointsField] = {}
        self.unknown = QWidget()
        self._unknown = QVBoxLayout(self.unknown)
        self._unknown.setContentsMargins(0, 0, 0, 0)
        self._asked: tuple[object, ...] = ()
        top = QWidget()
        flow = FlowLayout(top)
        self.weight_words = label(tr("Weight"))
        for widget in (self.way, self.weight_words, self.weight, self.blank):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.found)
        column.addWidget(top)
        column.addWidget(self._answers(one, is_new))
        column.addWidget(self.unknown)

    def _answers(self, one: Asked, is_new: bool) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made)
        for answer in one.options if is_new and one.counts else ():
            field = PointsField(answer, one.text)
            field.said.connect(partial(self.points_typed.emit, answer.key))
            self.points[answer.key] = field
            pair = QWidget()
            # Beside each other, not each over the whole line.
            pair.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 8, 0)
            row.setSpacing(4)
            row.addWidget(label(answer.words))
            row.addWidget(field)
            flow.addWidget(pair)
        made.setVisible(bool(self.points))
        return made

    def show_question(self, one: Asked, is_new: bool) -> None:
        """Show what is chosen now; a field that is being typed in stays as it is."""
        self.found.setText(tr("Found: {answers}", answers=say_answers(one)))
        self.found.setVisible(one.way in COUNTING or bool(one.blanks))
        self.way.setVisible(is_new)
        self.way.show_value(one.way)
        for widget in (self.weight, self.weight_words):
            widget.setVisible(is_new and one.counts)
        self.weight.show_value(one.weight)
        self.blank.setVisible(bool(one.blanks) and one.way in COUNTING)
        self.blank.show_value(one.blank_is_na)
        for answer in one.options:
            if answer.key in self.points:
                self.points[answer.key].show_points(answer.points)

    def show_unknown(self, one: Asked, target: Target | None, draft: FormDraft) -> None:
        """Offer the scorecard's answers for each that it doesn't have."""
        found: tuple[Answer, ...] = ()
        if target is not None:
            said = {key for (index, key) in draft.said if index == one.index}
            unknown = set(not_understood(target, one.answers))
            found = tuple(each for each in one.answers if each in unknown or each.key in said)[:MOST_UNKNOWN]
        asked = tuple(each.key for each in found)
        self.unknown.setVisible(bool(found))
        if asked == self._asked:
            return
        self._asked = asked
        while self._unknown.count():
            item = self._unknown.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        if target is not None:
            for each in found:
                self._unknown.addWidget(self._meaning(one, each, target, draft))

    def _meaning(self, one: Asked, answer: Answer, target: Target, draft: FormDraft) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        words = tr("“{answer}” stands for", answer=answer.words)
        choice = Choice(
            tr("{words} in “{question}”", words=words, question=one.text), list(_meanings(target))
        )
        choice.show_value(draft.said.get((one.index, answer.key), ""))
        choice.chosen.connect(partial(self._tell_meaning, answer.key))
        row.addWidget(label(words))
        row.addWidget(choice)
        row.addStretch(1)
        return made

    def _tell_meaning(self, key: str, option: object) -> None:
        self.meaning_chosen.emit(key, str(option))


class PointsField(LineField):
    """The points of an answer; blank while nobody has set them. `said` carries a number or None."""

    said = Signal(object)

    def __init__(self, answer: Answer, question: str) -> None:
        super().__init__(
            tr("Points for “{answer}” in “{question}”", answer=answer.words, question=question),
            placeholder=tr("points?"),
        )
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * 10)
        self.typed.connect(self._read)
        self.show_points(answer.points)

    def show_points(self, points: float | None) -> None:
        set_role(self, "", invalid=points is None)
        if not self.hasFocus():
            self.show_text("" if points is None else f"{points:.6g}")

    def _read(self, text: str) -> None:
        found = values.read_number(text)
        self.said.emit(found if isinstance(found, float) and found >= 0 else None)


def _ways() -> list[tuple[object, str]]:
    return [(way, name_way(way)) for way in Way]


def _meanings(target: Target) -> Iterator[tuple[str, str]]:
    yield "", tr("Not known: these rows stay out")
    yield from ((option.key, option.label) for option in target.question.options)
    if target.question.allow_na and target.question.kind is not Kind.TEXT:
        yield NA_KEY, tr("N/A")


def _note(draft: FormDraft) -> str:
    if draft.match is None:
        return tr(
            "Points are proposed where the words give them. Each question counts by its weight; N/A leaves "
            "both sides. A scorecard that is published can be used for the next sheet of this form."
        )
    told = [tr("Each answer is matched with the scorecard’s own words.")]
    if draft.match.unused:
        headers = [draft.file.sheet.headers[index] for index in draft.match.unused]
        told.append(tr("Not asked there, so left out: {headers}.", headers=", ".join(headers)))
    if draft.match.lacking:
        lacking = ", ".join(f"“{question.text}”" for question in draft.match.lacking)
        count = number(len(draft.match.lacking))
        told.append(tr("{n} of its questions have no column: {questions}.", n=count, questions=lacking))
    return " ".join(told)
