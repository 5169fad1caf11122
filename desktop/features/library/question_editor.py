"""Everything about one question: its words and answers in the open, the rest folded away until wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from db.records.scorecards import Aim, Kind, Question, Renormalise
from desktop.features.library import form_edits
from desktop.features.library.answer_kinds import answered_as, causes_from, way_of, way_words
from desktop.features.library.answer_rows import AnswerRows
from desktop.features.library.conditions import Condition, say_condition
from desktop.features.library.desk import Desk
from desktop.features.library.folds import Fold
from desktop.features.library.tabbing import follow_layout
from desktop.features.library.tied import FigureField, Tie, Tied, attribute
from desktop.features.library.weights import plain, question_shares
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, percent, tr
from desktop.shell.theme import set_role
from desktop.shell.words import word
from desktop.widgets.forms import Choice, FieldRow, Form, LineField, Switch, TextField

MUCH_REWORDED = 0.55
"""Below this likeness (0–1, difflib's ratio) two wordings are taken for two questions."""


@dataclass(frozen=True, slots=True)
class Names:
    """What skills and key behaviours are called, by key."""

    skills: Mapping[str, str]
    behaviours: Mapping[str, str]


class QuestionEditor(Form):
    """Shows and changes the question on the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.ties: list[Tied] = []
        self.place = label("", "muted")
        self.words = TextField(tr("What is asked"), lines=2)
        self.way = Choice(tr("How it is answered"), way_words())
        self.answers = AnswerRows(desk)
        self.unit = LineField(tr("Unit of the number"), placeholder=tr("such as s or %"))
        self.weight = FigureField(tr("Weight"))
        self.share = label("", "small", wrap=True)
        self.new_line = NewQuestion(desk)
        self._lay_out()
        self.tie(self.words, attribute("text"))
        self.tie(self.way, Tie("", way_of, answered_as))
        self.tie(self.unit, attribute("unit"))
        self.tie(self.weight, attribute("weight"))

    def tie(self, field: QWidget, tie: Tie) -> QWidget:
        self.ties.append(Tied(self.desk, field, tie))
        return field

    def show_names(self, names: Names) -> None:
        """Offer the floor's skills and key behaviours."""
        none: tuple[object, str] = ("", tr("none"))
        self.skill.set_choices([none, *names.skills.items()])
        self.behaviour.set_choices([none, *names.behaviours.items()])

    def show_question(self, question: Question) -> None:
        form, spot = self.desk.form, self.desk.spot
        self.unit_row.setVisible(question.kind is Kind.NUMBER)
        by_question = form.renormalise is Renormalise.QUESTION
        self.weight_row.setVisible(by_question and question.earns and not question.bonus)
        self.special.setVisible(question.earns)
        for tie in self.ties:
            tie.show(question)
        rows = len(self.answers.rows)
        self.answers.show_question(question)
        offered = self.condition.show_question(question)
        if offered or rows != len(self.answers.rows):
            follow_layout(self)
        self.place.setText(_place(form.sections[spot[0]].title, _number(self.desk), len(form.questions)))
        self.share.setText(_share(self.desk, question))
        self.new_line.show_question(question)
        self._say_folds(question)

    def _lay_out(self) -> None:
        self.add_widget(self.place)
        self.add(tr("What is asked"), self.words, tr("One thing at a time; two good listeners should agree."))
        self.add_widget(self.new_line)
        self.add(tr("How it is answered"), self.way)
        self.unit_row = self.add(tr("Unit of the number"), self.unit)
        self.add_widget(self.answers)
        self.weight_row = self.add(tr("Weight"), self.weight)
        self.add_widget(self._make_count())
        self._folds = QVBoxLayout()
        self._folds.setContentsMargins(0, 0, 0, 0)
        self._folds.setSpacing(4)
        folds = QWidget()
        folds.setLayout(self._folds)
        self.add_widget(folds)
        self.guidance = self._fold(tr("Guidance and examples"), self._make_guidance())
        self.about = self._fold(tr("What it is about"), self._make_about())
        self.condition = Condition(self.desk)
        self.when = self._fold(tr("When it is asked"), self.condition)
        self.special = self._fold(tr("Special scoring"), self._make_special())
        self.causes = self._fold(tr("Root causes of low answers"), self._make_causes())

    def _fold(self, title: str, inside: QWidget) -> Fold:
        fold = Fold(title, inside)
        self._folds.addWidget(fold)
        return fold

    def _make_count(self) -> QWidget:
        """N/A, and what the question counts, close together."""
        self.may_skip = Switch(tr("N/A is possible"))
        self.tie(self.may_skip, attribute("allow_na"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.may_skip)
        column.addWidget(self.share)
        return inside

    def _make_special(self) -> QWidget:
        switches = {
            "reversed": Switch(tr("Reversed: the most points are the worst answer")),
            "bonus": Switch(tr("Bonus: its points come on top of the score")),
        }
        return self._pile([self.tie(switch, attribute(name)) for name, switch in switches.items()])

    def _make_guidance(self) -> QWidget:
        fields = [
            ("guidance", tr("Guidance"), tr("What counts, what does not, and when it is N/A.")),
            ("good", tr("A good example"), tr("In the words of a call.")),
            ("poor", tr("A poor example"), ""),
        ]
        return self._pile(
            [
                FieldRow(caption, self.tie(TextField(caption, lines=2), attribute(name)), hint)
                for name, caption, hint in fields
            ]
        )

    def _make_about(self) -> QWidget:
        self.skill = Choice(tr("Skill it shows"))
        self.behaviour = Choice(tr("Key behaviour it listens for"))
        aims: list[tuple[object, str]] = [
            (Aim.INTENT, tr("Intent: was the caller served?")),
            (Aim.COMPLIANCE, tr("Compliance: was a rule kept?")),
        ]
        aim = Choice(tr("Compliance or intent"), aims)
        fields: dict[str, Choice] = {"skill": self.skill, "behaviour": self.behaviour, "aim": aim}
        return self._pile(
            [
                FieldRow(field.accessibleName(), self.tie(field, attribute(name)))
                for name, field in fields.items()
            ]
        )

    def _make_causes(self) -> QWidget:
        field = self.tie(TextField(tr("Root causes"), lines=3), Tie("causes", _read_causes, _write_causes))
        hint = tr("One a line. They are offered where the answer is below its full points.")
        return self._pile([FieldRow(tr("Root causes"), field, hint)])

    def _pile(self, rows: Sequence[QWidget]) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for row in rows:
            column.addWidget(row)
        inside.setFocusProxy(rows[0].field if isinstance(rows[0], FieldRow) else rows[0])
        return inside

    def _say_folds(self, question: Question) -> None:
        texts = {tr("guidance"): question.guidance, tr("good"): question.good, tr("poor"): question.poor}
        self.guidance.say(", ".join(name for name, text in texts.items() if text))
        about = [self.skill.currentText()] if question.skill else []
        about += [self.behaviour.currentText()] if question.behaviour else []
        self.about.say(", ".join([*about, word(question.aim).lower()]))
        self.when.say(say_condition(self.desk.form, question) or tr("always"))
        special = [tr("reversed")] * question.reversed + [tr("bonus")] * question.bonus
        self.special.say(", ".join(special))
        count = len(question.causes)
        self.causes.say(ntr("{n} cause", "{n} causes", count) if count else "")


def _read_causes(question: Question) -> str:
    return "\n".join(cause.label for cause in question.causes)


def _write_causes(question: Question, lines: str) -> Question:
    return replace(question, causes=causes_from(lines, question.causes))


def _number(desk: Desk) -> int:
    before = desk.form.sections[: desk.spot[0]]
    return sum(len(section.questions) for section in before) + desk.spot[1] + 1


def _place(section: str, number: int, count: int) -> str:
    words = tr("Question {n} of {count}", n=number, count=count)
    return f"{words}, {section}" if section else words


def _share(desk: Desk, question: Question) -> str:
    if question.bonus:
        return tr("A bonus: it can only raise the score, and together with others by no more than the cap.")
    share = question_shares(desk.form)[desk.spot[0]][desk.spot[1]]
    if not share.part:
        return tr("It does not count in the score; it is asked and kept.")
    words = {
        Renormalise.SECTION: tr("{weight} of the section’s {whole} points; {part} of the score."),
        Renormalise.FORM: tr("{weight} of {whole} points; {part} of the score."),
        Renormalise.QUESTION: tr("Weight {weight} of {whole}; {part} of the score."),
    }[desk.form.renormalise]
    return words.format(weight=plain(share.weight), whole=plain(share.whole), part=percent(share.part, 1))


class NewQuestion(QFrame):
    """Asks, where a published question is reworded wholly, whether it is still the same one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        set_role(self, "notice", tone="info")
        self.words = label("", "", wrap=True)
        self.new = button(tr("This is a new question"), self._renew, role="link")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.words)
        column.addWidget(self.new, 0, Qt.AlignmentFlag.AlignLeft)

    def show_question(self, question: Question) -> None:
        old = _published_text(self.desk, question)
        self.setVisible(bool(old) and is_reworded(old, question.text))
        self.words.setText(
            tr("It was “{text}”. As the same question its history goes on under the new words.", text=old)
        )

    def _renew(self) -> None:
        form = form_edits.as_new_question(self.desk.form, self.desk.spot)
        words = tr("It is a new question now; its history begins with this version")
        self.desk.put(form, words, self.desk.spot, offer=True)


def _published_text(desk: Desk, question: Question) -> str:
    if desk.before is None:
        return ""
    return next((each.text for each in desk.before.form.questions if each.key == question.key), "")


def is_reworded(old: str, new: str) -> bool:
    """Whether so much of the words changed that it may be another question."""
    if not new.strip():
        return False
    return SequenceMatcher(None, old.casefold(), new.casefold()).ratio() < MUCH_REWORDED
