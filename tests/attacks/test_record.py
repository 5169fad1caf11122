"""The record of changes and the finals, edited by somebody who has the key and knows SQL. What is elsewhere:

====================================================  ==================================================
attack                                                test in tests/db/test_log_verify.py
====================================================  ==================================================
any column of a log row edited                        test_an_altered_column_is_found_and_its_row_is_named
a log row removed, added, or two exchanged            test_a_removed_change_is_missed_by_its_number and others
the log cut off at its end                            test_a_tail_cut_off_with_the_writers_count_is_missed_…
values blanked as if erased                           test_values_blanked_without_a_purge_are_found
the whole log written anew with right hashes          test_a_record_sealed_anew_as_a_whole_is_found_beside_…
an older store put back                               test_a_store_put_back_by_copying_is_found_beside_…
a live row edited, added or deleted                   test_a_row_edited_past_the_record_is_named_… …
triggers dropped, weakened, added                     test_a_dropped_trigger_is_named and others
a final edited by hand, its digest made anew          tests/db/test_finals.py
====================================================  ==================================================
"""

import shutil
from pathlib import Path

from db.connection import Connection
from db.log import sealing
from db.queries import people
from db.records.log import Fault
from db.store import Store
from tests.builders import new_floor
from tests.db.recorded import by_hand, verify_at


def closed_floor(folder: Path) -> Path:
    floor = new_floor(folder)
    with floor.store.writing("team") as db:
        people.rename_team(db, floor.team, "Quay")
    floor.store.close()
    return floor.store.path


def forge(conn: Connection, new: str) -> None:
    """A further row at the end that says a team was renamed, sealed as the program would seal it."""
    conn.execute("UPDATE writer SET sequence = sequence + 1, tick = tick + 1")
    conn.execute(
        """INSERT INTO change (device, sequence, tick, user, "table", "row", "column", old, new, parents)
        SELECT device, (SELECT sequence FROM writer), (SELECT tick FROM writer), user, "table", "row",
        "column", new, ?, '[]' FROM change WHERE "table" = 'team' AND "column" = 'name'
        ORDER BY id DESC LIMIT 1""",
        [new],
    )
    sealing.seal(conn)


def test_a_change_added_at_the_end_with_right_hashes_says_what_no_row_bears_out(tmp_path: Path) -> None:
    path = closed_floor(tmp_path)
    with by_hand(path) as conn:
        forge(conn, "Forged")
    found = verify_at(path).first_broken
    assert found is not None and found.fault in (Fault.LIVE, Fault.HEAD, Fault.FACTS)


def test_a_change_and_its_row_forged_together_are_found_beside_a_backup_that_went_on(tmp_path: Path) -> None:
    """Without a newer backup they are a change like any other, which whoever has the key can make anyway."""
    path = closed_floor(tmp_path)
    before = Path(shutil.copy(path, tmp_path / "before.copy"))
    store = Store.open(path)
    with store.writing("team") as db:
        people.rename_team(db, 1, "Pier")
    made = store.back_up()
    store.close()
    shutil.copy(before, path)
    with by_hand(path) as conn:
        conn.execute("UPDATE team SET name = 'Forged' WHERE id = 1")
        forge(conn, "Forged")
        conn.execute(
            """UPDATE head SET change_id = (SELECT max(id) FROM change)
            WHERE "column" = 'name' AND "table" = 'team'"""
        )
    found = [one for one in verify_at(path).broken if one.fault is Fault.BACKUP]
    assert [one.detail for one in found] == [made.path.name]
