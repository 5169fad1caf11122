"""Charts show every number they are given: on the drawing, by keys, and as a table."""

import gc
import weakref
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from desktop.widgets.charts import Chart
from desktop.widgets.drawing import apart
from desktop.widgets.pictures import (
    BarMark,
    BarRow,
    BarsPicture,
    ChartPoint,
    Series,
    TrendPicture,
    ends,
    headings,
    table,
)
from tests.pages.finding import key, press, settle, words
from tests.pages.opening import open_app


@dataclass(frozen=True)
class Limits:
    mean: float = 80.0
    lower: float = 65.0
    upper: float = 95.0


def trend(values=(70.0, None, 80.0, 90.0), **more) -> TrendPicture:
    first = date(2026, 3, 2)
    points = tuple(
        ChartPoint(first + timedelta(weeks=at), v, v and v - 5, v and v + 5, at + 2, at)
        for at, v in enumerate(values)
    )
    return TrendPicture("Score by week", "Ten points up since March.", points, **more)


def bars() -> BarsPicture:
    rows = (
        BarRow("Listening", 3.5, 3.0, 4.0, 6, 4.0, (BarMark("Own view", 4.5),), "listening"),
        BarRow("Next step", None, None, None, 0, 4.0, (), "next"),
    )
    return BarsPicture("Skills", "Listening is close.", rows, "", (1, 5), "Standard", "Coach")


@pytest.fixture
def app(qtbot):
    with open_app() as made:
        yield made


@pytest.fixture
def chart(app, qtbot) -> Chart:
    made = Chart(app, "Trend")
    qtbot.addWidget(made)
    made.resize(640, 400)
    made.show()
    return made


def test_gaps_are_gaps_and_every_other_point_can_be_reached(chart) -> None:
    chart.show_series(trend())
    assert [spot.payload for spot in chart.drawing.spots] == [0, 2, 3]
    line = next(line for line in chart.drawing._axes.lines if len(line.get_xdata()) == 4)
    assert str(line.get_ydata()[1]) == "nan"


def test_the_title_and_the_sentence_stand_above_and_are_spoken(chart) -> None:
    chart.show_series(trend())
    assert {"Score by week", "Ten points up since March."} <= {*words(chart)}
    assert chart.accessibleName() == "Trend"
    assert "Ten points up since March." in chart.drawing.accessibleDescription()


def test_arrows_move_the_marker_and_enter_opens_what_is_behind(chart, qtbot) -> None:
    chart.show_series(trend())
    for code in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        key(chart.drawing, code)
    assert chart.drawing._marker.words == "16 Mar 2026: 80 % ± 5, n 4".replace(" %", "\xa0%").replace(
        " ±", "\xa0±"
    ).replace("± 5", "±\xa05").replace("n 4", "n\xa04")
    with qtbot.waitSignal(chart.opened, timeout=1000) as opened:
        key(chart.drawing, Qt.Key.Key_Return)
    assert opened.args == [2]
    key(chart.drawing, Qt.Key.Key_End)
    assert chart.drawing.at == 2
    key(chart.drawing, Qt.Key.Key_Home)
    assert chart.drawing.at == 0


def test_t_turns_to_a_table_of_the_same_numbers_and_back(chart, qtbot) -> None:
    picture = trend()
    chart.show_series(picture)
    key(chart.drawing, Qt.Key.Key_T)
    assert chart.table is not None and chart.table.isVisible()
    assert len(chart.table.rows()) == len(picture.points)
    assert [line.cells[1] for line in chart.table.rows()] == ["70\xa0%", "", "80\xa0%", "90\xa0%"]
    assert [line.cells[4] for line in chart.table.rows()] == ["2", "3", "4", "5"]
    chart.table.select(lambda line: line.payload == 3)
    with qtbot.waitSignal(chart.opened, timeout=1000) as opened:
        key(chart.table.view, Qt.Key.Key_Return)
    assert opened.args == [3]
    press(chart, "Trend as a table")
    assert chart.drawing.isVisible()


def test_a_new_picture_while_the_table_is_shown_shows_its_table(chart) -> None:
    chart.show_series(trend())
    chart.toggle_table()
    chart.show_series(trend((50.0, 60.0)))
    assert chart.table.isVisible()
    assert [line.cells[1] for line in chart.table.rows()] == ["50\xa0%", "60\xa0%"]


def test_limits_baseline_and_target_are_named_on_the_chart(chart) -> None:
    chart.show_series(trend(limits=Limits(), baseline=72.0, target=85.0))
    named = {text.get_text().replace("\xa0", " ") for text in chart.drawing._axes.texts}
    assert named == {"upper limit 95 %", "mean 80 %", "lower limit 65 %", "baseline 72 %", "target 85 %"}


def test_a_lone_point_stands_amid_a_month(chart) -> None:
    chart.show_series(trend((70.0,)))
    left, right = chart.drawing._axes.get_xlim()
    assert right - left == 30


def test_names_at_the_edge_never_overlap_and_keep_their_order() -> None:
    moved = apart([80.0, 81.0, 80.5, 20.0], 5.0)
    assert moved[0] < moved[2] < moved[1]
    assert min(b - a for a, b in zip(sorted(moved), sorted(moved)[1:], strict=False)) >= 5.0 - 1e-9


def test_bars_say_value_standard_and_other_views(chart) -> None:
    chart.show_series(bars())
    assert (
        chart.drawing.spots[0].words.replace("\xa0", " ")
        == "Listening: 3.5 ± 0.5, n 6; Standard 4; Own view 4.5"
    )
    assert "not seen yet" in chart.drawing.spots[1].words


def test_the_table_of_bars_has_the_standard_and_each_view() -> None:
    assert headings(bars()) == ("What", "Coach", "From", "To", "n", "Standard", "Own view")
    assert [line.cells for line in table(bars())] == [
        ("Listening", "3.5", "3", "4", "6", "4", "4.5"),
        ("Next step", "", "", "", "0", "4", ""),
    ]


def test_an_interval_ends_where_its_measure_does_in_words_table_and_drawing(chart) -> None:
    wide = BarRow("Listening", 4.5, 3.0, 6.0, 3)
    levels = BarsPicture("Skills", "", (wide,), "", (1, 5))
    assert table(levels)[0].cells[1:4] == ("4.5", "3", "5")
    assert ends(wide, levels) == (3.0, 5)
    share = trend((98.0, 2.0))
    assert [line.cells[2:4] for line in table(share)] == [("93\xa0%", "100\xa0%"), ("0\xa0%", "7\xa0%")]
    chart.show_series(share)
    (strokes,) = chart.drawing._axes.collections
    assert [[y for _, y in path.vertices] for path in strokes.get_paths()] == [[93, 100], [0, 7]]
    seconds = ChartPoint(date(2026, 3, 2), 120.0, -5.0, 245.0, 3)
    assert ends(seconds, TrendPicture("", "", (seconds,), unit="s", bounds=(0, 200))) == (-5.0, 245.0)


def test_several_lines_are_told_apart_by_name_in_the_table() -> None:
    team = Series("Team", trend((60.0,)).points)
    picture = trend((70.0,), others=(team,), name="Ada")
    assert headings(picture)[1] == "Line"
    assert [line.cells[1] for line in table(picture)] == ["Ada", "Team"]


def test_nothing_to_draw_is_said_in_words(chart) -> None:
    chart.set_empty("Her first calls will be drawn here.")
    chart.show_series(trend((None, None)))
    assert "Her first calls will be drawn here." in words(chart)
    assert chart.drawing._canvas is None


def test_the_drawing_follows_the_theme(chart, app) -> None:
    chart.show_series(trend())
    for name in ("dark", "contrast", "light"):
        app.theme.choose(name)
        face = chart.drawing._canvas.figure.get_facecolor()
        assert tuple(round(part * 255) for part in face[:3]) == app.theme.colour("surface").getRgb()[:3]


def test_a_tiny_chart_waits_for_room(chart) -> None:
    chart.drawing.resize(2, 2)
    chart.show_series(trend())
    chart.drawing.resize(300, 200)
    assert len(chart.drawing.spots) == 3


def test_a_closed_chart_is_freed_with_its_figure(app) -> None:
    chart = Chart(app, "Trend")
    chart.resize(400, 300)
    chart.show()
    chart.show_series(trend())
    gone = weakref.ref(chart), weakref.ref(chart.drawing._canvas.figure)
    chart.deleteLater()
    del chart
    settle()
    gc.collect()
    assert [ref() for ref in gone] == [None, None]
