"""What is planted in a floor turns up in no log, no report, no temporary file and no file of settings."""

import ast
import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.queries import observations, people
from desktop.app import make_app
from desktop.features.monitoring import actions as monitoring
from desktop.features.monitoring import jotting
from desktop.features.people import actions as people_actions
from desktop.features.plans import actions as plans
from desktop.shell.crash import install_crash_handler, report_of
from desktop.shell.jobs import Jobs
from tests.builders import Floor, observe, take_call
from tests.house.sources import list_calls, read_sources
from tests.pages.finding import settle
from tests.pages.opening import open_app, open_window

NAME, NOTE, CARD = "Perpetua Quillfeather", "she wept about her divorce", "4242424242424242"
PLANTED = (NAME, "Quillfeather", NOTE, "divorce", CARD, "4242 4242")


@pytest.fixture
def temp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything temporary goes, so that all of it can be read."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def planted(floor: Floor) -> Floor:
    """The floor with a name and notes that occur nowhere else."""
    observation = observe(floor, take_call(floor, reference=f"{NAME} 1"))
    with floor.store.writing("agent", "note", "observation") as db:
        people.add_agent(db, NAME, floor.team)
        observations.add_note(db, observation, 1.0, f"{NOTE}, card {CARD}", None)
        observations.keep_pending(db, observation.id, NOTE)
    return floor


def all_bytes(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes() + path.name.encode()


def assert_clean(folder: Path, *but: str) -> None:
    for path, content in all_bytes(folder):
        if not path.name.startswith(but) if but else True:
            for word in PLANTED:
                assert word.encode() not in content, f"{word!r} in {path.name}"


def failing_actions(floor: Floor) -> Iterator[BaseException]:
    """Errors that actions raise while they hold names and notes."""
    user, store = floor.user, floor.store
    calls = (
        lambda: plans.newest_plan(store, "r"),
        lambda: jotting.stamp(store, 999, monitoring.Jotting(f"{NAME}: {NOTE}", 1.0), user),
        lambda: jotting.change_text(store, 999, NOTE, user),
        lambda: people_actions.rename_team(store, 999, NAME, user),
        lambda: int(NOTE),
        lambda: {}[NAME],
    )
    for call in calls:
        try:
            call()
        except Exception as error:
            yield error


def test_no_report_of_what_actions_raise_holds_anything_planted(planted: Floor) -> None:
    errors = list(failing_actions(planted))
    assert len(errors) == 6
    for error in errors:
        report = report_of(error)
        assert type(error).__name__ in report
        assert not [word for word in PLANTED if word in report]


def test_our_own_errors_carry_no_names_in_their_messages(planted: Floor) -> None:
    with pytest.raises(plans.Unclear) as found:
        plans.newest_plan(planted.store, "r")
    assert str(found.value) == "2 agents"
    assert set(found.value.names) == {NAME, "Imani Okafor"}


def test_pages_that_fail_leave_nothing_behind_in_logs_reports_or_temporary_files(
    qtbot, planted: Floor, temp_folder: Path, home: Path, tmp_path_factory
) -> None:
    reports, shown = tmp_path_factory.mktemp("reports"), []
    restore = install_crash_handler(shown.append, reports)
    try:
        with open_app(planted.store, planted.user) as app, open_window(app) as window:
            for key in ("today", "monitoring", "people", "plans", "skills", "trends"):
                app.go(key)
                settle()
                assert key in window.pages
            app.jobs.on_failure = report_all
            app.jobs.run(fail_with(f"{NAME}: {NOTE}"), label="x")
            settle()
    finally:
        restore()
    assert shown
    assert list(reports.iterdir())
    for folder in (reports, temp_folder, home):
        assert_clean(folder)


def fail_with(message: str):
    def fail(*_args: object) -> None:
        agent_name = NAME
        raise LookupError(f"{message} of {agent_name}")

    return fail


def report_all(error: Exception) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


@pytest.mark.expects_logs
def test_a_job_or_a_listener_that_fails_is_logged_by_its_type_alone(
    planted: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    planted.store.on_commit(fail_with(NOTE))
    with planted.store.writing("team") as db:
        people.rename_team(db, planted.team, NAME)
    assert "LookupError" in caplog.text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert not [word for word in PLANTED if word in caplog.text]


def test_what_python_can_not_raise_becomes_a_report_too(tmp_path: Path, capsys) -> None:
    shown: list[str] = []
    restore = install_crash_handler(shown.append, tmp_path)

    class Failing:
        def __del__(self) -> None:
            raise ValueError(NOTE)

    try:
        made = Failing()
        del made
    finally:
        restore()
    assert len(shown) == 1
    assert "ValueError" in shown[0]
    said = capsys.readouterr()
    assert NOTE not in said.out + said.err + shown[0]


def test_settings_of_this_machine_hold_nothing_planted(planted: Floor, home: Path) -> None:
    jobs = Jobs()
    app = make_app(jobs)
    app.settings.set("theme", "dark")
    jobs.stop()
    assert_clean(home)
    assert list(all_bytes(home)), "something was written"


def test_nothing_logs_the_message_of_an_exception() -> None:
    """Messages may carry names: a type and a place say enough."""
    found = []
    for source in read_sources("desktop", "db"):
        for name, call in list_calls(source):
            is_log = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in (
                "log",
                "logger",
            )
            if is_log and (name == "exception" or any(word.arg == "exc_info" for word in call.keywords)):
                found.append(source.place(call))
    assert found == []


def test_temporary_files_are_made_in_few_places_that_are_known() -> None:
    """Each was looked at: fonts of charts, the settings' own file, the demo in a walk or a check."""
    known = {
        "desktop/self_test.py",
        "desktop/shell/settings.py",
        "desktop/walk/__init__.py",
        "desktop/widgets/canvas.py",
    }
    using = {str(source.path) for source in read_sources("desktop", "db") if "import tempfile" in source.text}
    assert using <= known, using - known
