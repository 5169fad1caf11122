"""A transcript's way to the store and back, and the question who is meant by its names."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.transcripts import Speaker
from desktop.coaching.transcripts import TranscriptRead, Unreadable, read_transcript
from desktop.features.monitoring import transcribing
from desktop.features.monitoring.sitting import Sitting
from desktop.features.monitoring.transcribing import Held
from desktop.features.monitoring.transcript_words import say_flaw, speaker_words
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import tr
from desktop.widgets.forms import Choice


class TranscriptDesk(QObject):
    """Writes the transcript of one sitting's contact. `shown` carries what stands now, `kept` what was read
    and what of it was kept.
    """

    shown = Signal(object)
    kept = Signal(object, object)

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._sitting: Sitting | None = None
        self._work: Callable[[int], TranscriptRead] | None = None
        self._file_name = ""
        self.held = Held(0)

    def open(self, sitting: Sitting) -> None:
        """Read the transcript of this sitting's contact, unless it is here already."""
        is_same = self._sitting is not None and self._sitting.contact.id == sitting.contact.id
        self._sitting = sitting
        if not is_same and self._app.store is not None:
            self._show(Held(sitting.contact.id))
            args = (self._app.store, sitting.contact.id)
            self._app.jobs.run(transcribing.held, *args, done=self._show, owner=self)

    def close(self) -> None:
        self._sitting = None
        self.held = Held(0)
        self.shown.emit(self.held)

    def take(self, text: str) -> None:
        """Read a text as the contact's transcript, in place of the one there is."""
        self._read(partial(read_transcript, text, self._agent()), "")

    def take_file(self, path: Path) -> None:
        """Read a file as the contact's transcript."""
        self._read(partial(transcribing.read_file, path, self._agent()), path.name)

    def choose(self, which: int) -> None:
        """Of several conversations in what was read last, take this one (from 0)."""
        if self._work is not None:
            self._app.jobs.run(self._work, which, done=self._keep, failed=self._refuse, owner=self)

    def swap(self) -> None:
        """Who was the agent is the customer, and the other way round."""
        if self.held.transcript is not None:
            self._write(transcribing.swap_speakers, self.held.transcript.id, done=self._show)

    def say_speaker(self, name: str, speaker: Speaker) -> None:
        if self.held.transcript is not None:
            args = (self.held.transcript.id, name, speaker)
            self._write(transcribing.say_speaker, *args, done=self._show)

    def remove(self) -> None:
        if self.held.transcript is not None:
            self._write(transcribing.remove_transcript, self.held.transcript.id, done=self._removed)

    def _read(self, work: Callable[[int], TranscriptRead], file_name: str) -> None:
        self._work, self._file_name = work, file_name
        self.choose(0)

    def _keep(self, read: TranscriptRead) -> None:
        if self._sitting is not None:
            args = (self._sitting.contact.id, read, self._file_name)
            self._write(transcribing.keep_transcript, *args, done=partial(self._kept, read))

    def _kept(self, read: TranscriptRead, held: Held) -> None:
        self._show(held)
        self.kept.emit(read, held)

    def _removed(self, held: Held) -> None:
        gone = self.held.transcript
        self._show(held)
        if gone is not None:
            back = partial(self._write, transcribing.bring_back_transcript, gone.id, done=self._show)
            self._app.undo.offer(tr("Removed the transcript. What was quoted stays in the notes."), back)

    def _show(self, held: Held) -> None:
        if self._sitting is not None and self._sitting.contact.id == held.contact_id:
            self.held = held
            self.shown.emit(held)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Unreadable):
            self._app.notices.say(say_flaw(error), kind="warn")
        else:
            self._app.sorry(error)

    def _agent(self) -> str:
        return self._sitting.agent.name if self._sitting else ""

    def _write(self, work: Callable[..., Held], *args: Any, done: Callable[[Held], None]) -> None:
        if self._app.store is not None:
            self._app.jobs.run(work, self._app.store, *args, self._app.user, done=done, owner=self)


class VoicesQuestion(QWidget):
    """Asks who is meant by names of a transcript; `said` carries a name and who it is."""

    said = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def ask(self, meant: Mapping[str, Speaker | None]) -> None:
        """Ask about these names, None where nobody has said it yet; nothing is shown for none."""
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for name, speaker in meant.items():
            self._column.addWidget(self._line(name, speaker))
        self.setVisible(bool(meant))

    def _line(self, name: str, speaker: Speaker | None) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        words = tr("Who is “{name}”?", name=name)
        known: list[tuple[object, str]] = [(one, speaker_words(one)) for one in Speaker]
        choice = Choice(words, [(None, tr("Choose…")), *known] if speaker is None else known, speaker)
        choice.chosen.connect(partial(self._tell, name))
        row.addWidget(label(words))
        row.addWidget(choice)
        row.addStretch(1)
        return made

    def _tell(self, name: str, speaker: object) -> None:
        if isinstance(speaker, Speaker):
            self.said.emit(name, speaker)
