"""Typefaces on screen: registers the shipped faces with Qt and builds the interface's font from them."""

import sys
from functools import cache

from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase

from resources import fonts

BASE_POINTS = 13.0 if sys.platform == "darwin" else 10.5  # a point is a pixel on macOS, 4/3 of one elsewhere


@cache
def load_fonts() -> int:
    """Register every shipped face once, about 10 ms; return how many Qt accepted.

    All at once: Qt lays out every widget anew whenever a face is added later.
    """
    # Qt warns for each family in the list that lacks a script, though the next family has it.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    return sum(QFontDatabase.addApplicationFont(str(file)) >= 0 for file in fonts.files())


def ui_font(scale: float = 1.0) -> QFont:
    """Return the interface's font at `scale` (1 = 10.5 pt), with figures of one width."""
    font = QFont(fonts.families())
    font.setPointSizeF(BASE_POINTS * scale)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
