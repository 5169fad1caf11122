"""Asks for a file or folder: each question begins where the last one ended, the first at the documents."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.shell.paths import documents


@dataclass(slots=True)
class _Last:
    """The folder chosen from last; kept only while the program runs, for a folder's name may tell much."""

    folder: Path | None = None


_last = _Last()


def usual_folder() -> Path:
    """Where the next question begins: the folder chosen from last while it is there, else the documents."""
    folder = _last.folder
    return folder if folder is not None and folder.is_dir() else documents()


def ask_file(above: QWidget, title: str, kinds: str) -> Path | None:
    """A file that is there; None where none was chosen."""
    name, _ = QFileDialog.getOpenFileName(above, title, str(usual_folder()), kinds)
    return _remember(Path(name)) if name else None


def ask_files(above: QWidget, title: str, kinds: str) -> tuple[Path, ...]:
    """Files that are there; empty where none was chosen."""
    names, _ = QFileDialog.getOpenFileNames(above, title, str(usual_folder()), kinds)
    return tuple(_remember(Path(name)) for name in names)


def ask_place(above: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Where a file is to be written, under this name to begin with; None where nowhere was chosen."""
    chosen, _ = QFileDialog.getSaveFileName(above, title, str(usual_folder() / name), kinds)
    return _remember(Path(chosen)) if chosen else None


def ask_folder(above: QWidget, title: str, begin: Path | None = None) -> Path | None:
    """A folder, looked for from `begin` on where that is given; None where none was chosen."""
    name = QFileDialog.getExistingDirectory(above, title, str(begin or usual_folder()))
    if name:
        _last.folder = Path(name)
    return Path(name) if name else None


def _remember(path: Path) -> Path:
    _last.folder = path.parent
    return path
