"""Small sound files for tests: true headers, a little silence."""

import io
import struct
import wave
from pathlib import Path


def wav(seconds: float = 1.0, channels: int = 1, level: int = 0, rate: int = 8000) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(struct.pack("<h", level) * channels * round(seconds * rate))
    return made.getvalue()


def write_wav(folder: Path, name: str, level: int = 0, channels: int = 1, seconds: float = 1.0) -> Path:
    """A file of its own content for each `level`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(wav(seconds, channels, level))
    return path
