"""Whose history the page Settings shows: that of the subject that is shown."""

from typing import Protocol

from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

TABLES = ("setting", "site")


class Shown(Protocol):
    """What of the page decides."""

    def subject(self) -> str: ...


def subject_of(page: Shown) -> Subject | None:
    """The site, or the settings that travel with the store."""
    if page.subject() == "floor":
        return Subject("site", None, tr("Site"))
    return Subject("setting", None, tr("Settings of this floor"))
