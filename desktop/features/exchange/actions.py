"""Bringing in calls and people, and taking an import back. A whole file is one transaction."""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

from db import room
from db.connection import Database
from db.progress import Progress
from db.queries import allowed_numbers, assignments, gate, imports, people
from db.queries.imports import TABLES, Undone
from db.records.contacts import Import, ImportKind
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.coaching.mapping import columns
from desktop.coaching.mapping.concealing import Concealed, conceal
from desktop.coaching.mapping.dates import Finding
from desktop.coaching.mapping.fields import Field, missing
from desktop.coaching.mapping.names import Similar, Wanted, fold
from desktop.coaching.mapping.rows import CallRow, PersonRow, Reading, find_orders, order_of, read_rows
from desktop.coaching.mapping.trouble import Problem, Trouble
from desktop.coaching.redaction import Allowed
from desktop.features.exchange.form_actions import add_up_weeks
from desktop.features.exchange.planning import Draft, Plan, plan
from desktop.features.exchange.reading import FileRead, read_file
from desktop.features.exchange.refusals import Reason, Refused

BATCH = 500


@dataclass(frozen=True, slots=True)
class Floor:
    """What the page shows before there is a file: the teams to choose from and the imports so far."""

    teams: tuple[str, ...]
    imports: tuple[Import, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What bringing in a draft would do. `missing` and `asks` have to be settled first; until then no row
    is read. `problems` are in file order; `earlier` are standing imports of the same file.
    """

    draft: Draft
    rows: int
    sound: int
    orders: dict[Field, Finding]
    missing: tuple[tuple[Field, ...], ...] = ()
    asks: tuple[Field, ...] = ()
    problems: tuple[Problem, ...] = ()
    people: tuple[Wanted, ...] = ()
    new_teams: tuple[str, ...] = ()
    similar: tuple[Similar, ...] = ()
    earlier: tuple[Import, ...] = ()
    reading: Reading = Reading((), ())

    @property
    def needs_team(self) -> bool:
        """Whether somebody new has no team, neither in their row nor by choice."""
        return not self.draft.team and any(not person.team for person in self.people)

    @property
    def ready(self) -> bool:
        return bool(self.sound) and not (self.missing or self.asks or self.needs_team)

    @property
    def left_out(self) -> dict[Trouble, int]:
        """Rows by the first reason that keeps them out, the most frequent first."""
        first: dict[int, Trouble] = {}
        for problem in self.problems:
            first.setdefault(problem.row, problem.trouble)
        return dict(Counter(first.values()).most_common())


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did: rows read and kept, rows left out by reason, who and what was added or masked."""

    import_id: int
    kind: ImportKind
    file_name: str
    rows: int
    kept: int
    left_out: dict[Trouble, int]
    people: tuple[str, ...]
    teams: tuple[str, ...]
    concealed: Concealed = Concealed()


def look_around(store: Store) -> Floor:
    """The teams by name and the imports, newest first."""
    with store.reading() as db:
        return Floor(tuple(team.name for team in people.teams(db)), imports.imports(db))


def open_file(store: Store, path: Path, kind: ImportKind | None = None, sheet_name: str = "") -> Draft:
    """Read a file and map its columns: as remembered for these headers, else guessed.

    Without a kind the one whose fields fit more columns is taken, people first. Raises Unreadable.
    """
    file = read_file(path, sheet_name)
    with store.reading() as db:
        file = without_cards(file, gate.allowances(db))
    return draft_of(store, file, kind)


def draft_of(store: Store, file: FileRead, kind: ImportKind | None = None) -> Draft:
    """A file that was read, its columns mapped as in `open_file`."""
    kinds = [kind] if kind else [ImportKind.PEOPLE, ImportKind.CALLS]
    with store.reading() as db:
        drafts = [_map_columns(db, file, one) for one in kinds]
    return max(drafts, key=_fullness)


def without_cards(file: FileRead, allowed: Allowed) -> FileRead:
    """The file with its card numbers and security codes masked, and a note of which rows had them."""
    sheet, concealed = conceal(file.sheet, allowed)
    return replace(file, sheet=sheet, concealed=concealed)


def keep_numbers(store: Store, draft: Draft, reason: str, by: User | None) -> Draft:
    """Let the numbers of a file through that only could be a card's, with a reason, and read it once more.

    Columns, team and twins stay as chosen. Raises Unreadable where the file is gone meanwhile.
    """
    user = demand(by, Deed.ALLOW_NUMBER)
    with store.writing("allowed_number") as db:
        for digits in draft.file.concealed.could_be:
            allowed_numbers.allow(db, digits, reason, user.id)
        allowed = gate.allowances(db)
    return replace(draft, file=without_cards(read_file(draft.file.path, draft.file.sheet_name), allowed))


def with_kind(store: Store, draft: Draft, kind: ImportKind) -> Draft:
    """The same file as another kind, its columns mapped anew."""
    with store.reading() as db:
        return _map_columns(db, draft.file, kind)


def _map_columns(db: Database, file: FileRead, kind: ImportKind) -> Draft:
    remembered = imports.remembered(db, kind, file.sheet.headers)
    if remembered is not None:
        mapping = columns.recall(kind, file.sheet, remembered)
    else:
        names = [agent.name for agent in people.agents(db)]
        mapping = columns.guess(kind, file.sheet, names)
    teams = people.teams(db)
    return Draft(kind, file, mapping, teams[0].name if len(teams) == 1 else "")


def _fullness(draft: Draft) -> tuple[bool, int, bool]:
    """How well a kind fits: remembered, then how many columns have a field, then nothing missing."""
    fields = columns.by_field(draft.mapping)
    is_known = any(one.because is columns.Because.REMEMBERED for one in draft.mapping)
    return is_known, len(fields), not missing(draft.kind, fields)


def check(store: Store, draft: Draft) -> Check:
    """Read every row and compare with the store; writes nothing."""
    sheet = draft.file.sheet
    orders = find_orders(draft.kind, sheet, draft.mapping)
    fields = columns.by_field(draft.mapping)
    lacking = missing(draft.kind, fields)
    asks = tuple(
        field for field, found in orders.items() if found.asks and not order_of(fields[field], found)
    )
    with store.reading() as db:
        earlier = imports.of_file(db, draft.kind, draft.file.hash)
        if lacking or asks:
            return Check(draft, len(sheet.rows), 0, orders, lacking, asks, earlier=earlier)
        reading = read_rows(draft.kind, sheet, draft.mapping, orders)
        planned = plan(db, draft, reading, _own_teams(store, db))
    problems = _merge(reading.problems, planned.problems)
    return Check(
        draft=draft,
        rows=len(sheet.rows),
        sound=len(planned.rows),
        orders=orders,
        problems=problems,
        people=planned.people,
        new_teams=planned.new_teams,
        similar=planned.similar,
        earlier=earlier,
        reading=reading,
    )


def with_team(checked: Check, team: str) -> Check:
    """The same check with another team for the new people; no row has to be read again."""
    return replace(checked, draft=replace(checked.draft, team=" ".join(team.split())))


def _merge(one: tuple[Problem, ...], other: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted((*one, *other), key=lambda problem: problem.row))


# What a row takes at most, in the file, its indexes and the WAL together.
ROW_BYTES = 2000


def bring_in(store: Store, checked: Check, by: User | None) -> Generator[Progress, None, Result]:
    """Store the sound rows; closing the generator before its end leaves the store as it was.

    The store is compared once more, so rows that came in since the check are left out too. Raises Refused
    when something is still to be settled or no row is left.
    """
    user, draft = demand(by, Deed.IMPORT), checked.draft
    _refuse_unready(checked)
    with store.writing(*TABLES) as db:
        planned = plan(db, draft, checked.reading, _own_teams(store, db))
        if planned.needs_team:
            raise Refused(Reason.TEAM_UNKNOWN, teams=tuple(team.name for team in people.teams(db)))
        if not planned.rows:
            raise Refused(Reason.NOTHING_SOUND)
        room.demand(store.path, len(planned.rows) * ROW_BYTES)
        import_id = imports.add(db, draft.kind, (draft.file.name, draft.file.hash), checked.rows, user.id)
        ids = _add_people(db, (import_id, user.id), draft, planned)
        for progress in _add_calls(db, import_id, planned, ids):
            # Others write to the disk too; what was begun is rolled back where there is no room any more.
            room.demand(store.path, 0)
            yield progress
        imports.set_kept(db, import_id, len(planned.rows))
        imports.remember(db, draft.kind, draft.file.sheet.headers, _columns(draft))
        yield Progress(len(planned.rows), len(planned.rows), "import")
    done = replace(checked, problems=_merge(checked.reading.problems, planned.problems))
    return Result(
        import_id=import_id,
        kind=draft.kind,
        file_name=draft.file.name,
        rows=checked.rows,
        kept=len(planned.rows),
        left_out=done.left_out,
        people=tuple(person.name for person in planned.people),
        teams=planned.new_teams,
        concealed=draft.file.concealed,
    )


def _refuse_unready(checked: Check) -> None:
    if checked.missing:
        raise Refused(Reason.FIELD_MISSING, fields=checked.missing[0])
    if checked.asks:
        column = columns.by_field(checked.draft.mapping)[checked.asks[0]].column
        header = checked.draft.file.sheet.headers[column]
        raise Refused(Reason.ORDER_UNKNOWN, column=header, finding=checked.orders[checked.asks[0]])


def _columns(draft: Draft) -> list[tuple[str, str]]:
    return [(one.field.value if one.field else "", one.reading) for one in draft.mapping]


def _own_teams(store: Store, db: Database) -> frozenset[int] | None:
    """The teams that new people may be added to, None for all."""
    return None if store.acting is None else assignments.own_teams(db, store.acting.user.id)


def _add_people(db: Database, of: tuple[int, int], draft: Draft, planned: Plan) -> dict[str, int]:
    """Add teams and people of an import by a user, whose teams they become; all ids by their key."""
    import_id, user_id = of
    teams = dict(planned.known_teams)
    for name in planned.new_teams:
        teams[fold(name)] = imports.add_team(db, import_id, name)
        assignments.assign(db, user_id, team_id=teams[fold(name)])
    hired = {row.who.key: row.hired_on for row in planned.rows if isinstance(row, PersonRow)}
    ids = dict(planned.roster.known)
    for person in planned.people:
        values = {"name": person.name, "reference": person.reference, "hired_on": hired.get(person.key)}
        team_id = teams[fold(person.team or draft.team)]
        ids[person.key] = imports.add_agent(db, import_id, team_id, **values)
    return ids


def _add_calls(
    db: Database, import_id: int, planned: Plan, ids: dict[str, int]
) -> Generator[Progress, None, None]:
    calls = [row for row in planned.rows if isinstance(row, CallRow)]
    merged = planned.roster.merged
    for start in range(0, len(calls), BATCH):
        yield Progress(start, len(calls), "import")
        batch = calls[start : start + BATCH]
        contacts = (replace(row.contact, agent_id=ids[merged.get(row.who.key, row.who.key)]) for row in batch)
        imports.add_contacts(db, import_id, contacts)


def undo(store: Store, import_id: int, by: User | None) -> Undone:
    """Take an import back; what was worked with since stays: observed calls, people with more of their own,
    evaluations that were shared, changed or built on. LookupError: is gone.
    """
    demand(by, Deed.IMPORT)
    with store.writing(*imports.UNDOING) as db:
        undone = imports.undo(db, import_id)
        add_up_weeks(db, undone.weeks)
        return undone


def redo(store: Store, import_id: int, by: User | None) -> None:
    """Bring back what `undo` took away."""
    demand(by, Deed.IMPORT)
    with store.writing(*imports.UNDOING) as db:
        add_up_weeks(db, imports.redo(db, import_id))
