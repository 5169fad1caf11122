"""A recording with all that belongs to listening: lanes, buttons, and what can be told of it as help."""

import math
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.progress import Progress
from desktop.coaching.sound import SILENCE_S, Figures, figures
from desktop.coaching.speech import Measured
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.jobs import Cancelled, Job, Jobs, JobState
from desktop.shell.spoken import announce
from desktop.shell.text import clock, percent, tr
from desktop.widgets.player import wording
from desktop.widgets.player.decoding import NotPlayable, Source, measure, sound_jobs
from desktop.widgets.player.help_line import HelpLine
from desktop.widgets.player.lanes import Picture
from desktop.widgets.player.playback import RATES, Playback, Trouble
from desktop.widgets.player.transport import Transport
from desktop.widgets.player.waveform import Waveform


@dataclass(frozen=True, slots=True)
class Tape:
    """What is put into a player: what is heard, from which second, and what is known of it already.

    `agent` is the agent's channel, None where nobody has said; `fixed` where it can't be another one. `alone`
    names the only voice of a one-sided recording, blank where both may be on one channel. Silences of
    `silence_s` and more are pointed out and skipped.
    """

    source: Source
    at_s: float = 0.0
    agent: int | None = None
    fixed: bool = False
    alone: str = ""
    silence_s: float = SILENCE_S
    measured: Measured | None = None


class Player(QWidget):
    """`measured` carries what was worked out, to be kept; `agent_chosen` whose channel the user said is the
    agent's; `troubled` a sentence on what stands in the way. `moved` and `played` as of `Playback`.
    """

    moved = Signal(float)
    played = Signal(bool)
    measured = Signal(object)
    agent_chosen = Signal(int)
    troubled = Signal(str)

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.tape: Tape | None = None
        self.known: Measured | None = None
        self.figures: Figures | None = None
        self.playback = Playback(self)
        self.wave = Waveform(app.theme)
        self.transport = Transport(app.theme)
        self._sound: Jobs | None = None
        self._job: Job | None = None
        self.progress = label("", "small")
        self.stop = button(tr("Stop"), self.stop_measuring, tr("Stop looking for silences"), role="quiet")
        self.help = HelpLine(app.theme)
        self._lay_out()
        self._connect()
        self.recall()

    def recall(self) -> None:
        """Take speed, loudness and skipping as they were chosen last on this computer."""
        settings = self._app.settings
        rate, volume = float(settings.get("sound_rate")), int(settings.get("sound_volume"))
        rate = rate if rate in RATES else 1.0
        self.playback.set_rate(rate)
        self.playback.set_skips(bool(settings.get("sound_skips")))
        self.playback.loudspeaker.set_volume(volume)
        self.transport.show_choices(rate, self.playback.skips, volume)

    def open(self, tape: Tape) -> None:
        """Make a recording ready; what is not known of it yet is worked out beside."""
        self.close_tape()
        self.tape = tape
        self.playback.open(tape.source, tape.at_s)
        if self.tape is not tape:
            return  # it can't be played, and was let go of at once
        self.transport.show_time(tape.at_s, 0.0)
        if tape.measured is not None:
            self._show(tape.measured)
        else:
            self._measure(tape)

    def close_tape(self) -> None:
        """Stop, and forget the recording."""
        self.stop_measuring()
        self.playback.close()
        self.tape = self.known = self.figures = None
        self.wave.show_picture(Picture(0.0))
        self.wave.show_notes(())
        self.help.show_nothing()

    def lanes(self) -> tuple[tuple[int, str], ...]:
        """Channels and their names, the agent's first where it is known."""
        if self.tape is None or self.known is None:
            return ()
        channels = len(self.known.heard.talk)
        if channels == 1:
            return ((0, self.tape.alone or tr("Both")),)
        if channels > 2 or self.tape.agent is None:
            names = (tr("Left"), tr("Right"))
            return tuple((at, names[at]) for at in range(min(channels, 2)))
        return ((self.tape.agent, tr("Agent")), (1 - self.tape.agent, tr("Caller")))

    def fold(self, narrow: bool) -> None:
        """Make do with less room."""
        for part in (self.wave, self.transport, self.help):
            part.fold(narrow)

    def stop_measuring(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.progress.hide()
        self.stop.hide()

    def _measure(self, tape: Tape) -> None:
        done, failed = partial(self._measured, tape), partial(self._not_measured, tape)
        self.progress.setText(tr("Looking for silences and turns …"))
        self.progress.show()
        self.stop.show()
        if self._sound is None:
            self._sound = sound_jobs(self._app.jobs)
            self._sound.moved.connect(self._follow)
        self._job = self._sound.run(measure, tape.source, done=done, failed=failed, owner=self)
        # Whoever locks or leaves must not find a decoder at work on what nobody will see.
        self.destroyed.connect(partial(_cancel, self._job))

    def _show_length(self, seconds: float) -> None:
        """Go to any second already, while what is drawn is still worked out."""
        if self.tape is not None and self.known is None:
            self.wave.show_picture(Picture(seconds))
            self._show_second(self.playback.seconds())

    def _follow(self, job: Job) -> None:
        found = job.progress
        if job is self._job and job.state is JobState.RUNNING and isinstance(found, Progress) and found.total:
            words = percent(min(1.0, found.done / found.total))
            self.progress.setText(tr("Looking for silences and turns: {share}", share=words))

    def _measured(self, tape: Tape, found: Measured) -> None:
        if tape is self.tape:
            self.stop_measuring()
            self._show(found)
            self.measured.emit(found)

    def _not_measured(self, tape: Tape, error: Exception) -> None:
        if tape is not self.tape or isinstance(error, Cancelled):
            return
        self.stop_measuring()
        if isinstance(error, NotPlayable):
            self.troubled.emit(wording.refusal_words(error.refusal))
        else:
            self._app.sorry(error)

    def _show(self, found: Measured) -> None:
        self.known = found
        assert self.tape is not None
        # With one side alone, the other may be speaking in what looks like a silence.
        least = math.inf if self.tape.alone else self.tape.silence_s
        self.figures = figures(found.heard, least)
        self.playback.silences = self.figures.silences
        self.transport.skip.setEnabled(not self.tape.alone)
        if not self.playback.duration_s:
            self.playback.duration_s = found.heard.duration_s
        stereo = len(found.heard.talk) == 2
        self.transport.show_sides(self.tape.agent, stereo and not self.tape.fixed)
        lanes = self.lanes()
        self.wave.show_picture(Picture(found.heard.duration_s, lanes, found.peaks, self.figures))
        self._show_second(self.playback.seconds())
        self.help.show_figures(self.figures, lanes, self.tape.silence_s, bool(self.tape.alone))

    def _show_second(self, at_s: float) -> None:
        self.wave.show_second(at_s)
        self.transport.show_time(at_s, self.playback.duration_s)

    def _take_agent(self, channel: object) -> None:
        if self.tape is not None and self.known is not None and isinstance(channel, int):
            self.tape = replace(self.tape, agent=channel)
            self._show(self.known)
            self.agent_chosen.emit(channel)

    def _tell_skipped(self, _left: float, target: float) -> None:
        words = tr("Skipped a silence, on to {time}", time=clock(target))
        self.progress.setText(words)
        self.progress.show()
        announce(self, words)

    def _tell_trouble(self, trouble: Trouble) -> None:
        self.troubled.emit(wording.trouble_words(trouble))

    def step(self, seconds: float) -> None:
        """Go so far from here, forward or (below 0) back."""
        self.playback.jump(self.playback.seconds() + seconds)

    def _lay_out(self) -> None:
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.transport, 1)
        beside.addWidget(self.progress)
        beside.addWidget(self.stop)
        beside.addWidget(self.help.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.wave)
        column.addLayout(beside)
        column.addWidget(self.help)
        for part in (self.progress, self.stop):
            part.hide()

    def _connect(self) -> None:
        playback, transport, wave = self.playback, self.transport, self.wave
        playback.opened.connect(self._show_length)
        playback.moved.connect(self._show_second)
        playback.moved.connect(self.moved)
        playback.played.connect(transport.show_playing)
        playback.played.connect(self.played)
        playback.skipped.connect(self._tell_skipped)
        playback.troubled.connect(self._tell_trouble)
        wave.wanted.connect(playback.jump)
        wave.toggled.connect(playback.toggle)
        transport.toggled.connect(playback.toggle)
        transport.stepped.connect(self.step)
        transport.rate_chosen.connect(playback.set_rate)
        transport.skip_chosen.connect(playback.set_skips)
        transport.volume_chosen.connect(playback.loudspeaker.set_volume)
        transport.agent_chosen.connect(self._take_agent)
        transport.rate_chosen.connect(partial(self._app.settings.set, "sound_rate"))
        transport.skip_chosen.connect(partial(self._app.settings.set, "sound_skips"))
        transport.volume_chosen.connect(partial(self._app.settings.set, "sound_volume"))


def _cancel(job: Job, _gone: object = None) -> None:
    job.cancel()
