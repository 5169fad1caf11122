"""What is final stays as it was made, and what was tampered with is named."""

import pytest

from db.connection import Source, connect, driver
from db.queries import final_content, finals
from db.queries.canonical import digest
from db.records.finals import Fault, FinalKind
from db.store import Store
from desktop.features.monitoring import changing
from tests.builders import Floor
from tests.desktop.heard_floor import at_desk, change, hear
from tests.desktop.plan_floor import agree


def flaws(store: Store) -> list[tuple[Fault, int, str]]:
    with store.reading() as db:
        return [(one.fault, one.revision, one.part) for one in final_content.check(db)]


def edit(floor: Floor, *statements: str) -> None:
    """Edit the file as somebody with a tool for SQLite would, the locks taken off first."""
    conn = connect(Source(floor.store.path))
    triggers = conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        conn.execute(f'DROP TRIGGER IF EXISTS "{name}"')
    for statement in statements:
        assert conn.execute(statement).rowcount > 0, statement
    conn.close()


@pytest.fixture
def twice(floor: Floor) -> Floor:
    """An evaluation changed once, and an agreed plan."""
    change(floor, hear(floor).id, 1)
    agree(floor)
    return floor


def test_what_nobody_touched_has_no_flaw(twice: Floor) -> None:
    with twice.store.reading() as db:
        kinds = [row["kind"] for row in db.query("SELECT kind FROM final ORDER BY id")]
    assert kinds == ["evaluation", "evaluation", "plan"]
    assert flaws(twice.store) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE final SET content = replace(content, 'Warm', 'Cold') WHERE id = 2", (Fault.CONTENT, 2, "")),
        ("UPDATE final SET sha256 = replace(sha256, '1', '2') WHERE id = 2", (Fault.CONTENT, 2, "")),
        ("UPDATE evaluation SET reported = 99 WHERE id = 2", (Fault.LIVE, 2, "evaluation")),
        ("UPDATE evaluation SET comment = 'Cold.' WHERE id = 1", (Fault.LIVE, 1, "evaluation")),
        ("UPDATE plan SET strengths = 'None'", (Fault.LIVE, 1, "plan")),
        ("UPDATE goal SET own_words = 'as told'", (Fault.LIVE, 1, "goals")),
        ("UPDATE action SET due_on = '2026-03-01'", (Fault.LIVE, 1, "actions")),
        ("UPDATE condition SET reply = 'no'", (Fault.LIVE, 1, "conditions")),
        ("UPDATE signature SET name = 'Joe' WHERE side = 'agent'", (Fault.LIVE, 1, "signatures")),
        ("DELETE FROM signature", (Fault.LIVE, 1, "signatures")),
        ("UPDATE final SET revision = 3 WHERE id = 2", (Fault.HOLE, 3, "")),
        ("DELETE FROM final WHERE id = 1", (Fault.HOLE, 2, "")),
    ],
)
def test_a_hand_edit_is_named(twice: Floor, statement: str, found: tuple[Fault, int, str]) -> None:
    edit(twice, statement)
    assert flaws(twice.store) == [found]


def test_an_edited_note_or_scorecard_shows_in_every_final_that_rests_on_it(twice: Floor) -> None:
    edit(twice, "UPDATE note SET text = 'Rude' WHERE at_s = 12")
    assert flaws(twice.store) == [(Fault.LIVE, 1, "notes"), (Fault.LIVE, 2, "notes")]
    edit(twice, "UPDATE final_text SET content = replace(content, 'pass_mark', 'pass_line')")
    assert [one for one in flaws(twice.store) if one[0] is Fault.TEXT] == [
        (Fault.TEXT, 1, "form"),
        (Fault.TEXT, 2, "form"),
    ]


def test_a_removed_row_is_named(twice: Floor) -> None:
    edit(twice, "DELETE FROM evaluation WHERE id = 2")
    assert flaws(twice.store) == [(Fault.GONE, 2, "")]


def test_an_edit_with_its_digest_made_anew_still_differs_from_the_row(twice: Floor) -> None:
    with twice.store.reading() as db:
        text = finals.final(db, 2).final.content.replace("Warm", "Cold")
    words = text.replace("'", "''")
    edit(twice, f"UPDATE final SET content = '{words}', sha256 = '{digest(text)}' WHERE id = 2")
    assert flaws(twice.store) == [(Fault.LIVE, 2, "evaluation")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE final SET content = '{}'",
        "UPDATE final SET reason = 'because'",
        "UPDATE final SET deleted_at = now()",
        "UPDATE final SET content = '', purge_id = 1, revision = 2",
        "DELETE FROM final",
        "INSERT OR REPLACE INTO final SELECT * FROM final",
        "UPDATE final_text SET content = '{}'",
        "DELETE FROM final_text",
        "UPDATE acknowledgement SET comment = 'Not fair'",
        "UPDATE acknowledgement SET at = NULL",
        "DELETE FROM acknowledgement",
    ],
)
def test_finals_are_only_ever_added(floor: Floor, statement: str) -> None:
    found = hear(floor)
    changing.share(floor.store, found.id, floor.user)
    with floor.store.reading() as db:
        final_id = finals.newest(db, "evaluation", found.id).final.id
    changing.acknowledge(floor.store, final_id, "Fair.", at_desk(floor))
    with (
        pytest.raises(driver.IntegrityError),
        floor.store.writing("final", "final_text", "acknowledgement") as db,
    ):
        db.execute(statement)


def test_a_purge_takes_the_words_and_leaves_the_digest(twice: Floor) -> None:
    with twice.store.writing("purge", "final") as db:
        db.execute("INSERT INTO purge (id, uid, kind, made_at) VALUES (1, new_uid(), 'person', now())")
        before = [row["sha256"] for row in db.query("SELECT sha256 FROM final")]
        db.execute("UPDATE final SET content = '', reason = '', purge_id = 1")
        assert [row["sha256"] for row in db.query("SELECT sha256 FROM final")] == before
    assert flaws(twice.store) == []
    with pytest.raises(driver.IntegrityError), twice.store.writing("final") as db:
        db.execute("UPDATE final SET content = '{}', purge_id = NULL")


def test_a_form_that_many_finals_share_is_kept_once(floor: Floor) -> None:
    hear(floor, "C-1")
    hear(floor, "C-2")
    with floor.store.reading() as db:
        assert db.execute("SELECT count(*) FROM final_text").fetchone() == (1,)


def test_a_session_is_kept_as_it_was_closed(floor: Floor) -> None:
    """Sessions come later; what keeps them is here, for any row that is about an agent."""
    of = ("observation", hear(floor).observation_id)
    with floor.store.writing("final") as db:
        id = finals.write(db, FinalKind.SESSION, of, {"asked": ["What helps?"]})
        found = finals.final(db, id)
        with pytest.raises(ValueError, match="reason"):
            finals.write(db, FinalKind.SESSION, of, {"asked": ["What hurts?"]})
    assert (found.content, found.final.revision) == ({"asked": ["What helps?"]}, 1)
    assert found.final.agent_id == floor.agent
    assert flaws(floor.store) == []


def test_a_digest_that_looks_like_a_card_number_is_kept_as_it_is(floor: Floor) -> None:
    """Hexadecimal may hold sixteen digits that add up; masking them would make the final untrue."""
    of = ("observation", hear(floor).observation_id)
    with floor.store.writing("final", "final_text") as db:
        sha256 = finals.keep_text(db, {"uid": "a4111111111111111b"})
        id = finals.write(db, FinalKind.SESSION, of, {"uid": "a4111111111111111b", "form": sha256})
        assert finals.final(db, id).content["uid"] == "a4111111111111111b"
    assert flaws(floor.store) == []
