"""Whose history the page Monitoring shows: that of the observation with its notes and its evaluation."""

from typing import Protocol

from desktop.features.monitoring.screens import Screens
from desktop.features.monitoring.sitting import Sitting
from desktop.features.monitoring.start_panel import StartPanel
from desktop.features.monitoring.wording import contact_words
from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

TABLES = ("observation", "note", "evaluation")


class Shown(Protocol):
    """What of the page decides."""

    stack: Screens
    start: StartPanel
    shown: Sitting | None


def subject_of(page: Shown) -> Subject | None:
    """The observation that is open; None at the start."""
    sitting = page.shown
    if page.stack.currentWidget() is page.start or sitting is None:
        return None
    title = tr("{name}, {contact}", name=sitting.agent.name, contact=contact_words(sitting.contact))
    return Subject("observation", sitting.observation.id, title)
