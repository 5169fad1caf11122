"""One assessment, one screen: skill by skill with its five levels, kept at once, finished when whole."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from db.records.people import User
from db.records.skills import Assessment, AssessmentKind, AssessmentState
from db.store import Store
from desktop.features.skills import actions
from desktop.features.skills.actions import RatedSkill, Sitting, Unrated
from desktop.features.skills.evidence_list import EvidenceList
from desktop.features.skills.rating_panel import RatingPanel
from desktop.features.skills.skill_list import SkillList
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.spoken import announce
from desktop.shell.text import day, ntr, time_of_day, tr
from desktop.shell.words import word
from desktop.widgets.page import PageHeader

BESIDE = QBoxLayout.Direction.LeftToRight
WIDE_CHARACTERS, LISTED_CHARACTERS = 150, 84


class AssessingView(QWidget):
    """`left` asks to go back, `ended` tells that an assessment was finished; both carry the agent's id."""

    left = Signal(int)
    ended = Signal(int)

    def __init__(self, app: App, header: PageHeader) -> None:
        super().__init__()
        self.app, self.header = app, header
        self.sitting: Sitting | None = None
        self.id: int | None = None
        self.place = 0
        self.handing = label("", "chip", wrap=True)
        self.skills = SkillList()
        self.rating = RatingPanel(app.theme)
        self.evidence = EvidenceList(app)
        self.back = button(tr("Back to the agent"), self.leave, role="quiet")
        self.discard_button = button(tr("Discard this draft"), self.discard, role="quiet")
        self._sides = QBoxLayout(BESIDE)
        self._whole = QBoxLayout(BESIDE)
        self._lay_out()
        self.skills.wanted.connect(self.go)
        self.rating.rated.connect(self.rate)
        self.rating.typed.connect(self._keep)
        self.rating.stepped.connect(self._step)
        self.evidence.refused.connect(self._say_level_first)
        app.jobs.kept.connect(self._say_kept)

    def open(self, assessment_id: int) -> None:
        """Show an assessment at its first open skill."""
        self.id, self.sitting, self.place = assessment_id, None, 0
        self.load()

    def load(self) -> None:
        if self.app.store is not None and self.id is not None:
            self.app.jobs.run(
                actions.sitting,
                self.app.store,
                self.id,
                self.app.clock().date(),
                self.app.user,
                done=self.show_sitting,
                failed=self._not_shown,
                owner=self,
            )

    def show_sitting(self, sitting: Sitting) -> None:
        if sitting.assessment.id != self.id:
            return
        first = self.sitting is None
        self.sitting = sitting
        if first:
            self.place = next((at for at, row in enumerate(sitting.skills) if row.rating is None), 0)
        self._show_all()
        if first:
            self.rating.levels.focus()

    def locked(self) -> bool:
        return self.sitting is None or self.sitting.assessment.state is AssessmentState.FINAL

    def go(self, place: int) -> None:
        """Show the skill at this place."""
        if self.sitting is not None and 0 <= place < len(self.sitting.skills):
            self.place = place
            self._show_all()

    def rate(self, level: int) -> None:
        """Choose a level 1–5, or 0 for "not seen yet"; kept at once."""
        if self.locked() or self.app.store is None:
            return
        row = self._row()
        self.app.jobs.run(actions.rate, self.app.store, self.id, row.skill.id, level or None, self.app.user)
        announce(self, tr("Level {n}", n=level) if level else tr("Not seen yet"))

    def unrate(self) -> None:
        """Take the rating of this skill away; it can be undone."""
        rating = self._row().rating if self.sitting is not None else None
        if rating is None or self.locked():
            return
        again = partial(self._do, actions.unrate, rating.id)
        again()
        self.app.undo.offer(
            tr("Took the rating away."), partial(self._do, actions.bring_back, rating.id), again
        )

    def finish(self) -> None:
        self.app.jobs.run(
            actions.finish,
            self.app.store,
            self.id,
            self.app.user,
            done=self._finished,
            failed=self._not_finished,
            owner=self,
        )

    def reopen(self) -> None:
        """Make a finished assessment a draft again."""
        if self.id is not None:
            self._do(actions.reopen, self.id)

    def discard(self) -> None:
        """Remove the draft; it can be brought back whole."""
        if self.sitting is None or self.locked():
            return
        id, agent = self.sitting.assessment.id, self.sitting.agent
        again = partial(self._do, actions.discard, id)
        again()
        self.app.undo.offer(
            tr("Discarded the draft for {name}.", name=agent.name),
            partial(self._do, actions.keep, id),
            again,
        )
        self.leave()

    def leave(self) -> None:
        agent = self.sitting.agent.id if self.sitting is not None else 0
        self.id = self.sitting = None
        self.left.emit(agent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.text()
            and event.text() in "012345"
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.rate(int(event.text()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown):
            self._step(1)
        elif event.key() == Qt.Key.Key_PageUp:
            self._step(-1)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.unrate()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.fontMetrics().averageCharWidth()
        wide = self.width() > em * WIDE_CHARACTERS
        self._sides.setDirection(BESIDE if wide else QBoxLayout.Direction.TopToBottom)
        listed = self.width() > em * LISTED_CHARACTERS
        self.skills.setVisible(listed)
        # Where the list has no room, what stands under it goes to the foot.
        self._whole.setDirection(BESIDE if listed else QBoxLayout.Direction.BottomToTop)

    def _do(self, work: Callable[[Store, int, User | None], object], id: int) -> None:
        if self.app.store is not None:
            self.app.jobs.run(work, self.app.store, id, self.app.user)

    def _row(self) -> RatedSkill:
        assert self.sitting is not None
        return self.sitting.skills[self.place]

    def _step(self, by: int) -> None:
        self.go(self.place + by)
        self.rating.levels.focus()

    def _keep(self, text: str) -> None:
        rating = self._row().rating if self.sitting is not None else None
        if rating is not None and not self.locked():
            self.app.jobs.keep(
                f"rating {rating.id}", actions.keep_comment, self.app.store, rating.id, text, self.app.user
            )

    def _say_kept(self, slot: str) -> None:
        rating = self._row().rating if self.sitting is not None else None
        if rating is not None and slot == f"rating {rating.id}":
            self.rating.kept.setText(tr("kept {time}", time=time_of_day(self.app.clock())))
            self.rating.kept.show()

    def _say_level_first(self) -> None:
        if self.locked():
            self.app.notices.say(tr("This assessment is finished. Open it again to change it."))
        else:
            self.app.notices.say(tr("Choose a level first; then the row can be linked to it."))

    def _show_all(self) -> None:
        assert self.sitting is not None
        one, locked = self.sitting.assessment, self.locked()
        self.skills.show_skills(self.sitting.skills, self.place)
        row = self._row()
        self.rating.show_skill(row, (self.place, len(self.sitting.skills)), one.kind, locked)
        self.evidence.setVisible(one.kind is not AssessmentKind.SELF)
        if one.kind is not AssessmentKind.SELF:
            self.evidence.show_rating(one.id, row.skill.id, row.rating, locked)
        self.discard_button.setVisible(not locked)
        hand = one.kind is AssessmentKind.SELF and not locked
        self.handing.setVisible(hand)
        self.handing.setText(
            tr(
                "Hand the keyboard to {name}; take it back when this is finished.",
                name=self.sitting.agent.name,
            )
        )
        self._show_head(one)

    def _show_head(self, one: Assessment) -> None:
        assert self.sitting is not None
        self.header.set_title(tr("{view}: {name}", view=word(one.kind), name=self.sitting.agent.name))
        if self.locked():
            self.header.set_state(tr("Finished, {day}. Locked.", day=day(one.finished_at or one.begun_on)))
            self.header.set_primary(tr("Open it again"), self.reopen)
            return
        count = tr("{n} of {all} rated.", n=self.sitting.rated, all=len(self.sitting.skills))
        self.header.set_state(f"{count} {_apart(one.kind)}")
        self.header.set_primary(tr("Finish assessment"), self.finish, "Ctrl+Return")

    def _finished(self, one: Assessment) -> None:
        self.app.undo.offer(
            tr("Finished: {view}.", view=word(one.kind)),
            partial(self._do, actions.reopen, one.id),
            partial(self._do, actions.finish, one.id),
        )
        self.id = self.sitting = None
        self.ended.emit(one.agent_id)

    def _not_finished(self, error: Exception) -> None:
        if not isinstance(error, Unrated) or self.sitting is None:
            self.app.sorry(error)
            return
        ids = [row.skill.id for row in self.sitting.skills]
        self.go(ids.index(error.skill_ids[0]))
        self.rating.levels.focus()
        self.app.notices.say(
            ntr(
                "{n} skill has no rating yet; “not seen yet” counts as one. Here it is.",
                "{n} skills have no rating yet; “not seen yet” counts as one. Here is the first.",
                len(error.skill_ids),
            ),
            kind="warn",
        )

    def _not_shown(self, error: Exception) -> None:
        if isinstance(error, actions.Held):
            self.app.notices.say(tr("This own view opens when the coach's view is finished too."))
            self.leave()
        elif isinstance(error, LookupError):
            self.leave()
        else:
            self.app.sorry(error)

    def _lay_out(self) -> None:
        beside = QWidget()
        left = QVBoxLayout(beside)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(4)
        left.addWidget(self.skills, 1)
        left.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.discard_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._sides.setSpacing(16)
        self._sides.addWidget(self.rating, 3)
        self._sides.addWidget(self.evidence, 2)
        self._whole.setSpacing(24)
        self._whole.addWidget(beside)
        self._whole.addLayout(self._sides, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.handing)
        column.addLayout(self._whole, 1)


def _apart(kind: AssessmentKind) -> str:
    return {
        AssessmentKind.SELF: tr("The coach's view is not shown here; both open when both are finished."),
        AssessmentKind.COACH: tr("The agent's own view is not shown here; both open when both are finished."),
        AssessmentKind.DEMONSTRATION: tr("Rate only what was shown, in a rehearsal or on a call."),
    }[kind]
