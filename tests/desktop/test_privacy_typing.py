"""What is never kept, as it is typed: masked on the screen, held back from drafts, and said at the field."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.queries import allowed_numbers, observations, people
from desktop.features.monitoring import actions, jotting
from desktop.features.monitoring.note_field import NoteField
from desktop.shell.context import App
from desktop.widgets.forms import LineField, TextField
from tests.builders import Floor, observe, take_call
from tests.pages.finding import find, key, press, settle
from tests.pages.opening import open_app, open_window

CARD = "4242 4242 4242 4242"
MASKED = "•••• •••• •••• 4242"
ORDER = "1234567890123452"


class Sheet(QWidget):
    """A page of fields, as far as they ask."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.text, self.line, self.other = TextField("Text"), LineField("Line"), QLineEdit()
        self.sent: list[str] = []
        column = QVBoxLayout(self)
        for field in (self.text, self.line, self.other):
            column.addWidget(field)
        self.text.typed.connect(self.sent.append)
        self.line.typed.connect(self.sent.append)


@pytest.fixture
def sheet(floor: Floor, qtbot):
    with open_app(floor.store, floor.user) as app:
        made = Sheet(app)
        qtbot.addWidget(made)
        made.resize(480, 400)
        made.show()
        made.activateWindow()
        yield made


def type_into(field: QWidget, text: str) -> None:
    """Key by key."""
    field.setFocus()
    for sign in text:
        QTest.keyClicks(field, sign)


def said(field: QWidget) -> str:
    line = field.gate._line
    return line.words.text() if line is not None and not line.isHidden() else ""


@pytest.mark.parametrize("name", ["text", "line"])
def test_a_card_number_is_masked_as_its_last_digit_is_typed(sheet: Sheet, name: str) -> None:
    field = getattr(sheet, name)
    type_into(field, f"her card {CARD}")
    assert field.text() == f"her card {MASKED}"
    assert field.place() == len(field.text())
    assert "card number was masked" in said(field)
    type_into(field, ", cvv 123 and more")
    assert field.text() == f"her card {MASKED}, cvv ••• and more"


@pytest.mark.parametrize("name", ["text", "line"])
def test_no_draft_ever_holds_more_than_six_digits_of_it(sheet: Sheet, name: str) -> None:
    type_into(getattr(sheet, name), f"card {CARD} cvv 123 thanks")
    assert sheet.sent[-1] == f"card {MASKED} cvv ••• thanks"
    for draft in sheet.sent:
        digits = draft.replace(MASKED, "").replace(" ", "")
        assert sum(sign.isdecimal() for sign in digits) <= 6, draft
        assert "cvv 1" not in draft


@pytest.mark.parametrize("name", ["text", "line"])
def test_a_telephone_number_is_held_back_until_it_ends(sheet: Sheet, name: str) -> None:
    field = getattr(sheet, name)
    type_into(field, "ring 020 7946 0958")
    assert sheet.sent[-1] == "ring 020 794"
    assert field.text() == "ring 020 7946 0958"
    type_into(field, " n")
    assert sheet.sent[-1] == "ring 020 7946 0958 n"


@pytest.mark.parametrize("name", ["text", "line"])
def test_leaving_the_field_gives_the_whole_of_what_was_held_back(sheet: Sheet, name: str) -> None:
    field = getattr(sheet, name)
    type_into(field, "ring 020 7946 0958")
    sheet.other.setFocus()
    assert sheet.sent[-1] == "ring 020 7946 0958"


@pytest.mark.parametrize("name", ["text", "line"])
def test_undo_does_not_bring_the_number_back(sheet: Sheet, name: str) -> None:
    field = getattr(sheet, name)
    type_into(field, f"card {CARD}")
    for _ in range(30):
        field.undo()
        assert "4242 4242" not in field.text()
    for _ in range(30):
        field.redo()
        assert "4242 4242" not in field.text()


def test_what_is_pasted_is_masked_before_it_is_sent(sheet: Sheet) -> None:
    sheet.text.setFocus()
    mime = QMimeData()
    mime.setText(f"Zoë 🙂 said {CARD}\nand cvv 123, order {ORDER}")
    sheet.text.insertFromMimeData(mime)
    assert sheet.text.text() == f"Zoë 🙂 said {MASKED}\nand cvv •••, order •••• •••• •••• 3452"
    assert sheet.sent == [sheet.text.text()]
    QGuiApplication.clipboard().setText(CARD)
    sheet.line.setFocus()
    sheet.line.paste()
    assert sheet.line.text() == MASKED


def test_what_an_input_method_gives_is_masked(sheet: Sheet) -> None:
    sheet.text.setFocus()
    for part in ("４２４２", "４２４２", "４２４２", "４２４２"):
        event = QInputMethodEvent()
        event.setCommitString(part)
        sheet.text.inputMethodEvent(event)
    assert sheet.text.text() == MASKED


def test_the_cursor_stays_where_it_was_behind_letters_of_two_units(sheet: Sheet) -> None:
    sheet.text.show_text("🙂 4242 4242 4242 424 🙂 end")
    cursor = sheet.text.textCursor()
    cursor.setPosition(21)
    sheet.text.setTextCursor(cursor)
    type_into(sheet.text, "2")
    assert sheet.text.text() == f"🙂 {MASKED} 🙂 end"
    type_into(sheet.text, "!")
    assert sheet.text.text() == f"🙂 {MASKED}! 🙂 end"


def test_a_text_that_is_shown_again_as_its_own_draft_does_not_move_what_is_typed(sheet: Sheet) -> None:
    type_into(sheet.text, "ring 020 7946 0958")
    sheet.text.show_text(sheet.sent[-1])
    assert sheet.text.text() == "ring 020 7946 0958"
    sheet.text.show_text("another")
    assert sheet.text.text() == "another"


def test_an_order_number_is_kept_with_a_reason(sheet: Sheet, floor: Floor) -> None:
    type_into(sheet.text, f"order {ORDER} ")
    assert sheet.text.text() == f"order {ORDER} "
    type_into(sheet.text, "s")
    assert sheet.text.text() == "order •••• •••• •••• 3452 s"
    assert "could be a card" in said(sheet.text)
    press(sheet, "Keep it: it is an order number or the like…")
    reason = find(sheet, "Why the number may be kept", QLineEdit)
    assert not find(sheet, "Keep the number").isEnabled()
    reason.setText("Our order numbers")
    press(sheet, "Keep the number")
    assert sheet.text.text() == f"order {ORDER} s"
    assert sheet.sent[-1] == f"order {ORDER} s"
    assert said(sheet.text) == ""
    with floor.store.reading() as db:
        (kept,) = allowed_numbers.allowed_numbers(db)
    assert (kept.reason, kept.user_id) == ("Our order numbers", floor.user.id)
    type_into(sheet.line, f"order {ORDER} sent")
    assert sheet.line.text() == f"order {ORDER} sent"


def test_a_card_number_is_offered_no_way_to_be_kept(sheet: Sheet) -> None:
    type_into(sheet.text, CARD)
    assert sheet.text.gate._line.act.isHidden()


def test_a_field_that_is_not_gated_keeps_what_is_typed(sheet: Sheet, qtbot) -> None:
    field = LineField("Passphrase", gated=False)
    qtbot.addWidget(field)
    field.show()
    type_into(field, CARD)
    assert field.text() == CARD
    hidden = LineField("Passphrase")
    hidden.setEchoMode(QLineEdit.EchoMode.Password)
    qtbot.addWidget(hidden)
    hidden.show()
    type_into(hidden, CARD)
    assert hidden.text() == CARD


def test_the_line_speaks_and_is_reached_by_tab(sheet: Sheet) -> None:
    type_into(sheet.text, f"order {ORDER} s")
    line = sheet.text.gate._line
    assert line.accessibleName() == line.words.text()
    assert sheet.text.hasFocus(), "nothing steals the focus"
    key(sheet.text, Qt.Key.Key_Tab)
    assert line.act.hasFocus()
    key(line.act, Qt.Key.Key_Escape)
    assert line.isHidden()
    assert sheet.text.hasFocus()


def test_the_line_takes_its_room_in_the_field_and_gives_it_back(sheet: Sheet) -> None:
    before = sheet.text.sizeHint().height()
    type_into(sheet.text, CARD)
    settle()
    line = sheet.text.gate._line
    assert sheet.text.sizeHint().height() > before
    assert sheet.text.rect().contains(line.geometry())
    press(sheet, "Put this away")
    settle()
    assert sheet.text.sizeHint().height() == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("write to ada@example.com then", "There is an e-mail address"),
        ("ring 020 7946 0958 then", "There is a telephone number"),
        ("hers is AB 12 34 56 C then", "There is a national identity number"),
    ],
)
def test_details_of_people_are_pointed_out_once_and_masked_on_demand(
    sheet: Sheet, text: str, words: str
) -> None:
    type_into(sheet.text, text)
    sheet.text.gate.look_for_details()
    assert said(sheet.text).startswith(words)
    sheet.text.gate._line.put_away()
    sheet.text.gate.look_for_details()
    assert said(sheet.text) == "", "said once, not at each pause"
    type_into(sheet.text, " and ben@example.com too")
    sheet.text.gate.look_for_details()
    sheet.text.gate._act()
    assert "•••" in sheet.text.text()
    assert "example.com" not in sheet.text.text()
    assert sheet.sent[-1] == sheet.text.text()


def test_details_are_masked_or_left_as_the_floor_has_agreed(sheet: Sheet) -> None:
    sheet.app.settings.set("private_emails", "mask")
    sheet.app.settings.set("private_phones", "leave")
    type_into(sheet.text, "ada@example.com or 020 7946 0958 then")
    sheet.text.gate.look_for_details()
    assert sheet.text.text() == "•••@••• or 020 7946 0958 then"
    assert "as agreed on this floor" in said(sheet.text)


def test_what_the_floor_masks_is_masked_before_a_fast_hand_leaves_the_field(sheet: Sheet) -> None:
    sheet.app.settings.set("private_emails", "mask")
    type_into(sheet.text, "ada@example.com")
    sheet.other.setFocus()
    assert sheet.text.text() == sheet.sent[-1] == "•••@•••"
    assert "as agreed on this floor" in said(sheet.text)


def test_a_note_is_masked_when_enter_stamps_it(floor: Floor) -> None:
    contact = take_call(floor)
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("monitoring", ("contact", contact.id))
        settle()
        note = find(window, "Note", NoteField)
        type_into(note, f"her card {CARD}, order {ORDER}")
        key(note, Qt.Key.Key_Return)
        settle()
        with floor.store.reading() as db:
            (observation,) = observations.unfinished(db, floor.user.id)
            (kept,) = observations.notes(db, observation.id)
        assert kept.text == f"her card {MASKED}, order •••• •••• •••• 3452"
        assert observation.pending == ""
        type_into(note, "ring 4242 4242 42")
        with floor.store.reading() as db:
            assert observations.observation(db, observation.id).pending == "ring 4242 42"


def test_a_number_split_over_two_notes_is_masked_in_both(floor: Floor) -> None:
    observation = observe(floor, take_call(floor))
    for text in ("card 4242 4242", "4242 4242 she said", "then the cvv", "123"):
        notes = jotting.stamp(floor.store, observation.id, actions.Jotting(text, 2.0), floor.user)
    assert [note.text for note in notes] == ["card ••••", f"{MASKED} she said", "then the cvv", "•••"]


def test_a_name_is_masked_in_the_field_and_in_the_store(floor: Floor) -> None:
    with floor.store.writing("agent") as db:
        people.add_agent(db, f"Ada {CARD}", floor.team)
        assert people.find_agents(db, "Ada")[0].name == f"Ada {MASKED}"


def test_ctrl_z_is_the_fields_own_while_it_has_typing(sheet: Sheet) -> None:
    type_into(sheet.text, f"{CARD} and")
    sheet.text.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keySequence(sheet.text, QKeySequence.StandardKey.Undo)
    assert sheet.text.text() == MASKED
