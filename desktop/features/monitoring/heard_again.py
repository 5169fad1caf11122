"""What was heard or read for a finished evaluation, again: its recording, and its transcript to read only.

A note, or a line of the transcript with a second, makes the recording jump there. Nothing is written but
what was worked out of the recording's sound.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.observations import Note, Source
from db.records.recordings import Side
from db.records.transcripts import Speaker, TranscriptLine
from desktop.coaching.speech import Measured
from desktop.features.monitoring import hearing, transcribing
from desktop.features.monitoring.hearing import Hearing
from desktop.features.monitoring.note_list import NoteList
from desktop.features.monitoring.sitting import LIVE, Sitting
from desktop.features.monitoring.transcribing import Held
from desktop.features.monitoring.transcript_words import speaker_words
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.recordings import Sound, trouble_words
from desktop.shell.text import tr
from desktop.widgets.player.decoding import Source as Played
from desktop.widgets.player.lanes import NoteMark
from desktop.widgets.player.player import Player, Tape
from desktop.widgets.transcript import TranscriptList

WRITTEN = (Source.CHAT_REVIEW, Source.EMAIL_REVIEW)
SEEN_ROWS = 4


class TranscriptBeside(QWidget):
    """The transcript to read; lines that a note quotes are marked. `wanted` carries a line's second."""

    wanted = Signal(float)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.lines = TranscriptList(app.theme)
        self.lines.setAccessibleName(tr("The transcript, to read"))
        self.lines.marks = False
        self.lines.setMinimumHeight(app.theme.row_height() * SEEN_ROWS)
        self.lines.quoted.connect(self._jump)
        self.hint = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (label(tr("Transcript"), "heading"), self.hint):
            column.addWidget(part)
        column.addWidget(self.lines, 1)

    def show_lines(self, lines: Sequence[TranscriptLine], quotes: Sequence[str]) -> None:
        self.lines.show_lines(lines, {speaker: speaker_words(speaker) for speaker in Speaker})
        self.lines.show_quotes(quotes)

    def say_hint(self, heard: bool) -> None:
        """What can be done here, with a recording beside it or without."""
        words = tr("❝ stands at the lines that a note quotes.")
        jumps = tr("Enter on a line goes to its second of the recording.")
        self.hint.setText(f"{words} {jumps}" if heard else words)

    def _jump(self, lines: Sequence[TranscriptLine], _as_evidence: bool) -> None:
        if lines and lines[0].at_s is not None:
            self.wanted.emit(lines[0].at_s)


class HeardAgain(QWidget):
    """Above the sum: the recording, where there is one, and the button that opens the transcript beside."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._sitting: Sitting | None = None
        self.sound: Sound | None = None
        self._at_s: float | None = None
        self.player = Player(app)
        self.words = label("", "muted", wrap=True)
        self.beside = TranscriptBeside(app)
        self.open = button(tr("Read the transcript"), self.toggle_transcript, role="quiet")
        self._lay_out()
        self._connect()
        self._show_nothing()

    def show_sitting(self, sitting: Sitting) -> None:
        """Look for what was heard and read; what is shown already goes on."""
        same = self._sitting is not None and self._sitting.observation.id == sitting.observation.id
        self._sitting = sitting
        if same:
            self._show_notes(sitting.notes)
            return
        self._at_s = None
        self._let_go()
        self._show_nothing()
        self._look()
        self._run(transcribing.held, sitting.contact.id, done=self._show_transcript)

    def jump(self, at_s: float) -> None:
        """Go to a second of the recording; one that is still looked for begins there."""
        self._at_s = at_s
        if self.sound is not None:
            self.player.playback.jump(at_s)

    def toggle_transcript(self) -> None:
        self._open_transcript(self.beside.isHidden())

    def hideEvent(self, event: QHideEvent) -> None:
        """Who leaves lets go of the recording; its file must not stay open behind another page."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._let_go()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._look()

    def _look(self) -> None:
        if self._sitting is None or self.sound is not None or self._sitting.observation.source in LIVE:
            return
        if self.isVisible():
            self._run(hearing.hear, self._sitting.contact.id, self._app.user, done=self._show)

    def _show(self, found: Hearing) -> None:
        sitting, sound = self._sitting, found.sound
        gone = sitting is None or sitting.contact.id != found.contact_id or not self.isVisible()
        if gone or sound is None or self.sound is not None:
            return
        self.words.setVisible(sound.missing)
        self.words.setText(trouble_words(sound))
        if not sound.missing:
            self._open(sound, found.measured)
            self._show_notes(sitting.notes if sitting else ())
            self.beside.say_hint(heard=True)

    def _open(self, sound: Sound, measured: Measured | None) -> None:
        self.sound = sound
        alone = {Side.AGENT: tr("Agent"), Side.CUSTOMER: tr("Caller")}.get(sound.recording.side, "")
        self.player.show()
        self.player.open(
            Tape(
                Played(sound.path, sound.data),
                self._at_s or 0.0,
                sound.agent_channel,
                fixed=True,
                alone="" if sound.joined else alone,
                silence_s=float(self._app.settings.get("silence_seconds")),
                measured=measured,
            )
        )

    def _show_notes(self, notes: Sequence[Note]) -> None:
        self.player.wave.show_notes(
            tuple(NoteMark(note.at_s, note.tag.value if note.tag else "", note.text) for note in notes)
        )

    def _show_transcript(self, held: Held) -> None:
        sitting = self._sitting
        if sitting is None or sitting.contact.id != held.contact_id or held.transcript is None:
            return
        self.beside.show_lines(held.lines, [note.quote for note in sitting.notes if note.quote])
        self.open.show()
        self._open_transcript(sitting.observation.source in WRITTEN)

    def _open_transcript(self, wanted: bool) -> None:
        self.beside.setVisible(wanted)
        words = tr("Put the transcript away") if wanted else tr("Read the transcript")
        self.open.setText(words)
        self.open.setAccessibleName(words)

    def _tell(self, words: str) -> None:
        self._app.notices.say(words)
        if not self.player.playback.is_ready():
            self._let_go()
            self.words.setText(words)
            self.words.show()

    def _keep(self, measured: Measured) -> None:
        if self.sound is not None and not self.sound.joined:
            args = (self.sound.recording.id, measured, self._app.user)
            self._run(hearing.keep_measured, *args, done=_nothing)

    def _run(self, action: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        if self._app.store is not None:
            self._app.jobs.run(action, self._app.store, *args, done=done, owner=self)

    def _let_go(self) -> None:
        if self.sound is not None:
            self._at_s = self.player.playback.seconds()
        self.sound = None
        self.player.close_tape()
        self.player.hide()
        self.beside.say_hint(heard=False)

    def _show_nothing(self) -> None:
        for part in (self.player, self.words, self.open, self.beside):
            part.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.player, self.words):
            column.addWidget(part)

    def _connect(self) -> None:
        self.player.troubled.connect(self._tell)
        self.player.measured.connect(self._keep)
        self.beside.wanted.connect(self.jump)
        self._app.changes.watch(("recording",), self._look, self)


def follow_notes(again: HeardAgain, notes: NoteList) -> None:
    """Enter, a double click or Space on a note goes to its second."""
    notes.opened.connect(partial(_jump_to, again))
    notes.jumped.connect(again.jump)


def _jump_to(again: HeardAgain, note: Note) -> None:
    again.jump(note.at_s)


def _nothing(_done: object) -> None:
    """Nobody waits for it."""
