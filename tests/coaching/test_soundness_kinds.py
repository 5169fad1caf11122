"""Soundness of several answers, numbers, words, bonus, bands, circumstances, and of what nobody can reach."""

from dataclasses import replace

import pytest
from hypothesis import given

from db.records.scorecards import (
    Band,
    Cause,
    CriticalClass,
    CriticalScope,
    Form,
    Kind,
    OnlyWhen,
    Option,
    Question,
    Renormalise,
)
from desktop.coaching import scoring
from desktop.coaching.double_barrelled import is_double_barrelled
from desktop.coaching.faults import ADVICE, Fault
from tests.coaching.forms import filled, form, option, section, shown_if, yes_no

ASKED = yes_no("one")
FATAL = option("fatal", 0, CriticalClass.COMPLIANCE, CriticalScope.EVALUATION)


def card(*questions: Question, **rest: object) -> Form:
    return form(section("a", 1, ASKED, *questions), **rest)


def several(*options: Option, **rest: object) -> Question:
    return Question("many", "Which steps?", options, kind=Kind.SEVERAL, **rest)  # type: ignore[arg-type]


def number(*bands: tuple[float | None, float], **rest: object) -> Question:
    options = tuple(
        Option(f"b{place}", f"Band {place}", points, least=least)
        for place, (least, points) in enumerate(bands)
    )
    return Question("wait", "Seconds on hold?", options, kind=Kind.NUMBER, **rest)  # type: ignore[arg-type]


def words(**rest: object) -> Question:
    return Question("why", "What was said?", (), kind=Kind.TEXT, **rest)  # type: ignore[arg-type]


def found(form: Form) -> set[tuple[Fault, str, str]]:
    return {(one.fault, one.question, one.option) for one in scoring.unsound(form)}


TICKS = several(option("x", 1), option("y", 1))
SOUND = [
    card(TICKS),
    card(several(option("x", 1))),
    card(number()),
    card(number((None, 0), (30, 1), (60, 2))),
    card(number((0, 2), (30, 0))),
    card(words()),
    card(yes_no("extra", bonus=True), bonus_cap=5),
    card(bands=(Band("low", "Low", 0), Band("high", "High", 90))),
    card(bands=(Band("high", "High", 90), Band("low", "Low", 0))),
    card(yes_no("chat", only_when=OnlyWhen(("chat",), ("billing",), ("vip",)))),
    card(yes_no("late", reversed=True)),
    card(yes_no("two", causes=(Cause("a", "System"), Cause("b", "Skill")))),
    card(yes_no("two", shown_if=shown_if("one", "na"))),
    card(TICKS, yes_no("two", shown_if=shown_if("many", "y"))),
]


@pytest.mark.parametrize("form", SOUND)
def test_each_kind_of_question_can_be_sound(form: Form) -> None:
    assert scoring.unsound(form) == ()


UNSOUND = [
    (card(several()), Fault.TOO_FEW_OPTIONS, "many", ""),
    (card(several(option("x", 1), FATAL)), Fault.SEVERAL_CRITICAL, "many", ""),
    (card(replace(TICKS, scale=True)), Fault.SCALE_WITHOUT_EFFECT, "many", ""),
    (card(number((None, 1))), Fault.TOO_FEW_OPTIONS, "wait", ""),
    (card(number((None, 0), (60, 1), (30, 2))), Fault.NUMBERS_UNSORTED, "wait", ""),
    (card(number((None, 0), (60, 1), (30, 2))), Fault.OPTION_UNREACHABLE, "wait", "b1"),
    (card(number((30, 0), (30, 1))), Fault.OPTION_UNREACHABLE, "wait", "b0"),
    (card(number((10, 0), (30, 1))), Fault.NUMBER_GAP, "wait", ""),
    (card(replace(words(), options=ASKED.options)), Fault.OPTIONS_UNUSED, "why", ""),
    (card(words(causes=(Cause("a", "A"),))), Fault.CAUSES_UNUSED, "why", ""),
    (card(words(reversed=True)), Fault.REVERSED_WITHOUT_EFFECT, "why", ""),
    (form(section("a", 1, words())), Fault.NOTHING_EARNS, "", ""),
    (form(section("a", 1, ASKED), section("b", 1, words())), Fault.SECTION_EARNS_NOTHING, "", ""),
    (card(yes_no("extra", bonus=True)), Fault.BONUS_WITHOUT_CAP, "", ""),
    (card(bonus_cap=5), Fault.CAP_WITHOUT_BONUS, "", ""),
    (card(bonus_cap=-1), Fault.CAP_RANGE, "", ""),
    (card(bonus_cap=float("nan")), Fault.CAP_RANGE, "", ""),
    (card(yes_no("extra", 0, bonus=True), bonus_cap=5), Fault.NO_POINTS, "extra", ""),
    (card(bands=(Band("a", "A", 50), Band("b", "B", 0), Band("c", "C", 90))), Fault.BANDS_UNSORTED, "", ""),
    (card(bands=(Band("a", "A", 0), Band("b", "B", 0))), Fault.BANDS_UNSORTED, "", ""),
    (card(bands=(Band("a", "A", 0), Band("a", "B", 9))), Fault.DUPLICATE_BAND, "", "a"),
    (card(bands=(Band("a", "A", 0), Band("b", "B", 101))), Fault.BAND_RANGE, "", "b"),
    (card(bands=(Band("a", "A", 60),)), Fault.BAND_GAP, "", ""),
    (card(bands=(Band("a", " ", 0),)), Fault.BLANK_TEXT, "", "a"),
    (card(yes_no("two", causes=(Cause("a", "A"), Cause("a", "B")))), Fault.DUPLICATE_CAUSE, "two", "a"),
    (card(yes_no("two", causes=(Cause("a", "It"), Cause("b", "it ")))), Fault.DUPLICATE_CAUSE, "two", "it"),
    (card(yes_no("two", causes=(Cause("a", " "),))), Fault.BLANK_TEXT, "two", "a"),
    (card(replace(ASKED, key="two", options=(option("x", 3), option("y", 3)), reversed=True)),
     Fault.REVERSED_WITHOUT_EFFECT, "two", ""),
    (card(yes_no("two", only_when=OnlyWhen())), Fault.ALWAYS_ASKED, "two", ""),
    (card(yes_no("two", only_when=OnlyWhen(("fax", "chat")))), Fault.UNKNOWN_CHANNEL, "two", ""),
    (card(yes_no("two", only_when=OnlyWhen(("fax",)))), Fault.UNREACHABLE, "two", ""),
    (card(yes_no("two", only_when=OnlyWhen(topics=(" ",)))), Fault.UNREACHABLE, "two", ""),
    (card(words(), yes_no("two", shown_if=shown_if("why", "x"))), Fault.UNREACHABLE, "two", ""),
    (card(yes_no("two", shown_if=shown_if("one"))), Fault.UNREACHABLE, "two", ""),
    (card(replace(ASKED, key="two", options=(option("na", 1), option("no", 0)))),
     Fault.RESERVED_KEY, "two", "na"),
    (card(replace(ASKED, key="two", options=(option("x", 0), replace(FATAL, points=2)))),
     Fault.CRITICAL_IS_BEST, "two", "fatal"),
    (card(replace(ASKED, key="two", options=(option("x", 2), FATAL), reversed=True)),
     Fault.CRITICAL_IS_BEST, "two", "fatal"),
    (card(yes_no("two", weight=0), renormalise=Renormalise.QUESTION),
     Fault.QUESTION_WITHOUT_WEIGHT, "two", ""),
    (card(yes_no("two", weight=-1), renormalise=Renormalise.QUESTION), Fault.NEGATIVE_WEIGHT, "two", ""),
    (form(section("a", 1, yes_no("two", weight=0)), renormalise=Renormalise.QUESTION),
     Fault.WEIGHTS_ZERO, "", ""),
    (card(yes_no("two", weight=98), renormalise=Renormalise.QUESTION), Fault.WEIGHTS_NOT_100, "", ""),
    (form(section("a", 60, ASKED), section("b", 30, yes_no("two"))), Fault.WEIGHTS_NOT_100, "", ""),
    (card(replace(ASKED, key="two", text="x" * 241)), Fault.LONG_TEXT, "two", ""),
    (card(replace(ASKED, key="two", text="Did the agent greet the caller and verify their name?")),
     Fault.DOUBLE_BARRELLED, "two", ""),
]  # fmt: skip


@pytest.mark.parametrize(("form", "fault", "question", "at"), UNSOUND)
def test_each_fault_is_found_where_it_is(form: Form, fault: Fault, question: str, at: str) -> None:
    assert (fault, question, at) in found(form)


def test_every_new_fault_has_an_example() -> None:
    shown = {fault for _, fault, _, _ in UNSOUND}
    assert shown >= ADVICE - {Fault.FLOOR_ABOVE_ZERO, Fault.SAME_POINTS, Fault.SECTION_WITHOUT_WEIGHT}


def test_circumstances_that_cannot_be_together_hide_for_ever() -> None:
    chat = yes_no("chat", only_when=OnlyWhen(("chat",), ("Billing",)))
    call = yes_no("call", only_when=OnlyWhen(("call",)), shown_if=shown_if("chat", "yes"))
    other = yes_no("other", only_when=OnlyWhen(topics=("Delivery",)), shown_if=shown_if("chat", "yes"))
    same = yes_no("same", only_when=OnlyWhen(topics=(" billing ",)), shown_if=shown_if("chat", "yes"))
    tags = yes_no("tags", only_when=OnlyWhen(tags=("vip",)), shown_if=shown_if("same", "yes"))
    hidden = {question for fault, question, _ in found(card(chat, call, other, same, tags)) if fault}
    assert hidden == {"call", "other"}


def test_a_critical_that_nobody_can_reach_is_named() -> None:
    fatal = replace(ASKED, key="safe", options=(option("yes", 1), FATAL), shown_if=shown_if("one", "maybe"))
    assert {fault for fault, _, _ in found(card(fatal))} == {Fault.UNREACHABLE, Fault.CRITICAL_UNREACHABLE}
    bands = (Option("low", "Low", 1, least=10), replace(FATAL, least=5))
    blocked = replace(number(), options=(replace(FATAL, least=20), *bands))
    assert (Fault.CRITICAL_UNREACHABLE, "wait", "fatal") in found(card(blocked))


BARRELS = [
    "Did the agent greet the caller and verify their identity?",
    "Greets caller and states name",
    "Did the agent apologise and offer a solution?",
    "Did they listen and understand?",
    "Verified account and/or updated the record",
    "Did they summarise the next steps & confirm understanding?",
    "Explained the fees and then clearly confirmed agreement",
    "Did they greet? Did they verify?",
    "Asks relevant questions and listens to the answers",
]
SINGLE = [
    "Were terms and conditions explained?",
    "Did the agent ask for first and last name?",
    "Did the agent verify name and address?",
    "Was the agent clear and polite?",
    "Did the agent follow hold and transfer procedures?",
    "Did the agent use please and thank you?",
    "Question and answer recorded correctly",
    "Did the agent use correct spelling and grammar?",
    "Did the agent handle questions and requests?",
    "Verified the caller's date of birth or postcode",
    "Did the agent give accurate and complete information?",
    "Did the agent interrupt or talk over the customer?",
    "Hat die Person gegrüßt und den Namen genannt?",
    "",
]


@pytest.mark.parametrize(("text", "expected"), [(t, True) for t in BARRELS] + [(t, False) for t in SINGLE])
def test_two_behaviours_in_one_question_give_a_hint_and_joined_nouns_none(text: str, expected: bool) -> None:
    assert is_double_barrelled(text) is expected


@given(filled())
def test_what_blocks_nothing_is_always_scored(pair: tuple[Form, bytes]) -> None:
    form, answers = pair
    if not any(one.blocks for one in scoring.unsound(form)):
        assert scoring.score(form, answers).sections
