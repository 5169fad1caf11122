"""What typing means where the keyboard is: writing a note, answering a question, or commenting."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

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
    if card.has_keys():
        most = len(card.filling.question.options) if card.filling else 0
        words = tr("1–{most} chooses, − is N/A, Backspace goes back. Letters write a note.", most=most)
        return Mode(tr("Answering"), words, True)
    words = tr("What you type is the note. F2 answers by number; Ctrl and a number from here.")
    return Mode(tr("Writing"), words, False)
