"""Trends: what is counted, what stands out, and that every point opens to the calls behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import pytest

from db.queries import behind, figures
from db.records.figures import Scope
from db.store import Store
from desktop.coaching import statistics
from desktop.features.trends import actions
from desktop.features.trends.actions import Asked, Step, View
from desktop.features.trends.page import TrendsPage
from desktop.features.trends.pictures import draw_course, draw_standings
from desktop.shell.words import critical_fails
from tests.builders import Floor, evaluate, take_call
from tests.pages.finding import has, press, settle, words
from tests.pages.opening import open_app

SITE = Scope()


def fill(floor: Floor, weeks: int, option: int = 0) -> None:
    for week in range(weeks):
        evaluate(floor, take_call(floor, date(2026, 1, 5) + timedelta(weeks=week), f"C-{week}"), option)


def test_every_point_opens_to_as_many_calls_as_its_n(demo: Store) -> None:
    for step in Step:
        asked = Asked(SITE, step)
        for point in actions.course(demo, asked, None).points:
            lines = actions.calls_of_period(demo, asked, point, None)
            assert len(lines) == point.estimate.n
            mean = sum(line.reported for line in lines) / len(lines)
            assert mean == pytest.approx(point.estimate.value)


@pytest.mark.parametrize("view", [View.QUESTIONS, View.TEAMS, View.CRITICALS])
def test_every_bar_opens_to_as_many_calls_as_its_n(demo: Store, view: View) -> None:
    asked = Asked(SITE, view=view)
    rows = actions.standings(demo, asked, None)
    assert rows
    for row in rows:
        assert len(actions.calls_of_standing(demo, asked, row.key, None)) == row.estimate.n


def test_a_team_s_trend_counts_its_own_calls_only(demo: Store) -> None:
    whole = actions.course(demo, Asked(SITE), None).whole
    teams = actions.standings(demo, Asked(SITE, view=View.TEAMS), None)
    assert sum(team.estimate.n for team in teams) == whole.n
    one = actions.course(demo, Asked(Scope(team_id=int(teams[0].key))), None).whole
    assert (one.n, one.value) == (teams[0].estimate.n, pytest.approx(teams[0].estimate.value))


def test_under_twelve_points_there_are_no_limits_and_no_signals(floor: Floor) -> None:
    fill(floor, 11)
    course = actions.course(floor.store, Asked(SITE), None)
    assert (len(course.points), course.limits, course.signals) == (11, None, ())
    assert "11 weeks" in draw_course(course, Asked(SITE), "the site").subtitle


def test_a_fall_after_a_steady_run_is_a_signal(floor: Floor) -> None:
    fill(floor, 12)
    evaluate(floor, take_call(floor, date(2026, 1, 5) + timedelta(weeks=12), "C-last"), option=9)
    course = actions.course(floor.store, Asked(SITE), None)
    assert 12 in course.signals
    assert "stand out" in draw_course(course, Asked(SITE), "the site").subtitle


def test_a_pass_rate_is_a_share_with_its_wilson_interval(floor: Floor) -> None:
    fill(floor, 3)
    fill(floor, 1, option=9)
    course = actions.course(floor.store, Asked(SITE, view=View.PASSES), None)
    assert (course.whole.value, course.whole.n) == (75.0, 4)
    # Wilson without continuity correction for 3 of 4, by hand: 30.1 % to 95.4 %
    assert course.whole.low == pytest.approx(30.06, abs=0.01)
    assert course.whole.high == pytest.approx(95.44, abs=0.01)


def test_too_few_calls_are_said_and_not_placed(floor: Floor) -> None:
    fill(floor, 2)
    rows = actions.standings(floor.store, Asked(SITE, view=View.QUESTIONS), None)
    assert rows and all(row.too_few for row in rows)
    assert "too few calls" in draw_standings(rows, View.QUESTIONS, "the site").subtitle


def test_an_empty_floor_has_an_empty_course(floor: Floor) -> None:
    course = actions.course(floor.store, Asked(SITE), None)
    assert (course.points, course.whole.value, course.whole.n) == ((), None, 0)


def test_a_skill_s_bar_opens_to_calls_and_their_mean(demo: Store) -> None:
    asked = Asked(SITE, view=View.SKILLS)
    rows = actions.standings(demo, asked, None)
    assert rows
    for row in rows:
        lines = actions.calls_of_standing(demo, asked, row.key, None)
        assert len(lines) == row.estimate.n == len({line.evaluation_id for line in lines})
        assert sum(line.percent for line in lines) / len(lines) == pytest.approx(row.estimate.value)


def test_critical_fails_stand_beside_the_mean(demo: Store) -> None:
    course = actions.course(demo, Asked(SITE), None)
    with demo.reading() as db:
        verdicts = [row.verdict for row in figures.scores(db) if row.reported is not None]
    assert course.critical.value == pytest.approx(verdicts.count("critical_fail") / len(verdicts))
    assert "Critical fails" in critical_fails(course.critical)


def test_calls_without_a_critical_error_are_counted_by_class(demo: Store) -> None:
    """The denominator are the calls the class applies to; the interval is Wilson's."""
    asked = Asked(SITE, view=View.CRITICALS)
    rows = actions.standings(demo, asked, None)
    assert rows
    for row in rows:
        lines = actions.calls_of_standing(demo, asked, row.key, None)
        free = sum(line.percent == 100 for line in lines)
        expected = statistics.proportion(free, len(lines))
        assert expected.interval is not None and row.estimate.value == pytest.approx(100 * expected.value)
        assert row.estimate.low == pytest.approx(100 * expected.interval.low)
    assert "no such error" in draw_standings(rows, View.CRITICALS, "the site").subtitle


def test_a_floor_whose_scorecards_know_no_critical_answer_shows_none(floor: Floor) -> None:
    fill(floor, 2)
    with floor.store.reading() as db:
        kinds = {o.critical for form, _ in behind.by_form(db) for q in form.questions for o in q.options}
    rows = actions.standings(floor.store, Asked(SITE, view=View.CRITICALS), None)
    assert len(rows) == len(kinds - {None})


# The page


@contextmanager
def shown_on(floor: Floor, day: date) -> Iterator[TrendsPage]:
    with open_app(floor.store, floor.user) as app:
        app.clock = lambda: datetime.combine(day, time(12), tzinfo=UTC)
        page = TrendsPage(app)
        page.show()
        yield page
        page.close()
        page.deleteLater()
        settle()


def test_where_all_calls_are_older_than_the_span_all_the_time_is_shown_and_that_is_said(floor: Floor) -> None:
    evaluate(floor, take_call(floor, date(2021, 3, 31)))
    with shown_on(floor, date(2026, 11, 22)) as page:
        assert page.span.currentText() == "all the time"
        assert [point.n for point in page.chart.picture.points] == [1]
        assert "None of the last 6 months: all the time is shown." in page.header.state.text()


@pytest.mark.parametrize("view", ["Scores", "Weakest questions", "Teams", "Critical errors"])
def test_a_chosen_span_that_holds_nothing_names_the_newest_call_and_offers_it(
    floor: Floor, view: str
) -> None:
    evaluate(floor, take_call(floor, date(2021, 3, 31)))
    with shown_on(floor, date(2026, 11, 22)) as page:
        press(page, f"What is shown: {view}")
        page.span.setCurrentIndex(page.span.findText("last 6 months"))
        page.span.activated.emit(page.span.currentIndex())
        assert "None of the last 6 months; the newest evaluated call is of 31 Mar 2021." in words(page)
        press(page, "Show all the time")
        assert page.span.currentText() == "all the time"
        assert not has(page, "Show all the time")


def test_a_month_s_calls_are_said_to_be_those_of_its_weeks(floor: Floor) -> None:
    evaluate(floor, take_call(floor, date(2021, 3, 31)))  # a Wednesday: the week of Thursday 1 April
    with shown_on(floor, date(2026, 11, 22)) as page:
        page.step.show_value(Step.MONTH)
        page.step.chosen.emit(Step.MONTH)
        page.open_payload(page.chart.picture.points[0].payload)
        title = "1 call of the weeks of April 2021 (a week counts to the month of its Thursday)"
        assert title in words(page)


def test_a_floor_without_evaluations_offers_no_other_span(floor: Floor) -> None:
    with shown_on(floor, date(2026, 11, 22)) as page:
        assert page.span.currentText() == "last 6 months"
        assert "Finish an evaluation, and its score appears here." in words(page)
        assert not has(page, "Show all the time")
