"""Plays a recording through Qt Multimedia, and knows its second also where nothing can be heard.

Without any audio device a recording still runs, so that notes get their seconds. QtMultimedia is imported
when the first recording is opened: it brings libraries that not every machine has.
"""

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QObject, QTimer, QUrl, Signal

from desktop.coaching.sound import Span, after_silence
from desktop.widgets.player.decoding import Source, as_device, hush
from desktop.widgets.player.loudspeaker import Loudspeaker

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

TICK_MS = 100
RATES = (0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
END_S = 1.0
"""A recording that stops further from its end than this was cut off."""
END_TICKS, STALLED_TICKS = 3, 80
"""Ticks without a step after which a recording is at its end, or its drive has gone."""


class Trouble(Enum):
    """What can come between a listener and a recording."""

    NO_LIBRARY = "no library"
    NO_DEVICE = "no device"
    NOT_PLAYABLE = "not playable"
    CUT_OFF = "cut off"


class Playback(QObject):
    """One recording at a time. `opened` gives its length, `moved` its second while it plays and after a jump,
    `skipped` the silence that was left out, `troubled` a Trouble.
    """

    moved = Signal(float)
    played = Signal(bool)
    skipped = Signal(float, float)
    troubled = Signal(object)
    ended = Signal()
    opened = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rate, self.skips = 1.0, False
        self.loudspeaker = Loudspeaker(self)
        self.duration_s = 0.0
        self.silences: Sequence[Span] = ()
        self._player: QMediaPlayer | None = None
        self._device: QBuffer | None = None
        self._told: set[Trouble] = set()
        self._second, self._wanted = 0.0, 0.0
        self._plays = self._open = False
        self._still = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def open(self, source: Source, at_s: float = 0.0) -> None:
        """Make a recording ready at this second; it does not begin to play."""
        self.close()
        if self._player is None and not self._prepare():
            self._trouble(Trouble.NO_LIBRARY)
            return
        assert self._player is not None
        self._second = self._wanted = at_s
        self._open = True
        self._device = as_device(source)
        if self._device is not None:
            self._player.setSourceDevice(self._device)
        else:
            self._player.setSource(QUrl.fromLocalFile(str(source.path)))
        self.set_rate(self.rate)

    def close(self) -> None:
        """Let go of the recording: its file is closed, its bytes are forgotten."""
        self.pause()
        if self._player is not None:
            self._player.stop()
            self._player.setSource(QUrl())
        self._device, self._open = None, False
        self._second = self._wanted = self.duration_s = 0.0
        self.silences = ()

    def seconds(self) -> float:
        """The second of the recording that is heard now, or would be."""
        return self._second

    def is_ready(self) -> bool:
        """Whether there is a recording that can go on."""
        return self._open and self._player is not None

    def plays(self) -> bool:
        return self._plays

    def play(self) -> None:
        """Go on from the second it stands at; from the beginning where that is the end."""
        if self._player is None or not self._open:
            return
        if self.duration_s and self._second >= self.duration_s - 0.2:
            self.jump(0.0)
        if self.loudspeaker.is_missing():
            self._trouble(Trouble.NO_DEVICE)
        self._plays, self._still = True, 0
        self._player.play()
        self._timer.start()
        self.played.emit(True)

    def pause(self) -> None:
        if self._plays and self._player is not None:
            self._plays = False
            self._timer.stop()
            self._player.pause()
            self.played.emit(False)

    def toggle(self) -> None:
        if self._plays:
            self.pause()
        else:
            self.play()

    def jump(self, at_s: float) -> None:
        """Go to this second, or to the nearest there is."""
        most = self.duration_s or max(at_s, 0.0)
        self._second = self._wanted = min(max(0.0, at_s), most)
        if self._player is not None and self._player.isSeekable():
            self._player.setPosition(round(self._second * 1000))
        self.moved.emit(self._second)

    def set_rate(self, rate: float) -> None:
        """Play at this rate with the pitch of the voices kept; ValueError for one that is not in RATES."""
        if rate not in RATES:
            raise ValueError(rate)
        self.rate = rate
        if self._player is not None:
            self._player.setPlaybackRate(rate)

    def set_skips(self, skips: bool) -> None:
        """Whether the silences that are pointed out are left out."""
        self.skips = skips

    def tick(self) -> None:
        """Say where the recording is; leave out the rest of a silence if silences are skipped."""
        if self._player is None or not self._plays:
            return
        before, self._second = self._second, self._player.position() / 1000
        self._still = self._still + 1 if before == self._second else 0
        if self._stands_still():
            self._end()
            return
        target = after_silence(self.silences, self._second) if self.skips else None
        if target is not None:
            left = self._second
            self.jump(target)
            self.skipped.emit(left, target)
            return
        self.moved.emit(self._second)

    def _stands_still(self) -> bool:
        """At its end, which Qt does not tell where nothing is heard; or because its drive went silent."""
        at_end = self.duration_s > 0 and self._second >= self.duration_s - END_S / 4
        return self._still >= (END_TICKS if at_end else STALLED_TICKS)

    def _prepare(self) -> bool:
        hush()
        try:
            from PySide6.QtMultimedia import QMediaPlayer
        except ImportError:
            return False
        self._player = QMediaPlayer(self)
        self.loudspeaker.attach(self._player)
        # Else a call at double rate would be heard an octave higher on systems whose default is off.
        self._player.setPitchCompensation(True)
        self._player.mediaStatusChanged.connect(self._follow_status)
        self._player.errorOccurred.connect(self._follow_error)
        self._player.durationChanged.connect(self._follow_duration)
        return True

    def _follow_duration(self, milliseconds: int) -> None:
        self.duration_s = max(0.0, milliseconds / 1000)
        self.opened.emit(self.duration_s)

    def _follow_status(self, status: "QMediaPlayer.MediaStatus") -> None:
        assert self._player is not None
        kinds = type(status)
        if status in (kinds.LoadedMedia, kinds.BufferedMedia) and self._wanted:
            wanted, self._wanted = self._wanted, 0.0
            self._player.setPosition(round(wanted * 1000))
        elif status == kinds.EndOfMedia:
            self._end()

    def _end(self) -> None:
        cut = self._second
        if not self._plays:
            return
        self._plays = False
        self._timer.stop()
        if self._player is not None:
            self._player.pause()
        self.played.emit(False)
        if self.duration_s - cut > END_S + TICK_MS / 1000 * self.rate:
            self._open = False
            self._trouble(Trouble.CUT_OFF)
            return
        self._second = self.duration_s
        self.moved.emit(self._second)
        self.ended.emit()

    def _follow_error(self, _error: object, _words: str) -> None:
        """Stay at the second that was heard last: that is where listening goes on."""
        begun = self._second > 0 and self.duration_s > 0
        self._plays = self._open = False
        self._timer.stop()
        self.played.emit(False)
        self._trouble(Trouble.CUT_OFF if begun else Trouble.NOT_PLAYABLE)

    def _trouble(self, trouble: Trouble) -> None:
        """Each kind once: nobody needs to hear at every key that there are no loudspeakers."""
        if trouble is not Trouble.NO_DEVICE or trouble not in self._told:
            self._told.add(trouble)
            self.troubled.emit(trouble)
