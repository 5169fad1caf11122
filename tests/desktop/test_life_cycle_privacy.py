"""Disputes, own views and files handed out: within reach of whom they concern, and erased with them."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

from db.queries import assignments, disputes, erasure, holdings, log, people, self_evaluations
from db.records.people import Role, User
from desktop.features.monitoring import actions, own_views
from tests.builders import Floor, take_call
from tests.desktop.disputed_floor import best, colleague, decide, dispute, share
from tests.desktop.heard_floor import at_desk, hear, read
from tests.desktop.test_handed_out import fill_in, page, take

WORDS = ("I did ask her", "Heard it too", "I rushed the close", "Thanks from the file", "saved Page.html")


def live(floor: Floor, folder: Path) -> int:
    """One of everything of this agent; the evaluation that was disputed and decided."""
    found = share(floor)
    dispute(floor, found, 0)
    decided = decide(floor, found, colleague(floor), best(floor, found))
    take(floor, decided.id, fill_in(page(floor, decided.id, folder, "Page.html"), read="on", words=WORDS[3]))
    other = hear(floor, "C-2")
    asked = own_views.ask_for_view(floor.store, other.id, floor.user)
    own_views.keep_own_comment(floor.store, asked, WORDS[2], at_desk(floor))
    own_views.keep_own_answers(floor.store, asked, other.answers, at_desk(floor))
    own_views.finish_own(floor.store, asked, at_desk(floor))
    return decided.id


def everything(floor: Floor) -> str:
    tables = ("dispute", "self_evaluation", "handed_out", "acknowledgement", "evaluation", "change", "event")
    with floor.store.reading(whole=True) as db:
        return str(
            [[tuple(row) for row in db.execute(f'SELECT * FROM main."{t}"').fetchall()] for t in tables]
        )


def run(work: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def test_erasing_takes_every_word_and_the_record_still_verifies(floor: Floor, tmp_path: Path) -> None:
    live(floor, tmp_path)
    assert all(words in everything(floor) for words in WORDS)
    assert run(log.verify(floor.store)).broken == ()
    with floor.store.reading() as db:
        tables = erasure.tables(db)
    with floor.store.writing(*tables, whole=True) as db:
        erasure.erase(db, floor.agent, floor.user, "asked for")
    left = everything(floor)
    assert [words for words in WORDS if words in left] == []
    with floor.store.reading() as db:
        assert disputes.counted(db) == ()
        for table in ("dispute", "self_evaluation", "handed_out"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert run(log.verify(floor.store)).broken == ()


def test_everything_held_names_them_and_gives_no_key_away(floor: Floor, tmp_path: Path) -> None:
    live(floor, tmp_path)
    with floor.store.reading() as db:
        held = holdings.read(db, floor.agent)
        (code,) = db.execute("SELECT code FROM handed_out").fetchone()
    assert {"dispute", "self_evaluation", "handed_out"} <= held.rows.keys()
    assert code.hex() not in str(held)
    assert all(words in str(held) for words in WORDS)


def test_another_teams_coach_sees_none_of_it_and_neither_does_another_agent(
    floor: Floor, tmp_path: Path
) -> None:
    live(floor, tmp_path)
    stranger = other_coach(floor)
    floor.store.act_as(stranger)
    assert seen(floor) == {"dispute": 0, "self_evaluation": 0, "handed_out": 0}
    with floor.store.writing("agent") as db:
        other = people.add_agent(db, "Tomasz Zieliński", people.teams(db)[-1].id)
    floor.store.act_as(floor.user, other)
    assert seen(floor) == {"dispute": 0, "self_evaluation": 0, "handed_out": 0}
    floor.store.act_as(floor.user, floor.agent)
    assert seen(floor) == {"dispute": 1, "self_evaluation": 1, "handed_out": 0}


def seen(floor: Floor) -> dict[str, int]:
    with floor.store.reading() as db:
        return {
            table: db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for table in ("dispute", "self_evaluation", "handed_out")
        }


def other_coach(floor: Floor) -> User:
    with floor.store.writing("team", "user", "assignment") as db:
        team = people.add_team(db, "Mill Lane")
        user = people.user(db, people.add_user(db, "Nia Roberts", Role.COACH))
        assignments.assign(db, user.id, team_id=team)
        return user


def test_a_pending_own_view_is_blank_for_every_user_and_whole_for_the_agent(floor: Floor) -> None:
    other = colleague(floor)
    floor.store.act_as(floor.user)
    observation = actions.begin(floor.store, take_call(floor).id, floor.user)
    evaluation = actions.sitting(floor.store, observation).evaluation
    assert evaluation is not None
    asked = own_views.ask_for_view(floor.store, evaluation.id, floor.user)
    floor.store.act_as(floor.user, floor.agent)
    own_views.keep_own_comment(floor.store, asked, WORDS[2], at_desk(floor))
    with floor.store.reading() as db:
        assert self_evaluations.self_evaluation(db, asked).comment == WORDS[2]
    for user in (floor.user, other):
        floor.store.act_as(user)
        with floor.store.reading() as db:
            assert self_evaluations.self_evaluation(db, asked).comment == ""
    assert read(floor, evaluation.id).answers == evaluation.answers
