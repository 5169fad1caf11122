"""The four conditions for change as plain questions; a no asks for an answer from the supervisor's side."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from db.records.plans import Condition, ConditionKind, Reply, Side
from db.records.practice import Improvement
from desktop.features.plans import actions, wording
from desktop.features.plans.actions import Spot
from desktop.features.plans.columns import Parts, add_all, beside, column_in, row_of, said
from desktop.features.plans.pen import Kept, Pen
from desktop.features.plans.reading import Sheet, open_noes
from desktop.features.plans.steps_view import StepsView
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.words import word
from desktop.widgets.forms import LineField


class ConditionsView(QWidget):
    """The questions, then what was promised and raised because of them."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.parts = Parts(16, _id, self._make, ConditionRow.show_condition)
        self.steps = StepsView(pen, None, tr("for the whole plan"))
        self.promised = label(tr("For the whole plan"), "heading")
        self.raised = Parts(4, _improvement_id, partial(ImprovementRow, pen), ImprovementRow.show_improvement)
        self.raised_heading = label(tr("Raised as improvements"), "heading")
        add_all(
            column_in(self, 16),
            label(tr("What it takes"), "heading"),
            self.parts.widget,
            self.promised,
            self.steps,
            self.raised_heading,
            self.raised.widget,
        )

    def show_sheet(self, sheet: Sheet) -> None:
        self.parts.show_records([(one, sheet) for one in sheet.whole.conditions])
        self.steps.show_sheet(sheet)
        promised = any(one.goal_id is None for one in sheet.whole.actions)
        self.promised.setVisible(promised or sheet.writable)
        self.raised.show_records([(one, sheet.writable) for one in sheet.improvements])
        self.raised_heading.setVisible(bool(sheet.improvements))

    def part(self, kind: ConditionKind) -> "ConditionRow":
        return next(one for one in self.parts.all() if one.condition.kind is kind)

    def _make(self, of: tuple[Condition, Sheet]) -> "ConditionRow":
        return ConditionRow(self.pen, of, self._promise)

    def _promise(self) -> None:
        self.steps.new.side = Side.SUPERVISOR
        self.steps.new.unfold()


def _id(of: tuple[Condition, Sheet]) -> int:
    return of[0].id


class Replies(QWidget):
    """Yes, no, not sure, or nothing yet. `chosen` carries the Reply."""

    chosen = Signal(object)

    def __init__(self, question: str) -> None:
        super().__init__()
        self.setAccessibleName(question)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._buttons = {reply: self._button(place, reply, question) for place, reply in enumerate(Reply)}
        for made in self._buttons.values():
            row.addWidget(made)
        self._group.idClicked.connect(self._tell)

    def first(self) -> QWidget:
        return self._buttons[Reply.YES]

    def show_value(self, reply: Reply | None) -> None:
        """Show a reply, or none, without announcing it."""
        self._group.setExclusive(False)
        for key, made in self._buttons.items():
            made.setChecked(key is reply)
        self._group.setExclusive(True)

    def _button(self, place: int, reply: Reply, question: str) -> QPushButton:
        made = QPushButton(word(reply))
        made.setCheckable(True)
        made.setProperty("role", "chip")
        made.setAccessibleName(f"{question}: {word(reply)}")
        self._group.addButton(made, place)
        return made

    def _tell(self, place: int) -> None:
        self.chosen.emit(list(Reply)[place])


class ConditionRow(QWidget):
    """One question with its reply, a comment, and for a no the two ways to answer it."""

    def __init__(self, pen: Pen, of: tuple[Condition, Sheet], promise: Callable[[], None]) -> None:
        super().__init__()
        self.pen, (self.condition, sheet) = pen, of
        question = wording.condition_question(self.condition.kind, sheet.agent.name)
        self.replies = Replies(question)
        self.comment = LineField(tr("Comment: {question}", question=question), placeholder=tr("Why so?"))
        self.lacking = said(tr("A no needs an answer before you sign:"), "warn")
        self.promise = button(
            tr("Add a supervisor action"), promise, tr("Add a supervisor action: {q}", q=question)
        )
        self.improve = button(
            tr("Raise an improvement"), self._raise, tr("Raise an improvement: {q}", q=question)
        )
        self._reply = Kept(pen, self.replies, Spot(Condition, self.condition.id, "reply"))
        self._comment = Kept(pen, self.comment, Spot(Condition, self.condition.id, "comment"))
        self.ways = row_of(self.promise, self.improve)
        self.fields = row_of(self.replies, self.comment)
        self.answer = said("", "muted")
        column = column_in(self, 8)
        add_all(column, said(question), self.fields, self.answer, self.lacking, self.ways)

    def show_condition(self, of: tuple[Condition, Sheet]) -> None:
        self.condition, sheet = of
        self._reply.show(self.condition.reply)
        self._comment.show(self.condition.comment)
        self.fields.setVisible(sheet.writable)
        self.answer.setVisible(not sheet.writable)
        self.answer.setText(_answer(self.condition))
        is_open = sheet.writable and self.condition.kind in open_noes(sheet)
        self.lacking.setVisible(is_open)
        self.ways.setVisible(sheet.writable and self.condition.reply is Reply.NO)

    def _raise(self) -> None:
        """The comment says what is in the way; without one the question itself does."""
        title = self.comment.text().strip() or self.replies.accessibleName()
        self.pen.do(actions.raise_improvement, self.condition, title, done=self._offer_back)

    def _offer_back(self, id: int) -> None:
        self.pen.app.undo.offer(
            tr("Raised the improvement"),
            partial(self.pen.do, actions.withdraw_improvement, id),
            partial(self.pen.do, actions.raise_again, id),
        )


def _answer(condition: Condition) -> str:
    reply = word(condition.reply) if condition.reply is not None else tr("Not answered")
    return f"{reply}. {condition.comment}".strip()


def _improvement_id(of: tuple[Improvement, bool]) -> int:
    return of[0].id


class ImprovementRow(QWidget):
    """What was raised, and taking it back while the plan is being written."""

    def __init__(self, pen: Pen, of: tuple[Improvement, bool]) -> None:
        super().__init__()
        self.pen, self.id = pen, of[0].id
        self.title = said("")
        self.away = button(tr("Withdraw"), self._withdraw, role="quiet")
        add_all(column_in(self, 0), beside(self.title, self.away))

    def show_improvement(self, of: tuple[Improvement, bool]) -> None:
        self.title.setText(of[0].title)
        self.away.setAccessibleName(tr("Withdraw the improvement “{title}”", title=of[0].title))
        self.away.setVisible(of[1])

    def _withdraw(self) -> None:
        self.pen.do(actions.withdraw_improvement, self.id, done=self._offer_back)

    def _offer_back(self, _result: object) -> None:
        again = partial(self.pen.do, actions.raise_again, self.id)
        self.pen.app.undo.offer(tr("Withdrew the improvement"), again)
