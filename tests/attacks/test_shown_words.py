"""Rich text, pictures and links in what people wrote or brought in: every page shows the words they are.

A picture or a link that a name may smuggle in would be fetched by looking at it, from another machine too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex
from PySide6.QtGui import QAction, Qt, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from db.queries import people
from db.store import Store
from desktop.shell.context import App
from desktop.shell.controls import button, tip
from desktop.shell.window import MainWindow
from desktop.widgets.forms import Switch
from tests.attacks.poisoned import MARKUP, poisoned
from tests.desktop.test_every_page import SCREENS
from tests.pages.finding import settle
from tests.pages.opening import open_app, open_window

TIP = Qt.ItemDataRole.ToolTipRole
ALONE = ("signin", "handover", "own_evaluation", "own_plan", "own_view")
MORE = [
    ("monitoring", ("compare", 1)),
    ("record", None),
    ("erasing", 1),
    ("trends", ("agent", 1)),
]


@dataclass(slots=True)
class Sight:
    """What was seen: how many texts of each kind bore the markup, and which were taken for more."""

    seen: dict[str, int] = field(default_factory=dict)
    taken: list[tuple[object, str, str]] = field(default_factory=list)

    def note(self, kind: str, text: str, literal: bool, where: object) -> None:
        if "R&" in text or "R&amp;D" in text:
            self.seen[kind] = self.seen.get(kind, 0) + 1
        if not literal:
            self.taken.append((where, kind, text[:160]))


@pytest.fixture
def app(demo_file: Path, tmp_path: Path) -> Iterator[App]:
    store = Store.open(poisoned(demo_file, tmp_path))
    with store.reading() as db:
        user = people.users(db)[0]
    store.act_as(user)
    with open_app(store, user) as app:
        yield app
    store.close()


@pytest.fixture
def window(app: App, qtbot: object) -> Iterator[MainWindow]:
    with open_window(app) as window:
        window.resize(1400, 900)
        yield window


def looks_rich(text: str) -> bool:
    return bool(Qt.mightBeRichText(text))


def is_literal_tip(text: str) -> bool:
    """Whether a tooltip shows the markup in letters, as Qt would draw it."""
    if not looks_rich(text):
        return True
    document = QTextDocument()
    document.setHtml(text)
    return MARKUP.casefold() in document.toPlainText().casefold() and "<img" not in text and "<a " not in text


def look(window: QWidget, sight: Sight, where: object) -> None:
    for one in window.findChildren(QWidget):
        sight.note("tooltip", one.toolTip(), is_literal_tip(one.toolTip()), where)
        if isinstance(one, QLabel):
            is_plain = one.textFormat() is Qt.TextFormat.PlainText
            sight.note("label", one.text(), is_plain or not looks_rich(one.text()), where)
        elif isinstance(one, QAbstractButton):
            look_at_button(one, sight, where)
        elif isinstance(one, QGroupBox):
            sight.note("group", one.title(), "R&D" not in one.title(), where)
        elif isinstance(one, QTextEdit):
            look_at_sheet(one, sight, where)
        elif isinstance(one, QAbstractItemView) and one.model() is not None:
            look_at_items(one, sight, where)
        elif isinstance(one, QComboBox):
            for place in range(one.count()):
                told = str(one.itemData(place, TIP) or "")
                sight.note("choice", told, is_literal_tip(told), where)
    for action in window.findChildren(QAction):
        sight.note("action", action.text(), "R&D" not in action.text().replace("&&", ""), where)


def look_at_button(one: QAbstractButton, sight: Sight, where: object) -> None:
    """A single & becomes the mark of a key, which the button then listens for."""
    words = QAbstractButton.text(one)
    if "R&" in words:
        sight.note("button", words, one.shortcut().isEmpty(), where)


def look_at_sheet(one: QTextEdit, sight: Sight, where: object) -> None:
    html, words = one.toHtml(), one.toPlainText()
    is_whole = "R&D" not in words or MARKUP in words.replace("\xa0", " ").replace("\n", " ")
    is_words = "<img" not in html and 'href="file' not in html
    sight.note("sheet", words, is_words and is_whole, where)
    assert not isinstance(one, QTextBrowser) or not one.openExternalLinks()


def look_at_items(view: QAbstractItemView, sight: Sight, where: object) -> None:
    model, top = view.model(), QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(top)
    for row in range(min(40, model.rowCount(top))):
        for column in range(columns):
            told = str(model.index(row, column).data(TIP) or "")
            sight.note("item", told, is_literal_tip(told), where)


def test_markup_in_any_text_is_shown_in_letters_on_every_page(app: App, window: MainWindow) -> None:
    sight = Sight()
    screens = [one.values[0] for one in SCREENS if one.values[0][0] not in ALONE]
    for screen in [*screens, *MORE]:
        app.go(*screen)
        settle()
        look(window, sight, screen)
    assert sight.taken[:9] == []
    few = {kind: count for kind, count in sight.seen.items() if count > 2}
    assert few.keys() >= {"tooltip", "label", "button", "sheet", "choice", "item"}, sight.seen


def test_markup_is_shown_in_letters_to_the_agent_at_the_desk(app: App, window: MainWindow) -> None:
    sight = Sight()
    with app.store.reading() as db:
        agent = people.agents(db)[0].id
    app.go("handover", (agent, None, ("people", agent)))
    settle()
    look(window, sight, "handover")
    assert sight.taken == [] and sight.seen["label"] > 0


def test_a_tooltip_without_markup_stays_as_it_is() -> None:
    assert tip("Ann & Bo < 3\nand more") == "Ann & Bo < 3\nand more"
    assert "<img" not in tip('<img src="//host/share/x.png">')


def test_an_ampersand_on_a_button_is_no_key(qtbot: object) -> None:
    for made in (button("R&D", bool), Switch("R&D")):
        assert made.shortcut().isEmpty() and made.text() == "R&D"
        made.setText("Q&A")
        assert made.shortcut().isEmpty() and made.text() == "Q&A"
