"""Reads what the library shows, and says the service vision anew; the wordings before stay readable."""

from dataclasses import dataclass

from db import starter
from db.queries import practice, scorecards, skills
from db.records.people import User
from db.records.practice import ActionIdea, Behaviour, Vision
from db.records.scorecards import Question, ScorecardVersion
from db.records.skills import Skill, Standard
from db.store import Store
from desktop.coaching.access import Deed, demand, may


class Blank(ValueError):
    """A service vision needs a sentence."""


@dataclass(frozen=True, slots=True)
class Library:
    """All of it, in the order in which it was written down; `visions` newest first.

    `changeable` says whether this user may say the vision anew.
    """

    visions: tuple[Vision, ...]
    behaviours: tuple[Behaviour, ...]
    scorecards: tuple[ScorecardVersion, ...]
    skills: tuple[Skill, ...]
    standards: tuple[Standard, ...]
    ideas: tuple[ActionIdea, ...]
    changeable: bool

    def asked_about(
        self, *, skill: str = "", behaviour: str = ""
    ) -> tuple[tuple[ScorecardVersion, Question], ...]:
        """The questions in use that look for a skill, or for a behaviour, by its key."""
        return tuple(
            (version, question)
            for version in self.scorecards
            for question in version.form.questions
            if (skill and question.skill == skill) or (behaviour and question.behaviour == behaviour)
        )


def read_library(store: Store, by: User | None) -> Library:
    with store.reading() as db:
        return Library(
            visions=practice.visions(db),
            behaviours=practice.behaviours(db),
            scorecards=scorecards.published(db),
            skills=skills.skills(db),
            standards=skills.standards(db),
            ideas=practice.ideas(db),
            changeable=may(by, Deed.EDIT_STANDARDS),
        )


def vision_questions() -> tuple[str, ...]:
    """Five questions to argue over when a team writes its own sentence."""
    return tuple(row["text"] for row in starter.content("vision")["question"])


def say_vision(store: Store, sentence: str, meaning: str, by: User | None) -> int:
    """The next wording; its number. Raises Blank. The same words again are no new wording."""
    demand(by, Deed.EDIT_STANDARDS)
    sentence, meaning = " ".join(sentence.split()), meaning.strip()
    if not sentence:
        raise Blank
    with store.writing("vision") as db:
        now = practice.vision(db)
        if now is not None and (now.sentence, now.meaning) == (sentence, meaning):
            return now.number
        return practice.say_vision(db, sentence, meaning)
