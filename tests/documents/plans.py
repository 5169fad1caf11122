"""Growth plans to print: a rich one, an almost empty one and an endless one."""

from dataclasses import replace
from datetime import date

from desktop.documents.plan import (
    ConditionAnswer,
    FocusArea,
    PlanDocument,
    PlannedAction,
    PlannedCheckIn,
    PlannedGoal,
    SignatureLine,
    SkillGap,
    Strength,
)

STRENGTHS = (
    Strength(
        "Lets the story come first and sums it up in one sentence",
        "Four calls in May and June, most clearly on 12 June from minute 2",
        "96 %",
        "± 4, n 18",
    ),
    Strength(
        "Keeps every promise with a name, a way and a day",
        "No broken promise in the last 18 calls",
        "94 %",
        "± 5, n 18",
    ),
    Strength(
        "Notes that a colleague can act on without calling back",
        "Praised twice by the second line",
        "91 %",
        "± 6, n 17",
    ),
)

GAPS = (
    SkillGap(
        "Guiding the call",
        4,
        2,
        3,
        3,
        (
            "Says what comes next, uses short closed questions to get to facts, and closes once the "
            "matter is done."
        ),
    ),
    SkillGap(
        "Finding the real need",
        4,
        3,
        4,
        4,
        (
            "Offers an alternative that serves the aim better, and finds something that can be done "
            "when the answer is no."
        ),
    ),
    SkillGap(
        "Soothing upset callers",
        3,
        2,
        2,
        3,
        (
            "Names what happened to the caller in a sentence of its own, waits, and goes on when the "
            "caller is ready."
        ),
    ),
    SkillGap("Preventing the next contact", 3, 3, 2),
    SkillGap("Listening", 4, 4, 4),
    SkillGap("Using the systems", 3, None, 4),
)

FIRST = PlannedGoal(
    "Guiding the call",
    "I want callers to feel that I know where we are going. When someone tells me the whole "
    "history, I will pick "
    "up the one thing I need and ask for it kindly, instead of waiting until they are done.",
    (
        "I go home less tired when I am not carried along by every call, and people thank me "
        "more when it was quick."
    ),
    "Five calls in a row where I said what comes next before I was asked.",
    "Level 2",
    "3 assessments",
    "Level 3",
    "30 June 2026",
    (
        PlannedAction(
            "Say the next step aloud on every call this week; tick a card each time",
            "Łukasz",
            "6 March 2026",
            "Practice on the job",
        ),
        PlannedAction(
            "Sit with Noor for an hour and note her bridging sentences",
            "Łukasz",
            "13 March 2026",
            "Learn from someone",
            "done",
            True,
        ),
        PlannedAction(
            "Take Łukasz off the overflow queue on Tuesday mornings for practice",
            "Jo Osei",
            "6 March 2026",
            "Practice on the job",
        ),
    ),
)

SECOND = PlannedGoal(
    "“Did the agent find out what the caller wants to achieve?”",
    "I will ask what it is for. Not as a script, but because I really want to know.",
    (
        "Last month I sent a spare part to somebody who was about to move house. One question "
        "would have shown it."
    ),
    "",
    "62 %",
    "± 14, n 18",
    "80 %",
    "31 July 2026",
    (
        PlannedAction(
            "Collect three questions that work and bring them to the one-on-one",
            "Łukasz",
            "20 March 2026",
            "Practice on the job",
        ),
        PlannedAction(
            "Ask planning whether the reason for the visit can be a field",
            "Jo Osei",
            "27 March 2026",
            "Process",
        ),
    ),
)

RICH = PlanDocument(
    name="Łukasz Żółć",
    made_on=date(2026, 3, 4),
    printed="4 March 2026",
    site="Harbour Street contact centre",
    team="Billing and moves",
    stage="Developing",
    begun="4 March 2026",
    review="2 June 2026",
    share="71 %",
    vision=(
        "Whoever calls us is heard the first time, helped before they hang up, and sure of what happens next."
    ),
    strengths=STRENGTHS,
    gaps=GAPS,
    areas=(FocusArea("Leading a call to its close", (FIRST,)), FocusArea("What is it for?", (SECOND,))),
    actions=(PlannedAction("Shorten the wrap-up form to what is read", "Jo Osei", "17 April 2026"),),
    together="We listen to one call of Łukasz’s choice every second Friday, first for what went well.",
    conditions=(
        ConditionAnswer("I want this change", "Yes", "full"),
        ConditionAnswer("It is supported and measured by management", "Yes", "full"),
        ConditionAnswer(
            "Processes and guidelines fit",
            "No",
            "empty",
            "The wrap-up form asks for eleven fields; Jo takes it up.",
        ),
        ConditionAnswer("We keep our focus on it", "Not sure", "half"),
    ),
    check_ins=(
        PlannedCheckIn(
            "3 April 2026", "Says the next step on most calls. Still waits with talkative callers."
        ),
        PlannedCheckIn("3 May 2026"),
        PlannedCheckIn("2 June 2026"),
    ),
    signatures=(
        SignatureLine("Agent", "Łukasz Żółć", "Signed 4 March 2026"),
        SignatureLine("Supervisor", "Jo Osei"),
    ),
)

BARE = PlanDocument(name="Kim", made_on=date(2026, 3, 4), printed="4 March 2026")


def endless() -> PlanDocument:
    """Many goals, texts of 5,000 characters, a word of 400, and forty steps."""
    long = "I listen for the one fact that moves us on, and then I say what happens next. " * 64
    word = "Donaudampfschifffahrt" * 19
    goal = replace(FIRST, own_words=long, why=word, how_known=f"{long}\n{word}", actions=FIRST.actions * 4)
    areas = tuple(
        FocusArea(f"{word[:60]} {index}", (goal, replace(SECOND, title=long[:300]))) for index in range(3)
    )
    return replace(
        RICH,
        name="Wolfeschlegelsteinhausenbergerdorff " * 3,
        team=word,
        vision=long[:900],
        strengths=STRENGTHS * 4,
        gaps=tuple(replace(gap, skill=word[: 30 + index * 9]) for index, gap in enumerate(GAPS * 3)),
        areas=areas,
        check_ins=(PlannedCheckIn("3 April 2026", long), *RICH.check_ins),
        signatures=(*RICH.signatures, SignatureLine("Coach " * 9, word)),
    )


SCRIPTS = {
    "Polish": "Łukasz Żółć",
    "Chinese": "李小龍",
    "Arabic": "محمد",
    "Hindi": "हिन्दी",
    "Thai": "ไทย",
    "Hebrew": "עברית",
    "Greek": "Ελένη",
    "Russian": "Ёлка",
    "Japanese": "さくら",
    "Korean": "김민준",
}


def arabic() -> PlanDocument:
    """An English plan whose agent writes Arabic."""
    said = (
        "أريد أن يشعر المتصل بأنني أعرف إلى أين نذهب، وأن أسأل عما أحتاج إليه بلطف (في 3 مكالمات على الأقل)."
    )
    goal = replace(FIRST, own_words=said, why=said)
    return replace(
        RICH, name="محمد عبد الله", areas=(FocusArea("Leading a call to its close", (goal,)),), gaps=GAPS[:3]
    )


def mirrored() -> PlanDocument:
    """A plan in a language that runs from right to left."""
    return replace(arabic(), locale="ar_EG")


def mixed() -> PlanDocument:
    """One plan with every script and emoji in it."""
    names = " · ".join(SCRIPTS.values()) + " · 🎉 👩‍💻 👍🏽 ❤️"
    return replace(
        RICH,
        name="李小龍 (Bruce)",
        strengths_note=names,
        together=names,
        areas=(FocusArea(names, (replace(SECOND, own_words=names),)),),
    )
