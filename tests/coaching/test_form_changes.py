"""What differs between two versions of a scorecard, and which of it forces a new version."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.scorecards import (
    Aim,
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
    ShownIf,
)
from desktop.coaching.form_changes import FREE, Change, Difference, differences, forces_version
from tests.coaching.forms import form, forms, section, yes_no

CARD = form(
    section("open", 40, yes_no("greet"), yes_no("name")),
    section("talk", 60, yes_no("heard"), yes_no("asked"), yes_no("summed")),
    bands=(Band("good", "Good", 90), Band("fair", "Fair", 0)),
)


def with_question(key: str, **changes: object) -> Form:
    sections = tuple(
        replace(
            part,
            questions=tuple(
                replace(one, **changes) if one.key == key else one  # type: ignore[arg-type]
                for one in part.questions
            ),
        )
        for part in CARD.sections
    )
    return replace(CARD, sections=sections)


def ordered(*keys: str) -> Form:
    """The second section's questions in this order."""
    known = {one.key: one for one in CARD.questions}
    return replace(CARD, sections=(CARD.sections[0], section("talk", 60, *(known[key] for key in keys))))


@given(forms())
def test_a_form_does_not_differ_from_itself(card: Form) -> None:
    assert differences(card, card) == ()


@given(forms(), forms())
def test_forms_without_a_difference_are_the_same(one: Form, other: Form) -> None:
    assert (differences(one, other) == ()) == (one == other)


WHOLE = [
    (Change.NAME, {"name": "Other"}),
    (Change.DESCRIPTION, {"description": "For chats"}),
    (Change.PASS_MARK, {"pass_mark": 85.0}),
    (Change.RENORMALISE, {"renormalise": Renormalise.QUESTION}),
    (Change.CRITICAL_EFFECT, {"critical_effect": CriticalEffect.ZERO_SCORE}),
    (Change.BONUS_CAP, {"bonus_cap": 5.0}),
]


@pytest.mark.parametrize(("kind", "changed"), WHOLE)
def test_each_part_of_the_whole_is_named_with_before_and_after(kind: Change, changed: dict) -> None:
    ((name, after),) = changed.items()
    assert differences(CARD, replace(CARD, **changed)) == (
        Difference(kind, before=getattr(CARD, name), after=after),
    )


QUESTION = [
    (Change.REWORDED, "text", "Did they greet?"),
    (Change.KIND, "kind", Kind.SEVERAL),
    (Change.GUIDANCE, "guidance", "By name"),
    (Change.GOOD, "good", "Hello, Ann"),
    (Change.POOR, "poor", "Yes?"),
    (Change.QUESTION_WEIGHT, "weight", 2.0),
    (Change.SCALE, "scale", True),
    (Change.REVERSED, "reversed", True),
    (Change.BONUS, "bonus", True),
    (Change.ALLOW_NA, "allow_na", False),
    (Change.SHOWN_IF, "shown_if", ShownIf("name", ("yes",))),
    (Change.ONLY_WHEN, "only_when", OnlyWhen(("chat",))),
    (Change.SKILL, "skill", "greeting"),
    (Change.BEHAVIOUR, "behaviour", "warm"),
    (Change.AIM, "aim", Aim.COMPLIANCE),
    (Change.UNIT, "unit", "s"),
]


@pytest.mark.parametrize(("kind", "name", "after"), QUESTION)
def test_each_part_of_a_question_is_named_with_its_place(kind: Change, name: str, after: object) -> None:
    before = getattr(CARD.questions[0], name)
    assert differences(CARD, with_question("greet", **{name: after})) == (
        Difference(kind, "open", "greet", "", before, after),
    )


@pytest.mark.parametrize(
    ("kind", "changed", "before", "after"),
    [
        (Change.POINTS, {"points": 3.0}, 1, 3.0),
        (Change.OPTION_RENAMED, {"label": "Always"}, "Answer yes", "Always"),
        (Change.LETTER, {"letter": "y"}, "", "y"),
        (Change.OPTION_LEAST, {"least": 4.0}, None, 4.0),
        (
            Change.CRITICAL,
            {"critical": CriticalClass.BUSINESS, "scope": CriticalScope.SECTION},
            (None, None),
            (CriticalClass.BUSINESS, CriticalScope.SECTION),
        ),
    ],
)
def test_each_part_of_an_answer_is_named_with_its_place(
    kind: Change, changed: dict, before: object, after: object
) -> None:
    yes, no = CARD.questions[0].options
    new = with_question("greet", options=(replace(yes, **changed), no))
    assert differences(CARD, new) == (Difference(kind, "open", "greet", "yes", before, after),)


def test_answers_that_come_and_go_are_told_apart_from_those_that_stay() -> None:
    yes, no = CARD.questions[0].options
    half = Option("half", "Half", 0.5)
    found = differences(CARD, with_question("greet", options=(half, yes)))
    assert found == (
        Difference(Change.OPTION_ADDED, "open", "greet", "half", None, half),
        Difference(Change.OPTION_REMOVED, "open", "greet", "no", no, None),
    )


def test_root_causes_are_matched_by_key() -> None:
    old = with_question("greet", causes=(Cause("a", "System"), Cause("b", "Skill")))
    new = with_question("greet", causes=(Cause("b", "Training"), Cause("c", "Will")))
    assert [(one.kind, one.option) for one in differences(old, new)] == [
        (Change.CAUSE_RENAMED, "b"),
        (Change.CAUSE_ADDED, "c"),
        (Change.CAUSE_REMOVED, "a"),
    ]


def test_only_what_really_moved_is_said_to_have_moved() -> None:
    found = differences(CARD, ordered("summed", "heard", "asked"))
    assert found == (Difference(Change.QUESTION_MOVED, "talk", "summed", "", ("talk", 3), ("talk", 1)),)


def test_a_question_that_another_pushed_aside_did_not_move() -> None:
    new = replace(
        CARD,
        sections=(
            CARD.sections[0],
            replace(CARD.sections[1], questions=(yes_no("new"), *CARD.questions[2:])),
        ),
    )
    assert [one.kind for one in differences(CARD, new)] == [Change.QUESTION_ADDED]
    assert [one.kind for one in differences(new, CARD)] == [Change.QUESTION_REMOVED]


def test_a_question_in_another_section_moved_and_keeps_its_history() -> None:
    greet, name, *rest = CARD.questions
    new = replace(CARD, sections=(section("open", 40, greet), section("talk", 60, *rest, name)))
    assert differences(CARD, new) == (
        Difference(Change.QUESTION_MOVED, "talk", "name", "", ("open", 2), ("talk", 4)),
    )


def test_sections_are_matched_by_key() -> None:
    first, second = CARD.sections
    new = replace(CARD, sections=(replace(second, weight=70.0), replace(first, title="Start")))
    found = differences(CARD, new)
    assert Difference(Change.SECTION_WEIGHT, "talk", "", "", 60, 70.0) in found
    assert Difference(Change.SECTION_RENAMED, "open", "", "", "Open", "Start") in found
    assert [one.kind for one in found].count(Change.SECTION_MOVED) == 1
    assert len(found) == 3


def test_bands_are_matched_by_key() -> None:
    new = replace(CARD, bands=(Band("top", "Top", 95), Band("good", "Good", 85)))
    assert [(one.kind, one.option, one.before, one.after) for one in differences(CARD, new)] == [
        (Change.BAND_ADDED, "top", None, Band("top", "Top", 95)),
        (Change.BAND_LEAST, "good", 90, 85),
        (Change.BAND_REMOVED, "fair", Band("fair", "Fair", 0), None),
    ]


@given(forms(), forms())
def test_there_and_back_are_the_same_changes_turned_round(one: Form, other: Form) -> None:
    """What came one way goes the other; the count of everything else is the same."""
    there, back = differences(one, other), differences(other, one)
    assert sum(d.kind is Change.QUESTION_ADDED for d in there) == sum(
        d.kind is Change.QUESTION_REMOVED for d in back
    )
    swapped = {(d.kind, d.question, d.option, d.before, d.after) for d in there if d.kind is Change.REWORDED}
    assert swapped == {
        (d.kind, d.question, d.option, d.after, d.before) for d in back if d.kind is Change.REWORDED
    }


@given(st.data())
def test_all_that_can_differ_in_a_form_forces_a_new_version(data: st.DataObject) -> None:
    """Agents were scored by it and saw it."""
    for one in differences(data.draw(forms()), data.draw(forms())):
        assert forces_version(one.kind)


def test_only_what_is_not_in_the_form_leaves_a_version_as_it_is() -> None:
    assert {Change.RETIRED, Change.USED_AGAIN, Change.DRAFT_BEGUN} == FREE
    assert {kind for kind in Change if not forces_version(kind)} == FREE


def test_every_field_of_every_part_is_compared() -> None:
    """A field that comes later must not change what agents saw without a version."""
    from desktop.coaching import form_changes as changes

    compared = set(changes._QUESTION.values()) | {"key", "options", "causes"}
    assert compared == set(Question.__dataclass_fields__)
    assert set(changes._WHOLE.values()) | {"sections", "bands"} == set(Form.__dataclass_fields__)
    assert set(changes._OPTION.values()) | {"key", "critical", "scope"} == set(Option.__dataclass_fields__)
