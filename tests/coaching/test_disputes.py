"""The rules of disputes: who decides, what a decision may do, and how often answers stood."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.disputes import Counted, DisputeState
from db.records.observations import Finish, Verdict
from db.records.scorecards import Form, Kind, Option, Question, Section
from desktop.coaching import disputes as rules
from desktop.coaching.answers import blank
from desktop.coaching.disputes import Refusal, Refused
from desktop.shell.dispute_words import answer_label

FORM = Form(
    "Calls",
    (
        Section(
            "s",
            "All",
            1,
            (
                Question("asked", "Asked?", (Option("yes", "Yes", 1), Option("no", "No", 0))),
                Question(
                    "why",
                    "What for?",
                    tuple(Option(key, key, 1) for key in "abcdefghij"),
                    kind=Kind.SEVERAL,
                ),
                Question("said", "What was said?", (), kind=Kind.TEXT),
            ),
        ),
    ),
)


def score(reported: float | None, verdict: Verdict | None) -> Finish:
    return Finish(b"", reported, reported, verdict or Verdict.PASS, "", {}, {})


@pytest.mark.parametrize(
    ("before", "after", "lower"),
    [
        (score(80, Verdict.PASS), score(79.9, Verdict.PASS), True),
        (score(80, Verdict.PASS), score(80, Verdict.PASS), False),
        (score(80, Verdict.PASS), score(90, Verdict.CRITICAL_FAIL), True),
        (score(80, Verdict.CRITICAL_FAIL), score(80, Verdict.FAIL), False),
        (score(40, Verdict.FAIL), score(None, Verdict.NOT_SCORED), False),
        (score(None, Verdict.NOT_SCORED), score(40, Verdict.PASS), False),
    ],
)
def test_lower_is_a_lower_score_or_a_worse_outcome(before: Finish, after: Finish, lower: bool) -> None:
    assert rules.lowers(before, after) is lower


@given(st.sets(st.sampled_from("abcdefghij")))
def test_any_set_of_ticks_is_written_as_a_word_and_read_back(ticked: set[str]) -> None:
    word = "|".join(sorted(ticked)) or rules.NONE_TICKED
    answers = rules.with_key(FORM, blank(FORM), 1, word)
    assert rules.key_of(FORM, answers, 1) == word


@pytest.mark.parametrize("word", ["yes", "no", "na"])
def test_a_choice_is_written_as_its_key_and_read_back(word: str) -> None:
    answers = rules.with_key(FORM, blank(FORM), 0, word)
    assert rules.key_of(FORM, answers, 0) == word


@pytest.mark.parametrize("word", ["maybe", "yes|no", "none", ""])
def test_an_answer_that_is_not_on_the_form_is_refused(word: str) -> None:
    with pytest.raises(Refused):
        rules.with_key(FORM, blank(FORM), 0, word)


def test_words_are_disputed_with_the_whole_and_not_by_themselves() -> None:
    assert [one.key for one in rules.disputable(FORM, blank(FORM))] == ["asked", "why"]


def test_the_author_of_an_answer_is_who_changed_it_last() -> None:
    revisions = [(1, {"a": "yes", "b": "no"}), (2, {"a": "no", "b": "no"}), (3, {"a": "no", "b": "no"})]
    assert rules.author("a", revisions) == 2
    assert rules.author("b", revisions) == 1
    assert rules.author(rules.WHOLE, revisions) == 1


def test_an_outcome_follows_from_the_answer_that_stands() -> None:
    assert rules.outcome("no", "yes", "no") is DisputeState.STANDS
    assert rules.outcome("no", "yes", "yes") is DisputeState.CHANGED
    assert rules.outcome("no", "yes", "na") is DisputeState.PARTLY


def test_whoever_gave_the_answer_may_only_give_way_to_a_slip() -> None:
    for giving_way, slip in ((False, False), (True, False), (False, True)):
        with pytest.raises(Refused) as refused:
            rules.check_deciding(1, 1, giving_way, slip)
        assert refused.value.why is Refusal.OWN_ANSWER
    rules.check_deciding(1, 1, giving_way=True, slip=True)
    rules.check_deciding(2, 1, giving_way=False, slip=False)


def test_the_window_holds_for_its_last_day() -> None:
    found = rules.window(datetime(2026, 3, 2, 12, tzinfo=UTC), 14)
    assert found.until == date(2026, 3, 16)
    assert not found.is_over(date(2026, 3, 16))
    assert found.is_over(date(2026, 3, 17))
    assert not replace(found, until=None).is_over(date(2030, 1, 1))


def test_five_of_seven_stood_has_the_interval_that_wilson_gives() -> None:
    """Wilson 1927 for 5 of 7 without continuity correction: 0.3589 to 0.9178 (R, binom.confint, "wilson")."""
    found = rules.stood([Counted("q", 1, one < 5) for one in range(7)])
    assert (found.stood, found.n) == (5, 7)
    assert found.share.interval is not None
    assert found.share.interval.low == pytest.approx(0.3589, abs=5e-5)
    assert found.share.interval.high == pytest.approx(0.9178, abs=5e-5)


def test_rates_stand_by_question_and_by_evaluator_the_most_disputed_first() -> None:
    counted = [Counted("a", 1, True), Counted("b", 2, False), Counted("b", 1, True)]
    assert [(one.subject, one.stood, one.n) for one in rules.stood_by_question(counted)] == [
        ("b", 1, 2),
        ("a", 1, 1),
    ]
    assert [(one.subject, one.n) for one in rules.stood_by_evaluator(counted)] == [(1, 2), (2, 1)]
    assert rules.stood([]).share.interval is None


def test_an_answer_called_none_is_not_taken_for_no_tick_at_all() -> None:
    words = {"none": "Nothing asked again", "void": "Once", "counts": "More"}
    options = tuple(Option(key, label, 1) for key, label in words.items())
    form = Form("Card", (Section("s", "S", 1, (Question("again", "Asked again?", options),)),))
    for place, option in enumerate(options):
        answers = rules.with_key(form, bytes(1), 0, option.key)
        assert answers == bytes([place + 1])
        assert rules.key_of(form, answers, 0) == option.key
        assert answer_label(form.questions[0], option.key) == option.label
