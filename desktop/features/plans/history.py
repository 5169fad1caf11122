"""Whose history the page Plans shows: that of the plan that is open."""

from typing import TYPE_CHECKING

from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

if TYPE_CHECKING:
    from desktop.features.plans.page import PlansPage

TABLES = ("plan", "area", "goal", "action", "condition", "check_in", "signature")


def subject_of(page: "PlansPage") -> Subject | None:
    """The open plan with all its parts; None over the list."""
    if page.stack.currentWidget() is not page.plan_holder or page.plan is None:
        return None
    sheet = page.plan.sheet
    return Subject("plan", sheet.plan.id, tr("The growth plan of {name}", name=sheet.agent.name))
