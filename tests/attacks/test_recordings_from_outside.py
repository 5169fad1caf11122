"""Recordings come from folders that others may write: what is put there must not lead anywhere else."""

import io
import os
import sys
from collections.abc import Generator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from db import attachments
from db.queries import recordings
from db.restoring import restore
from desktop.coaching.sound_headers import Heard, look
from desktop.features.recordings import actions
from desktop.features.recordings.bringing import LARGEST, Outcome, Refusal, Setup, bring_in
from desktop.features.recordings.watching import bring_while_open, look_into
from tests.builders import new_floor
from tests.db.attached_floor import CONTENT, keep, kept_in, write_sound
from tests.db.stores import open_store
from tests.desktop.sound_files import wav, write_wav

FRAME = b"\xff\xfb\x90\xc4" + bytes(413)
SDP = b"\nc=IN IP4 192.0.2.1\nm=audio 45454 RTP/AVP 0\n"


def run(steps: Generator[Any, None, Outcome]) -> Outcome:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("lead", [b"", FRAME, b"OggS\0\2" + bytes(60), b"ID3\3\0\0\0\4\0\0" + bytes(1 << 16)])
@pytest.mark.parametrize(
    "names", [SDP, b"#EXTM3U\nhttp://192.0.2.1/a.ts\n", b"ffconcat version 1.0\nfile other.wav\n", b"<MPD "]
)
def test_what_a_decoder_may_follow_to_other_files_or_machines_is_no_sound(lead: bytes, names: bytes) -> None:
    content = lead + names + bytes(500)
    assert look(io.BytesIO(content), len(content)) is None


def test_a_sound_is_still_one() -> None:
    assert look(io.BytesIO(wav()), len(wav())) == Heard("wav", 1.0, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is in some writing")
def test_a_name_in_no_writing_keeps_no_other_recording_out(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    folder = tmp_path / "watched"
    odd = os.fsencode(folder) + b"/\xff.wav"
    os.rename(os.fsencode(write_wav(folder, "a.wav")), odd)
    write_wav(folder, "b.wav", 7)
    found = look_into(floor.store, folder, floor.user)
    came = run(bring_in(floor.store, tuple(found.files), Setup(keeps=True), floor.user))
    assert (len(came.ids), came.refused) == (1, ((Path(os.fsdecode(odd)), Refusal.UNREADABLE),))
    assert len(kept_in(floor.store.path)) == 1


def test_a_row_that_is_refused_leaves_no_kept_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    floor = new_floor(tmp_path)

    def refuse(*_: object) -> int:
        raise OSError

    monkeypatch.setattr(recordings, "add", refuse)
    with pytest.raises(OSError):
        run(bring_in(floor.store, (write_wav(tmp_path / "in", "a.wav"),), Setup(keeps=True), floor.user))
    assert kept_in(floor.store.path) == set()


def test_a_recording_pointed_to_again_stays_good_in_the_backups(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    file = write_sound(tmp_path / "in")
    id = keep(floor, file)
    floor.store.back_up()
    attachments.remove_all(attachments.folder_of(floor.store.path))
    actions.point_to(floor.store, id, file, floor.user)
    made = floor.store.back_up()
    floor.store.close()
    attachments.remove_all(attachments.folder_of(floor.store.path))
    restore(floor.store.path, made.path, floor.store.now(), unlocked=floor.store.unlocked)
    again = open_store(floor.store.path)
    with again.reading() as db:
        (kept,) = recordings.attachments(db)
    assert attachments.read(again.path, kept) == CONTENT
    again.close()


def test_a_lock_waits_for_one_file_and_not_for_a_whole_folder(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    files = tuple(write_wav(tmp_path / "in", f"{level}.wav", level) for level in range(5))
    app: Any = SimpleNamespace(store=floor.store)
    steps = bring_while_open(app, files, Setup(), floor.user)
    next(steps)
    next(steps)
    app.store = None
    run(steps)
    with floor.store.reading() as db:
        assert len(recordings.rows(db)) == 1


def test_a_file_that_no_call_fills_is_not_read_at_all(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    file = write_wav(tmp_path / "in", "a.wav")
    os.truncate(file, LARGEST + 1)  # takes no room on most disks
    came = run(bring_in(floor.store, (file,), Setup(keeps=True), floor.user))
    assert came.refused == ((file, Refusal.TOO_LARGE),)
