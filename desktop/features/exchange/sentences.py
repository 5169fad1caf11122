"""What the import says: about columns, dates, rows and files. Each problem comes with what to do about it."""

from db.records.contacts import ImportKind
from desktop.coaching.mapping.columns import Because, Mapping
from desktop.coaching.mapping.dates import Evidence, Finding, Order, Verdict
from desktop.coaching.mapping.fields import Field
from desktop.coaching.mapping.trouble import Problem, Trouble
from desktop.features.exchange.delimited import Letters
from desktop.features.exchange.reading import FileRead
from desktop.shell.text import ntr, number, tr

MOST_ROWS = 8


def name_field(field: Field, kind: ImportKind = ImportKind.CALLS) -> str:
    """The field's name as a choice in a list."""
    if field is Field.REFERENCE:
        return tr("Staff number") if kind is ImportKind.PEOPLE else tr("Call reference")
    return {
        Field.AGENT: tr("Agent"),
        Field.AGENT_REFERENCE: tr("Agent’s staff number"),
        Field.TEAM: tr("Team"),
        Field.DATE: tr("Date (and time)"),
        Field.TIME: tr("Time of day"),
        Field.TOPIC: tr("Topic"),
        Field.CHANNEL: tr("Channel"),
        Field.DIRECTION: tr("Direction"),
        Field.ANSWERED: tr("Answered"),
        Field.RESOLVED: tr("Resolved"),
        Field.ANSWER_S: tr("Speed of answer"),
        Field.TALK_S: tr("Talk time"),
        Field.HOLD_S: tr("Hold time"),
        Field.WRAP_S: tr("Wrap-up time"),
        Field.RATING: tr("Rating (1–5)"),
        Field.NAME: tr("Name"),
        Field.FIRST_NAME: tr("First name"),
        Field.LAST_NAME: tr("Last name"),
        Field.HIRED_ON: tr("Hired on"),
    }[field]


def name_order(order: Order) -> str:
    return {
        Order.DMY: tr("day / month / year"),
        Order.MDY: tr("month / day / year"),
        Order.YMD: tr("year / month / day"),
    }[order]


def name_unit(unit: str) -> str:
    """What a bare number in a duration's column is."""
    return {
        "s": tr("seconds or m:ss"),
        "min": tr("minutes or h:mm"),
        "h": tr("hours or h:mm"),
        "ms": tr("milliseconds"),
    }[unit or "s"]


def say_because(because: Because) -> str:
    return {
        Because.HEADER: tr("guessed from the header"),
        Because.VALUES: tr("guessed from the values"),
        Because.REMEMBERED: tr("as last time"),
        Because.CHOSEN: tr("your choice"),
        Because.NOTHING: "",
    }[because]


def say_origin(mapping: Mapping) -> str:
    """Where the whole mapping comes from, in a sentence."""
    if any(one.because is Because.REMEMBERED for one in mapping):
        return tr("As last time: the file before had the same headers.")
    return tr("Guessed from headers and values; change what is wrong.")


def say_file(file: FileRead) -> str:
    """How the file was found to be written."""
    rows = ntr("{n} row", "{n} rows", len(file.sheet.rows))
    if file.letters is None:
        return tr("{name}: {rows}, sheet “{sheet}”", name=file.name, rows=rows, sheet=file.sheet_name)
    return tr(
        "{name}: {rows}, separated by {separator}, {letters}",
        name=file.name,
        rows=rows,
        separator=_name_separator(file.separator),
        letters=_name_letters(file.letters),
    )


def say_mended(file: FileRead) -> str:
    """What was wrong with the letters of some rows and how they were read; blank where nothing was."""
    told = []
    if file.mixed:
        told.append(
            tr(
                "In {rows} the letters are not written as in the others: they were read as Windows-1252. "
                "Check the names there.",
                rows=_name_rows(file.mixed),
            )
        )
    if file.zeros:
        told.append(
            tr("In {rows} zero bytes were dropped from the cells. Check them.", rows=_name_rows(file.zeros))
        )
    return " ".join(told)


def _name_rows(rows: tuple[int, ...]) -> str:
    if len(rows) == 1:
        return tr("row {row}", row=number(rows[0]))
    shown = ", ".join(number(row) for row in rows[:MOST_ROWS])
    more = len(rows) - MOST_ROWS
    return tr("rows {rows}", rows=shown) + (" " + tr("and {n} more", n=number(more)) if more > 0 else "")


def _name_separator(separator: str) -> str:
    names = {",": tr("commas"), ";": tr("semicolons"), "\t": tr("tabs"), "|": tr("bars")}
    return names.get(separator, f"“{separator}”")


def _name_letters(letters: Letters) -> str:
    if letters is Letters.WINDOWS:
        return "Windows-1252"
    return letters.value.removesuffix("-sig").removesuffix("-le").removesuffix("-be").upper()


def say_order(finding: Finding, chosen: Order | None, column: str) -> str:
    """What is known about a date column's order, and how."""
    told = _say_order(finding, chosen, column)
    if finding.beside is None:
        return told
    warned = tr(
        "Row {row} holds a true date, others text: a spreadsheet that reads dates the other way turns day "
        "and month around. Compare {value} with where the file came from.",
        row=number(finding.beside.row),
        value=finding.beside.value,
    )
    return f"{told} {warned}"


def _say_order(finding: Finding, chosen: Order | None, column: str) -> str:
    if finding.verdict is Verdict.NONE:
        return tr("“{column}” holds no dates.", column=column)
    if finding.verdict is Verdict.CLEAR and finding.unsure == 0:
        return tr("“{column}”: every date can be read in one way only.", column=column)
    if finding.verdict is Verdict.PROVED and finding.order is not None:
        return _say_proof(finding, finding.order, column)
    if chosen is not None:
        return tr("“{column}” is read as {order}, as you chose.", column=column, order=name_order(chosen))
    return ask_order(finding, column)


def _say_proof(finding: Finding, order: Order, column: str) -> str:
    if not finding.evidence:
        return tr(
            "“{column}” is {order}: no other order fits all rows.", column=column, order=name_order(order)
        )
    proof = finding.evidence[0]
    return tr(
        "“{column}” is {order}: {value} in row {row} proves it.",
        column=column,
        order=name_order(order),
        value=proof.value,
        row=number(proof.row),
    )


def ask_order(finding: Finding, column: str) -> str:
    """The question, with an example from the file."""
    if finding.verdict is Verdict.MIXED:
        values = "; ".join(_say_evidence(one) for one in finding.evidence)
        told = tr("“{column}” mixes orders: {values}.", column=column, values=values)
        return told + " " + tr("Which one is meant? Rows in the other are left out.")
    example = finding.example
    return tr(
        "Is {value} in row {row} of “{column}” day first or month first? No row in the file says it.",
        value=example.value if example else "",
        row=number(example.row) if example else "",
        column=column,
    )


def _say_evidence(one: Evidence) -> str:
    return tr(
        "{value} in row {row} is {order}", value=one.value, row=number(one.row), order=name_order(one.order)
    )


def say_problem(problem: Problem, kind: ImportKind = ImportKind.CALLS) -> str:
    """What is wrong with a row and what helps, in one or two sentences."""
    values = {"value": _short(problem.value), "other": problem.other}
    return _say_sentence(problem.trouble, kind, values)


def _say_sentence(trouble: Trouble, kind: ImportKind, values: dict[str, str]) -> str:
    for say in (_say_time_trouble, _say_value_trouble, _say_row_trouble):
        if sentence := say(trouble, kind):
            return sentence.format(**values)
    return trouble.value


def _say_time_trouble(trouble: Trouble, kind: ImportKind) -> str:
    return {
        Trouble.NOT_A_DATE: tr("“{value}” is not a date. Write it like 2021-03-14."),
        Trouble.OTHER_ORDER: tr("“{value}” is no date in this order. Change it, or choose the other order."),
        Trouble.NO_ORDER: tr("“{value}” can be read in two ways. Choose the order of day and month."),
        Trouble.YEAR: tr("The year of “{value}” can’t be right. Years from 1900 to 2199 are read."),
        Trouble.NOT_A_TIME: tr("“{value}” is not a time of day. Write it like 14:05 or 2:05 pm."),
        Trouble.NOT_A_DURATION: tr("“{value}” is not a length of time. Write seconds, m:ss or h:mm:ss."),
        Trouble.NEGATIVE: tr("“{value}” is below zero. Leave the cell blank if nobody measured it."),
        Trouble.TOO_LONG: tr("“{value}” is longer than a day. Check the unit of this column."),
    }.get(trouble, "")


def _say_value_trouble(trouble: Trouble, kind: ImportKind) -> str:
    return {
        Trouble.NOT_YES_NO: tr("“{value}” is neither yes nor no. Write Y or N, or leave the column out."),
        Trouble.NOT_A_NUMBER: tr("“{value}” is not a number."),
        Trouble.THOUSANDS: tr("“{value}” may be a thousand or a fraction. Write it without a comma."),
        Trouble.PERCENT: tr("“{value}” is a percentage, but a number is needed here."),
        Trouble.RATING_RANGE: tr("“{value}” is outside 1–5. Change the scale, or leave the column out."),
        Trouble.UNKNOWN_CHANNEL: tr("“{value}” is no channel. Write call, chat or email."),
        Trouble.UNKNOWN_DIRECTION: tr("“{value}” is no direction. Write inbound or outbound."),
        Trouble.TEXT_TOO_LONG: tr("The text “{value}” is too long for this field. Is this the right column?"),
    }.get(trouble, "")


def _say_row_trouble(trouble: Trouble, kind: ImportKind) -> str:
    is_call = kind is ImportKind.CALLS
    blank = tr("The cell is blank: a call needs agent and date.") if is_call else tr("There is no name.")
    return {
        Trouble.BLANK: blank,
        Trouble.TOO_MANY_CELLS: tr(
            "The row has {value} cells, the header {other}. A separator inside a text needs quotes around it."
        ),
        Trouble.ENDS_EARLY: tr("The row ends after {value} cells, before this one. Was the file cut off?"),
        Trouble.TWO_OF_THAT_NAME: tr("Two agents here are called {value}. Add a column of staff numbers."),
        Trouble.ALREADY_STORED: tr("Call {value} is here already, so it is left out."),
        Trouble.TWICE_IN_FILE: tr("{value} is in row {other} already; the first row counts."),
        Trouble.ALREADY_HERE: tr("{value} is here already, as {other}."),
        Trouble.BLANK_FACT: tr("The cell is blank: an evaluation needs the agent and the day of the call."),
        Trouble.UNANSWERED: tr("Not answered. Fill it in, or say above that a blank means N/A."),
        Trouble.UNKNOWN_ANSWER: tr("“{value}” is no answer of this question. Say above what it stands for."),
        Trouble.OTHER_AGENT: tr("Call {value} is here as somebody else’s, not {other}’s. Which is right?"),
        Trouble.EVALUATED: tr("{value}: this call has been evaluated on this scorecard already."),
        Trouble.FILE_AGAIN: tr("This very file was brought in before. Take that import back first."),
        Trouble.NO_QUESTION: tr("There is no question in this row or above it, so it is left out."),
        Trouble.NEGATIVE_POINTS: tr("“{value}” is below zero. Points are 0 or more."),
        Trouble.ELSEWHERE: tr("{value} is in a team that isn’t yours; whoever has that team brings them in."),
        Trouble.TEAM_ELSEWHERE: tr("Team {other} isn’t yours, so {value} can’t be added to it by you."),
    }.get(trouble, "")


def name_trouble(trouble: Trouble) -> str:
    """A few words for the count of rows left out."""
    if told := _name_form_trouble(trouble):
        return told
    if trouble is Trouble.ALREADY_STORED or trouble is Trouble.ALREADY_HERE:
        return tr("here already")
    if trouble is Trouble.TWICE_IN_FILE:
        return tr("twice in the file")
    if trouble in (Trouble.TOO_MANY_CELLS, Trouble.ENDS_EARLY):
        return tr("cells missing or too many")
    if trouble is Trouble.TWO_OF_THAT_NAME:
        return tr("two agents of that name")
    if trouble in (Trouble.ELSEWHERE, Trouble.TEAM_ELSEWHERE):
        return tr("in a team that isn’t yours")
    if trouble is Trouble.BLANK:
        return tr("name or date missing")
    return tr("values that can’t be read")


def _name_form_trouble(trouble: Trouble) -> str:
    return {
        Trouble.BLANK_FACT: tr("agent or day missing"),
        Trouble.UNANSWERED: tr("with a question not answered"),
        Trouble.UNKNOWN_ANSWER: tr("with an answer that isn’t understood"),
        Trouble.OTHER_AGENT: tr("of another agent’s call"),
        Trouble.EVALUATED: tr("evaluated already"),
        Trouble.FILE_AGAIN: tr("in this file before"),
    }.get(trouble, "")


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:59] + "…"
