"""Answers of every kind on the screen: ticks, numbers, words, root causes, comments, circumstances."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from db.queries import scorecards
from db.records.observations import DetailKind, EvaluationState
from db.records.scorecards import (
    NOT_APPLICABLE,
    Band,
    Cause,
    Form,
    Kind,
    OnlyWhen,
    Option,
    Question,
    Section,
)
from desktop.coaching.answers import ticked
from desktop.features.monitoring.page import MonitoringPage
from desktop.features.monitoring.question_block import QuestionBlock
from tests.builders import Floor, new_floor, take_call
from tests.pages.finding import find, has, settle, words, write
from tests.pages.listening import ALT, CTRL, answers, hit, kept, type_in
from tests.pages.opening import open_app, open_window

K, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
CAUSES = (Cause("habit", "Habit"), Cause("unclear", "The rule is unclear"))
YES_NO = (Option("y", "Yes", 2), Option("n", "No", 0))
QUESTIONS = (
    Question("greet", "Was the caller greeted?", YES_NO, causes=CAUSES),
    Question("heard", "What was heard?", tuple(Option(k, k.title(), 1) for k in "abc"), kind=Kind.SEVERAL),
    Question(
        "wait",
        "How long was the silence?",
        (Option("short", "Short", 4, least=0), Option("long", "Long", 0, least=30)),
        kind=Kind.NUMBER,
        unit="s",
    ),
    Question("why", "What did the caller want?", (), kind=Kind.TEXT, allow_na=False),
    Question(
        "calm", "Was the upset met first?", YES_NO, only_when=OnlyWhen(tags=("complaint",))
    ),
    Question("wow", "Did the agent go beyond?", (Option("y", "Yes", 5), Option("n", "No", 0)), bonus=True),
)  # fmt: skip
FORM = Form(
    "Every kind",
    (Section("all", "All", 1, QUESTIONS),),
    pass_mark=75,
    bands=(Band("solid", "Solid", 70), Band("strong", "Strong", 90)),
    bonus_cap=5,
)


def add_card(floor: Floor) -> int:
    with floor.store.writing("scorecard", "scorecard_version", "question", "version_question") as db:
        id = scorecards.add(db, FORM)
        scorecards.publish(db, id)
    return id


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def page(qtbot, floor) -> MonitoringPage:
    card, contact = add_card(floor), take_call(floor)
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        window.resize(1366, 768)
        window.activateWindow()
        app.go("monitoring", ("contact", contact.id))
        made = window.pages["monitoring"]
        made.editor.desk.choose_card(card)
        settle()
        made.editor.answer()
        yield made


def said(page: MonitoringPage) -> set[tuple[str, str, str]]:
    return {(each.question, each.kind.value, each.value) for each in kept(page).details}


def block(page: MonitoringPage, key: str) -> QuestionBlock:
    return next(each for each in page.editor.card.blocks if each.question.key == key)


def here(page: MonitoringPage) -> str:
    return page.editor.card.filling.question.key


def test_every_kind_is_answered_without_the_mouse(page) -> None:
    type_in(page, "1")
    type_in(page, "13")
    hit(page, K.Key_Return)
    type_in(page, "42")
    hit(page, K.Key_Return)
    type_in(page, "a refund")
    hit(page, K.Key_Return)
    type_in(page, "1")
    hit(page, K.Key_Return, CTRL)
    done = kept(page)
    assert done.evaluation.state is EvaluationState.FINAL
    assert done.evaluation.answers[:6] == bytes([1, 1, 2, 1, 0, 1])
    assert said(page) == {("wait", "number", "42"), ("why", "text", "a refund")}


def test_an_answer_below_its_full_points_asks_what_lay_behind_it(page) -> None:
    type_in(page, "2")
    assert here(page) == "greet"
    assert has(page, "Root cause: Habit")
    type_in(page, "2")
    hit(page, K.Key_Return)
    assert (here(page), said(page)) == ("heard", {("greet", "cause", "unclear")})
    assert answers(page)[0] == 2


def test_a_full_answer_asks_for_no_cause(page) -> None:
    type_in(page, "1")
    assert here(page) == "heard"
    assert not has(page, "Root cause: Habit")


def test_backspace_leaves_the_causes_for_another_answer(page) -> None:
    type_in(page, "2")
    hit(page, K.Key_Backspace)
    type_in(page, "1")
    assert (answers(page)[0], here(page)) == (1, "heard")


def test_a_cause_is_taken_back_by_undo(page) -> None:
    type_in(page, "21")
    assert said(page) == {("greet", "cause", "habit")}
    page.app.undo.undo()
    assert said(page) == set()
    assert not find(page, "Root cause: Habit").isChecked()
    page.app.undo.redo()
    assert said(page) == {("greet", "cause", "habit")}


def test_ticks_stay_until_enter_and_come_off_again(page) -> None:
    page.editor.card.open_question(1)
    type_in(page, "122")
    card = page.editor.card.filling
    assert ticked(card.form, answers(page), 1) == (0,)
    assert here(page) == "heard"
    page.app.undo.undo()
    assert ticked(card.form, answers(page), 1) == (0, 1)


def test_no_tick_at_all_is_an_answer(page) -> None:
    page.editor.card.open_question(1)
    hit(page, K.Key_Return)
    assert answers(page)[1] == 1
    assert here(page) == "wait"


def test_a_letter_in_a_number_is_a_note_and_a_minus_is_not_applicable(page) -> None:
    page.editor.card.open_question(2)
    type_in(page, "-")
    assert answers(page)[2] == NOT_APPLICABLE
    page.editor.card.open_question(2)
    type_in(page, "x")
    assert kept(page).observation.pending == "x"


def test_a_number_shows_the_band_it_falls_to(page) -> None:
    page.editor.card.open_question(2)
    type_in(page, "29")
    assert "Short" in words(page)
    type_in(page, "9")
    assert "Long" in words(page)


def test_words_taken_away_leave_the_question_open(page) -> None:
    page.editor.card.open_question(3)
    type_in(page, "ab")
    assert answers(page)[3] == 1
    hit(page, K.Key_Backspace)
    hit(page, K.Key_Backspace)
    assert (answers(page)[3], said(page)) == (0, set())


def test_a_comment_on_one_answer_is_kept_as_it_is_typed(page) -> None:
    hit(page, K.Key_F3, SHIFT)
    type_in(page, "kindly")
    assert said(page) == {("greet", "comment", "kindly")}
    assert kept(page).observation.pending == ""
    hit(page, K.Key_Escape)
    assert page.editor.card.has_keys()
    page.app.undo.undo()
    assert said(page) == set()


def test_a_tag_brings_the_question_that_waits_for_it(page) -> None:
    assert not block(page, "calm").isVisible()
    hit(page, K.Key_F5, CTRL)
    assert kept(page).observation.tags == ("complaint",)
    assert block(page, "calm").isVisible()
    assert find(page, "This contact: complaint", QPushButton).isChecked()
    page.app.undo.undo()
    assert kept(page).observation.tags == ()
    assert not block(page, "calm").isVisible()


def test_no_chips_where_no_question_waits_for_anything(page) -> None:
    ten = next(card for card in kept(page).cards if card.form.name == "Ten questions")
    page.editor.desk.choose_card(ten.id)
    assert not has(page, "This contact: complaint")


def test_a_bonus_and_the_band_are_told_beside_the_running_score(page) -> None:
    type_in(page, "112")
    page.editor.card.open_question(5)
    type_in(page, "1")
    told = page.editor.card.score.text().replace("\N{NO-BREAK SPACE}", " ")
    assert told == "85 % so far, 5 % of it bonus, band Solid (pass mark 75 %)"


def test_control_and_a_number_tick_from_the_note(page) -> None:
    page.editor.card.open_question(1)
    hit(page, K.Key_Escape)
    hit(page, K.Key_2, CTRL)
    hit(page, K.Key_N, ALT)
    assert answers(page)[1] == NOT_APPLICABLE


def test_details_are_back_after_reopening(page) -> None:
    page.editor.card.open_question(3)
    write(page, "What did the caller want?", "a refund – 20 €")
    id = page.editor.desk.id()
    page.editor.put_aside.emit()
    page.app.go("monitoring", id)
    page.editor.card.open_question(3)
    assert find(page, "What did the caller want?").text() == "a refund – 20 €"
    assert {each.kind for each in kept(page).details} == {DetailKind.TEXT}
