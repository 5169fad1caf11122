"""Whose history the page Settings shows: that of the subject that is shown."""

from typing import TYPE_CHECKING

from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

if TYPE_CHECKING:
    from desktop.features.settings.page import SettingsPage

TABLES = ("setting", "user", "team", "site", "assignment")


def subject_of(page: "SettingsPage") -> Subject | None:
    """Users, teams, or the settings that travel with the store."""
    match page.subject():
        case "users":
            return Subject("user", None, tr("Who uses Deskside"))
        case "floor":
            return Subject("team", None, tr("Teams"))
    return Subject("setting", None, tr("Settings of this floor"))
