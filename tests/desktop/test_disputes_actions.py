"""Disputes from raising to the end: in one sitting, decided by somebody else, never to anybody's harm."""

from datetime import timedelta

import pytest

from db.queries import disputes, finals
from db.records.disputes import DisputeState, How, Said
from db.records.observations import EvaluationState
from db.records.people import Role
from desktop.coaching.access import Forbidden
from desktop.coaching.disputes import COUNTS, VOID, WHOLE, Refusal, Refused
from desktop.features.disputes import actions, reading
from desktop.features.disputes.actions import Chosen
from desktop.features.monitoring import changing, disputing, slips
from desktop.features.monitoring.disputing import HandedIn
from tests.builders import Floor
from tests.desktop.disputed_floor import (
    FIRST,
    SECOND,
    best,
    colleague,
    decide,
    dispute,
    hand_in,
    key,
    raised,
    share,
    worst,
)
from tests.desktop.heard_floor import at_desk, hear, read


def why(refused: pytest.ExceptionInfo[Refused]) -> Refusal:
    return refused.value.why


def test_several_questions_are_disputed_in_one_sitting(floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found, FIRST, SECOND)
    told = raised(floor, found.id)
    assert [one.question for one in told] == [key(floor, found, FIRST), key(floor, found, SECOND)]
    assert {(one.state, one.reason, one.how) for one in told} == {
        (DisputeState.OPEN, "I did ask her", How.DESK)
    }
    assert told[0].evaluator_id == floor.user.id
    assert read(floor, found.id).state is EvaluationState.DISPUTED


def test_nothing_is_raised_while_one_reason_is_missing(floor: Floor) -> None:
    found = share(floor)
    disputing.begin(floor.store, found.id, key(floor, found), at_desk(floor))
    with pytest.raises(Refused) as refused:
        disputing.raise_all(floor.store, found.id, "", at_desk(floor))
    assert why(refused) is Refusal.NO_REASON
    assert raised(floor, found.id) == ()
    assert read(floor, found.id).state is EvaluationState.SHARED


def test_what_is_being_written_is_kept_and_begun_once(floor: Floor) -> None:
    found = share(floor)
    id = disputing.begin(floor.store, found.id, key(floor, found), at_desk(floor))
    disputing.keep(floor.store, id, Said(key(floor, found), "I as"), at_desk(floor))
    assert disputing.begin(floor.store, found.id, key(floor, found), at_desk(floor)) == id
    (draft,) = disputing.read(floor.store, found.id, at_desk(floor)).drafts
    assert (draft.reason, draft.raised_at) == ("I as", None)


def test_a_question_is_disputed_once(floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found)
    with pytest.raises(Refused):
        disputing.begin(floor.store, found.id, key(floor, found), at_desk(floor))
    new = decide(floor, found, colleague(floor), worst(floor, found) and read_key(floor, found))
    with pytest.raises(Refused):
        disputing.begin(floor.store, new.id, key(floor, new), at_desk(floor))


def read_key(floor: Floor, found: object) -> str:
    """The answer that stands to the first question."""
    case = reading.read_case(floor.store, found.id, floor.user)  # type: ignore[attr-defined]
    return case.standing(case.disputes[0])


def test_what_was_raised_never_changes(floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found)
    (one,) = raised(floor, found.id)
    with pytest.raises(Refused) as refused:
        disputing.keep(floor.store, one.id, Said(one.question, "Something else"), at_desk(floor))
    assert why(refused) is Refusal.SETTLED
    with pytest.raises(Exception, match="never changes"), floor.store.writing("dispute") as db:
        disputes.keep(db, one.id, Said(one.question, "Something else"))


def test_what_was_not_shared_is_not_disputed(floor: Floor) -> None:
    found = hear(floor)
    with pytest.raises(LookupError):
        disputing.begin(floor.store, found.id, WHOLE, at_desk(floor))


def test_after_the_window_only_a_user_opens_one_and_says_why(floor: Floor) -> None:
    found = share(floor)
    question = key(floor, found)
    id = disputing.begin(floor.store, found.id, question, at_desk(floor))
    disputing.keep(floor.store, id, Said(question, "I did ask her"), at_desk(floor))
    later(floor, found.id, 15)
    with pytest.raises(Refused) as refused:
        disputing.raise_all(floor.store, found.id, "", at_desk(floor))
    assert why(refused) is Refusal.WINDOW_OVER
    with pytest.raises(Refused):
        disputing.raise_all(floor.store, found.id, " ", floor.user)
    disputing.raise_all(floor.store, found.id, "She was on leave", floor.user)
    assert raised(floor, found.id)[0].late == "She was on leave"


def later(floor: Floor, evaluation_id: int, days: int) -> None:
    """As if it had been shared that many days before."""
    before = (floor.store.now() - timedelta(days=days)).isoformat()
    with floor.store.writing("evaluation") as db:
        db.execute("UPDATE main.evaluation SET shared_at = ? WHERE id = ?", [before, evaluation_id])


def test_the_evaluator_decides_nothing_about_their_own_answer(floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found)
    with pytest.raises(Refused) as refused:
        decide(floor, found, floor.user, best(floor, found))
    assert why(refused) is Refusal.OWN_ANSWER
    assert read(floor, found.id).state is EvaluationState.DISPUTED


def test_who_changed_an_answer_does_not_decide_about_it_and_the_first_evaluator_may(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    better = best(floor, found)
    middle = slips.correct_slip(floor.store, found.id, key(floor, found), better, other)
    dispute(floor, read(floor, middle), FIRST)
    (one,) = raised(floor, middle)
    assert one.evaluator_id == other.id
    with pytest.raises(Refused):
        decide(floor, read(floor, middle), other, better)
    decide(floor, read(floor, middle), floor.user, better)


def test_a_decision_needs_an_answer_and_a_reason_for_each(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    dispute(floor, found, FIRST, SECOND)
    one, two = raised(floor, found.id)
    for chosen in (
        (Chosen(one.id, best(floor, found), "Heard it"),),
        (Chosen(one.id, best(floor, found), "Heard it"), Chosen(two.id, best(floor, found, SECOND), " ")),
        (Chosen(one.id, best(floor, found), "Heard it"), Chosen(two.id, "", "Heard it")),
    ):
        with pytest.raises(Refused) as refused:
            actions.decide(floor.store, found.id, chosen, {}, other)
        assert (why(refused), refused.value.detail) == (Refusal.UNDECIDED, two.question)
    assert read(floor, found.id).state is EvaluationState.DISPUTED


def test_decisions_of_one_sitting_are_one_revision_and_ask_again(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    changing.acknowledge(floor.store, newest(floor, found.id), "", at_desk(floor))
    dispute(floor, found, FIRST, SECOND)
    new = decide(
        floor, found, other, best(floor, found), best(floor, found, SECOND), reason="Heard it at 0:40"
    )
    assert new.revises_id == found.id
    assert (new.reported or 0) > (found.reported or 0)
    assert new.state is EvaluationState.SHARED
    told = changing.readings(floor.store, new.id, floor.user)
    assert [one.revision.final.revision for one in told] == [1, 2]
    assert "Heard it at 0:40" in told[1].revision.final.reason
    assert {one.state for one in raised(floor, new.id)} == {DisputeState.CHANGED}
    assert raised(floor, new.id)[0].score_before == found.reported
    changing.acknowledge(floor.store, told[1].revision.final.id, "Thank you", at_desk(floor))
    assert read(floor, new.id).state is EvaluationState.CLOSED


def newest(floor: Floor, evaluation_id: int) -> int:
    with floor.store.reading() as db:
        found = finals.newest(db, "evaluation", evaluation_id)
        assert found is not None
        return found.final.id


def test_an_answer_that_stands_leaves_the_evaluation_as_it_was_and_closes_it(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    changing.acknowledge(floor.store, newest(floor, found.id), "", at_desk(floor))
    dispute(floor, found)
    after = decide(floor, found, other, read_key(floor, found), reason="At 0:40 the question is another one")
    assert (after.id, after.answers, after.state) == (found.id, found.answers, EvaluationState.CLOSED)
    assert raised(floor, found.id)[0].state is DisputeState.STANDS


def test_who_has_not_read_it_yet_is_asked_to_after_the_decision(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    dispute(floor, found)
    after = decide(floor, found, other, read_key(floor, found))
    assert after.state is EvaluationState.SHARED


def test_a_third_answer_is_partly(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    form = disputing.read(floor.store, found.id, floor.user).form
    place = next(place for place, question in enumerate(form.questions) if question.allow_na)
    dispute(floor, found, place)
    new = decide(floor, found, other, "na")
    assert raised(floor, new.id)[0].state is DisputeState.PARTLY


def test_a_re_listen_never_lowers_the_score(floor: Floor) -> None:
    found, other = share(floor, option=0), colleague(floor)
    question = key(floor, found)
    id = disputing.begin(floor.store, found.id, question, at_desk(floor))
    disputing.keep(floor.store, id, Said(question, "It was warmer than that"), at_desk(floor))
    disputing.raise_all(floor.store, found.id, "", at_desk(floor))
    with pytest.raises(Refused) as refused:
        decide(floor, found, other, worst(floor, found))
    assert why(refused) is Refusal.LOWERS
    assert read(floor, found.id).reported == found.reported


def test_what_was_disputed_is_not_lowered_by_the_long_path_either(floor: Floor) -> None:
    from tests.desktop.heard_floor import answer

    found, other = share(floor, option=0), colleague(floor)
    dispute(floor, found)
    after = decide(floor, found, other, read_key(floor, found))
    draft = changing.begin_change(floor.store, after.id, "I think less of it now", floor.user)
    answer(floor, draft, 1)
    with pytest.raises(Refused) as refused:
        changing.finish_change(floor.store, draft, floor.user)
    assert why(refused) is Refusal.LOWERS


def test_while_it_is_disputed_it_is_neither_changed_nor_acknowledged(floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found)
    with pytest.raises(Refused):
        changing.begin_change(floor.store, found.id, "Something else", floor.user)
    with pytest.raises(Refused):
        changing.acknowledge(floor.store, newest(floor, found.id), "", at_desk(floor))
    with pytest.raises(Refused):
        slips.correct_slip(floor.store, found.id, key(floor, found), best(floor, found), floor.user)


def test_a_change_begun_before_the_dispute_is_not_finished_during_it(floor: Floor) -> None:
    from tests.desktop.heard_floor import answer

    found = share(floor)
    draft = changing.begin_change(floor.store, found.id, "Heard it again", floor.user)
    answer(floor, draft, 0)
    dispute(floor, found)
    with pytest.raises(Refused) as refused:
        changing.finish_change(floor.store, draft, floor.user)
    assert why(refused) is Refusal.IS_DISPUTED


def test_a_floor_with_one_user_still_puts_a_plain_slip_right(floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found, FIRST, SECOND)
    one, two = raised(floor, found.id)
    new = read(floor, actions.give_way(floor.store, one.id, floor.user))
    assert (new.reported or 0) > (found.reported or 0)
    assert new.state is EvaluationState.DISPUTED
    last = read(floor, actions.give_way(floor.store, two.id, floor.user))
    assert {(d.state, d.quick) for d in raised(floor, last.id)} == {(DisputeState.CHANGED, True)}
    assert last.state is EvaluationState.SHARED
    assert not reading.waiting(floor.store, floor.user)


def test_an_agent_takes_a_dispute_back_and_may_raise_it_again(floor: Floor) -> None:
    found = share(floor)
    changing.acknowledge(floor.store, newest(floor, found.id), "", at_desk(floor))
    dispute(floor, found)
    (one,) = raised(floor, found.id)
    disputing.withdraw(floor.store, one.id, at_desk(floor))
    assert read(floor, found.id).state is EvaluationState.ACKNOWLEDGED
    dispute(floor, found)
    assert read(floor, found.id).state is EvaluationState.DISPUTED
    with floor.store.reading() as db:
        assert disputes.counted(db) == ()


def test_whoever_gave_the_answer_does_not_take_the_dispute_back_for_the_agent(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    dispute(floor, found)
    (one,) = raised(floor, found.id)
    with pytest.raises(Refused) as refused:
        disputing.withdraw(floor.store, one.id, floor.user)
    assert why(refused) is Refusal.OWN_ANSWER
    assert read(floor, found.id).state is EvaluationState.DISPUTED
    disputing.withdraw(floor.store, one.id, other)
    assert read(floor, found.id).state is not EvaluationState.DISPUTED


def test_a_decided_dispute_is_neither_decided_nor_taken_back_again(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    dispute(floor, found)
    (one,) = raised(floor, found.id)
    decide(floor, found, other, read_key(floor, found))
    for again in (
        lambda: disputing.withdraw(floor.store, one.id, at_desk(floor)),
        lambda: actions.give_way(floor.store, one.id, floor.user),
        lambda: actions.decide(floor.store, found.id, (Chosen(one.id, best(floor, found), "No"),), {}, other),
        lambda: actions.keep_decision(floor.store, one.id, "", "No", other),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert why(refused) is Refusal.SETTLED


def test_the_whole_is_disputed_and_made_void_by_a_supervisor_alone(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    coach = colleague(floor, "Nia Roberts", Role.COACH)
    handed = HandedIn((Said(WHOLE, "That was not my call", proposed=VOID),), How.USER)
    hand_in(floor, found, handed)
    (one,) = raised(floor, found.id)
    with pytest.raises(Forbidden):
        actions.decide(floor.store, found.id, (Chosen(one.id, VOID, "Another voice"),), {}, coach)
    actions.decide(floor.store, found.id, (Chosen(one.id, VOID, "Another voice"),), {}, other)
    with pytest.raises(LookupError):
        read(floor, found.id)
    with floor.store.reading() as db:
        assert disputes.counted(db) == ()


def test_the_whole_counts_on_where_it_is_decided_so(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    handed = HandedIn((Said(WHOLE, "That was not my call", proposed=VOID),), How.USER)
    hand_in(floor, found, handed)
    after = decide(floor, found, other, COUNTS, reason="It is your voice")
    assert raised(floor, after.id)[0].state is DisputeState.STANDS


def test_a_decision_is_worked_out_before_it_is_made(floor: Floor) -> None:
    found = share(floor)
    dispute(floor, found)
    case = reading.read_case(floor.store, found.id, floor.user)
    told = actions.preview(case, {key(floor, found): best(floor, found)})
    assert (told.before, told.lowers, told.opened) == (found.reported, False, ())
    assert told.after is not None and told.before is not None and told.after > told.before
    assert actions.preview(case, {key(floor, found): worst(floor, found)}).lowers


def test_the_page_says_who_gave_the_answer_how_long_it_waits_and_until_when(floor: Floor) -> None:
    found, other = share(floor), colleague(floor)
    dispute(floor, found, FIRST, SECOND)
    (mine,) = reading.waiting(floor.store, floor.user)
    (theirs,) = reading.waiting(floor.store, other)
    today = floor.store.now().astimezone().date()
    assert (mine.own, theirs.own) == (True, False)
    assert (mine.questions, mine.evaluator, mine.days(today), mine.left(today)) == (
        2,
        "Ruth Castellane",
        0,
        7,
    )
    assert reading.read_case(floor.store, found.id, floor.user).others
    decide(floor, found, other, best(floor, found), best(floor, found, SECOND))
    rates = reading.rates(floor.store, floor.user)
    assert (rates.whole.stood, rates.whole.n) == (0, 2)
    assert [name for name, _ in rates.evaluators] == ["Ruth Castellane"]
    assert len(reading.settled(floor.store, floor.user)) == 2
