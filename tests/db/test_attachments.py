"""Files kept beside the store: whole or not at all, and read by nobody without the store's own row."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from db import attachments, backup, room, second_place
from db.attachments import Spoilt
from db.connection import Source
from db.errors import DiskFull
from db.queries import erasure, holdings, people, recordings, retention
from db.queries.attached import clear
from db.records.recordings import Attachment
from db.restoring import restore
from desktop.features.settings.actions import remove_demo
from tests.builders import new_floor, take_call
from tests.db.attached_floor import CONTENT, keep, kept_in, write_sound
from tests.db.recorded import verify
from tests.db.stores import FORM, ROOT, open_store

UID = bytes(range(16))


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "CHUNK", 64)


def seal(tmp_path: Path, content: bytes) -> tuple[Path, Attachment, Path]:
    """A store's path, what was kept, and the sealed file."""
    store = tmp_path / "floor.deskside"
    kept = attachments.keep(store, UID, write_sound(tmp_path / "in", content=content))
    return store, kept, attachments.place_of(store, UID)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 1000])
def test_what_was_kept_is_read_again_whatever_its_size(tmp_path: Path, size: int, small_chunks: None) -> None:
    content = os.urandom(size)
    store, kept, _ = seal(tmp_path, content)
    assert attachments.read(store, kept) == content
    assert kept.size == size


def test_no_byte_of_the_content_stands_in_the_sealed_file(tmp_path: Path) -> None:
    _, kept, place = seal(tmp_path, b"she said her name is Imani" * 50)
    sealed = place.read_bytes()
    assert b"Imani" not in sealed
    assert kept.key not in sealed
    assert place.stat().st_mode & 0o077 == 0 or os.name != "posix"


def test_every_flipped_bit_of_every_byte_is_refused(tmp_path: Path, small_chunks: None) -> None:
    store, kept, place = seal(tmp_path, os.urandom(200))
    whole = place.read_bytes()
    for at in range(len(whole)):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        with pytest.raises(Spoilt) as found:
            attachments.read(store, kept)
        assert found.value.reason == ("mark" if at < len(attachments.MARK) else "changed")
        assert found.value.uid == UID


def test_a_file_cut_at_any_byte_is_refused(tmp_path: Path, small_chunks: None) -> None:
    store, kept, place = seal(tmp_path, os.urandom(200))
    whole = place.read_bytes()
    for length in range(len(whole)):
        place.write_bytes(whole[:length])
        with pytest.raises(Spoilt):
            attachments.read(store, kept)


def test_a_file_cut_between_two_chunks_is_called_cut(tmp_path: Path, small_chunks: None) -> None:
    store, kept, place = seal(tmp_path, os.urandom(200))
    place.write_bytes(place.read_bytes()[: len(attachments.MARK) + 2 * (64 + attachments.TAG)])
    with pytest.raises(Spoilt) as found:
        attachments.read(store, kept)
    assert found.value.reason == "cut"


def test_chunks_in_another_order_twice_or_followed_by_more_are_refused(
    tmp_path: Path, small_chunks: None
) -> None:
    store, kept, place = seal(tmp_path, os.urandom(192))
    whole, head, step = place.read_bytes(), len(attachments.MARK), 64 + attachments.TAG
    parts = [whole[at : at + step] for at in range(head, len(whole), step)]
    mark = whole[:head]
    for wrong in ([1, 0, 2], [0, 0, 1, 2], [0, 2], [0, 1, 2, 2], [0, 1, 2, 0]):
        place.write_bytes(mark + b"".join(parts[number] for number in wrong))
        with pytest.raises(Spoilt):
            attachments.read(store, kept)


def test_a_file_under_another_recordings_name_is_refused(tmp_path: Path) -> None:
    store, kept, place = seal(tmp_path, CONTENT)
    other = bytes(16)
    place.rename(attachments.place_of(store, other))
    with pytest.raises(Spoilt):
        attachments.read(store, Attachment(other, kept.key, kept.sha256, kept.size))


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_sound(tmp_path / "in")
    monkeypatch.setattr(room, "LEAVE", 1 << 60)
    monkeypatch.setattr(room, "LEAVE_SHARE", 1)
    with pytest.raises(DiskFull):
        attachments.keep(tmp_path / "floor.deskside", UID, file)
    assert kept_in(tmp_path / "floor.deskside") == set()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")
def test_a_disk_that_fills_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_sound(tmp_path / "in")
    opened = Path.open

    def on_a_full_disk(path: Path, *args: object, **options: object) -> object:
        return opened(Path("/dev/full") if path.suffix == ".part" else path, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", on_a_full_disk)
    with pytest.raises(DiskFull):
        attachments.keep(tmp_path / "floor.deskside", UID, file)
    assert kept_in(tmp_path / "floor.deskside") == set()


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_killed_at_any_moment_of_keeping_the_next_opening_finds_nothing_spare(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in", "first.wav", b"first" * 99))
    floor.store.close()
    before = kept_in(floor.store.path)
    file = write_sound(tmp_path / "in")
    left = []
    for moment in (1, 4, 10, 11, 15, 20, 99):
        command = [sys.executable, "-m", "tests.db.attached_floor", str(floor.store.path), str(file)]
        ended = subprocess.run([*command, str(moment)], cwd=ROOT, timeout=60, check=False)
        assert ended.returncode == -9
        left.append(kept_in(floor.store.path) != before)
        store = open_store(floor.store.path)
        assert kept_in(floor.store.path) == before
        with store.reading() as db:
            (kept,) = recordings.attachments(db)
        assert attachments.read(store.path, kept) == b"first" * 99
        store.close()
    assert all(left)


def test_a_backup_takes_each_file_along_once_and_restoring_brings_it_back(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    id = keep(floor, write_sound(tmp_path / "in"))
    made = floor.store.back_up()
    copies = attachments.copies_in(made.path.parent, floor.store.path)
    (copy,) = copies.iterdir()
    number = copy.stat().st_ino
    floor.store.back_up()
    assert copy.stat().st_ino == number
    floor.store.close()
    attachments.remove_all(attachments.folder_of(floor.store.path))
    unlocked = floor.store.unlocked
    restore(floor.store.path, made.path, floor.store.now(), unlocked=unlocked)
    again = open_store(floor.store.path)
    with again.reading() as db:
        (kept,) = recordings.attachments(db)
        assert recordings.recording(db, id).uid == kept.uid
    assert attachments.read(again.path, kept) == CONTENT
    again.close()


def test_a_damaged_file_never_takes_the_place_of_its_sound_copy(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in"))
    made = floor.store.back_up()
    (copy,) = attachments.copies_in(made.path.parent, floor.store.path).iterdir()
    sound = copy.read_bytes()
    (live,) = attachments.folder_of(floor.store.path).iterdir()
    live.write_bytes(b"spoilt")
    floor.store.back_up()
    assert copy.read_bytes() == sound
    floor.store.close()


def test_what_a_store_set_aside_needs_stays(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    made = floor.store.back_up()
    keep(floor, write_sound(tmp_path / "in"))
    floor.store.close()
    before = kept_in(floor.store.path)
    assert restore(floor.store.path, made.path, floor.store.now(), unlocked=floor.store.unlocked)
    open_store(floor.store.path).close()
    assert kept_in(floor.store.path) == before != set()


def test_the_second_place_has_the_files_too(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in"))
    floor.store.back_up()
    stick = tmp_path / "stick"
    stick.mkdir()
    second_place.choose(stick, floor.store.path)
    key = floor.store.unlocked.store_key if floor.store.unlocked else None
    second_place.carry(Source(floor.store.path, key), stick, floor.store.now())
    copies = attachments.copies_in(stick, floor.store.path)
    assert {path.name for path in copies.iterdir()} == kept_in(floor.store.path) != set()
    floor.store.close()


def test_copies_go_once_no_backup_that_is_left_needs_them(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in"))
    made = floor.store.back_up()
    copies = attachments.copies_in(made.path.parent, floor.store.path)
    backup.thin(floor.store.path, floor.store.now())
    assert len(list(copies.iterdir())) == 1
    (copy,) = copies.iterdir()
    long_ago = made.made_at.timestamp() - 2 * 86400
    os.utime(copy, (long_ago, long_ago))
    backup.thin(floor.store.path, floor.store.now())
    assert list(copies.iterdir()) == []
    floor.store.close()


def test_erasing_somebody_removes_their_recordings_everywhere(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    call = take_call(floor)
    keep(floor, write_sound(tmp_path / "in"), call.id)
    made = floor.store.back_up()
    copies = attachments.copies_in(made.path.parent, floor.store.path)
    with floor.store.reading() as db:
        tables = erasure.tables(db)
        (kept,) = recordings.attachments(db)
    with floor.store.writing(*tables, whole=True) as db:
        recordings.put_sound(db, 1, b"peaks", "{}")
        told = erasure.erase(db, floor.agent, floor.user, "asked for")
    assert told.gone["recording"] == 1
    with floor.store.reading(whole=True) as db:
        clear(db, floor.store.path)
        assert db.execute("SELECT count(*) FROM recording_sound").fetchone()[0] == 0
    assert kept_in(floor.store.path) == set() == {path.name for path in copies.iterdir()}
    floor.store.sweep()
    floor.store.close()
    for path in (floor.store.path, floor.store.path.with_name(floor.store.path.name + "-wal")):
        content = path.read_bytes() if path.exists() else b""
        assert kept.key not in content
        assert kept.key.hex().encode() not in content.lower()


def test_an_erasure_that_was_interrupted_is_finished_at_the_next_opening(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in"))
    with floor.store.reading() as db:
        tables = erasure.tables(db)
    with floor.store.writing(*tables, whole=True) as db:
        erasure.erase(db, floor.agent, floor.user, "asked for")
    assert kept_in(floor.store.path)
    floor.store.close()
    open_store(floor.store.path).close()
    assert kept_in(floor.store.path) == set()


def test_the_record_of_changes_never_knows_a_key(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in"))
    with floor.store.reading() as db:
        (kept,) = recordings.attachments(db)
        said = db.execute("SELECT old, new FROM change WHERE \"table\" = 'recording'").fetchall()
    assert said
    assert kept.key.hex() not in str(said).lower()
    floor.store.close()


def test_recordings_past_their_term_go_with_their_files_and_the_evaluation_stays(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in"))
    before = floor.store.now().date().replace(year=floor.store.now().year + 1)
    with floor.store.reading() as db:
        tables = erasure.tables(db)
    with floor.store.writing(*tables, whole=True) as db:
        ended = retention.run(db, "recording", before, floor.user)
        people.agent(db, floor.agent)
    assert ended.gone == {"recording": 1}
    with floor.store.reading(whole=True) as db:
        clear(db, floor.store.path)
    assert kept_in(floor.store.path) == set()
    floor.store.close()


def test_verifying_names_the_files_that_are_missing_or_changed(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    ids = [keep(floor, write_sound(tmp_path / "in", f"{n}.wav", CONTENT * n)) for n in (1, 2, 3)]
    assert verify(floor.store).broken == ()
    with floor.store.reading() as db:
        uids = [recordings.recording(db, id).uid for id in ids]
    attachments.place_of(floor.store.path, uids[0]).unlink()
    attachments.place_of(floor.store.path, uids[1]).write_bytes(b"something else")
    found = verify(floor.store).broken
    assert [(one.row, one.detail) for one in found] == [
        (uids[0].hex(), "1.wav, missing"),
        (uids[1].hex(), "2.wav, changed"),
    ]
    floor.store.close()


def test_a_recording_removed_long_ago_loses_its_key_and_file(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    old, new = (keep(floor, write_sound(tmp_path / "in", f"{n}.wav", CONTENT * n)) for n in (1, 2))
    with floor.store.writing("recording") as db:
        recordings.remove(db, old)
        recordings.remove(db, new)
        db.execute("UPDATE main.recording SET deleted_at = '2020-01-01T00:00:00.000Z' WHERE id = ?", [old])
    floor.store.close()
    again = open_store(floor.store.path)
    with again.reading() as db:
        assert [one.size for one in recordings.attachments(db)] == [len(CONTENT) * 2]
    assert len(kept_in(again.path)) == 1
    assert verify(again).broken == ()
    again.close()


def test_everything_held_names_the_recordings_and_never_the_key(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in"), take_call(floor).id)
    with floor.store.reading(whole=True) as db:
        (kept,) = recordings.attachments(db)
        held = holdings.read(db, floor.agent)
    (row,) = held.rows["recording"]
    assert (row["file_name"], row["contact"], "key" in row) == ("C-1.wav", "C-1", False)
    assert kept.key.hex() not in str(held).lower()
    floor.store.close()


def test_removing_the_demo_leaves_no_recording(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in"))
    made = floor.store.back_up()
    floor.store.close()
    remove_demo(floor.store.path, floor.user)
    assert not attachments.folder_of(floor.store.path).exists()
    assert not attachments.copies_in(made.path.parent, floor.store.path).exists()


def test_a_new_key_of_the_store_leaves_its_files_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FORM, "encrypted")
    floor = new_floor(tmp_path)
    keep(floor, write_sound(tmp_path / "in"))
    (place,) = attachments.folder_of(floor.store.path).iterdir()
    before = place.read_bytes()
    floor.store.rekey()
    with floor.store.reading() as db:
        (kept,) = recordings.attachments(db)
    assert attachments.read(floor.store.path, kept) == CONTENT
    assert place.read_bytes() == before
    floor.store.close()
