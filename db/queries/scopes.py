"""A scope as conditions of a query. Only what is given becomes one, so that each asking finds its index."""

from typing import Any

from db.queries.rows import stored
from db.records.figures import Scope


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
