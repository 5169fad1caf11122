"""Recordings: what is here, whose call each is, and what is missing. Files come by hand or by themselves."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.coaching.file_names import SOUNDS
from desktop.features.recordings import actions, wording
from desktop.features.recordings.actions import Listed, State
from desktop.features.recordings.batch import Batch
from desktop.features.recordings.bringing import Outcome
from desktop.features.recordings.deciding import DecidingPanel
from desktop.features.recordings.desk import RecordingDesk
from desktop.features.recordings.folder_line import FolderLine
from desktop.features.recordings.watching import watching_of
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.file_asking import ask_files
from desktop.shell.recordings import find_files
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.empty import EmptyState
from desktop.widgets.flow import FlowLayout
from desktop.widgets.page import Page
from desktop.widgets.rows import Column
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table


class RecordingsPage(Page):
    """Targets: a recording's id, or a path to bring in and, once it has its contact, to listen to."""

    watches = ("recording", "contact", "agent", "team")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.rows: tuple[Listed, ...] = ()
        self._wanted = 0
        self.header.set_title(tr("Recordings"))
        self.header.set_primary(tr("Bring in recordings…"), self.choose_files, "Ctrl+O")
        self.folder = FolderLine(app)
        self.watching = watching_of(app, self)
        self.which = ChoiceChips(tr("Which recordings"), _choices(), "all")
        self.which.chosen.connect(self._narrow)
        self.make_all = button(tr("Make contacts of those that say agent and start"), self._make_all)
        self.table = Table(tr("Recordings"), _columns(), settings=app.settings, key="recordings")
        self.table.set_identity(_id)
        self.table.opened.connect(self.open_row)
        self.table.selected.connect(self._ask)
        self.detail = DecidingPanel(app)
        self.desk = RecordingDesk(app, self.detail)
        self.batch = Batch(app, self)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.add_key("F5", tr("Look into the watched folder now"), self.watching.look)
        self.add_key("Ctrl+M", tr("Match the recordings again"), self.batch.match_again)
        self.tell_key("Enter", tr("Listen to the recording, or say whose call it is"))

    def load(self) -> None:
        self.folder.show_folder()
        if self.app.store is not None:
            self.app.jobs.run(
                actions.list_recordings,
                self.app.store,
                self.app.user,
                done=self.show_recordings,
                owner=self,
            )

    def show_recordings(self, rows: tuple[Listed, ...]) -> None:
        self.rows = rows
        self.header.set_state(wording.count_words(rows))
        self._narrow()
        if self._wanted and self.table.select(lambda row: row.id == self._wanted):
            self._wanted = 0
            if self.table.current().state is not State.MATCHED:
                self.split.show_detail()
        elif self.table.current() is None:
            self.table.select(_is_any)
        self._ask(self.table.current())

    def show_target(self, target: object) -> None:
        if isinstance(target, str | Path):
            self.bring_in((Path(target),), listen=True)
        elif isinstance(target, int):
            self._wanted = target
            self.which.show_value("all")
            self.show_recordings(self.rows)

    def choose_files(self) -> None:
        kinds = " ".join(f"*.{ending}" for ending in SOUNDS)
        paths = ask_files(
            self, tr("Choose recordings"), tr("Recordings ({kinds});;All files (*)", kinds=kinds)
        )
        if paths:
            self.bring_in(paths)

    def bring_in(self, paths: Sequence[Path], listen: bool = False) -> None:
        """Bring in files, and what is in folders; with `listen` the one goes on to monitoring."""
        files = tuple(one for path in paths for one in _unfold(path))
        self.batch.bring_in(files, partial(self.show_outcome, files if listen else ()))

    def show_outcome(self, to_hear: Sequence[Path], outcome: Outcome) -> None:
        words = wording.outcome_words(outcome)
        announce(self, words)
        if to_hear and self.app.store is not None:
            done = partial(self._hear, words)
            self.app.jobs.run(
                actions.find_file, self.app.store, to_hear[0], self.app.user, done=done, owner=self
            )
            return
        self.app.notices.say(words, kind="warn" if outcome.refused else "quiet")
        self._wanted = self.desk.attend_to = outcome.ids[0] if len(outcome.ids) == 1 else 0
        if not self._wanted:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.load()

    def open_row(self, row: Listed) -> None:
        """Listen to it, or decide what is open about it."""
        if row.state is State.MATCHED and row.recording.contact_id is not None:
            self.app.go("monitoring", ("contact", row.recording.contact_id))
        else:
            self.split.show_detail()
            self.detail.take_focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.bring_in(_dropped(event))

    def _hear(self, words: str, found: Listed | None) -> None:
        """The file that was opened to be heard: on to its contact, or ask whose call it is."""
        if found is None:
            self.app.notices.say(words, kind="warn")
        elif found.state is State.MATCHED:
            self.open_row(found)
        else:
            self.desk.listen_to = self._wanted = found.id
            self.load()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        above = QWidget()
        row = FlowLayout(above)
        row.addWidget(self.which)
        row.addWidget(self.make_all)
        column.addWidget(above)
        column.addWidget(self.table, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setAccessibleName(tr("The chosen recording"))
        self.detail.setProperty("role", "page")
        scroll.setWidget(self.detail)
        side = QStackedWidget()
        words = tr("What is known of a recording stands here, and whose call it is.")
        for part in (EmptyState(words), scroll):
            side.addWidget(part)
        self._side = side
        self.split = MasterDetail(left, side, self.app.settings, "recordings", (3300, 1700))
        for widget in (self.folder, self.batch.progress):
            self.body.addWidget(widget)
        self.body.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.folder.look_wanted.connect(self.watching.look)
        self.watching.looked.connect(self.folder.show_folder)
        self.desk.removed.connect(self.load)
        self.batch.ended.connect(self.load)
        self.desk.listen_wanted.connect(self._listen)

    def _listen(self, contact_id: int) -> None:
        self.app.go("monitoring", ("contact", contact_id))

    def _make_all(self) -> None:
        self.batch.make_contacts(self.table.rows())

    def _narrow(self, _which: object = None) -> None:
        states = SHOWN[str(self.which.value())]
        rows = [row for row in self.rows if row.state in states]
        if self.rows and not rows:
            self.table.set_empty(tr("No recording is like that just now."))
        else:
            words = tr("No recordings are here yet. Drop files here, choose them, or watch a folder.")
            self.table.set_empty(words, tr("Bring in recordings…"), self.choose_files)
        self.table.show_rows(rows)
        self.make_all.setVisible(any(map(actions.may_become, rows)))

    def _ask(self, row: Listed | None) -> None:
        self._side.setCurrentIndex(0 if row is None else 1)
        self.desk.show_row(row)


SHOWN: dict[str, frozenset[State]] = {
    "all": frozenset(State),
    "asks": frozenset([State.ASKS]),
    "gone": frozenset([State.MISSING, State.CHANGED]),
}


def _choices() -> list[tuple[object, str]]:
    return [("all", tr("All")), ("asks", tr("Asking whose call")), ("gone", tr("Missing or changed"))]


def _columns() -> list[Column]:
    return [
        Column("state", tr("State"), wording.state_words, mark=_mark),
        Column("when", tr("Call"), wording.when_words, sort=_began),
        Column("agent", tr("Agent"), _agent),
        Column("file", tr("File"), _file_name, tip=_path),
        Column("length", tr("Length"), wording.length_words, align="right", sort=_length),
        Column("contact", tr("Reference"), _reference),
        Column("how", tr("Copy"), wording.how_words, shown=False),
    ]


def _mark(row: Listed) -> str:
    return wording.MARKS[row.state]


def _began(row: Listed) -> datetime | None:
    return row.row.contact_started_at or row.recording.started_at


def _agent(row: Listed) -> str:
    return row.row.agent or row.recording.agent_text


def _file_name(row: Listed) -> str:
    return row.recording.file_name


def _path(row: Listed) -> str:
    return str(Path(row.recording.folder) / row.recording.file_name)


def _length(row: Listed) -> float | None:
    return row.recording.duration_s


def _reference(row: Listed) -> str:
    return row.row.contact_reference or row.recording.reference


def _id(row: Listed) -> int:
    return row.id


def _is_any(_row: Listed) -> bool:
    return True


def _unfold(path: Path) -> tuple[Path, ...]:
    return find_files(path) if path.is_dir() else (path,)


def _dropped(event: QDropEvent) -> tuple[Path, ...]:
    urls = event.mimeData().urls()
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
