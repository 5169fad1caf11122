"""The notes side of monitoring: what was written so far, and the field the next note grows in."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.records.observations import Note, NoteTag
from db.records.scorecards import Form
from desktop.features.monitoring.clock_strip import SecondField
from desktop.features.monitoring.note_field import NoteField
from desktop.features.monitoring.note_list import NoteList
from desktop.features.monitoring.sitting import Jotting
from desktop.features.monitoring.wording import TAG_KEYS, notes_words, tag_meaning, tag_words
from desktop.shell.colours import meaning_mark
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import clock, tr
from desktop.widgets.flow import FlowLayout


class NotesPanel(QWidget):
    """`typed` carries the pending jotting at each keystroke, `stamped` one to keep; `tagged` (id, tag or
    None), `reworded` (id, text), `moved` (id, second) and `removed` (note) change a note that stands.
    """

    typed = Signal(object)
    stamped = Signal(object)
    tagged = Signal(int, object)
    reworded = Signal(int, str)
    moved = Signal(int, float)
    removed = Signal(object)

    def __init__(self, app: App, seconds: Callable[[], float]) -> None:
        super().__init__()
        self._app, self._seconds = app, seconds
        self.notes: tuple[Note, ...] = ()
        self.begun_at: float | None = None
        self.editing: Note | None = None
        self._questions: dict[str, str] = {}
        self.heading = label(tr("Notes"), "heading")
        self.kept = label("", "small")
        self.list = NoteList(app.theme)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.empty = label(
            tr("Write what you hear, in the caller's and the agent's own words."), "muted", wrap=True
        )
        self.stamp_second = label("0:00", "muted")
        self.field = NoteField(tr("Note"))
        self.field.setPlaceholderText(tr("Type what you hear; Enter stamps it"))
        self._build_strip()
        self._lay_out()
        self._connect()

    def show_observation(self, notes: Sequence[Note], pending: Jotting, form: Form | None) -> None:
        """Show the notes and what was being typed when it was last left."""
        self._questions = {question.key: question.text for question in form.questions} if form else {}
        self.close_strip()
        self.show_notes(notes)
        self.begun_at = pending.at_s if pending.text else None
        self.field.show_text(pending.text)
        self.show_second(self._seconds())
        self.list.show_newest()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Show the notes in the order of the call."""
        grown = len(notes) > len(self.notes)
        self.notes = tuple(notes)
        self.list.show_notes(self.notes, self._questions)
        self.list.setVisible(bool(notes))
        self.empty.setVisible(not notes)
        self.heading.setText(tr("Notes"))
        self.list.setAccessibleDescription(notes_words(len(notes)))
        if grown:
            self.list.show_newest()

    def show_second(self, seconds: float) -> None:
        """The second that Enter would stamp: that of the note's first letter, else the clock's."""
        self.stamp_second.setText(clock(seconds if self.begun_at is None else self.begun_at))

    def pending(self) -> Jotting:
        """What is in the field, as it would be stamped."""
        return Jotting(self.field.text(), self._seconds() if self.begun_at is None else self.begun_at)

    def target(self) -> Note | None:
        """The note that a tag or a link goes to: the one chosen in the list, else the one written last."""
        if self.editing is not None:
            return self.editing
        if self.list.hasFocus() and self.list.current() is not None:
            return self.list.current()
        return max(self.notes, key=lambda note: note.id, default=None)

    def put_tag(self, tag: NoteTag) -> None:
        """Stamp what is being typed with this tag; with nothing typed, tag or untag a note."""
        if self.field.text().strip() and self.editing is None:
            self._stamp(tag)
            return
        note = self.target()
        if note is not None:
            self.tagged.emit(note.id, None if note.tag is tag else tag)

    def open_strip(self, note: Note) -> None:
        """Change a note where it stands: its second and its words."""
        self.editing = note
        self.list.select(note.id)
        self.second.show_second(note.at_s)
        self.words.show_text(note.text)
        self.strip.show()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_strip(self) -> None:
        had_focus = self.strip.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.editing = None
        self.strip.hide()
        if had_focus:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_strip(self) -> None:
        self.second = SecondField(tr("Second of this note"))
        self.words = NoteField(tr("Words of this note"))
        self.done = button(tr("Done"), self.close_strip, tr("Done changing the note"))
        self.remove = button(tr("Remove"), self._remove, tr("Remove this note"), role="quiet")
        self.strip = QWidget()
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.second, 0, top)
        row.addWidget(self.words, 1)
        row.addWidget(self.done, 0, top)
        row.addWidget(self.remove, 0, top)
        self.strip.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.kept)
        tags = QWidget()
        flow = FlowLayout(tags, 4)
        for key, tag in TAG_KEYS.items():
            flow.addWidget(self._tag_button(key, tag))
        entry = QHBoxLayout()
        entry.setSpacing(8)
        entry.addWidget(self.stamp_second, 0, Qt.AlignmentFlag.AlignTop)
        entry.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty)
        column.addWidget(self.strip)
        column.addLayout(entry)
        column.addWidget(tags)
        column.addStretch(0)

    def _tag_button(self, key: str, tag: NoteTag) -> QPushButton:
        made = QPushButton(f"{meaning_mark(tag).shape} {tag_words(tag)}  {key}")
        made.setProperty("role", "chip")
        made.setAccessibleName(tag_words(tag))
        made.setAccessibleDescription(tr("{meaning}. Key {key}", meaning=tag_meaning(tag), key=key))
        made.setToolTip(tr("{meaning} ({key})", meaning=tag_meaning(tag), key=key))
        # A click must not take the typing away from the note.
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(partial(self._tag_clicked, tag))
        return made

    def _connect(self) -> None:
        self.field.typed.connect(self._type)
        self.field.entered.connect(self._stamp)
        self.field.went_up.connect(self._go_up)
        self.list.opened.connect(self.open_strip)
        self.list.removed.connect(self.removed)
        self.list.left.connect(self.field.setFocus)
        self.words.typed.connect(self._reword)
        self.words.entered.connect(self.close_strip)
        self.words.escaped.connect(self.close_strip)
        self.second.kept.connect(self._move)
        self.second.left.connect(self.close_strip)

    def _type(self, text: str) -> None:
        if not text:
            self.begun_at = None
        elif self.begun_at is None:
            self.begun_at = self._seconds()
        self.show_second(self._seconds())
        self.typed.emit(Jotting(text, self.pending().at_s))

    def _stamp(self, tag: NoteTag | None = None) -> None:
        self.field.gate.take(finished=True)
        jotting = Jotting(self.field.text(), self.pending().at_s, tag)
        if jotting.text.strip():
            self.begun_at = None
            self.field.show_text("")
            self.stamped.emit(jotting)

    def _go_up(self) -> None:
        if self.notes:
            self.list.select((self.list.current() or self.notes[-1]).id)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tag_clicked(self, tag: NoteTag, _checked: bool = False) -> None:
        self.put_tag(tag)

    def _reword(self, text: str) -> None:
        if self.editing is not None:
            self.reworded.emit(self.editing.id, text)

    def _move(self, at_s: float) -> None:
        if self.editing is not None:
            self.moved.emit(self.editing.id, at_s)
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        note = self.editing
        self.close_strip()
        if note is not None:
            self.removed.emit(note)
