"""The page with a response sheet and with a scorecard's table, by the names a screen reader says."""

import pytest

from db.queries import imports, scorecards
from db.records.contacts import ImportKind
from db.records.scorecards import VersionState
from desktop.coaching.mapping.form_answers import Way
from desktop.coaching.mapping.form_sheet import Part
from desktop.features.exchange.page import ExchangePage
from desktop.shell.places import Place
from desktop.widgets.forms import Choice, Switch
from tests.desktop.form_sheets import CLOSING, VERIFIED, make_sheet, write_sheet
from tests.desktop.test_exchange_page import can_press, choose, open_file, table
from tests.pages.finding import find, has, press, settle, words, write
from tests.pages.opening import open_app, open_window

PLACES = (
    Place("people", "People", "people", "tests.desktop.sample_page:SamplePage"),
    Place("library", "Library", "library", "tests.desktop.sample_page:SamplePage"),
    Place("exchange", "Bring in", "import", "desktop.features.exchange.page:ExchangePage"),
)
CARD = """Question no,Question,Answer,Points,Effect
1.1,Greeted?,Yes,1,
1.1,Greeted?,No,0,
1.2,Safe?,Yes,2,
1.2,Safe?,No,,Auto fail
2.1,Notes?,Yes,many,
2.1,Notes?,No,0,Tell somebody
"""


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app) -> ExchangePage:
    with open_window(app, PLACES) as window:
        app.go("exchange")
        yield window.pages["exchange"]


def switch(page: ExchangePage, name: str) -> None:
    find(page, name, Switch).click()
    settle()


def test_a_response_sheet_is_known_and_brought_in(page, floor, tmp_path) -> None:
    open_file(page, write_sheet(tmp_path, make_sheet(60).rows))
    assert find(page, "What the file holds", Choice).value() is ImportKind.EVALUATIONS
    assert find(page, "Field for column “Agent name”", Choice).value() is Part.AGENT
    assert find(page, f"How “{CLOSING}” is answered", Choice).value() is Way.SEVERAL
    assert find(page, f"Points for “Partially” in “{VERIFIED}”").text() == "0.5"
    assert page.header.state.text().startswith("Say that the new scorecard may be published")
    assert not can_press(page, "Import 60 evaluations")
    write(page, "Name of the new scorecard", "Call form")
    switch(page, "Publish this scorecard with the import")
    assert "4 new agents in Harbour: " in " ".join(words(page))
    assert any("own score is the same in 60 of 60 rows" in text for text in words(page))
    press(page, "Import 60 evaluations")
    assert any(text.startswith("Brought in 60 of 60 evaluations") for text in words(page))
    with floor.store.reading() as db:
        [kept] = imports.imports(db)
        assert "Call form" in [one.form.name for one in scorecards.published(db)]
    assert (kept.kind, kept.kept) == (ImportKind.EVALUATIONS, 60)
    press(page, "Undo this import")
    assert page.app.notices.last.text.startswith("60 evaluations were taken back. Its scorecard is retired.")


def test_answers_without_points_are_asked_and_take_what_is_typed(page, tmp_path) -> None:
    sheet = make_sheet(60)
    sheet.rows[0][VERIFIED] = "Kind of"
    open_file(page, write_sheet(tmp_path, sheet.rows))
    assert page.header.state.text().startswith("1 question has answers without points.")
    write(page, f"Points for “Kind of” in “{VERIFIED}”", "0.25")
    settle()
    assert page.header.state.text().startswith("Say that the new scorecard may be published")


def test_an_unknown_answer_of_a_known_scorecard_is_given_its_meaning(page, tmp_path) -> None:
    open_file(page, write_sheet(tmp_path, make_sheet(60).rows))
    switch(page, "Publish this scorecard with the import")
    press(page, "Import 60 evaluations")
    more = make_sheet(60, seed=9).rows
    for number, row in enumerate(more):
        row["Call ID"] = f"NX-{number}"
    more[3][VERIFIED] = "Kind of"
    open_file(page, write_sheet(tmp_path, more, "more.csv"))
    assert page.header.state.text() == "59 of 60 rows are sound."
    problems = table(page, "Rows left out").as_text()
    assert f"5\t{VERIFIED}\t“Kind of” is no answer of this question." in problems
    choose(page, f"“Kind of” stands for in “{VERIFIED}”", "partially")
    assert page.header.state.text() == "60 of 60 rows are sound."


def test_a_table_of_questions_becomes_a_draft_and_says_what_is_left(page, floor, tmp_path) -> None:
    path = tmp_path / "card.csv"
    path.write_text(CARD, encoding="utf-8")
    open_file(page, path)
    assert find(page, "What the file holds", Choice).value() is ImportKind.SCORECARD
    assert page.header.state.text() == "3 questions in 2 sections."
    told = " ".join(words(page))
    assert "“No” fails the whole evaluation, because of “Auto fail”." in told
    assert "“Tell somebody” after “No” is left for you; it stands in the guidance." in told
    assert "“many” is not a number." in table(page, "Cells that could not be read").as_text()
    write(page, "Name of the scorecard", "Calls 2026")
    press(page, "Make the draft")
    with floor.store.reading() as db:
        made = next(one for one in scorecards.versions(db) if one.form.name == "Calls 2026")
    assert made.state is VersionState.DRAFT
    assert has(page, "Open it in the builder")
    press(page, "Undo this import")
    with floor.store.reading() as db:
        assert "Calls 2026" not in [one.form.name for one in scorecards.versions(db)]
    press_last = page.app.notices.last
    assert press_last.text == "The draft of the scorecard was taken back."


def test_a_sheet_can_be_read_as_something_else(page, tmp_path) -> None:
    open_file(page, write_sheet(tmp_path, make_sheet(60).rows))
    choose(page, "What the file holds", ImportKind.CALLS)
    assert find(page, "What the file holds", Choice).value() is ImportKind.CALLS
    choose(page, "What the file holds", ImportKind.EVALUATIONS)
    assert has(page, f"How “{CLOSING}” is answered")
