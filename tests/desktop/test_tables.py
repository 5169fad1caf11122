"""The house table: thousands of rows at once, sorting, finding, copying, columns; all by keys."""

from dataclasses import dataclass
from operator import attrgetter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.shell.jobs import InlineJobs
from desktop.shell.settings import Settings
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table
from tests.pages.finding import find, key, press, settle, words

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Agent:
    id: int
    name: str
    score: float | None


AGENTS = [
    Agent(1, "Mei Lin", 82.0),
    Agent(2, "ada Brown", None),
    Agent(3, "Łukasz Żółć", 9.5),
    Agent(4, "Zoë", 91.0),
]


def score_words(agent: Agent) -> str:
    return "too few calls" if agent.score is None else f"{agent.score:g} %"


def columns() -> list[Column]:
    return [
        Column("name", "Name", attrgetter("name")),
        Column(
            "score",
            "Score",
            score_words,
            "right",
            attrgetter("score"),
            mark=lambda a: "good" if a.id == 1 else "",
        ),
    ]


@pytest.fixture
def table(qtbot) -> Table:
    made = Table("Agents", columns())
    qtbot.addWidget(made)
    made.set_identity(attrgetter("id"))
    made.show_rows(AGENTS)
    made.resize(500, 300)
    made.show()
    return made


def names(table: Table) -> list[str]:
    return [agent.name for agent in table.rows()]


def test_rows_stand_in_the_order_given(table) -> None:
    assert names(table) == ["Mei Lin", "ada Brown", "Łukasz Żółć", "Zoë"]


def test_the_last_column_ends_with_the_view_when_that_becomes_narrow_again(qtbot) -> None:
    made = Table("Agents", [*columns(), Column("long", "Name again", attrgetter("name"))])
    qtbot.addWidget(made)
    made.show_rows(AGENTS)
    made.show()
    for wide in (900, 500, 700):
        made.resize(wide, 300)
        settle()
        assert made.view.horizontalHeader().length() == made.view.viewport().width()


def test_numbers_sort_as_numbers_and_missing_ones_stand_last_either_way(table) -> None:
    table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["Łukasz Żółć", "Mei Lin", "Zoë", "ada Brown"]
    table.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert names(table) == ["Zoë", "Mei Lin", "Łukasz Żółć", "ada Brown"]


def test_words_sort_without_regard_to_capitals(table) -> None:
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert names(table)[0] == "ada Brown"


def test_typing_finds_and_clearing_shows_all(table) -> None:
    table.view.setFocus()
    key(table.view, Qt.Key.Key_L)
    field = find(table, "Find in Agents")
    assert field.isVisible()
    assert names(table) == ["Mei Lin", "ada Brown", "Łukasz Żółć"]
    field.insert("in")
    assert names(table) == ["Mei Lin"]
    field.clear()
    assert len(names(table)) == 4


def test_accents_need_not_be_typed(table) -> None:
    table.finder.setText("zolc LUKASZ")
    assert names(table) == ["Łukasz Żółć"]
    table.finder.setText("zoe")
    assert names(table) == ["Zoë"]


def test_what_is_not_found_says_so_and_offers_everything(table) -> None:
    table.finder.setText("nobody")
    assert "Nothing fits “nobody”." in words(table)
    press(table, "Show all")
    assert len(names(table)) == 4


def test_enter_opens_the_row_under_the_cursor(table, qtbot) -> None:
    table.select(lambda agent: agent.id == 3)
    with qtbot.waitSignal(table.opened, timeout=1000) as opened:
        key(table.view, Qt.Key.Key_Return)
    assert opened.args == [AGENTS[2]]


def test_moving_the_cursor_tells_the_row(table) -> None:
    heard: list[object] = []
    table.selected.connect(heard.append)
    table.select(lambda agent: agent.id == 2)
    key(table.view, Qt.Key.Key_Down)
    assert heard == [AGENTS[1], AGENTS[2]]


def test_a_reload_keeps_the_cursor_on_the_same_record(table) -> None:
    table.select(lambda agent: agent.id == 3)
    table.show_rows([Agent(9, "New", 1.0), *AGENTS[1:]])
    assert table.current() == AGENTS[2]


def test_sorting_keeps_no_stale_cursor(table) -> None:
    table.select(lambda agent: agent.id == 4)
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.current() is None or table.current() in AGENTS


def test_a_record_that_is_gone_takes_the_selection_with_it(table) -> None:
    heard: list[object] = []
    table.select(lambda agent: agent.id == 3)
    table.selected.connect(heard.append)
    table.show_rows(AGENTS[:2])
    assert heard[-1] is None


def test_copy_gives_what_is_seen_as_tab_separated_text(table) -> None:
    table.finder.setText("i")
    table.view.setFocus()
    key(table.view, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Name\tScore\nMei Lin\t82 %\n"
    table.show_column(1, False)
    assert table.as_text() == "Name\nMei Lin\n"


def test_a_meaning_stands_before_the_words_as_a_shape(table) -> None:
    assert table.model.index(0, 1).data() == "✓ 82 %"
    assert table.model.index(2, 1).data() == "9.5 %"


def test_a_cell_is_spoken_with_its_column(table) -> None:
    assert table.model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Score: too few calls"


def test_an_empty_table_says_what_will_be_here(qtbot) -> None:
    asked: list[bool] = []
    table = Table("Agents", columns())
    qtbot.addWidget(table)
    table.set_empty("Nobody is here yet.", "Bring in people", lambda: asked.append(True))
    table.show()
    assert "Nobody is here yet." in words(table)
    press(table, "Bring in people")
    assert asked == [True]
    table.show_rows(AGENTS)
    assert table.view.isVisible()


def test_columns_and_order_are_remembered(qtbot, tmp_path) -> None:
    settings = Settings(tmp_path / "s.json", InlineJobs())
    first = Table("Agents", columns(), settings, "agents")
    qtbot.addWidget(first)
    first.show_rows(AGENTS)
    first.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    menu = first.columns.menu()
    menu.actions()[0].trigger()
    again = Table("Agents", columns(), Settings(tmp_path / "s.json", InlineJobs()), "agents")
    qtbot.addWidget(again)
    again.show_rows(AGENTS)
    assert names(again)[0] == "Zoë"
    assert again.view.shown_columns() == [1]


def test_the_last_column_cannot_be_hidden(table) -> None:
    table.columns.show(0, False)
    assert [action.isEnabled() for action in table.columns.menu().actions()] == [True, False]


def test_five_thousand_rows_are_there_at_once(table) -> None:
    rows = [Agent(number, f"Agent {number % 977}", float(number % 101)) for number in range(5000)]
    table.show_rows(rows)
    settle()
    assert len(table.rows()) == 5000
    table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert table.rows()[0].score == 0


def test_rows_grow_with_the_text(table) -> None:
    before = table.view.verticalHeader().defaultSectionSize()
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    table.view.setFont(font)
    assert table.view.verticalHeader().defaultSectionSize() >= before * 1.4
