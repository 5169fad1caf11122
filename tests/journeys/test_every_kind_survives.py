"""Every kind of answer and every half-typed field is in the store by the next key, as a kill finds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from db.connection import Database
from db.queries import details, disputes, evaluations, observations, recognition, sampling, scorecards
from db.records.observations import DetailKind, Evaluation
from db.store import Store
from desktop.coaching.answers import ticked
from desktop.features.monitoring import own_views
from desktop.shell.window import MainWindow
from tests.builders import Floor, new_floor, take_call
from tests.desktop.disputed_floor import share
from tests.desktop.heard_floor import hear
from tests.desktop.test_monitoring_kinds import FORM, add_card
from tests.journeys.as_it_is import left_behind
from tests.pages.building import Builder
from tests.pages.finding import find, press, settle, write
from tests.pages.listening import hit, type_in
from tests.pages.opening import open_app, open_window

K = Qt.Key


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def window(qtbot, floor: Floor) -> Iterator[MainWindow]:  # type: ignore[no-untyped-def]
    with open_app(floor.store, floor.user) as app, open_window(app) as made:
        made.resize(1366, 900)
        made.activateWindow()
        yield made


@contextmanager
def after_a_kill(floor: Floor, folder: Path) -> Iterator[Database]:
    """The store as it would be found, opened anew."""
    store = Store.open(left_behind(floor.store, folder / "left"))
    try:
        with store.reading() as db:
            yield db
    finally:
        store.close()


def listen(window: MainWindow, floor: Floor, card: int | None = None) -> QWidget:
    window.app.go("monitoring", ("contact", take_call(floor).id))
    page = window.pages["monitoring"]
    if card is not None:
        page.editor.desk.choose_card(card)
    settle()
    return page


def order(page: QWidget, key: str) -> None:
    """What a key of the page does, found by the key."""
    next(each for each in page.keys if each.key == key).run()
    settle()


def draft(db: Database) -> Evaluation:
    (found,) = evaluations.of_observation(db, 1)
    return found


def test_answers_of_every_kind_with_causes_and_a_comment_on_one(window, floor, tmp_path) -> None:
    page = listen(window, floor, add_card(floor))
    page.editor.answer()
    type_in(page, "2")
    type_in(page, "1")
    hit(page, K.Key_Return)
    type_in(page, "13")
    hit(page, K.Key_Return)
    type_in(page, "42")
    hit(page, K.Key_Return)
    type_in(page, "a refu")
    order(page, "Shift+F3")
    type_in(page, "said it twi")
    with after_a_kill(floor, tmp_path) as db:
        kept = draft(db)
        said = {(one.question, one.kind, one.value) for one in details.of_evaluation(db, kept.id)}
    assert said == {
        ("greet", DetailKind.CAUSE, "habit"),
        ("wait", DetailKind.NUMBER, "42"),
        ("why", DetailKind.TEXT, "a refu"),
        ("why", DetailKind.COMMENT, "said it twi"),
    }
    assert kept.answers[:4] == bytes([2, 1, 2, 1])
    assert ticked(FORM, kept.answers, 1) == (0, 2)


def test_a_number_of_which_one_digit_is_typed(window, floor, tmp_path) -> None:
    page = listen(window, floor, add_card(floor))
    page.editor.answer()
    type_in(page, "11")
    hit(page, K.Key_Return)
    type_in(page, "4")
    with after_a_kill(floor, tmp_path) as db:
        (said,) = details.of_evaluation(db, draft(db).id)
    assert (said.question, said.value) == ("wait", "4")


def test_a_promise_whose_day_is_half_typed(window, floor, tmp_path) -> None:
    page = listen(window, floor)
    type_in(page, "a refund")
    hit(page, K.Key_Return)
    order(page, "F7")
    for words in ("Imani", "by mail"):
        type_in(page, words)
        hit(page, K.Key_Return)
    type_in(page, "Tuesd")
    with after_a_kill(floor, tmp_path) as db:
        (note,) = observations.notes(db, 1)
    assert (note.who, note.how, note.due) == ("Imani", "by mail", "Tuesd")


def test_a_recognition_of_which_half_a_line_is_typed(window, floor, tmp_path) -> None:
    page = listen(window, floor)
    type_in(page, "Named the day")
    hit(page, K.Key_Return)
    order(page, "Ctrl+Shift+P")
    type_in(page, "she thanked hi")
    with after_a_kill(floor, tmp_path) as db:
        (praise,) = recognition.of_agent(db, floor.agent)
    assert (praise.behaviour, praise.impact) == ("Named the day", "she thanked hi")


def test_an_own_view_half_filled_in(window, floor, tmp_path) -> None:
    asked = own_views.ask_for_view(floor.store, hear(floor).id, floor.user)
    window.app.go("handover", (floor.agent, None, ("people", floor.agent)))
    window.app.go("own_view_of_call", asked)
    settle()
    page = window.pages["own_view_of_call"]
    page.card.answering.press("1")
    page.card.answering.press("2")
    find(page, "Comment on the whole contact").setFocus()
    type_in(page, "it went wel")
    with after_a_kill(floor, tmp_path) as db:
        kept = next(iter(db.query("SELECT answers, comment FROM self_evaluation")))
    assert (kept["answers"][:3], kept["comment"]) == (bytes([1, 2, 0]), "it went wel")


def test_a_dispute_half_typed(window, floor, tmp_path) -> None:
    found = share(floor)
    window.app.go("handover", (floor.agent, None, ("people", floor.agent)))
    window.app.go("own_evaluation", found.id)
    page = window.pages["own_evaluation"]
    press(page, "I see something otherwise…")
    press(page, "I see this otherwise")
    settle()
    asked = next(each for each in page.findChildren(QWidget) if _begins(each, "Why you see it otherwise"))
    asked.setFocus()
    type_in(page, "I did as")
    with after_a_kill(floor, tmp_path) as db:
        (kept,) = disputes.drafts(db, found.id)
    assert kept.reason == "I did as"


def test_a_scorecard_half_built_down_to_the_points_being_typed(window, floor, tmp_path) -> None:
    window.app.go("library")
    page = window.pages["library"]
    builder = Builder(page)
    builder.begin()
    builder.name("Greetin")
    builder.open((0, 0))
    write(page, "What is asked", "Was she gree")
    _type_number(page, "Points of answer 1", "1.5")
    assert find(page, "Points of answer 1", QDoubleSpinBox).text() == "1.5"
    with after_a_kill(floor, tmp_path) as db:
        kept = next(one.form for one in scorecards.versions(db) if one.state.value == "draft")
    assert (kept.name, kept.questions[0].text) == ("Greetin", "Was she gree")
    assert kept.questions[0].options[0].points == 1.5


def test_a_sampling_plan_half_edited(window, floor, tmp_path) -> None:
    take_call(floor)
    window.app.go("sampling")
    page = window.pages["sampling"]
    press(page, "Sampling: Plans")
    press(page, "Add a plan")
    write(page, "Name of the plan", "Two a mon")
    press(page, "Which calls, and who hears them")
    write(page, "Topics", "Billing; Fau")
    _type_number(page, "Calls per agent", "17")
    with after_a_kill(floor, tmp_path) as db:
        (kept,) = sampling.plans(db)
    assert (kept.name, kept.recipe.quota, kept.recipe.topics) == ("Two a mon", 17, ("Billing", "Fau"))


def _type_number(page: QWidget, name: str, typed: str) -> None:
    """Type into a field of figures without leaving it."""
    field = find(page, name, QDoubleSpinBox)
    field.setFocus()
    field.selectAll()
    type_in(page, typed)


def _begins(widget: QWidget, name: str) -> bool:
    return widget.isVisible() and widget.accessibleName().startswith(name)
