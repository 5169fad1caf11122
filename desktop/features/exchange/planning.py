"""What an import would do to this store: who is known, who is new, which rows are here already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db.connection import Database
from db.queries import imports, people
from db.records.contacts import ImportKind, NewContact
from db.records.people import Team
from desktop.coaching.mapping.columns import Mapping
from desktop.coaching.mapping.concealing import is_masked
from desktop.coaching.mapping.names import Roster, Similar, Wanted, fold, match
from desktop.coaching.mapping.rows import CallRow, PersonRow, Reading
from desktop.coaching.mapping.trouble import Problem, Trouble
from desktop.features.exchange.reading import FileRead

Rows = tuple[CallRow | PersonRow, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file with everything chosen so far. `team` takes the new people whose row names none; it is added
    where no team has that name. `same` are the pairs of names judged to be one person.
    """

    kind: ImportKind
    file: FileRead
    mapping: Mapping
    team: str = ""
    same: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """`rows` would be kept; `people` and `teams` would be added for them; `problems` keep the others out."""

    rows: Rows
    roster: Roster
    people: tuple[Wanted, ...]
    known_teams: dict[str, int]
    new_teams: tuple[str, ...]
    problems: tuple[Problem, ...]
    needs_team: bool

    @property
    def similar(self) -> tuple[Similar, ...]:
        """The near twins among those who would be added or were judged to be somebody else here."""
        return self.roster.similar


def plan(db: Database, draft: Draft, reading: Reading, teams: frozenset[int] | None = None) -> Plan:
    """Compare the rows that could be read with the store as it is now.

    `teams` are those that new people may be added to, None for every one. Rows of people in others' teams
    stay out: who brings the file in does not see them, and would add them a second time.
    """
    agents = people.agents(db)
    roster = match(agents, (row.who for row in reading.rows), draft.same)
    known_teams = _by_name(people.teams(db))
    closed = {key for key, id in known_teams.items() if teams is not None and id not in teams}
    problems = (
        *_find_known(
            reading.rows,
            roster,
            {agent.id: agent.name for agent in agents},
            imports.stored_references(db, _references(reading.rows)),
        ),
        *_find_elsewhere(db, reading.rows, roster, (closed, draft.team)),
    )
    out = {problem.row for problem in problems}
    rows = tuple(row for row in reading.rows if row.row not in out)
    keys = dict.fromkeys(roster.merged.get(row.who.key, row.who.key) for row in rows)
    added = tuple(roster.new[key] for key in keys if key in roster.new)
    wanted_teams = {fold(name): name for person in added if (name := person.team or draft.team)}
    return Plan(
        rows=rows,
        roster=roster,
        people=added,
        known_teams=known_teams,
        new_teams=tuple(name for key, name in wanted_teams.items() if key not in known_teams),
        problems=problems,
        needs_team=not draft.team and any(not person.team for person in added),
    )


def _find_elsewhere(
    db: Database, rows: Rows, roster: Roster, closed: tuple[set[str], str]
) -> Iterator[Problem]:
    """Rows of somebody in another's team, or of somebody new for one; `closed` and the team by choice."""
    teams, chosen = closed
    others = match(people.out_of_reach(db), roster.new.values())
    taken = others.known.keys() | others.unclear
    for row in rows:
        person = roster.new.get(roster.merged.get(row.who.key, row.who.key))
        if person is None:
            continue
        team = person.team or chosen
        if person.key in taken:
            yield Problem(row.row, "", Trouble.ELSEWHERE, person.name)
        elif fold(team) in teams:
            yield Problem(row.row, "", Trouble.TEAM_ELSEWHERE, person.name, team)


def _by_name(teams: Sequence[Team]) -> dict[str, int]:
    # Of two teams of one name the first takes the people.
    return {fold(team.name): team.id for team in reversed(teams)}


def _references(rows: Rows) -> Iterator[str]:
    return (row.contact.reference for row in rows if isinstance(row, CallRow))


def _find_known(rows: Rows, roster: Roster, names: dict[int, str], references: set[str]) -> Iterator[Problem]:
    """Rows that are here already, come twice in the file, or name one of two people alike."""
    seen: dict[str, int] = {}
    for row in rows:
        if row.who.key in roster.unclear:
            yield Problem(row.row, "", Trouble.TWO_OF_THAT_NAME, row.who.name)
        elif isinstance(row, CallRow):
            yield from _find_known_call(row, row.contact, references, seen)
        else:
            yield from _find_known_person(row, roster, names, seen)


def _find_known_call(
    row: CallRow, contact: NewContact, references: set[str], seen: dict[str, int]
) -> Iterator[Problem]:
    reference = contact.reference
    if not reference or is_masked(reference):
        return
    if reference in references:
        yield Problem(row.row, "", Trouble.ALREADY_STORED, reference)
    elif reference in seen:
        yield Problem(row.row, "", Trouble.TWICE_IN_FILE, reference, str(seen[reference]))
    else:
        seen[reference] = row.row


def _find_known_person(
    row: PersonRow, roster: Roster, names: dict[int, str], seen: dict[str, int]
) -> Iterator[Problem]:
    key = roster.merged.get(row.who.key, row.who.key)
    if key in roster.known:
        yield Problem(row.row, "", Trouble.ALREADY_HERE, row.who.name, names[roster.known[key]])
    elif key in seen:
        yield Problem(row.row, "", Trouble.TWICE_IN_FILE, row.who.name, str(seen[key]))
    else:
        seen[key] = row.row
