"""The watched folder: what is new and whole is brought in once, and a folder that is away is said so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.queries import recordings
from desktop.features.recordings.page import RecordingsPage
from desktop.features.recordings.watching import Seen, Watching, watch_folder, whole_files
from desktop.shell.places import Place
from tests.builders import take_call
from tests.desktop.sound_files import write_wav
from tests.pages.finding import press, settle, words
from tests.pages.opening import open_app, open_window

PLACES = (Place("recordings", "Recordings", "play", "desktop.features.recordings.page:RecordingsPage"),)
FITS = "Imani_Okafor_2026-03-02_09-30-00_C-1.wav"


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app) -> Iterator[RecordingsPage]:
    with open_window(app, PLACES) as window:
        window.resize(1500, 900)
        app.go("recordings")
        settle()
        yield window.pages["recordings"]


@pytest.fixture
def watching(app, qtbot) -> Watching:
    return Watching(app)


def test_a_file_that_is_still_written_to_is_waited_for() -> None:
    path = Path("call.wav")
    young, grown = Seen(100, 1000.0), Seen(200, 1003.0)
    assert whole_files({}, {path: young}, 1001.0) == ()
    assert whole_files({path: young}, {path: grown}, 1004.0) == ()
    assert whole_files({path: grown}, {path: grown}, 1007.0) == (path,)
    assert whole_files({}, {path: grown}, 1003.0 + 31) == (path,)
    assert whole_files({path: Seen(0, 0.0)}, {path: Seen(0, 0.0)}, 99.0) == ()


def test_new_files_of_the_watched_folder_are_brought_in_once(app, floor, watching, tmp_path) -> None:
    take_call(floor)
    folder = tmp_path / "calls"
    write_wav(folder, FITS)
    watch_folder(app, folder)
    watching.look()
    settle()
    with floor.store.reading() as db:
        (row,) = recordings.rows(db)
    assert row.contact_reference == "C-1"
    said = app.notices.last
    assert said.action is not None
    write_wav(folder / "today", "second.wav", level=1)
    watching.look()
    watching.look()
    settle()
    with floor.store.reading() as db:
        assert len(recordings.rows(db)) == 2


def test_what_was_removed_from_the_list_does_not_come_back_by_itself(app, floor, watching, tmp_path) -> None:
    write_wav(tmp_path / "calls", FITS)
    watch_folder(app, tmp_path / "calls")
    watching.look()
    with floor.store.writing("recording") as db:
        recordings.remove(db, recordings.rows(db)[0].recording.id)
    watching.look()
    with floor.store.reading() as db:
        assert recordings.rows(db) == ()


def test_a_folder_that_is_away_is_said_so(page, app, tmp_path) -> None:
    watch_folder(app, tmp_path / "nowhere")
    press(page, "Look now")
    settle()
    assert any("can’t be reached just now" in text for text in words(page))
    press(page, "Stop watching")
    settle()
    assert any("No folder is watched" in text for text in words(page))
