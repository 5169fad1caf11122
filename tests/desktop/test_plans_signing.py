"""Whose name stands under a plan, and by whose hand."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from db.records.people import Role
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
    (signed,) = whole(floor, page.pen.plan_id).signatures
    assert signed.name == "Joe (on behalf of Imani Okafor)"
    assert any(text.startswith(f"✓ {signed.name} signed on") for text in words(page))


def test_the_offer_goes_when_the_name_is_mended(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    write(page, "Signature of Ruth Castellane", "Ruth Castellan")
    press(page, "Sign as Ruth Castellane")
    assert whole(floor, page.pen.plan_id).signatures == (), "nobody has signed yet"
    assert any(text.startswith("This line is for Ruth Castellane.") for text in words(page))
    assert has(page, "Sign on behalf of Ruth Castellane")
    write(page, "Signature of Ruth Castellane", "Ruth Castellane")
    assert not has(page, "Sign on behalf of Ruth Castellane")


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
