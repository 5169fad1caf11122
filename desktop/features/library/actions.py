"""What a user does in the library: read it, say the vision anew, and build scorecards version by version."""

from dataclasses import dataclass

from db import starter
from db.connection import Database
from db.queries import practice, scorecards, skills
from db.records.people import User
from db.records.practice import ActionIdea, Behaviour, Vision
from db.records.scorecards import Form, Question, ScorecardVersion, VersionState
from db.records.skills import Skill, Standard
from db.store import Store
from desktop.coaching.access import Deed, demand, may
from desktop.coaching.soundness import unsound
from desktop.features.library import form_edits

CARD = ("scorecard", "scorecard_version")
PUBLISHING = (*CARD, "question", "version_question")


class Blank(ValueError):
    """A service vision needs a sentence."""


class NotSound(ValueError):
    """Something that blocks is wrong with the scorecard: it stays a draft."""


class NoDraft(ValueError):
    """The version is published or retired, and so never changes."""


@dataclass(frozen=True, slots=True)
class Library:
    """All of it, in the order in which it was written down; `visions` newest first.

    `scorecards` are the versions in use, `versions` all of them with drafts and retired ones. `changeable`
    says whether this user may say the vision anew, `buildable` whether they may build scorecards.
    """

    visions: tuple[Vision, ...]
    behaviours: tuple[Behaviour, ...]
    scorecards: tuple[ScorecardVersion, ...]
    versions: tuple[ScorecardVersion, ...]
    skills: tuple[Skill, ...]
    standards: tuple[Standard, ...]
    ideas: tuple[ActionIdea, ...]
    changeable: bool
    buildable: bool

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
            versions=scorecards.versions(db),
            skills=skills.skills(db),
            standards=skills.standards(db),
            ideas=practice.ideas(db),
            changeable=may(by, Deed.EDIT_STANDARDS),
            buildable=may(by, Deed.EDIT_SCORECARD),
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


def read_version(store: Store, id: int, by: User | None) -> ScorecardVersion:
    """Any version, as it stands now. Raises LookupError where there is none."""
    with store.reading() as db:
        return scorecards.version(db, id)


def new_scorecard(store: Store, by: User | None) -> int:
    """A scorecard with one question to write, as a draft; its version's id."""
    demand(by, Deed.EDIT_SCORECARD)
    with store.writing(*CARD) as db:
        return scorecards.add(db, form_edits.new_form())


def copy_to_change(store: Store, version_id: int, by: User | None) -> int:
    """The draft of the next version, begun from this one; the one there is where somebody has begun it."""
    demand(by, Deed.EDIT_SCORECARD)
    with store.writing(*CARD) as db:
        origin = scorecards.version(db, version_id)
        for each in scorecards.of_scorecard(db, origin.scorecard_id):
            if each.state is VersionState.DRAFT:
                return each.id
        return scorecards.copy(db, version_id)


def keep_draft(store: Store, version_id: int, form: Form, by: User | None) -> None:
    """Keep a draft as it is typed. Raises NoDraft for a version that is locked by now."""
    demand(by, Deed.EDIT_SCORECARD)
    with store.writing("scorecard_version") as db:
        _demand_draft(db, version_id)
        scorecards.save_draft(db, version_id, form)


def publish(store: Store, version_id: int, by: User | None) -> ScorecardVersion | None:
    """Put a draft to use and lock it for ever; the version that it takes the place of, if there was one.

    Evaluations that are in progress stay on theirs. Raises NotSound, NoDraft.
    """
    demand(by, Deed.EDIT_SCORECARD)
    with store.writing(*PUBLISHING) as db:
        draft = _demand_draft(db, version_id)
        if any(fault.blocks for fault in unsound(draft.form)):
            raise NotSound
        before = _in_use(db, draft)
        scorecards.publish(db, version_id)
        return before


def retire(store: Store, version_id: int, by: User | None) -> None:
    """Take a version out of use: nobody begins with it any more, what was filled in stays as it is."""
    demand(by, Deed.EDIT_SCORECARD)
    with store.writing("scorecard_version") as db:
        scorecards.retire(db, version_id)


def use_again(store: Store, version_id: int, by: User | None) -> ScorecardVersion | None:
    """Put a retired version back to use; the version that it takes the place of, if there was one."""
    demand(by, Deed.EDIT_SCORECARD)
    with store.writing("scorecard_version") as db:
        before = _in_use(db, scorecards.version(db, version_id))
        scorecards.use_again(db, version_id)
        return before


def delete_draft(store: Store, version_id: int, by: User | None) -> None:
    """Take a draft away; `bring_back_draft` undoes it. Raises NoDraft."""
    demand(by, Deed.EDIT_SCORECARD)
    with store.writing(*CARD) as db:
        _demand_draft(db, version_id)
        scorecards.remove_draft(db, version_id)


def bring_back_draft(store: Store, version_id: int, by: User | None) -> None:
    """Undo `delete_draft`."""
    demand(by, Deed.EDIT_SCORECARD)
    with store.writing(*CARD) as db:
        scorecards.bring_back_draft(db, version_id)


def _demand_draft(db: Database, version_id: int) -> ScorecardVersion:
    found = scorecards.version(db, version_id)
    if found.state is not VersionState.DRAFT:
        raise NoDraft
    return found


def _in_use(db: Database, of: ScorecardVersion) -> ScorecardVersion | None:
    others = scorecards.of_scorecard(db, of.scorecard_id)
    return next((each for each in others if each.state is VersionState.PUBLISHED), None)
