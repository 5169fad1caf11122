"""What typing means where the keyboard is: writing a note, answering a question, or commenting."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from db.records.scorecards import Kind
from desktop.coaching.answer_keys import follows_numbers
from desktop.features.monitoring.filling import Filling
from desktop.features.monitoring.scorecard_panel import ScorecardPanel
from desktop.shell.text import tr


@dataclass(frozen=True, slots=True)
class Mode:
    """Its name, what the keys do in it, and whether the scorecard is where the keyboard is."""

    name: str
    hint: str
    on_card: bool


def mode_of(card: ScorecardPanel, focus: QWidget) -> Mode:
    """The mode of the control that has the keyboard."""
    if focus is card.comment:
        words = tr("What you type is the comment on the whole contact. Esc goes to the note.")
        return Mode(tr("Commenting"), words, True)
    if card.is_commenting():
        return Mode(tr("Commenting"), tr("What you type is the comment on this answer. Esc goes back."), True)
    if card.has_keys() and card.filling is not None:
        return Mode(tr("Answering"), _answering_words(card.filling), True)
    words = tr("What you type is the note. F2 answers by number; F12 tells all keys.")
    return Mode(tr("Writing"), words, False)


def _answering_words(filling: Filling) -> str:
    question = filling.question
    if filling.at_causes:
        most = len(question.causes)
        return tr("1–{most} ticks a root cause, Enter goes on, Backspace goes back.", most=most)
    most = len(question.options)
    if follows_numbers(question):
        return tr("An answer’s own number chooses it, − is N/A, Backspace goes back. Letters write a note.")
    return {
        Kind.CHOICE: tr("1–{most} chooses, − is N/A, Backspace goes back. Letters write a note.", most=most),
        Kind.SEVERAL: tr("1–{most} ticks, Enter goes on, − is N/A. Letters write a note.", most=most),
        Kind.NUMBER: tr("Figures are the answer, Enter goes on, − is N/A. Letters write a note."),
        Kind.TEXT: tr("What you type is the answer; Enter goes on, Esc goes to the note."),
    }[question.kind]
