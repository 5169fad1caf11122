"""What was heard on calls about one skill, to be read before rating and linked to the rating by a key."""

from functools import partial
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.skills import Rating
from desktop.features.skills import actions
from desktop.features.skills.basis import Sighting
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import day, ntr, percent, tr
from desktop.shell.words import word
from desktop.widgets.forms import Switch
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class EvidenceList(QWidget):
    """Enter links the row to the rating, or takes it away; `refused`: no level is chosen yet."""

    refused = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.rating: Rating | None = None
        self.locked = False
        self._about: tuple[int, int] | None = None
        self.heading = label(tr("Seen on calls"), "heading")
        self.hint = label("", "small", wrap=True)
        self.every = Switch(tr("All notes"))
        self.every.setToolTip(tr("Notes on other questions too"))
        self.every.chosen.connect(self._read)
        self.table = Table(tr("Seen on calls"), _columns())
        self.table.set_identity(attrgetter("mark"))
        self.table.set_empty(tr("No note or answer on this skill yet."))
        self.table.opened.connect(self.toggle)
        self.see = button(tr("Open the call"), self.open_call, role="quiet")
        self._lay_out()

    def show_rating(self, assessment_id: int, skill_id: int, rating: Rating | None, locked: bool) -> None:
        """Show what can be linked to this skill's rating; None while there is none."""
        self.rating, self.locked = rating, locked
        self._about = assessment_id, skill_id
        self._read()

    def toggle(self, seen: Sighting) -> None:
        """Link a note or answer, or take the link away; either can be undone."""
        if self.rating is None or self.locked or self.app.store is None:
            self.refused.emit()
            return
        if seen.evidence_id is None:
            self.app.jobs.run(
                actions.link,
                self.app.store,
                self.rating.id,
                seen,
                self.app.user,
                done=partial(self._linked, self.rating.id),
            )
            return
        self._unlink(self.rating.id, seen.evidence_id)
        self.app.undo.offer(
            tr("Took the link away."),
            partial(self._link_again, self.rating.id, seen.evidence_id),
            partial(self._unlink, self.rating.id, seen.evidence_id),
        )

    def open_call(self) -> None:
        """Go to the note or the evaluation of the row."""
        seen = self.table.current()
        if isinstance(seen, Sighting):
            target = (
                ("note", seen.note_id) if seen.note_id is not None else ("evaluation", seen.evaluation_id)
            )
            self.app.go("monitoring", target)

    def show_sightings(self, about: tuple[int, int], rows: tuple[Sighting, ...]) -> None:
        if about != self._about:
            return
        self.table.show_rows(rows)
        self.see.setEnabled(bool(rows))
        linked = sum(row.evidence_id is not None for row in rows)
        if self.locked:
            self.hint.setText(ntr("{n} linked.", "{n} linked.", linked))
        elif self.rating is None:
            self.hint.setText(
                tr("Read what was seen, then choose the level; after that, Enter links a row to it.")
            )
        else:
            words = ntr("{n} linked.", "{n} linked.", linked)
            self.hint.setText(
                tr("{linked} Enter links a row to the level, or takes the link away.", linked=words)
            )

    def _linked(self, rating_id: int, evidence_id: int) -> None:
        self.app.undo.offer(
            tr("Linked it to the level."),
            partial(self._unlink, rating_id, evidence_id),
            partial(self._link_again, rating_id, evidence_id),
        )

    def _unlink(self, rating_id: int, evidence_id: int) -> None:
        self.app.jobs.run(actions.unlink, self.app.store, rating_id, evidence_id, self.app.user)

    def _link_again(self, rating_id: int, evidence_id: int) -> None:
        self.app.jobs.run(actions.link_again, self.app.store, rating_id, evidence_id, self.app.user)

    def _read(self, _every: bool = False) -> None:
        if self.app.store is None or self._about is None:
            return
        self.app.jobs.run(
            actions.sightings,
            self.app.store,
            *self._about,
            self.every.isChecked(),
            self.app.user,
            done=partial(self.show_sightings, self._about),
            owner=self,
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.every)
        head.addWidget(self.see)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addWidget(self.table, 1)


def _columns() -> list[Column]:
    return [
        Column("linked", tr("Linked"), _linked, sort=_unlinked, mark=_linked_mark),
        Column("day", tr("Day"), _day, sort=attrgetter("day")),
        Column("words", tr("Note or answer"), _words, mark=_tag, tip=_whole),
        Column("percent", tr("Points"), _percent, "right", attrgetter("percent")),
        Column("contact", tr("Contact"), attrgetter("contact")),
    ]


def _linked(row: Sighting) -> str:
    return tr("linked") if row.evidence_id is not None else ""


def _unlinked(row: Sighting) -> object:
    return row.evidence_id is None


def _linked_mark(row: Sighting) -> str:
    return "good" if row.evidence_id is not None else ""


def _day(row: Sighting) -> str:
    return day(row.day)


def _words(row: Sighting) -> str:
    return row.words if row.note_id is not None else f"{row.words}: {row.asked}"


def _whole(row: Sighting) -> str:
    tag = word(row.tag)
    return "\n".join(part for part in (tag, row.words, row.asked) if part)


def _tag(row: Sighting) -> str:
    return row.tag.value if row.tag else ""


def _percent(row: Sighting) -> str:
    return "" if row.percent is None else percent(row.percent / 100)
