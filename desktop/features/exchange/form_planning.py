"""What a response sheet would do to this store: whose calls they are, which are here, who would be added."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db.connection import Database
from db.queries import form_imports, imports, people
from db.queries.form_imports import Found
from db.records.contacts import Import, ImportKind
from db.records.people import User
from db.records.scorecards import Form
from desktop.coaching.mapping.concealing import is_masked
from desktop.coaching.mapping.dates import Finding
from desktop.coaching.mapping.form_answers import Asked
from desktop.coaching.mapping.form_building import Match, Target
from desktop.coaching.mapping.form_reading import FormRow
from desktop.coaching.mapping.form_sheet import Columns, Part
from desktop.coaching.mapping.names import Roster, Similar, Wanted, fold, match
from desktop.coaching.mapping.trouble import Problem, Trouble
from desktop.coaching.soundness import Unsound
from desktop.features.exchange.reading import FileRead


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A response sheet with everything chosen so far.

    `match` is the published scorecard it goes on, None for a new one of that `name`. `said` are meanings a
    person gave to answers, by column and folded answer. `agreed`: the new scorecard may be published.
    """

    file: FileRead
    columns: Columns
    asked: tuple[Asked, ...]
    matches: tuple[Match, ...] = ()
    match: Match | None = None
    said: Mapping[tuple[int, str], str] = field(default_factory=dict)
    name: str = ""
    pass_mark: float = 80.0
    agreed: bool = False
    team: str = ""
    same: frozenset[tuple[str, str]] = frozenset()

    @property
    def kind(self) -> ImportKind:
        return ImportKind.EVALUATIONS


@dataclass(frozen=True, slots=True)
class FormPlan:
    """`rows` would be kept; `people` and `teams` added for them; `problems` keep the others out.

    `here` is the contact of a row that is in the store already, by row number.
    """

    rows: tuple[FormRow, ...]
    roster: Roster
    people: tuple[Wanted, ...]
    known_teams: dict[str, int]
    new_teams: tuple[str, ...]
    problems: tuple[Problem, ...]
    needs_team: bool
    here: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Here:
    """The contacts of the sheet that the store has, and those evaluated on this scorecard."""

    by_reference: Mapping[str, Found]
    by_start: Mapping[tuple[int, datetime], int]
    evaluated: frozenset[int]


def plan_forms(
    db: Database,
    draft: FormDraft,
    rows: Sequence[FormRow],
    teams: frozenset[int] | None,
    earlier: tuple[Import, ...],
) -> FormPlan:
    """Compare the rows that could be read with the store as it is now; `teams` as in `planning.plan`."""
    agents = people.agents(db)
    roster = match(agents, (row.who for row in rows), draft.same)
    known_teams = {fold(team.name): team.id for team in reversed(people.teams(db))}
    closed = {key for key, id in known_teams.items() if teams is not None and id not in teams}
    here = _find_here(db, draft, rows, roster)
    if earlier:
        problems = tuple(Problem(row.row, "", Trouble.FILE_AGAIN) for row in rows)
    else:
        known = tuple(_find_known(rows, roster, here))
        known_rows = {problem.row for problem in known}
        fresh = tuple(row for row in rows if row.row not in known_rows)
        problems = (*known, *_find_elsewhere(db, fresh, roster, (closed, draft.team)))
    out = {problem.row for problem in problems}
    kept = tuple(row for row in rows if row.row not in out)
    keys = dict.fromkeys(roster.merged.get(row.who.key, row.who.key) for row in kept)
    added = tuple(roster.new[key] for key in keys if key in roster.new)
    wanted = {fold(draft.team): draft.team} if draft.team and added else {}
    return FormPlan(
        rows=kept,
        roster=roster,
        people=added,
        known_teams=known_teams,
        new_teams=tuple(name for key, name in wanted.items() if key not in known_teams),
        problems=problems,
        needs_team=not draft.team and bool(added),
        here={row.row: id for row in kept if (id := _contact_of(row, roster, here)) is not None},
    )


def _find_here(db: Database, draft: FormDraft, rows: Sequence[FormRow], roster: Roster) -> _Here:
    by_reference = form_imports.by_reference(db, (row.reference for row in rows if _names_call(row)))
    starts = [(roster.known[row.who.key], row.started_at) for row in rows if _has_start(row, roster)]
    by_start = form_imports.by_start(db, starts)
    ids = {found.id for found in by_reference.values()} | set(by_start.values())
    scorecard = draft.match.version.scorecard_id if draft.match else 0
    return _Here(by_reference, by_start, form_imports.evaluated(db, scorecard, ids))


def _names_call(row: FormRow) -> bool:
    return bool(row.reference) and not is_masked(row.reference)


def _has_start(row: FormRow, roster: Roster) -> bool:
    """Without a time of day, two calls of a day can't be told apart by their start."""
    return row.timed and not _names_call(row) and row.who.key in roster.known


def _contact_of(row: FormRow, roster: Roster, here: _Here) -> int | None:
    if _names_call(row):
        found = here.by_reference.get(row.reference)
        return found.id if found else None
    if _has_start(row, roster):
        return here.by_start.get((roster.known[row.who.key], row.started_at))
    return None


def _find_known(rows: Sequence[FormRow], roster: Roster, here: _Here) -> Iterator[Problem]:
    """Rows that are here already, come twice, name another's call, or one of two people alike."""
    seen: dict[object, int] = {}
    for row in rows:
        if row.who.key in roster.unclear:
            yield Problem(row.row, "", Trouble.TWO_OF_THAT_NAME, row.who.name)
            continue
        contact, called = _contact_of(row, roster, here), row.reference or row.who.name
        found = here.by_reference.get(row.reference) if _names_call(row) else None
        if found is not None and found.agent_id != roster.known.get(row.who.key):
            yield Problem(row.row, "", Trouble.OTHER_AGENT, called, row.who.name)
        elif contact is not None and contact in here.evaluated:
            yield Problem(row.row, "", Trouble.EVALUATED, called)
        elif (same := _identity(row)) in seen:
            yield Problem(row.row, "", Trouble.TWICE_IN_FILE, called, str(seen[same]))
        elif same is not None:
            seen[same] = row.row


def _identity(row: FormRow) -> object:
    """Equal for two rows that evaluate one call by the same person; None where that can't be told."""
    if _names_call(row):
        return row.reference, row.evaluator.casefold()
    return (row.who.key, row.started_at, row.evaluator.casefold()) if row.timed else None


def _find_elsewhere(
    db: Database, rows: Sequence[FormRow], roster: Roster, closed: tuple[set[str], str]
) -> Iterator[Problem]:
    """Rows of somebody in another's team, or of somebody new for one."""
    others = match(people.out_of_reach(db), roster.new.values())
    taken = others.known.keys() | others.unclear
    for row in rows:
        person = roster.new.get(roster.merged.get(row.who.key, row.who.key))
        if person is not None and person.key in taken:
            yield Problem(row.row, "", Trouble.ELSEWHERE, person.name)
        elif person is not None and fold(closed[1]) in closed[0]:
            yield Problem(row.row, "", Trouble.TEAM_ELSEWHERE, person.name, closed[1])


@dataclass(frozen=True, slots=True)
class FormCheck:
    """What bringing in a response sheet would do. `lacking`, `asks`, `unset` and `faults` have to be settled
    first: columns, date orders, answers without points, and what keeps a new scorecard from being published.

    `unknown` counts by column the answers that are not understood; their rows stay out. `found` are calls
    that are here already. Of `compared` rows with a score of their own, `differing` have another than ours:
    (row, own percent, ours or None).
    """

    draft: FormDraft
    rows: int
    sound: int
    orders: Mapping[Part, Finding]
    form: Form | None = None
    targets: tuple[Target, ...] = ()
    lacking: tuple[tuple[Part, ...], ...] = ()
    asks: tuple[Part, ...] = ()
    unset: tuple[int, ...] = ()
    unknown: Mapping[int, int] = field(default_factory=dict)
    faults: tuple[Unsound, ...] = ()
    problems: tuple[Problem, ...] = ()
    people: tuple[Wanted, ...] = ()
    new_teams: tuple[str, ...] = ()
    similar: tuple[Similar, ...] = ()
    earlier: tuple[Import, ...] = ()
    reading: tuple[FormRow, ...] = ()
    found: int = 0
    compared: int = 0
    differing: tuple[tuple[int, float, float | None], ...] = ()

    @property
    def needs_team(self) -> bool:
        return not self.draft.team and bool(self.people)

    @property
    def needs_word(self) -> bool:
        """Whether a new scorecard waits for somebody to say that it may be published."""
        return self.form is not None and self.draft.match is None and not self.draft.agreed

    @property
    def open(self) -> bool:
        """Whether something about the columns or answers has to be settled before rows are read."""
        return bool(self.lacking or self.asks or self.unset or self.faults)

    @property
    def ready(self) -> bool:
        return bool(self.sound) and not (self.open or self.needs_team or self.needs_word)

    @property
    def left_out(self) -> dict[Trouble, int]:
        """Rows by the first reason that keeps them out, the most frequent first."""
        first: dict[int, Trouble] = {}
        for problem in self.problems:
            first.setdefault(problem.row, problem.trouble)
        return dict(Counter(first.values()).most_common())


def evaluator_of(row: FormRow, users: Sequence[User], otherwise: User) -> User:
    """The one user whose name the form's sender has, by name or e-mail; else who brings the sheet in."""
    said = fold(row.evaluator.partition("@")[0].replace(".", " "))
    named = [user for user in users if said and fold(user.name) == said]
    return named[0] if len(named) == 1 else otherwise


def imports_of_file(db: Database, draft: FormDraft) -> tuple[Import, ...]:
    return imports.of_file(db, ImportKind.EVALUATIONS, draft.file.hash)
