"""What may follow a finished evaluation, from its own screen by spoken names: slip, void, files, dispute."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from db.queries import finals
from db.records.observations import EvaluationState
from desktop.features.monitoring.page import MonitoringPage
from desktop.shell.context import App
from desktop.shell.window import MainWindow
from desktop.widgets.more_menu import MoreMenu
from tests.builders import Floor
from tests.desktop.disputed_floor import dispute, raised, share
from tests.desktop.heard_floor import hear, read
from tests.desktop.test_handed_out import fill_in
from tests.pages.finding import find, has, offers, pick, press, settle, words, write
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


def open_page(app: App, window: MainWindow, evaluation_id: int) -> MonitoringPage:
    app.go("monitoring", ("evaluation", evaluation_id))
    settle()
    page = window.pages["monitoring"]
    assert isinstance(page, MonitoringPage)
    return page


def said(page: MonitoringPage) -> str:
    return " | ".join(words(page))


def test_a_slip_is_put_right_in_two_choices(app: App, window: MainWindow, floor: Floor) -> None:
    found = share(floor)
    page = open_page(app, window, found.id)
    pick(page, "Put a slip right…")
    answers = find(page, "What it should say", QComboBox)
    answers.setCurrentIndex(0)
    press(page, "Put it right")
    settle()
    assert "A plain slip, put right" in said(page)
    with pytest.raises(LookupError):
        read(floor, found.id)


def test_a_slip_that_lowers_what_was_shared_is_refused_in_words(
    app: App, window: MainWindow, floor: Floor
) -> None:
    found = share(floor, option=0)
    page = open_page(app, window, found.id)
    pick(page, "Put a slip right…")
    answers = find(page, "What it should say", QComboBox)
    answers.setCurrentIndex(answers.count() - 1)
    press(page, "Put it right")
    assert "never lowers what the agent was shown" in app.notices.last.text
    assert read(floor, found.id).reported == found.reported


def test_void_is_marked_by_word_and_shape_and_can_be_undone(
    app: App, window: MainWindow, floor: Floor
) -> None:
    found = share(floor)
    page = open_page(app, window, found.id)
    pick(page, "Make it void…")
    press(page, "Make it void")
    assert "for a reason only" in said(page)
    write(page, "Why it is void", "Another agent's call")
    press(page, "Make it void")
    settle()
    assert "⊘ Void" in said(page)
    assert "Another agent's call" in said(page)
    assert not has(page, "Change this evaluation…")
    assert offers(page) == []
    with pytest.raises(LookupError):
        read(floor, found.id)
    press(page, "Let it count again")
    settle()
    assert read(floor, found.id).state is EvaluationState.SHARED
    assert "⊘ Void" not in said(page)


def test_a_page_is_handed_out_filled_in_read_back_confirmed_and_recorded(
    app: App, window: MainWindow, floor: Floor, tmp_path: Path
) -> None:
    found = hear(floor)
    page = open_page(app, window, found.id)
    line = page.why.standing.life.hand_out
    line.write_page(tmp_path / "Evaluation.html")
    settle()
    assert read(floor, found.id).state is EvaluationState.SHARED
    saved = fill_in(tmp_path / "Evaluation.html", read="on", words="I see it the same way")
    pick(page, "Take back what was handed out…")
    line.read_back(tmp_path / "Evaluation.html")
    assert "Nothing is ticked on this page" in said(page)
    line.read_back(saved)
    settle()
    assert "is the page that was handed out, unchanged" in said(page)
    assert "I see it the same way" in said(page)
    press(page, "Record it as the agent's word")
    settle()
    assert read(floor, found.id).state is EvaluationState.ACKNOWLEDGED
    assert "“I see it the same way”" in said(page)


def test_a_signed_paper_is_typed_in(app: App, window: MainWindow, floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    page = open_page(app, window, found.id)
    pick(page, "Take back what was handed out…")
    write(page, "The agent's words on the paper", "Agreed – «zgoda»")
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"a scan")
    page.why.standing.life.hand_out.signed.name_scan(scan)
    press(page, "Record the signed paper")
    settle()
    with floor.store.reading() as db:
        final = finals.newest(db, "evaluation", found.id)
        assert final is not None
        told = finals.acknowledgement(db, final.final.id)
    assert told is not None
    assert (told.comment, told.how, told.file_name) == ("Agreed – «zgoda»", "signed", "scan.png")


def test_a_dispute_is_typed_in_for_the_agent(app: App, window: MainWindow, floor: Floor) -> None:
    found = share(floor)
    page = open_page(app, window, found.id)
    pick(page, "Type in a dispute…")
    press(page, "I see this otherwise")
    panel = page.why.standing.life.disputes
    write(page, panel.forms[0].reason.accessibleName(), "Said on the phone: she did ask")
    press(page, "Raise the dispute")
    settle()
    assert [one.reason for one in raised(floor, found.id)] == ["Said on the phone: she did ask"]
    assert "a dispute waits to be decided" in said(page)
    assert not has(page, "Change this evaluation…")


def test_what_is_rarely_done_waits_behind_one_button_each_with_a_letter(
    app: App, window: MainWindow, floor: Floor
) -> None:
    page = open_page(app, window, share(floor).id)
    more = find(page, "More for this evaluation", MoreMenu)
    more.menu_of_more.aboutToShow.emit()
    lines = [action.text() for action in more.menu_of_more.actions() if action.isVisible()]
    letters = [line[line.index("&") + 1].casefold() for line in lines]
    assert len(lines) == 6
    assert len(set(letters)) == len(letters)
    assert lines[-1].replace("&", "") == "Make it void…"


def test_what_is_disputed_leads_to_its_decision(app: App, window: MainWindow, floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found)
    page = open_page(app, window, found.id)
    press(page, "Decide the dispute")
    settle()
    assert window.current_key == "disputes"
    assert "I did ask her" in " | ".join(words(window.pages["disputes"]))
