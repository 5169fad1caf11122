"""A bug becomes a report the user can read and copy; it holds types, places and versions, never data.

Messages and local variables of an exception may carry names or notes of people, so neither is ever read.
"""

import contextlib
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from desktop.shell.version import deskside_version

_ROOT = Path(__file__).resolve().parents[2]
_KEPT_REPORTS = 20

Show = Callable[[str], None]


def report_of(error: BaseException) -> str:
    """Write the report of an exception and those behind it: types, frames and versions."""
    lines = ["Deskside report", *_versions(), ""]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines += [_type_name(current), *_frames(current), ""]
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def install_crash_handler(show: Show, folder: Path) -> Callable[[], None]:
    """Send unexpected exceptions of every thread to `show`, and keep each report in `folder`.

    Returns the function that puts the former handlers back. `show` may be called from any thread.
    """
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def handle(error: BaseException) -> None:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            return
        report = report_of(error)
        keep_report(report, folder)
        show(report)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        handle(error)

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            handle(args.exc_value)

    def unraisable_hook(args: "sys.UnraisableHookArgs") -> None:
        # Python would print the message, which may carry data, and the object it happened in.
        if args.exc_value is not None:
            handle(args.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = hook, thread_hook, unraisable_hook

    def restore() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before

    return restore


def keep_report(report: str, folder: Path) -> None:
    """Write the report beside the last ones; a disk that refuses must not make a second crash."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        places = [folder / f"report-{number:02}.txt" for number in range(_KEPT_REPORTS)]
        oldest = min(places, key=_written)
        oldest.write_text(report, encoding="utf-8")


def _written(place: Path) -> float:
    return place.stat().st_mtime if place.exists() else 0.0


def _versions() -> list[str]:
    import PySide6

    python = platform.python_version()
    return [
        f"Deskside {deskside_version()}, Qt for Python {PySide6.__version__}, Python {python}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
    ]


def _type_name(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(error: BaseException) -> list[str]:
    walked = traceback.walk_tb(error.__traceback__)
    return [f"  {_place(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in walked]


def _place(file_name: str) -> str:
    path = Path(file_name)
    if path.is_relative_to(_ROOT):
        return path.relative_to(_ROOT).as_posix()
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    # The folders above would tell the user's login name.
    return path.name
