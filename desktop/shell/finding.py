"""What Ctrl+K and Ctrl+F know of the store: agents, contacts, scorecards, plans and the words of notes.

Each look is one or two indexed queries of under a millisecond, so it may run while the user types.
"""

from collections.abc import Callable
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING

from desktop.shell.commands import Command
from desktop.shell.context import App
from desktop.shell.text import day, tr

if TYPE_CHECKING:
    from db.connection import Database

MOST = 12
SHOWN_OF_NOTE = 60
SHORTEST = 2

Look = Callable[[App, "Database", str], list[Command]]


def provide_finds(app: App) -> None:
    """Let both boxes reach what is in the store."""
    for look in (_agents, _contacts, _scorecards):
        app.commands.provide(partial(_look, app, look))
    for look in (_notes, _agents, _plans, _contacts):
        app.commands.provide_finds(partial(_look, app, look))


def _look(app: App, look: Look, text: str) -> list[Command]:
    if app.store is None or len(text) < SHORTEST:
        return []
    with app.store.reading() as db:
        return look(app, db, text)


def _agents(app: App, db: "Database", text: str) -> list[Command]:
    from db.queries.people import find_agents

    return [
        Command(f"agent {a.id}", a.name, partial(app.go, "people", a.id), a.team, icon="agent")
        for a in find_agents(db, text, MOST)
    ]


def _contacts(app: App, db: "Database", text: str) -> list[Command]:
    from db.queries.contacts import find
    from db.queries.people import agent

    return [
        Command(
            f"contact {c.id}",
            c.reference or tr("Contact of {day}", day=day(c.started_at.date())),
            partial(app.go, "monitoring", ("contact", c.id)),
            f"{agent(db, c.agent_id).name}, {day(c.started_at.date())} {c.topic}".strip(),
            icon="talk",
        )
        for c in find(db, text, MOST)
    ]


def _scorecards(app: App, db: "Database", text: str) -> list[Command]:
    from db.queries.scorecards import published

    return [
        Command(
            f"scorecard {v.id}", v.form.name, partial(app.go, "library", v.id), tr("scorecard"), icon="table"
        )
        for v in published(db)
    ]


def _plans(app: App, db: "Database", text: str) -> list[Command]:
    from db.queries.people import find_agents
    from db.queries.plans import plans

    return [
        Command(
            f"plan {plan.id}",
            tr("Plan of {name}", name=agent.name),
            partial(app.go, "plans", plan.id),
            day(plan.begun_on),
            icon="plans",
        )
        for agent in find_agents(db, text, MOST)
        for plan in plans(db, agent.id)
    ]


def _notes(app: App, db: "Database", text: str) -> list[Command]:
    from db.queries.observations import find_notes

    return [
        Command(
            f"note {found.note.id}",
            shorten(found.note.text, SHOWN_OF_NOTE, placeholder=" …"),
            partial(app.go, "monitoring", found.note.observation_id),
            f"{found.agent}, {found.contact}",
            icon="note",
        )
        for found in find_notes(db, text, MOST)
    ]
