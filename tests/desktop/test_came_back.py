"""A file that an agent handed back is kept encrypted, can be opened again, and goes when it has to."""

from pathlib import Path

import pytest

from db import attachments
from db.attachments import Spoilt
from db.queries import attached, holdings
from db.records.disputes import CameBack
from db.store import Store
from desktop.coaching.disputes import Refused
from desktop.features.monitoring import came_back, handing_back
from desktop.features.monitoring.handing_back import OnPaper
from tests.builders import Floor
from tests.db.test_erasure import erase
from tests.desktop.disputed_floor import share
from tests.desktop.heard_floor import change, hear
from tests.desktop.test_handed_out import fill_in, page, take
from tests.pages.finding import has
from tests.pages.opening import open_app, open_window

SCAN = b"%PDF-1.7 signed with ink"


def give_back(floor: Floor, folder: Path, evaluation_id: int, content: bytes = SCAN) -> Path:
    scan = folder / "signed.pdf"
    scan.write_bytes(content)
    paper = OnPaper("Agreed", floor.store.now().date(), scan)
    handing_back.record_paper(floor.store, evaluation_id, paper, floor.user)
    return scan


def only(floor: Floor, evaluation_id: int) -> CameBack:
    (one,) = came_back.files_back(floor.store, evaluation_id)
    return one


def kept_places(store: Store) -> list[Path]:
    return sorted(attachments.listed(attachments.folder_of(store.path)).values())


def test_a_scan_that_is_gone_from_its_place_is_opened_again_as_it_came(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    give_back(floor, tmp_path, found.id).unlink()
    one = only(floor, found.id)
    assert one.file_name == "signed.pdf"
    copy = came_back.save_file(floor.store, one.id, tmp_path / "again.pdf", floor.user)
    assert copy.read_bytes() == SCAN


def test_what_lies_beside_the_store_is_not_readable(floor: Floor, tmp_path: Path) -> None:
    give_back(floor, tmp_path, share(floor).id)
    (place,) = kept_places(floor.store)
    assert b"ink" not in place.read_bytes()


def test_a_page_filled_in_is_kept_too(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    saved = fill_in(page(floor, found.id, tmp_path), read="on")
    take(floor, found.id, saved)
    copy = came_back.save_file(floor.store, only(floor, found.id).id, tmp_path / "a.html", floor.user)
    assert copy.read_bytes() == saved.read_bytes()


def test_what_is_refused_leaves_no_file(floor: Floor, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        give_back(floor, tmp_path, hear(floor).id)  # not shared yet
    assert kept_places(floor.store) == []


def test_a_later_revision_still_leads_to_it(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    give_back(floor, tmp_path, found.id)
    assert only(floor, change(floor, found.id, 0).id).file_name == "signed.pdf"


def test_an_erasure_takes_row_and_file(floor: Floor, tmp_path: Path) -> None:
    give_back(floor, tmp_path, share(floor).id)
    erase(floor.store, floor.agent)
    with floor.store.reading() as db:
        assert db.execute("SELECT count(*) FROM main.handed_back").fetchone() == (0,)
        attached.clear(db, floor.store.path)
    assert kept_places(floor.store) == []


def test_opening_the_store_again_leaves_it_where_it_is(floor: Floor, tmp_path: Path) -> None:
    give_back(floor, tmp_path, share(floor).id)
    with floor.store.reading() as db:
        attached.tidy(db, floor.store.path, floor.store.now(), keep_spare=False)
    assert len(kept_places(floor.store)) == 1


def test_everything_we_hold_names_it_without_its_key(floor: Floor, tmp_path: Path) -> None:
    give_back(floor, tmp_path, share(floor).id)
    with floor.store.reading() as db:
        (row,) = holdings.read(db, floor.agent).rows["handed_back"]
    assert row["file_name"] == "signed.pdf"
    assert "key" not in row


def test_checking_the_store_names_one_that_is_missing(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    give_back(floor, tmp_path, found.id)
    kept_places(floor.store)[0].unlink()
    with floor.store.reading() as db:
        checking = attached.check(db, floor.store.path)
        with pytest.raises(StopIteration) as done:
            while True:
                next(checking)
    (broken,) = done.value.value
    assert (broken.table, broken.detail) == ("handed_back", "signed.pdf, missing")
    with pytest.raises(Spoilt):
        came_back.save_file(floor.store, only(floor, found.id).id, tmp_path / "a.pdf", floor.user)


def test_the_finished_evaluation_offers_a_copy_of_what_came_back(
    qtbot: object, floor: Floor, tmp_path: Path
) -> None:
    found = share(floor)
    give_back(floor, tmp_path, found.id)
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("monitoring", ("evaluation", found.id))
        shown = window.pages["monitoring"]
        assert has(shown, "Save a copy of signed.pdf, which came back…")
        shown.why.standing.came_back.save(only(floor, found.id).id, tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == SCAN
