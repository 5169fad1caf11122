"""What is missing before both sign, the two names, and what may be done once they stand there."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.records.plans import Plan, PlanState, Side
from desktop.coaching.plans import Missing, unsigned
from desktop.features.plans import actions, wording
from desktop.features.plans.actions import Before
from desktop.features.plans.columns import Parts, add_all, beside, bring, column_in, row_of, said
from desktop.features.plans.pen import Pen
from desktop.features.plans.reading import Sheet
from desktop.shell.controls import button, label
from desktop.shell.folding import fold
from desktop.shell.spoken import announce
from desktop.shell.text import moment, tr
from desktop.widgets.forms import LineField


class MissingView(QWidget):
    """What keeps the plan from being signed, then what would make it better. `asked` carries the Missing."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.needed_heading = label(tr("Before you both sign"), "heading")
        self.advice_heading = label(tr("It would also help to"), "small")
        self.needed = Parts(0, _key, self._make, _show)
        self.advice = Parts(0, _key, self._make, _show)
        add_all(
            column_in(self, 4),
            self.needed_heading,
            self.needed.widget,
            self.advice_heading,
            self.advice.widget,
        )

    def show_sheet(self, sheet: Sheet) -> None:
        worded = [(one, wording.lacking(sheet, one)) for one in sheet.missing] if sheet.writable else []
        needed, advice = [of for of in worded if of[0].blocks], [of for of in worded if not of[0].blocks]
        self.needed.show_records(needed)
        self.advice.show_records(advice)
        self.needed_heading.setVisible(bool(needed))
        self.advice_heading.setVisible(bool(advice))
        self.setVisible(bool(worded))

    def _make(self, of: tuple[Missing, str]) -> QWidget:
        there = button(
            tr("Go there"), partial(self.asked.emit, of[0]), tr("Go to: {what}", what=of[1]), "link"
        )
        return beside(said(of[1]), there)


def _key(of: tuple[Missing, str]) -> object:
    return of


def _show(part: QWidget, of: tuple[Missing, str]) -> None:
    """A lack in the same words is the same button."""


class SigningView(QWidget):
    """A line for each side; then changing again and closing."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.says = said("", "muted")
        self.lines = {side: SignatureView(pen, side) for side in Side}
        self.change = button(tr("Change the plan"), self._change)
        self.close_it = button(tr("Close the plan"), self._close)
        self.reopen = button(tr("Open it again"), self._change)
        self.away = button(tr("Remove the draft"), self._remove, role="quiet")
        add_all(column_in(self, 12), label(tr("Signatures"), "heading"), self.says, *self.lines.values())
        self.layout().addWidget(row_of(self.change, self.close_it, self.reopen, self.away))

    def show_sheet(self, sheet: Sheet) -> None:
        state, signed = sheet.plan.state, bool(sheet.whole.signatures)
        ready = state is PlanState.DRAFT and not any(one.blocks for one in sheet.missing)
        for line in self.lines.values():
            line.show_sheet(sheet, ready)
        self.says.setText(_says(sheet, ready))
        self.says.setVisible(bool(self.says.text()))
        self.change.setVisible(state is not PlanState.CLOSED and signed)
        self.close_it.setVisible(state is PlanState.AGREED)
        self.reopen.setVisible(state is PlanState.CLOSED)
        self.away.setVisible(sheet.writable)

    def _change(self) -> None:
        self.pen.do(actions.change_again, self.pen.plan_id, done=self._offer_signatures)

    def _offer_signatures(self, before: Before) -> None:
        words = tr("The plan can be changed again; both of you sign anew when it is done")
        self.pen.app.undo.offer(words, partial(self.pen.do, actions.put_back, before))

    def _close(self) -> None:
        self.pen.do(actions.close, self.pen.plan_id, done=self._offer_open)

    def _offer_open(self, before: Before) -> None:
        self.pen.app.undo.offer(tr("Closed the plan"), partial(self.pen.do, actions.put_back, before))

    def _remove(self) -> None:
        self.pen.remove(Plan, self.pen.plan_id, tr("Removed the draft"))


def _says(sheet: Sheet, ready: bool) -> str:
    if sheet.plan.state is PlanState.CLOSED:
        return tr("This plan is closed.")
    if not unsigned(sheet.whole):
        return tr("What both agreed stays as it is; changing it takes the signatures away.")
    if not ready:
        return tr("Both can sign as soon as nothing in the list above is missing.")
    return tr("Read it through together; then each types their own name.")


class SignatureView(QWidget):
    """Where one side types a name, or the name with its time; another's name signs on their behalf."""

    def __init__(self, pen: Pen, side: Side) -> None:
        super().__init__()
        self.pen, self.side, self.mine = pen, side, ""
        self.signed = said("")
        self.whose = label("")
        self.name = LineField(tr("Name"))
        self.sign = button(tr("Sign"), self._sign)
        self.name.returnPressed.connect(self._sign)
        self.name.textEdited.connect(self._forget)
        self.line = row_of(self.whose, self.name, self.sign)
        self.differs = said("")
        self.behalf = button(tr("Sign on behalf"), self._sign_on_behalf)
        self.other = QWidget()
        add_all(column_in(self.other, 8), self.differs, row_of(self.behalf))
        self.other.hide()
        add_all(column_in(self, 8), self.line, self.other, self.signed)

    def show_sheet(self, sheet: Sheet, ready: bool) -> None:
        found = next((one for one in sheet.whole.signatures if one.side is self.side), None)
        name = wording.side_name(sheet, self.side)
        self.whose.setText(name)
        self.mine = name
        self.name.setPlaceholderText(tr("Type your name to sign"))
        self.name.setAccessibleName(tr("Signature of {name}", name=name))
        self.sign.setAccessibleName(tr("Sign as {name}", name=name))
        self.behalf.setAccessibleName(tr("Sign on behalf of {name}", name=name))
        self.line.setVisible(found is None and sheet.plan.state is PlanState.DRAFT)
        self.name.setEnabled(ready)
        self.sign.setEnabled(ready)
        self.behalf.setEnabled(ready)
        self.signed.setVisible(found is not None)
        if found is not None:
            words = tr("✓ {name} signed on {moment}", name=found.name, moment=moment(found.signed_at))
            self.signed.setText(words)
            self.name.clear()
            self.other.hide()

    def _sign(self) -> None:
        typed = " ".join(self.name.text().split())
        if not typed:
            self.name.setFocus()
        elif _same(typed, self.mine):
            self._write(typed)
        else:
            self._ask(typed)

    def _ask(self, typed: str) -> None:
        """One person's promise must not stand under another's name unnoticed."""
        words = tr(
            "This line is for {name}. Type “{name}” to sign, or let {typed} sign on behalf of {name}?",
            name=self.mine,
            typed=typed,
        )
        self.differs.setText(words)
        self.other.show()
        announce(self.name, words)
        bring(self.other)

    def _sign_on_behalf(self) -> None:
        typed = " ".join(self.name.text().split())
        if typed:
            self._write(tr("{typed} (on behalf of {name})", typed=typed, name=self.mine))

    def _forget(self, _text: str) -> None:
        self.other.hide()

    def _write(self, name: str) -> None:
        self.pen.do(self.pen.app.jobs.once_kept(actions.sign), self.pen.plan_id, self.side, name)


def _same(typed: str, name: str) -> bool:
    """Whether it is the same name, capitals and accents aside."""
    return fold(typed).split() == fold(name).split()
