"""The transcript beside the notes: pasted or opened, read line by line, quoted as evidence with one key.

It follows the editor by itself. A quote is a note at the second of its first line, with the words as they
stand in the transcript.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.observations import Note, Source
from db.records.transcripts import Speaker, TranscriptLine
from desktop.coaching.transcripts import TranscriptRead, quote
from desktop.features.monitoring import jotting, transcribing
from desktop.features.monitoring.editor import Editor
from desktop.features.monitoring.sitting import Jotting, Sitting
from desktop.features.monitoring.transcribing import Held
from desktop.features.monitoring.transcript_desk import TranscriptDesk, VoicesQuestion
from desktop.features.monitoring.transcript_words import say_kept, say_problems, speaker_words
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.file_asking import ask_file
from desktop.shell.text import number, tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import LineField, NumberField
from desktop.widgets.more_menu import MoreMenu
from desktop.widgets.page import Page
from desktop.widgets.transcript import TranscriptList

SEEN_ROWS = 2
WRITTEN = (Source.CHAT_REVIEW, Source.EMAIL_REVIEW)


class TranscriptPanel(QWidget):
    """Shown for chats and e-mails, and for every contact that has a transcript."""

    def __init__(self, app: App, editor: Editor) -> None:
        super().__init__()
        self._app, self._editor = app, editor
        self._written = False
        self._notes: Sequence[Note] = ()
        self.desk = TranscriptDesk(app, self)
        self.voices = VoicesQuestion()
        self.lines = TranscriptList(app.theme)
        self.finder = LineField(tr("Find in the transcript"), placeholder=tr("Find"))
        self.found = label("", "muted")
        self.hint = label("", "muted", wrap=True)
        self.which = NumberField(tr("Conversation of the file"), 1, 1, 1)
        self.which_row = QWidget()
        self._standing: tuple[QWidget, ...] = ()
        self._lay_out()
        self._connect()
        self._show(Held(0))

    def paste(self) -> None:
        """Take the clipboard's text as the contact's transcript."""
        self.desk.take(QGuiApplication.clipboard().text())

    def open_file(self) -> None:
        kinds = tr("Transcripts (*.vtt *.srt *.json *.jsonl *.txt);;All files (*)")
        path = ask_file(self, tr("Open the file of a transcript"), kinds)
        if path is not None:
            self.desk.take_file(path)

    def show_voices(self) -> None:
        """Ask of everybody in the transcript who is meant, or close that again."""
        self.voices.ask({} if self.voices.isVisible() else self.desk.held.voices)

    def focus_lines(self) -> None:
        """Put the keyboard on the lines."""
        if self.desk.held.lines:
            self.lines.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_finder(self) -> None:
        if self.desk.held.lines:
            self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def find_next(self) -> None:
        self._find(self.finder.text(), after=True)

    def quote_lines(self, lines: Sequence[TranscriptLine], as_evidence: bool) -> None:
        """Make a note of these lines at their second; as evidence for the open question if asked."""
        filling = self._editor.card.filling
        question = filling.question.key if as_evidence and filling is not None else ""
        timed = [line.at_s for line in lines if line.at_s is not None]
        at_s = min(timed) if timed else self._editor.clock.seconds()
        said = quote(lines, {speaker: speaker_words(speaker) for speaker in Speaker})
        quoted, desk = Jotting("", at_s, quote=said, question=question), self._editor.desk
        desk.run(transcribing.add_quote, desk.id(), quoted, done=self._quoted)
        self.lines.unmark()

    def _quoted(self, notes: tuple[Note, ...]) -> None:
        """What is being typed stays where it is, so undoing a quote only takes its note away."""
        note, desk = max(notes, key=lambda each: each.id), self._editor.desk
        self._show_notes(notes)
        undo = partial(desk.run, jotting.remove_note, note.id, done=self._show_notes)
        redo = partial(desk.run, jotting.bring_back_note, note.id, done=self._show_notes)
        self._app.undo.push(desk.words(tr("Quoted the transcript")), undo, redo)

    def _show_notes(self, notes: tuple[Note, ...]) -> None:
        if self._editor.desk.take_notes(notes):
            self._editor.desk.notes.changed.emit(notes)

    def _show_kept(self, read: TranscriptRead, held: Held) -> None:
        """Say what was kept and left out; ask who is meant where that is unclear, once."""
        self.which_row.setVisible(read.conversations > 1)
        self.which.setRange(1, read.conversations)
        self.which.show_value(read.which + 1)
        told = " ".join(filter(None, (say_kept(held), say_problems(read))))
        self._app.notices.say(told, kind="warn" if read.problems else "quiet")
        unclear = tuple(voice.name for voice in read.unclear if voice.name)
        self.voices.ask(dict.fromkeys(unclear))
        if self.voices.isHidden():
            self.focus_lines()

    def _find(self, text: str, *, after: bool = False) -> None:
        place, count = self.lines.seek(text, after=after)
        told = tr("{n} of {all}", n=number(place), all=number(count)) if count else tr("not found")
        self.found.setText(told if text.strip() else "")

    def _choose(self, which: float) -> None:
        self.desk.choose(int(which) - 1)

    def _load(self, sitting: Sitting) -> None:
        self._written = sitting.observation.source in WRITTEN
        self._notes = sitting.notes
        self.desk.open(sitting)
        self._show(self.desk.held)

    def _show(self, held: Held) -> None:
        there = held.transcript is not None
        self.lines.show_lines(held.lines, {speaker: speaker_words(speaker) for speaker in Speaker})
        self._show_quotes(self._notes)
        for widget in self._standing:
            widget.setVisible(there)
        if not there:
            self.voices.ask({})
            self.which_row.hide()
            self.found.setText("")
        self.hint.setText(_hint(there))
        self._editor.places.show_transcript(there or self._written)

    def _show_quotes(self, notes: Sequence[Note]) -> None:
        self._notes = notes
        self.lines.show_quotes([note.quote for note in notes if note.quote])

    def _lay_out(self) -> None:
        paste = button(tr("Paste"), self.paste, tr("Paste a transcript"))
        opened = button(tr("Open…"), self.open_file, tr("Open the file of a transcript"), "quiet")
        more = MoreMenu(tr("More for the transcript"))
        more.add(QAction(more), tr("Swap agent and customer"), self.desk.swap)
        more.add(QAction(more), tr("Who is who in the transcript"), self.show_voices)
        more.add(QAction(more), tr("Remove the transcript"), self.desk.remove)
        search = QWidget()
        line = QHBoxLayout(search)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.finder, 1)
        line.addWidget(self.found)
        self._standing = (more, search, self.lines)
        self.lines.setMinimumHeight(self._app.theme.row_height() * SEEN_ROWS)
        top = QWidget()
        flow = FlowLayout(top)
        heading = label(tr("Transcript"), "heading")
        parts: tuple[QWidget, ...] = (heading, paste, opened, more)
        for part in parts:
            flow.addWidget(part)
        row = QHBoxLayout(self.which_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(tr("The file holds several conversations. This is number")))
        row.addWidget(self.which)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (top, self.which_row, self.voices, search, self.hint):
            column.addWidget(widget)
        column.addWidget(self.lines, 1)

    def _connect(self) -> None:
        editor = self._editor
        editor.shown.connect(self._load)
        editor.desk.notes.changed.connect(self._show_quotes)
        for gone in (editor.put_aside, editor.desk.finished, editor.desk.discarded):
            gone.connect(self.desk.close)
        self.desk.shown.connect(self._show)
        self.desk.kept.connect(self._show_kept)
        self.voices.said.connect(self.desk.say_speaker)
        self.lines.quoted.connect(self.quote_lines)
        self.lines.left.connect(editor.write)
        self.which.chosen.connect(self._choose)
        self.finder.typed.connect(self._find)
        self.finder.returnPressed.connect(self.find_next)


def _hint(there: bool) -> str:
    if there:
        return tr("Space marks, Enter quotes, Shift+Enter quotes for the open question.")
    return tr("Paste the transcript (Ctrl+Shift+V) or open its file, to quote lines of it.")


def add_transcript_keys(page: Page, panel: TranscriptPanel, editor: Editor) -> None:
    """None of them prints, so none can be taken for a letter of a note."""
    orders: list[tuple[str, str, Callable[[], None]]] = [
        ("Ctrl+Shift+V", tr("Transcript: paste it"), panel.paste),
        ("Ctrl+Shift+O", tr("Transcript: open its file"), panel.open_file),
        ("Ctrl+Shift+T", tr("Transcript: to its lines"), panel.focus_lines),
        ("Ctrl+Shift+X", tr("Transcript: swap agent and customer"), panel.desk.swap),
        ("Ctrl+Shift+F", tr("Transcript: find in it"), panel.focus_finder),
    ]
    for key, words, order in orders:
        page.add_key(key, words, partial(_while_listening, editor, order))


def _while_listening(editor: Editor, order: Callable[[], None]) -> None:
    if editor.isVisible():
        order()
