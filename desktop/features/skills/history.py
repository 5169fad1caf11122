"""Whose history the page Skills shows: an assessment, an agent, a skill, or the standards."""

from typing import Protocol

from desktop.features.skills.agents_view import AgentsView
from desktop.features.skills.facts_view import FactsView
from desktop.shell.text import tr
from desktop.widgets.history_reading import Subject

TABLES = ("assessment", "rating", "evidence", "skill", "standard")


class Shown(Protocol):
    """What of the page decides."""

    view: str
    facts: FactsView
    agents: AgentsView


def subject_of(page: Shown) -> Subject | None:
    """What the view that is shown is about."""
    if page.view == "facts":
        id = page.facts.skill_id
        return Subject("skill", id, tr("The skill and its standards")) if id else None
    if page.view == "team":
        return Subject("standard", None, tr("The standards of all skills"))
    agent = page.agents.agent_id
    return Subject("agent", agent, tr("The chosen agent")) if agent else None
