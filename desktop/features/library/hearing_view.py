"""The shelf of calls worth hearing: what others can learn from, and what agents propose from their own."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.skills import Skill
from desktop.coaching.access import Deed, may
from desktop.features.library import worth_hearing
from desktop.features.library.worth_hearing import Shelved
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import clock, day, tr
from desktop.shell.words import word
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class HearingView(QWidget):
    """A list, and under it what can be done with the chosen call."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.table = Table(
            tr("Calls worth hearing"), _columns(), settings=app.settings, key="library hearing"
        )
        self.table.set_identity(attrgetter("id"))
        self.table.set_empty(
            tr("No call stands here yet. While listening, Ctrl+Shift+W puts one here; agents propose theirs.")
        )
        self.table.selected.connect(self._show)
        self.table.opened.connect(self._open)
        self.about = label("", "muted", wrap=True)
        self.hear = button(tr("Open the call"), self._open_chosen, role="primary")
        self.take = button(tr("Take it on the shelf"), self._take)
        self.consent = button("", self._turn_consent)
        self.skill = Choice(tr("What can be learnt from it"), [("", tr("No skill named"))])
        self.skill.chosen.connect(self._name_skill)
        self.off = button(tr("Take it off"), self._take_off, tr("Take the call off the shelf"), "quiet")
        self.deeds = QWidget()
        flow = FlowLayout(self.deeds)
        for one in (self.hear, self.take, self.consent, self.skill, self.off):
            flow.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        column.addWidget(self.deeds)

    def read(self) -> None:
        """Read the shelf anew."""
        if self._app.store is not None:
            self._app.jobs.run(worth_hearing.read_shelf, self._app.store, done=self.show_calls, owner=self)

    def show_skills(self, skills: Sequence[Skill]) -> None:
        self.skill.set_choices([("", tr("No skill named")), *((one.key, one.name) for one in skills)])
        self._show(self.table.current())

    def show_calls(self, calls: Sequence[Shelved]) -> None:
        self.table.show_rows(calls)
        self._show(self.table.current())

    def _show(self, one: Shelved | None) -> None:
        able = may(self._app.user, Deed.SHELVE)
        self.deeds.setVisible(one is not None)
        self.about.setVisible(one is not None)
        for each in (self.take, self.consent, self.skill, self.off):
            each.setVisible(able)
        if one is None:
            return
        self.take.setVisible(able and one.call.taken_at is None)
        words = tr("They said yes") if one.call.agreed_at is None else tr("They take their yes back")
        self.consent.setText(words)
        self.consent.setAccessibleName(words)
        self.skill.show_value(one.call.skill)
        self.about.setText(_about(one))

    def _open(self, one: Shelved) -> None:
        self._app.go("monitoring", ("contact", one.contact.id))

    def _open_chosen(self) -> None:
        if (one := self.table.current()) is not None:
            self._open(one)

    def _take(self) -> None:
        self._do(worth_hearing.take, worth_hearing.leave, tr("Took the call on the shelf."))

    def _take_off(self) -> None:
        self._do(worth_hearing.take_off, worth_hearing.put_back, tr("Took the call off the shelf."))

    def _turn_consent(self) -> None:
        one = self.table.current()
        if one is not None:
            yes = one.call.agreed_at is None
            note = worth_hearing.note_consent
            words = tr("Noted: others may hear it.") if yes else tr("Noted: others may not hear it.")
            self._do(partial(_consent, note, yes), partial(_consent, note, not yes), words)

    def _name_skill(self, skill: object) -> None:
        one = self.table.current()
        if one is not None and self._app.store is not None:
            name = worth_hearing.name_skill
            self._app.jobs.run(name, self._app.store, one.id, str(skill), self._app.user, done=self._again)

    def _do(self, there: Callable[..., None], back: Callable[..., None], words: str) -> None:
        one = self.table.current()
        if one is not None:
            self._run(there, one.id)
            self._app.undo.offer(words, partial(self._run, back, one.id), partial(self._run, there, one.id))

    def _run(self, work: Callable[..., None], id: int) -> None:
        if self._app.store is not None:
            self._app.jobs.run(work, self._app.store, id, self._app.user, done=self._again, owner=self)

    def _again(self, _nothing: object) -> None:
        self.read()


def _consent(note: Callable[..., None], yes: bool, store: object, id: int, by: object) -> None:
    note(store, id, yes, by)


def _columns() -> list[Column]:
    return [
        Column("why", tr("Why it is worth hearing"), _why),
        Column("agent", tr("Agent"), attrgetter("agent")),
        Column("standing", tr("Standing"), _standing, mark=_mark),
        Column("call", tr("Call"), _call),
        Column("skill", tr("Skill"), attrgetter("skill")),
    ]


def _why(one: Shelved) -> str:
    return one.call.why


def _call(one: Shelved) -> str:
    parts = [one.contact.topic or word(one.contact.channel), day(one.contact.started_at.date())]
    return ", ".join(parts)


def _mark(one: Shelved) -> str:
    return "promise" if one.call.taken_at is None or one.call.agreed_at is None else "strength"


def _standing(one: Shelved) -> str:
    if one.call.taken_at is None:
        return tr("proposed by the agent")
    return tr("others may hear it") if one.call.agreed_at else tr("ask the agent first")


def _about(one: Shelved) -> str:
    parts = [tr("“{why}”", why=one.call.why)]
    if one.call.at_s is not None:
        parts.append(tr("Begin at {clock}.", clock=clock(one.call.at_s)))
    if one.call.agreed_at is not None:
        words = tr("{agent} said yes on {day}.", agent=one.agent, day=day(one.call.agreed_at.date()))
    else:
        words = tr("Nobody but the coach hears it before {agent} has said yes.", agent=one.agent)
    return " ".join([*parts, words])
