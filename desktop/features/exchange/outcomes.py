"""What an import would do, did and took back, in sentences; and why a file or an import is refused."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from db.queries.imports import Undone
from db.records.contacts import Import, ImportKind
from desktop.coaching.mapping.concealing import Concealed
from desktop.coaching.mapping.fields import Field
from desktop.coaching.mapping.sheet import show
from desktop.coaching.mapping.trouble import KNOWN_ALREADY, Problem
from desktop.documents.files import put_whole
from desktop.features.exchange.actions import Check, Result
from desktop.features.exchange.card_actions import CardResult
from desktop.features.exchange.delimited import render
from desktop.features.exchange.form_actions import FormResult
from desktop.features.exchange.form_planning import FormCheck
from desktop.features.exchange.form_words import say_card_result, say_form_check, say_form_result
from desktop.features.exchange.refusals import Reason, Refused
from desktop.features.exchange.sentences import ask_order, name_field, name_trouble, say_problem
from desktop.shell.text import moment, ntr, number, tr

AnyCheck: TypeAlias = Check | FormCheck

MOST_NAMES = 8
MOST_ROWS = 12


def say_check(checked: AnyCheck) -> str:
    """The one sentence that is always in view: what is still to settle, or how many rows are sound."""
    if isinstance(checked, FormCheck):
        return say_form_check(checked)
    if checked.missing:
        return say_missing(checked.missing[0], checked.draft.kind)
    if checked.asks:
        return tr("Say how the dates are written, then the rows can be read.")
    if checked.needs_team and checked.sound:
        return ntr(
            "Choose the team of the new agents, then {n} row can be imported.",
            "Choose the team of the new agents, then {n} rows can be imported.",
            checked.sound,
        )
    if checked.rows == sum(checked.left_out.get(trouble, 0) for trouble in KNOWN_ALREADY):
        return ntr("The row is here already.", "All {n} rows are here already.", checked.rows)
    return tr("{sound} of {rows} rows are sound.", sound=number(checked.sound), rows=number(checked.rows))


def say_missing(fields: tuple[Field, ...], kind: ImportKind) -> str:
    names = tr(" or ").join(f"“{name_field(field, kind)}”" for field in fields)
    return tr("Choose the column that holds {fields}.", fields=names)


def say_new(checked: AnyCheck) -> str:
    """Who would be added: `8 new agents in Blue team: Becky, Dan …`; blank when nobody is new."""
    if not checked.people:
        return ""
    names = list_names([person.name for person in checked.people])
    teams = {person.team or checked.draft.team for person in checked.people} - {""}
    agents = ntr("{n} new agent", "{n} new agents", len(checked.people))
    if len(teams) == 1:
        return tr("{agents} in {team}: {names}", agents=agents, team=next(iter(teams)), names=names)
    if teams:
        return tr(
            "{agents} in {teams}: {names}",
            agents=agents,
            teams=ntr("{n} team", "{n} teams", len(teams)),
            names=names,
        )
    return tr("{agents}, no team chosen yet: {names}", agents=agents, names=names)


def say_earlier(earlier: tuple[Import, ...]) -> str:
    """That this very file has been brought in before; blank when it has not."""
    if not earlier:
        return ""
    return tr(
        "This very file was brought in on {when} ({kept} rows kept). Rows that are here already stay out.",
        when=moment(earlier[0].made_at),
        kept=number(earlier[0].kept),
    )


def say_any_result(result: Result | FormResult | CardResult) -> str:
    """What an import of any kind did."""
    if isinstance(result, CardResult):
        return say_card_result(result)
    if isinstance(result, Result):
        return say_result(result)
    told = say_form_result(result)
    return told + " " + tr("Left out: {reasons}.", reasons=say_left_out(result)) if result.left_out else told


def say_result(result: Result) -> str:
    """`Brought in 4,987 of 5,000 calls from log.csv. 8 agents added. Left out: 13 here already.`"""
    told = [
        tr(
            "Brought in {kept} of {rows} {what} from {file}.",
            kept=number(result.kept),
            rows=number(result.rows),
            what=name_rows(result.kind),
            file=result.file_name,
        )
    ]
    if result.people and result.kind is ImportKind.CALLS:
        told.append(ntr("{n} agent was added.", "{n} agents were added.", len(result.people)))
    if result.teams:
        told.append(ntr("{n} team was added.", "{n} teams were added.", len(result.teams)))
    if result.concealed.count:
        told.append(say_masked(result.concealed))
    if result.left_out:
        told.append(tr("Left out: {reasons}.", reasons=say_left_out(result)))
    return " ".join(told)


def say_masked(concealed: Concealed) -> str:
    """`3 card numbers or security codes were masked (rows 4, 9, 12).`; blank where none was."""
    if not concealed.count:
        return ""
    rows = [number(row) for row in concealed.rows[:MOST_ROWS]] + ["…"] * (len(concealed.rows) > MOST_ROWS)
    where = ntr("row {rows}", "rows {rows}", len(concealed.rows), rows=", ".join(rows))
    if len(concealed.could_be) == concealed.count:
        return ntr(
            "{n} number was masked because it could be a card's ({where}).",
            "{n} numbers were masked because they could be cards' ({where}).",
            concealed.count,
            where=where,
        )
    return ntr(
        "{n} card number or security code was masked ({where}).",
        "{n} card numbers or security codes were masked ({where}).",
        concealed.count,
        where=where,
    )


def say_left_out(of: Result | FormResult | AnyCheck) -> str:
    """The rows that stay out, counted by reason."""
    counts: dict[str, int] = {}
    for trouble, count in of.left_out.items():
        name = name_trouble(trouble)
        counts[name] = counts.get(name, 0) + count
    return ", ".join(f"{number(count)} {name}" for name, count in counts.items())


def name_rows(kind: ImportKind) -> str:
    return {
        ImportKind.CALLS: tr("calls"),
        ImportKind.PEOPLE: tr("people"),
        ImportKind.EVALUATIONS: tr("evaluations"),
        ImportKind.SCORECARD: tr("scorecard"),
    }[kind]


def say_undone(undone: Undone) -> str:
    """What was taken back, and what stays because somebody has worked with it."""
    told = list(_say_evaluations_undone(undone))
    if undone.contacts or undone.contacts_kept:
        told.append(ntr("{n} call was taken back.", "{n} calls were taken back.", undone.contacts))
    if undone.agents:
        told.append(ntr("{n} agent was taken back.", "{n} agents were taken back.", undone.agents))
    if undone.contacts_kept:
        told.append(
            ntr(
                "{n} call stays because it has been observed.",
                "{n} calls stay because they have been observed.",
                undone.contacts_kept,
            )
        )
    if undone.agents_kept:
        told.append(
            ntr(
                "{n} agent stays because there is more about them.",
                "{n} agents stay because there is more about them.",
                undone.agents_kept,
            )
        )
    return " ".join(told) or tr("There was nothing left to take back.")


def _say_evaluations_undone(undone: Undone) -> Iterator[str]:
    if undone.evaluations:
        yield ntr("{n} evaluation was taken back.", "{n} evaluations were taken back.", undone.evaluations)
    if undone.evaluations_kept:
        yield ntr(
            "{n} evaluation stays because it was shared, changed or built on.",
            "{n} evaluations stay because they were shared, changed or built on.",
            undone.evaluations_kept,
        )
    if undone.retired:
        yield tr("Its scorecard is retired.")
    if undone.drafts:
        yield tr("The draft of the scorecard was taken back.")
    if undone.drafts_kept:
        yield tr("The scorecard stays because it is in use.")


def reject_text(checked: AnyCheck) -> str:
    """The rows left out as CSV: as they stood in the file, with their number and the reasons behind them."""
    sheet = checked.draft.file.sheet
    reasons: dict[int, list[Problem]] = {}
    for problem in checked.problems:
        reasons.setdefault(problem.row, []).append(problem)
    lines = [[*sheet.headers, tr("Row in file"), tr("Why it was left out")]]
    for row in sheet.rows:
        if row.number in reasons:
            cells = [show(cell) for cell in row.cells[: len(sheet.headers)]]
            cells += [""] * (len(sheet.headers) - len(cells))
            why = " ".join(say_reason(problem, checked.draft.kind) for problem in reasons[row.number])
            lines.append([*cells, str(row.number), why])
    return render(lines, checked.draft.file.separator or ",")


def say_reason(problem: Problem, kind: ImportKind) -> str:
    """A problem with its column in front."""
    told = say_problem(problem, kind)
    return f"{problem.column}: {told}" if problem.column else told


def save_rejected(path: Path, checked: AnyCheck) -> None:
    """Write the rows left out where the user wants them. Raises OSError."""
    put_whole(path, reject_text(checked).encode("utf-8-sig"))


def say_refused(refused: Refused) -> str:
    """Why nothing was read or stored, and what to do."""
    facts: dict[str, Any] = refused.facts
    for say in (_say_size, _say_file, _say_workbook, _say_request, _say_unsettled):
        if sentence := say(refused.reason, facts):
            return sentence
    return refused.reason.value


def _say_size(reason: Reason, facts: dict[str, Any]) -> str:
    if reason is Reason.TOO_LARGE:
        size, most = number(facts["size"] / 1e6), number(facts["most"] / 1e6)
        return tr("The file has {size} MB; up to {most} MB can be read. Split it.", size=size, most=most)
    told = {
        Reason.TOO_MANY_ROWS: tr(
            "The file has more than {most} rows. Split it, a year to a file for example."
        ),
        Reason.TOO_MANY_COLUMNS: tr("The table has more than {most} columns. Save only those you need."),
        Reason.TOO_MANY_CELLS: tr("The table has more than {most} cells. Split it, or save fewer columns."),
    }.get(reason, "")
    return told.format(most=number(facts["most"])) if told else ""


def _say_file(reason: Reason, facts: dict[str, Any]) -> str:
    name = str(facts.get("file", ""))
    if reason is Reason.OPEN_QUOTE:
        return tr(
            "A quotation mark around row {row} is never closed, so the rows behind it can’t be told apart. "
            "Close or remove it.",
            row=number(facts["row"]),
        )
    if reason is Reason.CELL_TOO_LONG:
        return tr(
            "Row {row} has a cell of more than {most} characters, which is too long for a call or a person. "
            "Shorten it, or delete its column from the file.",
            row=number(facts["row"]),
            most=number(facts["most"]),
        )
    return {
        Reason.MISSING: tr("“{file}” is not there any more. Choose it again.", file=name),
        Reason.NO_ACCESS: tr(
            "“{file}” can’t be opened. Close it in other programs, or ask for access to it.", file=name
        ),
        Reason.EMPTY: tr("There are no rows under a header in this file. Choose another one."),
        Reason.NOT_A_TABLE: tr("This is not a table that can be read. Save it as CSV or XLSX first."),
    }.get(reason, "")


def _say_workbook(reason: Reason, facts: dict[str, Any]) -> str:
    if reason is Reason.NO_SUCH_SHEET:
        sheets = ", ".join(facts["sheets"])
        return tr("There is no sheet “{sheet}”; there are: {sheets}.", sheet=facts["sheet"], sheets=sheets)
    return {
        Reason.SWOLLEN: tr("The workbook unpacks to more than can be read safely. Save the table as CSV."),
        Reason.LOCKED_WORKBOOK: tr("The workbook has a password. Save a copy without one, then choose that."),
        Reason.BROKEN_WORKBOOK: tr("The workbook is damaged. Open it in a spreadsheet and save it anew."),
    }.get(reason, "")


def _say_request(reason: Reason, facts: dict[str, Any]) -> str:
    if reason is Reason.NOT_A_PAIR:
        return tr('“{text}” is not a mapping. Write it like "Agent name=agent".', text=facts["text"])
    if reason is Reason.NO_SUCH_COLUMN:
        columns = ", ".join(facts["columns"])
        return tr(
            "There is no column “{column}”; there are: {columns}.", column=facts["column"], columns=columns
        )
    if reason is Reason.NO_SUCH_FIELD:
        fields = ", ".join(facts["fields"])
        return tr("There is no field “{field}”; there are: {fields}.", field=facts["field"], fields=fields)
    if reason is Reason.NO_SUCH_READING:
        readings = ", ".join(facts["readings"]) or tr("none")
        return tr(
            "“{field}” can’t be read as “{reading}”; the choices are: {readings}.",
            field=facts["field"],
            reading=facts["reading"],
            readings=readings,
        )
    if reason is Reason.FIELD_TWICE:
        return tr("“{field}” was given two columns. Leave one out.", field=facts["field"])
    return ""


def _say_unsettled(reason: Reason, facts: dict[str, Any]) -> str:
    if reason is Reason.FIELD_MISSING:
        fields = tr(" or ").join(facts["fields"])
        told = tr("No column is known to hold {fields}.", fields=fields)
        return told + " " + tr('Name it with --map "Header={field}".', field=facts["fields"][0])
    if reason is Reason.ORDER_UNKNOWN:
        return (
            ask_order(facts["finding"], facts["column"]) + " " + tr("Say it with --dates dmy or --dates mdy.")
        )
    if reason is Reason.TEAM_UNKNOWN:
        teams = ", ".join(facts["teams"]) or tr("none yet")
        return tr("New agents need a team: name it with --team. Teams here: {teams}.", teams=teams)
    if reason is Reason.NOTHING_SOUND:
        return tr("No row is left to bring in. Nothing was changed.")
    return ""


def list_names(names: Sequence[str]) -> str:
    """The first names and how many more there are."""
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return shown + (" " + ntr("and {n} more", "and {n} more", more) if more > 0 else "")
