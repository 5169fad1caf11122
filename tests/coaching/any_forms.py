"""Hypothesis strategies for scorecards of every kind of question, filled in in any circumstances."""

from hypothesis import strategies as st

from db.records.scorecards import (
    NOT_APPLICABLE,
    UNANSWERED,
    Around,
    Band,
    Cause,
    CriticalClass,
    CriticalEffect,
    CriticalScope,
    Form,
    Kind,
    OnlyWhen,
    Option,
    Question,
    Renormalise,
    Section,
    ShownIf,
)
from desktop.coaching import answers as codes
from tests.coaching.forms import points

TOPICS = ("Billing", "Delivery")
TAGS = ("vip", "angry")
arounds = st.builds(
    Around,
    st.sampled_from(["call", "chat", "email", ""]),
    st.sampled_from([*TOPICS, " billing ", ""]),
    st.frozensets(st.sampled_from([*TAGS, "VIP"])),
)
circumstances = st.builds(
    OnlyWhen,
    st.sampled_from([(), ("call",), ("chat", "email")]),
    st.sampled_from([(), TOPICS[:1], TOPICS]),
    st.sampled_from([(), TAGS[:1], TAGS]),
)


@st.composite
def options(draw: st.DrawFn, kind: Kind) -> tuple[Option, ...]:
    """As many as the kind asks for; those of a number rise, the first from anywhere."""
    if kind is Kind.TEXT or (kind is Kind.NUMBER and draw(st.booleans())):
        return ()
    found = []
    for place in range(draw(st.integers(2, 10))):
        critical = draw(st.integers(0, 9)) == 0
        marks = (draw(st.sampled_from(CriticalClass)), draw(st.sampled_from(CriticalScope)))
        least = None if kind is not Kind.NUMBER or place == 0 else 10.0 * place
        found.append(
            Option(
                f"o{place}",
                f"Answer {place}",
                draw(points),
                "",
                *(marks if critical else (None, None)),
                least,
            )
        )
    return tuple(found)


@st.composite
def questions(draw: st.DrawFn, key: str, earlier: tuple[Question, ...]) -> Question:
    kind = draw(st.sampled_from([Kind.CHOICE, Kind.CHOICE, Kind.SEVERAL, Kind.NUMBER, Kind.TEXT]))
    made = draw(options(kind))
    shown = None
    parents = [one for one in earlier if one.options]
    if parents and draw(st.integers(0, 3)) == 0:
        parent = draw(st.sampled_from(parents))
        shown = ShownIf(parent.key, tuple(one.key for one in parent.options[:2]))
    return Question(
        key,
        f"Question {key}?",
        made,
        skill=draw(st.sampled_from(["", "listening"])),
        shown_if=shown,
        scale=draw(st.booleans()),
        kind=kind,
        weight=draw(st.sampled_from([0, 0.5, 1, 1, 30])),
        reversed=draw(st.booleans()),
        bonus=draw(st.integers(0, 4)) == 0,
        causes=(Cause("system", "System"),) if draw(st.booleans()) else (),
        only_when=draw(circumstances) if draw(st.integers(0, 3)) == 0 else None,
        unit="s" if kind is Kind.NUMBER else "",
    )


@st.composite
def any_forms(draw: st.DrawFn) -> Form:
    """One to three sections of one to four questions; conditions look at earlier questions only."""
    sections: list[Section] = []
    earlier: list[Question] = []
    for number in range(draw(st.integers(1, 3))):
        made = []
        for _ in range(draw(st.integers(1, 4))):
            made.append(draw(questions(f"q{len(earlier)}", tuple(earlier))))
            earlier.append(made[-1])
        weight = draw(st.sampled_from([0, 1, 12.5, 40]))
        sections.append(Section(f"s{number}", f"Part {number}", weight, tuple(made)))
    bands = (Band("low", "Low", 0), Band("high", "High", 85.5))
    return Form(
        "Any card",
        tuple(sections),
        pass_mark=draw(st.sampled_from([0, 50, 80, 100])),
        renormalise=draw(st.sampled_from(Renormalise)),
        critical_effect=draw(st.sampled_from(CriticalEffect)),
        bands=bands if draw(st.booleans()) else (),
        bonus_cap=draw(st.sampled_from([0, 2.5, 10, 100])),
    )


@st.composite
def any_filled(draw: st.DrawFn, blanks: bool = True) -> tuple[Form, bytes]:
    """A scorecard in some circumstances with answers, N/A among them, and unanswered ones if `blanks`."""
    card = draw(any_forms())
    found = codes.blank(card, draw(arounds))
    for position in range(len(card.questions)):
        if codes.applies(card, found)[position]:
            found = draw(answered(card, found, position, blanks))
    return card, found


@st.composite
def answered(draw: st.DrawFn, card: Form, found: bytes, position: int, blanks: bool = False) -> bytes:
    """The answers with some answer at a question that is asked."""
    question = card.questions[position]
    other = [NOT_APPLICABLE, UNANSWERED] if blanks else [NOT_APPLICABLE]
    if draw(st.integers(0, 4)) == 0:
        return codes.with_answer(card, found, position, draw(st.sampled_from(other)))
    if question.kind is Kind.SEVERAL:
        ticks = draw(st.frozensets(st.integers(0, len(question.options) - 1)))
        return codes.with_ticks(card, found, position, ticks)
    if question.kind is Kind.NUMBER:
        return codes.with_number(card, found, position, draw(st.integers(-5, 120)))
    return codes.with_answer(card, found, position, draw(st.integers(1, codes.most_code(question))))
