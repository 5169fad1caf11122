"""Sheets of the other things in the library: a key behaviour, a skill with its levels, an action."""

from db.records.people import Stage
from db.records.practice import ActionIdea, Behaviour
from db.records.skills import Skill
from desktop.features.library.actions import Library
from desktop.features.library.writing import Pen
from desktop.shell.text import tr
from desktop.shell.words import word


def behaviour_sheet(pen: Pen, behaviour: Behaviour, library: Library) -> str:
    """What one would hear, and which questions listen for it."""
    proposed = tr("Proposed by {name}.", name=behaviour.proposed_by) if behaviour.proposed_by else ""
    return "".join(
        (
            pen.title(behaviour.name),
            pen.text(behaviour.definition),
            pen.heading(tr("What you would see or hear")),
            pen.bullets(behaviour.hear),
            _questions(pen, library, behaviour=behaviour.key),
            pen.muted(proposed) if proposed else "",
        )
    )


def skill_sheet(pen: Pen, skill: Skill, library: Library) -> str:
    """Definition, levels, what each stage needs, what shows it, and what helps."""
    parts = [
        pen.title(skill.name),
        pen.muted(skill.group),
        pen.text(skill.definition),
        pen.heading(tr("Five levels, each as it can be seen")),
        pen.numbered(skill.levels),
        _standards(pen, skill, library),
    ]
    if skill.evidence:
        parts += [pen.heading(tr("What shows it")), pen.text(skill.evidence)]
    parts.append(_questions(pen, library, skill=skill.key))
    ideas = [idea for idea in library.ideas if skill.key in idea.skills]
    if ideas:
        parts.append(pen.heading(tr("Actions that help")))
        parts += [pen.link(f"action:{idea.id}", idea.title, word(idea.kind)) for idea in ideas]
    return "".join(parts)


def action_sheet(pen: Pen, idea: ActionIdea, library: Library) -> str:
    """What is done, by whom, and which skills it helps with."""
    parts = [
        pen.title(idea.title),
        pen.muted(tr("{kind}. Done by: {owner}.", kind=word(idea.kind), owner=word(idea.owner).lower())),
        pen.text(idea.detail),
    ]
    helped = [skill for skill in library.skills if skill.key in idea.skills]
    if helped:
        parts.append(pen.heading(tr("Helps with")))
        parts += [pen.link(f"skill:{skill.id}", skill.name, skill.group) for skill in helped]
    return "".join(parts)


def _standards(pen: Pen, skill: Skill, library: Library) -> str:
    found = {one.stage: one for one in library.standards if one.skill_id == skill.id}
    if not found:
        return ""
    rows = [
        (
            word(stage),
            tr("{level} of 5", level=found[stage].level),
            tr("{importance} of 5", importance=found[stage].importance),
        )
        for stage in Stage
        if stage in found
    ]
    table = pen.table((tr("Stage"), tr("Level needed"), tr("Importance")), rows)
    return pen.heading(tr("What each stage needs")) + table


def _questions(pen: Pen, library: Library, *, skill: str = "", behaviour: str = "") -> str:
    found = library.asked_about(skill=skill, behaviour=behaviour)
    if not found:
        return ""
    links = (
        pen.link(f"scorecard:{version.id}", question.text, version.form.name) for version, question in found
    )
    return pen.heading(tr("Asked on the scorecards")) + "".join(links)
