"""Every theme can be read by everyone, follows the system, and dresses the whole application at once."""

import itertools
import re
from collections.abc import Iterator
from string import Template
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontInfo, QIcon, QPalette, QRawFont, QTextFormat
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import resources
from desktop.shell import colours, theme
from desktop.shell.theme import Theme, calm_calendar, set_role
from resources import fonts

SURFACES = ("window", "surface", "raised", "sunken", "hover")
NAMES_OF_PEOPLE = "Łukasz Żółć 李小龍 محمد हिन्दी ไทย שלום 한국어 日本語 தமிழ் Ωμέγα Жук 🙂"
ICONS = sorted(file.stem for file in resources.path("icons").glob("*.svg"))


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Theme]:
    font, palette = qapp.font(), qapp.palette()
    worn = Theme("light")
    worn.apply(qapp)
    yield worn
    worn.deleteLater()
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)


def least(name: str) -> float:
    return 7.0 if name == "contrast" else 4.5


@pytest.mark.parametrize(("black_and", "ratio"), [("#ffffff", 21.0), ("#000000", 1.0), ("#777777", 4.69)])
def test_contrast_is_that_of_wcag(black_and: str, ratio: float) -> None:
    # 4.69: WebAIM's contrast checker for #777777 on #000000.
    assert colours.contrast("#000000", black_and) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("name", colours.NAMES)
def test_every_word_can_be_read_on_every_surface(name: str) -> None:
    roles = colours.load_scheme(name).roles
    words = ("text", "muted", "link", *colours.MEANINGS)
    poor = {
        (word, ground): colours.contrast(roles[word], roles[ground])
        for word, ground in itertools.product(words, SURFACES)
        if colours.contrast(roles[word], roles[ground]) < least(name)
    }
    assert poor == {}


@pytest.mark.parametrize("name", colours.NAMES)
def test_words_can_be_read_on_what_is_coloured(name: str) -> None:
    roles = colours.load_scheme(name).roles
    pairs = [("accent_text", "accent"), ("accent_text", "accent_hover"), ("selection_text", "selection")]
    pairs += [(word, f"{meaning}_tint") for meaning in colours.MEANINGS for word in (meaning, "text")]
    assert [pair for pair in pairs if colours.contrast(*map(roles.__getitem__, pair)) < least(name)] == []


@pytest.mark.parametrize("name", colours.NAMES)
def test_edges_and_chart_lines_stand_out(name: str) -> None:
    scheme = colours.load_scheme(name)
    marks = [scheme.roles["line_strong"], scheme.roles["focus"], scheme.roles["accent"], *scheme.series]
    assert all(colours.contrast(mark, scheme.roles["surface"]) >= 3.0 for mark in marks)


def test_themes_know_the_same_roles() -> None:
    light, dark, contrast = (set(colours.load_scheme(name).roles) for name in colours.NAMES)
    assert light == dark == contrast


def test_no_two_meanings_of_a_call_share_a_shape_or_a_letter() -> None:
    marks = [colours.meaning_mark(meaning) for meaning in colours.MEANINGS]
    assert len({mark.shape for mark in marks}) == len({mark.letter for mark in marks}) == len(marks)
    assert {mark.icon for mark in marks} <= set(ICONS)


def test_the_style_sheet_names_only_known_roles_and_files(qapp: QApplication) -> None:
    source = resources.path("style/deskside.qss").read_text(encoding="utf-8")
    assert "$" not in theme._style_sheet(Theme("dark")).replace("$names", "")
    files = re.findall(r"url\(\$arrows/(\$theme-\w+\.svg)\)", source)
    assert files
    for file, name in itertools.product(files, colours.NAMES):
        assert resources.path("style/" + Template(file).substitute(theme=name)).is_file()


@pytest.mark.parametrize("name", colours.NAMES)
def test_arrows_and_ticks_wear_the_colours_of_their_theme(name: str) -> None:
    roles = colours.load_scheme(name).roles
    expected = {
        "down": "muted",
        "up": "muted",
        "right": "muted",
        "left": "muted",
        "check": "accent_text",
        "dash": "accent_text",
    }
    for mark, role in expected.items():
        assert f'stroke="{roles[role]}"' in resources.path(f"style/{name}-{mark}.svg").read_text("utf-8")


@pytest.mark.parametrize("name", [icon for icon in ICONS if icon != "app"])
def test_every_icon_is_drawn_in_one_colour_on_the_same_grid(name: str) -> None:
    root = ElementTree.parse(resources.path(f"icons/{name}.svg")).getroot()
    assert (root.get("viewBox"), root.get("stroke"), root.get("stroke-width")) == (
        "0 0 24 24",
        "currentColor",
        "1.75",
    )
    colours_used = {part.get(key) for part in root.iter() for key in ("fill", "stroke")}
    assert colours_used <= {None, "none", "currentColor"}


def pixels(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = icon.pixmap(24, 24, mode).toImage()
    found = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in found if colour.alpha() == 255}


def test_an_icon_wears_the_colour_of_its_role_and_fades_when_disabled(dressed: Theme) -> None:
    assert pixels(dressed.icon("pause", "critical")) == {dressed.colour("critical").name()}
    assert pixels(dressed.icon("pause"), QIcon.Mode.Disabled) == {dressed.colour("disabled").name()}


def test_an_unknown_icon_is_not_passed_over(dressed: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        dressed.icon("no such icon")


def test_a_dressed_button_changes_its_icon_with_the_theme(dressed: Theme, qtbot: QtBot) -> None:
    button = QPushButton("Pause")
    qtbot.addWidget(button)
    dressed.set_icon(button, "pause")
    dressed.choose("dark")
    assert pixels(button.icon()) == {dressed.colour("text").name()}


def test_a_deleted_button_is_forgotten(dressed: Theme) -> None:
    from shiboken6 import delete

    button = QPushButton("Pause")
    dressed.set_icon(button, "pause")
    delete(button)
    dressed.choose("dark")
    assert dressed._dressed == {}


def test_choosing_a_theme_changes_the_palette_before_it_is_announced(
    dressed: Theme, qapp: QApplication
) -> None:
    seen: list[str] = []
    dressed.changed.connect(_Recorder(qapp, seen))
    dressed.choose("dark")
    assert seen == [colours.load_scheme("dark").roles["surface"]]


class _Recorder:
    def __init__(self, app: QApplication, seen: list[str]) -> None:
        self.app, self.seen = app, seen

    def __call__(self) -> None:
        self.seen.append(self.app.palette().color(QPalette.ColorRole.Base).name())


def test_every_palette_role_is_set_from_the_theme(dressed: Theme, qapp: QApplication) -> None:
    dressed.choose("contrast")
    known = set(colours.load_scheme("contrast").roles.values())
    roles = [
        role
        for role in QPalette.ColorRole
        if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles)
    ]
    unset = {role for role in roles if qapp.palette().color(role).name() not in known}
    assert unset == set()


def test_the_system_s_change_is_followed_only_if_wanted(
    dressed: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "_system_scheme", lambda: "dark")
    hints = QApplication.styleHints()
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert dressed.name == "light"
    dressed.choose("system")
    assert dressed.name == "dark"
    monkeypatch.setattr(theme, "_system_scheme", lambda: "contrast")
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert dressed.name == "contrast"


def test_only_known_themes_can_be_chosen(dressed: Theme) -> None:
    with pytest.raises(ValueError, match="sepia"):
        dressed.choose("sepia")


@pytest.mark.parametrize("scale", theme.SCALES)
def test_text_and_rows_grow_with_the_scale(scale: float, dressed: Theme, qapp: QApplication) -> None:
    dressed.set_scale(scale)
    assert qapp.font().pointSizeF() == pytest.approx(dressed.points())
    assert dressed.row_height() >= max(28, 1.75 * dressed.points() * 96 / 72)


@pytest.mark.parametrize("scale", theme.SCALES)
def test_buttons_can_be_hit(scale: float, dressed: Theme, qtbot: QtBot) -> None:
    dressed.set_scale(scale)
    for role in ("", "primary", "quiet", "danger", "nav", "chip", "link"):
        button = QPushButton("Finish evaluation")
        qtbot.addWidget(button)
        set_role(button, role)
        assert button.sizeHint().height() >= 28


def test_a_calm_calendar_has_no_red_weekend(dressed: Theme, qtbot: QtBot) -> None:
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    calm_calendar(calendar)
    assert not calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).hasProperty(
        QTextFormat.Property.ForegroundBrush
    )


def test_a_role_shows_at_once(dressed: Theme, qtbot: QtBot) -> None:
    label = QLabel("Kept 14:02")
    qtbot.addWidget(label)
    label.ensurePolished()
    set_role(label, "muted")
    assert label.palette().color(QPalette.ColorRole.WindowText) == dressed.colour("muted")
    set_role(label, "error")
    assert label.palette().color(QPalette.ColorRole.WindowText) == dressed.colour("critical")


def test_every_name_can_be_written_with_the_shipped_fonts(qapp: QApplication) -> None:
    faces = [QRawFont(str(file), 12.0) for file in fonts.files()]
    marks = "".join(colours.meaning_mark(meaning).shape for meaning in colours.MEANINGS)
    missing = [
        letter
        for letter in (NAMES_OF_PEOPLE + marks + "±–…×→").replace(" ", "")
        if not any(face.supportsCharacter(ord(letter)) for face in faces)
    ]
    assert missing == []


def test_the_interface_is_set_in_its_own_face_at_every_weight(dressed: Theme, qapp: QApplication) -> None:
    font = qapp.font()
    assert QFontInfo(font).family() == fonts.UI_FAMILY
    font.setWeight(font.Weight.DemiBold)
    assert QFontInfo(font).weight() == 600


def test_the_chart_settings_are_known_to_matplotlib(dressed: Theme) -> None:
    import matplotlib

    with matplotlib.rc_context(dressed.rc()):
        colours_in_use = matplotlib.rcParams["axes.prop_cycle"].by_key()["color"]
    assert colours_in_use == dressed.chart_colours()
    assert all(QColor(colour).isValid() for colour in colours_in_use)


@pytest.mark.parametrize("role", ["link", "chip", "quiet", "nav"])
def test_focus_shows_as_a_ring_and_moves_nothing(role: str, dressed: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    other, one = QPushButton("Another"), QPushButton("Undo")
    set_role(one, role)
    for button in (other, one):
        column.addWidget(button)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    other.setFocus()
    size, calm = one.sizeHint(), one.grab().toImage()
    one.setFocus()
    assert one.hasFocus()
    ring = one.grab().toImage()
    assert one.sizeHint() == size
    assert ring.pixelColor(ring.width() // 2, 1) == dressed.colour("focus")
    assert calm.pixelColor(ring.width() // 2, 1) != dressed.colour("focus")
    inside = QRect(3, 8, ring.width() - 6, ring.height() - 16)  # without the round corners
    assert ring.copy(inside) == calm.copy(inside), "the words moved or were cut"
