"""The steps of the main job in their order, each done through the pages and told in one sentence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget

import resources
from db.records.plans import PlanState, Side
from db.records.skills import AssessmentKind
from desktop.coaching import scoring
from desktop.features.exchange.actions import Result
from desktop.features.exchange.page import ExchangePage
from desktop.features.monitoring.page import MonitoringPage
from desktop.features.plans.export import file_name
from desktop.features.plans.page import PlansPage
from desktop.features.plans.plan_view import PlanView
from desktop.features.skills.page import ASSESSING, SkillsPage
from desktop.features.skills.reading import Group, SkillLine
from desktop.shell.context import App
from desktop.shell.text import tr
from desktop.walk.hand import Hand, Lost

Kind = TypeVar("Kind")
AGENT = "Imani Okafor"
SUPERVISOR = "Ruth Castellane"
PASSPHRASE = "otter violin gravel noon"
CODE_GROUPS = 8
CONTROL = Qt.KeyboardModifier.ControlModifier
NOTES = (
    (41, "Lets the whole story come before the first question", Qt.Key.Key_F5),
    (95, "Asks for the reference the caller gave at the start", Qt.Key.Key_F6),
    (188, "Will ring back before noon on Thursday", Qt.Key.Key_F7),
)
ANSWERS = (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2)
"""Every third question gets its second answer: a good call with something to talk about."""
OWN_VIEW = (3, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2)
COACHS_VIEW = (4, 3, 4, 3, 3, 1, 3, 3, 3, 2, 3, 2)
"""Levels in the order of the starter skills; the heaviest gap is in specific promises."""
WORDS = {
    "In my own words": "Callers hear from me who does what by when, before they have to ask.",
    "Why it matters to me": "I hate it when somebody waits by the phone because of me.",
    "How I will know": "On my next calls I hear myself name a person, a way and a time.",
}


@dataclass(slots=True)
class Walk:
    """What the steps hand on to each other."""

    app: App
    hand: Hand
    folder: Path
    pdf: Path = field(default_factory=Path)
    agent_id: int = 0


def start_floor(walk: Walk) -> str:
    """Three names on the welcome page, a passphrase, and the recovery code read off and typed back."""
    hand = walk.hand
    hand.write("Name of the site", "Harbour Street")
    hand.write("First team", "Harbour")
    hand.write("Your name", SUPERVISOR)
    hand.picture(walk.folder, "welcome")
    hand.press("Start my floor")
    hand.write("Your new passphrase", PASSPHRASE)
    hand.write("The same once more", PASSPHRASE)
    hand.press("Use this passphrase")
    hand.picture(walk.folder, "recovery-code")
    code = " ".join(hand.find(f"Group {place}: ", QLabel).text() for place in range(1, CODE_GROUPS + 1))
    hand.press("I have it on paper")
    hand.write("Recovery code", code.lower())
    hand.press("Check the code")
    if walk.app.user is None:
        raise Lost("the floor was not started")
    return tr("Started a floor behind a passphrase: a site, a team, the starter scorecards and skills.")


def lock_and_come_back(walk: Walk) -> str:
    """Ctrl+L, and the passphrase again."""
    hand = walk.hand
    walk.app.go("people")
    hand.hit(Qt.Key.Key_L, CONTROL)
    if walk.app.store is not None:
        raise Lost("the floor was not locked")
    hand.picture(walk.folder, "locked")
    hand.write("Passphrase", PASSPHRASE)
    hand.press("Sign in")
    if walk.app.user is None or hand.window.current_key != "people":
        raise Lost("the way back in was not found")
    return tr("Locked it, and came back to the same page by the passphrase.")


def look_at_file(walk: Walk) -> str:
    """The sample call log, dropped on the page."""
    walk.app.go("exchange", resources.path("starter/sample_calls.csv"))
    walk.hand.picture(walk.folder, "bring-in")
    return tr("Looked at a call log: its columns and the order of its dates were recognised.")


def bring_in(walk: Walk) -> str:
    page = page_of(walk, "exchange", ExchangePage)
    walk.hand.press("Import")
    if not isinstance(page.last, Result):
        raise Lost("the call log was not brought in")
    walk.hand.picture(walk.folder, "brought-in")
    return tr("Brought in {n} calls of {agents} agents.", n=page.last.kept, agents=len(page.last.people))


def listen(walk: Walk) -> str:
    """From a name to notes by keys alone."""
    hand = walk.hand
    walk.app.go("monitoring")
    page = page_of(walk, "monitoring", MonitoringPage)
    hand.settle()
    hand.type(AGENT.split()[0].lower())
    hand.hit(Qt.Key.Key_Return)
    hand.hit(Qt.Key.Key_Return)
    sitting = page.editor.desk.sitting
    if sitting is None:
        raise Lost("no observation was begun")
    walk.agent_id = sitting.agent.id
    for second, words, tag in NOTES:
        page.editor.desk.put_clock(second)
        hand.type(words)
        hand.hit(tag)
    hand.picture(walk.folder, "listening")
    return tr("Listened to a call of {agent}: {n} notes, each at its second.", agent=AGENT, n=len(NOTES))


def answer(walk: Walk) -> str:
    """The scorecard by keys, while the keyboard stays in the notes."""
    card = page_of(walk, "monitoring", MonitoringPage).editor.card
    for key in cycle(ANSWERS):
        filling = card.filling
        if filling is None:
            raise Lost("there is no scorecard")
        before = filling.answers
        if scoring.next_unanswered(filling.form, before) is None:
            break
        walk.hand.hit(key, CONTROL)
        if card.filling is not None and card.filling.answers == before:
            raise Lost("a key did not answer the question")
    walk.hand.picture(walk.folder, "answered")
    return tr("Answered the scorecard by keys.")


def finish(walk: Walk) -> str:
    """Lock it, and see the sum."""
    page = page_of(walk, "monitoring", MonitoringPage)
    walk.hand.hit(Qt.Key.Key_Return, CONTROL)
    if page.stack.currentWidget() is not page.why:
        raise Lost("the evaluation was not finished")
    walk.hand.picture(walk.folder, "why-this-score")
    return tr("Finished the evaluation: {outcome}", outcome=page.why.headline.text())


def assess_self(walk: Walk) -> str:
    """The agent's own view."""
    _assess(walk, AssessmentKind.SELF, OWN_VIEW, "own-view")
    return tr("The agent rated their own skills.")


def assess_coach(walk: Walk) -> str:
    """The coach's view, then both beside each other."""
    _assess(walk, AssessmentKind.COACH, COACHS_VIEW, "coachs-view")
    walk.hand.picture(walk.folder, "both-views")
    return tr("The coach rated them too; both views stand side by side.")


def see_gaps(walk: Walk) -> str:
    """The picture, then the list with the cursor on the heaviest gap."""
    hand, panel = walk.hand, page_of(walk, "skills", SkillsPage).agents.panel
    hand.press("Back to the agent")
    hand.picture(walk.folder, "gaps")
    hand.press("Shown as: List")
    if not panel.table.select(_is_gap):
        raise Lost("there is no gap")
    return tr("Saw the gaps, the heaviest first.")


def begin_plan(walk: Walk) -> str:
    """From the heaviest gap."""
    walk.hand.press("Write a plan from this gap")
    walk.hand.picture(walk.folder, "plan-begins")
    walk.hand.press("Begin the plan")
    page = page_of(walk, "plans", PlansPage)
    if page.plan is None:
        raise Lost("no plan was begun")
    return tr("Began a growth plan from it.")


def write_plan(walk: Walk) -> str:
    """The agent's words, an action for each side, the four conditions, two signatures."""
    hand, plan = walk.hand, _plan(walk)
    hand.write("Strengths to build on", "Callers feel heard: the story comes first, every time.")
    for name, words in WORDS.items():
        hand.write(name, words)
    about = plan.sheet.whole.areas[0].title
    hand.bring_into_view("Why it matters to me")
    hand.picture(walk.folder, "plan-own-words")
    _add_step(walk, about, Side.AGENT, "End every open matter with who, how and by when")
    _add_step(walk, "for the whole plan", Side.SUPERVISOR, "Take the weekly form out of Thursday mornings")
    for condition in plan.conditions.parts.all():
        hand.press(f"{condition.replies.accessibleName()}: {tr('Yes')}")
    hand.write("How we work on it together", "Two calls a week together, ten minutes each.")
    _sign_at_own_hand(walk)
    if _plan(walk).sheet.plan.state is not PlanState.AGREED:
        raise Lost("the plan was not agreed on")
    return tr("Wrote it in the agent’s own words, with actions of both sides; both signed.")


def _sign_at_own_hand(walk: Walk) -> None:
    """The supervisor on the page, the agent at the desk handed over, which only the passphrase gives back."""
    hand = walk.hand
    hand.write(f"Signature of {SUPERVISOR}", SUPERVISOR)
    hand.press(f"Sign as {SUPERVISOR}")
    hand.press(f"Hand over to {AGENT} to sign")
    hand.picture(walk.folder, "handed-over")
    hand.write(f"Signature of {AGENT}", AGENT)
    hand.press(f"Sign as {AGENT}")
    take_desk_back(walk)


def take_desk_back(walk: Walk) -> None:
    """From the agent's own pages to the supervisor's, by the passphrase where there is one."""
    walk.hand.press(f"Back to {SUPERVISOR}")
    if walk.app.unlocked is not None:
        walk.hand.write("Passphrase", PASSPHRASE)
        walk.hand.press("Go back")


def print_plan(walk: Walk) -> str:
    """The agent's copy."""
    page, plan = page_of(walk, "plans", PlansPage), _plan(walk)
    walk.pdf = walk.folder / file_name(AGENT)
    page.exported.write(plan.sheet.plan.id, walk.pdf)
    walk.hand.picture(walk.folder, "plan-agreed")
    if not walk.pdf.is_file() or not walk.pdf.read_bytes().startswith(b"%PDF-"):
        raise Lost("the plan was not printed")
    return tr("Printed the agent’s copy as a PDF.")


def see_trend(walk: Walk) -> str:
    walk.app.go("trends", ("agent", walk.agent_id))
    walk.hand.picture(walk.folder, "trend")
    return tr("Looked at the trend: one call is too few for a verdict, and it says so.")


def see_today(walk: Walk) -> str:
    walk.app.go("today")
    walk.hand.picture(walk.folder, "today")
    return tr("Back on today’s list: what is owed, and who has been heard too little.")


BEGINNING: tuple[Callable[[Walk], str], ...] = (
    start_floor,
    lock_and_come_back,
    look_at_file,
    bring_in,
    listen,
    answer,
    finish,
)
GROWTH: tuple[Callable[[Walk], str], ...] = (
    assess_self,
    assess_coach,
    see_gaps,
    begin_plan,
    write_plan,
    print_plan,
    see_trend,
    see_today,
)


def page_of(walk: Walk, key: str, kind: type[Kind]) -> Kind:
    """Return the page of that key. Raises Lost."""
    page = walk.hand.window.pages.get(key)
    if not isinstance(page, kind):
        raise Lost(f"the page {key} is not there")
    return page


def _assess(walk: Walk, kind: AssessmentKind, levels: tuple[int, ...], name: str) -> None:
    """Every skill by its digit and Enter."""
    walk.app.go("skills", ("agent", walk.agent_id))
    page = page_of(walk, "skills", SkillsPage)
    page.assess(walk.agent_id, kind)
    walk.hand.settle()
    skills = walk.hand.find("Skills to rate", QListWidget).count()
    for place, level in zip(range(skills), cycle(levels), strict=False):
        walk.hand.type(str(level))
        if place == len(levels) // 2:
            walk.hand.picture(walk.folder, name)
        walk.hand.hit(Qt.Key.Key_Return)
    walk.hand.press("Finish assessment")
    if page.view == ASSESSING:
        raise Lost("the assessment was not finished")


def _add_step(walk: Walk, about: str, side: Side, words: str) -> None:
    walk.hand.press(f"Add an action: {about}")
    walk.hand.write(f"What will be done: {about}", words)
    walk.hand.press(f"Who does it: {tr('The agent does') if side is Side.AGENT else tr('I do')}")
    walk.hand.press("Add this action")


def _is_gap(line: SkillLine) -> bool:
    return line.group is Group.GAP


def _plan(walk: Walk) -> PlanView:
    plan = page_of(walk, "plans", PlansPage).plan
    if plan is None:
        raise Lost("no plan is open")
    return plan
