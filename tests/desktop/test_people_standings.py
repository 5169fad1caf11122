"""What an agent's page says of questions and skills: what stands out, and plainly that nothing does."""

from dataclasses import replace

import pytest

from db.records.figures import KeyedSum
from desktop.features.people import profile
from desktop.features.people.profile import Asked, Kind, Profile, Standings
from desktop.features.people.standings import StandingsPart
from tests.builders import Floor
from tests.desktop.plan_floor import TODAY
from tests.pages.finding import press, words
from tests.pages.opening import open_app


@pytest.fixture
def part(qtbot):
    with open_app() as app:
        made = StandingsPart(app)
        qtbot.addWidget(made)
        made.show()
        yield made


def spread(key: str, mean: float, n: int = 40) -> KeyedSum:
    return KeyedSum(key, n, n * mean, n * (mean**2 + 100))


def told(floor: Floor, *sums: KeyedSum) -> Profile:
    nothing = Standings((), (), (), ())
    found = profile.stand(Kind.QUESTION, sums, {one.key: one.key.title() for one in sums})
    known = profile.read_profile(floor.store, Asked(floor.agent, TODAY), None)
    return replace(known, questions=found, skills=nothing)


def test_where_nothing_stands_out_that_is_said_and_every_figure_is_there(part, floor: Floor) -> None:
    part.show_profile(told(floor, *(spread(key, 80 + at) for at, key in enumerate("abcdefg"))))
    assert {"Nothing stands out from the rest yet.", "All questions"} <= set(words(part))
    assert "Weakest questions" not in words(part)
    assert [row.title for row in part.rest.rows()] == list("ABCDEFG")
    assert {row.mark for row in part.rest.rows()} == {""}
    assert part.strong.rows() == part.weak.rows() == []


def test_what_stands_out_leaves_the_rest_to_the_rest(part, floor: Floor) -> None:
    figures = (spread("mid", 70), spread("high", 95), spread("low", 40), spread("thin", 70, 3))
    part.show_profile(told(floor, *figures))
    shown = [[row.title for row in rows.rows()] for rows in (part.strong, part.weak, part.rest, part.few)]
    assert shown == [["High"], ["Low"], ["Mid"], []]
    assert {"Weakest questions", "The rest"} <= set(words(part))
    press(part, "1 with too few calls to place: show it")
    assert [(row.title, row.words) for row in part.few.rows()] == [("Thin", "too few calls, n\xa03")]


def test_a_weakness_alone_does_not_make_the_rest_strengths(part, floor: Floor) -> None:
    part.show_profile(told(floor, *(spread(key, 80, 200) for key in "ab"), spread("low", 50, 10)))
    assert part.strong.rows() == []
    assert part.strong_note.text() == "Nothing stands out above the rest yet."
