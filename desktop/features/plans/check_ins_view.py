"""The days on which both look at the plan again, and what was said on them."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from db.records.plans import CheckIn, PlanState
from desktop.features.plans import actions
from desktop.features.plans.actions import Spot
from desktop.features.plans.columns import Parts, add_all, column_in, row_of, snug
from desktop.features.plans.pen import Form, Kept, Pen
from desktop.features.plans.reading import Sheet
from desktop.shell.controls import button, label
from desktop.shell.text import day, tr
from desktop.widgets.forms import DayField, Switch, TextField

APART = timedelta(days=30)


class CheckInsView(QWidget):
    """At 30, 60 and 90 days unless somebody moves them."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen, self.last = pen, date.min
        self.parts = Parts(16, _id, partial(CheckInRow, pen), CheckInRow.show_check_in)
        self.add = button(tr("Add a check-in"), self._add, role="quiet")
        add_all(column_in(self, 12), label(tr("Check-ins"), "heading"), self.parts.widget, row_of(self.add))

    def show_sheet(self, sheet: Sheet) -> None:
        self.last = max([one.due_on for one in sheet.whole.check_ins], default=sheet.plan.begun_on)
        self.parts.show_records([(one, sheet) for one in sheet.whole.check_ins])
        self.add.setVisible(sheet.plan.state is not PlanState.CLOSED)

    def _add(self) -> None:
        self.pen.do(actions.add_check_in, self.pen.plan_id, self.last + APART)


def _id(of: tuple[CheckIn, Sheet]) -> int:
    return of[0].id


class CheckInRow(QWidget):
    """Its day, whether it was held, and how far things are."""

    def __init__(self, pen: Pen, of: tuple[CheckIn, Sheet]) -> None:
        super().__init__()
        self.pen, (self.check_in, sheet) = pen, of
        self.due = snug(DayField(tr("Day of the check-in"), optional=False))
        self.held = Switch(tr("Held"))
        self.note = label("", "muted")
        self.remove = button(tr("Remove"), self._remove, role="quiet")
        self.progress = TextField(tr("How far things are"), lines=1)
        self.progress.setPlaceholderText(tr("What has changed, in {name}'s words", name=sheet.agent.name))
        spot = partial(Spot, CheckIn, self.check_in.id)
        self._due = Kept(pen, self.due, spot("due_on"))
        self._held = Kept(pen, self.held, spot("held_on"), Form(bool, self._day_held))
        self._progress = Kept(pen, self.progress, spot("progress"))
        add_all(
            column_in(self, 8), row_of(self.due, self.held, self.note, self.remove), self._progress.view()
        )

    def show_check_in(self, of: tuple[CheckIn, Sheet]) -> None:
        self.check_in, sheet = of
        one, shown = self.check_in, day(self.check_in.due_on)
        self._due.show(one.due_on)
        self._held.show(one.held_on)
        self._progress.show(one.progress)
        self.note.setText(_note(one, sheet.today))
        self.held.setAccessibleName(tr("Held: check-in of {day}", day=shown))
        self.progress.setAccessibleName(tr("How far things are on {day}", day=shown))
        self.remove.setAccessibleName(tr("Remove the check-in of {day}", day=shown))
        closed = sheet.plan.state is PlanState.CLOSED
        self._progress.lock(closed)
        self.progress.setVisible(not closed and (one.held_on is not None or bool(one.progress)))
        self.held.setEnabled(not closed)
        self.due.setVisible(one.held_on is None and not closed)
        self.remove.setVisible(one.held_on is None and not closed)

    def _day_held(self, held: bool) -> date | None:
        return self.pen.today() if held else None

    def _remove(self) -> None:
        words = tr("Removed the check-in of {day}", day=day(self.check_in.due_on))
        self.pen.do(
            actions.remove_check_in,
            self.pen.plan_id,
            self.check_in.id,
            done=partial(self.pen.offer_back, words),
        )


def _note(one: CheckIn, today: date) -> str:
    if one.held_on is not None:
        return tr("on {held}, planned for {due}", held=day(one.held_on), due=day(one.due_on))
    return tr("△ this day has passed") if one.due_on < today else ""
