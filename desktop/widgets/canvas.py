"""Loads the chart library once, with our typefaces: never at the start of the program."""

import os
import threading
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
        os.environ.setdefault("MPLCONFIGDIR", str(paths.cache_dir() / "matplotlib"))
        from matplotlib import dates, figure, font_manager

        from resources import fonts

        assert dates and figure  # the two modules every drawing needs, loaded here and now
        for file in fonts.files():
            if str(file) not in _registered:
                font_manager.fontManager.addfont(str(file))
            _registered.add(str(file))


def make_canvas(dpi: float) -> Any:
    """Return a Qt canvas with an empty figure; call it on the UI thread."""
    load_charts()
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
    from matplotlib.figure import Figure

    return FigureCanvasQTAgg(Figure(dpi=dpi))
