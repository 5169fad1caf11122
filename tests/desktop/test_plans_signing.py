"""Whose name stands under a plan, and by whose hand."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from db.queries import assignments, people
from db.records.people import Role, User
from db.records.plans import PlanState, Side
from desktop.coaching.access import Forbidden, at_the_desk_of
from desktop.features.plans import actions
from desktop.features.plans.actions import OtherName
from desktop.shell.context import App
from tests.builders import Floor
from tests.desktop.plan_floor import fill, sign_as_agent
from tests.desktop.plan_page import open_page, planning, whole
from tests.pages.finding import has, press, words, write


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    with planning(floor.store) as app:
        yield app


@pytest.mark.parametrize("name", ["Ruth Castellane", "ruth  castellane", "Rúth Castelläne"])
def test_an_own_name_signs_capitals_and_accents_aside(floor: Floor, app: App, qtbot, name: str) -> None:
    page = open_page(app, qtbot, fill(floor))
    write(page, "Signature of Ruth Castellane", name)
    press(page, "Sign as Ruth Castellane")
    assert [one.name for one in whole(floor, page.pen.plan_id).signatures] == [" ".join(name.split())]


def test_the_agents_line_leads_to_the_agents_own_hand(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    assert not has(page, "Signature of Imani Okafor")
    press(page, "Hand over to Imani Okafor to sign")
    plan = page.pen.plan_id
    assert app.window.to == [("handover", (floor.agent, ("own_plan", plan), ("plans", plan)))]


def test_another_name_signs_only_on_behalf(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    press(page, "Sign in the place of Imani Okafor")
    write(page, "Signature of Imani Okafor", "Imani Okafor")
    press(page, "Sign on behalf of Imani Okafor")
    assert whole(floor, page.pen.plan_id).signatures == (), "nobody signs as somebody else"
    write(page, "Signature of Imani Okafor", "Joe")
    press(page, "Sign on behalf of Imani Okafor")
    assert whole(floor, page.pen.plan_id).signatures == (), "nor by a name that is not their own"
    write(page, "Signature of Imani Okafor", "ruth castellane")
    press(page, "Sign on behalf of Imani Okafor")
    (signed,) = whole(floor, page.pen.plan_id).signatures
    assert signed.name == "ruth castellane (on behalf of Imani Okafor)"
    assert any(text.startswith(f"✓ {signed.name} signed on") for text in words(page))


def test_what_is_said_of_the_name_goes_when_it_is_mended(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    write(page, "Signature of Ruth Castellane", "Ruth Castellan")
    press(page, "Sign as Ruth Castellane")
    assert whole(floor, page.pen.plan_id).signatures == (), "nobody has signed yet"
    assert any(text.startswith("This line is for Ruth Castellane.") for text in words(page))
    write(page, "Signature of Ruth Castellane", "Ruth Castellane")
    assert not any(text.startswith("This line is for Ruth Castellane.") for text in words(page))


def test_nobody_else_signs_as_the_plans_supervisor(floor: Floor) -> None:
    plan_id, omar = fill(floor), colleague(floor)
    with pytest.raises(OtherName):
        actions.sign(floor.store, plan_id, Side.SUPERVISOR, "Ruth Castellane", omar)
    for name in ("Ruth Castellane", "Joe"):
        with pytest.raises(OtherName):
            actions.sign_on_behalf(floor.store, plan_id, Side.SUPERVISOR, name, omar)
    assert whole(floor, plan_id).signatures == ()
    actions.sign_on_behalf(floor.store, plan_id, Side.SUPERVISOR, "Omar Haddad", omar)
    (signed,) = whole(floor, plan_id).signatures
    assert signed.name == "Omar Haddad (on behalf of Ruth Castellane)"


def test_a_colleague_is_offered_to_sign_on_behalf_alone(floor: Floor, app: App, qtbot) -> None:
    app.user = colleague(floor)
    page = open_page(app, qtbot, fill(floor))
    assert not has(page, "Signature of Ruth Castellane") and not has(page, "Sign as Ruth Castellane")
    press(page, "Sign in the place of Ruth Castellane")
    write(page, "Signature of Ruth Castellane", "Omar Haddad")
    press(page, "Sign on behalf of Ruth Castellane")
    (signed,) = whole(floor, page.pen.plan_id).signatures
    assert signed.name == "Omar Haddad (on behalf of Ruth Castellane)"


def colleague(floor: Floor) -> User:
    """A coach of the same team."""
    with floor.store.writing("user", "assignment") as db:
        id = people.add_user(db, "Omar Haddad", Role.COACH)
        assignments.assign_all_teams(db, id)
        return people.user(db, id)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.COACH])
def test_nobody_but_the_agent_at_the_desk_signs_as_the_agent(floor: Floor, role: Role) -> None:
    plan_id = fill(floor)
    with pytest.raises(Forbidden):
        actions.sign(floor.store, plan_id, Side.AGENT, "Imani Okafor", replace(floor.user, role=role))
    assert whole(floor, plan_id).signatures == ()


def test_the_action_itself_asks_for_the_right_name(floor: Floor) -> None:
    plan_id = fill(floor)
    with pytest.raises(OtherName):
        sign_as_agent(floor, plan_id, "Ruth Castellane")
    with pytest.raises(OtherName):
        actions.sign(floor.store, plan_id, Side.SUPERVISOR, "Imani Okafor", floor.user)
    with pytest.raises(OtherName):
        actions.sign_on_behalf(floor.store, plan_id, Side.AGENT, "imani okafor", floor.user)
    assert whole(floor, plan_id).signatures == ()


def test_the_agent_at_the_desk_signs_for_nobody_else(floor: Floor) -> None:
    plan_id, agent = fill(floor), at_the_desk_of(floor.user)
    with pytest.raises(Forbidden):
        actions.sign(floor.store, plan_id, Side.SUPERVISOR, "Ruth Castellane", agent)
    with pytest.raises(Forbidden):
        actions.sign_on_behalf(floor.store, plan_id, Side.SUPERVISOR, "Imani Okafor", agent)
    assert whole(floor, plan_id).plan.state is PlanState.DRAFT
