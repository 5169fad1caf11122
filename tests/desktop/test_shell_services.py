"""Notices, undo, commands and settings: what every page stands on."""

import json
import os

import pytest

from desktop.shell.commands import Command, Commands
from desktop.shell.jobs import InlineJobs
from desktop.shell.notices import Notices
from desktop.shell.setting_rows import ROWS
from desktop.shell.settings import Settings, read_file, write_file
from desktop.shell.undo import Only, UndoStack
from tests.builders import new_floor


class Steps:
    """Takes notes of what was undone and redone."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def undo(self) -> None:
        self.done.append("undo")

    def redo(self) -> None:
        self.done.append("redo")


def test_undo_takes_back_the_newest_and_offers_to_redo(qtbot) -> None:
    notices, steps = Notices(), Steps()
    stack = UndoStack(notices)
    stack.offer("Removed the note.", steps.undo, steps.redo)
    assert notices.last.action[0] == "Undo"
    notices.last.action[1]()
    assert notices.last.text == "Undone: Removed the note."
    stack.redo()
    stack.undo()
    assert steps.done == ["undo", "redo", "undo"]


def test_nothing_to_undo_is_said_in_words(qtbot) -> None:
    notices = Notices()
    UndoStack(notices).undo()
    assert notices.last.text == "There is nothing to undo."


def test_a_new_change_ends_what_could_be_redone(qtbot) -> None:
    notices, steps = Notices(), Steps()
    stack = UndoStack(notices)
    stack.offer("One.", steps.undo, steps.redo)
    stack.undo()
    stack.offer("Two.", steps.undo)
    stack.redo()
    assert steps.done == ["undo"]


def test_a_quiet_change_is_taken_back_first_and_shows_no_bar(qtbot) -> None:
    notices, steps = Notices(), Steps()
    stack = UndoStack(notices)
    stack.offer("Removed the note.", lambda: pytest.fail("it was not the last change"))
    stack.push("Answered question 1.", steps.undo, steps.redo)
    assert notices.last.text == "Removed the note."
    stack.undo()
    stack.redo()
    assert steps.done == ["undo", "redo"]


def test_changes_of_one_slot_are_taken_back_together(qtbot) -> None:
    notices, steps = Notices(), Steps()
    stack = UndoStack(notices)
    stack.push("Changed the words.", steps.undo, lambda: pytest.fail("an older text"), slot="note 1")
    stack.push("Changed the words.", lambda: pytest.fail("half of it"), steps.redo, slot="note 1")
    stack.undo()
    stack.redo()
    stack.undo()
    stack.undo()
    assert steps.done == ["undo", "redo", "undo"]
    assert notices.last.text == "There is nothing to undo."


def test_nothing_before_a_seal_is_taken_back(qtbot) -> None:
    notices, steps = Notices(), Steps()
    stack = UndoStack(notices)
    stack.offer("Removed the note.", lambda: pytest.fail("the seal was broken"))
    stack.seal("The evaluation is final.")
    for _ in range(2):
        stack.undo()
        assert notices.last.text == "The evaluation is final."
    stack.push("Answered question 1.", steps.undo)
    stack.undo()
    stack.undo()
    assert (steps.done, notices.last.text) == (["undo"], "The evaluation is final.")


def test_a_big_deed_is_taken_back_on_its_own_page_only(qtbot) -> None:
    notices, steps, here = Notices(), Steps(), [False]
    stack = UndoStack(notices)
    stack.offer("Brought in 9 calls", steps.undo, steps.redo, Only(lambda: here[0], "Open Bring in."))
    stack.undo()
    assert (steps.done, notices.last.text) == ([], "Open Bring in.")
    here[0] = True
    stack.undo()
    here[0] = False
    stack.redo()
    assert steps.done == ["undo"]


def test_a_big_deed_is_not_the_last_any_more_after_another_change(qtbot) -> None:
    notices, steps = Notices(), Steps()
    stack = UndoStack(notices)
    deed = Only(lambda: True, "Open Bring in.")
    stack.offer("Brought in 9 calls", lambda: pytest.fail("it is too big for that"), only=deed)
    stack.push("Answered question 1.", steps.undo)
    stack.undo()
    stack.undo()
    assert (steps.done, notices.last.text) == (["undo"], "Open Bring in.")


def test_the_button_of_the_bar_takes_back_what_the_bar_says(qtbot) -> None:
    notices, steps = Notices(), Steps()
    stack = UndoStack(notices)
    stack.offer("Changed the scorecard.", steps.undo)
    stack.push("Answered question 1.", lambda: pytest.fail("the bar says something else"))
    notices.last.action[1]()
    stack.undo()
    assert (steps.done, notices.last.text) == (["undo"], "There is nothing to undo.")


def command(key: str, title: str, detail: str = "") -> Command:
    return Command(key, title, lambda: None, detail)


def test_commands_rank_beginnings_before_words_before_details() -> None:
    commands = Commands()
    rows = [command("1", "Ask Ada"), command("2", "Ada Brown"), command("3", "Grace", "works with Ada")]
    commands.provide(lambda text: rows)
    assert [found.key for found in commands.matching("ada")] == ["2", "1", "3"]
    assert [found.key for found in commands.matching("ada ask")] == ["1"]
    assert commands.matching("nobody") == []


def test_what_was_used_last_comes_first() -> None:
    commands = Commands()
    rows = [command(str(number), f"Page {number}") for number in range(5)]
    commands.provide(lambda text: rows)
    commands.run(rows[3])
    commands.run(rows[1])
    assert [found.key for found in commands.matching("")] == ["1", "3", "0", "2", "4"]


def test_finding_offers_nothing_until_something_is_typed() -> None:
    commands = Commands()
    commands.provide_finds(lambda text: [command("1", text), command("1", "the same again")])
    assert commands.found(" ") == []
    assert [found.title for found in commands.found("Late ")] == ["late"]


def test_machine_settings_come_back_after_a_restart(qtbot, tmp_path) -> None:
    file = tmp_path / "folder" / "settings.json"
    Settings(file, InlineJobs()).set("theme", "dark")
    assert Settings(file, InlineJobs()).get("theme") == "dark"


def test_settings_announce_what_changed_and_nothing_else(qtbot, tmp_path) -> None:
    settings, heard = Settings(tmp_path / "s.json", InlineJobs()), []
    settings.changed.connect(heard.append)
    settings.set("theme", "system")
    settings.set("theme", "dark")
    assert heard == ["theme"]


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", "null", "\x00", '{"theme": "purple", "text_percent": 7}']
)
def test_a_spoilt_settings_file_falls_back_to_the_defaults(qtbot, tmp_path, content) -> None:
    file = tmp_path / "s.json"
    file.write_text(content)
    settings = Settings(file, InlineJobs())
    assert (settings.get("theme"), settings.get("text_percent")) == ("system", "100")


def test_a_failing_write_leaves_the_old_settings_whole(tmp_path, monkeypatch) -> None:
    file = tmp_path / "s.json"
    write_file(file, {"theme": "dark"})

    def refuse(handle: int) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="no room"):
        write_file(file, {"theme": "light"})
    assert read_file(file) == {"theme": "dark"}
    assert list(tmp_path.iterdir()) == [file]


def test_coaching_choices_travel_with_the_store(qtbot, tmp_path) -> None:
    from desktop.shell.settings import read_stored

    floor = new_floor(tmp_path)
    settings = Settings(tmp_path / "s.json", InlineJobs())
    settings.use_store(floor.store, read_stored(floor.store))
    assert settings.get("target_percent") == 85
    settings.set("target_percent", 75)
    other = Settings(tmp_path / "other.json", InlineJobs())
    other.use_store(floor.store, read_stored(floor.store))
    assert other.get("target_percent") == 75
    assert "target_percent" not in read_file(tmp_path / "s.json")
    floor.store.close()


def test_every_setting_has_words_and_a_default_that_fits() -> None:
    for row in ROWS:
        assert row.label
        assert not row.choices or row.default in [key for key, _ in row.choices]
        json.dumps(row.default)
