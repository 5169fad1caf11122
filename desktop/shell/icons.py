"""One-colour icons, drawn in the colour of the theme when asked for; a missing one is a bug and says so."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources


def draw_icon(name: str, normal: str, disabled: str, selected: str, size: int = 18) -> QIcon:
    """Return the icon `name` in three colours (`#rrggbb`), sharp at `size` and twice `size` pixels.

    FileNotFoundError if there is no such icon.
    """
    sizes = (size, size * 4 // 3, size * 2)
    source = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    off, on = QIcon.State.Off, QIcon.State.On
    modes = (
        (QIcon.Mode.Normal, off, normal),
        (QIcon.Mode.Normal, on, selected),  # a checked button lies on the selection colour
        (QIcon.Mode.Disabled, off, disabled),
        (QIcon.Mode.Selected, off, selected),
    )
    for mode, state, colour in modes:
        for pixmap in _draw_all(source.replace("currentColor", colour), sizes):
            icon.addPixmap(pixmap, mode, state)
    return icon


def draw_app_icon() -> QIcon:
    """Return the application's own icon, in its own colours."""
    icon = QIcon()
    for pixmap in _draw_all(resources.path("icons/app.svg").read_text(encoding="utf-8"), (32, 64, 128)):
        icon.addPixmap(pixmap)
    return icon


def _draw_all(source: str, sizes: tuple[int, ...]) -> list[QPixmap]:
    renderer = QSvgRenderer(QByteArray(source.encode()))
    return [_draw(renderer, size) for size in sizes]


def _draw(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap
