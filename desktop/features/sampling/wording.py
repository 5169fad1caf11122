"""What the page of sampling says: plans, draws and their calls in sentences."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from db.queries.sampling_queue import Missing
from db.records.observations import Drawn
from db.records.sampling import Cycle, ItemState, QueueItem, Recipe, Spread
from desktop.coaching.drawing import LeftOut, Short
from desktop.features.sampling.drafting import Again, Preview
from desktop.features.sampling.reading import DrawSheet, PlanLine
from desktop.shell.text import clock, day, moment, month, ntr, number, tr
from desktop.shell.words import word

SHORT_NAMED = 6


def quota_words(recipe: Recipe) -> str:
    """Such as `4 calls per agent and week`."""
    n = recipe.quota
    if recipe.cycle is Cycle.WEEK:
        return ntr("{n} call per agent and week", "{n} calls per agent and week", n)
    if recipe.cycle is Cycle.MONTH:
        return ntr("{n} call per agent and month", "{n} calls per agent and month", n)
    return ntr("{n} call per agent and four weeks", "{n} calls per agent and four weeks", n)


def short_quota(recipe: Recipe) -> str:
    """Such as `4 a week, at random`, where there is little room."""
    n, kind = recipe.quota, kind_words(recipe)
    if recipe.cycle is Cycle.WEEK:
        return ntr("{n} a week, {kind}", "{n} a week, {kind}", n, kind=kind)
    if recipe.cycle is Cycle.MONTH:
        return ntr("{n} a month, {kind}", "{n} a month, {kind}", n, kind=kind)
    return ntr("{n} in four weeks, {kind}", "{n} in four weeks, {kind}", n, kind=kind)


def kind_words(recipe: Recipe) -> str:
    """At random, or what is looked for."""
    if recipe.kind is Drawn.TARGETED:
        return tr("targeted: {rule}", rule=word(recipe.rule).lower())
    return tr("at random")


def filter_words(recipe: Recipe, teams: Mapping[int, str]) -> str:
    """Which calls are drawn from, and over what they are spread."""
    parts = [tr("answered calls")]
    if recipe.team_id is not None:
        parts.append(tr("team {name}", name=teams.get(recipe.team_id, "–")))
    if recipe.channels:
        parts.append(", ".join(word(one) for one in recipe.channels))
    if recipe.topics:
        parts.append(tr("topics: {topics}", topics=", ".join(recipe.topics)))
    if recipe.least_s:
        parts.append(tr("at least {time} long", time=clock(recipe.least_s)))
    if recipe.after_first_week:
        parts.append(tr("not of an agent’s first week"))
    parts.append(tr("never a call twice"))
    if recipe.kind is Drawn.RANDOM:
        parts.append(spread_words(recipe.spread))
    return " · ".join(parts)


def spread_words(spread: Iterable[Spread]) -> str:
    words = [word(one).lower() for one in spread]
    if not words:
        return tr("every call as likely as another")
    return tr("spread over {things}", things=", ".join(words))


def span_words(since: date, until: date) -> str:
    """A month by its name, other cycles by their days."""
    if since.day == 1 and (until.month, until.year) == (since.month, since.year) and until.day >= 28:
        return month(since)
    return tr("{since} to {until}", since=day(since), until=day(until))


def plan_state(line: PlanLine) -> str:
    """How much of a plan's newest draw was heard."""
    if line.draw is None:
        return tr("nothing drawn yet")
    heard = tr("{heard} of {n} heard", heard=number(line.heard), n=number(line.drawn))
    return f"{span_words(line.draw.since, line.draw.until)}: {heard}"


def preview_words(shown: Preview) -> str:
    n = len(shown.chosen)
    words = ntr("{n} call", "{n} calls", n)
    return tr(
        "{calls} of {all}, from {span}, by the seed {seed}.",
        calls=words,
        all=number(len(shown.population)),
        span=span_words(shown.since, shown.until),
        seed=shown.seed,
    )


def short_words(shown: Preview) -> str:
    """Whose quota is not met and why, the first few by name; blank where each is."""
    lines = [_short(one, shown.names.get(one.agent_id, "–")) for one in shown.short[:SHORT_NAMED]]
    more = len(shown.short) - SHORT_NAMED
    if more > 0:
        lines.append(ntr("And {n} more agent.", "And {n} more agents.", more))
    return "\n".join(lines)


def _short(one: Short, name: str) -> str:
    got = tr("{name}: {n} of {wanted}", name=name, n=number(one.drawn), wanted=number(one.wanted))
    if not one.left_out:
        return f"{got}. {tr('There are no other calls.')}"
    why = [f"{reason_words(reason)} {number(n)}" for reason, n in sorted(one.left_out.items())]
    return f"{got}. {tr('Left out: {reasons}.', reasons=', '.join(why))}"


def reason_words(reason: LeftOut) -> str:
    return {
        LeftOut.DRAWN: tr("drawn before"),
        LeftOut.HEARD: tr("heard before"),
        LeftOut.UNANSWERED: tr("not answered"),
        LeftOut.FIRST_WEEK: tr("in the first week"),
        LeftOut.LEFT: tr("after the last day"),
        LeftOut.CHANNEL: tr("other channel"),
        LeftOut.TOPIC: tr("other topic"),
        LeftOut.TOO_SHORT: tr("too short"),
        LeftOut.NOT_SOUGHT: tr("not what is looked for"),
    }[reason]


def evaluator_words(shown: Preview) -> str:
    """How many calls each evaluator is given."""
    load: dict[int, int] = {}
    for one in shown.chosen:
        load[one.user_id] = load.get(one.user_id, 0) + 1
    names = ((shown.users.get(user, "–"), n) for user, n in load.items())
    return " · ".join(f"{name} {number(n)}" for name, n in sorted(names))


def again_words(found: Again) -> str:
    """What came of drawing again."""
    if found.repeat.equal and found.repeat.same_population:
        n = len(found.repeat.same)
        return ntr(
            "Drawn again from the same calls: it is the same {n} call.",
            "Drawn again from the same calls: they are the same {n} calls.",
            n,
        )
    kept, all_then = len(found.repeat.same), len(found.repeat.same | found.repeat.only_then)
    same = tr("Of {n} calls {kept} come out again.", n=number(all_then), kept=number(kept))
    if found.repeat.same_population:
        return same
    return " ".join(
        (
            tr(
                "The calls to draw from are not those of then: {then} then, {now} now. Contacts that came "
                "in, changed or went since make the difference, and people you do not see.",
                then=number(found.then),
                now=number(found.now),
            ),
            same,
        )
    )


def sheet_words(sheet: DrawSheet, teams: Mapping[int, str]) -> str:
    """All that makes the draw repeatable."""
    made = sheet.line.draw
    return "\n".join(
        (
            tr("Drawn by {name}, {when}", name=sheet.line.by or "–", when=moment(made.made_at)),
            f"{quota_words(made.recipe)}, {kind_words(made.recipe)} · {span_words(made.since, made.until)}",
            filter_words(made.recipe, teams),
            tr(
                "Seed {seed} · {n} calls to draw from · fingerprint {hash}",
                seed=made.seed,
                n=number(made.population),
                hash=made.population_hash.hex()[:12],
            ),
        )
    )


def missing_words(missing: Missing) -> str:
    """What a draw's list doesn't show, and why; blank for nothing."""
    parts = []
    if missing.out_of_reach:
        parts.append(
            ntr(
                "{n} call is of people you do not see",
                "{n} calls are of people you do not see",
                missing.out_of_reach,
            )
        )
    if missing.erased:
        parts.append(
            ntr(
                "{n} was erased or is past its term", "{n} were erased or are past their term", missing.erased
            )
        )
    return " · ".join(parts)


def item_state(one: QueueItem) -> str:
    if one.item.state is ItemState.SKIPPED:
        return tr("skipped: {reason}", reason=word(one.item.reason).lower())
    if one.heard:
        return tr("heard")
    if one.gone:
        return tr("no longer there: its import was taken back")
    if one.begun:
        return tr("begun")
    return tr("stands in for a skipped one") if one.item.replaces_id else tr("to be heard")


def item_mark(one: QueueItem) -> str:
    """The meaning whose shape stands before the state."""
    if one.heard:
        return "good"
    return "warn" if one.gone or one.item.state is ItemState.SKIPPED else ""


def when_words(when: datetime) -> str:
    """The site's wall clock."""
    return f"{day(when.date())}, {when:%H:%M}"
