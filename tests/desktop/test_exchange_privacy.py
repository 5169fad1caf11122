"""Files brought in go through the same gate as what is typed, and the page says which rows were masked."""

import pytest
from PySide6.QtWidgets import QLineEdit

from db.queries import allowed_numbers, contacts
from desktop.coaching.mapping.concealing import Concealed, conceal
from desktop.coaching.mapping.sheet import Row, Sheet
from desktop.features.exchange import actions
from desktop.features.exchange.outcomes import reject_text, say_masked, say_result
from tests.desktop.exchange_files import write
from tests.pages.finding import find, has, press, settle, words
from tests.pages.opening import open_app, open_window

CARD, ORDER = "4242 4242 4242 4242", "1234567890123452"
FILE = (
    "call id,agent,date,topic\n"
    f"C1,Ann Lee,2021-02-13,paid with {CARD}\n"
    "C2,Ann Lee,2021-02-13,late\n"
    f"{ORDER},Ann Lee,2021-02-14,CVV 123\n"
    f"C4,Ann Lee,not a day,{CARD}\n"
)


def finish(steps) -> object:
    try:
        while True:
            next(steps)
    except StopIteration as end:
        return end.value


def test_an_import_masks_and_says_in_which_rows(floor, tmp_path) -> None:
    draft = actions.open_file(floor.store, write(tmp_path, FILE))
    assert draft.file.concealed == Concealed((2, 4, 5), 4, (ORDER,))
    checked = actions.with_team(actions.check(floor.store, draft), "Blue")
    assert CARD not in reject_text(checked), "the rows left out are saved to a file"
    result = finish(actions.bring_in(floor.store, checked, floor.user))
    assert "4 card numbers or security codes were masked (rows 2, 4, 5)." in say_result(result)
    with floor.store.reading() as db:
        rows = db.query("SELECT reference, topic FROM contact ORDER BY id")
        kept = [(row["reference"], row["topic"]) for row in rows]
    assert kept == [
        ("C1", "paid with •••• •••• •••• 4242"),
        ("C2", "late"),
        ("•••• •••• •••• 3452", "CVV •••"),
    ]


def test_numbers_that_are_no_cards_are_kept_with_a_reason(floor, tmp_path) -> None:
    draft = actions.open_file(floor.store, write(tmp_path, FILE))
    kept = actions.keep_numbers(floor.store, draft, "Our call numbers", floor.user)
    assert kept.mapping == draft.mapping
    assert kept.file.concealed == Concealed((2, 4, 5), 3, ())
    assert kept.file.sheet.rows[2].cells[0] == ORDER
    assert CARD not in str(kept.file.sheet)
    with floor.store.reading() as db:
        assert [each.reason for each in allowed_numbers.allowed_numbers(db)] == ["Our call numbers"]


def test_the_page_says_it_and_takes_the_reason(qtbot, floor, tmp_path) -> None:
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("exchange")
        page = window.pages["exchange"]
        page.open_path(write(tmp_path, FILE))
        settle()
        assert "4 card numbers or security codes were masked (rows 2, 4, 5)." in words(page)
        press(page, "Keep them: they are order numbers or the like…")
        find(page, "Why these numbers may be kept", QLineEdit).setText("Our call numbers")
        press(page, "Keep these numbers")
        settle()
        assert "3 card numbers or security codes were masked (rows 2, 4, 5)." in words(page)
        assert not has(page, "Keep them: they are order numbers or the like…")
        page.open_path(write(tmp_path, "call id,agent,date\nC9,Bo,2021-02-13\n"))
        settle()
        assert not any("masked" in each for each in words(page))


@pytest.mark.parametrize("cell", [4242424242424242, 4242424242424242.0, "4242424242424242"])
def test_a_card_number_in_a_workbook_may_be_a_number(cell: object) -> None:
    sheet, found = conceal(Sheet(("a",), (Row(7, (cell, 3.5, None, True)),)))
    assert sheet.rows[0].cells == ("•••• •••• •••• 4242", 3.5, None, True)
    assert found.rows == (7,)


def test_a_card_number_in_a_heading_is_masked() -> None:
    sheet, found = conceal(Sheet((CARD, "b"), (Row(2, (1, 2)),)))
    assert sheet.headers == ("•••• •••• •••• 4242", "b")
    assert found == Concealed((1,), 1, ())


def test_masked_references_that_look_alike_are_not_the_same_call(floor, tmp_path) -> None:
    text = "call id,agent,date\n4242424242424242,Ann,2021-02-13\n4000056655664242,Ann,2021-02-13\n"
    checked = actions.check(floor.store, actions.open_file(floor.store, write(tmp_path, text)))
    assert checked.sound == checked.rows == 2


def test_many_rows_are_named_by_the_first_dozen() -> None:
    told = say_masked(Concealed(tuple(range(1, 40)), 39, ()))
    assert "39 card numbers" in told
    assert "11, 12, …" in told
    assert "13" not in told


def test_a_file_without_any_is_left_as_it_is(floor, tmp_path) -> None:
    with floor.store.reading() as db:
        assert contacts.count(db) == 0
    sheet = Sheet(("a",), (Row(2, ("fine", 12)),))
    assert conceal(sheet)[0] is sheet
