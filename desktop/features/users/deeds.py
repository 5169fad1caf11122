"""Carries out what is asked of a user: each deed as a job, with the way back where there is one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.records.people import Role, User
from desktop.features.users import actions, wording
from desktop.features.users.actions import Admitted, Invitation, Unfit
from desktop.features.users.reading import Given
from desktop.shell.context import App
from desktop.shell.jobs import Job
from desktop.shell.text import tr


class Deeds(QObject):
    """`of` names the user whom a deed is about; `name_refused` carries why, `refused`: nothing changed.

    `shut_out`: a passphrase was taken from somebody, who may have had a copy of the floor.
    """

    admitted = Signal(object)
    shut_out = Signal()
    name_refused = Signal(str)
    refused = Signal()
    removal_ended = Signal()

    def __init__(self, app: App, of: Callable[[], int]) -> None:
        super().__init__()
        self.app, self._of = app, of

    def invite(self, new: Invitation) -> None:
        self._run(actions.invite, new, done=self.admitted.emit)

    def rename(self, name: str) -> None:
        self._run(actions.rename, self._of(), name)

    def change_role(self, role: Role, keeps: bool) -> None:
        changed = partial(self._role_changed, role, keeps)
        self._run(actions.change_role, self._of(), role, keeps, done=changed)

    def assign(self, what: tuple[str, int]) -> None:
        self._run(actions.assign, self._of(), what, done=self._assigned)

    def withdraw(self, one: Given) -> None:
        self._run(actions.withdraw, one.id, done=partial(self._withdrawn, one))

    def suspend(self) -> None:
        self._run(actions.suspend, self._of(), done=partial(self._suspended, self._of()))

    def resume(self) -> None:
        self._run(actions.resume, self._of())

    def reset(self) -> None:
        self._run(actions.reset, self._of(), done=self._was_reset)

    def remove(self) -> Job | None:
        """The long one; the job, to be watched."""
        if self.app.store is None:
            return None
        return self.app.jobs.run(
            actions.remove,
            self.app.store,
            self._of(),
            self.app.user,
            done=self._removed,
            failed=self._not_removed,
            label=tr("Removing the user"),
            owner=self,
        )

    def _was_reset(self, admitted: Admitted) -> None:
        self.shut_out.emit()
        self.admitted.emit(admitted)

    def _role_changed(self, role: Role, keeps: bool, before: User) -> None:
        back = partial(self._run, actions.change_role, before.id, before.role, before.keeps)
        again = partial(self._run, actions.change_role, before.id, role, keeps)
        words = tr("Changed what {name} works as; it counts when they next sign in", name=before.name)
        self.app.undo.offer(words, back, again)

    def _assigned(self, id: int) -> None:
        take, give = partial(self._run, actions.withdraw, id), partial(self._run, actions.give_back, id)
        self.app.undo.offer(tr("Assigned"), take, give)

    def _withdrawn(self, one: Given, _nothing: object) -> None:
        take = partial(self._run, actions.withdraw, one.id)
        give = partial(self._run, actions.give_back, one.id)
        self.app.undo.offer(tr("Took {name} away", name=wording.given_name(one)), give, take)

    def _suspended(self, id: int, _nothing: object) -> None:
        resume, suspend = partial(self._run, actions.resume, id), partial(self._run, actions.suspend, id)
        self.app.undo.offer(tr("Suspended: they can't come in until they are let in again"), resume, suspend)
        self.shut_out.emit()

    def _removed(self, _nothing: object) -> None:
        self.app.notices.say(tr("Removed; what they wrote stays."))
        self.removal_ended.emit()

    def _not_removed(self, error: Exception) -> None:
        self._sorry(error)
        self.removal_ended.emit()

    def _sorry(self, error: Exception) -> None:
        words = wording.refusal(error)
        if isinstance(error, Unfit):
            self.name_refused.emit(words)
        elif words:
            self.app.notices.say(words, kind="warn")
            self.refused.emit()
        else:
            self.app.sorry(error)
            self.refused.emit()

    def _run(
        self, work: Callable[..., object], *values: Any, done: Callable[..., None] | None = None
    ) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                work, self.app.store, *values, self.app.user, done=done, failed=self._sorry, owner=self
            )
