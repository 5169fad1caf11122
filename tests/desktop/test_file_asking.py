"""Where a dialog for files begins: at the documents, then where the last file came from."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.shell import file_asking
from desktop.shell.file_asking import ask_file, ask_files, ask_folder, ask_place, usual_folder
from desktop.shell.paths import documents
from tests.house.sources import ROOT


@pytest.fixture
def above(qtbot, monkeypatch) -> QWidget:
    monkeypatch.setattr(file_asking, "_last", file_asking._Last())
    made = QWidget()
    qtbot.addWidget(made)
    return made


def answer(monkeypatch, how: str, given: object) -> list[Path]:
    asked: list[Path] = []

    def ask(_above, _title, begin: str, *_kinds: str) -> object:
        asked.append(Path(begin))
        return given

    monkeypatch.setattr(QFileDialog, how, ask)
    return asked


def test_the_first_dialog_begins_at_the_documents_and_the_next_where_a_file_came_from(
    above, monkeypatch, tmp_path
):
    asked = answer(monkeypatch, "getOpenFileName", (str(tmp_path / "calls.csv"), ""))
    assert ask_file(above, "A file", "*.csv") == ask_file(above, "A file", "*.csv")
    assert asked == [documents(), tmp_path]
    asked = answer(monkeypatch, "getSaveFileName", ("", ""))
    assert ask_place(above, "Where to", "plan.pdf", "*.pdf") is None
    assert asked == [tmp_path / "plan.pdf"]


def test_a_dialog_that_is_left_moves_nothing(above, monkeypatch):
    answer(monkeypatch, "getOpenFileNames", ([], ""))
    answer(monkeypatch, "getExistingDirectory", "")
    assert ask_files(above, "Files", "*") == ()
    assert ask_folder(above, "A folder") is None
    assert usual_folder() == documents()


def test_a_folder_that_is_gone_is_not_begun_at(above, monkeypatch, tmp_path):
    gone = tmp_path / "stick"
    answer(monkeypatch, "getExistingDirectory", str(gone))
    assert ask_folder(above, "A folder", tmp_path) == gone
    assert usual_folder() == documents()
    gone.mkdir()
    assert usual_folder() == gone


def test_no_dialog_begins_in_the_programs_own_folder():
    texts = [path.read_text("utf-8") for path in (ROOT / "desktop").rglob("*.py")]
    calls = [text for text in texts if "QFileDialog.getOpenFileName(" in text]
    assert calls
    assert not any('"", kinds)' in text for text in calls)
