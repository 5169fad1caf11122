"""My private notes on somebody's page: kept as typed, found by their words, read by nobody else."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.coaching.access import Deed, may
from desktop.features.people import private_notes
from desktop.features.people.private_notes import Note, Notes
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.folding import holds
from desktop.shell.text import day, ntr, time_of_day, tr
from desktop.widgets.forms import LineField, TextField

SEARCHED_FROM = 4
"""So many notes are more than a glance: a field to find words in them appears."""


class PrivatePart(QWidget):
    """`show_agent` reads them; nothing of them leaves this part, none stays when somebody else is shown."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._agent_id = 0
        self._new = 0
        self.lines: dict[int, NoteLine] = {}
        self.about = label("", "muted", wrap=True)
        self.add = button(tr("Write a private note"), self._begin)
        self.finder = LineField(tr("Find in my private notes"), "", tr("Find in my private notes"))
        self.finder.textChanged.connect(self._find)
        self.found = label("", "muted")
        head = QHBoxLayout()
        head.addWidget(label(tr("My private notes"), "heading"), 1)
        head.addWidget(self.add)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(8)
        frame.addLayout(head)
        frame.addWidget(self.about)
        frame.addWidget(self.finder)
        frame.addWidget(self.found)
        frame.addLayout(self.column)

    def show_agent(self, agent_id: int) -> None:
        if agent_id != self._agent_id:
            self._clear()
            self.finder.clear()
        self._agent_id = agent_id
        self.setVisible(may(self._app.user, Deed.KEEP_PRIVATE_NOTES))
        if not self.isHidden():
            self._read()

    def _read(self) -> None:
        self._run(private_notes.read_notes, self._agent_id, done=self._show)

    def _show(self, found: Notes) -> None:
        if found.agent_id != self._agent_id:
            return
        self.about.setText(_about(found))
        self.add.setVisible(found.sealed)
        if [note.id for note in found.notes] != list(self.lines):
            self._clear()
            for note in found.notes:
                self.lines[note.id] = NoteLine(note, self)
                self.column.addWidget(self.lines[note.id])
        for note in found.notes:
            self.lines[note.id].show_note(note)
        self._find()
        if self._new in self.lines:
            self.lines[self._new].field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._new = 0

    def keep(self, id: int, text: str) -> None:
        """Store a note as it is typed."""
        store = self._app.store
        if store is not None:
            self._app.jobs.keep(f"private {id}", private_notes.keep_note, store, id, text, self._app.user)

    def remove(self, id: int) -> None:
        self._run(private_notes.remove_note, id, done=partial(self._removed, id))

    def _removed(self, id: int, _nothing: object) -> None:
        remove = partial(self._then_read, private_notes.remove_note, id)
        self._app.undo.offer(
            tr("Removed the private note"),
            partial(self._then_read, private_notes.bring_back_note, id),
            remove,
        )
        self._read()

    def _begin(self) -> None:
        self.finder.clear()
        self._run(private_notes.begin_note, self._agent_id, done=self._begun)

    def _begun(self, id: int) -> None:
        self._new = id
        self._read()

    def _then_read(self, work: Callable[..., object], id: int) -> None:
        self._run(work, id, done=self._reread)

    def _reread(self, _nothing: object) -> None:
        self._read()

    def _find(self, _text: str = "") -> None:
        wanted = self.finder.text().strip()
        self.finder.setVisible(len(self.lines) >= SEARCHED_FROM)
        shown = 0
        for line in self.lines.values():
            fits = not wanted or holds(line.field.text(), wanted)
            line.setVisible(fits)
            shown += fits
        self.found.setText(ntr("{n} note holds these words", "{n} notes hold these words", shown))
        self.found.setVisible(bool(wanted))

    def _clear(self) -> None:
        for line in self.lines.values():
            line.hide()
            line.deleteLater()
        self.lines = {}

    def _run(self, work: Callable[..., object], *values: object, done: Callable[..., None]) -> None:
        store = self._app.store
        if store is not None:
            self._app.jobs.run(work, store, *values, self._app.user, done=done, owner=self)


class NoteLine(QWidget):
    """One note: when it was begun, its words, and the way to remove it."""

    def __init__(self, note: Note, part: PrivatePart) -> None:
        super().__init__()
        when = f"{day(note.written_at.date())}, {time_of_day(note.written_at)}"
        self.field = TextField(tr("Private note of {when}", when=when), note.text)
        self.field.typed.connect(partial(part.keep, note.id))
        remove = button(
            tr("Remove"),
            partial(part.remove, note.id),
            tr("Remove the private note of {when}", when=when),
            "quiet",
        )
        head = QHBoxLayout()
        head.addWidget(label(when, "muted"), 1)
        head.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.field)

    def show_note(self, note: Note) -> None:
        """What is being typed stays."""
        if not self.field.hasFocus():
            self.field.show_text(note.text)


def _about(found: Notes) -> str:
    if not found.sealed:
        return tr("Private notes need a floor with passphrases: there they are sealed with yours.")
    words = tr("Only you can read them: they are sealed with your passphrase, and handing over hides them.")
    if found.closed:
        lost = ntr(
            "{n} note is closed for ever, since your passphrase was replaced.",
            "{n} notes are closed for ever, since your passphrase was replaced.",
            found.closed,
        )
        return f"{words} {lost}"
    return words
