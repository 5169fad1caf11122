"""What can be wrong with a cell or a row, as machine names; the page turns them into sentences."""

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    BLANK = "blank"
    NOT_A_DATE = "not_a_date"
    OTHER_ORDER = "other_order"
    NO_ORDER = "no_order"
    YEAR = "year"
    NOT_A_TIME = "not_a_time"
    NOT_A_DURATION = "not_a_duration"
    NEGATIVE = "negative"
    TOO_LONG = "too_long"
    NOT_YES_NO = "not_yes_no"
    NOT_A_NUMBER = "not_a_number"
    THOUSANDS = "thousands"
    PERCENT = "percent"
    RATING_RANGE = "rating_range"
    UNKNOWN_CHANNEL = "unknown_channel"
    UNKNOWN_DIRECTION = "unknown_direction"
    TEXT_TOO_LONG = "text_too_long"
    TOO_MANY_CELLS = "too_many_cells"
    ENDS_EARLY = "ends_early"
    TWO_OF_THAT_NAME = "two_of_that_name"
    ALREADY_STORED = "already_stored"
    TWICE_IN_FILE = "twice_in_file"
    ALREADY_HERE = "already_here"
    ELSEWHERE = "elsewhere"
    TEAM_ELSEWHERE = "team_elsewhere"
    # Of a form's response sheet.
    BLANK_FACT = "blank_fact"
    UNANSWERED = "unanswered"
    UNKNOWN_ANSWER = "unknown_answer"
    OTHER_AGENT = "other_agent"
    EVALUATED = "evaluated"
    FILE_AGAIN = "file_again"
    # Of a table of questions.
    NO_QUESTION = "no_question"
    NEGATIVE_POINTS = "negative_points"


# These rows are sound but known: they are left out without anything to repair.
KNOWN_ALREADY = frozenset(
    {
        Trouble.ALREADY_STORED,
        Trouble.TWICE_IN_FILE,
        Trouble.ALREADY_HERE,
        Trouble.EVALUATED,
        Trouble.FILE_AGAIN,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row stays out: its number in the file, the column's header ("" for the whole row), the value.

    `other` is the other row, name or count that the sentence needs.
    """

    row: int
    column: str
    trouble: Trouble
    value: str = ""
    other: str = ""
