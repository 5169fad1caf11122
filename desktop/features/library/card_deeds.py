"""What can be done with a version of a scorecard, each deed with its way back."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.records.scorecards import ScorecardVersion, VersionState
from desktop.features.library import actions
from desktop.features.library.actions import Library
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout


class Deeds:
    """Runs the actions on versions, says what came of them, and offers to take them back."""

    def __init__(self, app: App, owner: QWidget) -> None:
        self.app, self.owner = app, owner

    def retire(self, version: ScorecardVersion) -> None:
        back = partial(self.do, actions.use_again, version.id)
        words = tr("Retired “{name}”, version {n}", name=version.form.name, n=version.number)
        self.do(actions.retire, version.id, done=partial(self._offer, words, back))

    def use_again(self, version: ScorecardVersion) -> None:
        self.do(actions.use_again, version.id, done=partial(self._say_used, version))

    def delete_draft(self, version: ScorecardVersion) -> None:
        back = partial(self.do, actions.bring_back_draft, version.id)
        words = tr("Deleted the draft of “{name}”", name=version.form.name)
        self.do(actions.delete_draft, version.id, done=partial(self._offer, words, back))

    def _offer(self, words: str, back: Callable[[], None], _result: object) -> None:
        self.app.undo.offer(words, back)

    def _say_used(self, version: ScorecardVersion, before: ScorecardVersion | None) -> None:
        deed, id = (actions.use_again, before.id) if before else (actions.retire, version.id)
        words = tr("“{name}”, version {n}, is in use again", name=version.form.name, n=version.number)
        self._offer(words, partial(self.do, deed, id), None)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, actions.NotSound):
            self.app.notices.say(tr("Not yet: open the draft and put right what it names."), kind="warn")
        elif isinstance(error, actions.NoDraft):
            self.app.notices.say(tr("It was published in the meantime, and is locked."), kind="warn")
        else:
            self.app.sorry(error)

    def do(
        self,
        deed: Callable[..., object],
        *args: object,
        done: Callable[..., None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        store, by = self.app.store, self.app.user
        fails = failed or self._refuse
        self.app.jobs.run(deed, store, *args, by, done=done, failed=fails, owner=self.owner)


class View(Protocol):
    """What the row of deeds needs of the page around it."""

    library: Library | None
    deeds: Deeds

    def edit(self, version_id: int) -> None: ...
    def publish(self, version_id: int) -> None: ...
    def copy_to_change(self, version_id: int) -> None: ...
    def compare(self, version: ScorecardVersion) -> None: ...
    def versions_of(self, version: ScorecardVersion) -> list[ScorecardVersion]: ...


class DeedRow(QWidget):
    """What can be done with the chosen version, by those who may."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self.version: ScorecardVersion | None = None
        self.edit = button(tr("Edit the draft"), self._edit)
        self.publish = button(tr("Publish"), self._publish)
        self.copy = button(tr("Copy to change"), self._copy)
        self.retire = button(tr("Retire"), self._retire, role="quiet")
        self.again = button(tr("Use again"), self._use_again, role="quiet")
        self.compare = button(tr("Compare versions"), self._compare, role="quiet")
        self.delete = button(tr("Delete the draft"), self._delete, role="quiet")
        often = QWidget()
        flow = FlowLayout(often, 8)
        for each in (self.edit, self.copy, self.publish, self.again, self.compare):
            flow.addWidget(each)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(often, 1)
        # What takes away stands apart, where nothing else is clicked.
        for apart in (self.retire, self.delete):
            row.addWidget(apart, 0, Qt.AlignmentFlag.AlignTop)
        for one in self._all():
            one.hide()

    def show_version(self, version: ScorecardVersion) -> None:
        self.version = version
        library = self.view.library
        may = library is not None and library.buildable
        state = version.state
        self.edit.setVisible(may and state is VersionState.DRAFT)
        self.publish.setVisible(may and state is VersionState.DRAFT)
        self.delete.setVisible(may and state is VersionState.DRAFT)
        self.copy.setVisible(may and state is not VersionState.DRAFT)
        self.retire.setVisible(may and state is VersionState.PUBLISHED)
        self.again.setVisible(may and state is VersionState.RETIRED)
        self.compare.setVisible(len(self.view.versions_of(version)) > 1)

    def _all(self) -> tuple[QWidget, ...]:
        return (self.edit, self.copy, self.publish, self.again, self.compare, self.retire, self.delete)

    def _edit(self) -> None:
        if self.version is not None:
            self.view.edit(self.version.id)

    def _publish(self) -> None:
        if self.version is not None:
            self.view.publish(self.version.id)

    def _copy(self) -> None:
        if self.version is not None:
            self.view.copy_to_change(self.version.id)

    def _retire(self) -> None:
        if self.version is not None:
            self.view.deeds.retire(self.version)

    def _use_again(self) -> None:
        if self.version is not None:
            self.view.deeds.use_again(self.version)

    def _compare(self) -> None:
        if self.version is not None:
            self.view.compare(self.version)

    def _delete(self) -> None:
        if self.version is not None:
            self.view.deeds.delete_draft(self.version)
