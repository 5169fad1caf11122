"""The service vision: the sentence, what it means, questions to argue over, and the wordings before it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.practice import Vision
from desktop.features.library import actions
from desktop.features.library.sheet import Sheet
from desktop.features.library.writing import Pen
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import day, tr
from desktop.widgets.forms import Form, TextField


class VisionView(QWidget):
    """Reads calmly; `begin` opens two fields, and what is kept becomes the next wording.

    `writing` says whether the fields are open.
    """

    writing = Signal(bool)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self._visions: tuple[Vision, ...] = ()
        self.sheet = Sheet(app.theme, tr("Service vision"))
        self.editing = Form()
        self.editing.hide()
        self._lay_out_editing()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addWidget(self.sheet, 1)
        whole.addWidget(self.editing, 1)

    def show_visions(self, visions: Sequence[Vision]) -> None:
        """Newest first; words being typed are not touched."""
        self._visions = tuple(visions)
        self.sheet.show_written(self._write)

    def begin(self) -> None:
        """Open the fields, filled with the words that stand."""
        sentence, meaning = self._words()
        self.new_sentence.show_text(sentence)
        self.new_meaning.show_text(meaning)
        self._row.say()
        self.sheet.hide()
        self.editing.show()
        self.new_sentence.setFocus(Qt.FocusReason.OtherFocusReason)
        self.writing.emit(True)

    def keep(self) -> None:
        """Make the typed words the next wording."""
        if self.app.store is not None:
            self.app.jobs.run(
                actions.say_vision,
                self.app.store,
                self.new_sentence.text(),
                self.new_meaning.text(),
                self.app.user,
                done=self._kept,
                failed=self._fail,
                owner=self,
            )

    def leave(self) -> None:
        """Go back to reading; nothing changes."""
        self.editing.hide()
        self.sheet.show()
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        self.writing.emit(False)

    def is_writing(self) -> bool:
        """Whether the fields are open."""
        return not self.editing.isHidden()

    def is_editing(self) -> bool:
        """Whether words are typed that are not in use yet."""
        typed = (self.new_sentence.text(), self.new_meaning.text())
        return self.is_writing() and typed != self._words()

    def _words(self) -> tuple[str, str]:
        return (self._visions[0].sentence, self._visions[0].meaning) if self._visions else ("", "")

    def _lay_out_editing(self) -> None:
        self.new_sentence = TextField(tr("The sentence"), lines=2)
        self.new_meaning = TextField(tr("What it means"), lines=5)
        hint = tr("One sentence that everybody understands and can repeat.")
        self._row = self.editing.add(tr("The sentence"), self.new_sentence, hint)
        self.editing.add(tr("What it means"), self.new_meaning, tr("The wording before stays readable."))
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(button(tr("Use these words from now on"), self.keep, role="primary"))
        row.addWidget(button(tr("Leave it as it was"), self.leave, role="quiet"))
        row.addStretch(1)
        self.editing.add_widget(buttons)

    def _kept(self, _number: int) -> None:
        self.leave()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, actions.Blank):
            self._row.say(tr("Please write a sentence; the one before stays until then."))
        else:
            self.app.sorry(error)

    def _write(self, pen: Pen) -> str:
        parts = [_now(pen, self._visions[0])] if self._visions else [pen.title(tr("No sentence yet"))]
        parts.append(pen.heading(tr("Five questions to argue over, together with the team")))
        parts.append(pen.numbered(actions.vision_questions()))
        if self._visions[1:]:
            parts.append(pen.heading(tr("Wordings before")))
        parts += [pen.text(before.sentence) + pen.muted(_since(before)) for before in self._visions[1:]]
        return "".join(parts)


def _now(pen: Pen, vision: Vision) -> str:
    return pen.title(vision.sentence) + pen.text(vision.meaning) + pen.muted(_since(vision))


def _since(vision: Vision) -> str:
    return tr("Wording {n}, since {day}", n=vision.number, day=day(vision.made_at))
