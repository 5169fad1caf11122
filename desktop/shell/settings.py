"""Settings by key: this machine's in a small file, written atomically; coaching choices in the store."""

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.coaching.access import Deed, at_the_desk_of, demand
from desktop.shell.jobs import Jobs
from desktop.shell.setting_rows import ROWS, Setting, Value

if TYPE_CHECKING:
    from db.store import Store


class Settings(QObject):
    """`changed` carries the key. Unknown or unreadable values fall back to the row's default."""

    changed = Signal(str)

    def __init__(self, file: Path, jobs: Jobs, rows: tuple[Setting, ...] = ROWS) -> None:
        super().__init__()
        self.rows = {row.key: row for row in rows}
        self._file = file
        self._jobs = jobs
        self._store: Store | None = None
        self._machine = read_file(file)
        self._stored: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """Return the value of a row, of the type of its default; KeyError for no such row."""
        row = self.rows[key]
        values = self._machine if row.place == "machine" else self._stored
        return fitting(row, values.get(key, row.default))

    def set(self, key: str, value: Value) -> None:
        """Keep a value; the file or the store follows on the worker thread."""
        row = self.rows[key]
        if self.get(key) == value:
            return
        if row.place == "machine":
            self._machine = {**self._machine, key: value}
            self._jobs.keep("settings", write_file, self._file, self._machine)
        else:
            self._stored = {**self._stored, key: value}
            if self._store is not None:
                self._jobs.keep(f"setting {key}", _write_stored, self._store, key, json.dumps(value))
        self.changed.emit(key)

    def use_store(self, store: "Store | None", stored: dict[str, str]) -> None:
        """Take the coaching choices read from this store (see `read_stored`)."""
        self._store = store
        before, self._stored = self._stored, {key: _loads(text) for key, text in stored.items()}
        for key in before.keys() | self._stored.keys():
            if key in self.rows and before.get(key) != self._stored.get(key):
                self.changed.emit(key)


def read_stored(store: "Store") -> dict[str, str]:
    """Read the store's choices; call it as a job."""
    from db.queries.settings import settings

    with store.reading() as db:
        return settings(db)


def _write_stored(store: "Store", key: str, value: str) -> None:
    from db.queries.settings import set_setting

    if store.acting is not None:
        user, agent = store.acting.user, store.acting.agent
        demand(user if agent is None else at_the_desk_of(user), Deed.CHANGE_SETTINGS)
    with store.writing("setting") as db:
        set_setting(db, key, value)


def fitting(row: Setting, value: object) -> Value:
    """Return the value if it fits its row, else the default: a file edited by hand must not stop us."""
    kind = type(row.default)
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        return row.default
    if row.choices and value not in [key for key, _ in row.choices]:
        return row.default
    if row.kind == "number" and not row.low <= float(str(value)) <= row.high:
        return row.default
    return value


def read_file(file: Path) -> dict[str, Any]:
    """Read this machine's settings; a missing or spoilt file is an empty one."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_file(file: Path, values: dict[str, Any]) -> None:
    """Write the file whole or not at all: a temporary file beside it, synced, then moved over it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(values, out, indent=1, ensure_ascii=False, sort_keys=True)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
