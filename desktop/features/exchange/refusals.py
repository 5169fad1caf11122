"""Why a file or an import is refused, as machine names with facts; `sentences` says it in words."""

from enum import StrEnum


class Reason(StrEnum):
    MISSING = "missing"
    NO_ACCESS = "no_access"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    SWOLLEN = "swollen"
    EMPTY = "empty"
    NOT_A_TABLE = "not_a_table"
    OPEN_QUOTE = "open_quote"
    CELL_TOO_LONG = "cell_too_long"
    LOCKED_WORKBOOK = "locked_workbook"
    BROKEN_WORKBOOK = "broken_workbook"
    NO_SUCH_SHEET = "no_such_sheet"
    NO_SUCH_COLUMN = "no_such_column"
    NO_SUCH_FIELD = "no_such_field"
    NO_SUCH_READING = "no_such_reading"
    NOT_A_PAIR = "not_a_pair"
    FIELD_TWICE = "field_twice"
    FIELD_MISSING = "field_missing"
    ORDER_UNKNOWN = "order_unknown"
    TEAM_UNKNOWN = "team_unknown"
    NOTHING_SOUND = "nothing_sound"


class Refused(Exception):
    """An import that can't go ahead. `facts` fill the sentence."""

    def __init__(self, reason: Reason, **facts: object) -> None:
        super().__init__(reason.value, facts)
        self.reason = reason
        self.facts = facts


class Unreadable(Refused):
    """A file that can't be read as a table."""
