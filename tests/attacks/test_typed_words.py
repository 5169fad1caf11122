"""Words that other programs take for orders, typed into every field there is: the store keeps them as words.

What is held elsewhere:

- markup in printed plans and holdings: tests/documents/test_plan.py, test_holdings.py, test_sanitise.py
- card numbers in every field and column: tests/desktop/test_privacy_typing.py, tests/db/test_gate.py
- passphrases of every kind: tests/db/test_keys.py
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.records.people import Role
from db.store import Store
from desktop.features.users import actions as users
from desktop.shell.context import App
from desktop.shell.finding import provide_finds
from desktop.shell.window import MainWindow
from desktop.widgets.options import OptionButton
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table
from desktop.widgets.text_fields import LineField, TextField
from tests.attacks.poisoned import MARKUP
from tests.builders import Floor, evaluate, take_call
from tests.desktop.plan_floor import fill
from tests.pages.finding import find, has, key, press, settle, shown, write
from tests.pages.opening import open_app, open_window

WORDS = {
    "an order to the store": "'; DROP TABLE agent; --",
    "a quote left open": '" OR ""="',
    "signs of a search": '100%_done\\ NEAR(a b) "* AND ( col:x^2 -y',
    "a zero": "a\x00b",
    "letters turned round": "\u202egnp.exe\u2066",
    "an order to the printer": '#eval("1") $x^2$ \\frac{ @ref',
    "a formula": '=HYPERLINK("http://x";"y")',
    "one long word": "w" * 5000,
    "half a letter": "a\ud800b",
    "rich text": MARKUP,
}
FIELDS = (LineField, TextField)
# Qt takes half a letter for no letter: it never gets as far as the field.
NO_LETTER = str.maketrans("", "", "\ud800")


@dataclass(frozen=True, slots=True)
class Place:
    """Where fields stand: the page, what to press before they show, and after they are filled."""

    page: str
    of: str
    fields: tuple[str, ...]
    opener: str = ""
    keeper: str = ""


PLACES = (
    Place("monitoring", "call", ("Note", "Comment on the whole contact")),
    Place("people", "", ("Name",), "Add an agent", "Add to the floor"),
    Place("people", "agent", ("Name", "Reference"), "Edit what is known of this person"),
    Place("people", "", ("Name of the new team",), "Add and rename teams", "Add the team"),
    Place("people", "", ("Name of team Harbour",), "Add and rename teams"),
    Place("skills", "agent", ("What was seen",), "Assess: the coach's view"),
    Place(
        "library",
        "",
        ("The sentence", "What it means"),
        "Say the vision anew",
        "Use these words from now on",
    ),
    Place(
        "monitoring",
        "evaluation",
        ("Why this evaluation changes",),
        "Change this evaluation…",
        "Begin the change",
    ),
    Place("users", "", ("Name of the new user",), "Invite somebody", "Invite them"),
    Place("users", "", ("Name",)),
    Place("settings", "floor", ("Name of the site",)),
    Place(
        "plans",
        "plan",
        (
            "Strengths to build on",
            "Focus area",
            "In my own words (Listening)",
            "Why it matters to me (Listening)",
            "How I will know (Listening)",
            "Action: ",
            "Comment: Does Imani Okafor want this?",
            "Comment: Will we ask for it, look at it and help with it?",
            "Comment: Do our processes and guidelines make it possible?",
            "Comment: Will we stay with it until it has become a habit?",
            "How we work on it together",
        ),
    ),
    Place("plans", "plan", ("What shows it",), "Change: Count to three"),
)
# Words to find and to confirm, and those that a button keeps of which the same field in another row is above.
NOT_KEPT = (
    *("Find an agent", "The person's name, typed to confirm", "Why this person is erased", "Reference"),
    *("What will be done: ", "Signature of "),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The window on a floor with something of each kind, and the ids by which pages are opened."""

    app: App
    window: MainWindow
    ids: dict[str, object]
    failures: list[Exception]

    def go(self, place: Place) -> QWidget:
        self.app.go("today")
        self.app.go(place.page, self.ids[place.of])
        settle()
        if place.opener and not any(has(self.window, name) for name in place.fields):
            press(self.window, place.opener)
            settle()
        if place.page == "skills":
            levels = [one for one in shown(self.window, OptionButton) if one.isEnabled()]
            key(levels[0], Qt.Key.Key_2)
            settle()
        return self.window


@pytest.fixture
def desk(floor: Floor, qtbot: QtBot) -> Iterator[Desk]:
    plan, call = fill(floor), take_call(floor, reference="C-8")
    heard = evaluate(floor, take_call(floor, reference="C-9"))
    users.invite(floor.store, users.Invitation("Cleo Adair", Role.COACH), floor.user)
    floor.store.act_as(floor.user)
    ids = {"": None, "agent": floor.agent, "plan": plan, "floor": "floor"}
    ids |= {"call": ("contact", call.id), "evaluation": ("evaluation", heard.id)}
    failures: list[Exception] = []
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.jobs.on_failure = failures.append
        window.resize(1400, 900)
        yield Desk(app, window, ids, failures)


def kept(store: Store, mark: str) -> set[str]:
    """The texts of the store, wherever they stand, that begin with the mark; the record of changes apart."""
    with store.reading(whole=True) as db:
        tables = db.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND name NOT IN ('change', 'head', 'sqlite_schema')"
        ).fetchall()
        columns = [
            (table, row[1])
            for (table,) in tables
            for row in db.execute(f'PRAGMA main.table_info("{table}")').fetchall()
            if row[2] == "TEXT"
        ]
        found: set[str] = set()
        for table, column in columns:
            asked = f'SELECT "{column}" FROM main."{table}" WHERE instr("{column}", ?) = 1'
            found |= {text for (text,) in db.execute(asked, [mark]).fetchall()}
    return found


def called(page: QWidget, name: str) -> str:
    """The whole name of the field that is called so, or begins so: some are called by what is in them."""
    names = [field.accessibleName() for field in shown(page, QWidget) if isinstance(field, FIELDS)]
    return name if name in names else next((one for one in names if one.startswith(name)), "")


def leave(page: QWidget, name: str) -> None:
    field = find(page, called(page, name))
    if isinstance(field, QLineEdit):
        field.editingFinished.emit()
    settle()


def keep(page: QWidget, name: str, words: str, keeper: str) -> None:
    write(page, called(page, name), words)
    leave(page, name)
    if keeper and has(page, keeper):
        press(page, keeper)
        settle()


@pytest.mark.parametrize("place", PLACES, ids=lambda one: f"{one.page}-{one.fields[0]}")
def test_words_typed_into_a_field_are_kept_as_words(desk: Desk, place: Place) -> None:
    for name in place.fields:
        for number, (kind, words) in enumerate(WORDS.items()):
            typed = f"q{number}q {words}"
            page = desk.window if number and called(desk.window, name) else desk.go(place)
            keep(page, name, typed, place.keeper)
            assert kept(desk.app.store, f"q{number}q ") == {typed.translate(NO_LETTER)}, (name, kind)
            assert desk.failures == [], (name, kind)


@pytest.mark.parametrize("place", PLACES, ids=lambda one: f"{one.page}-{one.fields[0]}")
def test_every_field_that_shows_is_in_a_row_here(desk: Desk, place: Place) -> None:
    page = desk.go(place)
    listed = tuple(name for one in PLACES for name in one.fields) + NOT_KEPT
    there = {field.accessibleName() for field in shown(page, QWidget) if isinstance(field, FIELDS)}
    assert there
    assert {name for name in there if not name.startswith(listed)} == set()


@pytest.mark.parametrize("kind", WORDS)
def test_words_to_find_are_only_looked_for(desk: Desk, kind: str) -> None:
    provide_finds(desk.app)
    words = WORDS[kind].translate(NO_LETTER)
    assert list(desk.app.commands.matching(words)) == []
    assert list(desk.app.commands.found(words)) == []
    desk.go(PLACES[2])
    for table in desk.window.findChildren(Table):
        table.finder.show_text(words)
        table.finder.send()
        settle()
        assert table.model.rowCount() == 0
    desk.go(Place("monitoring", "", ()))
    write(desk.window, "Find an agent", WORDS[kind])
    settle()
    assert desk.failures == []


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ('=HYPERLINK("http://x";"y")', '\'=HYPERLINK("http://x";"y")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("\t\r=1+1", "'  =1+1"),
        ("+1.5", "+1.5"),
        ("-3 points", "-3 points"),
        ("–", "–"),
        ("a=b", "a=b"),
    ],
)
def test_what_a_table_copies_is_no_formula_where_it_is_pasted(qtbot: QtBot, text: str, copied: str) -> None:
    table = Table("People", [Column("name", "Name", str)])
    qtbot.addWidget(table)
    table.show_rows([text])
    assert table.as_text() == f"Name\n{copied}\n"
