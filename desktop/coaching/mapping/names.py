"""Who is meant by a name: the same person in other letters, a near twin that somebody must judge, or new.

Two names are never made one silently. The same name without regard to case and accents is the same person;
a name that only comes close is listed, and stays a person of its own until someone says otherwise.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from db.records.people import Agent

# Letters that Unicode does not take apart into letter and mark.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
# Shorter names differ by one letter all the time: Dan and Jan are two people.
SHORTEST_TWIN = 5


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """The name without case, accents, marks between words, apostrophes and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
    kept = "".join(
        " " if c in "-_.," else c for c in plain if not unicodedata.combining(c) and c not in "'’`´"
    )
    return " ".join(kept.split()) or name.strip().casefold()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person as a row names them."""

    name: str
    reference: str = ""
    team: str = ""

    @property
    def key(self) -> str:
        """Equal for two rows that mean the same person."""
        return f"ref:{self.reference}" if self.reference else fold(self.name)


@dataclass(frozen=True, slots=True)
class Similar:
    """A new person whose name comes close to another's: one on the floor (`agent_id`) or another new one."""

    key: str
    name: str
    other_name: str
    agent_id: int | None = None
    other_key: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """What a decision "the same person" is kept under."""
        return self.key, f"id:{self.agent_id}" if self.agent_id is not None else self.other_key


@dataclass(frozen=True, slots=True)
class Roster:
    """`known`: key → agent id. `new`: who has to be added, in file order. `merged`: key → another new key.
    `unclear`: keys that fit several agents alike. `similar`: near twins to judge.
    """

    known: dict[str, int]
    new: dict[str, Wanted]
    merged: dict[str, str]
    unclear: frozenset[str]
    similar: tuple[Similar, ...]


def match(
    agents: Sequence[Agent], wanted: Iterable[Wanted], same: frozenset[tuple[str, str]] = frozenset()
) -> Roster:
    """Find each wanted person among the agents. `same` holds the pairs judged to be one person."""
    by_reference = {agent.reference: agent for agent in agents if agent.reference}
    by_name: dict[str, list[Agent]] = defaultdict(list)
    for agent in agents:
        by_name[fold(agent.name)].append(agent)
    known: dict[str, int] = {}
    new: dict[str, Wanted] = {}
    unclear: set[str] = set()
    for person in wanted:
        if person.key in known or person.key in new or person.key in unclear:
            continue
        found = _find(person, by_reference, by_name)
        if len(found) == 1:
            known[person.key] = found[0].id
        elif found:
            unclear.add(person.key)
        else:
            new[person.key] = person
    similar = tuple(find_similar(agents, new))
    return _decide(Roster(known, new, {}, frozenset(unclear), similar), same)


def _find(person: Wanted, by_reference: dict[str, Agent], by_name: dict[str, list[Agent]]) -> list[Agent]:
    if person.reference and (agent := by_reference.get(person.reference)):
        return [agent]
    named = by_name.get(fold(person.name), [])
    # Somebody with another staff number is somebody else, whatever the name.
    return [agent for agent in named if not (person.reference and agent.reference)]


def _decide(roster: Roster, same: frozenset[tuple[str, str]]) -> Roster:
    known, new, merged = dict(roster.known), dict(roster.new), dict(roster.merged)
    for one in roster.similar:
        if one.pair not in same or one.key not in new:
            continue
        if one.agent_id is not None:
            known[one.key] = one.agent_id
        else:
            merged[one.key] = one.other_key
        del new[one.key]
    for key in merged:
        end = _follow(key, merged)
        if end in known:
            known[key] = known[end]
    merged = {key: _follow(key, merged) for key in merged if key not in known}
    return Roster(known, new, merged, roster.unclear, roster.similar)


def _follow(key: str, merged: dict[str, str]) -> str:
    """The end of the chain; pairs point to earlier people, so there is no way round."""
    while key in merged:
        key = merged[key]
    return key


def find_similar(agents: Sequence[Agent], new: dict[str, Wanted]) -> Iterator[Similar]:
    """Pairs of a new person and somebody earlier whose names nearly agree, each pair once."""
    index: dict[str, list[tuple[str, str, int | None]]] = defaultdict(list)
    for agent in agents:
        for sign in _signs(fold(agent.name)):
            index[sign].append((agent.name, "", agent.id))
    for key, person in new.items():
        told: set[tuple[str, int | None]] = set()
        signs = _signs(fold(person.name))
        for sign in signs:
            for other_name, other_key, agent_id in index.get(_ANSWERS.get(sign[0], sign[0]) + sign[1:], ()):
                if (other_key, agent_id) not in told:
                    told.add((other_key, agent_id))
                    yield Similar(key, person.name, other_name, agent_id, other_key)
        for sign in signs:
            index[sign].append((person.name, key, None))


# "J. Smith" may be any John or Jane Smith, but John and Jane don't meet over their initial.
_ANSWERS = {"i": "f", "f": "i"}


def _signs(folded: str) -> list[str]:
    """Texts that two near names share: one letter left out, the words in order, first and last word,
    three letters (Stephen, Steven; Dan, Daniel) or the initial and the last word.
    """
    words = folded.split() or [folded]
    signs = {"~" + " ".join(sorted(words))}
    letters = folded.replace(" ", "")
    if len(letters) >= SHORTEST_TWIN:
        signs |= {"-" + letters} | {"-" + letters[:at] + letters[at + 1 :] for at in range(len(letters))}
    if len(words) > 1:
        signs.add(f"+{words[0]} {words[-1]}")
        signs.add(f"3{words[0][:3]} {words[-1]}")
        signs.add(f"{'i' if len(words[0]) == 1 else 'f'}{words[0][0]} {words[-1]}")
    return sorted(signs)
