"""The parts of the scorecard on the desk, one under the other, each with its share of the score."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from db.records.scorecards import Form, Question, Renormalise
from desktop.coaching.answer_keys import PLACES
from desktop.coaching.soundness import unsound
from desktop.features.library.desk import Desk
from desktop.features.library.form_edits import Spot
from desktop.features.library.weights import Share, question_shares, say_weight, section_shares
from desktop.shell.colours import meaning_mark
from desktop.shell.controls import tip
from desktop.shell.text import percent, tr
from desktop.shell.theme import set_role

ANSWERING = frozenset(f"-0{PLACES}")
LINE = tuple[Spot, str, str]


class Outline(QTreeWidget):
    """`opened` comes with Enter: work on the chosen part. `removing` with Delete."""

    opened = Signal()
    removing = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._spots: list[Spot] = []
        self._items: list[QTreeWidgetItem] = []
        self.setAccessibleName(tr("Sections and questions"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        set_role(self, "bare")
        self.currentItemChanged.connect(self._choose)
        self.itemActivated.connect(self._open)
        desk.changed.connect(self.refresh)
        desk.moved.connect(self.show_spot)

    def refresh(self) -> None:
        """Show the form as it stands; the items stay where its shape is the same."""
        lines = list(outline_of(self.desk.form))
        if [spot for spot, _, _ in lines] != self._spots:
            self._rebuild(lines)
        for item, (_, words, share) in zip(self._items, lines, strict=True):
            if item.text(0) != words or item.text(1) != share:
                item.setText(0, words)
                item.setText(1, share)
                item.setToolTip(0, tip(words))
        self.show_spot()

    def show_spot(self) -> None:
        """Choose the line of the part being worked on."""
        if self.desk.spot in self._spots:
            self.blockSignals(True)
            self.setCurrentItem(self._items[self._spots.index(self.desk.spot)])
            self.blockSignals(False)

    def step(self, by: int) -> None:
        """Choose the line before or after."""
        place = self._spots.index(self.desk.spot) + by
        if 0 <= place < len(self._items):
            self.desk.choose(self._spots[place])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.removing.emit()
        elif event.text() in ANSWERING and event.text() and not event.modifiers():
            event.ignore()  # the builder answers what is being tried
        else:
            super().keyPressEvent(event)

    def _rebuild(self, lines: list[LINE]) -> None:
        self.blockSignals(True)
        self.clear()
        self._spots, self._items = [], []
        parents: dict[int, QTreeWidgetItem] = {}
        for spot, _, _ in lines:
            parent = parents[spot[0]] if len(spot) > 1 else self.invisibleRootItem()
            item = QTreeWidgetItem(parent)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if len(spot) < 2:
                _embolden(item)
            if len(spot) == 1:
                parents[spot[0]] = item
            self._spots.append(spot)
            self._items.append(item)
        self.expandAll()
        self.blockSignals(False)

    def _choose(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is not None and item in self._items:
            self.desk.choose(self._spots[self._items.index(item)])

    def _open(self, _item: QTreeWidgetItem, _column: int) -> None:
        self.opened.emit()


def outline_of(form: Form) -> Iterator[LINE]:
    """Each part's spot, its words and its share of the score."""
    faulty = {(one.section, one.question) for one in unsound(form) if one.blocks}
    yield (), _marked(form.name or tr("(no name yet)"), ("", "") in faulty), ""
    number = 0
    shares = zip(form.sections, section_shares(form), question_shares(form), strict=True)
    for place, (section, share, inside) in enumerate(shares):
        title = section.title or tr("(no title yet)")
        weighed = tr("{title} ({counts})", title=title, counts=_counts(form, share))
        yield (place,), _marked(weighed, (section.key, "") in faulty), percent(share.part)
        for at, (question, part) in enumerate(zip(section.questions, inside, strict=True)):
            number += 1
            words = _marked(_line(question, number), (section.key, question.key) in faulty)
            yield (place, at), words, _share_words(question, part.part)


def _counts(form: Form, share: Share) -> str:
    if form.renormalise is Renormalise.FORM:
        return tr("{weight} of {whole} points", **say_weight(share))
    return tr("weight {weight} of {whole}", **say_weight(share))


def _line(question: Question, number: int) -> str:
    words = question.text or tr("(not written yet)")
    waits = "↳ " if question.shown_if or question.only_when else ""
    return f"{number}  {waits}{words}"


def _share_words(question: Question, part: float) -> str:
    if question.bonus:
        return tr("bonus")
    return percent(part) if part else tr("no weight")


def _marked(words: str, faulty: bool) -> str:
    return f"{meaning_mark('warn').shape} {words}" if faulty else words


def _embolden(item: QTreeWidgetItem) -> None:
    font = item.font(0)
    font.setBold(True)
    item.setFont(0, font)
