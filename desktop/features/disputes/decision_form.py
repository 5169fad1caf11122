"""One dispute while it is decided: the answer then, the one proposed with its evidence, and the decision."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.disputes import Dispute
from db.records.scorecards import Question
from desktop.coaching import disputes as rules
from desktop.features.disputes.reading import Case
from desktop.shell.controls import button, label
from desktop.shell.dispute_words import answer_label, choices, question_label
from desktop.shell.text import clock, day, tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, TextField


class DecisionForm(QWidget):
    """`written` carries (dispute id, answer, reason) as they are chosen and typed, `slip_wanted` the id of
    one to be put right at once, `heard_wanted` the note to be heard.
    """

    written = Signal(int, str, str)
    slip_wanted = Signal(int)
    heard_wanted = Signal(int)

    def __init__(self, case: Case, dispute: Dispute) -> None:
        super().__init__()
        self.id, self.key = dispute.id, dispute.question
        self._note = case.note(dispute)
        question = case.question(dispute.question)
        asked = question_label(question)
        self.asked = label(asked, "heading", wrap=True)
        self.told = [label(words, wrap=True) for words in _told(case, dispute, question)]
        self.hear = button("", self._hear, role="link")
        self.choice = Choice(
            tr("The answer from now on: {question}", question=asked), _offered(case, dispute, question)
        )
        self.reason = TextField(tr("Why: {question}", question=asked), lines=2, most=6)
        self.slip = button(
            tr("It was a plain slip: put it right"),
            self._slip,
            tr("It was a plain slip: {question}", question=asked),
        )
        self.choice.show_value(dispute.answer)
        self.reason.show_text(dispute.decision)
        self._lay_out(case.own)
        # Only once it is laid out: shown without a parent it would be a window of its own.
        self.slip.setVisible(case.own and bool(dispute.proposed) and bool(dispute.question))
        self.choice.chosen.connect(self._write)
        self.reason.typed.connect(self._write)

    def answer(self) -> str:
        """What stands from now on; blank while nothing is chosen."""
        return str(self.choice.value() or "")

    def focus_missing(self) -> None:
        """Bring the keyboard to what is still to be said."""
        field = self.reason if self.answer() else self.choice
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, _what: object = None) -> None:
        self.written.emit(self.id, self.answer(), self.reason.draft())

    def _slip(self) -> None:
        self.slip_wanted.emit(self.id)

    def _hear(self) -> None:
        if self._note is not None:
            self.heard_wanted.emit(self._note.id)

    def _lay_out(self, own: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addWidget(self.asked)
        for words in self.told:
            column.addWidget(words)
        column.addWidget(self.hear, 0, Qt.AlignmentFlag.AlignLeft)
        self.hear.setVisible(self._note is not None)
        if self._note is not None:
            text = " ".join(self._note.text.split())
            self.hear.setText(tr("Go to the note at {time}: {text}", time=clock(self._note.at_s), text=text))
            self.hear.setAccessibleName(self.hear.text())
        row = QWidget()
        flow = FlowLayout(row)
        flow.addWidget(label(tr("From now on"), "small"))
        flow.addWidget(self.choice)
        column.addWidget(row)
        column.addWidget(self.reason)
        column.addWidget(self.slip, 0, Qt.AlignmentFlag.AlignLeft)
        self.reason.setPlaceholderText(tr("Why? One or two sentences that both can read"))
        for part in (row, self.reason):
            part.setVisible(not own)


def _offered(case: Case, dispute: Dispute, question: Question | None) -> list[tuple[object, str]]:
    """Nothing at first, then the answer that stands and the one proposed, named so, then the others."""
    standing = case.standing(dispute)
    known = choices(question) if question is not None else [(rules.VOID, answer_label(None, rules.VOID))]
    first: list[tuple[object, str]] = [
        ("", tr("Choose the answer")),
        (standing, tr("{answer} (stands)", answer=answer_label(question, standing))),
    ]
    if dispute.proposed and dispute.proposed != standing:
        words = tr("{answer} (as proposed)", answer=answer_label(question, dispute.proposed))
        first.append((dispute.proposed, words))
    taken = {key for key, _ in first}
    return [*first, *((key, words) for key, words in known if key not in taken)]


def _told(case: Case, dispute: Dispute, question: Question | None) -> list[str]:
    given_by = case.names.get(dispute.evaluator_id or 0, "")
    standing = answer_label(question, case.standing(dispute))
    told = [tr("Answered: {answer}, by {name}", answer=standing, name=given_by)]
    if dispute.proposed:
        told.append(tr("Proposed: {answer}", answer=answer_label(question, dispute.proposed)))
    told.append(tr("{name} says: “{reason}”", name=case.agent, reason=dispute.reason))
    if dispute.evidence or dispute.at_s is not None:
        at = tr("at {time}", time=clock(dispute.at_s)) if dispute.at_s is not None else ""
        told.append(tr("Evidence: {words}", words=" ".join(part for part in (at, dispute.evidence) if part)))
    if dispute.late and dispute.raised_at is not None:
        when = day(dispute.raised_at.astimezone().date())
        told.append(tr("Opened late, on {day}, because: {reason}", day=when, reason=dispute.late))
    return told
