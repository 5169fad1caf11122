"""A button that plays the recording that is chosen, so that somebody can hear whose call it is."""

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.recordings import Sound, sound_of_recording, trouble_words
from desktop.shell.text import clock, tr
from desktop.widgets.player import wording
from desktop.widgets.player.decoding import Source
from desktop.widgets.player.playback import Playback, Trouble


class PlayHere(QWidget):
    """Opens nothing until it is pressed, and lets go as soon as another recording is chosen."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._id = 0
        self.playback = Playback(self)
        self.play = button(tr("Play it here"), self.toggle)
        self.words = label("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.play)
        row.addWidget(self.words)
        row.addStretch(1)
        self.playback.moved.connect(self._show_second)
        self.playback.played.connect(self._say_played)
        self.playback.troubled.connect(self._tell_trouble)

    def show_recording(self, id: int) -> None:
        """The one that a press would play; 0 for none."""
        if id != self._id:
            self._id = id
            self.stop()

    def stop(self) -> None:
        """Let go of the file, or of its bytes."""
        self.playback.close()
        self.words.setText("")

    def toggle(self) -> None:
        if self.playback.is_ready():
            self.playback.toggle()
        elif self._id and self._app.store is not None:
            self.words.setText(tr("Opening…"))
            self._app.jobs.run(
                sound_of_recording,
                self._app.store,
                self._id,
                self._app.user,
                done=self._open,
                failed=self._refuse,
                owner=self,
            )

    def hideEvent(self, event: QHideEvent) -> None:
        # Nobody should hear a call from a page that is not shown.
        self.playback.pause()
        super().hideEvent(event)

    def _open(self, sound: Sound) -> None:
        self.words.setText("")
        if sound.recording.id != self._id:
            return
        if sound.missing:
            self._app.notices.say(trouble_words(sound), kind="warn")
            return
        self.playback.open(Source(sound.path, sound.data))
        self.playback.play()

    def _show_second(self, at_s: float) -> None:
        self.words.setText(clock(at_s))

    def _say_played(self, playing: bool) -> None:
        words = tr("Pause") if playing else tr("Play it here")
        self.play.setText(words)
        self.play.setAccessibleName(words)

    def _tell_trouble(self, trouble: Trouble) -> None:
        self._app.notices.say(wording.trouble_words(trouble), kind="warn")

    def _refuse(self, error: Exception) -> None:
        self.stop()
        if not isinstance(error, LookupError):  # removed meanwhile: the list says so
            self._app.sorry(error)
