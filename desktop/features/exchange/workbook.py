"""Spreadsheet files. A few kilobytes of zip can unpack to terabytes, and one cell in the last corner makes a
sheet of seventeen thousand million cells: both are found before the reader is let near the file.
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from desktop.coaching.mapping.sheet import Cell, Row
from desktop.features.exchange.refusals import Reason, Unreadable

LARGEST_UNPACKED = 800_000_000
MOST_CELLS = 40_000_000
CHUNK = 1 << 20
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,4})(\d{1,8})"')


@dataclass(frozen=True, slots=True)
class Workbook:
    """One sheet's rows, its name, and the names of all sheets that are shown."""

    rows: list[Row]
    name: str
    names: tuple[str, ...]


def read_workbook(content: bytes, sheet_name: str, most: int) -> Workbook:
    """Read the named sheet, or the first with rows. Raises Unreadable."""
    import python_calamine as calamine

    if content.startswith(b"PK"):
        check_zip(content)
    try:
        with calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            return _read(book, sheet_name, most)
    except calamine.PasswordError as error:
        raise Unreadable(Reason.LOCKED_WORKBOOK) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(Reason.BROKEN_WORKBOOK) from error
    except BaseException as error:
        # The reader's own panic is no Exception, so it would end the worker thread.
        if type(error).__name__ == "PanicException":
            raise Unreadable(Reason.BROKEN_WORKBOOK) from error
        raise


def _read(book: Any, sheet_name: str, most: int) -> Workbook:
    names = _shown(book)
    if sheet_name and sheet_name not in names:
        raise Unreadable(Reason.NO_SUCH_SHEET, sheet=sheet_name, sheets=names)
    for name in [sheet_name] if sheet_name else names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > most:
            raise Unreadable(Reason.TOO_MANY_ROWS, most=most)
        if sheet.total_height or sheet_name:
            rows = sheet.to_python(skip_empty_area=False)
            return Workbook(
                [Row(n, tuple(map(_cell, cells))) for n, cells in enumerate(rows, 1)], name, names
            )
    raise Unreadable(Reason.EMPTY, sheets=names)


def _shown(book: Any) -> tuple[str, ...]:
    import python_calamine as calamine

    return tuple(
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == calamine.SheetVisibleEnum.Visible
        and sheet.typ == calamine.SheetTypeEnum.WorkSheet
    )


def _cell(cell: Cell) -> Cell:
    return None if cell == "" else cell


def check_zip(content: bytes, largest: int = LARGEST_UNPACKED) -> None:
    """Refuse what is no XLSX, unpacks to more than `largest` bytes or lies about its size: Unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable(Reason.NOT_A_TABLE)
            if sum(part.file_size for part in parts) > largest:
                raise Unreadable(Reason.SWOLLEN)
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(Reason.BROKEN_WORKBOOK) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack one part in chunks: the check sum finds a false size, the cell names a far corner."""
    columns: set[bytes] = set()
    last_row, first_row, tail = 0, 1 << 30, b""
    with archive.open(part) as file:
        while chunk := file.read(CHUNK):
            if part.filename.endswith(".xml"):
                cells = _CELL.findall(tail + chunk)
                columns.update(column for column, _ in cells)
                rows = [int(row) for _, row in cells]
                last_row, first_row = max([last_row, *rows]), min([first_row, *rows])
                tail = chunk[-200:]
    if columns and (last_row - first_row + 1) * _span(columns) > MOST_CELLS:
        raise Unreadable(Reason.SWOLLEN)


def _span(columns: set[bytes]) -> int:
    numbers = [_column_number(letters) for letters in columns]
    return max(numbers) - min(numbers) + 1


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
