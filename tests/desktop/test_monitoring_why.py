"""The sum on screen for every kind of question: what counted, what was left out and why, bonus and band."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from db.records.observations import DetailKind
from db.records.scorecards import (
    NOT_APPLICABLE,
    Around,
    Band,
    Cause,
    CriticalClass,
    CriticalEffect,
    CriticalScope,
    Form,
    Kind,
    OnlyWhen,
    Question,
    Renormalise,
    ShownIf,
)
from desktop.coaching import answers as codes
from desktop.coaching import scoring
from desktop.features.monitoring import why
from desktop.features.monitoring.left_out import circumstances_words
from desktop.features.monitoring.sum_lines import exact, points
from desktop.features.monitoring.why import Said, Why
from desktop.features.monitoring.why_document import document
from tests.coaching.any_forms import any_filled
from tests.coaching.forms import form, option, section, yes_no

NBSP = "\N{NO-BREAK SPACE}"
FATAL = option("fatal", 1, CriticalClass.BUSINESS, CriticalScope.SECTION)
LATE = replace(yes_no("late", 4), reversed=True, options=(option("often", 4), option("never", 0)))
STEPS = Question("steps", "Which steps?", (option("a", 1), option("b", 2), option("c", 3)), kind=Kind.SEVERAL)
CARD = form(
    section("talk", 60, LATE, STEPS, yes_no("chat", only_when=OnlyWhen(("chat",), (), ("vip",)))),
    section(
        "end",
        40,
        replace(yes_no("close"), options=(*yes_no("close").options, FATAL), causes=(Cause("sys", "System"),)),
        yes_no("after", shown_if=ShownIf("close", ("no",))),
        Question("said", "What was said?", (), kind=Kind.TEXT),
        Question("wait", "Seconds waited?", (), kind=Kind.NUMBER, unit="s"),
        yes_no("extra", 3, bonus=True),
    ),
    bands=(Band("low", "Developing", 0), Band("high", "Outstanding", 90)),
    bonus_cap=2,
)


def fill(close: int = 1, card: Form = CARD, extra: int = 1) -> bytes:
    found = codes.with_answer(card, codes.blank(card, Around("call")), 0, 2)
    found = codes.with_ticks(card, found, 1, (0, 2))
    found = codes.with_answer(card, found, 3, close)
    if close == 2:
        found = codes.with_answer(card, found, 4, 1)
    found = codes.with_answer(card, found, 5, 1)
    found = codes.with_number(card, found, 6, 42)
    return codes.with_answer(card, found, 7, extra)


def explain(answers: bytes, card: Form = CARD, *said: Said) -> Why:
    return why.explain(card, scoring.score(card, answers), said)


def plain(lines: object) -> list[str]:
    return [str(line).replace(NBSP, " ") for line in lines]  # type: ignore[attr-defined]


def test_the_sum_of_a_call_with_every_kind_of_question() -> None:
    """8 of 10 points in one section of 60, 1 of 1 in the other of 40: 88, and 2 of the 3 bonus points."""
    assert plain(explain(fill()).sums) == [
        "“Was late done?” is reversed: 0 counts as 0 + 4 − 0, which is 4.",
        "“Which steps?” counts all that is ticked: 1 + 3 of 1 + 2 + 3 points.",
        "Talk: 8 ÷ 10 = 80 %",
        "End: 1 ÷ 1 = 100 %",
        "Score before the bonus: (60 × 8/10 + 40 × 1/1) ÷ (60 + 40) = 88 %",
        "Bonus in percentage points: “Was extra done?” 3; the scorecard adds at most 2.",
        "Calculated score: 88 % + 2 = 90 %",
        "Reported score: the same, as there was no critical answer.",
        "Outcome: pass (90 % ≥ 80 %).",
        "Band: Outstanding, from 90 % on.",
    ]


def test_what_was_left_out_says_why() -> None:
    assert plain(explain(fill()).outside) == [
        "3. “Was chat done?” was not asked: it is only where the channel is chat; "
        "the contact is tagged “vip”.",
        "5. “Was after done?” was not asked, because of the answer to question 4.",
        "6. “What was said?” is answered in words, which earn no points.",
        "7. “Seconds waited?” is a number that earns no points.",
    ]


def test_not_applicable_and_open_questions_say_so() -> None:
    answers = codes.with_answer(CARD, codes.blank(CARD, Around("call")), 0, NOT_APPLICABLE)
    found = plain(explain(answers).outside)
    assert found[0] == "1. “Was late done?” is N/A; it leaves both sides of the sum."
    assert found[1] == "2. “Which steps?” is not answered yet."


def test_answers_and_points_stand_in_the_table_in_plain_figures() -> None:
    rows = {row.what: plain(row.cells()[2:]) for row in explain(fill()).rows}
    assert rows["Talk"] == ["80 %", "8 of 10", "60", "60 %"]
    assert rows["Which steps?"] == ["Answer a; Answer c", "4 of 6", "6", "36 %"]
    assert rows["Was extra done?"] == ["Answer yes", "bonus 3", "", "on top"]
    assert rows["Seconds waited?"] == ["a number", "", "", "left out"]
    assert rows["Was chat done?"] == ["not asked", "", "", "left out"]


def test_what_was_said_beside_an_answer_stands_under_its_question() -> None:
    said = (
        Said("close", DetailKind.CAUSE, "sys"),
        Said("close", DetailKind.COMMENT, "Line <dropped>"),
        Said("wait", DetailKind.NUMBER, "42"),
        Said("said", DetailKind.TEXT, "Never mind"),
    )
    found = explain(fill(close=2), CARD, *said)
    beside = {row.what: row.beside for row in found.rows if row.beside}
    assert beside == {
        "Was close done?": ("Root causes: System", "Comment: Line <dropped>"),
        "What was said?": ("Never mind",),
    }
    assert next(row.answer for row in found.rows if row.what == "Seconds waited?") == "42 s"
    assert "Line &lt;dropped&gt;" in document(found, "", lambda _role: "grey")
    assert "4. Was close done? Root causes: System" in why.as_text(found, "Imani")


def test_none_of_several_is_an_answer() -> None:
    row = explain(codes.with_ticks(CARD, fill(), 1, ())).rows[2]
    assert (row.answer, row.points) == ("none of them", "0 of 6")


def test_a_reversed_question_of_several_counts_what_is_not_ticked() -> None:
    card = form(section("s", 1, replace(STEPS, reversed=True)))
    answers = codes.with_ticks(card, codes.blank(card), 0, (1,))
    assert (
        "“Which steps?” counts what is not ticked: 1 + 3 of 1 + 2 + 3 points." in explain(answers, card).sums
    )


def test_a_zeroed_section_takes_its_bonus_along() -> None:
    """The bonus was earned in the section that counts as 0: none is left."""
    card = replace(CARD, critical_effect=CriticalEffect.ZERO_SECTION)
    found = plain(explain(fill(close=3), card).sums)
    assert "Calculated score: 88 % + 2 = 90 %" in found
    assert (
        "Reported score (“End” counts as 0 after a critical answer): (60 × 8/10 + 0) ÷ (60 + 40) = 48 %"
        in found
    )


def test_a_bonus_of_another_section_is_left_and_shown() -> None:
    first, second = CARD.sections
    extra = second.questions[-1]
    moved = (
        replace(first, questions=(*first.questions, extra)),
        replace(second, questions=second.questions[:-1]),
    )
    card = replace(CARD, sections=moved, critical_effect=CriticalEffect.ZERO_SECTION)
    answers = codes.carry(CARD, fill(close=3), card, Around("call"))
    assert "Reported score with the bonus that is left: 48 % + 2 = 50 %" in plain(explain(answers, card).sums)


def test_a_section_that_was_0_already_says_so() -> None:
    """With nothing earned in it, the critical answer changes the outcome and no figure."""
    fatal = replace(FATAL, points=0)
    card = form(
        section("s", 1, replace(yes_no("a"), options=(option("y", 1), fatal))),
        section("t", 1, yes_no("b")),
        critical_effect=CriticalEffect.ZERO_SECTION,
    )
    sums = plain(explain(bytes([2, 1]), card).sums)
    assert "Reported score: the same; what a critical answer makes 0 was 0 already." in sums


def test_a_bonus_that_100_cuts_off_says_so() -> None:
    answers = codes.with_ticks(CARD, fill(), 1, (0, 1, 2))
    sums = plain(explain(answers).sums)
    assert "Calculated score: 100 % + 0 = 100 % (no score is above 100)" in sums


def test_weights_by_question_are_in_the_sum() -> None:
    card = form(
        section("s", 1, replace(yes_no("a"), weight=40.0), replace(yes_no("b"), weight=20.0)),
        renormalise=Renormalise.QUESTION,
    )
    found = explain(bytes([1, 2]), card)
    assert plain(found.sums)[0] == "Calculated score: (40 × 1/1 + 20 × 0/1) ÷ (40 + 20) = 66.67 %"
    assert [row.weight for row in found.rows] == ["60", "40", "20"]


def test_a_critical_fail_has_no_band() -> None:
    fatal = replace(FATAL, scope=CriticalScope.EVALUATION)
    card = form(
        section("s", 1, replace(yes_no("a"), options=(option("y", 1), fatal)), yes_no("b")), bands=CARD.bands
    )
    found = explain(bytes([2, 1]), card)
    assert plain(found.sums)[-1] == "Outcome: critical fail, whatever the score."
    assert "Developing" not in found.headline


@pytest.mark.parametrize(
    ("value", "shown"), [(90, "90 %"), (87.5, "87.5 %"), (200 / 3, "66.67 %"), (99.999, "100 %"), (None, "")]
)
def test_percentages_have_the_decimals_they_need(value: float | None, shown: str) -> None:
    assert exact(value).replace(NBSP, " ") == shown


@pytest.mark.parametrize(("value", "shown"), [(4, "4"), (2.5, "2.5"), (0.125, "0.125"), (79.996, "79.996")])
def test_points_are_as_short_as_they_are_exact(value: float, shown: str) -> None:
    assert points(value) == shown


def test_circumstances_are_said_in_words() -> None:
    words = circumstances_words(OnlyWhen(("call", "chat"), ("Billing", "Refunds", "Delivery"), ()))
    assert words == "the channel is call or chat; the topic is “Billing”, “Refunds” or “Delivery”"


def by_hand(sum_: str) -> Fraction:
    spaced = "".join(
        f" {char} " if char in "()*/+" else char for char in sum_.replace("×", "*").replace("÷", "/")
    )
    tokens = (f"F({token!r})" if token[0].isdigit() else token for token in spaced.replace(",", "").split())
    return Fraction(eval("".join(tokens), {"F": Fraction}))


@given(any_filled(blanks=False))
def test_every_calculated_score_comes_out_when_redone_by_hand(pair: tuple[Form, bytes]) -> None:
    """The fraction as it is written, and then the bonus as it is written."""
    card, answers = pair
    score = scoring.score(card, answers)
    sums = plain(why.explain(card, score).sums)
    if score.base is None or score.calculated is None:
        assert any("no score" in line for line in sums)
        return
    head = next(line for line in sums if line.startswith(("Score before", "Calculated score: (")))
    worked = 100 * by_hand(head.split(": ", 1)[1].rsplit(" = ", 1)[0])
    assert float(worked) == pytest.approx(score.base, abs=1e-6)
    assert float(worked) + score.bonus == pytest.approx(score.calculated, abs=1e-6)
    assert any(exact(score.calculated).replace(NBSP, " ") in line for line in sums)


@given(any_filled())
def test_every_question_counts_or_says_why_it_does_not(pair: tuple[Form, bytes]) -> None:
    card, answers = pair
    score = scoring.score(card, answers)
    found = why.explain(card, score)
    said = {int(line.split(".")[0]) for line in found.outside if line.split(".")[0].isdigit()}
    lines = [line for part in score.sections for line in part.questions]
    for number, line in enumerate(lines, 1):
        counts = line.possible and (card.renormalise is not Renormalise.QUESTION or line.question.weight)
        on_top = line.question.bonus and line.state is scoring.AnswerState.ANSWERED
        assert (number in said) is not bool(counts or on_top)
