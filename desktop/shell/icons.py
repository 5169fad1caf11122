"""One-colour icons, drawn in the colour of the theme when asked for; a missing one is a bug and says so."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

_SIZES = (16, 20, 24, 32)
_DENSITIES = (1, 2)


def draw_icon(name: str, normal: str, disabled: str, selected: str) -> QIcon:
    """Return the icon `name` in three colours (`#rrggbb`); FileNotFoundError if there is no such icon."""
    source = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    modes = ((QIcon.Mode.Normal, normal), (QIcon.Mode.Disabled, disabled), (QIcon.Mode.Selected, selected))
    for mode, colour in modes:
        _add_mode(icon, mode, source.replace("currentColor", colour))
    return icon


def draw_app_icon() -> QIcon:
    """Return the application's own icon, in its own colours."""
    icon = QIcon()
    _add_mode(icon, QIcon.Mode.Normal, resources.path("icons/app.svg").read_text(encoding="utf-8"), (64, 128))
    return icon


def _add_mode(icon: QIcon, mode: QIcon.Mode, source: str, sizes: tuple[int, ...] = _SIZES) -> None:
    renderer = QSvgRenderer(QByteArray(source.encode()))
    for size in sizes:
        for density in _DENSITIES:
            icon.addPixmap(_draw(renderer, size, density), mode)


def _draw(renderer: QSvgRenderer, size: int, density: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size) * density)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(density)
    return pixmap
