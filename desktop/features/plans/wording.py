"""The sentences of a plan: why something is suggested, what is missing, whether it stuck. No Qt."""

from db.records.people import Stage
from db.records.plans import ConditionKind, Goal, PlanState, Side, WholePlan
from desktop.coaching.gaps import Place
from desktop.coaching.plans import Lack, Missing
from desktop.coaching.sticking import Movement, Outcome
from desktop.features.plans.reading import Sheet
from desktop.features.plans.starting import Beginning, SkillFacts, Suggestion
from desktop.features.plans.sticking import Stuck
from desktop.shell.text import NBSP, day, figure, half_up, ntr, number, percent, percent_figure, signed, tr


def joined(parts: list[str]) -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


def level(value: float | None) -> str:
    return tr("not seen yet") if value is None else tr("level{gap}{level}", gap=NBSP, level=number(value))


def state_words(state: PlanState, signed: int = 0) -> str:
    if state is PlanState.DRAFT and signed:
        return tr("Signed by one of two")
    return {
        PlanState.DRAFT: tr("Being written"),
        PlanState.AGREED: tr("Agreed"),
        PlanState.CLOSED: tr("Closed"),
    }[state]


def share_words(name: str, share: float | None) -> str:
    if share is None:
        return tr("Nothing is written yet.")
    return tr("{name} wrote {share} of this plan.", name=name, share=percent(share))


def stage_words(stage: Stage) -> str:
    return {
        Stage.NEW: tr("a new agent"),
        Stage.DEVELOPING: tr("a developing agent"),
        Stage.VETERAN: tr("a veteran"),
    }[stage]


def reason(one: Suggestion) -> str:
    """Why this is among the suggestions, in a sentence that can be checked."""
    if one.skill is not None:
        return _skill_reason(one.skill)
    assert one.figure is not None
    if one.place is Place.TOO_FEW_CALLS:
        return tr("{figure}: too few calls to say anything yet.", figure=percent_figure(one.figure))
    if one.place is Place.MIDDLE:
        return tr(
            "{figure}, the lowest, but not clearly below the other questions.",
            figure=percent_figure(one.figure),
        )
    side = (
        tr("clearly below the other questions") if one.place is Place.LOW else tr("clearly above the others")
    )
    return tr("{figure}, {side}.", figure=percent_figure(one.figure), side=side)


def _skill_reason(facts: SkillFacts) -> str:
    if facts.shown is None:
        return tr("Nobody has seen it shown yet.")
    saw = tr("the coach saw") if facts.shown_by != "demonstration" else tr("a demonstration showed")
    words = tr("Because {saw} {level}", saw=saw, level=level(facts.shown))
    if facts.required is not None:
        asked = {"stage": stage_words(facts.stage), "required": facts.required}
        words += tr(" and the standard for {stage} is {required}", **asked)
    return f"{words}; {_rests_on(facts)}."


def _rests_on(facts: SkillFacts) -> str:
    found = []
    if facts.notes:
        found.append(ntr("{n} note", "{n} notes", facts.notes))
    if facts.answers:
        found.append(ntr("{n} answer", "{n} answers", facts.answers))
    return joined(found) if found else tr("no note or answer is linked to it")


def refusal(live: tuple[str, ...], name: str) -> str:
    """Why a third focus area has to wait."""
    titles = joined([tr("“{title}”", title=one) for one in live])
    return tr(
        "{name} has {titles} to work on already. Two at a time is what a person can give real attention to: "
        "close a plan that is done, or bring this one into the next.",
        name=name,
        titles=titles,
    )


def subject(sheet: Sheet, goal: Goal) -> str:
    """What the goal moves: the skill's name or the question."""
    if goal.skill_id is None:
        return sheet.questions.get(goal.question, goal.question)
    return sheet.skills[goal.skill_id].name if goal.skill_id in sheet.skills else ""


def baseline(goal: Goal) -> str:
    """The figure a goal begins with, with what stands behind it."""
    if goal.skill_id is None:
        low, high = (None if one is None else one / 100 for one in (goal.baseline_low, goal.baseline_high))
        return figure(None if goal.baseline is None else goal.baseline / 100, low, high, goal.baseline_n)
    if goal.baseline is None:
        return tr("not seen yet")
    return tr(
        "{level}, from {n}",
        level=level(goal.baseline),
        n=ntr("{n} assessment", "{n} assessments", goal.baseline_n),
    )


def standing(sheet: Sheet, goal: Goal) -> str:
    """Where the goal began, and for a skill what was seen since."""
    words = tr("At the start: {figure}.", figure=baseline(goal))
    gap = next((one for one in sheet.picture if one.skill.id == goal.skill_id), None)
    if gap is None or gap.shown_on is None or gap.shown_on <= sheet.plan.begun_on:
        return words
    again = tr("Assessed again on {day}: {level}.", day=day(gap.shown_on), level=level(gap.shown))
    return f"{words} {again}"


def target(goal: Goal) -> str:
    if goal.target is None:
        return ""
    return percent(goal.target / 100) if goal.skill_id is None else level(goal.target)


def condition_question(kind: ConditionKind, name: str) -> str:
    return {
        ConditionKind.WILLING: tr("Does {name} want this?", name=name),
        ConditionKind.SUPPORTED: tr("Will we ask for it, look at it and help with it?"),
        ConditionKind.PROCESS: tr("Do our processes and guidelines make it possible?"),
        ConditionKind.FOCUS: tr("Will we stay with it until it has become a habit?"),
    }[kind]


def lacking(sheet: Sheet, one: Missing) -> str:
    """What is missing, as something to do."""
    if one.condition is not None:
        question = condition_question(one.condition, sheet.agent.name)
        if one.lack is Lack.CONDITION_REPLY:
            return tr("Answer “{question}”", question=question)
        return tr("The no to “{question}” needs an action of yours or an improvement", question=question)
    goal = next((goal for goal in sheet.whole.goals if goal.id == one.goal_id), None)
    about = subject(sheet, goal) if goal is not None else _area_title(sheet.whole, one.area_id)
    words = tr(LACKS[one.lack], name=sheet.agent.name)
    return tr("{about}: {words}", about=about, words=words) if about else words[:1].upper() + words[1:]


def _area_title(whole: WholePlan, area_id: int | None) -> str:
    return next((area.title for area in whole.areas if area.id == area_id), "")


LACKS = {
    Lack.STRENGTHS: "say what goes well already",
    Lack.AREA: "choose a focus area",
    Lack.TOO_MANY_AREAS: "at most two focus areas at a time",
    Lack.AREA_TITLE: "give the focus area a name",
    Lack.GOAL: "add a goal",
    Lack.OWN_WORDS: "{name}'s own words",
    Lack.WHY: "why it matters to {name}",
    Lack.HOW_KNOWN: "how {name} will know",
    Lack.BASELINE: "where it stands today",
    Lack.TARGET: "set a target",
    Lack.TARGET_NOT_ABOVE_BASELINE: "the target isn't above where it stands today",
    Lack.DUE_DATE: "choose the day to look again",
    Lack.ACTION: "add an action",
    Lack.ACTION_DATE: "give each action a day",
    Lack.SUPERVISOR_ACTION: "promise something from your side too",
    Lack.CHECK_IN: "set a day for a check-in",
}


def verdict(one: Outcome) -> str:
    if one.movement is Movement.MOVED:
        return tr("It moved")
    if one.movement is Movement.TOO_FEW_CALLS:
        return tr("Too few calls to say")
    if one.movement is Movement.NO_ROOM:
        return tr("No room left to rise on these calls")
    return tr("It fell") if one.fell else tr("Not yet")


def verdict_mark(one: Outcome) -> str:
    """The meaning whose shape and colour go with the verdict."""
    if one.movement is Movement.MOVED:
        return "good"
    return "warn" if one.fell else "info"


def difference(one: Outcome) -> str:
    """`A difference of +8 points (+2 to +14).`; blank where an interval can't be told."""
    found = one.difference
    if found.value is None or found.interval is None:
        return ""
    low, high = (signed(end) for end in (found.interval.low, found.interval.high))
    return tr(
        "A difference of {value} points ({low} to {high}).", value=signed(found.value), low=low, high=high
    )


def reminders(one: Stuck) -> str:
    """How many calls would settle it, and what chance alone would have done."""
    parts = []
    outcome = one.outcome
    if outcome.movement is Movement.TOO_FEW_CALLS:
        parts.append(_needed(outcome.calls_needed))
    if outcome.movement is Movement.NO_ROOM and one.before.value is not None:
        parts.append(_no_room(one.before.value, outcome.claimed))
    if outcome.regression_warning:
        parts.append(_chance(outcome.expected_regression))
    return " ".join(parts)


def _no_room(before: float, claimed: float) -> str:
    return tr(
        "It stood at {before} before the plan, so a rise of {claimed} points can't show on calls, "
        "however many follow. Look at something harder, or help it stay there.",
        before=percent(before / 100),
        claimed=number(claimed),
    )


def _needed(calls: int | None) -> str:
    if calls is None:
        return tr("So few calls lie before the plan that more since then can't settle it.")
    return ntr("About {n} more call would settle it.", "About {n} more calls would settle it.", max(1, calls))


def _chance(expected: float | None) -> str:
    words = tr("It was chosen because it was low, and what is low tends to rise a little by chance")
    rise = 0 if expected is None else int(half_up(expected))
    return f"{words}: {ntr('about {n} point.', 'about {n} points.', rise)}" if rise > 0 else f"{words}."


def period(beginning: Beginning) -> str:
    return tr("calls of {since} to {until}", since=day(beginning.since), until=day(beginning.until))


def seen_by(facts: SkillFacts) -> str:
    """`level 4, standard 3, seen 3 Mar 2026`."""
    words = [level(facts.shown).capitalize()]
    if facts.required is not None:
        words.append(tr("standard {required}", required=facts.required))
    if facts.shown_on is not None:
        words.append(tr("assessed {day}", day=day(facts.shown_on)))
    return ", ".join(words)


def side_name(sheet: Sheet, side: Side) -> str:
    return sheet.agent.name if side is Side.AGENT else sheet.author.name


def state_sentence(sheet: Sheet) -> str:
    """The state of the whole plan in a sentence for the head of the page."""
    plan = sheet.plan
    words = [state_words(plan.state, len(sheet.whole.signatures)), tr("begun {day}", day=day(plan.begun_on))]
    if plan.agreed_at is not None:
        words.append(tr("signed by both {day}", day=day(plan.agreed_at)))
    return f"{', '.join(words)}. {share_words(sheet.agent.name, sheet.share)}"
