"""Whose history the page Settings shows: that of the subject that is shown."""

from typing import TYPE_CHECKING

from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

if TYPE_CHECKING:
    from desktop.features.settings.page import SettingsPage

TABLES = ("setting", "site")


def subject_of(page: "SettingsPage") -> Subject | None:
    """The site, or the settings that travel with the store."""
    if page.subject() == "floor":
        return Subject("site", None, tr("Site"))
    return Subject("setting", None, tr("Settings of this floor"))
