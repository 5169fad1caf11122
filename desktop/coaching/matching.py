"""Which contact a recording is of: by its call reference, else by agent and start, else a person says.

Nothing is guessed: two contacts that fit alike, or a reference that stands against agent or time, are put to
somebody who can listen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from db.records.contacts import Channel, Contact
from db.records.people import Agent
from desktop.coaching.mapping.concealing import is_masked
from desktop.coaching.mapping.names import fold

FAR = timedelta(hours=12)
"""A call with the right reference that began further away than this is another call: references recur."""


class Basis(StrEnum):
    """How the contact was found, or why it was not."""

    REFERENCE = "reference"
    TIME = "time"
    SEVERAL = "several"  # more than one fits alike
    AGAINST = "against"  # the reference is that of another agent's call, or of another day
    TAKEN = "taken"  # the one that fits has a recording already
    NOBODY = "nobody"  # none fits


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a recording: from its name, its file, or a person."""

    reference: str = ""
    agent: str = ""
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """`contact` where it is certain; else `candidates`, the nearest in time first, for a person to choose
    from. `agent` is whom the name means, where that is one of the agents alone.
    """

    basis: Basis
    contact: Contact | None = None
    candidates: tuple[Contact, ...] = ()
    agent: Agent | None = None


def find_agent(text: str, agents: Iterable[Agent]) -> Agent | None:
    """By staff number or name, without regard to case, accents, underscores and the order of the words.

    None where nobody or more than one is meant.
    """
    sought = fold(text)
    if not sought:
        return None
    known = tuple(agents)
    by_number = [one for one in known if one.reference and fold(one.reference) == sought]
    found = by_number or [one for one in known if _words(one.name) == _words(text)]
    return found[0] if len(found) == 1 else None


def _words(name: str) -> list[str]:
    return sorted(fold(name).split())


def match(
    told: Told,
    contacts: Sequence[Contact],
    agents: Sequence[Agent],
    tolerance_s: int,
    taken: frozenset[int] = frozenset(),
) -> Match:
    """Find the call among `contacts`; `taken` holds ids of those that have a recording of this side.

    `tolerance_s`: so many seconds the telephone's clock and the call list may be apart.
    """
    agent = find_agent(told.agent, agents)
    calls = [one for one in contacts if one.channel is Channel.CALL]
    if is_masked(told.reference):  # many numbers end in the same four digits
        told = replace(told, reference="")
    found = _by_reference(told, calls, agent, tolerance_s) if told.reference else None
    if found is None:
        found = _by_time(told, calls, agent, tolerance_s)
    if found.contact is not None and found.contact.id in taken:
        return Match(Basis.TAKEN, None, (found.contact,), agent)
    return found


def _by_reference(
    told: Told, calls: Sequence[Contact], agent: Agent | None, tolerance_s: int
) -> Match | None:
    same = [one for one in calls if _is_same(one.reference, told.reference)]
    if not same:
        return None
    sound = [one for one in same if _agrees(one, told, agent)]
    if not sound:
        return Match(Basis.AGAINST, None, _nearest(same, told.start), agent)
    if len(sound) > 1 and told.start is not None:
        sound = [one for one in sound if _apart(one, told.start) <= tolerance_s] or sound
    if len(sound) > 1:
        return Match(Basis.SEVERAL, None, _nearest(sound, told.start), agent)
    return Match(Basis.REFERENCE, sound[0], (), agent)


def _agrees(contact: Contact, told: Told, agent: Agent | None) -> bool:
    if agent is not None and contact.agent_id != agent.id:
        return False
    return told.start is None or abs(contact.started_at - told.start) <= FAR


def _by_time(told: Told, calls: Sequence[Contact], agent: Agent | None, tolerance_s: int) -> Match:
    """A contact with another reference is another call, however near it is."""
    if told.start is None:
        return Match(Basis.NOBODY, agent=agent)
    near = [
        one
        for one in calls
        if _apart(one, told.start) <= tolerance_s and not (told.reference and one.reference)
    ]
    mine = [one for one in near if agent is not None and one.agent_id == agent.id]
    if len(mine) == 1:
        return Match(Basis.TIME, mine[0], (), agent)
    listed = mine or (near if agent is None else [])
    if not listed:
        return Match(Basis.NOBODY, agent=agent)
    return Match(Basis.SEVERAL, None, _nearest(listed, told.start), agent)


def _is_same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold() != ""


def _apart(contact: Contact, start: datetime) -> float:
    return abs((contact.started_at - start).total_seconds())


def _nearest(contacts: Sequence[Contact], start: datetime | None) -> tuple[Contact, ...]:
    if start is None:
        return tuple(sorted(contacts, key=lambda one: one.started_at, reverse=True))
    return tuple(sorted(contacts, key=lambda one: _apart(one, start)))
