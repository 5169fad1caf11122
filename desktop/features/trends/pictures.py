"""Turns what was read into charts with a title and one sentence that says how to read them."""

from collections.abc import Sequence

from desktop.features.trends.actions import Asked, Course, Standing, Step, View
from desktop.shell.text import ntr, percent_figure, tr
from desktop.widgets.pictures import BarRow, BarsPicture, ChartPoint, TrendPicture

LISTED = 12
WHOLE_AXIS = (0.0, 100.0)


def draw_course(course: Course, asked: Asked, whose: str) -> TrendPicture:
    """Means with control limits, or pass rates with their centre line."""
    rates = asked.view is View.PASSES
    return TrendPicture(
        title=tr("Pass rate, {whose}", whose=whose) if rates else tr("Mean score, {whose}", whose=whose),
        subtitle=f"{percent_figure(course.whole)}. {_reading(course, asked.step)}",
        points=tuple(
            ChartPoint(
                point.start,
                point.estimate.value,
                point.estimate.low,
                point.estimate.high,
                point.estimate.n,
                payload=point,
            )
            for point in course.points
        ),
        limits=course.limits,
        baseline=course.centre,
        bounds=WHOLE_AXIS if rates else None,
        signals=course.signals,
    )


def _reading(course: Course, step: Step) -> str:
    count = len(course.points)
    if course.signals:
        return ntr(
            "{n} point stands out from what chance alone would do; open it to see its calls.",
            "{n} points stand out from what chance alone would do; open one to see its calls.",
            len(course.signals),
        )
    if course.limits is None and course.centre is None:
        weeks = step is Step.WEEK
        return (
            ntr(
                "{n} week: too few to tell a change from chance.",
                "{n} weeks: too few to tell a change from chance.",
                count,
            )
            if weeks
            else ntr(
                "{n} month: too few to tell a change from chance.",
                "{n} months: too few to tell a change from chance.",
                count,
            )
        )
    return tr("No signal: the ups and downs are what chance alone would do.")


def draw_standings(standings: Sequence[Standing], view: View, whose: str) -> BarsPicture:
    """Lowest first; the bars' intervals say how much of the order is chance."""
    titles = {
        View.QUESTIONS: tr("Weakest questions, {whose}", whose=whose),
        View.SKILLS: tr("Skills as the questions show them, {whose}", whose=whose),
        View.TEAMS: tr("Teams beside each other"),
        View.CRITICALS: tr("Calls without a critical error, {whose}", whose=whose),
    }
    shown = standings if view is View.TEAMS else standings[:LISTED]
    return BarsPicture(
        title=titles[view],
        subtitle=_standing_words(standings, view),
        rows=tuple(
            BarRow(
                row.title,
                row.estimate.value,
                row.estimate.low,
                row.estimate.high,
                row.estimate.n,
                payload=row,
            )
            for row in shown
        ),
        bounds=WHOLE_AXIS,
        value_word=tr("Of the calls") if view is View.CRITICALS else tr("Of the points"),
    )


def _standing_words(standings: Sequence[Standing], view: View) -> str:
    few = sum(row.too_few for row in standings)
    words = {
        View.QUESTIONS: tr(
            "Share of the points earned, lowest first, of the calls that were asked the question."
        ),
        View.SKILLS: tr("Share of the points earned by the questions of each skill, lowest first."),
        View.CRITICALS: tr(
            "Share of the calls that were scored on a class and had no such error, with its 95 % interval."
        ),
        View.TEAMS: tr(
            "Mean score with its 95 % interval, by name. Where intervals overlap, chance may be all."
        ),
    }[view]
    if few and view is not View.TEAMS:
        words += " " + ntr("{n} has too few calls to place.", "{n} have too few calls to place.", few)
    return words
