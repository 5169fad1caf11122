"""Critical-error accuracy counts only the contacts a class applies to."""

from hypothesis import given
from hypothesis import strategies as st

from db.records.scorecards import CriticalClass, CriticalScope, Form, Kind, Question
from desktop.coaching import accuracy, scoring, statistics
from desktop.coaching.answers import blank, with_ticks, without_hidden
from tests.coaching.any_forms import any_filled
from tests.coaching.forms import NA, critical_question, form, option, section, yes_no

CARD = form(
    section(
        "only",
        1,
        yes_no("a"),
        critical_question("rule", CriticalScope.EVALUATION, CriticalClass.COMPLIANCE),
        critical_question("tone", CriticalScope.SECTION, CriticalClass.CUSTOMER),
    )
)


def test_accuracy_is_by_class_over_the_contacts_it_applies_to() -> None:
    answers = [bytes([1, 1, 1]), bytes([1, 3, 1]), bytes([1, 3, NA]), bytes([1, NA, 3])]
    found = accuracy.error_accuracy([(CARD, answers)])

    assert found == {
        CriticalClass.COMPLIANCE: statistics.proportion(1, 3),
        CriticalClass.CUSTOMER: statistics.proportion(2, 3),
    }


def test_a_class_the_scorecard_does_not_know_has_no_accuracy() -> None:
    assert accuracy.error_accuracy([(form(section("only", 1, yes_no("a"))), [bytes([1])])]) == {}


def test_two_errors_of_a_class_on_one_contact_count_once() -> None:
    twice = form(
        section("only", 1, *(critical_question(key, CriticalScope.SECTION) for key in ("rule", "other"))),
    )

    assert accuracy.error_accuracy([(twice, [bytes([3, 3])])]) == {
        CriticalClass.COMPLIANCE: statistics.proportion(0, 1)
    }


def test_a_ticked_error_is_an_error_and_an_unticked_one_was_asked() -> None:
    fatal = option("leak", 0, CriticalClass.BUSINESS, CriticalScope.SECTION)
    card = form(section("s", 1, Question("errors", "Which?", (option("late", 1), fatal), kind=Kind.SEVERAL)))
    ticked = [with_ticks(card, blank(card), 0, ticks) for ticks in ((0,), (0, 1), ())]
    assert accuracy.error_accuracy([(card, ticked)]) == {CriticalClass.BUSINESS: statistics.proportion(2, 3)}


@given(any_filled(blanks=False), st.sampled_from(CriticalClass))
def test_errors_are_those_that_scoring_finds(pair: tuple[Form, bytes], kind: CriticalClass) -> None:
    card, answers = pair[0], without_hidden(*pair)
    found = {one.kind for one in scoring.score(card, answers).criticals}
    assert accuracy.erred(card, answers) == found
    assert accuracy.exposed(card, answers) >= found
    assert accuracy.freedom(kind, card, answers) == (
        None if kind not in accuracy.exposed(card, answers) else 0 if kind in found else 100
    )
