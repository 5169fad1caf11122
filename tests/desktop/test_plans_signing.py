"""Whose name stands under a plan, by accessible names."""

from collections.abc import Iterator

import pytest

from desktop.shell.context import App
from tests.builders import Floor
from tests.desktop.plan_floor import fill
from tests.desktop.plan_page import open_page, planning, whole
from tests.pages.finding import has, press, words, write


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    with planning(floor.store) as app:
        yield app


@pytest.mark.parametrize("name", ["Imani Okafor", "imani  okafor", "Ímani Ökafor"])
def test_an_own_name_signs_capitals_and_accents_aside(floor: Floor, app: App, qtbot, name: str) -> None:
    page = open_page(app, qtbot, fill(floor))
    write(page, "Signature of Imani Okafor", name)
    press(page, "Sign as Imani Okafor")
    assert [one.name for one in whole(floor, page.pen.plan_id).signatures] == [" ".join(name.split())]


def test_another_name_signs_only_on_behalf(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    write(page, "Signature of Imani Okafor", "Joe")
    press(page, "Sign as Imani Okafor")
    assert whole(floor, page.pen.plan_id).signatures == (), "nobody has signed yet"
    assert any(text.startswith("This line is for Imani Okafor.") for text in words(page))
    press(page, "Sign on behalf of Imani Okafor")
    (signed,) = whole(floor, page.pen.plan_id).signatures
    assert signed.name == "Joe (on behalf of Imani Okafor)"
    assert any(text.startswith(f"✓ {signed.name} signed on") for text in words(page))


def test_the_offer_goes_when_the_name_is_mended(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    write(page, "Signature of Imani Okafor", "Imani Okafo")
    press(page, "Sign as Imani Okafor")
    assert has(page, "Sign on behalf of Imani Okafor")
    write(page, "Signature of Imani Okafor", "Imani Okafor")
    assert not has(page, "Sign on behalf of Imani Okafor")
