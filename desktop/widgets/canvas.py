"""Loads the chart library once, with our typefaces: never at the start of the program."""

import atexit
import os
import shutil
import tempfile
import threading
from contextlib import suppress
from typing import Any

from desktop.shell import paths

_lock = threading.Lock()
_registered: set[str] = set()


def load_charts() -> None:
    """Import matplotlib and give it our typefaces; from any thread, the second time at no cost."""
    with _lock:
        if _registered:
            return
        # A frozen program would otherwise make its font cache anew at every start.
        if "MPLCONFIGDIR" not in os.environ:
            os.environ["MPLCONFIGDIR"] = find_cache()
        from matplotlib import dates, figure, font_manager

        from resources import fonts

        assert dates and figure  # the two modules every drawing needs, loaded here and now
        for file in fonts.files():
            if str(file) not in _registered:
                font_manager.fontManager.addfont(str(file))
            _registered.add(str(file))


def find_cache() -> str:
    """Our cache folder, else one for this run alone: matplotlib would make its own, and complain aloud."""
    folder = paths.cache_dir() / "matplotlib"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK | os.X_OK):
            return str(folder)
    private = tempfile.mkdtemp(prefix="deskside-charts-")
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    return private


def make_canvas(dpi: float) -> Any:
    """Return a Qt canvas with an empty figure; call it on the UI thread."""
    load_charts()
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
    from matplotlib.figure import Figure

    return FigureCanvasQTAgg(Figure(dpi=dpi))
