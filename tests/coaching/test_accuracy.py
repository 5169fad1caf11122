"""Critical-error accuracy counts only the contacts a class applies to."""

from db.records.scorecards import CriticalClass, CriticalScope
from desktop.coaching import accuracy, statistics
from tests.coaching.forms import NA, critical_question, form, section, yes_no

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
    found = accuracy.error_accuracy((CARD, one) for one in answers)

    assert found == {
        CriticalClass.COMPLIANCE: statistics.proportion(1, 3),
        CriticalClass.CUSTOMER: statistics.proportion(2, 3),
    }


def test_a_class_the_scorecard_does_not_know_has_no_accuracy() -> None:
    assert accuracy.error_accuracy([(form(section("only", 1, yes_no("a"))), bytes([1]))]) == {}


def test_a_draft_is_passed_over() -> None:
    assert accuracy.error_accuracy([(CARD, bytes([0, 3, 3]))]) == {}


def test_two_errors_of_a_class_on_one_contact_count_once() -> None:
    twice = form(
        section("only", 1, *(critical_question(key, CriticalScope.SECTION) for key in ("rule", "other"))),
    )

    assert accuracy.error_accuracy([(twice, bytes([3, 3]))]) == {
        CriticalClass.COMPLIANCE: statistics.proportion(0, 1)
    }
