"""Whose history the page Plans shows: that of the plan that is open."""

from typing import Protocol

from PySide6.QtWidgets import QScrollArea, QStackedWidget

from desktop.features.plans.plan_view import PlanView
from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

TABLES = ("plan", "area", "goal", "action", "condition", "check_in", "signature")


class Shown(Protocol):
    """What of the page decides."""

    stack: QStackedWidget
    plan_holder: QScrollArea
    plan: PlanView | None


def subject_of(page: Shown) -> Subject | None:
    """The open plan with all its parts; None over the list."""
    if page.stack.currentWidget() is not page.plan_holder or page.plan is None:
        return None
    sheet = page.plan.sheet
    return Subject("plan", sheet.plan.id, tr("The growth plan of {name}", name=sheet.agent.name))
