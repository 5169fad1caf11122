"""Bringing in a form's response sheet: its header as questions, its rows as finished evaluations.

No score of the sheet is ever taken over: each row's answers are scored as everybody else's are, and where the
sheet has a score of its own, the difference is counted and shown.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache, partial

from db import room
from db.connection import Database
from db.progress import Progress
from db.queries import assignments, form_imports, imports, people, revising, scorecards
from db.queries.form_imports import Filled, Heard
from db.queries.imports import Weeks
from db.records.contacts import Channel, ImportKind, NewContact
from db.records.observations import Evaluation, Finish, Source
from db.records.people import User
from db.records.scorecards import Form
from db.store import Store
from desktop.coaching import finishing, soundness
from desktop.coaching.access import Deed, demand
from desktop.coaching.mapping import form_answers, form_building, form_choices, form_sheet
from desktop.coaching.mapping.form_building import Match, Target
from desktop.coaching.mapping.form_reading import FormRow, read_form_rows
from desktop.coaching.mapping.form_sheet import Part, by_part, of_part
from desktop.coaching.mapping.names import fold
from desktop.coaching.mapping.sheet import Cell
from desktop.coaching.mapping.trouble import Problem, Trouble
from desktop.features.exchange.form_planning import (
    FormCheck,
    FormDraft,
    FormPlan,
    evaluator_of,
    imports_of_file,
    plan_forms,
)
from desktop.features.exchange.reading import FileRead, plain_name
from desktop.features.exchange.refusals import Reason, Refused

TABLES = (*imports.TABLES, *form_imports.TABLES)
BATCH = 20
ROW_BYTES = 6000
# A sheet shows whole percents, or points out of ten: what differs by less is the same score, rounded.
SAME_SCORE = 0.5
_SOURCES = {
    Channel.CALL: Source.RECORDING,
    Channel.CHAT: Source.CHAT_REVIEW,
    Channel.EMAIL: Source.EMAIL_REVIEW,
}


@dataclass(frozen=True, slots=True)
class FormResult:
    """What an import did: `made` calls were added for it, `version_id` is the scorecard made or used."""

    import_id: int
    file_name: str
    rows: int
    kept: int
    made: int
    left_out: dict[Trouble, int]
    people: tuple[str, ...]
    version_id: int
    is_new_card: bool
    compared: int
    differing: int

    @property
    def kind(self) -> ImportKind:
        return ImportKind.EVALUATIONS


def draft_form(store: Store, file: FileRead) -> FormDraft:
    """A file as a response sheet: what each column is, as chosen the last time for these headers or else
    guessed, and the published scorecard that asks the same.
    """
    with store.reading() as db:
        names = [agent.name for agent in people.agents(db)]
        teams = people.teams(db)
        before = imports.remembered(db, ImportKind.EVALUATIONS, file.sheet.headers)
    columns = form_choices.recall_columns(before) or form_sheet.guess_columns(file.sheet, names)
    draft = FormDraft(file, columns, (), name=plain_name(file), team=teams[0].name if len(teams) == 1 else "")
    found = with_questions(store, draft)
    cells = partial(column_cells, found)
    return replace(found, asked=tuple(form_choices.recall(one, before or (), cells) for one in found.asked))


def with_part(store: Store, draft: FormDraft, index: int, part: Part) -> FormDraft:
    """The sheet with one column meaning something else; the questions are found anew, choices kept."""
    columns = form_sheet.assign_part(draft.columns, index, part)
    return with_questions(store, replace(draft, columns=columns))


def with_questions(store: Store, draft: FormDraft) -> FormDraft:
    """The questions of the columns that are questions; a known scorecard where all of it is asked."""
    before = {one.index: one for one in draft.asked}
    indexes = of_part(draft.columns, Part.QUESTION)
    asked = tuple(before.get(index) or _ask(draft, index) for index in indexes)
    with store.reading() as db:
        published = scorecards.published(db)
    matches = form_building.find_matches(published, {one.index: one.text for one in asked})
    chosen = draft.match.version.id if draft.match else 0
    match = next((one for one in matches if one.version.id == chosen), None)
    if match is None and not before:
        match = next((one for one in matches if one.fits), None)
    return replace(draft, asked=asked, matches=matches, match=match)


def _ask(draft: FormDraft, index: int) -> form_answers.Asked:
    return form_answers.propose(index, draft.file.sheet.headers[index], column_cells(draft, index))


def column_cells(draft: FormDraft, index: int) -> list[Cell]:
    """The cells of one column, in file order."""
    return [form_sheet.cell_of(row, index) for row in draft.file.sheet.rows]


def built(draft: FormDraft, title: str) -> tuple[Form, tuple[Target, ...]]:
    """The form that the rows fill in, new or known, with where each column goes; `title` is its section’s."""
    if draft.match is not None:
        return draft.match.version.form, form_building.targets_of_match(draft.match, draft.asked, draft.said)
    form = form_building.build_form(draft.name.strip(), title, draft.asked, draft.pass_mark)
    return form, form_building.targets_of(form, draft.asked)


def check_form(store: Store, draft: FormDraft, title: str) -> Generator[Progress, None, FormCheck]:
    """Read and score every row, and compare with the store; writes nothing."""
    sheet = draft.file.sheet
    orders = form_sheet.find_date_orders(sheet, draft.columns)
    held = by_part(draft.columns)
    form, targets = built(draft, title)
    checked = FormCheck(
        draft=draft,
        rows=len(sheet.rows),
        sound=0,
        orders=orders,
        form=form,
        targets=targets,
        lacking=form_sheet.missing_parts(draft.columns),
        asks=tuple(
            part
            for part, found in orders.items()
            if found.asks and not form_sheet.order_of(held[part], found)
        ),
        unset=() if draft.match else tuple(one.index for one in draft.asked if one.counts and one.unset),
        unknown=_unknown(draft, targets),
        faults=() if draft.match else tuple(one for one in soundness.unsound(form) if one.blocks),
    )
    if checked.open:
        with store.reading() as db:
            return replace(checked, earlier=imports_of_file(db, draft))
    rows, problems = yield from _read(checked)
    return _compare(store, checked, rows, problems)


def _unknown(draft: FormDraft, targets: Iterable[Target]) -> dict[int, int]:
    asked = {one.index: one for one in draft.asked}
    counts = {
        target.index: len(form_building.not_understood(target, asked[target.index].answers))
        for target in targets
    }
    return {index: count for index, count in counts.items() if count}


def _read(checked: FormCheck) -> Generator[Progress, None, tuple[list[FormRow], list[Problem]]]:
    rows: list[FormRow] = []
    problems: list[Problem] = []
    assert checked.form is not None
    read = read_form_rows(checked.draft.file.sheet, checked.draft.columns, checked.form, checked.targets)
    for count, one in enumerate(read):
        if isinstance(one, FormRow):
            rows.append(one)
        else:
            problems += one
        if count % BATCH == 0:
            yield Progress(count, checked.rows, "check")
    return rows, problems


def _compare(store: Store, checked: FormCheck, rows: list[FormRow], problems: list[Problem]) -> FormCheck:
    with store.reading() as db:
        earlier = imports_of_file(db, checked.draft)
        planned = plan_forms(db, checked.draft, rows, _own_teams(store, db), earlier)
    assert checked.form is not None
    measure = _measuring(checked.form)
    own = [(row, row.own_percent) for row in planned.rows if row.own_percent is not None]
    scored = [(row.row, said, measure(row.answers).reported) for row, said in own]
    return replace(
        checked,
        sound=len(planned.rows),
        problems=tuple(sorted((*problems, *planned.problems), key=lambda problem: problem.row)),
        people=planned.people,
        new_teams=planned.new_teams,
        similar=planned.roster.similar,
        earlier=earlier,
        reading=tuple(rows),
        found=len(set(planned.here.values())),
        compared=len(scored),
        differing=tuple(one for one in scored if one[2] is None or abs(one[1] - one[2]) > SAME_SCORE),
    )


def _measuring(form: Form) -> Callable[[bytes], Finish]:
    """Rows often say the same: each set of answers is scored once."""
    return lru_cache(maxsize=4096)(lambda answers: finishing.finish(form, answers))


def with_form_team(checked: FormCheck, team: str) -> FormCheck:
    """The same check with another team for the new people; no row has to be read again."""
    return replace(checked, draft=replace(checked.draft, team=" ".join(team.split())))


def with_word(checked: FormCheck, agreed: bool) -> FormCheck:
    """The same check, once somebody has said that the new scorecard may be published."""
    return replace(checked, draft=replace(checked.draft, agreed=agreed))


def bring_in_form(
    store: Store, checked: FormCheck, by: User | None, said_by: str = ""
) -> Generator[Progress, None, FormResult]:
    """Store the sound rows as finished evaluations; closing the generator before its end leaves the store as
    it was. `said_by` is what the comment says of an evaluator who is no user here; `{name}` is filled in.

    Raises Refused when something is still to be settled or no row is left.
    """
    user, draft = demand(by, Deed.IMPORT), checked.draft
    demand(by, Deed.FINISH_EVALUATION)
    if draft.match is None:
        demand(by, Deed.EDIT_SCORECARD)
    if not checked.ready or checked.form is None:
        raise Refused(Reason.TEAM_UNKNOWN if checked.needs_team else Reason.NOTHING_SOUND, teams=())
    with store.writing(*TABLES) as db:
        planned = plan_forms(db, draft, checked.reading, _own_teams(store, db), imports_of_file(db, draft))
        if not planned.rows:
            raise Refused(Reason.NOTHING_SOUND)
        room.demand(store.path, len(planned.rows) * ROW_BYTES)
        version = _publish(db, checked)
        import_id = imports.add(db, draft.kind, (draft.file.name, draft.file.hash), checked.rows, user.id)
        if draft.match is None:
            imports.set_version(db, import_id, version)
        ids = _add_people(db, (import_id, user), draft, planned)
        adding = _Adding(db, import_id, version, (user, people.users(db)), (store.now(), said_by))
        made = yield from _add_rows(adding, checked.form, planned, ids)
        room.demand(store.path, 0)
        imports.set_kept(db, import_id, len(planned.rows))
        chosen = form_choices.remember(draft.columns, draft.asked)
        imports.remember(db, draft.kind, draft.file.sheet.headers, chosen)
    return _told(checked, planned, (import_id, version, made))


def _told(checked: FormCheck, planned: FormPlan, ids: tuple[int, int, int]) -> FormResult:
    import_id, version, made = ids
    kept = {row.row for row in planned.rows}
    read = [problem for problem in checked.problems if problem.row not in {r.row for r in checked.reading}]
    done = replace(checked, problems=(*read, *planned.problems))
    return FormResult(
        import_id=import_id,
        file_name=checked.draft.file.name,
        rows=checked.rows,
        kept=len(kept),
        made=made,
        left_out=done.left_out,
        people=tuple(person.name for person in planned.people),
        version_id=version,
        is_new_card=checked.draft.match is None,
        compared=checked.compared,
        differing=len(checked.differing),
    )


def _publish(db: Database, checked: FormCheck) -> int:
    """The version the rows go on: the one chosen, or the new one, put to use now."""
    if checked.draft.match is not None:
        return checked.draft.match.version.id
    assert checked.form is not None
    id = scorecards.add(db, checked.form)
    scorecards.publish(db, id)
    return id


def _add_people(db: Database, of: tuple[int, User], draft: FormDraft, planned: FormPlan) -> dict[str, int]:
    """Add team and people of the sheet, whose supervisor the user becomes; all ids by their key."""
    import_id, user = of
    teams = dict(planned.known_teams)
    for name in planned.new_teams:
        teams[fold(name)] = imports.add_team(db, import_id, name)
        assignments.assign(db, user.id, team_id=teams[fold(name)])
    ids = dict(planned.roster.known)
    for person in planned.people:
        values = {"name": person.name, "reference": person.reference}
        ids[person.key] = imports.add_agent(db, import_id, teams[fold(draft.team)], **values)
    return ids


@dataclass(frozen=True, slots=True)
class _Adding:
    """What every row of one import shares: whose it is, who may have filled it in, and what time it is."""

    db: Database
    import_id: int
    version: int
    users: tuple[User, tuple[User, ...]]
    told: tuple[datetime, str]


def _add_rows(
    adding: _Adding, form: Form, planned: FormPlan, ids: Mapping[str, int]
) -> Generator[Progress, None, int]:
    """Add the rows; how many calls were made for them."""
    measure = _measuring(form)
    fresh: dict[object, int] = {}
    for count, row in enumerate(planned.rows):
        if count % BATCH == 0:
            yield Progress(count, len(planned.rows), "import")
        agent = ids[planned.roster.merged.get(row.who.key, row.who.key)]
        named = row.reference or (agent, row.started_at if row.timed else row.row)
        contact = planned.here.get(row.row) or fresh.get(named)
        if contact is None:
            contact = fresh[named] = form_imports.add_contact(
                adding.db, adding.import_id, _contact(row, agent)
            )
        _add_row(adding, row, (agent, contact), measure(row.answers))
    yield Progress(len(planned.rows), len(planned.rows), "import")
    return len(fresh)


def _add_row(adding: _Adding, row: FormRow, of: tuple[int, int], finish: Finish) -> None:
    otherwise, users = adding.users
    now, said_by = adding.told
    evaluator = evaluator_of(row, users, otherwise)
    said = said_by.format(name=row.evaluator) if row.evaluator and evaluator is otherwise else ""
    heard = Heard(
        contact_id=of[1],
        agent_id=of[0],
        user_id=evaluator.id,
        source=_SOURCES[row.channel or Channel.CALL],
        at=min(_moment(row.sent_at or row.started_at), now),
        day=row.started_at.date(),
    )
    comment = "\n".join(part for part in (said, row.comment) if part)
    form_imports.add_finished(
        adding.db, adding.import_id, heard, Filled(adding.version, finish, comment, row.details)
    )


def _contact(row: FormRow, agent: int) -> NewContact:
    return NewContact(
        agent_id=agent,
        started_at=row.started_at,
        reference=row.reference,
        channel=row.channel or Channel.CALL,
        topic=row.topic,
        answered=True,
    )


def _moment(wall: datetime) -> datetime:
    """The site's wall clock as a moment; what this machine can't place is taken as UTC."""
    try:
        return wall.astimezone(UTC)
    except (OverflowError, OSError):
        return wall.replace(tzinfo=UTC)


def _own_teams(store: Store, db: Database) -> frozenset[int] | None:
    return None if store.acting is None else assignments.own_teams(db, store.acting.user.id)


def add_up_weeks(db: Database, weeks: Weeks) -> None:
    """Make the sums of these agents' weeks those of the evaluations that stand now."""
    once = {(agent, day.isocalendar()[:2]): (agent, day) for agent, day in weeks}
    forms: dict[int, Form] = {}
    for agent, day in once.values():
        found = revising.of_week(db, agent, day)
        revising.add_up_week(db, agent, day, _measured(db, found, forms))


def _measured(
    db: Database, found: Iterable[Evaluation], forms: dict[int, Form]
) -> Iterator[tuple[Evaluation, Finish]]:
    for one in found:
        if one.version_id not in forms:
            forms[one.version_id] = scorecards.version(db, one.version_id).form
        yield one, finishing.finish(forms[one.version_id], one.answers)


def choose_match(draft: FormDraft, match: Match | None) -> FormDraft:
    """The sheet on a known scorecard, or with None on a new one; meanings given are the other’s."""
    return replace(draft, match=match, said={})
