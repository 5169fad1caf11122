"""Every text in the store that is not a given person's own: where their name may stand all the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.connection import Database
from db.queries.belongings import Belongings, as_list

# The record speaks of rows that are looked at themselves; the rest holds no words of anybody's.
LEFT_OUT = (
    "change",
    "event",
    "purge",
    "head",
    "writer",
    "device",
    "final_text",
    "column_mapping",
    "question",
)

# Columns that hold one of a few codes, or a digest.
CODED = {
    *("state", "kind", "channel", "direction", "source", "tag", "side", "owner", "status", "written_by"),
    *("verdict", "critical", "reply", "role", "stage", "day", "week", "sha256", "file_hash", "subject"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One cell with words in it."""

    table: str
    id: int
    column: str
    text: str


def others(db: Database, mine: Belongings, parts: Iterable[str]) -> Iterator[Text]:
    """Of rows that are not `mine` and were not removed: texts that hold one of these, letter case aside.

    Texts with letters beyond ASCII all come: how those are written without accents is not for SQL to say.
    """
    sought = [f"%{part}%" for part in parts if part.isascii()]
    for table, columns in _columns(db).items():
        living = " AND deleted_at IS NULL" if "deleted_at" in columns else ""
        for column in columns:
            if column in CODED or column.endswith(("_at", "_on")):
                continue
            hits = " OR ".join([f"\"{column}\" GLOB '*[^ -~]*'", *(f'"{column}" LIKE ?' for _ in sought)])
            sql = f"""SELECT id, "{column}" FROM main."{table}" WHERE ({hits}){living}
                AND id NOT IN (SELECT value FROM json_each(?))"""
            for id, text in db.execute(sql, [*sought, as_list(mine.get(table, ()))]):
                yield Text(table, id, column, text)


def _columns(db: Database) -> dict[str, list[str]]:
    """The text columns of each table with an id and at least one more than the mark of removal."""
    sql = """SELECT part.name AS "table", info.name AS "column" FROM pragma_table_list AS part
        JOIN pragma_table_info(part.name) AS info
        WHERE part.schema = 'main' AND part.type = 'table' AND info.type = 'TEXT'
        AND EXISTS (SELECT 1 FROM pragma_table_info(part.name) WHERE name = 'id')"""
    found: dict[str, list[str]] = {}
    for row in db.query(sql):
        if row["table"] not in LEFT_OUT and not row["table"].startswith(("sqlite_", "note_words")):
            found.setdefault(row["table"], []).append(row["column"])
    return {table: names for table, names in sorted(found.items()) if set(names) - {"deleted_at"}}
