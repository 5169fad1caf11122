"""Opens a file as what it most likely is: calls, people, a form's response sheet, or a scorecard's table."""

from pathlib import Path
from typing import TypeAlias

from db.queries import gate
from db.records.contacts import ImportKind
from db.store import Store
from desktop.coaching.mapping.card_table import guess_card_columns, looks_like_card
from desktop.coaching.mapping.columns import Because
from desktop.coaching.mapping.form_answers import COUNTING
from desktop.coaching.mapping.form_sheet import Part
from desktop.features.exchange import actions
from desktop.features.exchange.card_actions import CardDraft, draft_card
from desktop.features.exchange.form_actions import draft_form
from desktop.features.exchange.form_planning import FormDraft
from desktop.features.exchange.planning import Draft
from desktop.features.exchange.reading import FileRead, read_file

AnyDraft: TypeAlias = Draft | FormDraft | CardDraft
FEWEST_QUESTIONS = 2


def open_any(store: Store, path: Path, kind: ImportKind | None = None, sheet_name: str = "") -> AnyDraft:
    """Read a file as that kind, else as what its headers and values say. Raises Unreadable."""
    if kind in (ImportKind.CALLS, ImportKind.PEOPLE):
        return actions.open_file(store, path, kind, sheet_name)
    file = read_file(path, sheet_name)
    with store.reading() as db:
        file = actions.without_cards(file, gate.allowances(db))
    if kind is not None:
        return draft_card(file) if kind is ImportKind.SCORECARD else draft_form(store, file)
    return _guess(store, file)


def _guess(store: Store, file: FileRead) -> AnyDraft:
    if looks_like_card(guess_card_columns(file.sheet)):
        return draft_card(file)
    usual = actions.draft_of(store, file)
    if any(one.because is Because.REMEMBERED for one in usual.mapping):
        return usual
    form = draft_form(store, file)
    return form if _is_form(form) else usual


def _is_form(form: FormDraft) -> bool:
    """Who sent it and when, and answers that count: a log of calls has no such columns."""
    parts = {one.part for one in form.columns}
    scored = [one for one in form.asked if one.way in COUNTING and one.answers and not one.unset]
    has_sender = bool({Part.STAMPED, Part.EVALUATOR, Part.SCORE} & parts)
    return has_sender and Part.AGENT in parts and len(scored) >= FEWEST_QUESTIONS
