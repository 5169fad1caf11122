"""A scorecard from a table: read, shown with what was taken and what is left, kept as a draft."""

from dataclasses import dataclass, replace

from db.queries import imports, scorecards
from db.records.contacts import ImportKind
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.coaching.mapping.card_building import TAKEN, CardReading, Refusals, read_card
from desktop.coaching.mapping.card_table import (
    CardColumns,
    CardField,
    assign_card_field,
    guess_card_columns,
)
from desktop.coaching.soundness import Unsound, unsound
from desktop.features.exchange.reading import FileRead, plain_name
from desktop.features.exchange.refusals import Reason, Refused

TABLES = ("scorecard", "scorecard_version", *imports.TABLES)


@dataclass(frozen=True, slots=True)
class CardDraft:
    """A table of questions with everything chosen so far; `refused` are remarks that are not to be taken."""

    file: FileRead
    columns: CardColumns
    name: str
    refused: Refusals = frozenset()

    @property
    def kind(self) -> ImportKind:
        return ImportKind.SCORECARD


@dataclass(frozen=True, slots=True)
class CardCheck:
    """What the table would become. `faults` are for the builder: a draft may have them."""

    draft: CardDraft
    reading: CardReading
    faults: tuple[Unsound, ...]

    @property
    def ready(self) -> bool:
        return bool(self.reading.form.questions and self.draft.name.strip())

    @property
    def left(self) -> int:
        """How many remarks are left for a person."""
        return sum(one.remark not in TAKEN for one in self.reading.said)


@dataclass(frozen=True, slots=True)
class CardResult:
    """The draft that was made: `questions` asked in `sections`, `left` things to set in the builder."""

    import_id: int
    version_id: int
    file_name: str
    name: str
    sections: int
    questions: int
    left: int

    @property
    def kind(self) -> ImportKind:
        return ImportKind.SCORECARD


def draft_card(file: FileRead) -> CardDraft:
    """A file as a table of questions."""
    return CardDraft(file, guess_card_columns(file.sheet), plain_name(file))


def with_field(draft: CardDraft, index: int, name: CardField | None) -> CardDraft:
    """The table with one column meaning something else."""
    return replace(draft, columns=assign_card_field(draft.columns, index, name))


def take(draft: CardDraft, key: tuple[str, int, str], taken: bool) -> CardDraft:
    """Take what the words of an effect say, or leave it for the builder."""
    return replace(draft, refused=draft.refused - {key} if taken else draft.refused | {key})


def check_card(draft: CardDraft, part_title: str) -> CardCheck:
    """What the table would become; `part_title` as in `read_card`."""
    reading = read_card(draft.file.sheet, draft.columns, draft.name.strip(), part_title, draft.refused)
    return CardCheck(draft, reading, unsound(reading.form))


def bring_in_card(store: Store, checked: CardCheck, by: User | None) -> CardResult:
    """Keep the scorecard as a draft, which the builder opens. Raises Refused where there is no question."""
    user = demand(by, Deed.IMPORT)
    demand(by, Deed.EDIT_SCORECARD)
    if not checked.ready:
        raise Refused(Reason.NOTHING_SOUND)
    form, file = checked.reading.form, checked.draft.file
    with store.writing(*TABLES) as db:
        version = scorecards.add(db, form)
        about = (file.name, file.hash)
        import_id = imports.add(db, checked.draft.kind, about, len(file.sheet.rows), user.id)
        imports.set_version(db, import_id, version)
        imports.set_kept(db, import_id, len(file.sheet.rows) - len({p.row for p in checked.reading.problems}))
    return CardResult(
        import_id=import_id,
        version_id=version,
        file_name=file.name,
        name=form.name,
        sections=len(form.sections),
        questions=len(form.questions),
        left=checked.left + len(checked.reading.problems),
    )
