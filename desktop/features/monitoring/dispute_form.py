"""One question an agent sees otherwise, while it is written: what they propose, why, and their evidence."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.disputes import Dispute, Said
from db.records.observations import Note
from db.records.scorecards import Question
from desktop.coaching import disputes as rules
from desktop.features.monitoring.disputing import Disputing
from desktop.features.monitoring.sitting import read_clock
from desktop.shell.controls import button, label
from desktop.shell.dispute_words import answer_label, choices, question_label
from desktop.shell.text import clock, tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, LineField, TextField

LONGEST_NOTE = 60


class DisputeForm(QWidget):
    """`written` carries (dispute id, what it says) at each keystroke; `dropped` the id of one taken away."""

    written = Signal(int, object)
    dropped = Signal(int)

    def __init__(self, of: Disputing, draft: Dispute) -> None:
        super().__init__()
        self.id, self.key = draft.id, draft.question
        question = next((one for one in of.form.questions if one.key == draft.question), None)
        asked = question_label(question)
        stands = answer_label(question, rules.standing(of.form, of.evaluation.answers, draft.question))
        self._notes = of.notes
        self.says = label(
            tr("{question} It says: {answer}", question=asked, answer=stands), "heading", wrap=True
        )
        self.proposed = Choice(tr("What you would answer: {question}", question=asked), _offered(question))
        self.reason = TextField(tr("Why you see it otherwise: {question}", question=asked), lines=2, most=6)
        self.note = Choice(tr("Note it is about: {question}", question=asked), _noted(of.notes))
        self.second = LineField(
            tr("Minute and second of the call: {question}", question=asked), placeholder="0:45"
        )
        self.evidence = TextField(tr("What shows it: {question}", question=asked), lines=1, most=4)
        self.drop = button(
            tr("Leave this one out"), self._drop, tr("Leave out: {question}", question=asked), "quiet"
        )
        self._show(draft)
        self._lay_out()
        self._connect()

    def said(self) -> Said:
        """What is written now."""
        return Said(
            self.key,
            self.reason.draft(),
            self.evidence.draft(),
            self.proposed.value() or "",
            self.note.value(),
            read_clock(self.second.text()),
        )

    def _show(self, draft: Dispute) -> None:
        self.proposed.show_value(draft.proposed)
        self.reason.show_text(draft.reason)
        self.evidence.show_text(draft.evidence)
        self.note.show_value(draft.note_uid)
        if draft.at_s is not None:
            self.second.show_text(clock(draft.at_s))

    def _write(self, _what: object = None) -> None:
        self.written.emit(self.id, self.said())

    def _take_note(self, uid: object) -> None:
        """A note's second stands for itself."""
        for note in self._notes:
            if note.uid == uid:
                self.second.show_text(clock(note.at_s))
        self._write()

    def _drop(self) -> None:
        self.dropped.emit(self.id)

    def _connect(self) -> None:
        self.proposed.chosen.connect(self._write)
        self.note.chosen.connect(self._take_note)
        for field in (self.reason, self.second, self.evidence):
            field.typed.connect(self._write)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addWidget(self.says)
        self._add(column, tr("Your answer"), self.proposed)
        column.addWidget(label(tr("Why you see it otherwise"), "small"))
        column.addWidget(self.reason)
        self._add(column, tr("Heard at"), self.second, self.note)
        column.addWidget(label(tr("What shows it, in your words (if anything)"), "small"))
        column.addWidget(self.evidence)
        self._add(column, "", self.drop)

    @staticmethod
    def _add(column: QVBoxLayout, caption: str, *fields: QWidget) -> None:
        row = QWidget()
        flow = FlowLayout(row)
        if caption:
            flow.addWidget(label(caption, "small"))
        for field in fields:
            flow.addWidget(field)
        column.addWidget(row)


def _offered(question: Question | None) -> list[tuple[object, str]]:
    """For the whole only that it should not count; for a question its answers, and none at first."""
    if question is None:
        return [(rules.VOID, answer_label(None, rules.VOID))]
    if question.kind.value == "several":
        every = rules.JOINED.join(option.key for option in question.options)
        return [
            ("", tr("I leave it to whoever decides")),
            *((option.key, option.label) for option in question.options),
            (rules.NONE_TICKED, answer_label(question, rules.NONE_TICKED)),
            (every, tr("All of them")),
        ]
    return [("", tr("I leave it to whoever decides")), *choices(question)]


def _noted(notes: tuple[Note, ...]) -> list[tuple[object, str]]:
    """The notes of the call by their seconds; none at first."""
    told: list[tuple[object, str]] = [(None, tr("No note"))]
    for note in notes:
        words = " ".join(note.text.split())
        short = words if len(words) <= LONGEST_NOTE else words[: LONGEST_NOTE - 1] + "…"
        told.append((note.uid, f"{clock(note.at_s)} {short}"))
    return told
