"""What is done to one assessment: every change is stored at once, and what is taken away can come back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from db.records.people import User
from db.records.skills import Assessment, AssessmentKind, AssessmentState, Rating
from db.store import Store
from desktop.coaching.access import Deed, may
from desktop.features.skills import actions
from desktop.features.skills.actions import RatedSkill, Sitting, Unrated
from desktop.shell.context import App
from desktop.shell.text import tr
from desktop.shell.words import word


class AssessingDesk(QObject):
    """`shown` tells that the sitting was read, `unrated` the skills that finishing found open.

    `ended` and `left` carry the agent: the assessment was finished, or is not to be seen (any more).
    """

    shown = Signal()
    unrated = Signal(object)
    ended = Signal(int)
    left = Signal(int)

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self.app = app
        self.id: int | None = None
        self.sitting: Sitting | None = None

    def open(self, assessment_id: int) -> None:
        self.id, self.sitting = assessment_id, None
        self.load()

    def load(self) -> None:
        if self.app.store is not None and self.id is not None:
            self.app.jobs.run(
                actions.sitting,
                self.app.store,
                self.id,
                self.app.clock().date(),
                self.app.user,
                done=self._show,
                failed=self._not_shown,
                owner=self,
            )

    def locked(self) -> bool:
        return self.sitting is None or self.sitting.assessment.state is AssessmentState.FINAL

    def rate(self, row: RatedSkill, level: int) -> None:
        """Give a level 1–5, or 0 for "not seen yet"."""
        if not self.locked():
            self.app.jobs.run(
                actions.rate, self.app.store, self.id, row.skill.id, level or None, self.app.user
            )

    def unrate(self, rating: Rating) -> None:
        """Take a rating away; it can be undone."""
        again = partial(self._do, actions.unrate, rating.id)
        again()
        back = partial(self._do, actions.bring_back, rating.id)
        self.app.undo.offer(tr("Took the rating away."), back, again)

    def keep(self, rating: Rating, comment: str) -> None:
        """Store the words under a rating, as they are typed."""
        self.app.jobs.keep(
            slot_of(rating), actions.keep_comment, self.app.store, rating.id, comment, self.app.user
        )

    def finish(self) -> None:
        self.app.jobs.run(
            self.app.jobs.once_kept(actions.finish),
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

    def may_reopen(self, one: Assessment) -> bool:
        """What an agent has said of themselves stands, unless they take it back at the desk themselves."""
        own = one.kind is AssessmentKind.SELF
        return may(self.app.user, Deed.SIGN_FOR_ONESELF if own else Deed.ASSESS)

    def discard(self) -> None:
        """Remove the draft; it can be brought back whole."""
        if self.sitting is None or self.locked():
            return
        id, agent = self.sitting.assessment.id, self.sitting.agent
        again = partial(self._do, actions.discard, id)
        again()
        self.app.undo.offer(
            tr("Discarded the draft for {name}.", name=agent.name), partial(self._do, actions.keep, id), again
        )
        self.leave()

    def leave(self) -> None:
        agent = self.sitting.agent.id if self.sitting is not None else 0
        self.id = self.sitting = None
        self.left.emit(agent)

    def _do(self, work: Callable[[Store, int, User | None], object], id: int) -> None:
        if self.app.store is not None:
            self.app.jobs.run(work, self.app.store, id, self.app.user)

    def _show(self, sitting: Sitting) -> None:
        if sitting.assessment.id == self.id:
            self.sitting = sitting
            self.shown.emit()

    def _finished(self, one: Assessment) -> None:
        words = tr("Finished: {view}.", view=word(one.kind))
        if self.may_reopen(one):
            back, again = partial(self._do, actions.reopen, one.id), partial(self._do, actions.finish, one.id)
            self.app.undo.offer(words, back, again)
        else:
            self.app.notices.say(words)
        self.id = self.sitting = None
        self.ended.emit(one.agent_id)

    def _not_finished(self, error: Exception) -> None:
        if isinstance(error, Unrated):
            self.unrated.emit(error.skill_ids)
        else:
            self.app.sorry(error)

    def _not_shown(self, error: Exception) -> None:
        if isinstance(error, actions.Held):
            self.app.notices.say(tr("This own view opens when the coach's view is finished too."))
            self.leave()
        elif isinstance(error, LookupError):
            self.leave()
        else:
            self.app.sorry(error)


def slot_of(rating: Rating) -> str:
    """The name under which a rating's words are kept."""
    return f"rating {rating.id}"
