"""Whose history the page People shows: the agent's whose page is open."""

from typing import Protocol

from desktop.features.people.detail import Detail
from desktop.features.people.people_list import PeopleList
from desktop.widgets.history_reading import Subject

TABLES = ("agent", "contact", "observation", "note", "evaluation", "assessment", "plan")


class Shown(Protocol):
    """What of the page decides."""

    detail: Detail
    list: PeopleList


def subject_of(page: Shown) -> Subject | None:
    """The open agent, else the one under the cursor of the list."""
    profile = page.detail.panel.profile
    if page.detail.agent_id and profile is not None and profile.agent.id == page.detail.agent_id:
        return Subject("agent", profile.agent.id, profile.agent.name)
    person = page.list.table.current()
    return None if person is None else Subject("agent", person.agent.id, person.agent.name)
