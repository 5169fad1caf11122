"""Edits of a form: nothing is lost or doubled by moving, keys stay where words change."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import starter
from db.records.scorecards import Cause, Form, Kind, Question, Section
from desktop.coaching.answers import applies, blank
from desktop.coaching.form_changes import Change, differences
from desktop.coaching.scoring import score
from desktop.coaching.soundness import unsound
from desktop.features.library import form_edits, trying, weights
from desktop.features.library.answer_kinds import Way, answered_as, causes_from, way_of, words_from
from desktop.features.library.difference_words import WHAT
from desktop.features.library.question_editor import is_reworded
from desktop.features.library.trying import Trial

FULL, TEN = starter.form("scorecard_full"), starter.form("scorecard_ten")
SPOTS = [(s,) for s in range(len(FULL.sections))] + [
    (s, q) for s, section in enumerate(FULL.sections) for q in range(len(section.questions))
]


def keys(form: Form) -> list[str]:
    return sorted(question.key for question in form.questions)


@given(st.lists(st.tuples(st.sampled_from(SPOTS), st.sampled_from((-1, 1))), max_size=12))
def test_moving_loses_and_doubles_nothing(moves):
    form = FULL
    for spot, by in moves:
        if form_edits.is_there(form, spot):
            before = form_edits.part_at(form, spot)
            form, there = form_edits.moved(form, spot, by)
            assert form_edits.part_at(form, there) == before or len(spot) == 1
    assert keys(form) == keys(FULL)
    assert sorted(s.key for s in form.sections) == sorted(s.key for s in FULL.sections)


def test_a_question_moved_past_the_edge_goes_on_into_the_next_section():
    last = len(FULL.sections[0].questions) - 1
    key = FULL.sections[0].questions[last].key
    form, spot = form_edits.moved(FULL, (0, last), 1)
    assert spot == (1, 0) and form.sections[1].questions[0].key == key
    assert form_edits.moved(form, spot, -1)[0] == FULL
    assert form_edits.moved(FULL, (0, 0), -1) == (FULL, (0, 0))


def test_a_twin_has_keys_of_its_own_and_waits_for_its_own_questions():
    place = next(i for i, s in enumerate(FULL.sections) if any(q.shown_if for q in s.questions))
    form, spot = form_edits.doubled(FULL, (place,))
    twin, first = form.sections[spot[0]], form.sections[place]
    assert not {q.key for q in twin.questions} & {q.key for q in first.questions}
    inside = {q.key for q in first.questions}
    for one, other in zip(first.questions, twin.questions, strict=True):
        if one.shown_if and one.shown_if.question in inside:
            assert other.shown_if.question in {q.key for q in twin.questions}
    assert not [fault for fault in unsound(form) if fault.blocks]


def test_a_new_question_keeps_what_waits_for_it():
    home = next(q for q in FULL.questions if q.shown_if)
    asked = home.shown_if.question
    spot = next(spot for spot in SPOTS[len(FULL.sections) :] if form_edits.part_at(FULL, spot).key == asked)
    form = form_edits.as_new_question(FULL, spot)
    new = form.sections[spot[0]].questions[spot[1]]
    assert new.key != asked and new.text == next(q.text for q in FULL.questions if q.key == asked)
    assert next(q for q in form.questions if q.key == home.key).shown_if.question == new.key


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("before", list(Way))
def test_every_way_of_answering_can_become_every_other(before, way):
    question = answered_as(form_edits.new_question(), before)
    changed = answered_as(question, way)
    assert way_of(changed) is way
    assert changed.key == question.key and changed.text == question.text
    assert len({option.key for option in changed.options}) == len(changed.options)
    assert answered_as(changed, way) is changed


def test_answers_that_fit_the_new_way_keep_their_keys():
    question = form_edits.new_question()
    graded = answered_as(question, Way.GRADED)
    assert {o.key for o in question.options} < {o.key for o in graded.options}
    assert [o.points for o in graded.options] == [1.0, 0.5, 0.0]
    assert answered_as(graded, Way.YES_NO).options == question.options


def test_a_root_cause_keeps_its_key_when_it_is_reworded_or_moved():
    one, two = Cause("k1", "Rushed"), Cause("k2", "Did not know")
    assert causes_from("Was rushed\nDid not know", (one, two))[0].key == "k1"
    assert causes_from("Did not know\nRushed", (one, two)) == (two, one)
    added = causes_from("Rushed\n\n Tools down \nDid not know", (one, two))
    assert [cause.label for cause in added] == ["Rushed", "Tools down", "Did not know"]
    assert added[0] == one and added[2] == two and added[1].key not in ("k1", "k2")


def test_topics_are_typed_with_commas():
    assert words_from(" Billing,, Moves ,Billing") == ("Billing", "Moves")


def test_a_rewording_is_told_from_a_new_question():
    assert not is_reworded("Did the agent greet the caller?", "Did the agent greet the customer?")
    assert is_reworded("Did the agent greet the caller?", "Was a case opened in the system?")
    assert not is_reworded("Did the agent greet the caller?", " ")


@pytest.mark.parametrize("form", [FULL, TEN])
def test_shares_of_sections_and_of_questions_make_a_whole(form):
    assert sum(share.part for share in weights.section_shares(form)) == pytest.approx(1)
    inside = [share.part for section in weights.question_shares(form) for share in section]
    assert sum(inside) == pytest.approx(1)
    made = trying.coded(form, all_best(form))
    if all(applies(form, made)):
        scored = [line.effective_weight for s in score(form, made).sections for line in s.questions]
        assert inside == pytest.approx(scored)


def all_best(form: Form) -> Trial:
    trial = Trial()
    for question in form.questions:
        trial.choose(question, max(question.options, key=lambda option: option.points).key)
    return trial


def test_what_was_tried_lives_through_edits_of_the_form():
    trial = all_best(TEN)
    moved, _ = form_edits.moved(TEN, (0, 0), 1)
    assert score(moved, trying.coded(moved, trial)).calculated == 100
    shorter = form_edits.without(TEN, (0, 3))
    assert score(shorter, trying.coded(shorter, trial)).complete
    first = TEN.questions[0]
    trial.choose(first, first.options[0].key)
    assert trying.coded(TEN, trial)[0] == blank(TEN)[0], "the same answer once more takes it back"


def test_a_number_and_words_are_tried_too():
    number = replace(form_edits.new_question(), kind=Kind.NUMBER, options=())
    words = replace(form_edits.new_question(), kind=Kind.TEXT, options=())
    form = Form("F", (Section("s", "S", 1, (*TEN.questions, number, words)),))
    trial = Trial()
    trial.count(number, 3.5)
    trial.write(words, "Kind.")
    found = score(form, trying.coded(form, trial))
    assert found.unanswered == tuple(range(len(TEN.questions)))


def test_every_kind_of_difference_has_words():
    assert set(WHAT) == set(Change)
    assert differences(FULL, FULL) == ()


def test_a_new_form_names_what_is_still_to_be_written():
    faults = unsound(form_edits.new_form())
    assert [fault.fault.value for fault in faults if fault.blocks] == ["blank_text"]
    assert isinstance(form_edits.new_form().questions[0], Question)
