"""Text files with separators: which letters they are written in, what separates the cells, and the rows."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from io import StringIO
from itertools import islice

from desktop.coaching.mapping.sheet import Row
from desktop.features.exchange.refusals import Reason, Unreadable

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_LETTERS = 200_000
SAMPLE_ROWS = 200
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


def decode(content: bytes) -> tuple[str, Letters]:
    """The text and how it was written: by its mark, else UTF-16 by its zero bytes, UTF-8, Windows-1252.

    Raises Unreadable for what is no text.
    """
    for letters in _candidates(content):
        try:
            text = content.decode(letters)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, Letters(letters)
    raise Unreadable(Reason.NOT_A_TABLE)


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

    Raises Unreadable for more than `most` rows, and for a quote that never closes.
    """
    start = text.index("\n") + 1 if _told_separator(text) and "\n" in text else 0
    reader = csv.reader(StringIO(text[start:] if start else text, newline=""), delimiter=separator)
    number = 1 if start else 0
    try:
        for cells in reader:
            number += 1
            if number > most:
                raise Unreadable(Reason.TOO_MANY_ROWS, most=most)
            yield Row(number, tuple(cells))
    except csv.Error as error:
        raise Unreadable(Reason.OPEN_QUOTE, row=number + 1) from error
    _check_quotes(text[start:], separator, number)


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


def render(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """The rows as CSV text; reading it again gives the same cells."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
