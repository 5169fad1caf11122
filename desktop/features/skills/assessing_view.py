"""One assessment, one screen: skill by skill with its five levels, kept at once, finished when whole."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from db.records.skills import Assessment, AssessmentKind
from desktop.features.skills.actions import RatedSkill
from desktop.features.skills.assessing_desk import AssessingDesk, slot_of
from desktop.features.skills.evidence_list import EvidenceList
from desktop.features.skills.rating_panel import RatingPanel
from desktop.features.skills.skill_list import SkillList
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.spoken import announce
from desktop.shell.text import day, ntr, time_of_day, tr
from desktop.shell.words import word
from desktop.widgets.page import PageHeader

BESIDE, BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
WIDE_CHARACTERS, LISTED_CHARACTERS = 150, 84
NO_KEYS = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class AssessingView(QWidget):
    """`left` asks to go back, `ended` tells that an assessment was finished; both carry the agent's id."""

    left = Signal(int)
    ended = Signal(int)

    def __init__(self, app: App, header: PageHeader) -> None:
        super().__init__()
        self.app, self.header = app, header
        self.desk = AssessingDesk(app, self)
        self.place: int | None = None
        self.handing = label("", "chip", wrap=True)
        self.skills = SkillList()
        self.rating = RatingPanel(app.theme)
        self.evidence = EvidenceList(app)
        self.back = button(tr("Back to the agent"), self.leave, role="quiet")
        self.discard = button(tr("Discard this draft"), self.desk.discard, role="quiet")
        self._sides, self._whole = QBoxLayout(BESIDE), QBoxLayout(BESIDE)
        self._lay_out()
        self._connect()

    def open(self, assessment_id: int) -> None:
        """Show an assessment at its first open skill."""
        self.place = None
        self.desk.open(assessment_id)

    def load(self) -> None:
        self.desk.load()

    def leave(self) -> None:
        """Go back to the agent; the draft stays as it is."""
        self.desk.leave()

    def row(self) -> RatedSkill:
        """The skill on screen."""
        assert self.desk.sitting is not None
        return self.desk.sitting.skills[self.place or 0]

    def go(self, place: int) -> None:
        """Show the skill at this place."""
        if self.desk.sitting is not None and 0 <= place < len(self.desk.sitting.skills):
            self.place = place
            self._show_all()

    def rate(self, level: int) -> None:
        """Choose a level 1–5, or 0 for "not seen yet"; kept at once."""
        if not self.desk.locked():
            self.desk.rate(self.row(), level)
            announce(self, tr("Level {n}", n=level) if level else tr("Not seen yet"))

    def unrate(self) -> None:
        """Take the rating of this skill away."""
        rating = None if self.desk.locked() else self.row().rating
        if rating is not None:
            self.desk.unrate(rating)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in "012345" and event.modifiers() in NO_KEYS:
            self.rate(int(event.text()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown):
            self._step(1)
        elif event.key() == Qt.Key.Key_PageUp:
            self._step(-1)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.unrate()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.fontMetrics().averageCharWidth()
        self._sides.setDirection(BESIDE if self.width() > em * WIDE_CHARACTERS else BELOW)
        listed = self.width() > em * LISTED_CHARACTERS
        self.skills.setVisible(listed)
        # Where the list has no room, what stands under it goes to the foot.
        self._whole.setDirection(BESIDE if listed else QBoxLayout.Direction.BottomToTop)

    def _show(self) -> None:
        """Show what was read; at first, the first skill without a rating."""
        assert self.desk.sitting is not None
        if self.place is not None:
            self._show_all()
            return
        ratings = [row.rating for row in self.desk.sitting.skills]
        self.go(ratings.index(None) if None in ratings else 0)
        self.rating.levels.focus()

    def _step(self, by: int) -> None:
        self.go((self.place or 0) + by)
        self.rating.levels.focus()

    def _keep(self, text: str) -> None:
        rating = None if self.desk.locked() else self.row().rating
        if rating is not None:
            self.desk.keep(rating, text)

    def _say_kept(self, slot: str) -> None:
        rating = self.row().rating if self.desk.sitting is not None else None
        if rating is not None and slot == slot_of(rating):
            self.rating.kept.setText(tr("kept {time}", time=time_of_day(self.app.clock())))
            self.rating.kept.show()

    def _say_level_first(self) -> None:
        if self.desk.locked():
            self.app.notices.say(tr("This assessment is finished, so nothing can be linked to it."))
        else:
            self.app.notices.say(tr("Choose a level first; then the row can be linked to it."))

    def _show_all(self) -> None:
        sitting, locked = self.desk.sitting, self.desk.locked()
        assert sitting is not None
        one, row, at = sitting.assessment, self.row(), self.place or 0
        own = one.kind is AssessmentKind.SELF
        self.skills.show_skills(sitting.skills, at)
        self.rating.show_skill(row, (at, len(sitting.skills)), one.kind, locked)
        self.evidence.setVisible(not own)
        if not own:
            self.evidence.show_rating(one.id, row.skill.id, row.rating, locked)
        self.discard.setVisible(not locked)
        self.handing.setVisible(own and not locked)
        hand = tr("Hand the keyboard to {name}; take it back when this is finished.", name=sitting.agent.name)
        self.handing.setText(hand)
        self._show_head(one)

    def _show_head(self, one: Assessment) -> None:
        assert self.desk.sitting is not None
        sitting = self.desk.sitting
        self.header.set_title(tr("{view}: {name}", view=word(one.kind), name=sitting.agent.name))
        if self.desk.locked():
            self.header.set_state(tr("Finished, {day}. Locked.", day=day(one.finished_at or one.begun_on)))
            again = tr("Open it again") if self.desk.may_reopen(one) else ""
            self.header.set_primary(again, self.desk.reopen)
            return
        count = tr("{n} of {all} rated.", n=sitting.rated, all=len(sitting.skills))
        self.header.set_state(f"{count} {_apart(one.kind)}")
        self.header.set_primary(tr("Finish assessment"), self.desk.finish, "Ctrl+Return")

    def _show_unrated(self, skill_ids: tuple[int, ...]) -> None:
        assert self.desk.sitting is not None
        self.go([row.skill.id for row in self.desk.sitting.skills].index(skill_ids[0]))
        self.rating.levels.focus()
        self.app.notices.say(
            ntr(
                "{n} skill has no rating yet; “not seen yet” counts as one. Here it is.",
                "{n} skills have no rating yet; “not seen yet” counts as one. Here is the first.",
                len(skill_ids),
            ),
            kind="warn",
        )

    def _connect(self) -> None:
        self.desk.shown.connect(self._show)
        self.desk.unrated.connect(self._show_unrated)
        self.desk.ended.connect(self.ended)
        self.desk.left.connect(self.left)
        self.skills.wanted.connect(self.go)
        self.rating.rated.connect(self.rate)
        self.rating.typed.connect(self._keep)
        self.rating.stepped.connect(self._step)
        self.evidence.refused.connect(self._say_level_first)
        self.app.jobs.kept.connect(self._say_kept)

    def _lay_out(self) -> None:
        beside = QWidget()
        left = QVBoxLayout(beside)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(4)
        left.addWidget(self.skills, 1)
        left.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.discard, 0, Qt.AlignmentFlag.AlignLeft)
        self._sides.setSpacing(16)
        self._sides.addWidget(self.rating, 1)
        self._sides.addWidget(self.evidence, 1)
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
