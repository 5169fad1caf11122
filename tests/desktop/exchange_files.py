"""Files for the import's tests: call logs as text and, made by hand, workbooks."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HEADER = "call_id,agent,date,time,answered (Y/N),talk_seconds,rating"
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{}</sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
RELATION = (
    '<Relationship Id="r{0}" Target="worksheets/sheet{0}.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/worksheet"/>'
)
BOOK_RELATION = (
    '<Relationship Id="b1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/>'
)
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="21"/></cellXfs></styleSheet>'
)
STYLE_RELATION = (
    '<Relationship Id="s1" Target="styles.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/styles"/>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def write(folder: Path, text: str, name: str = "calls.csv", letters: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(letters))
    return path


def call_lines(count: int, day: str = "{:02}/02/2021") -> str:
    """A call log of that many calls by Ann and Bo; every fifth is unanswered and has no measures."""
    lines = [HEADER]
    for n in range(1, count + 1):
        answered = n % 5 != 0
        measures = f"{60 + n},{1 + n % 5}" if answered else ","
        who = ("Ann Lee", "Bo Ek")[n % 2]
        date = day.format(1 + n % 28)
        lines.append(f"C{n},{who},{date},09:{n % 60:02}:00,{'Y' if answered else 'N'},{measures}")
    return "\n".join(lines) + "\n"


def write_workbook(folder: Path, sheets: dict[str, list[list]], name: str = "calls.xlsx") -> Path:
    """Cells are text, numbers, or (number, style) with style 1 a date and 2 a time."""
    path = folder / name
    entries = "".join(
        f'<sheet name="{escape(sheet)}" sheetId="{n}" r:id="r{n}"/>' for n, sheet in enumerate(sheets, 1)
    )
    relations = "".join(RELATION.format(n) for n in range(1, len(sheets) + 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(BOOK_RELATION))
        archive.writestr("xl/workbook.xml", WORKBOOK.format(entries))
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(relations + STYLE_RELATION))
        archive.writestr("xl/styles.xml", STYLES)
        for n, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", SHEET.format("".join(map(_row, *_count(rows)))))
    return path


def _count(rows):
    return range(1, len(rows) + 1), rows


def _row(number, cells):
    return f'<row r="{number}">' + "".join(_cell(number, n, cell) for n, cell in enumerate(cells)) + "</row>"


def _cell(row, column, cell):
    place = f'r="{chr(65 + column)}{row}"'
    if isinstance(cell, str):
        return f'<c {place} t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if cell else ""
    value, style = cell if isinstance(cell, tuple) else (cell, 0)
    return f'<c {place} s="{style}"><v>{value}</v></c>'
