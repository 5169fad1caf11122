"""A store that refuses for a while (full, locked) costs nothing that was typed or answered meanwhile."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db.errors import DiskFull
from desktop.features.monitoring.note_field import NoteField
from desktop.shell import paths
from desktop.shell.jobs import InlineJobs
from desktop.shell.places import Place
from tests.builders import new_floor, take_call
from tests.pages.finding import find
from tests.pages.listening import hit, kept, type_in
from tests.pages.opening import open_app, open_window

PLACES = (Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),)


class Disk:
    """A place to keep things that can be full."""

    def __init__(self) -> None:
        self.full, self.written = False, []

    def write(self, what: str) -> None:
        if self.full:
            raise DiskFull(Path("floor"))
        self.written.append(what)


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def jobs(qtbot) -> InlineJobs:
    made = InlineJobs()
    made.said = []
    made.on_failure = made.said.append
    return made


def test_what_was_refused_is_written_before_what_is_asked_for_next(jobs, disk) -> None:
    disk.full = True
    jobs.keep("answers", disk.write, "a")
    jobs.keep("answers", disk.write, "ab")
    disk.full = False
    jobs.run(disk.write, "finish")
    assert disk.written == ["ab", "finish"]


def test_newer_text_takes_the_place_of_what_was_refused(jobs, disk) -> None:
    disk.full = True
    jobs.keep("note", disk.write, "he")
    disk.full = False
    jobs.keep("note", disk.write, "hello")
    jobs.run(disk.write, "next")
    assert disk.written == ["hello", "next"]


def test_it_is_tried_again_by_itself_and_complained_about_once(jobs, disk) -> None:
    caught_up = []
    jobs.caught_up.connect(lambda: caught_up.append(True))
    disk.full = True
    jobs.keep("note", disk.write, "he")
    jobs.try_again()
    assert not jobs.all_kept()
    assert len(jobs.said) == 1
    disk.full = False
    jobs.try_again()
    assert (disk.written, jobs.all_kept(), caught_up) == (["he"], True, [True])


def test_nothing_is_finished_while_what_was_typed_before_is_refused(jobs, disk) -> None:
    disk.full = True
    jobs.keep("answers", disk.write, "a")
    finished, failed = [], []
    jobs.run(jobs.once_kept(finished.append), "final", failed=failed.append)
    assert (finished, [type(error) for error in failed]) == ([], [DiskFull])
    disk.full = False
    jobs.run(jobs.once_kept(finished.append), "final", failed=failed.append)
    assert (disk.written, finished) == (["a"], ["final"])


@pytest.fixture
def page(qtbot, tmp_path, monkeypatch, disk):
    floor = new_floor(tmp_path)
    take_call(floor)
    writing = type(floor.store).writing

    @contextmanager
    def refusing(store, *tables, **how):
        disk.write("")
        with writing(store, *tables, **how) as db:
            yield db

    monkeypatch.setattr(type(floor.store), "writing", refusing)
    with open_app(floor.store, floor.user) as app, open_window(app, PLACES) as window:
        window.activateWindow()
        app.go("monitoring")
        made = window.pages["monitoring"]
        hit(made, Qt.Key.Key_Return)
        hit(made, Qt.Key.Key_Return)
        yield made
    floor.store.close()


def test_notes_refused_by_a_full_disk_stay_in_order_and_are_kept_once_there_is_room(page, disk) -> None:
    type_in(page, "first")
    disk.full = True
    for words in ("", "second", "third"):
        type_in(page, words)
        hit(page, Qt.Key.Key_Return)
    assert find(page, "Note", NoteField).text() == "firstsecondthird"
    assert page.editor.notes.kept.text() == "not kept yet"
    disk.full = False
    page.app.jobs.try_again()
    assert kept(page).observation.pending == "firstsecondthird"
    assert page.editor.notes.kept.text().startswith("kept ")


def test_closing_with_unkept_words_is_asked_for_twice(page, disk) -> None:
    window = page.app.window
    disk.full = True
    type_in(page, "words")
    assert not window.close()
    assert "not kept yet" in page.app.notices.last.text
    assert window.close()


def test_a_folder_that_may_not_be_looked_into_may_hold_the_store(monkeypatch, tmp_path) -> None:
    def forbidden(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", forbidden)
    assert paths.may_be_there(tmp_path / "floor.deskside")
