"""What a user does while listening, without a window: notes, answers, finishing, discarding."""

from datetime import UTC, datetime, timedelta

import pytest

from db.connection import driver
from db.queries import evaluations, observations, people, scorecards
from db.records.contacts import Channel
from db.records.observations import EvaluationState, NoteTag, Source, Verdict
from db.records.people import Role
from db.records.scorecards import NOT_APPLICABLE
from desktop.coaching.access import Forbidden
from desktop.coaching.finishing import Incomplete
from desktop.features.monitoring import actions, answering, clocking, jotting
from desktop.features.monitoring.sitting import Discarded, Jotting, Sitting, elapsed, read_clock
from desktop.features.monitoring.writing import Finished
from tests.builders import Floor, evaluate, new_floor, take_call


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def listening(floor: Floor) -> Sitting:
    return actions.sitting(floor.store, actions.begin(floor.store, take_call(floor).id, floor.user))


def again(floor: Floor, sitting: Sitting) -> Sitting:
    return actions.sitting(floor.store, sitting.observation.id)


def jot(floor: Floor, sitting: Sitting, text: str, at_s: float = 1.0, tag: NoteTag | None = None) -> int:
    notes = jotting.stamp(floor.store, sitting.observation.id, Jotting(text, at_s, tag), floor.user)
    return max(note.id for note in notes)


def answer_all(floor: Floor, sitting: Sitting, code: int = 1) -> None:
    answering.keep_answers(
        floor.store, sitting.evaluation.id, bytes([code]) * len(sitting.evaluation.answers), floor.user
    )


def test_beginning_opens_a_draft_on_the_shortest_scorecard(listening: Sitting) -> None:
    assert listening.version.form.name == "Ten questions"
    assert listening.evaluation.state is EvaluationState.DRAFT
    assert set(listening.evaluation.answers) == {0}
    assert listening.observation.source is Source.RECORDING
    assert elapsed(listening.observation, datetime.now(UTC)) == 0


def test_beginning_again_on_the_same_contact_carries_on(floor, listening) -> None:
    assert actions.begin(floor.store, listening.contact.id, floor.user) == listening.observation.id


def test_the_scorecard_filled_in_last_is_offered_first(floor) -> None:
    evaluate(floor, take_call(floor), card="Full call")
    id = actions.begin(floor.store, take_call(floor, reference="C-2").id, floor.user)
    assert actions.sitting(floor.store, id).version.form.name == "Full call"


def test_a_live_call_starts_now_with_its_clock_running(floor) -> None:
    sitting = actions.sitting(floor.store, actions.begin_live(floor.store, floor.agent, floor.user))
    begun = sitting.observation.clock_started_at
    assert sitting.contact.channel is Channel.CALL
    assert sitting.observation.source is Source.REMOTE_LIVE
    assert elapsed(sitting.observation, begun + timedelta(seconds=65)) == 65


def test_the_first_contact_is_one_nobody_listened_to(floor) -> None:
    with pytest.raises(actions.NoContact):
        actions.begin_first(floor.store, floor.agent, floor.user)
    new = take_call(floor, reference="new")
    evaluate(floor, take_call(floor, reference="heard"))
    id = actions.begin_first(floor.store, floor.agent, floor.user)
    assert actions.sitting(floor.store, id).contact == new


def test_the_unfinished_say_how_far_they_are(floor, listening) -> None:
    jot(floor, listening, "slow hello")
    answering.answer(floor.store, listening.evaluation.id, 0, 2, floor.user)
    (row,) = actions.unfinished(floor.store, floor.user)
    assert (row.agent.name, row.notes, row.answered, row.asked) == ("Imani Okafor", 1, 1, 10)


def test_a_kept_keystroke_is_one_update(floor, listening) -> None:
    with floor.store.reading() as db:
        connection = db.conn
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    jotting.keep_pending(floor.store, listening.observation.id, Jotting("asked tw", 31), floor.user)
    connection.set_trace_callback(None)
    # The witness of tests asks too, and the record of changes is told who writes.
    own = [line for line in statements if "pragma" not in line.lower() and "main.writer" not in line]
    assert [line.split()[0] for line in own] == ["BEGIN", "UPDATE", "COMMIT"]
    kept = again(floor, listening).observation
    assert (kept.pending, kept.pending_at_s) == ("asked tw", 31)


def test_stamping_makes_the_note_and_clears_what_was_pending(floor, listening) -> None:
    jotting.keep_pending(floor.store, listening.observation.id, Jotting("asked twice", 12), floor.user)
    jot(floor, listening, "  asked twice ", 12.5, NoteTag.EFFORT)
    after = again(floor, listening)
    (note,) = after.notes
    assert (note.text, note.at_s, note.tag, after.observation.pending) == ("asked twice", 12.5, "effort", "")


def test_blank_text_makes_no_note(floor, listening) -> None:
    assert jotting.stamp(floor.store, listening.observation.id, Jotting(" \n", 3), floor.user) == ()


def test_a_note_can_be_tagged_reworded_moved_and_linked(floor, listening) -> None:
    id = jot(floor, listening, "promsied friday", 40)
    jotting.tag(floor.store, id, NoteTag.PROMISE, floor.user)
    jotting.change_text(floor.store, id, "promised Friday", floor.user)
    jotting.change_second(floor.store, id, 31, floor.user)
    (note,) = jotting.link(floor.store, id, "precise-promise", floor.user)
    assert (note.text, note.at_s, note.tag, note.question) == (
        "promised Friday",
        31,
        NoteTag.PROMISE,
        "precise-promise",
    )
    (note,) = jotting.tag(floor.store, id, None, floor.user)
    assert note.tag is None


def test_a_removed_note_comes_back(floor, listening) -> None:
    id = jot(floor, listening, "hello")
    assert jotting.remove_note(floor.store, id, floor.user) == ()
    assert [note.id for note in jotting.bring_back_note(floor.store, id, floor.user)] == [id]


def test_the_clock_holds_runs_on_and_is_put_right(floor, listening) -> None:
    id, store, user = listening.observation.id, floor.store, floor.user
    running = clocking.start_clock(store, id, 30, user)
    assert elapsed(running, running.clock_started_at + timedelta(seconds=5)) == 35
    held = clocking.stop_clock(store, id, user)
    assert held.clock_started_at is None
    assert held.clock_offset_s >= 30
    assert clocking.put_clock(store, id, 90, user).clock_offset_s == 90
    assert clocking.put_clock(store, id, 90, user).clock_started_at is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2:05", 125), ("1:00:01", 3601), ("45", 45), ("2:75", None), ("soon", None), ("", None)],
)
def test_a_second_is_read_as_people_write_it(text, seconds) -> None:
    assert read_clock(text) == seconds


def test_changing_the_scorecard_keeps_answers_to_the_same_questions(floor, listening) -> None:
    store, user, draft = floor.store, floor.user, listening.evaluation.id
    answers = bytes([1, NOT_APPLICABLE, 2, 3, 0, 0, 0, 0, 0, 0])
    answering.keep_answers(store, draft, answers, user)
    before = again(floor, listening)
    full = next(card for card in before.cards if card.form.name == "Full call")
    after = actions.choose_card(store, listening.observation.id, full.id, user)
    given = {
        q.key: code for q, code in zip(full.form.questions, after.evaluation.answers, strict=True) if code
    }
    assert given == {
        "room-for-story": 1,
        "upset-met-first": NOT_APPLICABLE,
        "need-found": 2,
        "not-asked-twice": 3,
    }
    assert after.evaluation.id == draft
    assert actions.put_card_back(store, before, user).evaluation.answers == answers


def test_notes_only_takes_the_draft_away_and_undo_brings_it_back(floor, listening) -> None:
    answer_all(floor, listening)
    before = again(floor, listening)
    without = actions.choose_card(floor.store, listening.observation.id, None, floor.user)
    assert (without.evaluation, without.version) == (None, None)
    assert actions.put_card_back(floor.store, before, floor.user) == before


def test_finishing_locks_scores_and_ends_in_one_transaction(floor, listening) -> None:
    answer_all(floor, listening)
    pending = Jotting("thanked her by name", 50, NoteTag.STRENGTH)
    done = actions.finish(floor.store, listening.observation.id, pending, floor.user)
    assert (done.evaluation.state, done.evaluation.verdict) == (EvaluationState.FINAL, Verdict.PASS)
    assert (done.evaluation.calculated, done.evaluation.version_id) == (100, listening.version.id)
    assert done.observation.ended_at is not None
    assert [note.text for note in done.notes] == ["thanked her by name"]
    assert actions.unfinished(floor.store, floor.user) == ()
    with floor.store.reading() as db:
        weeks = next(iter(db.query("SELECT count(*) AS n FROM week_sum WHERE kind = 'score'")))
    assert weeks["n"] == 1


def test_finishing_names_what_is_open_and_changes_nothing(floor, listening) -> None:
    jotting.keep_pending(floor.store, listening.observation.id, Jotting("half a no", 4), floor.user)
    answering.answer(floor.store, listening.evaluation.id, 0, 1, floor.user)
    before = again(floor, listening)
    with pytest.raises(Incomplete) as told:
        actions.finish(floor.store, listening.observation.id, Jotting("half a no", 4), floor.user)
    assert told.value.positions == tuple(range(1, 10))
    assert again(floor, listening) == before


def test_notes_alone_can_be_finished(floor, listening) -> None:
    actions.choose_card(floor.store, listening.observation.id, None, floor.user)
    done = actions.finish(floor.store, listening.observation.id, Jotting("a calm call", 4), floor.user)
    assert (done.evaluation, len(done.notes)) == (None, 1)


def test_nothing_changes_once_finished(floor, listening) -> None:
    id, gone = jot(floor, listening, "hello"), jot(floor, listening, "not this")
    jotting.remove_note(floor.store, gone, floor.user)
    answer_all(floor, listening)
    before = again(floor, listening)
    actions.finish(floor.store, listening.observation.id, Jotting("", 0), floor.user)
    done = again(floor, listening)
    for late in (
        lambda: jot(floor, listening, "too late"),
        lambda: jotting.tag(floor.store, id, NoteTag.EFFORT, floor.user),
        lambda: jotting.remove_note(floor.store, id, floor.user),
        lambda: jotting.bring_back_note(floor.store, gone, floor.user),
        lambda: actions.bring_back(floor.store, Discarded(done.observation.id, (gone,), ()), floor.user),
        lambda: actions.put_card_back(floor.store, before, floor.user),
        lambda: answering.keep_answers(floor.store, done.evaluation.id, b"", floor.user),
        lambda: answering.keep_comment(floor.store, done.evaluation.id, "late", floor.user),
        lambda: answering.answer(floor.store, done.evaluation.id, 0, 2, floor.user),
        lambda: actions.choose_card(floor.store, done.observation.id, None, floor.user),
        lambda: actions.discard(floor.store, done.observation.id, floor.user),
        lambda: actions.finish(floor.store, done.observation.id, Jotting("", 0), floor.user),
    ):
        with pytest.raises(Finished):
            late()
    assert again(floor, listening) == done


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE note SET text = 'bye'",
        "UPDATE note SET tag = 'effort'",
        "UPDATE note SET deleted_at = now()",
    ],
)
def test_the_store_itself_holds_the_notes_of_what_is_final(floor, listening, statement) -> None:
    jot(floor, listening, "hello")
    answer_all(floor, listening)
    actions.finish(floor.store, listening.observation.id, Jotting("", 0), floor.user)
    with pytest.raises(driver.IntegrityError, match="final"), floor.store.writing("note") as db:
        db.execute(statement)


def test_discarding_is_undone_whole_and_leaves_what_was_removed_before(floor, listening) -> None:
    kept, dropped = jot(floor, listening, "stays"), jot(floor, listening, "was removed before")
    jotting.remove_note(floor.store, dropped, floor.user)
    before = again(floor, listening)
    gone = actions.discard(floor.store, listening.observation.id, floor.user)
    with floor.store.reading() as db:
        assert observations.notes_of_agent(db, floor.agent) == ()
        assert evaluations.of_observation(db, listening.observation.id) == ()
    assert actions.unfinished(floor.store, floor.user) == ()
    actions.bring_back(floor.store, gone, floor.user)
    assert again(floor, listening) == before
    assert [note.id for note in before.notes] == [kept]


def test_whoever_was_listened_to_longest_ago_comes_first(floor) -> None:
    with floor.store.writing("agent") as db:
        other = people.add_agent(db, "Zoë Brontë", floor.team)
    evaluate(floor, take_call(floor))
    rows = actions.agents_to_hear(floor.store)
    assert [agent.id for agent, _ in rows] == [other, floor.agent]
    assert (rows[0][1], rows[1][1] is not None) == (None, True)


def test_contacts_nobody_listened_to_come_first(floor) -> None:
    evaluate(floor, take_call(floor, reference="heard"))
    take_call(floor, reference="new")
    rows = actions.contacts_to_hear(floor.store, floor.agent)
    assert [(contact.reference, heard) for contact, heard in rows] == [("new", False), ("heard", True)]


def test_everything_leads_to_its_observation(floor, listening) -> None:
    note, id = jot(floor, listening, "hello"), listening.observation.id
    pairs = [("note", note), ("evaluation", listening.evaluation.id), ("contact", listening.contact.id)]
    assert {actions.observation_of(floor.store, *pair) for pair in [*pairs, ("observation", id)]} == {id}
    assert actions.observation_of(floor.store, "contact", take_call(floor, reference="C-9").id) is None


def test_an_administrator_may_not_listen(floor) -> None:
    with floor.store.writing("user") as db:
        admin = people.user(db, people.add_user(db, "Ada", Role.ADMIN))
    contact = take_call(floor)
    for deed in (
        lambda: actions.begin(floor.store, contact.id, admin),
        lambda: actions.begin_live(floor.store, floor.agent, admin),
    ):
        with pytest.raises(Forbidden):
            deed()


def test_an_evaluation_keeps_its_version_whatever_is_published_later(floor, listening) -> None:
    answer_all(floor, listening)
    actions.finish(floor.store, listening.observation.id, Jotting("", 0), floor.user)
    with floor.store.writing("scorecard", "scorecard_version", "question", "version_question") as db:
        scorecards.publish(db, scorecards.add(db, listening.version.form))
    assert again(floor, listening).version == listening.version


def test_a_chat_of_no_list_is_reviewed_without_a_clock_on_the_scorecard_for_it(floor: Floor) -> None:
    for channel, source in ((Channel.CHAT, Source.CHAT_REVIEW), (Channel.EMAIL, Source.EMAIL_REVIEW)):
        id = actions.begin_review(floor.store, floor.agent, floor.user, channel)
        sitting = actions.sitting(floor.store, id)
        assert (sitting.contact.channel, sitting.observation.source) == (channel, source)
        assert sitting.observation.clock_started_at is None
        assert sitting.version.form.name == "Written contacts"
    live = actions.sitting(floor.store, actions.begin_live(floor.store, floor.agent, floor.user))
    assert live.version.form.name == "Ten questions"
