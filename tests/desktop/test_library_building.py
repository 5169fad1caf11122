"""Building a scorecard: kept as typed, undone by a key, checked, tried in the preview, published."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QTextBrowser, QTreeWidget

from db.records.scorecards import Renormalise, VersionState
from desktop.features.library import actions
from desktop.features.library.page import LibraryPage
from tests.desktop.scorecard_page import begun, card_called, copied, draft_of, open_page
from tests.pages.building import Answer, Builder
from tests.pages.finding import find, has, key, press, settle, words, write
from tests.pages.opening import open_app


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app, qtbot) -> LibraryPage:
    return open_page(app, qtbot)


@pytest.fixture
def builder(page) -> Builder:
    return begun(page)


def test_a_new_scorecard_is_written_checked_and_published(floor, page, builder):
    assert "to put right" in find(page, "Is it sound?", QLabel).text()
    builder.name("Greetings")
    builder.open((0, 0))
    builder.ask("Was the caller greeted?", "Yes or no", [Answer("Yes", 1), Answer("No", 0)])
    assert "can be published" in find(page, "Is it sound?", QLabel).text()
    builder.publish()
    made = card_called(floor, "Greetings")
    assert made.form.questions[0].text == "Was the caller greeted?"
    assert "Locked for good" in find(page, "The chosen scorecard", QTextBrowser).toPlainText()
    with pytest.raises(actions.NoDraft):
        actions.keep_draft(floor.store, made.id, made.form, floor.user)


def test_every_letter_is_kept_in_the_draft(floor, page, builder):
    builder.open((0, 0))
    for text in ("Was", "Was it", "Was it 李 kind?"):
        write(page, "What is asked", text)
        assert draft_of(floor).form.questions[0].text == text


def test_an_unsound_draft_is_not_published_and_the_fault_leads_to_its_place(floor, page, builder, app):
    builder.publish()
    assert draft_of(floor).state is VersionState.DRAFT
    assert "put right" in app.notices.last.text
    faults = find(page, "What to put right", QListWidget)
    assert "The words are missing." in faults.item(0).text()
    faults.setCurrentRow(0)
    key(faults, Qt.Key.Key_Return)
    assert page.cards.builder.desk.spot == (0, 0)
    with pytest.raises(actions.NotSound):
        actions.publish(floor.store, draft_of(floor).id, floor.user)


def test_edits_are_taken_back_one_by_one_and_done_again(floor, page, app):
    builder = copied(page)
    start = builder.form
    builder.open((0, 0))
    write(page, "What is asked", "Otherwise?")
    press(page, "Duplicate")
    assert len(builder.form.questions) == 11
    app.undo.undo()
    assert len(builder.form.questions) == 10
    app.undo.undo()
    assert builder.form == start == draft_of(floor).form
    app.undo.redo()
    assert draft_of(floor).form.questions[0].text == "Otherwise?"


def test_what_is_removed_is_offered_back(page, app):
    builder = copied(page)
    start = builder.form
    builder.open((0, 2))
    press(page, "Remove from the scorecard")
    assert len(builder.form.questions) == 9
    assert app.notices.last.text == "Removed the question"
    app.undo.undo()
    assert builder.form == start


def test_an_answer_is_removed_moved_and_made_critical(page):
    builder = copied(page)
    builder.open((0, 0))
    press(page, "More about answer 2")
    press(page, "Move answer 2 up")
    assert [o.key for o in builder.form.questions[0].options][:2] == ["cut-short", "whole"]
    builder.choose("Is answer 2 critical?", "Compliance-critical, fails its section")
    option = builder.form.questions[0].options[1]
    assert (option.critical.value, option.scope.value) == ("compliance", "section")
    press(page, "Remove answer 1")
    assert [o.key for o in builder.form.questions[0].options] == ["whole", "after"]


def test_rewording_keeps_the_key_and_a_wholly_new_wording_may_be_a_new_question(page):
    builder = copied(page)
    builder.open((0, 0))
    before = builder.form.questions[0]
    write(page, "What is asked", before.text.replace("caller", "customer"))
    assert not has(page, "This is a new question")
    write(page, "What is asked", "Was a ticket opened?")
    assert builder.form.questions[0].key == before.key
    press(page, "This is a new question")
    assert builder.form.questions[0].key != before.key
    assert not has(page, "This is a new question")


def test_the_preview_is_filled_in_and_scores(page):
    builder = copied(page)
    first = builder.form.questions[0]
    press(page, f"Question 1: {first.options[0].label}")
    preview = page.cards.builder.preview
    assert preview.score.text().replace("\u00a0", " ") == "100 %"
    assert "1 of 10 answered" in preview.progress.text()
    press(page, "Clear the answers")
    assert preview.score.text() == "Try it"


def test_the_preview_hides_what_is_not_asked_and_offers_root_causes(page):
    builder = copied(page)
    builder.open((0, 1))
    builder.unfold("Root causes of low answers")
    write(page, "Root causes", "Rushed\nDid not hear it")
    builder.after(builder.form.questions[0].text, "Questions came first")
    upset = builder.form.questions[1]
    assert not has(page, f"Question 2: {upset.text}")
    press(page, "Question 1: Questions came first")
    assert has(page, f"Question 2: {upset.text}")
    press(page, "Question 2: Passed over")
    assert has(page, "Rushed") and has(page, "Did not hear it")


def test_a_question_only_for_chat_is_tried_on_a_chat(page):
    builder = copied(page)
    builder.open((0, 0))
    builder.unfold("When it is asked")
    builder.tick("Only for chat")
    text = builder.form.questions[0].text
    assert not has(page, f"Question 1: {text}")
    builder.choose("Try it on", "Chat")
    assert has(page, f"Question 1: {text}")


def test_weights_are_shown_with_their_share_and_what_they_come_to(page, builder):
    builder.open((0,))
    builder.describe_section("One", 30)
    builder.section("Two", 10)
    text = find(page, "What the weights come to", QLabel).text()
    assert text == "Section weights: 30 + 10 = 40"
    tree = find(page, "Sections and questions", QTreeWidget)
    lines = [[tree.topLevelItem(i).text(n).replace("\u00a0", " ") for n in (0, 1)] for i in (1, 2)]
    assert [line[0] for line in lines] == ["One (weight 30 of 40)", "Two (weight 10 of 40)"]
    assert [line[1] for line in lines] == ["75 %", "25 %"]


def test_weights_by_question_are_edited_at_the_question(page):
    builder = copied(page)
    builder.open(())
    builder.choose("What carries the weight", "The questions, each by its own weight")
    builder.open((0, 0))
    builder.number("Weight", 3)
    assert builder.form.renormalise is Renormalise.QUESTION
    assert builder.form.questions[0].weight == 3
    assert any("Weight 3 of 12" in text for text in words(page))


def test_parts_are_moved_by_key(page):
    builder = copied(page)
    builder.open((0, 0))
    first = builder.form.questions[0].key
    page.activateWindow()
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    key(find(page, "What is asked"), Qt.Key.Key_Down, held)
    assert builder.form.questions[1].key == first


def test_the_cursor_stays_in_its_field_while_parts_are_moved(page):
    builder = copied(page)
    builder.open((0, 0))
    field = find(page, "What is asked")
    page.cards.builder.move_down()
    page.cards.builder.duplicate()
    assert page.window().focusWidget() is field


def test_tab_goes_through_a_question_as_it_is_read(page):
    builder = copied(page)
    builder.open((0, 0))
    press(page, "Add an answer")
    names, widget = [], find(page, "What is asked")
    while widget.accessibleName() != "Guidance and examples":
        if widget.isVisibleTo(page) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            names += [widget.accessibleName()] if widget.accessibleName() else []
        widget = widget.nextInFocusChain()
    answers = [(f"Answer {n}", f"Points of answer {n}", f"More about answer {n}") for n in (1, 2, 3, 4)]
    inside = [name for answer in answers for name in answer]
    ends = ["Add an answer", "Same answers for all questions of this section", "N/A is possible"]
    assert names == ["What is asked", "How it is answered", *inside, *ends]


def test_a_new_scorecard_begins_with_its_name(page, builder):
    field = page.window().focusWidget()
    assert (field.accessibleName(), field.selectedText()) == ("Name of the scorecard", "New scorecard")


def test_the_same_advice_is_said_once_with_how_often_it_holds(page):
    builder = copied(page)
    for place in range(3):
        builder.open((0, place))
        for n in (1, 2, 3):
            builder.number(f"Points of answer {n}", 5 - n)
    lines = [find(page, "What to put right", QListWidget).item(i).text() for i in range(1)]
    assert "Even the worst answer earns points" in lines[0] and lines[0].endswith("and 1 more")
    assert "can be published; 2 pieces of advice" in find(page, "Is it sound?", QLabel).text()


def test_bands_and_a_bonus_are_part_of_the_scorecard(page):
    builder = copied(page)
    builder.open(())
    press(page, "Add a band")
    write(page, "Band 1", "Good")
    builder.number("Band 1 begins at", 80)
    assert [(band.label, band.least) for band in builder.form.bands] == [("Good", 80.0)]
    assert not has(page, "Most that bonus questions may add")
    builder.open((0, 0))
    builder.unfold("Special scoring")
    builder.tick("Bonus: its points come on top of the score")
    builder.open(())
    builder.number("Most that bonus questions may add", 5)
    assert builder.form.bonus_cap == 5


@pytest.mark.parametrize(("width", "panes"), [(1500, (True, True, True)), (900, (True, True, False))])
def test_where_the_window_is_narrow_the_preview_takes_turns_with_the_form(page, builder, width, panes):
    page.resize(width, 700)
    settle()
    assert page.cards.builder.panes.shown() == panes
    if not panes[2]:
        press(page, "What is shown beside the outline: Try it")
        assert page.cards.builder.panes.shown() == (True, False, True)
