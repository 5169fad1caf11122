"""How everything looks: one object that dresses the application and that charts, icons and pages ask.

It holds the chosen theme (or follows the system's) and the text scale, and says `changed` when either does.
Pages style their widgets only by `set_role`; the roles stand at the top of `resources/style/deskside.qss`.
"""

from string import Template
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPalette, QTextCharFormat
from PySide6.QtWidgets import QAbstractButton, QApplication, QCalendarWidget, QWidget
from shiboken6 import isValid

import resources
from desktop.shell import fonts
from desktop.shell.colours import NAMES, Scheme, load_scheme
from desktop.shell.icons import draw_icon
from resources.fonts import families

CHOICES = ("system", *NAMES)
SCALES = (0.85, 1.0, 1.2, 1.5, 2.0)
_GRID = 4

_PALETTE = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "critical",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "selection_text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line_strong",
    QPalette.ColorRole.Shadow: "line_strong",
}
_FADED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


class Theme(QObject):
    """The look of the whole application; `changed` comes after the new look has been put on."""

    changed = Signal()

    def __init__(self, choice: str = "system", scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice if choice in CHOICES else "system"
        self._scale = _nearest_scale(scale)
        self._app: QApplication | None = None
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._dressed: dict[int, tuple[QAbstractButton | QAction, str, str]] = {}
        self._scheme = load_scheme(_in_force(self._choice))

    @property
    def choice(self) -> str:
        """What the user chose: `system`, `light`, `dark` or `contrast`."""
        return self._choice

    @property
    def name(self) -> str:
        """The theme in force: `light`, `dark` or `contrast`."""
        return self._scheme.name

    @property
    def dark(self) -> bool:
        """Whether text is light on dark."""
        return self._scheme.dark

    @property
    def scale(self) -> float:
        """The size of text against 10.5 pt."""
        return self._scale

    def apply(self, app: QApplication) -> None:
        """Dress `app` and keep it dressed while the system's light or dark changes."""
        if self._app is None:
            QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._app = app
        fonts.load_fonts()
        app.setStyle("Fusion")
        self._scheme = load_scheme(_in_force(self._choice))
        self._dress()

    def choose(self, choice: str) -> None:
        """Take another theme at once; ValueError for one that is not in CHOICES."""
        if choice not in CHOICES:
            raise ValueError(choice)
        self._choice = choice
        self._follow_system()

    def set_scale(self, scale: float) -> None:
        """Set the size of text to the nearest of SCALES."""
        nearest = _nearest_scale(scale)
        if nearest != self._scale:
            self._scale = nearest
            self._dress()

    def colour(self, role: str) -> QColor:
        """Return the colour of a role named in `colours`; KeyError for an unknown one."""
        return QColor(self._scheme.roles[role])

    def icon(self, name: str, role: str = "text") -> QIcon:
        """Return an icon in the colour of `role`; ask again after `changed`, or use `set_icon`."""
        key = (name, role)
        if key not in self._icons:
            roles = self._scheme.roles
            faded, selected = roles["disabled"], roles["selection_text"]
            self._icons[key] = draw_icon(name, roles[role], faded, selected, self.icon_size())
        return self._icons[key]

    def set_icon(self, target: QAbstractButton | QAction, name: str, role: str = "text") -> None:
        """Give a button or an action an icon that is drawn anew whenever the theme changes."""
        target.setIcon(self.icon(name, role))
        self._dressed[id(target)] = (target, name, role)

    def space(self, n: float) -> int:
        """Return `n` steps of the 4-pixel grid; grows half as fast as text does."""
        return round(_GRID * n * (1 + max(0.0, self._scale - 1) / 2))

    def points(self, factor: float = 1.0) -> float:
        """Return a text size in points: `factor` times the base size at the current scale."""
        return fonts.BASE_POINTS * self._scale * factor

    def row_height(self) -> int:
        """Return the height of a row of a list or table in pixels: 1.8 em, at least 28."""
        return max(28, round(1.8 * self.points() * 96 / 72))

    def icon_size(self) -> int:
        """Return the edge of an icon beside text, in pixels: 18 at scale 1."""
        return round(18 * self._scale)

    def chart_colours(self) -> list[str]:
        """Return series colours in order of use as `#rrggbb`, told apart by colour-blind readers too."""
        return list(self._scheme.series)

    def rc(self) -> dict[str, Any]:
        """Return matplotlib settings that make a chart belong to the page, for an `rc_context`.

        Add `resources.fonts.files()` to matplotlib's font manager first, or it cannot find the families.
        """
        return _chart_settings(self._scheme, self.points())

    def _wanted(self) -> str:
        return self._choice if self._choice in NAMES else _system_scheme()

    def _follow_system(self) -> None:
        if self._wanted() != self._scheme.name:
            self._scheme = load_scheme(_in_force(self._choice))
            self._dress()

    def _dress(self) -> None:
        self._icons.clear()
        if self._app is not None:
            self._app.setPalette(_palette(self._scheme))
            self._app.setFont(fonts.ui_font(self._scale))
            self._app.setStyleSheet(_style_sheet(self))
        self._dressed = {key: entry for key, entry in self._dressed.items() if isValid(entry[0])}
        for target, name, role in self._dressed.values():
            target.setIcon(self.icon(name, role))
        self.changed.emit()


def set_role(widget: QWidget, role: str, **properties: object) -> None:
    """Give a widget one of the roles of the style sheet (and further properties, such as `tone`), now."""
    for name, value in {"role": role, **properties}.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def calm_calendar(calendar: QCalendarWidget) -> None:
    """Take the red from a calendar's weekends: it has no role in any theme and can't be read in the dark."""
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)


def _in_force(choice: str) -> str:
    return choice if choice in NAMES else _system_scheme()


def _system_scheme() -> str:
    # Without an application there are no hints to ask yet; apply() asks again.
    if QGuiApplication.instance() is None:
        return "light"
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if (
        accessibility is not None
        and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    ):
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _nearest_scale(scale: float) -> float:
    return min(SCALES, key=lambda known: abs(known - scale))


def _palette(scheme: Scheme) -> QPalette:
    palette = QPalette()
    for role, name in _PALETTE.items():
        palette.setColor(role, QColor(scheme.roles[name]))
    for role in _FADED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.roles["disabled"]))
    palette.setColor(
        QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(scheme.roles["hover"])
    )
    return palette


def _style_sheet(theme: Theme) -> str:
    source = resources.path("style/deskside.qss").read_text(encoding="utf-8")
    sizes = {f"space{n}": f"{theme.space(n)}px" for n in (1, 2, 3, 4)}
    points = {"title": 1.5, "heading": 1.15, "figure": 2.0, "small": 0.9}
    sizes |= {name: f"{theme.points(factor):.2f}pt" for name, factor in points.items()}
    sizes |= {"target": f"{max(28, theme.row_height()) - 12}px", "row": f"{theme.row_height()}px"}
    mark = theme.row_height() * 4 // 7
    sizes |= {
        "mark": f"{mark}px",
        "icon": f"{theme.icon_size()}px",
        "round": f"{(mark + 2) // 2}px",
        "dot": f"{mark - 8}px",
    }
    sizes |= {"arrows": resources.path("style").as_posix(), "theme": theme.name}
    return Template(source).substitute(
        {role: theme.colour(role).name() for role in theme._scheme.roles}, **sizes
    )


def _chart_settings(scheme: Scheme, points: float) -> dict[str, Any]:
    roles = scheme.roles
    return {
        "font.family": families(),
        "font.size": points * 0.9,
        "axes.titlesize": points,
        # One weight only: matplotlib warns for each family of the list that has no heavier file.
        "axes.titleweight": 400,
        "axes.prop_cycle": f"cycler('color', {list(scheme.series)})",
        "axes.titlelocation": "left",
        "axes.facecolor": roles["surface"],
        "axes.edgecolor": roles["line_strong"],
        "axes.labelcolor": roles["muted"],
        "axes.titlecolor": roles["text"],
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "figure.facecolor": roles["surface"],
        "savefig.facecolor": roles["surface"],
        "grid.color": roles["grid"],
        "grid.linewidth": 0.8,
        "lines.linewidth": 1.8,
        "lines.markersize": 5.0,
        "text.color": roles["text"],
        # A name may hold two dollar signs: no formula, and often one that can't even be read.
        "text.parse_math": False,
        "xtick.color": roles["muted"],
        "ytick.color": roles["muted"],
        "xtick.major.size": 3.0,
        "ytick.major.size": 0.0,
        "legend.frameon": False,
        "svg.fonttype": "none",
    }
