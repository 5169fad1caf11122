"""The planner's answer in sentences: how many calls, and what must not be read out of them."""

from desktop.coaching.sampling import Answer, Caution, Limit, Wish
from desktop.coaching.statistics import wilson
from desktop.shell.text import NBSP, ntr, number, percent, tr


def points(share: float) -> str:
    """A share (0–1) as points, such as `33 points`."""
    return ntr("{n} point", "{n} points", round(100 * share))


def within(share: float) -> str:
    """Such as `± 33 points`."""
    return f"±{NBSP}{points(share)}"


def programme_words(wish: Wish, answer: Answer) -> str:
    """How many for the programme."""
    if not wish.handled:
        return tr("There are no calls to plan with yet.")
    hours = number(answer.hours, 0 if answer.hours >= 10 else 1)
    return tr(
        "To know the pass rate of these {handled} calls to {margin}, hear {n} of them, drawn at random: "
        "{hours} hours. It speaks of these calls only, not of those to come.",
        handled=number(wish.handled),
        margin=within(wish.margin),
        n=number(answer.programme),
        hours=hours,
    )


def agent_words(wish: Wish, answer: Answer) -> str:
    """How many for an agent; blank where there are no agents or no calls."""
    if answer.each is None or answer.cycles is None:
        return ""
    each = ntr("{n} call", "{n} calls", answer.each)
    shared = ntr(
        "For {n} agent that is {each}.",
        "Shared among {n} agents that is {each} each.",
        wish.agents,
        each=each,
    )
    alone = ntr(
        "To know one agent’s pass rate as well takes {calls} of their calls: {n} round of that.",
        "To know one agent’s pass rate as well takes {calls} of their calls: {n} rounds of that.",
        answer.cycles,
        calls=number(answer.alone),
    )
    return f"{shared} {alone}"


def title_words(n: int, share: float, scored: int) -> str:
    """Over the list of what can't be concluded, and where its pass rate is from."""
    calls = ntr("What {n} call of an agent cannot show", "What {n} calls of an agent cannot show", n)
    if scored:
        known = tr("where {share} pass, as on this floor", share=percent(share))
    else:
        known = tr("where {share} pass, as is usual", share=percent(share))
    return f"{calls}, {known}"


def caution_words(one: Caution, n: int, share: float) -> str:
    """One thing that can't be concluded from n calls."""
    if one.limit is Limit.RATE:
        known = wilson(share, n)
        return tr(
            "Their pass rate is known to {points}: it may be {low} or {high}.",
            points=within(one.share),
            low=percent(known.low),
            high=percent(known.high),
        )
    if one.limit is Limit.MEAN:
        return tr(
            "Their mean score is known to {points}, if scores scatter as usual.", points=within(one.share)
        )
    words = {
        Limit.RANKING: tr("No ranking: two agents less than {points} apart can’t be told apart."),
        Limit.DECISION: tr(
            "No decision on pay, bonus or a warning: by chance alone the figure is up to {points} off."
        ),
        Limit.CHANGE: tr("No rise or fall from one round to the next of less than {points}."),
    }
    if one.limit is Limit.RARE:
        return tr(
            "No all-clear: a fault that never showed may still be on {share} of their calls.",
            share=percent(one.share),
        )
    return words[one.limit].replace("{points}", points(one.share))
