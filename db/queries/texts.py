"""Every text in the store that is not a given person's own: where their name may stand all the same."""

from collections.abc import Iterator
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


@dataclass(frozen=True, slots=True)
class Text:
    """One cell with words in it."""

    table: str
    id: int
    column: str
    text: str


def others(db: Database, mine: Belongings) -> Iterator[Text]:
    """Table by table, of rows that are not `mine` and were not removed."""
    for table, columns in _columns(db).items():
        names = ", ".join(f'"{name}"' for name in columns if name != "deleted_at")
        sql = f"""SELECT id, {names} FROM main."{table}"
            WHERE id NOT IN (SELECT value FROM json_each(?))"""
        sql += " AND deleted_at IS NULL" if "deleted_at" in columns else ""
        for row in db.query(sql, [as_list(mine.get(table, ()))]):
            for column, value in row.items():
                if isinstance(value, str) and value:
                    yield Text(table, row["id"], column, value)


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
