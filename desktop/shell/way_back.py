"""The one screen that leads back from a damaged or lost store: what happened, the backup to go back to, and
what the damaged file still gives.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.controls import button, label
from desktop.shell.errors import Sorry
from desktop.shell.text import tr
from desktop.shell.way_back_words import say_line, say_pages

if TYPE_CHECKING:
    from db.shelf import Kept
    from desktop.shell.recovering import Ways

KEPT = Qt.ItemDataRole.UserRole
LINES_SEEN = 5


class WayBackPage(QWidget):
    """`back` carries the backup (a `Kept`) and whether to add what the damaged file gives; the others are
    those of the page of other trouble: try again, another store, a backup from a file, a new floor. `left`
    asks for the keys to be let go of, where it was opened with some.
    """

    back = Signal(object, bool)
    again = Signal()
    other = Signal(Path)
    backup = Signal(Path)
    welcome = Signal()
    left = Signal()

    def __init__(self, sorry: Sorry, ways: "Ways", place: Path, now: datetime) -> None:
        super().__init__()
        self._place, self._ways, self._now = place, ways, now
        self.setAccessibleName(sorry.text())
        self.backups = _list(ways, now)
        self.salvage = QCheckBox(tr("And add what the damaged file still gives"))
        self.salvage.setChecked(True)
        self.salvage.setAccessibleName(self.salvage.text())
        self.salvage.setVisible(place.exists() and not ways.keys_only)
        self.name, self.passphrase = QLineEdit(), QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.under = label("", "error", wrap=True)
        self.under.hide()
        words = tr("Take its key file") if ways.keys_only else tr("Go back to this backup")
        self.do = button(words, self._go_back, role="primary")
        self.backups.currentItemChanged.connect(self._show_able)
        column = _scrolled(self)
        column.addWidget(label(sorry.what, "title", wrap=True))
        for words in (sorry.kept, say_pages(ways)):
            if words:
                column.addWidget(label(words, wrap=True))
        self._add_choice(column)
        column.addLayout(self._other_ways())
        column.addStretch(1)
        self._show_able()

    def drop_keys(self) -> None:
        """Nobody is at the desk any more."""
        self.left.emit()

    def show_problem(self, words: str) -> None:
        """Say under the fields what stood in the way."""
        self.under.setText(f"△ {words}" if words else "")
        self.under.setVisible(bool(words))
        self.do.setEnabled(True)

    def add(self, kept: "Kept") -> None:
        """Put a file from elsewhere on top, and choose it."""
        _put(self.backups, kept, self._now, 0)
        self.backups.setCurrentRow(0)

    @property
    def sealed(self) -> bool:
        """Whether name and passphrase are asked for."""
        return self._ways.sealed

    @property
    def keys_only(self) -> bool:
        """Whether only a key file is to be taken from the backup."""
        return self._ways.keys_only

    def chosen(self) -> "Kept | None":
        """The backup that is chosen."""
        item = self.backups.currentItem()
        found: Kept | None = item.data(KEPT) if item is not None else None
        return found

    def _add_choice(self, column: QVBoxLayout) -> None:
        heading = tr("Take the key file of") if self._ways.keys_only else tr("Go back to")
        column.addWidget(label(heading, "heading"))
        column.addWidget(self.backups)
        column.addWidget(self.salvage)
        if self._ways.sealed:
            words = tr(
                "Your name and your passphrase open it. If the key file is lost, those of the backup's day."
            )
            column.addWidget(label(words, "muted", wrap=True))
            for caption, field in ((tr("Name"), self.name), (tr("Passphrase"), self.passphrase)):
                above = label(caption)
                above.setBuddy(field)
                field.setAccessibleName(caption)
                field.setMaximumWidth(field.fontMetrics().averageCharWidth() * 50)
                column.addWidget(above)
                column.addWidget(field)
            self.passphrase.returnPressed.connect(self._go_back)
        column.addWidget(self.under)
        row = QHBoxLayout()
        row.addWidget(self.do)
        row.addStretch(1)
        column.addLayout(row)
        told = tr("Nothing is overwritten: the file of now is set aside beside the store, to come back to.")
        keys = tr("The store itself stays as it is. A damaged key file is kept beside it.")
        column.addWidget(label(keys if self._ways.keys_only else told, "muted", wrap=True))

    def _other_ways(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(8)
        ways = [
            (tr("Try again"), self.again.emit),
            (tr("Restore another file…"), self._choose_backup),
            (tr("Open another store…"), self._choose_store),
            (tr("Start a new floor…"), self.welcome.emit),
        ]
        for pair in (ways[:2], ways[2:]):
            row = QHBoxLayout()
            row.setSpacing(8)
            for words, slot in pair:
                row.addWidget(button(words, slot))
            row.addStretch(1)
            rows.addLayout(row)
        return rows

    def _show_able(self, *_: object) -> None:
        kept = self.chosen()
        self.do.setEnabled(kept is not None and _is_whole(kept))

    def _go_back(self) -> None:
        kept = self.chosen()
        if kept is not None and self.do.isEnabled():
            self.show_problem("")
            self.do.setEnabled(False)
            self.back.emit(kept, self.salvage.isChecked() and not self.salvage.isHidden())

    def _choose_store(self) -> None:
        if chosen := self._choose(tr("Open another store"), self._place.parent):
            self.other.emit(chosen)

    def _choose_backup(self) -> None:
        if chosen := self._choose(tr("Restore a backup"), self._place.parent):
            self.backup.emit(chosen)

    def _choose(self, title: str, folder: Path) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self, title, str(folder), tr("Deskside stores (*.deskside)"))
        return Path(name) if name else None


class ResultPage(QWidget):
    """What came back, in words; `on` goes on into the store, `left` asks for the keys to be let go of."""

    on = Signal()
    left = Signal()

    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self.setAccessibleName(" ".join(said))
        column = _scrolled(self)
        column.addStretch(1)
        column.addWidget(label(said[0], "title", wrap=True))
        for words in said[1:]:
            column.addWidget(label(words, wrap=True))
        row = QHBoxLayout()
        row.addWidget(button(tr("Carry on"), self.on.emit, role="primary"))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    def drop_keys(self) -> None:
        """Nobody is at the desk any more."""
        self.left.emit()


def _list(ways: "Ways", now: datetime) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(tr("Backups"))
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setMinimumHeight(made.fontMetrics().lineSpacing() * 2 * LINES_SEEN)
    for place, kept in enumerate(ways.kept):
        _put(made, kept, now, place)
    made.setCurrentRow(ways.kept.index(ways.first) if ways.first in ways.kept else -1)
    return made


def _put(backups: QListWidget, kept: "Kept", now: datetime, place: int) -> None:
    item = QListWidgetItem(say_line(kept, now))
    item.setData(KEPT, kept)
    backups.insertItem(place, item)


def _is_whole(kept: "Kept") -> bool:
    from db.shelf import Soundness

    return kept.soundness in (Soundness.SOUND, Soundness.LOCKED)


def _scrolled(page: QWidget) -> QVBoxLayout:
    """The page's column, scrolling by itself where the text is large."""
    inside = QWidget()
    inside.setProperty("role", "page")
    column = QVBoxLayout(inside)
    column.setContentsMargins(48, 24, 48, 24)
    column.setSpacing(12)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(area)
    return column
