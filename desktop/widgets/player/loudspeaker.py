"""What a recording is heard through: the system's own choice, followed when a headset is plugged in."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioBufferOutput, QAudioOutput, QMediaPlayer

LOUDEST = 100


class Loudspeaker(QObject):
    """Serves one player once `attach` was called; until then it only knows how loud it will be."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.volume = LOUDEST
        self._player: Any = None  # Qt takes None for an output; its type hints say it doesn't
        self._output: QAudioOutput | None = None
        self._nowhere: QAudioBufferOutput | None = None
        self._devices: Any = None

    def attach(self, player: "QMediaPlayer") -> None:
        from PySide6.QtMultimedia import QAudioBufferOutput, QAudioOutput, QMediaDevices

        self._player, self._output = player, QAudioOutput(self)
        self._nowhere = QAudioBufferOutput(self)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._take_device)
        self.set_volume(self.volume)
        self._take_device()

    def is_missing(self) -> bool:
        """Whether nothing is connected that anything can be heard from."""
        return self._devices is not None and bool(self._devices.defaultAudioOutput().isNull())

    def set_volume(self, volume: int) -> None:
        """How loud, 0–100 as the ear takes it."""
        self.volume = volume
        if self._output is not None:
            from PySide6.QtMultimedia import QtAudio

            ear, device = QtAudio.VolumeScale.LogarithmicVolumeScale, QtAudio.VolumeScale.LinearVolumeScale
            self._output.setVolume(QtAudio.convertVolume(volume / LOUDEST, ear, device))

    def _take_device(self) -> None:
        assert self._output is not None
        assert self._player is not None
        device = self._devices.defaultAudioOutput()
        self._output.setDevice(device)
        missing = device.isNull()
        # Given an output that isn't there, a player complains at each start; given none at all, it lets time
        # pass without decoding, and hears neither the end of a file nor that one was cut short.
        self._player.setAudioOutput(None if missing else self._output)
        self._player.setAudioBufferOutput(self._nowhere if missing else None)
