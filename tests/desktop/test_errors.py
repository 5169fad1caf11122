"""Every error of the surroundings has its sentences; every bug has a report that holds no data."""

import errno
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import errors
from desktop.shell.crash import install_crash_handler, keep_report, report_of
from desktop.shell.errors import Cancelled, expected, sentence, sentence_at_opening
from tests.pages.opening import open_app


def all_store_errors(kind: type[errors.StoreError] = errors.StoreError) -> Iterator[type[errors.StoreError]]:
    for child in kind.__subclasses__():
        yield child
        yield from all_store_errors(child)


SECRET = "Ada Brown cried on the phone"


@pytest.mark.parametrize("kind", sorted(all_store_errors(), key=lambda kind: kind.__name__))
def test_every_store_error_says_what_was_kept_and_what_to_do(kind) -> None:
    sorry = sentence(kind(Path("/floor/north.deskside"), by="other", reason="SQLITE_X", steps="a", step="m9"))
    general = sentence(errors.StoreError(Path("/floor/north.deskside")))
    assert sorry.what != general.what, f"{kind.__name__} has no sentence of its own"
    for part in (sorry.what, sorry.kept, sorry.next):
        assert part.endswith("."), f"{kind.__name__}: {part!r}"
        assert "{" not in part
    assert "north.deskside" in sorry.text() or "/floor" in sorry.text()


def test_a_store_open_in_another_deskside_reads_otherwise_than_one_another_program_holds() -> None:
    path = Path("/floor/north.deskside")
    ours, theirs = (sentence(errors.Locked(path, by=by)).what for by in ("deskside", "other"))
    assert "another Deskside" in ours
    assert "Another program" in theirs


@pytest.mark.parametrize("kind", sorted(all_store_errors(), key=lambda kind: kind.__name__))
def test_at_opening_there_is_no_last_change_to_speak_of(kind) -> None:
    sorry = sentence_at_opening(kind(Path("/floor/north.deskside"), by="other"))
    assert "last change" not in sorry.text()
    assert "your text" not in sorry.text()
    assert sorry.kept


@pytest.mark.parametrize("error", [FileNotFoundError(2, "gone", "a.csv"), PermissionError(13, "no", "a.csv")])
def test_a_file_error_names_the_file(error) -> None:
    assert "a.csv" in sentence(error).what
    assert sentence(error).next


def test_a_file_for_which_there_is_no_room_is_said_as_a_full_disk() -> None:
    told = sentence(OSError(errno.ENOSPC, "No space left on device"))
    assert told.text() == "The disk is full. Nothing was changed. Free some space, then try again."


def test_only_the_surroundings_are_expected() -> None:
    assert expected(errors.DiskFull(Path("x")))
    assert expected(OSError())
    assert expected(Cancelled())
    assert not expected(KeyError("x"))


def fail_with_data(note: str) -> None:
    agent_name = "Ada Brown"
    try:
        raise KeyError(note)
    except KeyError as error:
        raise ValueError(f"no such note of {agent_name}: {note}") from error


def caught() -> ValueError:
    with pytest.raises(ValueError, match="no such note") as found:
        fail_with_data(SECRET)
    return found.value


def test_a_report_holds_types_and_places_and_nothing_of_people(monkeypatch) -> None:
    report = report_of(caught())
    assert "ValueError" in report
    assert "KeyError" in report
    assert "tests/desktop/test_errors.py" in report
    assert "fail_with_data" in report
    assert "Ada" not in report
    assert "cried" not in report
    assert str(Path.home()) not in report


def test_bugs_of_every_thread_reach_the_window_and_the_folder(tmp_path) -> None:
    shown: list[str] = []
    restore = install_crash_handler(shown.append, tmp_path)
    try:
        error = caught()
        sys.excepthook(ValueError, error, error.__traceback__)
        worker = threading.Thread(target=fail_with_data, args=(SECRET,), name="worker")
        worker.start()
        worker.join()
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        restore()
    assert len(shown) == 2
    assert all("fail_with_data" in report and SECRET not in report for report in shown)
    assert len(list(tmp_path.glob("report-*.txt"))) == 2


def test_reports_do_not_pile_up(tmp_path) -> None:
    for number in range(30):
        keep_report(str(number), tmp_path)
    assert len(list(tmp_path.iterdir())) == 20


def test_a_disk_that_refuses_the_report_makes_no_second_crash(tmp_path) -> None:
    file = tmp_path / "in the way"
    file.write_text("")
    keep_report("report", file)


def test_a_full_disk_is_a_notice_and_a_bug_is_not(qtbot) -> None:
    with open_app() as app:
        app.sorry(errors.DiskFull(Path("/floor/north.deskside")))
        assert app.notices.last.kind == "error"
        assert "disk is full" in app.notices.last.text
        with pytest.raises(KeyError):
            app.sorry(KeyError("bug"))
