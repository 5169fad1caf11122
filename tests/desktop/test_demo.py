"""The demo floor: believable, the same from the same seed, gone when it is cancelled."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from db.connection import Database
from db.queries import (
    contacts,
    details,
    evaluations,
    figures,
    people,
    plans,
    recordings,
    sampling,
    sampling_queue,
    scorecards,
)
from db.records.observations import DetailKind, Evaluation
from db.store import Store
from desktop.coaching import answers as codes
from desktop.coaching import scoring
from desktop.features.sampling import drafting
from desktop.features.signin.demo.floor import build_demo, remove_demo
from desktop.features.signin.demo.sampling import HEARD
from desktop.features.signin.demo.written import READ
from desktop.shell.recordings import sound_of

TABLES = (
    "agent",
    "contact",
    "observation",
    "note",
    "evaluation",
    "detail",
    "rating",
    "plan",
    "goal",
    "action",
    "signature",
    "transcript",
    "transcript_line",
    "recording",
)


def fingerprint(path: Path) -> str:
    store = Store.open(path)
    digest = sha256()
    with store.reading() as db:
        for table in TABLES:
            for row in db.execute(f"SELECT * FROM {table} ORDER BY id"):
                digest.update(repr(tuple(row)).encode())
    store.close()
    return digest.hexdigest()


def test_the_demo_has_24_agents_in_3_teams_and_half_a_year(demo: Store) -> None:
    with demo.reading() as db:
        assert people.site(db).is_demo
        assert len(people.agents(db)) == 24
        assert len(people.teams(db)) == 3
        assert contacts.count(db) > 4000
        days = [row.day for row in figures.scores(db)]
        assert (max(days) - min(days)).days > 170
        assert max(days) < date(2026, 3, 20)
        assert {plan.state for plan in plans.plans(db)} == {"draft", "agreed", "closed"}


def test_scores_spread_as_on_a_real_floor(demo: Store) -> None:
    with demo.reading() as db:
        scores = [row.reported for row in figures.scores(db) if row.reported is not None]
        verdicts = {row.verdict for row in figures.scores(db)}
    assert 70 < sum(scores) / len(scores) < 90
    assert verdicts >= {"pass", "fail", "critical_fail"}


def test_the_same_seed_and_day_give_the_same_floor(demo_file: Path, tmp_path: Path) -> None:
    for _ in build_demo(tmp_path / "again.deskside", date(2026, 3, 20)):
        pass
    assert fingerprint(tmp_path / "again.deskside") == fingerprint(demo_file)


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    making = build_demo(tmp_path / "demo.deskside", date(2026, 3, 20))
    next(making)
    making.close()
    assert list(tmp_path.iterdir()) == []


def test_a_draw_is_under_way_and_can_be_repeated(demo: Store) -> None:
    with demo.reading() as db:
        by = people.users(db)[0]
        (made,) = sampling.draws(db)
        queue = sampling_queue.queue(db, by.id, made.made_at)
        heard = sum(one.heard for one in sampling_queue.of_draw(db, made.id))
    assert heard == HEARD
    assert 0 < queue.left <= len(queue.items)
    assert drafting.repeat(demo, made.id, by).repeat.equal
    assert drafting.repeat(demo, made.id, by).repeat.same_population


def test_chats_and_emails_are_evaluated_on_the_card_for_them(demo: Store) -> None:
    """Ticks, numbers and the root causes of answers below the best can be looked at."""
    with demo.reading() as db:
        card = next(one for one in scorecards.published(db) if one.form.bands)
        done = [one for one in _finished(db) if one.version_id == card.id]
        said = [each for one in done for each in details.of_evaluation(db, one.id)]
    assert len(done) == READ
    assert {one.kind for one in said} >= {DetailKind.NUMBER, DetailKind.CAUSE}
    for one in done:
        assert scoring.score(card.form, one.answers).reported == one.reported
        assert any(codes.ticked(card.form, one.answers, at) for at in range(len(card.form.questions)))


def _finished(db: Database) -> list[Evaluation]:
    return [one for agent in people.agents(db) for one in evaluations.of_agent(db, agent.id)]


def test_a_few_chats_wait_with_their_transcript(demo: Store) -> None:
    with demo.reading() as db:
        rows = db.execute(
            """SELECT contact.channel, count(line.id), (SELECT count(*) FROM observation
                WHERE contact_id = contact.id) FROM transcript
            JOIN contact ON contact.id = transcript.contact_id
            JOIN transcript_line AS line ON line.transcript_id = transcript.id GROUP BY transcript.id"""
        ).fetchall()
    assert rows == [("chat", 9, 0)] * 3


def test_two_calls_can_be_heard_and_each_is_as_its_record_says(demo: Store) -> None:
    with demo.reading() as db:
        user, rows = people.users(db)[0], recordings.rows(db)
    assert len(rows) == 2
    for row in rows:
        assert row.recording.contact_id is not None
        sound = sound_of(demo, row.recording.contact_id, user)
        assert sound is not None
        assert (sound.missing, sound.data is not None, sound.agent_channel) == (False, True, 0)


def test_removing_the_demo_leaves_no_file_of_it(tmp_path: Path) -> None:
    for _ in build_demo(tmp_path / "demo.deskside", date(2026, 3, 20)):
        pass
    remove_demo(tmp_path / "demo.deskside")
    assert list(tmp_path.iterdir()) == []
