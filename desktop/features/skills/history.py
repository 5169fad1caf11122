"""Whose history the page Skills shows: an assessment, an agent, a skill, or the standards."""

from typing import TYPE_CHECKING

from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

if TYPE_CHECKING:
    from desktop.features.skills.page import SkillsPage

TABLES = ("assessment", "rating", "evidence", "skill", "standard")


def subject_of(page: "SkillsPage") -> Subject | None:
    """What the view that is shown is about."""
    if page.view == "facts":
        id = page.facts.skill_id
        return Subject("skill", id, tr("The skill and its standards")) if id else None
    if page.view == "team":
        return Subject("standard", None, tr("The standards of all skills"))
    agent = page.agents.agent_id
    return Subject("agent", agent, tr("The chosen agent")) if agent else None
