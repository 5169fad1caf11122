"""Whose history the page Monitoring shows: that of the observation with its notes and its evaluation."""

from typing import TYPE_CHECKING

from desktop.features.monitoring.wording import contact_words
from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

if TYPE_CHECKING:
    from desktop.features.monitoring.page import MonitoringPage

TABLES = ("observation", "note", "evaluation")


def subject_of(page: "MonitoringPage") -> Subject | None:
    """The observation that is open; None at the start."""
    sitting = page.shown
    if page.stack.currentWidget() is page.start or sitting is None:
        return None
    title = tr("{name}, {contact}", name=sitting.agent.name, contact=contact_words(sitting.contact))
    return Subject("observation", sitting.observation.id, title)
