"""At the foot of the builder: whether the scorecard is sound, in words, and the way to what is not."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from db.records.scorecards import Form
from desktop.coaching.soundness import Fault, Unsound, unsound
from desktop.features.library.desk import Desk
from desktop.features.library.fault_words import say_fault, say_place
from desktop.features.library.form_edits import Spot
from desktop.features.library.weights import say_sum
from desktop.shell.colours import meaning_mark
from desktop.shell.controls import label, tip
from desktop.shell.text import ntr, tr
from desktop.shell.theme import set_role

SHOWN = 3


class SoundLine(QFrame):
    """`wanted` carries the spot of a fault that was opened."""

    wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._lines: tuple[tuple[Unsound, int], ...] = ()
        self._form: Form | None = None
        self.verdict = label("", "", wrap=True)
        self.verdict.setAccessibleName(tr("Is it sound?"))
        self.weights = label("", "small")
        self.weights.setAccessibleName(tr("What the weights come to"))
        self.list = _Faults()
        self.list.setAccessibleName(tr("What to put right"))
        self.list.itemActivated.connect(self._open)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.verdict, 1)
        head.addWidget(self.weights, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.list)
        desk.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Check the form on the desk, what blocks first."""
        form = self.desk.form
        found = tuple(sorted(unsound(form), key=_rank))
        lines = gathered(found)
        self.weights.setText(say_sum(form))
        self.verdict.setText(say_verdict(found))
        blocks = any(fault.blocks for fault in found)
        set_role(self.verdict, "warn" if blocks else "good")
        if lines != self._lines or form != self._form:
            self._lines, self._form = lines, form
            self._fill(form)
        self.list.setVisible(bool(found))

    def blocks(self) -> bool:
        """Whether something has to be put right before it can be published."""
        return any(fault.blocks for fault, _ in self._lines)

    def reach(self) -> None:
        """Go to what is to be put right."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setCurrentRow(0)

    def _fill(self, form: Form) -> None:
        place = self.list.currentRow()
        self.list.clear()
        for one, more in self._lines:
            words = _line(form, one, more)
            item = QListWidgetItem(words)
            item.setToolTip(tip(words))
            self.list.addItem(item)
        self.list.setCurrentRow(min(place, len(self._lines) - 1))
        rows = min(SHOWN, len(self._lines))
        self.list.setMaximumHeight(rows * (self.list.sizeHintForRow(0) if rows else 0) + 4)

    def _open(self, item: QListWidgetItem) -> None:
        self.wanted.emit(spot_of(self.desk.form, self._lines[self.list.row(item)][0]))


class _Faults(QListWidget):
    """The faults; Enter opens the place of one."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "bare")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self.itemActivated)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)


def gathered(found: Sequence[Unsound]) -> tuple[tuple[Unsound, int], ...]:
    """Each fault with how many more of its kind stand behind it: the same advice is said once."""
    lines: list[tuple[Unsound, int]] = []
    places: dict[Fault, int] = {}
    for one in found:
        if not one.blocks and one.fault in places:
            first, more = lines[places[one.fault]]
            lines[places[one.fault]] = first, more + 1
        else:
            places.setdefault(one.fault, len(lines))
            lines.append((one, 0))
    return tuple(lines)


def _line(form: Form, one: Unsound, more: int) -> str:
    shape = meaning_mark("warn" if one.blocks else "info").shape
    kind = "" if one.blocks else tr("Advice: ")
    words = f"{shape} {kind}{say_fault(one.fault)} {say_place(form, one)}".strip()
    return f"{words} {ntr('and {n} more', 'and {n} more', more)}" if more else words


def _rank(fault: Unsound) -> bool:
    return not fault.blocks


def say_verdict(found: tuple[Unsound, ...]) -> str:
    """Whether it can be used, in a sentence."""
    problems = sum(fault.blocks for fault in found)
    advice = len(found) - problems
    pieces = ntr("{n} piece of advice", "{n} pieces of advice", advice)
    if problems:
        one = "{n} thing to put right before it can be used"
        many = "{n} things to put right before it can be used"
        words = ntr(one, many, problems)
        text = f"{words}, {pieces}." if advice else f"{words}."
        return f"{meaning_mark('warn').shape} {text}"
    good = meaning_mark("good").shape
    if advice:
        return f"{good} {tr('It is sound and can be published; {advice}.', advice=pieces)}"
    return f"{good} {tr('It is sound and can be published.')}"


def spot_of(form: Form, one: Unsound) -> Spot:
    """Where a fault is put right: its question, else its section, else the scorecard as a whole."""
    for place, section in enumerate(form.sections):
        for at, question in enumerate(section.questions):
            if one.question and question.key == one.question:
                return place, at
        if one.section and section.key == one.section and not one.question:
            return (place,)
    return ()
