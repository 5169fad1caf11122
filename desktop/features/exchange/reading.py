"""A file becomes rows of cells: a CSV in any usual dress, or a workbook's sheet. Size is asked first."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from desktop.coaching.mapping.concealing import Concealed
from desktop.coaching.mapping.sheet import Row, Sheet, build_sheet
from desktop.features.exchange import workbook
from desktop.features.exchange.delimited import Letters, decode, find_rows, find_separator, read_rows
from desktop.features.exchange.refusals import Reason, Unreadable

LARGEST_FILE = 200_000_000
MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"SQLite format 3", b"\x1f\x8b", b"{\\rtf")


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file's table and how it was found: `letters` and `separator` of a text, or the sheet of a workbook.

    `hash` is the SHA-256 of the file's bytes, to know it again. `mixed` are the numbers of the rows written
    in other letters than the rest, `zeros` of those from which zero bytes were dropped. `concealed` is
    what was masked in `sheet`, once that has been done.
    """

    path: Path
    hash: str
    sheet: Sheet
    letters: Letters | None = None
    separator: str = ""
    sheets: tuple[str, ...] = ()
    sheet_name: str = ""
    mixed: tuple[int, ...] = ()
    zeros: tuple[int, ...] = ()
    concealed: Concealed = Concealed()

    @property
    def name(self) -> str:
        return self.path.name


def read_file(
    path: Path, sheet_name: str = "", largest: int = LARGEST_FILE, most: int = MOST_ROWS
) -> FileRead:
    """Read a CSV, TSV, XLSX, XLSM or XLS file; of a workbook the named sheet or the first that has rows.

    Raises Unreadable with the reason. `largest` is in bytes, `most` counts rows.
    """
    content = _load(path, largest)
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith((_ZIP, _OLE)):
        found = workbook.read_workbook(content, sheet_name, most)
        sheet = _sheet(found.rows, found.names)
        return FileRead(path, digest, sheet, sheets=found.names, sheet_name=found.name)
    if content.startswith(_OTHER_KINDS):
        raise Unreadable(Reason.NOT_A_TABLE, file=path.name)
    decoded = decode(content)
    separator = find_separator(decoded.text)
    return FileRead(
        path,
        digest,
        _sheet(list(read_rows(decoded.text, separator, most))),
        decoded.letters,
        separator,
        mixed=find_rows(decoded.text, separator, decoded.mixed),
        zeros=find_rows(decoded.text, separator, decoded.zeros),
    )


def _load(path: Path, largest: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > largest:
            raise Unreadable(Reason.TOO_LARGE, size=size, most=largest)
        content = path.read_bytes() if path.is_file() else None
    except FileNotFoundError as error:
        raise Unreadable(Reason.MISSING, file=path.name) from error
    except OSError as error:
        raise Unreadable(Reason.NO_ACCESS, file=path.name) from error
    if content is None:
        raise Unreadable(Reason.NOT_A_TABLE, file=path.name)
    if not content.strip():
        raise Unreadable(Reason.EMPTY, file=path.name)
    return content


def _sheet(rows: list[Row], names: tuple[str, ...] = ()) -> Sheet:
    sheet = build_sheet(rows)
    if len(sheet.headers) > MOST_COLUMNS:
        raise Unreadable(Reason.TOO_MANY_COLUMNS, most=MOST_COLUMNS)
    if not sheet.headers or not sheet.rows:
        raise Unreadable(Reason.EMPTY, sheets=names)
    return sheet


def plain_name(file: FileRead) -> str:
    """The file's name as a title: without its ending, its joints as spaces."""
    return " ".join(file.path.stem.replace("_", " ").split())
