"""The notes side of monitoring: what was written so far, and the field the next note grows in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.observations import Fact, Note, NoteTag
from db.records.scorecards import Form
from desktop.features.monitoring.moments import Moments
from desktop.features.monitoring.note_field import NoteField
from desktop.features.monitoring.note_list import NoteList
from desktop.features.monitoring.note_strip import NoteStrip
from desktop.features.monitoring.promise_strip import PromiseStrip
from desktop.features.monitoring.sitting import Jotting
from desktop.features.monitoring.wording import fact_sentence, fact_tag, moments_words, notes_words
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import clock, tr

LARGE = 1.3
"""The size of notes that two people read together, against the usual."""


class NotesPanel(QWidget):
    """`typed` carries the pending jotting at each keystroke, `stamped` one to keep; `tagged` (id, tag or
    None), `stated` (id, fact or None) and `removed` (note) change a note that stands, as do `strip` and
    `promise`. `jumped` carries the second of a note to go to.
    """

    typed = Signal(object)
    stamped = Signal(object)
    tagged = Signal(int, object)
    stated = Signal(int, object)
    removed = Signal(object)
    jumped = Signal(float)

    def __init__(self, app: App, seconds: Callable[[], float]) -> None:
        super().__init__()
        self._seconds = seconds
        self.notes: tuple[Note, ...] = ()
        self.begun_at: float | None = None
        self._questions: dict[str, str] = {}
        self.heading = label(tr("Notes"), "heading")
        self.summary = label("", "small")
        self.kept = label("", "small")
        self.list = NoteList(app.theme)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.empty = label(
            tr("Write what you hear, in the caller's and the agent's own words."), "muted", wrap=True
        )
        self.stamp_second = label("0:00", "muted")
        self.field = NoteField(tr("Note"))
        self.field.setPlaceholderText(tr("Type what you hear; Enter stamps it"))
        self.strip = NoteStrip()
        self.promise = PromiseStrip()
        self.moments = Moments()
        self._lay_out()
        self._connect()

    @property
    def editing(self) -> Note | None:
        return self.strip.note

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
        self.summary.setText(moments_words(self.notes))
        self.list.setAccessibleDescription(notes_words(len(notes)))
        if grown:
            self.list.show_newest()

    def show_large(self, large: bool) -> None:
        """Write larger, for two who read it together."""
        for widget in (self.list, self.field):
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * (LARGE if large else 1))
            widget.setFont(font)

    def show_times(self, timed: bool) -> None:
        """Show the second that a note would have, or not: what is read has no clock."""
        self.stamp_second.setVisible(timed)
        self.list.show_times(timed)

    def show_second(self, seconds: float) -> None:
        """The second that Enter would stamp: that of the note's first letter, else the clock's."""
        self.stamp_second.setText(clock(seconds if self.begun_at is None else self.begun_at))

    def pending(self) -> Jotting:
        """What is in the field, as it would be stamped."""
        return Jotting(self.field.text(), self._seconds() if self.begun_at is None else self.begun_at)

    def target(self) -> Note | None:
        """The note that a tag or a link goes to: the one chosen in the list, else the one written last."""
        return self.editing or self._chosen() or max(self.notes, key=lambda note: note.id, default=None)

    def put_tag(self, tag: NoteTag) -> None:
        """Stamp what is being typed with this tag; with nothing typed, tag or untag a note.

        A promise stands for itself where the last note is of something else.
        """
        if self.field.text().strip() and self.editing is None:
            self._stamp(tag)
            return
        note = self.target()
        alone = note is None or (note.tag not in (None, tag) and note is not self.editing)
        if tag is NoteTag.PROMISE and alone and self._chosen() is None:
            self.stamped.emit(Jotting(tr("A promise was made."), self._seconds(), tag))
        elif note is not None:
            self.tagged.emit(note.id, None if note.tag is tag else tag)
            if tag is NoteTag.PROMISE and note.tag is not tag:
                self.ask_promise(note)

    def state(self, fact: Fact) -> None:
        """Stamp what is being typed as this fact; with nothing typed, a note that says just it.

        On a note that is chosen, state it there, or no longer.
        """
        chosen = self.editing or self._chosen()
        if chosen is not None:
            self.stated.emit(chosen.id, None if chosen.fact is fact else fact)
        elif self.field.text().strip():
            self._stamp(fact_tag(fact), fact)
        else:
            self.stamped.emit(Jotting(fact_sentence(fact), self._seconds(), fact_tag(fact), fact))

    def open_strip(self, note: Note) -> None:
        """Change a note where it stands: its second, its words, and what was promised."""
        self.list.select(note.id)
        self.strip.show_note(note)
        if note.tag is NoteTag.PROMISE:
            self.promise.show_note(note)

    def close_strip(self) -> None:
        focus = self.focusWidget()
        inside = (self.strip, self.promise)
        had_focus = focus is not None and any(each.isAncestorOf(focus) for each in inside)
        self.strip.put_away()
        self.promise.put_away()
        if had_focus:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_promise(self, note: Note) -> None:
        """Ask who keeps a promise that was just noted, how and by when; who types on is left in peace."""
        self.promise.show_note(note)
        if not self.field.text():
            self.promise.who.take()

    def _chosen(self) -> Note | None:
        return self.list.current() if self.list.hasFocus() else None

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addWidget(self.summary, 1)
        head.addWidget(self.kept)
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
        column.addWidget(self.promise)
        column.addLayout(entry)
        column.addWidget(self.moments)
        column.addStretch(0)

    def _connect(self) -> None:
        self.field.typed.connect(self._type)
        self.field.entered.connect(self._stamp)
        self.field.went_up.connect(self._go_up)
        self.list.opened.connect(self.open_strip)
        self.list.removed.connect(self.removed)
        self.list.jumped.connect(self.jumped)
        self.list.left.connect(self.field.setFocus)
        self.strip.done.connect(self.close_strip)
        self.strip.removed.connect(self.removed)
        self.promise.left.connect(self.close_strip)
        self.moments.tagged.connect(self.put_tag)
        self.moments.stated.connect(self.state)

    def _type(self, text: str) -> None:
        if not text:
            self.begun_at = None
        elif self.begun_at is None:
            self.begun_at = self._seconds()
        self.show_second(self._seconds())
        self.typed.emit(Jotting(text, self.pending().at_s))

    def _stamp(self, tag: NoteTag | None = None, fact: Fact | None = None) -> None:
        self.field.gate.take(finished=True)
        jotting = Jotting(self.field.text(), self.pending().at_s, tag, fact)
        if jotting.text.strip():
            self.begun_at = None
            self.field.show_text("")
            self.stamped.emit(jotting)

    def _go_up(self) -> None:
        if self.notes:
            self.list.select((self.list.current() or self.notes[-1]).id)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
