"""Whose history the page Library shows: that of the thing chosen in the view that is shown."""

from typing import TYPE_CHECKING

from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

if TYPE_CHECKING:
    from desktop.features.library.page import LibraryPage

TABLES = ("vision", "behaviour", "scorecard", "scorecard_version", "skill", "standard", "action_idea")
_SHELVES = {
    "behaviour": "behaviour",
    "scorecard": "scorecard_version",
    "skill": "skill",
    "action": "action_idea",
}


def subject_of(page: "LibraryPage") -> Subject | None:
    """The chosen record with what hangs on it; of the vision, every wording."""
    view = page.views.value()
    if view not in _SHELVES:
        return Subject("vision", None, tr("The service vision"))
    record = page.shelves[view].table.current()
    if record is None:
        return None
    name = getattr(record, "name", "") or getattr(record, "title", "") or record.form.name
    return Subject(_SHELVES[view], record.id, name)
