"""Text files with separators: which letters they are written in, what separates the cells, and the rows."""

import codecs
import csv
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO
from itertools import islice

from desktop.coaching.mapping.sheet import Row
from desktop.features.exchange.refusals import Reason, Unreadable

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_LETTERS = 200_000
SAMPLE_ROWS = 200
# Of one line and of the whole file: a comma is a byte there and a whole cell here.
MOST_IN_LINE = 20_000
MOST_CELLS = 40_000_000
# A text with a greater share of signs that nobody can see, and more than two of them, is no text.
MOST_UNSEEN = 0.01
_UNSEEN = re.compile(r"[\x01-\x08\x0e-\x1b\ufffd]")
# Numbers, with their sign, stay numbers; one ' more where there are some already, so that none is lost.
_FORMULA = re.compile(r"'*(?:[=@\t\r]|[+\-](?!\d[\d.,]*\Z))")
_MIXED = "deskside-windows"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Letters(StrEnum):
    """How a file's letters are written."""

    UTF_8 = "utf-8"
    UTF_8_MARKED = "utf-8-sig"
    UTF_16 = "utf-16"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    UTF_32 = "utf-32"
    WINDOWS = "cp1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text. `mixed` are the lines, from 1, read as Windows-1252 in a file that is UTF-8 elsewhere;
    `zeros` those from which zero bytes were dropped.
    """

    text: str
    letters: Letters
    mixed: tuple[int, ...] = ()
    zeros: tuple[int, ...] = ()


def decode(content: bytes) -> Decoded:
    """The text and how it was written: by its mark, else UTF-16 by its zero bytes, UTF-8, Windows-1252.

    Raises Unreadable for what is no text.
    """
    for letters in _candidates(content):
        try:
            return _without_zeros(Decoded(content.decode(letters), Letters(letters)))
        except UnicodeDecodeError:
            if letters in (Letters.UTF_8, Letters.UTF_8_MARKED) and (found := _decode_mixed(content)):
                return _without_zeros(found)
    raise Unreadable(Reason.NOT_A_TABLE)


def _decode_mixed(content: bytes) -> Decoded | None:
    """Line by line, as programs leave it that append to each other's files; None where no line is UTF-8."""
    text: list[str] = []
    mixed: list[int] = []
    is_utf_8 = content.startswith(codecs.BOM_UTF8)
    for place, line in enumerate(content.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True), 1):
        try:
            text.append(line.decode("utf-8"))
            is_utf_8 = is_utf_8 or not line.isascii()
        except UnicodeDecodeError:
            text.append(line.decode("utf-8", errors=_MIXED))
            mixed.append(place)
    whole = "".join(text)
    if not is_utf_8 or _is_no_text(whole):
        return None
    return Decoded(whole, Letters.UTF_8, tuple(mixed))


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    """For the bytes that are no UTF-8; those that are none in either stay visible as such."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error(_MIXED, _read_as_windows)


def _without_zeros(found: Decoded) -> Decoded:
    """The text without the zero bytes that a broken export strews in; Unreadable for what is no text."""
    if "\x00" not in found.text:
        return found
    if _is_no_text(found.text):
        raise Unreadable(Reason.NOT_A_TABLE)
    lines = StringIO(found.text, newline="")
    zeros = tuple(place for place, line in enumerate(lines, 1) if "\x00" in line)
    return replace(found, text=found.text.replace("\x00", ""), zeros=zeros)


def _is_no_text(text: str) -> bool:
    sample = text[:SAMPLE_LETTERS]
    return len(_UNSEEN.findall(sample)) > 2 + MOST_UNSEEN * len(sample)


def _candidates(content: bytes) -> tuple[str, ...]:
    for mark, letters in _MARKS:
        if content.startswith(mark):
            return (letters,)
    sample = content[:4096]
    if len(sample) > 3 and sample.count(0) > len(sample) // 5:
        odd, even = sample[1::2].count(0), sample[::2].count(0)
        return ("utf-16-le",) if odd >= even else ("utf-16-be",)
    return ("utf-8", "cp1252")


def find_separator(text: str) -> str:
    """What separates the cells: the sign by which most rows are as wide as the first.

    A first line such as `sep=;` says it, as Excel has it.
    """
    if told := _told_separator(text):
        return told
    sample = text[:SAMPLE_LETTERS]
    return max(SEPARATORS, key=lambda sign: _agreement(sample, sign))


def _told_separator(text: str) -> str:
    first = text[:20].splitlines()[0].strip().casefold() if text.strip() else ""
    return first[4] if len(first) == 5 and first.startswith("sep=") else ""


def _agreement(sample: str, sign: str) -> tuple[float, int]:
    """The share of rows as wide as most are, and that width; nothing where there is one column only."""
    try:
        widths = [
            len(row) for row in islice(csv.reader(StringIO(sample, newline=""), delimiter=sign), SAMPLE_ROWS)
        ]
    except csv.Error:
        return (0.0, 0)
    counted = Counter(width for width in widths if width > 1)
    if not counted:
        return (0.0, 0)
    width, count = counted.most_common(1)[0]
    filled = sum(width > 0 for width in widths)
    # A comma inside numbers is in the rows, but not in the header.
    header = next((one for one in widths if one > 0), 0)
    return (count / filled if header > 1 else count / filled / 10, width)


def read_rows(text: str, separator: str, most: int) -> Iterator[Row]:
    """The rows with their numbers, blank ones too. Line breaks inside quotes stay in the cell.

    Raises Unreadable for more than `most` rows, too many cells, one that is too long, and a quote that never
    closes.
    """
    start = text.index("\n") + 1 if _told_separator(text) and "\n" in text else 0
    lines = StringIO(text[start:] if start else text, newline="")
    number, count = 1 if start else 0, 0
    try:
        for cells in csv.reader(_bear(lines, separator), delimiter=separator):
            number += 1
            count += len(cells)
            if number > most:
                raise Unreadable(Reason.TOO_MANY_ROWS, most=most)
            if count > MOST_CELLS:
                raise Unreadable(Reason.TOO_MANY_CELLS, most=MOST_CELLS)
            yield Row(number, tuple(map(_unquoted, cells)))
    except csv.Error as error:
        # A quote left open makes one long cell of all that follows; a cell may be long by itself, too.
        reason = Reason.OPEN_QUOTE if text.count('"') % 2 else Reason.CELL_TOO_LONG
        raise Unreadable(reason, row=number + 1, most=csv.field_size_limit()) from error
    _check_quotes(text[start:], separator, number)


def _bear(lines: Iterable[str], separator: str) -> Iterator[str]:
    """The lines, as long as none becomes more cells at once than the memory bears. Raises Unreadable."""
    for line in lines:
        if line.count(separator) > MOST_IN_LINE:
            raise Unreadable(Reason.TOO_MANY_COLUMNS, most=MOST_IN_LINE)
        yield line


def _check_quotes(text: str, separator: str, last: int) -> None:
    """A quote that was left open swallows the rest of the file into one cell: say so, don't lose the rows."""
    if text.count('"') % 2 == 0:
        return
    try:
        for _ in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise Unreadable(Reason.OPEN_QUOTE, row=last) from error


def find_rows(text: str, separator: str, lines: Sequence[int]) -> tuple[int, ...]:
    """The numbers of the rows in which these lines of the file stand: a cell may have several lines."""
    if not lines:
        return ()
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    ends = [reader.line_num for _ in reader]
    return tuple(dict.fromkeys(bisect_left(ends, line) + 1 for line in lines))


def render(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """The rows as CSV text; reading it again gives the same cells.

    What a spreadsheet would take for a formula gets a ' in front (OWASP, CSV injection).
    """
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows)
    return out.getvalue()


def _unquoted(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell, 1) else cell
