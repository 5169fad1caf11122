"""Works out of a recording what is drawn and said of it: off the UI thread, with progress, stopped at once.

WAV is read by `wave_file`; everything else goes through Qt Multimedia's decoder, which speaks by signals and
so gets an event loop of its own inside the job. An hour takes 2 s as WAV, 8 s as MP3 and 20 s as Opus, which
is why sound has a worker of its own: the one that keeps what is typed must never wait for it.
"""

from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QEventLoop,
    QIODevice,
    QLoggingCategory,
    QTimer,
    QUrl,
)

from db.progress import Progress
from desktop.coaching.speech import Measured, Meter
from desktop.coaching.wave_file import FLOAT, MOST_CHANNELS, PCM, read_blocks, read_header, to_samples
from desktop.shell.jobs import Jobs

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioBuffer

WORKER = "sound"
PIECE_S = 2.0
"""Samples are measured in pieces of this length: a decoder gives out a fiftieth of a second at a time."""
PATIENCE_MS = 20_000
"""A decoder that gives nothing for so long has met something that it can't get past."""


class Refusal(Enum):
    GONE = "gone"
    UNREADABLE = "unreadable"
    NOT_SOUND = "not sound"
    NO_LIBRARY = "no library"


class NotPlayable(Exception):
    """A file can't be listened to; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be heard: a file, or its bytes where they must not be on a disk."""

    path: Path | None = None
    data: bytes | None = None


Steps = Generator[Progress, None, Measured]


def sound_jobs(jobs: Jobs) -> Jobs:
    """The worker for sound beside the one that writes; in tests one that works at once, as that does."""
    found = jobs.findChild(Jobs, WORKER)
    if found is None:
        found = type(jobs)(jobs)
        found.setObjectName(WORKER)
        # A decoder must not be at work any more when the interpreter goes.
        QCoreApplication.instance().aboutToQuit.connect(found.stop)
    return found


def measure(source: Source) -> Steps:
    """Peaks, and where somebody speaks; progress in seconds. Raises NotPlayable."""
    try:
        with _open(source) as file:
            measured = yield from _measure_wave(file)
    except FileNotFoundError as error:
        raise NotPlayable(Refusal.GONE) from error
    except OSError as error:
        raise NotPlayable(Refusal.UNREADABLE) from error
    if measured is None:
        measured = yield from decode(source)
    if not measured.heard.duration_s:
        raise NotPlayable(Refusal.NOT_SOUND)
    return measured


def decode(source: Source) -> Steps:
    """The same through Qt Multimedia, whatever the file is."""
    return (yield from _Decoding(source).measure())


def _open(source: Source) -> BinaryIO:
    from io import BytesIO

    if source.data is not None:
        return BytesIO(source.data)
    if source.path is None:
        raise FileNotFoundError
    return source.path.open("rb")


def _measure_wave(file: BinaryIO) -> Generator[Progress, None, Measured | None]:
    """None for what is no WAV, or one that is not read here."""
    wave = read_header(file)
    if wave is None:
        return None
    meter = Meter(wave.rate, wave.channels)
    for samples in read_blocks(file, wave):
        meter.add(samples)
        yield Progress(int(meter.seconds), int(wave.duration_s), "sound")
    return meter.end()


class _Decoding:
    """Asks Qt's decoder for a whole recording, in the thread that calls.

    No format is asked for: with one, the decoder of Qt 6.11 gives an empty first buffer for some FLAC and MP3
    files and then waits for ever. So its samples are taken as they are.
    """

    def __init__(self, source: Source) -> None:
        hush()
        try:
            from PySide6.QtMultimedia import QAudioDecoder
        except ImportError as error:
            raise NotPlayable(Refusal.NO_LIBRARY) from error
        self.decoder = QAudioDecoder()
        self.loop = QEventLoop()
        self.over = self.failed = False
        self.meter: Meter | None = None
        self._raw: list[bytes] = []
        self._held = 0
        self._kind: tuple[int, int, int, int] = (0, 0, 0, 0)
        self._device = as_device(source)
        self._connect()
        if self._device is not None:
            self.decoder.setSourceDevice(self._device)
        else:
            self.decoder.setSource(QUrl.fromLocalFile(str(source.path)))

    def measure(self) -> Steps:
        patience = QTimer()
        patience.setSingleShot(True)
        patience.timeout.connect(self._give_up)
        try:
            self.decoder.start()
            while not self.over:
                patience.start(PATIENCE_MS)
                self.loop.exec()
                yield self._progress()
        finally:
            patience.stop()
            self._stop()
        self._pass_on()
        if self.failed or self.meter is None:
            raise NotPlayable(Refusal.NOT_SOUND)
        return self.meter.end()

    def _connect(self) -> None:
        self.decoder.bufferReady.connect(self._take)
        self.decoder.finished.connect(self._end)
        self.decoder.error.connect(self._fail)

    def _take(self) -> None:
        """Every buffer must be read, also an empty one, else the decoder waits."""
        buffer = self.decoder.read()
        kind = _kind(buffer)
        if not buffer.isValid() or not kind[1]:
            return
        if kind != self._kind:
            self._change(kind)
        raw = bytes(buffer.constData())
        self._raw.append(raw)
        self._held += len(raw)
        rate, channels, coding, bits = kind
        if self._held >= PIECE_S * rate * channels * bits // 8:
            self._pass_on()
            self.loop.quit()

    def _change(self, kind: tuple[int, int, int, int]) -> None:
        """The first samples; or a file made of several, which is heard as far as it stays the same."""
        if self.meter is not None:
            self._end()
            return
        self._kind = kind
        self.meter = Meter(kind[0], kind[1])

    def _pass_on(self) -> None:
        if self._raw and self.meter is not None:
            _, channels, coding, bits = self._kind
            self.meter.add(to_samples(b"".join(self._raw), coding, bits).reshape(-1, channels))
        self._raw, self._held = [], 0

    def _progress(self) -> Progress:
        whole = self.decoder.duration()
        done = self.meter.seconds if self.meter is not None else 0.0
        return Progress(int(done), whole // 1000 if whole > 0 else None, "sound")

    def _end(self) -> None:
        self.over = True
        self.loop.quit()

    def _fail(self, _error: object) -> None:
        self.failed = True
        self._end()

    def _give_up(self) -> None:
        self._fail(None)

    def _stop(self) -> None:
        """Not a signal of the decoder may arrive after its thread has gone on to something else."""
        self.decoder.stop()
        for signal in (self.decoder.bufferReady, self.decoder.finished, self.decoder.error):
            with suppress(RuntimeError):
                signal.disconnect()


def _kind(buffer: "QAudioBuffer") -> tuple[int, int, int, int]:
    """Rate, channels, coding and bits as `wave_file` calls them; all 0 for what has no samples."""
    from PySide6.QtMultimedia import QAudioFormat

    formats = {
        QAudioFormat.SampleFormat.UInt8: (PCM, 8),
        QAudioFormat.SampleFormat.Int16: (PCM, 16),
        QAudioFormat.SampleFormat.Int32: (PCM, 32),
        QAudioFormat.SampleFormat.Float: (FLOAT, 32),
    }
    form = buffer.format()
    coding, bits = formats.get(form.sampleFormat(), (0, 0))
    if not coding or not 0 < form.channelCount() <= MOST_CHANNELS:
        return (0, 0, 0, 0)
    return form.sampleRate(), form.channelCount(), coding, bits


def hush() -> None:
    """Keep Qt Multimedia's remarks on drivers and file names out of the log: they are for its developers."""
    QLoggingCategory.setFilterRules("qt.multimedia*=false")


def as_device(source: Source) -> QBuffer | None:
    """The bytes as Qt reads them; they stay in memory."""
    if source.data is None:
        return None
    device = QBuffer()
    device.setData(QByteArray(source.data))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    return device
