"""The agent's own view of a call: blind both ways until both are in, then side by side; and in no figure."""

from collections.abc import Iterator

import pytest

from db.queries import figures, histories, holdings, self_evaluations
from db.reach import OutOfReach
from db.records.disputes import SelfState
from db.records.history import Wanted
from desktop.coaching.access import Forbidden, demand
from desktop.coaching.disputes import Refused
from desktop.coaching.finishing import Incomplete
from desktop.features.monitoring import actions, changing, own_views
from desktop.features.record import actions as record
from desktop.shell.context import App
from desktop.shell.window import MainWindow
from tests.builders import Floor, take_call
from tests.desktop.heard_floor import NONE, answer, at_desk, hear, read
from tests.pages.finding import has, pick, press, settle, words
from tests.pages.opening import open_app, open_window

SECRET = "I rushed the close"


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


def draft(floor: Floor) -> int:
    """An evaluation that is still being written; its id."""
    observation = actions.begin(floor.store, take_call(floor).id, floor.user)
    evaluation = actions.sitting(floor.store, observation).evaluation
    assert evaluation is not None
    return evaluation.id


def sit_down(floor: Floor) -> None:
    floor.store.act_as(floor.user, floor.agent)


def fill_in(floor: Floor, self_id: int, option: int = 0) -> None:
    form = own_views.read_own(floor.store, self_id, at_desk(floor)).version.form
    codes = bytes(min(option, len(one.options) - 1) + 1 for one in form.questions)
    own_views.keep_own_answers(floor.store, self_id, codes, at_desk(floor))
    own_views.keep_own_comment(floor.store, self_id, SECRET, at_desk(floor))


def finish_own(floor: Floor, self_id: int, option: int = 0) -> None:
    sit_down(floor)
    fill_in(floor, self_id, option)
    own_views.finish_own(floor.store, self_id, at_desk(floor))
    floor.store.act_as(floor.user)


def test_the_evaluator_sees_nothing_of_it_before_their_own_is_finished(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    evaluation = draft(floor)
    asked = own_views.ask_for_view(floor.store, evaluation, floor.user)
    finish_own(floor, asked)
    observation = read(floor, evaluation).observation_id
    seen = own_views.own_view_of(floor.store, observation, floor.user)
    assert seen is not None
    assert (seen.state, seen.answers, seen.comment, dict(seen.words)) == (SelfState.FINAL, b"", "", {})
    with floor.store.reading() as db:
        assert SECRET not in str(list(db.query("SELECT * FROM self_evaluation")))
    with pytest.raises(LookupError):
        own_views.both_views(floor.store, evaluation, floor.user)


def test_the_record_holds_nothing_of_it_before_both_are_in_and_all_of_it_after(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    evaluation = draft(floor)
    observation = read(floor, evaluation).observation_id
    finish_own(floor, own_views.ask_for_view(floor.store, evaluation, floor.user))

    def said() -> str:
        lines = record.read_page(floor.store, record.EVERYTHING, None, floor.user).lines
        with floor.store.reading(whole=True) as db:
            return (
                str(lines)
                + str(histories.page(db, Wanted(), limit=5000))
                + str(list(db.query("SELECT old, new FROM main.change")))
            )

    assert SECRET not in said()
    answer(floor, evaluation, 1)
    actions.finish(floor.store, observation, NONE, floor.user)
    assert SECRET in said()


def test_what_is_printed_of_everything_held_does_not_open_it_either(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    evaluation = draft(floor)
    observation = read(floor, evaluation).observation_id
    finish_own(floor, own_views.ask_for_view(floor.store, evaluation, floor.user))

    def printed() -> str:
        with floor.store.reading(whole=True) as db:
            return str(holdings.read(db, floor.agent).rows["self_evaluation"])

    assert SECRET not in printed()
    answer(floor, evaluation, 1)
    actions.finish(floor.store, observation, NONE, floor.user)
    assert SECRET in printed()


def test_the_agent_sees_no_evaluation_of_a_call_before_their_own_view_is_in(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    found = hear(floor)
    asked = own_views.ask_for_view(floor.store, found.id, floor.user)
    changing.share(floor.store, found.id, floor.user)
    sit_down(floor)
    with pytest.raises(LookupError):
        changing.own(floor.store, found.id, at_desk(floor))
    with floor.store.reading() as db:
        for table in ("evaluation", "observation", "note", "final", "detail"):
            assert list(db.query(f'SELECT * FROM "{table}"')) == []
    fill_in(floor, asked)
    own_views.finish_own(floor.store, asked, at_desk(floor))
    assert changing.own(floor.store, found.id, at_desk(floor)).revision.content
    both = own_views.both_views(floor.store, found.id, at_desk(floor))
    assert both.own_comment == SECRET


def test_who_would_rather_not_is_shown_the_evaluation(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    found = hear(floor)
    asked = own_views.ask_for_view(floor.store, found.id, floor.user)
    changing.share(floor.store, found.id, floor.user)
    sit_down(floor)
    own_views.decline(floor.store, asked, at_desk(floor))
    assert changing.own(floor.store, found.id, at_desk(floor)).revision.content


def test_what_differs_stands_first(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    found = hear(floor, option=0)
    asked = own_views.ask_for_view(floor.store, found.id, floor.user)
    sit_down(floor)
    fill_in(floor, asked)
    form = own_views.read_own(floor.store, asked, at_desk(floor)).version.form
    codes = bytearray([1] * len(form.questions))
    codes[5] = 2
    own_views.keep_own_answers(floor.store, asked, bytes(codes), at_desk(floor))
    own_views.finish_own(floor.store, asked, at_desk(floor))
    floor.store.act_as(floor.user)
    both = own_views.both_views(floor.store, found.id, floor.user)
    assert [line.place for line in both.lines][:3] == [6, 1, 2]
    assert both.differing == 1
    assert both.own_score is not None and both.score is not None and both.own_score < both.score


def test_it_is_in_no_figure(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    found = hear(floor)

    def shown() -> tuple[object, ...]:
        with floor.store.reading() as db:
            sums = [figures.weeks(db, kind) for kind in figures.Sums]
            answers = list(db.query("SELECT * FROM answer"))
            return figures.scores(db), sums, figures.by_question(db), figures.by_agent(db), answers

    before = shown()
    finish_own(floor, own_views.ask_for_view(floor.store, found.id, floor.user), 1)
    assert shown() == before


def test_only_the_agent_fills_it_in_and_only_their_own(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    found = hear(floor)
    asked = own_views.ask_for_view(floor.store, found.id, floor.user)
    with pytest.raises(Forbidden):
        own_views.keep_own_answers(floor.store, asked, found.answers, floor.user)
    from db.queries.people import add_agent

    with floor.store.writing("agent") as db:
        other = add_agent(db, "Tomasz Zieliński", floor.team)
    floor.store.act_as(floor.user, other)
    with pytest.raises(LookupError):
        own_views.keep_own_answers(floor.store, asked, found.answers, at_desk(floor))
    with pytest.raises(OutOfReach), floor.store.writing("self_evaluation") as db:
        self_evaluations.keep_answers(db, asked, b"")
    assert demand(floor.user, own_views.Deed.FINISH_EVALUATION)


def test_it_is_asked_for_once_and_not_after_sharing(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    found = hear(floor)
    own_views.ask_for_view(floor.store, found.id, floor.user)
    with pytest.raises(Refused):
        own_views.ask_for_view(floor.store, found.id, floor.user)
    other = hear(floor, "C-2")
    changing.share(floor.store, other.id, floor.user)
    with pytest.raises(Refused):
        own_views.ask_for_view(floor.store, other.id, floor.user)


def test_a_view_with_an_open_question_is_not_finished_and_a_finished_one_stays(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    asked = own_views.ask_for_view(floor.store, hear(floor).id, floor.user)
    sit_down(floor)
    with pytest.raises(Incomplete):
        own_views.finish_own(floor.store, asked, at_desk(floor))
    fill_in(floor, asked)
    own_views.finish_own(floor.store, asked, at_desk(floor))
    with pytest.raises(Refused):
        own_views.keep_own_comment(floor.store, asked, "Something else", at_desk(floor))


def test_the_agent_is_asked_and_answers_by_keys_at_the_desk(
    app: App, window: MainWindow, floor: Floor
) -> None:
    found = hear(floor)
    app.go("monitoring", ("evaluation", found.id))
    settle()
    page = window.pages["monitoring"]
    pick(page, "Ask Imani Okafor for their own view")
    assert any("Neither sees the other's" in one for one in words(page))
    app.go("handover", (floor.agent, None, ("people", floor.agent)))
    settle()
    desk = window.pages["handover"]
    assert any("Your own view is asked for" in one for one in words(desk))
    with floor.store.reading() as db:
        (asked,) = self_evaluations.of_agent(db, floor.agent)
    app.go("own_view_of_call", asked.id)
    settle()
    own = window.pages["own_view_of_call"]
    assert not any("%" in one for one in words(own)), "a running score would steer the answers"
    for _ in own.card.filling.form.questions:
        own.card.answering.press("1")
    press(own, "Finish my view")
    settle()
    assert window.current_key == "handover"
    changing_is_shared(floor, found.id)
    app.go("own_evaluation", found.id)
    settle()
    assert not has(desk, "Your own view is asked for")


def changing_is_shared(floor: Floor, evaluation_id: int) -> None:
    """Shared by the supervisor, while the agent sits there."""
    floor.store.act_as(floor.user)
    changing.share(floor.store, evaluation_id, floor.user)
    floor.store.act_as(floor.user, floor.agent)
