"""Files made to do harm when they are brought in, written or backed up, and names that lead elsewhere.

Attachments and packs, which the attack list names too, don't exist yet. What is held elsewhere:

- zip bombs, zips that lie, a cell in the last corner, UTF-16 without its mark, zeros strewn in, open quotes,
  long cells, any bytes: tests/desktop/test_exchange_reading.py
- names of printed plans: tests/desktop/test_plans_printing.py
- read-only places and full disks for backups: tests/db/test_backup.py, tests/db/test_shelf.py
- links and cloud folders for the store: tests/db/test_places.py

`DESKSIDE_HEAVY=1` adds files of hundreds of megabytes, with the memory that reading them took.
"""

import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from db.queries import people
from db.store import Store
from desktop.coaching.mapping.sheet import name_headers
from desktop.documents.files import put_whole
from desktop.features.exchange import actions, delimited, reading
from desktop.features.exchange.outcomes import say_refused
from desktop.features.exchange.reading import MOST_COLUMNS, read_file
from desktop.features.exchange.refusals import Reason, Unreadable
from desktop.features.plans.export import file_name
from tests.builders import Floor
from tests.db.stores import ROOT
from tests.desktop.exchange_files import SHEET, WORKBOOK

heavy = pytest.mark.skipif("DESKSIDE_HEAVY" not in os.environ, reason="minutes and gigabytes")
CALLS = "Call ID,Agent,Date,Time\nA-1,Imani Okafor,2026-03-02,09:30\n"


def refusal(path: Path) -> Unreadable:
    """Why a file is not read; the sentence has no gap in it."""
    with pytest.raises(Unreadable) as caught:
        read_file(path)
    said = say_refused(caught.value)
    assert said and "{" not in said and said != caught.value.reason.value
    return caught.value


def workbook(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK.format(""))
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return path


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a0 "ha">{LAUGHS}]>'


def test_a_workbook_of_entities_that_multiply_swells_to_nothing(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    cells += '<row r="2"><c r="A2" t="inlineStr"><is><t>&a11;</t></is></c></row>'
    path = workbook(tmp_path / "laughs.xlsx", xl__worksheets__sheet1=BOMB + SHEET.format(cells))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        read = read_file(path)
        assert len(repr(read.sheet.rows)) < 1000
    except Unreadable as error:
        assert error.reason in (Reason.BROKEN_WORKBOOK, Reason.EMPTY)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_workbook_that_names_a_file_of_this_computer_gives_nothing_of_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the harbour at six")
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    cells += '<row r="2"><c r="A2" t="inlineStr"><is><t>&s;</t></is></c></row>'
    path = workbook(tmp_path / "thief.xlsx", xl__worksheets__sheet1=head + SHEET.format(cells))
    try:
        assert "harbour" not in repr(read_file(path).sheet)
    except Unreadable as error:
        assert error.reason in (Reason.BROKEN_WORKBOOK, Reason.EMPTY)


@pytest.mark.parametrize("header", ["c{}", "c"])
def test_a_table_of_a_hundred_thousand_columns_is_refused(tmp_path: Path, header: str) -> None:
    path = tmp_path / "wide.csv"
    names = ",".join(header.format(n) for n in range(100_000))
    path.write_text(f"{names}\n{','.join('1' * 100_000)}\n")
    assert refusal(path).reason is Reason.TOO_MANY_COLUMNS


def test_more_columns_than_anybody_can_assign_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    for count, is_read in ((MOST_COLUMNS, True), (MOST_COLUMNS + 1, False)):
        path.write_text(f"{','.join(['c'] * count)}\n{','.join(['1'] * count)}\n")
        if is_read:
            assert len(set(read_file(path).sheet.headers)) == count
        else:
            assert refusal(path).reason is Reason.TOO_MANY_COLUMNS


def test_columns_of_one_name_are_told_apart_in_no_time() -> None:
    assert name_headers(("c", "c (2)", "c", "c")) == ("c", "c (2)", "c (3)", "c (4)")
    assert len(set(name_headers(("c",) * 50_000))) == 50_000


def test_a_table_of_too_many_cells_is_refused_before_they_are_made(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(delimited, "MOST_CELLS", 1000)
    path = tmp_path / "full.csv"
    path.write_text("a,b,c,d\n" + "1,2,3,4\n" * 300)
    assert refusal(path).reason is Reason.TOO_MANY_CELLS


def test_a_file_too_large_is_refused_by_its_size_alone(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "ten million rows.csv"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    assert refusal(path).reason is Reason.TOO_LARGE


def test_an_import_left_in_the_middle_leaves_nothing(floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    rows = "".join(f"A-{n},Imani Okafor,2026-03-02,09:30\n" for n in range(2000))
    path.write_text(CALLS.splitlines()[0] + "\n" + rows)
    work = actions.bring_in(
        floor.store, actions.check(floor.store, actions.open_file(floor.store, path)), floor.user
    )
    next(work)
    next(work)
    work.close()
    with floor.store.reading() as db:
        for table in ("contact", "import"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


# Names and places


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/random", "/dev/tty", "/dev/stdin"])
def test_a_device_is_no_table(device: str) -> None:
    if Path(device).exists() and not Path(device).is_file():
        assert refusal(Path(device)).reason in (Reason.NOT_A_TABLE, Reason.NO_ACCESS)


def test_a_pipe_nobody_writes_to_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "calls.csv")
    assert refusal(tmp_path / "calls.csv").reason is Reason.NOT_A_TABLE


def test_a_link_to_itself_is_refused_and_one_to_a_table_is_read(tmp_path: Path) -> None:
    loop, link = tmp_path / "loop.csv", tmp_path / "link.csv"
    loop.symlink_to(loop)
    assert refusal(loop).reason in (Reason.NO_ACCESS, Reason.MISSING)
    (tmp_path / "calls.csv").write_text(CALLS)
    link.symlink_to(tmp_path / "calls.csv")
    assert len(read_file(link).sheet.rows) == 1


@pytest.mark.parametrize(
    "name",
    [
        "a\nb.csv",
        "'; DROP TABLE import; --.csv",
        "<img src=x>.csv",
        "\u202egnp.csv",
        "é" * 120 + ".csv",
        "x" * 251 + ".csv",
    ],
)
def test_any_name_of_a_file_is_kept_as_a_name(floor: Floor, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(CALLS)
    checked = actions.check(floor.store, actions.open_file(floor.store, path))
    list(actions.bring_in(floor.store, checked, floor.user))
    assert [one.file_name for one in actions.look_around(floor.store).imports] == [name]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", "a\0b", "a\nb", "CON", "x" * 300, "\u202egnp"]
)
def test_an_agents_name_never_leads_a_printed_plan_elsewhere(tmp_path: Path, name: str) -> None:
    made = file_name(name)
    assert Path(made).name == made and made not in (".", "..") and len(made.encode()) <= 255
    assert not set(made) & set("/\\\0\n\r:")
    put_whole(tmp_path / made, b"%PDF")
    assert [one.name for one in tmp_path.iterdir()] == [made]


def test_a_file_is_not_written_through_a_link_left_in_its_way(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("mine")
    (tmp_path / "plan.pdf.part").symlink_to(other)
    put_whole(tmp_path / "plan.pdf", b"%PDF")
    assert other.read_text() == "mine" and (tmp_path / "plan.pdf").read_bytes() == b"%PDF"


def test_a_device_or_a_pipe_is_not_put_out_of_its_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.pdf")
    for place in (tmp_path / "plan.pdf", Path("/dev/null")):
        with pytest.raises(PermissionError):
            put_whole(place, b"%PDF")
    assert (tmp_path / "plan.pdf").is_fifo() and Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", ["a\nb", "..\\x", "'; DROP", "é" * 100, "%41", "?mode=ro", "#x", "file:x"])
def test_a_store_and_its_backups_stand_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    """None of these is a part of an address to SQLite, which would open another file or none."""
    path = tmp_path / name / f"{name[:20]}.deskside"
    path.parent.mkdir()
    store = Store.open(path)
    with store.writing("team") as db:
        people.add_team(db, "Harbour")
    made = store.back_up().path
    store.close()
    assert made.is_file() and path.is_file()
    assert {one.name for one in tmp_path.iterdir()} == {name}


# Files of hundreds of megabytes

CALL = ("Call ID,Agent,Date,Time,Topic\n", "A-1,Imani Okafor,2026-03-02,09:30,Billing\n")
MAKE = {
    "ten million rows": (*CALL, 10_000_000),
    "ten million short rows": ("a,b\n", "1,2\n", 10_000_000),
    "a million rows": (
        "Call ID,Agent,Date,Time,Topic\n",
        "A-1,Imani Okafor,2026-03-02,09:30,Billing\n",
        999_999,
    ),
    "a line of a gigabyte": ("", "x" * 1000, 1_000_000),
    "a line of 190 MB": ("", "x" * 1000, 190_000),
    "190 million cells": ("a,b\n", "," * 1000, 190_000),
}
CHILD = """
import resource, sys, time
from pathlib import Path
from desktop.features.exchange.reading import read_file
from desktop.features.exchange.refusals import Unreadable
start = time.perf_counter()
try:
    said = f"{len(read_file(Path(sys.argv[1])).sheet.rows)} rows"
except Unreadable as error:
    said = error.reason.value
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{said}|{time.perf_counter() - start:.1f}|{peak}")
"""


@heavy
@pytest.mark.parametrize("kind", MAKE)
def test_what_a_huge_file_takes_is_bounded(tmp_path: Path, kind: str) -> None:
    head, line, count = MAKE[kind]
    path = tmp_path / "huge.csv"
    with path.open("w") as file:
        file.write(head)
        for _ in range(count // 1000):
            file.write(line * 1000)
    asked = [sys.executable, "-c", CHILD, str(path)]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    said, seconds, megabytes = done.stdout.strip().split("|")
    print(f"{kind}: {path.stat().st_size / 1e6:.0f} MB, {said}, {seconds} s, {megabytes} MB")
    assert int(megabytes) < 2000
    assert reading.LARGEST_FILE == 200_000_000
