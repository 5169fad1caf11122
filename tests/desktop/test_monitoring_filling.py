"""Moving through a scorecard by keys, and the sum that can be redone by hand."""

from fractions import Fraction

import pytest
from hypothesis import given

from db.records.scorecards import (
    NOT_APPLICABLE,
    CriticalClass,
    CriticalEffect,
    CriticalScope,
    Option,
    Question,
    Renormalise,
)
from desktop.coaching import scoring
from desktop.features.monitoring import why, wording
from desktop.features.monitoring.filling import Filling
from desktop.features.monitoring.sitting import carry, progress
from desktop.features.monitoring.why_document import document
from tests.coaching.forms import NA, critical_question, filled, form, forms, scaled, section, shown_if, yes_no

TEN = form(section("call", 1, *(yes_no(f"q{n}") for n in range(10))))
PARENT = form(section("s", 1, yes_no("a"), yes_no("b", shown_if=shown_if("a", "no")), yes_no("c")))


def press(filling: Filling, keys: str) -> None:
    for key in keys:
        code = filling.code_of_digit(key)
        assert code is not None, key
        filling.answer(code)


def test_ten_questions_take_ten_keys() -> None:
    filling = Filling(TEN, scoring.blank(TEN))
    press(filling, "11-2112211")
    assert filling.answers == bytes([1, 1, NA, 2, 1, 1, 2, 2, 1, 1])
    assert scoring.score(TEN, filling.answers).complete


def test_an_answer_moves_on_to_the_next_unanswered_question() -> None:
    filling = Filling(TEN, bytes([1, 0, 1, 1, 0, 0, 0, 0, 0, 0]))
    assert filling.current == 1
    press(filling, "1")
    assert filling.current == 4


def test_the_last_answer_stays_where_it_is() -> None:
    filling = Filling(TEN, bytes([1] * 9 + [0]))
    press(filling, "2")
    assert (filling.current, filling.next_unanswered()) == (9, False)


def test_back_returns_to_the_question_just_answered() -> None:
    filling = Filling(TEN, scoring.blank(TEN))
    filling.go(4)
    press(filling, "12")
    filling.back()
    assert filling.current == 5
    filling.back()
    assert filling.current == 4
    filling.back()
    assert filling.current == 3


def test_a_hidden_question_is_passed_over_in_every_way() -> None:
    filling = Filling(PARENT, scoring.blank(PARENT))
    press(filling, "1")
    assert filling.current == 2
    filling.step(-1)
    assert filling.current == 0
    filling.go(1)
    assert filling.current == 0


def test_clearing_takes_the_answer_and_stays() -> None:
    filling = Filling(TEN, bytes([1] * 10))
    filling.go(3)
    filling.clear()
    assert (filling.answers[3], filling.current) == (0, 3)


@pytest.mark.parametrize("key", ["3", "9", "a", "x", " ", ""])
def test_keys_without_a_meaning_answer_nothing(key) -> None:
    assert Filling(TEN, scoring.blank(TEN)).code_of_digit(key) is None


def test_what_must_be_answered_knows_no_not_applicable() -> None:
    strict = form(section("s", 1, yes_no("a", allow_na=False)))
    filling = Filling(strict, b"\0")
    assert [filling.code_of_digit("-"), filling.code_of_letter("n")] == [None, None]


def test_letters_choose_the_option_they_stand_on() -> None:
    options = (Option("x", "X", 1, "n"), Option("y", "Y", 0, "b"))
    filling = Filling(form(section("s", 1, Question("q", "Q?", options))), b"\0")
    assert [filling.code_of_letter(letter) for letter in "NBz"] == [1, 2, None]


@given(filled(), forms())
def test_carried_answers_always_fit_the_other_scorecard(pair, other) -> None:
    card, answers = pair
    carried = carry(card, answers, other)
    scoring.score(other, carried)
    assert carry(card, answers, card) == answers


@given(filled())
def test_progress_counts_what_applies(pair) -> None:
    card, answers = pair
    answered, asked = progress(card, answers)
    assert 0 <= answered <= asked == sum(scoring.applies(card, answers))
    assert (answered == asked) == scoring.score(card, answers).complete


def by_hand(line: str) -> float:
    """Work a line of the sum out anew, exactly as it is written."""
    sum_, stated = line.rsplit(":", 1)[-1].rsplit("=", 1)
    exact = sum_.replace("×", "*").replace("÷", "/").replace(",", "")
    numbers = "".join(f"F({token!r})" if token[0].isdigit() else token for token in _tokens(exact))
    assert float(stated.replace("%", "").replace(",", "")) == pytest.approx(
        float(100 * eval(numbers, {"F": Fraction})), abs=0.005001
    )
    return float(stated.replace("%", ""))


def _tokens(text: str) -> list[str]:
    spaced = "".join(f" {char} " if char in "()*/+" else char for char in text)
    return spaced.split()


@given(filled(blanks=False))
def test_the_sum_on_screen_comes_out_when_redone_by_hand(pair) -> None:
    card, answers = pair
    score = scoring.score(card, answers)
    found = why.explain(card, score)
    if score.calculated is None:
        assert "no score" in found.sums[-3]
        return
    calculated = next(line for line in found.sums if line.startswith("Calculated score"))
    assert by_hand(calculated) == pytest.approx(score.calculated, abs=0.005001)
    for line in found.sums:
        if " = " in line:
            by_hand(line)


@given(filled())
def test_every_question_has_its_line_and_what_is_left_out_its_reason(pair) -> None:
    card, answers = pair
    score = scoring.score(card, answers)
    found = why.explain(card, score)
    lines = [row for row in found.rows if not row.is_section]
    assert [row.what for row in lines] == [question.text for question in card.questions]
    out = {row.place for row in lines if row.share == "left out" and row.points == ""}
    reasons = {line.split(".")[0] for line in found.outside if line[0].isdigit()}
    assert out == reasons


def critical_card(effect: CriticalEffect, scope: CriticalScope, by: Renormalise = Renormalise.SECTION):
    return form(
        section("safe", 40, critical_question("identity", scope), yes_no("record")),
        section("talk", 60, yes_no("heard"), yes_no("summed", 3)),
        critical_effect=effect,
        renormalise=by,
    )


@pytest.mark.parametrize("by", list(Renormalise))
def test_a_critical_fail_keeps_the_calculated_score_in_sight(by) -> None:
    card = critical_card(CriticalEffect.ZERO_SECTION, CriticalScope.SECTION, by)
    score = scoring.score(card, bytes([3, 1, 1, 1]))
    calculated, reported = [line for line in why.explain(card, score).sums if " score" in line][:2]
    assert by_hand(calculated) == pytest.approx(score.calculated, abs=0.005001)
    assert by_hand(reported) == pytest.approx(score.reported, abs=0.005001)
    assert "“Safe” counts as 0" in reported


def test_a_critical_answer_for_the_whole_says_so() -> None:
    card = critical_card(CriticalEffect.ZERO_SCORE, CriticalScope.EVALUATION)
    found = why.explain(card, scoring.score(card, bytes([3, 1, 1, 1])))
    assert found.headline.startswith("0")
    assert "critical fail" in found.headline
    assert found.criticals == ("1. Was identity kept? Critical for compliance: fails the whole",)


def test_a_score_just_below_the_pass_mark_does_not_look_equal_to_it() -> None:
    card = form(section("s", 1, yes_no("a", 79.6), yes_no("b", 20.4)), pass_mark=80)
    score = scoring.score(card, bytes([1, 2]))
    shown = why.explain(card, score).headline, wording.score_words(card, score)
    said = "79.6 %, below the pass mark (pass mark 80 %)"
    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in shown] == [said, said]


def test_the_outcome_compares_figures_that_differ_as_shown() -> None:
    card = form(section("s", 1, yes_no("a", 79.996), yes_no("b", 20.004)), pass_mark=80)
    outcome = why.explain(card, scoring.score(card, bytes([1, 2]))).sums[-1]
    assert "(79.996\N{NO-BREAK SPACE}% < 80\N{NO-BREAK SPACE}%)" in outcome


def test_the_sum_says_what_a_labelled_scale_counts() -> None:
    card = form(section("s", 1, scaled("care", 1, 2, 3, 4, 5, scale=True)))
    found = why.explain(card, scoring.score(card, b"\3"))
    assert "“How was care?” is a labelled scale: it counts 3 − 1 of 5 − 1 points." in found.sums
    assert found.rows[1].points == "2 of 4"
    assert found.headline.startswith("50")


def test_nothing_that_counts_is_neither_nought_nor_a_hundred() -> None:
    card = form(section("s", 1, yes_no("a")))
    found = why.explain(card, scoring.score(card, bytes([NOT_APPLICABLE])))
    assert found.headline == "Not scored"
    assert "neither 0 nor 100" in " ".join(found.sums)


def test_the_last_column_is_explained_under_the_table() -> None:
    found = why.explain(TEN, scoring.score(TEN, bytes([2] * 10)))
    told = "“Counts for at most” is how much of the whole score a line can bring"
    assert why.headings()[-1] == "Counts for at most"
    assert told in why.as_text(found, "Imani")
    assert told in document(found, "", lambda _role: "#000000").partition("</table>")[2]


def test_the_copied_sum_pastes_into_a_sheet() -> None:
    found = why.explain(TEN, scoring.score(TEN, bytes([1] * 10)))
    lines = why.as_text(found, "Imani").splitlines()
    table = [line for line in lines if "\t" in line]
    assert len(table) == 12
    assert {line.count("\t") for line in table} == {5}


def test_words_from_people_stay_words_in_the_document() -> None:
    card = form(section("s", 1, Question("q", "Was <b>it</b> & clear?", (Option("x", "<i>", 1),))))
    html = document(why.explain(card, scoring.score(card, b"\1")), "a < b", lambda _role: "grey")
    assert "&lt;b&gt;it&lt;/b&gt; &amp; clear?" in html
    assert "a &lt; b" in html
    assert CriticalClass.CUSTOMER not in html
