"""The recording above the notes: the observation's clock shows its second, and notes stand on it.

A note's second is that of the recording when its typing began, because the clock that the notes ask is the
recording's while there is one. Where none can be played, the clock runs by itself as before.
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.observations import Note
from db.records.recordings import Side
from desktop.coaching.speech import Measured
from desktop.features.monitoring import hearing
from desktop.features.monitoring.editor import Editor
from desktop.features.monitoring.hearing import Hearing
from desktop.features.monitoring.sitting import LIVE, Sitting, known_second
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.recordings import Sound, trouble_words
from desktop.shell.text import tr
from desktop.widgets.page import Page
from desktop.widgets.player.decoding import Source
from desktop.widgets.player.lanes import NoteMark
from desktop.widgets.player.player import Player, Tape
from desktop.widgets.player.waveform import LEAP_S, STEP_S

HOLD = "Ctrl+Alt" if sys.platform == "darwin" else "Alt"
"""Held with an arrow for a jump. On a Mac, Option and an arrow go through the words of a note."""


class RecordingStrip(QWidget):
    """Follows an editor by itself: shows the recording of what is opened there, lets go when it is left."""

    def __init__(self, app: App, editor: Editor) -> None:
        super().__init__()
        self._app, self._editor = app, editor
        self._sitting: Sitting | None = None
        self.sound: Sound | None = None
        self.player = Player(app)
        self.player.transport.play.hide()  # the clock's own button plays, and F4
        self.words = label("", "muted", wrap=True)
        self.add = button(tr("Add a recording"), partial(app.go, "recordings"), role="quiet")
        self._lay_out()
        self._connect()
        self._show_nothing()

    def follows(self) -> bool:
        """Whether the clock is the recording's."""
        return self.sound is not None

    def order(self, deed: Callable[[], None]) -> None:
        """Do it if there is a recording to do it to."""
        if self.follows():
            deed()

    def leave(self) -> None:
        """Stop, and keep the second that was reached."""
        self.player.playback.pause()
        self.close_sound()

    def close_sound(self) -> None:
        """Let go of the recording; the clock runs by itself again."""
        self._sitting = None
        self._let_go()
        self._show_nothing()

    def _load(self, sitting: Sitting) -> None:
        if self._sitting is not None and self._sitting.observation.id == sitting.observation.id:
            return
        self.close_sound()
        self._sitting = sitting
        self._look()

    def _look(self) -> None:
        """Look for the contact's recording, unless it is heard already."""
        if self._sitting is None or self.follows() or self._app.store is None:
            return
        contact, live = self._sitting.contact.id, self._sitting.observation.source in LIVE
        if not live:
            args = (self._app.store, contact, self._app.user)
            self._app.jobs.run(hearing.hear, *args, done=self._show, owner=self)

    def _show(self, found: Hearing) -> None:
        sitting = self._sitting
        if sitting is None or sitting.contact.id != found.contact_id or self.follows():
            return
        sound = found.sound
        self.words.setVisible(sound is not None and sound.missing)
        self.add.setVisible(sound is None)
        if sound is not None and sound.missing:
            self.words.setText(trouble_words(sound))
        elif sound is not None:
            self._open(sound, found.measured, known_second(sitting))

    def _open(self, sound: Sound, measured: Measured | None, at_s: float) -> None:
        self.sound = sound
        self._editor.clock.follow(self.player.playback.seconds, self.player.playback.toggle)
        self.player.show()
        alone = {Side.AGENT: tr("Agent"), Side.CUSTOMER: tr("Caller")}.get(sound.recording.side, "")
        tape = Tape(
            Source(sound.path, sound.data),
            at_s,
            sound.agent_channel,
            fixed=sound.joined,
            alone="" if sound.joined else alone,
            silence_s=float(self._app.settings.get("silence_seconds")),
            measured=measured,
        )
        self.player.open(tape)
        self._show_notes(self._editor.notes.notes)
        self._editor.clock.tick()

    def _show_notes(self, notes: Sequence[Note]) -> None:
        self.player.wave.show_notes(
            tuple(NoteMark(note.at_s, note.tag.value if note.tag else "", note.text) for note in notes)
        )

    def _follow_played(self, playing: bool) -> None:
        """Tell the clock; a pause is where listening goes on another day, so its second is kept."""
        if not self.follows():
            return
        self._editor.clock.show_playing(playing)
        if not playing and self._editor.desk.may_write():
            self._editor.desk.put_clock(self.player.playback.seconds())

    def _follow_moved(self, _at_s: float) -> None:
        if self.follows():
            self._editor.clock.tick()

    def _jump(self, at_s: float) -> None:
        if self.follows():
            self.player.playback.jump(at_s)

    def _tell(self, words: str) -> None:
        """Say what stands in the way; where it can't go on, the clock does, from the second heard last."""
        if self.player.playback.is_ready():
            self._app.notices.say(words)
            return
        self.words.setText(words)
        self.words.show()
        if self.follows():
            at_s = self.player.playback.seconds()
            self._let_go()
            if self._editor.desk.may_write():
                self._editor.desk.put_clock(at_s)

    def _keep(self, measured: Measured) -> None:
        if self.sound is not None and not self.sound.joined:
            args = (self._app.store, self.sound.recording.id, measured, self._app.user)
            self._app.jobs.run(hearing.keep_measured, *args)

    def _say_side(self, channel: int) -> None:
        if self.sound is not None:
            args = (self._app.store, self.sound.recording.id, channel, self._app.user)
            self._app.jobs.run(hearing.say_side, *args)

    def _let_go(self) -> None:
        self.sound = None
        self._editor.clock.follow_none()
        self.player.close_tape()
        self.player.hide()

    def _show_nothing(self) -> None:
        for part in (self.player, self.words, self.add):
            part.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addStretch(0)
        self._editor.places.extras.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.player)
        column.addLayout(row)

    def _connect(self) -> None:
        editor, player = self._editor, self.player
        editor.shown.connect(self._load)
        editor.jump_to.connect(self._jump)
        editor.put_aside.connect(self.leave)
        editor.desk.finished.connect(self.close_sound)
        editor.desk.discarded.connect(self.close_sound)
        editor.desk.notes.changed.connect(self._show_notes)
        editor.folded.connect(player.fold)
        player.moved.connect(self._follow_moved)
        player.played.connect(self._follow_played)
        player.troubled.connect(self._tell)
        player.measured.connect(self._keep)
        player.agent_chosen.connect(self._say_side)
        self._app.changes.watch(("recording",), self._look, self)


def add_sound_keys(page: Page, strip: RecordingStrip) -> None:
    """None of them prints, so none can be taken for a letter of a note; F4 plays, as it starts a clock."""
    player = strip.player
    faster, slower = partial(player.transport.step_rate, 1), partial(player.transport.step_rate, -1)
    orders: list[tuple[str, str, Callable[[], None]]] = [
        ("Left", tr("Recording: back 5 seconds"), partial(player.step, -STEP_S)),
        ("Right", tr("Recording: forward 5 seconds"), partial(player.step, STEP_S)),
        ("Shift+Left", tr("Recording: back 15 seconds"), partial(player.step, -LEAP_S)),
        ("Shift+Right", tr("Recording: forward 15 seconds"), partial(player.step, LEAP_S)),
        ("Shift+Up", tr("Recording: faster"), faster),
        ("Shift+Down", tr("Recording: slower"), slower),
        ("End", tr("Recording: skip silences, or hear them"), player.transport.skip.click),
    ]
    for key, words, deed in orders:
        page.add_key(f"{HOLD}+{key}", words, partial(strip.order, deed))
