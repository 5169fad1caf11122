"""A plan as text to be read on the screen, from the very document that is printed."""

from collections.abc import Callable, Iterator
from html import escape

from desktop.documents.plan import FocusArea, PlanDocument, PlannedAction, PlannedGoal
from desktop.shell.text import tr


def agreement_text(plan: PlanDocument, colour: Callable[[str], str]) -> str:
    """Rich text; `colour` gives `#rrggbb` for a role of the theme. What is blank is left out."""
    words = plan.words
    strengths = [
        " · ".join(part for part in (one.text, one.evidence, one.figure) if part) for one in plan.strengths
    ]
    checks = [" · ".join(part for part in (one.due, one.progress) if part) for one in plan.check_ins]
    asked = [f"{one.text} {one.answer}. {one.comment}".strip() for one in plan.conditions]
    signed = [f"{one.side}: {one.name}. {one.signed or tr('Not signed yet')}" for one in plan.signatures]
    parts = (
        _block(words.vision, [plan.vision]),
        _block(words.strengths, [plan.strengths_note, *strengths]),
        *(_area(plan, area, colour) for area in plan.areas),
        _block(words.other_actions, [_action(one) for one in plan.actions]),
        _block(words.together, [plan.together]),
        _block(words.conditions, asked),
        _block(words.check_ins, checks),
        _block(words.signatures, signed),
    )
    return "".join(parts)


def _area(plan: PlanDocument, area: FocusArea, colour: Callable[[str], str]) -> str:
    goals = "".join("".join(_goal(plan, goal, colour)) for goal in area.goals)
    return f"<h3>{escape(plan.words.focus)}: {escape(area.title)}</h3>{goals}"


def _goal(plan: PlanDocument, goal: PlannedGoal, colour: Callable[[str], str]) -> Iterator[str]:
    words = plan.words
    if goal.title:
        yield f"<p><b>{escape(goal.title)}</b></p>"
    facts = ((words.today, goal.today), (words.target, goal.target), (words.due, goal.due))
    line = " · ".join(f"{name}: {value}" for name, value in facts if value)
    yield f'<p style="color: {colour("muted")};">{escape(line)}</p>'
    for name, value in ((words.own_words, goal.own_words), (words.why, goal.why)):
        yield _said(name, value)
    yield _said(words.how_known, goal.how_known)
    yield _said(words.heard, goal.heard)
    yield _block(words.actions, [_action(one) for one in goal.actions], "h4")


def _said(name: str, value: str) -> str:
    return f"<p><b>{escape(name)}</b><br>{_lines(value)}</p>" if value else ""


def _action(one: PlannedAction) -> str:
    return " · ".join(part for part in (one.text, one.who, one.due, one.status) if part)


def _block(title: str, lines: list[str], tag: str = "h3") -> str:
    kept = [line for line in lines if line.strip()]
    body = "".join(f"<p>{_lines(line)}</p>" for line in kept)
    return f"<{tag}>{escape(title)}</{tag}>{body}" if kept else ""


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
