"""Small scorecards for the tests of scoring, and Hypothesis strategies that make any sound one."""

from hypothesis import strategies as st

from db.records.scorecards import (
    NOT_APPLICABLE,
    CriticalClass,
    CriticalEffect,
    CriticalScope,
    Form,
    Option,
    Question,
    Renormalise,
    Section,
    ShownIf,
)

NA = NOT_APPLICABLE


def option(
    key: str, points: float, critical: CriticalClass | None = None, scope: CriticalScope | None = None
) -> Option:
    return Option(key, f"Answer {key}", points, "", critical, scope)


def yes_no(key: str, points: float = 1, **rest: object) -> Question:
    """Code 1 is yes (all points), code 2 is no (none)."""
    return Question(key, f"Was {key} done?", (option("yes", points), option("no", 0)), **rest)  # type: ignore[arg-type]


def scaled(key: str, *points: float, **rest: object) -> Question:
    options = tuple(option(f"o{place}", each) for place, each in enumerate(points))
    return Question(key, f"How was {key}?", options, **rest)  # type: ignore[arg-type]


def section(key: str, weight: float, *questions: Question) -> Section:
    return Section(key, key.title(), weight, questions)


def form(*sections: Section, **rest: object) -> Form:
    return Form("Test card", sections, **rest)  # type: ignore[arg-type]


def shown_if(question: str, *options: str) -> ShownIf:
    return ShownIf(question, options)


def critical_question(
    key: str, scope: CriticalScope, kind: CriticalClass = CriticalClass.COMPLIANCE
) -> Question:
    """Code 1 earns 4, code 2 earns 0, code 3 earns 0 and is critical."""
    options = (option("good", 4), option("poor", 0), option("fatal", 0, kind, scope))
    return Question(key, f"Was {key} kept?", options)


points = st.sampled_from([0, 0.1, 0.3, 0.5, 1, 2, 2.5, 3, 4, 10])


@st.composite
def options(draw: st.DrawFn, critical: bool) -> tuple[Option, ...]:
    found = [option("o0", draw(points)), option("o1", draw(points))]
    found += [option(f"o{place + 2}", draw(points)) for place in range(draw(st.integers(0, 3)))]
    if critical and draw(st.booleans()):
        kind, scope = draw(st.sampled_from(CriticalClass)), draw(st.sampled_from(CriticalScope))
        found.append(option("fatal", 0, kind, scope))
    return tuple(found)


@st.composite
def forms(draw: st.DrawFn, critical: bool = True, conditions: bool = True) -> Form:
    """Any scorecard of one to four sections; conditions look at an earlier question only."""
    sections: list[Section] = []
    earlier: list[Question] = []
    count = 0
    for number in range(draw(st.integers(1, 4))):
        questions = []
        for _ in range(draw(st.integers(1, 4))):
            made = draw(options(critical))
            condition = None
            if conditions and earlier and draw(st.integers(0, 3)) == 0:
                parent = draw(st.sampled_from(earlier))
                condition = ShownIf(parent.key, (parent.options[0].key,))
            skill = draw(st.sampled_from(["", "listening", "closing"]))
            questions.append(
                Question(
                    f"q{count}",
                    f"Question {count}?",
                    made,
                    skill=skill,
                    shown_if=condition,
                    scale=draw(st.booleans()),
                )
            )
            count += 1
        earlier += questions
        sections.append(
            Section(
                f"s{number}", f"Part {number}", draw(st.sampled_from([0, 1, 5, 12.5, 40])), tuple(questions)
            )
        )
    return Form(
        "Any card",
        tuple(sections),
        pass_mark=draw(st.sampled_from([0, 50, 80, 100])),
        renormalise=draw(st.sampled_from(Renormalise)),
        critical_effect=draw(st.sampled_from(CriticalEffect)),
    )


@st.composite
def filled(
    draw: st.DrawFn, critical: bool = True, conditions: bool = True, blanks: bool = True
) -> tuple[Form, bytes]:
    """A scorecard with answers, N/A among them, and unanswered ones if `blanks`."""
    card = draw(forms(critical, conditions))
    codes = []
    for question in card.questions:
        allowed = [*range(1, len(question.options) + 1), NA] + ([0] if blanks else [])
        codes.append(draw(st.sampled_from(allowed)))
    return card, bytes(codes)
