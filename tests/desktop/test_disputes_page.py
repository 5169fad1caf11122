"""The page Disputes and the agent's page by their spoken names: raised at the desk, decided by others."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QComboBox

from db.records.disputes import Dispute, DisputeState
from db.records.observations import EvaluationState
from db.records.people import User
from desktop.features.disputes.page import DisputesPage
from desktop.features.monitoring import actions
from desktop.shell.context import App
from desktop.shell.window import MainWindow
from tests.builders import Floor
from tests.desktop.disputed_floor import colleague, dispute, raised, share
from tests.desktop.heard_floor import read
from tests.pages.finding import find, has, press, settle, words, write
from tests.pages.opening import open_app, open_window


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    floor.store.act_as(floor.user)
    with open_app(floor.store, floor.user) as app:
        yield app


@pytest.fixture
def window(app: App) -> Iterator[MainWindow]:
    with open_window(app) as window:
        window.go("today")
        yield window


def said(page: object) -> str:
    return " | ".join(words(page))  # type: ignore[arg-type]


def choose(page: object, name: str, words: str) -> None:
    """Pick an entry of a choice as a user does."""
    box = find(page, name, QComboBox)  # type: ignore[arg-type]
    place = box.findText(words)
    assert place >= 0, [box.itemText(n) for n in range(box.count())]
    box.setCurrentIndex(place)
    box.activated.emit(place)
    settle()


def become(app: App, user: User) -> None:
    app.store.act_as(user)
    app.user = user


def test_an_agent_disputes_two_questions_at_the_desk(app: App, window: MainWindow, floor: Floor) -> None:
    found = share(floor)
    app.go("handover", (floor.agent, ("own_evaluation", found.id), ("people", floor.agent)))
    settle()
    page = window.pages["own_evaluation"]
    press(page, "I see something otherwise…")
    box = find(page, "Question you see otherwise", QComboBox)
    for _ in range(2):
        choose(page, "Question you see otherwise", box.itemText(0))
        press(page, "I see this otherwise")
    assert len(page.disputes.forms) == 2
    press(page, "Raise the dispute")
    assert "needs a reason" in said(page)
    for form in page.disputes.forms:
        write(page, form.reason.accessibleName(), "I did ask her – «dwukrotnie»")
    press(page, "Raise the dispute")
    assert [one.state for one in raised(floor, found.id)] == [DisputeState.OPEN] * 2
    assert {one.reason for one in raised(floor, found.id)} == {"I did ask her – «dwukrotnie»"}
    settle()
    assert not has(page, "I have read this")
    assert "Waits to be decided" in said(page)


def test_what_an_agent_is_writing_survives_a_lock(app: App, window: MainWindow, floor: Floor) -> None:
    found = share(floor)
    app.go("handover", (floor.agent, ("own_evaluation", found.id), ("people", floor.agent)))
    settle()
    page = window.pages["own_evaluation"]
    press(page, "I see something otherwise…")
    press(page, "I see this otherwise")
    write(page, page.disputes.forms[0].reason.accessibleName(), "Half a sen")
    window.forget_pages()
    app.go("own_evaluation", found.id)
    settle()
    again = window.pages["own_evaluation"]
    assert again is not page
    assert again.disputes.forms[0].reason.text() == "Half a sen"


def open_case(app: App, window: MainWindow, evaluation_id: int) -> DisputesPage:
    app.go("disputes", evaluation_id)
    settle()
    page = window.pages["disputes"]
    assert isinstance(page, DisputesPage)
    return page


def test_a_colleague_decides_beside_what_was_answered(app: App, window: MainWindow, floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found)
    become(app, colleague(floor))
    page = open_case(app, window, found.id)
    told = said(page)
    assert "Imani Okafor" in told
    assert "I did ask her" in told
    assert "at 0:40 At 0:40 it can be heard" in told
    form = page.case.forms[0]
    press(page, "Decide")
    assert "Each question needs an answer and a reason" in said(page)
    choose(page, form.choice.accessibleName(), form.choice.itemText(2))
    assert "→" in page.case.preview.text()
    write(page, form.reason.accessibleName(), "Heard it at 0:40")
    press(page, "Decide")
    assert raised_newest(floor, found.observation_id)[0].state is DisputeState.CHANGED
    assert "Nothing waits to be decided." in said(page)


def raised_newest(floor: Floor, observation_id: int) -> tuple[Dispute, ...]:
    evaluation = actions.sitting(floor.store, observation_id).evaluation
    assert evaluation is not None
    return raised(floor, evaluation.id)


def test_what_a_decider_is_typing_is_kept(app: App, window: MainWindow, floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found)
    become(app, colleague(floor))
    page = open_case(app, window, found.id)
    write(page, page.case.forms[0].reason.accessibleName(), "I hear her as")
    window.forget_pages()
    again = open_case(app, window, found.id)
    assert again.case.forms[0].reason.text() == "I hear her as"


def test_the_evaluator_is_told_what_to_do_and_may_only_give_way(
    app: App, window: MainWindow, floor: Floor
) -> None:
    found = share(floor)
    dispute(floor, found)
    page = open_case(app, window, found.id)
    assert "You are alone on this floor" in said(page)
    assert not has(page, "Decide")
    form = page.case.forms[0]
    press(page, form.slip.accessibleName())
    (one,) = raised_newest(floor, found.observation_id)
    assert (one.state, one.quick) == (DisputeState.CHANGED, True)


def test_rates_are_shown_with_n_and_interval(app: App, window: MainWindow, floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found, 0, 1)
    become(app, colleague(floor))
    page = open_case(app, window, found.id)
    for form in page.case.forms:
        choose(page, form.choice.accessibleName(), form.choice.itemText(1))
        write(page, form.reason.accessibleName(), "It can't be heard")
    press(page, "Decide")
    assert page.rates.whole.text() == "The score stood in 2 of 2 disputes, 34\N{NBSP}% to 100\N{NBSP}%"
    assert read(floor, found.id).state is EvaluationState.SHARED
