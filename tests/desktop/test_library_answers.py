"""Answers in the builder: how they count is said, they are handed on, and keys try them as in use."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from db.records.scorecards import VersionState
from desktop.features.library.page import LibraryPage
from tests.desktop.scorecard_page import begun, copied, draft_of, open_page
from tests.pages.building import Answer, Builder
from tests.pages.finding import find, has, key, press, settle, write
from tests.pages.opening import open_app

FOUR = [Answer("Excellent", 4), Answer("Good", 3), Answer("Fair", 2), Answer("Unsatisfactory", 1)]
WITH_POINTS, SCALE = "Answers with points", "A labelled scale: its lowest step is 0 %"


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app, qtbot) -> LibraryPage:
    return open_page(app, qtbot)


@pytest.fixture
def builder(page) -> Builder:
    made = begun(page)
    made.open((0, 0))
    made.ask("Was the caller greeted?", WITH_POINTS, FOUR)
    return made


def counting(page: LibraryPage) -> str:
    return find(page, "How the answers count", QLabel).text().replace("\u00a0", " ")


def test_points_and_steps_say_what_their_worst_answer_is(page, builder):
    assert "“Unsatisfactory” (1) is 25 %, “Good” (3) is 75 %, “Excellent” (4) is 100 %" in counting(page)
    builder.choose("How it is answered", SCALE)
    assert "“Unsatisfactory” (1) is 0 %, “Good” (3) is 67 %, “Excellent” (4) is 100 %" in counting(page)
    assert "choose “Answers with points”" in counting(page)
    assert "above its lowest step" in find(page, "What the weights come to", QLabel).text() or (
        builder.form.renormalise.value != "form"
    )


def test_which_keys_pick_the_answers_is_said(page, builder):
    assert "each answer’s own number, 4 3 2 1" in counting(page)
    builder.number("Points of answer 1", 10)
    assert "Keys: 1 to 4, from the top" in counting(page)


def test_a_new_question_begins_with_the_answers_of_the_one_before(page, builder):
    builder.next_question()
    made = builder.form.questions[1]
    assert [(o.label, o.points) for o in made.options] == [(a.label, a.points) for a in FOUR]
    assert (made.text, made.scale) == ("", False)
    press(page, "Add a section")
    assert [o.label for o in builder.form.questions[2].options] == [a.label for a in FOUR]


def test_the_answers_of_one_question_are_given_to_all_of_its_section(page, builder, app):
    builder.next_question()
    builder.ask("Was it clear?", "Yes or no", [Answer("Yes", 1), Answer("No", 0)])
    builder.next_question()
    builder.ask(
        "Was it safe?",
        "Yes or no",
        [Answer("Yes", 1), Answer("No", 0, "Compliance-critical, fails its section")],
    )
    before = builder.form
    builder.open((0, 0))
    press(page, "Same answers for all questions of this section")
    greeted, clear, safe = builder.form.questions
    assert [(o.label, o.points) for o in clear.options] == [(o.label, o.points) for o in greeted.options]
    assert safe == before.questions[2], "a critical answer is not taken away unasked"
    assert not has(page, "Same answers for all questions of this section")
    app.undo.undo()
    assert builder.form == before


def test_a_duplicate_has_its_words_ready_to_be_written_over(page, builder):
    press(page, "Duplicate")
    field = page.window().focusWidget()
    assert isinstance(field, QPlainTextEdit) and field.accessibleName() == "What is asked"
    assert field.textCursor().selectedText() == "Was the caller greeted?"
    assert page.cards.builder.desk.spot == (0, 1)


def test_a_digit_answers_what_is_tried_and_goes_on_to_the_next(page, builder):
    builder.next_question()
    builder.ask("Was it clear?", WITH_POINTS, FOUR, skip=True)
    view = page.cards.builder
    view.outline.setFocus(Qt.FocusReason.OtherFocusReason)
    key(view.outline, Qt.Key.Key_3)
    first, second = view.preview.parts_in_order()
    assert first.options[first.question.options[1].key].isChecked(), "3 is the answer with 3 points"
    assert second.isAncestorOf(page.window().focusWidget())
    key(page.window().focusWidget(), Qt.Key.Key_Minus)
    assert second.skip is not None and second.skip.isChecked()
    assert "2 of 2 answered" in view.preview.progress.text()


def test_a_digit_that_is_typed_into_a_field_answers_nothing(page, builder):
    field = find(page, "What is asked")
    field.setFocus()
    key(field, Qt.Key.Key_3)
    assert "0 of 1 answered" in page.cards.builder.preview.progress.text()


def test_a_copy_to_change_opens_to_be_edited_without_answers_of_another_version(page, builder):
    builder.name("Greetings")
    key(page.cards.builder.outline, Qt.Key.Key_4)
    page.cards.builder.reach_preview()
    builder.publish()
    page.resize(900, 700)
    press(page, "Copy to change")
    settle()
    view = page.cards.builder
    assert view.panes.shown() == (True, True, False)
    (part,) = view.preview.parts_in_order()
    assert not any(option.isChecked() for option in part.options.values())


def test_publishing_says_what_it_locks_and_asks_once_more(floor, page, builder):
    builder.name("Greetings")
    press(page, "Publish")
    assert "locked for good" in page.cards.asked.words.text()
    assert draft_of(floor).state is VersionState.DRAFT
    assert page.window().focusWidget() is find(page, "Publish for good")
    key(page.window().focusWidget(), Qt.Key.Key_Escape)
    assert not has(page, "Publish for good")
    press(page, "Publish")
    press(page, "Not yet")
    assert draft_of(floor).form.name == "Greetings"


def test_the_tools_stand_still_whatever_is_said_below(page, builder):
    places = {name: find(page, name).mapTo(page, find(page, name).rect().topLeft()) for name in TOOLS}
    write(page, "What is asked", "")
    builder.choose("How it is answered", SCALE)
    settle()
    assert {name: find(page, name).mapTo(page, find(page, name).rect().topLeft()) for name in TOOLS} == places


TOOLS = ("Add a question", "Move up", "Duplicate", "Remove from the scorecard")


def test_retire_stands_apart_from_what_is_done_often(page):
    copied(page)
    press(page, "Back to the scorecards")
    page.cards.shelf.table.select(lambda each: each.state is VersionState.PUBLISHED)
    retire, copy = find(page, "Retire", QPushButton), find(page, "Copy to change", QPushButton)
    assert retire.parentWidget() is not copy.parentWidget()
    others = (find(page, name, QPushButton) for name in ("Copy to change",))
    assert all(retire.x() - other.geometry().right() > 40 for other in others)
