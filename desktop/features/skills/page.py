"""Skills: what somebody can do, a team beside each other, the skills themselves, and assessing."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from db.records.skills import AssessmentKind
from desktop.features.skills import actions
from desktop.features.skills.agents_view import AgentsView
from desktop.features.skills.assessing_view import AssessingView
from desktop.features.skills.comparing_view import ComparingView
from desktop.features.skills.facts_view import FactsView
from desktop.features.skills.history import TABLES, subject_of
from desktop.features.skills.team_view import TeamView
from desktop.shell.context import App
from desktop.shell.text import tr
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.history import HistoryDrawer
from desktop.widgets.page import Page

AGENTS, TEAM, FACTS, ASSESSING, COMPARING = "agents", "team", "facts", "assessing", "comparing"

View = AgentsView | TeamView | FactsView | AssessingView | ComparingView


class SkillsPage(Page):
    """One view at a time: three to choose by chips, two that are entered from an agent and left again."""

    watches = (
        "agent",
        "team",
        "skill",
        "standard",
        "assessment",
        "rating",
        "evidence",
        "note",
        "evaluation",
    )

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.title.setWordWrap(True)
        self.views = ChoiceChips(
            tr("What is shown"),
            [(AGENTS, tr("One agent")), (TEAM, tr("A team")), (FACTS, tr("Skills and standards"))],
            AGENTS,
        )
        self.views.chosen.connect(self.show_view)
        self.agents = AgentsView(app, self.header)
        self.team = TeamView(app, self.header)
        self.facts = FactsView(app, self.header)
        self.assessing = AssessingView(app, self.header)
        self.comparing = ComparingView(app, self.header)
        self.chosen: dict[str, AgentsView | TeamView | FactsView] = {
            AGENTS: self.agents,
            TEAM: self.team,
            FACTS: self.facts,
        }
        self.inside: dict[str, View] = {**self.chosen, ASSESSING: self.assessing, COMPARING: self.comparing}
        self.view = AGENTS
        self.body.addWidget(self.views, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in self.inside.values():
            self.body.addWidget(widget, 1)
        # Of the whole page, so that Escape leaves from the buttons of the header too.
        self.escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self.escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.escape.activated.connect(self.leave_inside)
        self._connect()
        self._tell_keys()
        self.history = HistoryDrawer(self, partial(subject_of, self), TABLES)
        self.show_view(AGENTS)

    def load(self) -> None:
        self.inside[self.view].load()

    def show_view(self, key: str) -> None:
        """Show one of the views, and read it anew."""
        self.view = key
        self.escape.setEnabled(key not in self.chosen)
        self.views.setVisible(key in self.chosen)
        for each, widget in self.inside.items():
            widget.setVisible(each == key)
        if key in self.chosen:
            self.views.show_value(key)
            self.header.set_title(tr("Skills"))
            self.header.set_primary("", None)
            if self.isVisible():
                self.chosen[key].load()
                self.chosen[key].show_head()

    def leave_inside(self) -> None:
        """Go back from an assessment, or from both views, to the agent."""
        inside = self.inside[self.view]
        if isinstance(inside, AssessingView | ComparingView):
            inside.leave()

    def show_target(self, target: object) -> None:
        """An agent's id; or ("agent", id), ("skill", id), ("assessment", id)."""
        kind, id = target if isinstance(target, tuple) else ("agent", target)
        if not isinstance(id, int):
            return
        if kind == "skill":
            self.facts.skill_id = id
            self.show_view(FACTS)
            self.facts.split.show_detail()
        elif kind == "assessment":
            self.show_assessment(id)
        else:
            self.show_agent(id)

    def show_agent(self, agent_id: int, skill_id: int | None = None) -> None:
        """Show an agent's picture, or what one of their skills rests on."""
        if agent_id:
            self.agents.show_agent(agent_id, skill_id)
        self.show_view(AGENTS)

    def show_assessment(self, id: int) -> None:
        """Go on with a draft, or read a finished assessment."""
        self.show_view(ASSESSING)
        self.assessing.open(id)

    def show_comparison(self, agent_id: int) -> None:
        self.show_view(COMPARING)
        self.comparing.open(agent_id)

    def assess(self, agent_id: int, kind: AssessmentKind) -> None:
        """Go on with the agent's draft of this kind, or begin one."""
        if self.app.store is None:
            return
        self.app.jobs.run(
            actions.begin,
            self.app.store,
            agent_id,
            kind,
            self.app.clock().date(),
            self.app.user,
            done=self.show_assessment,
            owner=self,
        )

    def after_finishing(self, agent_id: int) -> None:
        """Show both views if both are finished now, else the agent."""
        self.app.jobs.run(
            actions.compare,
            self.app.store,
            agent_id,
            self.app.clock().date(),
            self.app.user,
            done=partial(self._show_what_follows, agent_id),
            owner=self,
        )

    def _show_what_follows(self, agent_id: int, found: actions.Comparison | None) -> None:
        if found is not None:
            self.show_comparison(agent_id)
        else:
            self.show_agent(agent_id)

    def _connect(self) -> None:
        self.agents.assess_wanted.connect(self.assess)
        self.agents.compare_wanted.connect(self.show_comparison)
        self.agents.assessment_wanted.connect(self.show_assessment)
        self.team.opened.connect(self.show_agent)
        self.assessing.left.connect(self.show_agent)
        self.assessing.ended.connect(self.after_finishing)
        self.comparing.left.connect(self.show_agent)
        self.comparing.skill_wanted.connect(self.show_agent)

    def _tell_keys(self) -> None:
        for key, text in (
            ("1 … 5", tr("Choose the level, while assessing; 0 is “not seen yet”")),
            ("Enter", tr("Next skill; in the words a new line; in a list, open or link the row")),
            ("Page Up  Page Down", tr("The skill before or after, while assessing")),
            ("Backspace", tr("Take the rating away")),
            ("Ctrl+Enter", tr("Finish the assessment, or write a plan from the gap")),
            ("T", tr("The picture's numbers as a table, and back")),
            ("Escape", tr("Back to the agent")),
        ):
            self.tell_key(key, text)
