"""One plan's fields, kept as they are typed; the rarer ones stand folded away."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.contacts import Channel
from db.records.observations import Drawn
from db.records.sampling import Cycle, Recipe, Rule, SamplingPlan, Spread
from desktop.coaching.sampling import USUAL_SHARE, Limit, cautions
from desktop.features.sampling import actions
from desktop.features.sampling.actions import PlanDraft
from desktop.features.sampling.conclusions import caution_words
from desktop.features.sampling.reading import Floor
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.words import word
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, FieldRow, Form, LineField, NumberField, Switch

MOST_A_CYCLE = 100
LONGEST_S = 3600
TOPICS_NAMED = 4
BETWEEN = ";"
SAID = (Limit.RATE, Limit.RANKING, Limit.DECISION)


class PlanEditor(QWidget):
    """`changed` is told after each change has been put in line to be kept."""

    changed = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._plan: SamplingPlan | None = None
        self._floor: Floor | None = None
        self._ahead: PlanDraft | None = None  # what was typed and has not been read back yet
        self.name = LineField(tr("Name of the plan"))
        self.what = Choice(tr("How calls are drawn"), _ways())
        self.quota = NumberField(tr("Calls per agent"), 4, 1, MOST_A_CYCLE)
        self.cycle = Choice(tr("In each"), [(one, word(one).lower()) for one in Cycle])
        self.limits = label("", "muted", wrap=True)
        self.team = Choice(tr("Team"))
        self.topics = LineField(tr("Topics"), placeholder=tr("all topics"))
        self.least = NumberField(tr("Shortest call"), 0, 0, LONGEST_S, tr("seconds"))
        self.later = Switch(tr("Not of an agent’s first week"), True)
        self.channels = {one: Switch(word(one)) for one in Channel}
        self.spread = {one: Switch(word(one), True) for one in Spread}
        for channel, box in self.channels.items():
            box.setAccessibleName(tr("Only this channel: {channel}", channel=word(channel)))
        for kind, box in self.spread.items():
            box.setAccessibleName(tr("Spread over {things}", things=word(kind).lower()))
        self.evaluators: dict[int, Switch] = {}
        self.more = button("", self._fold, role="link")
        self.folded = QWidget()
        self._lay_out()
        self._connect()
        self._fold(hide=True)

    def show_floor(self, floor: Floor) -> None:
        """Offer the floor's teams and evaluators."""
        self._floor = floor
        self.team.set_choices([(None, tr("All teams")), *((one.id, one.name) for one in floor.teams)])
        known = ", ".join(floor.topics[:TOPICS_NAMED])
        self.topics_row.under.setText(tr("Several with ; between them. There are: {topics}", topics=known))
        self.topics_row.under.setVisible(bool(known))
        if self._plan is not None:
            self.team.show_value(self._plan.recipe.team_id)
        if [one.user_id for one in floor.evaluators] != list(self.evaluators):
            self._offer_evaluators()

    def show_plan(self, plan: SamplingPlan) -> None:
        """Fill the fields; not while the same plan is being typed into, which says more than was kept."""
        before, self._plan = self._plan, plan
        if before is not None and before.id == plan.id and self._ahead is not None:
            # What is read back may be an earlier letter, and must not be put over the newer ones.
            if self._said(plan) == self._ahead:
                self._ahead = None
            return
        self._ahead = None
        said = self.draft()
        # A name that is being typed anew is blank for a while.
        same = self._said(plan) == (said if said.name else replace(said, name=plan.name))
        if before is None or before.id != plan.id or not same:
            self._fill(plan)

    def draft(self) -> PlanDraft:
        """What the fields say."""
        way = self.what.value()
        recipe = Recipe(
            kind=Drawn.RANDOM if way is None else Drawn.TARGETED,
            rule=way,
            quota=int(self.quota.value()),
            cycle=self.cycle.value(),
            team_id=self.team.value(),
            channels=tuple(one for one, box in self.channels.items() if box.isChecked()),
            topics=tuple(one.strip() for one in self.topics.text().split(BETWEEN) if one.strip()),
            least_s=self.least.value(),
            after_first_week=self.later.isChecked(),
            spread=tuple(one for one, box in self.spread.items() if box.isChecked() and way is None),
        )
        chosen = tuple(user for user, box in self.evaluators.items() if box.isChecked())
        return PlanDraft(self.name.text().strip(), recipe, chosen)

    def _said(self, plan: SamplingPlan) -> PlanDraft:
        known = tuple(user for user in self.evaluators if user in plan.evaluators)
        return PlanDraft(plan.name, plan.recipe, known)

    def _fill(self, plan: SamplingPlan) -> None:
        recipe = plan.recipe
        self.name.show_text(plan.name)
        self.what.show_value(recipe.rule)
        self.quota.show_value(recipe.quota)
        self.cycle.show_value(recipe.cycle)
        self.team.show_value(recipe.team_id)
        self.topics.show_text(f"{BETWEEN} ".join(recipe.topics))
        self.least.show_value(recipe.least_s)
        self.later.show_value(recipe.after_first_week)
        for channel, box in self.channels.items():
            box.show_value(channel in recipe.channels)
        for kind, box in self.spread.items():
            box.show_value(kind in recipe.spread)
        for user, box in self.evaluators.items():
            box.show_value(user in plan.evaluators)
        self.name_row.say("")
        self._say_limits()

    def _keep(self, _value: object = None) -> None:
        plan, draft = self._plan, self.draft()
        self._say_limits()
        if plan is None or self._app.store is None:
            return
        self.name_row.say("" if draft.name else tr("A plan needs a name; until then it keeps the old one."))
        if not draft.name:
            draft = PlanDraft(plan.name, draft.recipe, draft.evaluators)
        self._ahead = draft
        slot = f"sampling plan {plan.id}"
        self._app.jobs.keep(slot, actions.change_plan, self._app.store, plan.id, draft, self._app.user)
        self.changed.emit()

    def _say_limits(self) -> None:
        """What so many calls of an agent can't show, before anybody wants to read it out of them."""
        targeted = self.what.value() is not None
        self.spread_row.setVisible(not targeted)
        if targeted:
            self.limits.setText(
                tr(
                    "What is heard for what it looks like says nothing of the rest: it is in no mean, and "
                    "shown apart. Draw the random plan of the same days first, for no call is drawn twice."
                )
            )
            return
        n, share = int(self.quota.value()), self._floor.share if self._floor else USUAL_SHARE
        said = (one for one in cautions(n, share) if one.limit in SAID)
        self.limits.setText(" ".join(caution_words(one, n, share) for one in said))

    def _offer_evaluators(self) -> None:
        while self._evaluator_flow.count():
            gone = self._evaluator_flow.takeAt(0)
            if gone is not None and gone.widget() is not None:
                gone.widget().hide()
                gone.widget().deleteLater()
        self.evaluators = {}
        for one in self._floor.evaluators if self._floor else ():
            box = Switch(one.name)
            box.setAccessibleName(tr("Shared out among: {name}", name=one.name))
            box.chosen.connect(self._keep)
            self.evaluators[one.user_id] = box
            box.show_value(self._plan is not None and one.user_id in self._plan.evaluators)
            self._evaluator_flow.addWidget(box)

    def _fold(self, *, hide: bool | None = None) -> None:
        hidden = not self.folded.isHidden() if hide is None else hide
        self.folded.setVisible(not hidden)
        words = tr("Which calls, and who hears them") if hidden else tr("Show less")
        self.more.setText(words)
        self.more.setAccessibleName(words)

    def _connect(self) -> None:
        for field in (self.name, self.topics):
            field.typed.connect(self._keep)
        for number in (self.quota, self.least):  # kept as it is typed, as all else here
            number.setKeyboardTracking(True)
        for chosen in (self.what, self.quota, self.cycle, self.team, self.least, self.later):
            chosen.chosen.connect(self._keep)
        for box in (*self.channels.values(), *self.spread.values()):
            box.chosen.connect(self._keep)

    def _lay_out(self) -> None:
        form = Form()
        self.name_row = form.add(tr("Name"), self.name)
        form.add(tr("Which calls are drawn"), self.what)
        amount = QWidget()
        flow = FlowLayout(amount, 16)
        flow.addWidget(FieldRow(tr("Calls per agent"), self.quota))
        flow.addWidget(FieldRow(tr("In each"), self.cycle))
        for widget in (amount, self.limits):
            form.add_widget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(form)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.folded)
        self._lay_out_folded()

    def _lay_out_folded(self) -> None:
        form = Form()
        self.spread_row = form.add(
            tr("Spread over"),
            _boxes(self.spread.values()),
            tr("Spread evenly, a call of a quiet day is likelier to be drawn than one of a busy day."),
        )
        form.add(tr("Only of the team"), self.team)
        self.topics_row = form.add(tr("Only on the topics"), self.topics, " ")
        form.add(tr("Only these channels"), _boxes(self.channels.values()), tr("None marked: all of them."))
        form.add(tr("Only calls of at least"), self.least)
        form.add_widget(self.later)
        people = _boxes(())
        found = people.layout()
        assert isinstance(found, FlowLayout)
        self._evaluator_flow = found
        form.add(
            tr("Shared out among"),
            people,
            tr("Nobody marked: whoever draws. People hear only whom they reach."),
        )
        column = QVBoxLayout(self.folded)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)


def _ways() -> list[tuple[object, str]]:
    targeted = [(one, tr("Targeted: {rule}", rule=word(one).lower())) for one in Rule]
    return [(None, tr("At random")), *targeted]


def _boxes(boxes: Iterable[Switch]) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row, 16)
    for box in boxes:
        flow.addWidget(box)
    return row
