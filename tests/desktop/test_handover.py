"""The desk handed over: what an agent sees and does there, and that nothing else can be reached from it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.queries import finals, people, plans, skills
from db.queries.people import add_agent
from db.records.observations import EvaluationState
from db.records.people import Role
from db.records.skills import AssessmentKind
from desktop.coaching.access import Forbidden
from desktop.features.handover import actions
from desktop.features.handover.seats import PAGES
from desktop.features.monitoring import changing
from desktop.shell import clipboard
from desktop.shell.cards import HelpCard
from desktop.shell.context import App
from desktop.shell.window import MainWindow
from tests.builders import Floor
from tests.desktop.heard_floor import change, hear, read
from tests.desktop.plan_floor import agree, fill
from tests.pages.finding import has, key, press, settle, words, write
from tests.pages.opening import open_app, open_window

EVERY_KEY = [
    *(Qt.Key(code) for code in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)),
    *(Qt.Key(code) for code in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)),
    *(Qt.Key(code) for code in range(Qt.Key.Key_F1, Qt.Key.Key_F12 + 1)),
    *(Qt.Key.Key_Comma, Qt.Key.Key_Question, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return),
    *(Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Home, Qt.Key.Key_Back, Qt.Key.Key_Backspace),
]
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
HELD = [Qt.KeyboardModifier.NoModifier, CTRL, ALT, SHIFT, CTRL | SHIFT, CTRL | ALT]


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


def shared(floor: Floor, reference: str = "C-1", option: int = 0) -> int:
    found = hear(floor, reference, option)
    changing.share(floor.store, found.id, floor.user)
    return found.id


def hand_over(app: App, floor: Floor, first: tuple[str, object] | None = None) -> None:
    app.go("handover", (floor.agent, first, ("people", floor.agent)))
    settle()


def is_shut_in(app: App, window: MainWindow) -> bool:
    acting = app.store.acting
    return (
        acting is not None
        and acting.agent is not None
        and app.user.role is Role.AGENT
        and window.current_key in PAGES
        and window.rail.isHidden()
        and window.status.isHidden()
        and QApplication.activeModalWidget() is None
    )


def test_what_waits_comes_first_and_nothing_unshared_is_there(floor: Floor, app: App, window) -> None:
    first, second = shared(floor, "C-1"), shared(floor, "C-2")
    hear(floor, "C-3")
    with floor.store.reading() as db:
        final_id = finals.newest(db, "evaluation", first).final.id
    hand_over(app, floor)
    changing.acknowledge(floor.store, final_id, "", app.user)
    settle()
    found = actions.things(floor.store, app.user)
    assert [one.evaluation.id for one in found.evaluations] == [second, first]
    assert "1 thing waits for you." in words(window)
    assert has(window, "Handed over to Imani Okafor")


def test_from_a_persons_page_a_plan_and_an_evaluation(floor: Floor, app: App, window: MainWindow) -> None:
    evaluation, plan = hear(floor).id, fill(floor)
    for place, target, lands in (
        ("people", floor.agent, "handover"),
        ("plans", plan, "own_plan"),
        ("monitoring", ("evaluation", evaluation), "own_evaluation"),
    ):
        app.go(place, target)
        settle()
        press(window, "Hand over to Imani Okafor")
        settle()
        assert window.current_key == lands
        assert is_shut_in(app, window)
        press(window, "Back to Ruth Castellane")
        settle()
        assert (window.current_key, app.user) == (place, floor.user)
        assert not window.rail.isHidden()
    assert read(floor, evaluation).state is EvaluationState.SHARED, "what is handed over is shared by that"


def test_reading_commenting_and_acknowledging(floor: Floor, app: App, window: MainWindow) -> None:
    id = shared(floor)
    hand_over(app, floor, ("own_evaluation", id))
    page = window.pages["own_evaluation"]
    text = page.text.toPlainText()
    assert text.index("Let her tell the story") < text.index("Asked the name twice") < text.index("The sum")
    write(window, "Your comment", "Fair. Next time I ask once.")
    with floor.store.reading() as db:
        kept = finals.acknowledgement(db, page.reading.revision.final.id)
    assert (kept.comment, kept.at) == ("Fair. Next time I ask once.", None), "kept as typed"
    press(window, "I have read this")
    settle()
    assert any(line.startswith("✓ You read it on") and "I ask once" in line for line in words(window))
    assert not has(window, "Your comment")
    assert read(floor, id).state is EvaluationState.ACKNOWLEDGED
    press(window, "Back to Ruth Castellane")
    app.go("monitoring", ("evaluation", id))
    settle()
    assert any("Imani Okafor read it on" in line and "I ask once" in line for line in words(window))


def test_a_changed_evaluation_says_so_to_whoever_read_it(floor: Floor, app: App, window: MainWindow) -> None:
    second = change(floor, shared(floor), 1, "The customer wrote")
    hand_over(app, floor, ("own_evaluation", second.id))
    assert "because: The customer wrote" in window.pages["own_evaluation"].text.toPlainText()


def test_the_agent_writes_their_own_words_and_signs(floor: Floor, app: App, window: MainWindow) -> None:
    plan = fill(floor)
    hand_over(app, floor, ("own_plan", plan))
    write(window, "Why it matters to me (Listening)", "So that nobody calls twice")
    write(window, "Signature of Imani Okafor", "Ruth Castellane")
    press(window, "Sign as Imani Okafor")
    assert not has(window, "Sign on behalf of Imani Okafor"), "an agent signs for nobody else"
    write(window, "Signature of Imani Okafor", "Imani Okafor")
    press(window, "Sign as Imani Okafor")
    settle()
    with floor.store.reading() as db:
        whole = plans.whole(db, plan)
    assert (whole.goals[0].why, [one.name for one in whole.signatures]) == (
        "So that nobody calls twice",
        ["Imani Okafor"],
    )
    assert not has(window, "Why it matters to me (Listening)"), "signed words are read"
    assert "Ruth Castellane has not signed yet." in words(window)


def test_an_open_own_view_can_be_finished_there(floor: Floor, app: App, window: MainWindow) -> None:
    with floor.store.writing("assessment") as db:
        id = skills.begin_assessment(db, floor.agent, AssessmentKind.SELF, floor.user.id, app.clock().date())
    hand_over(app, floor, ("own_view", id))
    view = window.pages["own_view"].view
    assert not has(window, "Discard this draft")
    for _ in view.desk.sitting.skills:
        view.rate(3)
        key(view, Qt.Key.Key_Return)
    view.desk.finish()
    settle()
    with floor.store.reading() as db:
        assert skills.assessment(db, id).state == "final"
    assert window.current_key == "handover"
    assert is_shut_in(app, window)


@pytest.mark.parametrize("screen", ["handover", "own_evaluation", "own_plan"])
def test_no_key_leads_out(floor: Floor, app: App, window: MainWindow, screen: str) -> None:
    targets = {"own_evaluation": shared(floor), "own_plan": fill(floor)}
    hand_over(app, floor)
    for held in HELD:
        for code in EVERY_KEY:
            app.go(screen, targets.get(screen))
            window.setFocus()
            QTest.keyClick(QApplication.focusWidget() or window, code, held)
            if code is Qt.Key.Key_F1 and isinstance(card := QApplication.activeModalWidget(), HelpCard):
                card.reject()  # it explains the page, and leads nowhere
            assert is_shut_in(app, window), f"{code.name} with {held}"
    assert window.shut_in.bar is not None


def test_no_page_but_the_agents_own_can_be_gone_to(floor: Floor, app: App, window: MainWindow) -> None:
    shared(floor)
    hand_over(app, floor)
    for place in window.places:
        app.go(place, None)
        assert is_shut_in(app, window), place
    assert set(window.pages) <= PAGES, "no other page is left in memory"
    assert app.commands.matching("") == [], "the box would offer nothing, were it opened"


def test_nothing_of_the_supervisor_can_be_undone_there(floor: Floor, app: App, window: MainWindow) -> None:
    undone: list[int] = []
    app.undo.offer("Something of before", lambda: undone.append(1))
    hand_over(app, floor)
    assert window.notice_bar.isHidden()
    app.undo.undo()
    assert undone == []


def test_the_store_itself_shows_nothing_else(floor: Floor, app: App, window: MainWindow) -> None:
    with floor.store.writing("agent") as db:
        other = add_agent(db, "Joe Bloggs", floor.team)
    id, unshared = shared(floor), hear(floor, "C-9").id
    hand_over(app, floor)
    with floor.store.reading() as db:
        assert [one.id for one in people.agents(db)] == [floor.agent]
        assert db.execute("SELECT id FROM evaluation").fetchall() == [(id,)]
        assert db.execute("SELECT count(*) FROM final").fetchone() == (1,)
    with pytest.raises(LookupError):
        changing.own(floor.store, unshared, app.user)
    with pytest.raises(Forbidden):
        actions.hand_over(floor.store, other, app.user)


def test_both_ways_stand_in_the_record(floor: Floor, app: App, window: MainWindow) -> None:
    id = shared(floor)
    hand_over(app, floor, ("own_evaluation", id))
    press(window, "I have read this")
    press(window, "Back to Ruth Castellane")
    with floor.store.reading() as db:
        agent = people.agent(db, floor.agent).uid
        told = [(row["kind"], row["user"]) for row in db.query("SELECT kind, user FROM event ORDER BY id")]
        said = next(db.query("SELECT user, agent FROM change WHERE \"table\" = 'acknowledgement'"))
    assert told[-2:] == [("handed_over", floor.user.uid), ("handed_back", floor.user.uid)]
    assert (said["user"], said["agent"]) == (floor.user.uid, agent), "the agent, at the supervisor's desk"


def test_an_agreed_plan_is_read_and_nothing_more(floor: Floor, app: App, window: MainWindow) -> None:
    hand_over(app, floor, ("own_plan", agree(floor)))
    page = window.pages["own_plan"]
    assert "my own_words" in page.text.toPlainText()
    assert not has(window, "In my own words (Listening)")
    assert not has(window, "Sign as Imani Okafor")


def test_locking_comes_back_to_no_page_of_the_agents(floor: Floor, app: App, window: MainWindow) -> None:
    hand_over(app, floor, ("own_plan", fill(floor)))
    assert window.where() == ("today", None)
    window.forget_pages()
    assert window.shut_in.keys == frozenset()
    assert not has(window, "Handed over to Imani Okafor")


def test_nothing_that_was_copied_passes_from_one_person_at_the_desk_to_the_other(
    floor: Floor, app: App, window: MainWindow
) -> None:
    clipboard.copy("Tomasz was warned twice")
    app.go("handover", (floor.agent, None, ("today", None)))
    assert QApplication.clipboard().text() == ""
    clipboard.copy("what Imani copied")
    press(window, "Back to Ruth Castellane")
    assert QApplication.clipboard().text() == ""
