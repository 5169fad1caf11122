"""Whose history the page Library shows: that of the thing chosen in the view that is shown."""

from typing import Protocol

from desktop.features.library.hearing_view import HearingView
from desktop.features.library.shelf import Shelf
from desktop.shell.text import tr
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.history_reading import Subject

TABLES = (
    "vision",
    "behaviour",
    "scorecard",
    "scorecard_version",
    "skill",
    "standard",
    "action_idea",
    "shelf_call",
)
_SHELVES = {
    "behaviour": "behaviour",
    "scorecard": "scorecard_version",
    "skill": "skill",
    "action": "action_idea",
}


class Shown(Protocol):
    """What of the page decides."""

    views: ChoiceChips
    shelves: dict[str, Shelf]
    hearing: HearingView


def subject_of(page: Shown) -> Subject | None:
    """The chosen record with what hangs on it; of the vision, every wording."""
    view = page.views.value()
    if view == "hearing":
        call = page.hearing.table.current()
        return None if call is None else Subject("shelf_call", call.id, call.call.why)
    if view not in _SHELVES:
        return Subject("vision", None, tr("The service vision"))
    record = page.shelves[view].table.current()
    if record is None:
        return None
    name = getattr(record, "name", "") or getattr(record, "title", "") or record.form.name
    return Subject(_SHELVES[view], record.id, name)
