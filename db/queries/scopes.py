"""What counts and whose it is, as conditions of a query: no figure says on its own what it counts.

Of a scope only what is given becomes one, so that each asking finds its index.
"""

from typing import Any

from db.queries.rows import stored
from db.records.figures import Scope

FINISHED = "evaluation.state <> 'draft' AND evaluation.deleted_at IS NULL"
"""An evaluation that was finished and that no change has replaced."""

_HEARD = "(SELECT drawn FROM main.observation WHERE id = evaluation.observation_id)"

COUNTED = f"{FINISHED} AND {_HEARD} <> 'targeted'"
"""An evaluation that is in figures: heard at random or as it came, never because it looked a certain way."""

APART = f"{FINISHED} AND {_HEARD} = 'targeted'"
"""One that was drawn because it was long, rated low and the like: shown by itself, and named so."""


def within(of: Scope, agent: str = "agent_id", day: str = "day") -> str:
    """Conditions on two columns, each beginning with AND; the values they name are those of `bound`.

    Column names come from code, never from a user.
    """
    sides = (
        (of.agent_id, f"{agent} = :agent"),
        (of.team_id, f"{agent} IN (SELECT id FROM agent WHERE team_id = :team)"),
        (of.since, f"{day} >= :since"),
        (of.until, f"{day} <= :until"),
    )
    return "".join(f" AND {condition}" for given, condition in sides if given is not None)


def bound(of: Scope, **more: Any) -> dict[str, Any]:
    """The values of a scope, and of whatever else a query names."""
    return {
        "agent": of.agent_id,
        "team": of.team_id,
        "since": stored(of.since),
        "until": stored(of.until),
        **more,
    }
