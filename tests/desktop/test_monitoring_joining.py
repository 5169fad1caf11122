"""A card number typed over two notes is gone from the notes, the search and the record of changes."""

from pathlib import Path

from db.queries.log import verify
from db.store import Store
from desktop.features.monitoring import actions, jotting
from desktop.features.monitoring.sitting import Jotting
from tests.builders import Floor, take_call

HALVES = ("card again 4111 1111", "1111 1111 and thanks")


def stamp_halves(floor: Floor) -> list[str]:
    begun = actions.begin(floor.store, take_call(floor).id, floor.user)
    for second, half in enumerate(HALVES):
        notes = jotting.stamp(floor.store, begun, Jotting(half, second, None), floor.user)
    return [note.text for note in notes]


def test_a_number_over_two_notes_is_masked_in_both(floor: Floor) -> None:
    texts = stamp_halves(floor)
    assert "4111" not in "".join(texts)
    assert "thanks" in texts[1]


def test_the_record_forgets_the_halves_and_still_verifies(floor: Floor) -> None:
    texts = stamp_halves(floor)
    with floor.store.reading() as db:
        known = [
            str(row["value"])
            for row in db.query("SELECT old AS value FROM change UNION SELECT new FROM change")
        ]
    assert not [value for value in known if "4111 1111" in value or "1111 1111" in value]
    assert [value for value in known if texts[1] in value], "what the note says now is in the record"
    assert is_whole(floor.store)


def test_no_byte_of_the_halves_is_left_in_the_file(floor: Floor) -> None:
    stamp_halves(floor)
    path = floor.store.path
    floor.store.close()
    files = [each for each in Path(path.parent).iterdir() if each.is_file()]
    assert not [each.name for each in files if b"4111 1111" in each.read_bytes()]


def is_whole(store: Store) -> bool:
    work = verify(store)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return not end.value.broken
