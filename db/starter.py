"""Puts the starter content into a new store: vision, behaviours, skills, standards, scorecards, actions."""

import tomllib
from typing import Any

from db.connection import Database
from db.queries import practice, scorecards, skills
from db.queries.form_json import from_data
from db.records.people import Stage
from db.records.plans import ActionKind, Side
from db.records.practice import ActionIdea, Behaviour
from db.records.scorecards import Form
from db.records.skills import Skill, Standard
from resources import path

TABLES = (
    "vision",
    "behaviour",
    "skill",
    "standard",
    "scorecard",
    "scorecard_version",
    "question",
    "version_question",
    "action_idea",
)
"""What `install` writes; name them to `Store.writing`."""


def content(name: str) -> dict[str, Any]:
    """One of the starter files, by its name without ending."""
    return tomllib.loads(path(f"starter/{name}.toml").read_text(encoding="utf-8"))


def form(name: str) -> Form:
    """A starter scorecard, e.g. `form("scorecard_full")`."""
    data = content(name)
    sections = [
        {
            **{key: value for key, value in section.items() if key != "question"},
            "questions": [
                {
                    **{key: value for key, value in question.items() if key != "option"},
                    "options": question.get("option", []),
                }
                for question in section["question"]
            ],
        }
        for section in data.pop("section")
    ]
    return from_data({**data, "sections": sections})


def install(db: Database) -> None:
    """Writes all of it, scorecards published. The store must not hold any of it yet."""
    _install_practice(db)
    _install_skills(db)
    for name in ("scorecard_full", "scorecard_ten", "scorecard_written"):
        scorecards.publish(db, scorecards.add(db, form(name)))


def _install_practice(db: Database) -> None:
    vision = content("vision")
    practice.say_vision(db, vision["sentence"], vision["meaning"])
    for row in content("behaviours")["behaviour"]:
        practice.add_behaviour(db, Behaviour(id=0, uid=b"", **{**row, "hear": tuple(row["hear"])}))
    for row in content("actions")["action"]:
        practice.add_idea(
            db,
            ActionIdea(
                id=0,
                uid=b"",
                key=row["key"],
                title=row["title"],
                detail=row["detail"],
                kind=ActionKind(row["kind"]),
                owner=Side(row["owner"]),
                skills=tuple(row["skills"]),
            ),
        )


def _install_skills(db: Database) -> None:
    ids = {row["key"]: skills.add_skill(db, _skill(row)) for row in content("skills")["skill"]}
    for row in content("standards")["standard"]:
        standard = Standard(
            ids[row["skill"]], row["role"], Stage(row["stage"]), row["level"], row["importance"]
        )
        skills.add_standard(db, standard)


def _skill(row: dict[str, Any]) -> Skill:
    one, two, three, four, five = row["levels"]
    return Skill(
        id=0,
        uid=b"",
        key=row["key"],
        name=row["name"],
        group=row["group"],
        definition=row["definition"],
        levels=(one, two, three, four, five),
        evidence=row["evidence"],
    )
