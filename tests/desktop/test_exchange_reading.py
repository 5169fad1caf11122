"""Files as the world writes them: letters, separators, quotes, workbooks; and those that are refused."""

import csv
import io
import zipfile
from datetime import date, time
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coaching.mapping.sheet import build_sheet
from desktop.features.exchange import workbook
from desktop.features.exchange.delimited import Letters, decode, find_separator, read_rows, render
from desktop.features.exchange.outcomes import say_refused
from desktop.features.exchange.reading import read_file
from desktop.features.exchange.refusals import Reason, Unreadable
from desktop.features.exchange.sentences import say_mended
from tests.desktop.exchange_files import SHEET, WORKBOOK, write, write_workbook

TEXT = "name;team\nŁukasz Żółć;Blau\n"


def refused(path: Path, **limits: int) -> Reason:
    with pytest.raises(Unreadable) as caught:
        read_file(path, **limits)
    return caught.value.reason


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("utf-8", Letters.UTF_8),
        ("utf-8-sig", Letters.UTF_8_MARKED),
        ("utf-16", Letters.UTF_16),
        ("utf-16-le", Letters.UTF_16_LE),
        ("utf-16-be", Letters.UTF_16_BE),
    ],
)
def test_unicode_is_found_with_and_without_its_mark(tmp_path, letters, found) -> None:
    read = read_file(write(tmp_path, TEXT, letters=letters))
    assert (read.letters, read.separator) == (found, ";")
    assert read.sheet.headers == ("name", "team")
    assert read.sheet.rows[0].cells == ("Łukasz Żółć", "Blau")


def test_windows_letters_are_found_where_it_is_no_utf_8(tmp_path) -> None:
    read = read_file(write(tmp_path, "name,team\nJosé Núñez,Façade – €\n", letters="cp1252"))
    assert read.letters is Letters.WINDOWS
    assert read.sheet.rows[0].cells == ("José Núñez", "Façade – €")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found_also_among_decimal_commas_and_quotes(separator) -> None:
    rows = [["agent", "talk", "note"], ["Ann", "1,5", "a; b, c"], ["Bo", "2,5", "d|e\tf"]]
    text = render(rows, separator)
    assert find_separator(text) == separator


def test_excels_own_line_says_the_separator_and_keeps_its_number(tmp_path) -> None:
    read = read_file(write(tmp_path, "sep=|\na|b\n1|2\n"))
    assert (read.separator, read.sheet.headers, read.sheet.header_row) == ("|", ("a", "b"), 2)
    assert read.sheet.rows[0].number == 3


def test_line_breaks_inside_quotes_stay_in_the_cell(tmp_path) -> None:
    read = read_file(write(tmp_path, 'a,b\r\n"two\r\nlines",x\r\n\r\n"say ""hi""",y\r\n'))
    assert [(row.number, row.cells) for row in read.sheet.rows] == [
        (2, ("two\r\nlines", "x")),
        (4, ('say "hi"', "y")),
    ]


def test_letters_that_change_within_a_file_are_read_row_by_row_and_told(tmp_path) -> None:
    path = tmp_path / "calls.csv"
    rows = (
        b"name,note",
        b'"Jos\xc3\xa9","two\r\nlines"',
        b"Zo\xeb,plain",
        b"\xc3\x8dris and Zo\xeb,",
        b"Bo,x",
    )
    path.write_bytes(b"\r\n".join(rows))
    read = read_file(path)
    assert [row.cells[0] for row in read.sheet.rows] == ["José", "Zoë", "Íris and Zoë", "Bo"]
    assert read.letters is Letters.UTF_8
    assert read.mixed == (3, 4)
    assert "In rows 3, 4 the letters are not written as in the others" in say_mended(read)
    assert say_mended(read_file(write(tmp_path, TEXT))) == ""


def test_zero_bytes_are_dropped_and_their_row_named(tmp_path) -> None:
    read = read_file(write(tmp_path, "name,team\nAnn,Blue\nB\x00o,Blue\x00\n"))
    assert read.sheet.rows[1].cells == ("Bo", "Blue")
    assert read.zeros == (3,)
    assert "In row 3 zero bytes were dropped" in say_mended(read)
    assert refused(write(tmp_path, "a,b\n\x00" + "\x01\x02\x03" * 40)) is Reason.NOT_A_TABLE


def test_a_cell_that_is_too_long_is_no_open_quote(tmp_path) -> None:
    path = write(tmp_path, f"a,b\n1,2\n3,{'x' * 200_000}\n5,6\n")
    with pytest.raises(Unreadable) as caught:
        read_file(path)
    assert caught.value.reason is Reason.CELL_TOO_LONG
    assert "Row 3 has a cell of more than 131,072 characters" in say_refused(caught.value)
    assert refused(write(tmp_path, 'a,b\n3,"4\n' + "5,6\n" * 50_000)) is Reason.OPEN_QUOTE


def test_a_quote_left_open_is_said_instead_of_losing_the_rest(tmp_path) -> None:
    assert refused(write(tmp_path, 'a,b\n1,2\n3,"4\n5,6\n7,8\n')) is Reason.OPEN_QUOTE
    assert read_file(write(tmp_path, 'a,b\n1,2\n3,5" pipe\n')).sheet.rows[1].cells == ("3", '5" pipe')


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\n", Reason.EMPTY),
        (b"a,b\n", Reason.EMPTY),
        (b"%PDF-1.7 ...", Reason.NOT_A_TABLE),
        (b"\x00\x01\x02\x03\x00\x00\x00\x00\x9d", Reason.NOT_A_TABLE),
        (b"PK\x03\x04 not a zip", Reason.BROKEN_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a workbook", Reason.BROKEN_WORKBOOK),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path, content, reason) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    assert refused(path) is reason


def test_a_missing_file_a_folder_and_one_too_large_are_refused_before_reading(tmp_path) -> None:
    assert refused(tmp_path / "gone.csv") is Reason.MISSING
    assert refused(tmp_path) is Reason.NOT_A_TABLE
    path = write(tmp_path, "a,b\n1,2\n3,4\n5,6\n")
    assert refused(path, largest=10) is Reason.TOO_LARGE
    assert refused(path, most=3) is Reason.TOO_MANY_ROWS
    assert len(read_file(path, most=4).sheet.rows) == 3


def test_a_workbooks_dates_and_times_are_read_as_such(tmp_path) -> None:
    rows = [["agent", "date", "talk", "n"], ["Ann", (44228, 1), (0.25, 2), 7], ["Bo", (44229, 1), "", 8.5]]
    read = read_file(write_workbook(tmp_path, {"Calls": rows}))
    assert read.sheet.rows[0].cells == ("Ann", date(2021, 2, 1), time(6), 7.0)
    assert read.sheet.rows[1].cells == ("Bo", date(2021, 2, 2), None, 8.5)
    assert (read.sheets, read.sheet_name, read.letters) == (("Calls",), "Calls", None)


def test_of_several_sheets_the_first_with_rows_is_read_or_the_one_chosen(tmp_path) -> None:
    path = write_workbook(tmp_path, {"Cover": [], "May": [["a", "b"], [1, 2]], "June": [["c", "d"], [3, 4]]})
    assert read_file(path).sheet_name == "May"
    june = read_file(path, "June")
    assert (june.sheets, june.sheet.headers) == (("Cover", "May", "June"), ("c", "d"))
    with pytest.raises(Unreadable, match="no_such_sheet"):
        read_file(path, "July")


def test_a_workbook_that_swells_is_refused_unread() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK.format(""))
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    workbook.check_zip(bomb.getvalue(), largest=3_100_000)
    with pytest.raises(Unreadable, match="swollen"):
        workbook.check_zip(bomb.getvalue(), largest=2_000_000)


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"x" * 100_000)
    lie = bomb.getvalue().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Unreadable, match="broken_workbook"):
        workbook.check_zip(lie)


def test_a_single_cell_in_the_last_corner_is_refused_unread(tmp_path) -> None:
    path = tmp_path / "far.xlsx"
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK.format(""))
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(cells))
    assert refused(path) is Reason.SWOLLEN


def test_other_zips_are_no_tables(tmp_path) -> None:
    path = tmp_path / "letter.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(path) is Reason.NOT_A_TABLE


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "@SUM(1)", "+A1", "-1+2", "\t=1", "\r=1", "'=1"])
def test_what_would_be_a_formula_is_written_as_words(cell) -> None:
    assert list(csv.reader(StringIO(render([[cell]]), newline=""))) == [[f"'{cell}"]]


@pytest.mark.parametrize("cell", ["-1", "+1,234.5", "a=b", "", "it's"])
def test_numbers_and_words_are_written_as_they_are(cell) -> None:
    assert list(csv.reader(StringIO(render([[cell]]), newline=""))) == [[cell]]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1), st.sampled_from(",;\t|"))
def test_what_is_written_as_csv_is_read_as_it_was(rows, separator) -> None:
    table = [["first", "second", "third"], *rows]
    read = [list(row.cells) for row in read_rows(render(table, separator), separator, 1000)]
    assert read == table


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reading_raise_anything_but_a_refusal(content) -> None:
    try:
        text = decode(content).text
        build_sheet(list(read_rows(text, find_separator(text), 1000)))
    except Unreadable:
        pass
