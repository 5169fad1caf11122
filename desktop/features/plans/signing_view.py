"""What is missing before both sign, the two names, and what may be done once they stand there.

The agent's line is signed in the hand-over view, at the agent's own hand.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.records.people import Role
from db.records.plans import Plan, PlanState, Side
from desktop.coaching.plans import Missing, unsigned
from desktop.features.plans import actions, wording
from desktop.features.plans.actions import AlreadyChanged, Before
from desktop.features.plans.columns import Parts, add_all, beside, bring, column_in, row_of, said
from desktop.features.plans.pen import Pen
from desktop.features.plans.reading import Sheet
from desktop.features.plans.signing import is_same
from desktop.shell.controls import button, label
from desktop.shell.spoken import announce
from desktop.shell.text import moment, tr
from desktop.widgets.forms import LineField
from desktop.widgets.reason import ReasonAsked


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
    """A line for each side; then changing again, for a reason once both have signed, and closing."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.says = said("", "muted")
        self.lines = {side: SignatureView(pen, side) for side in Side}
        self.change = button("", self._change)
        self.close_it = button(tr("Close the plan"), self._close)
        self.reopen = button(tr("Open it again"), self._change)
        self.away = button(tr("Remove the draft"), self._remove, role="quiet")
        self.reason = ReasonAsked(
            tr("What you both signed is kept as it is. The change is its next revision: both sign it anew."),
            tr("Why the agreed plan changes"),
            tr("Begin the change"),
        )
        self.reason.given.connect(self._change_because)
        self._agreed = False
        add_all(column_in(self, 12), label(tr("Signatures"), "heading"), self.says, *self.lines.values())
        self.layout().addWidget(row_of(self.change, self.close_it, self.reopen, self.away))
        self.layout().addWidget(self.reason)

    def show_sheet(self, sheet: Sheet) -> None:
        state, signed = sheet.plan.state, bool(sheet.whole.signatures)
        self._agreed = not unsigned(sheet.whole)
        ready = state is PlanState.DRAFT and not any(one.blocks for one in sheet.missing)
        for line in self.lines.values():
            line.show_sheet(sheet, ready)
        self.says.setText(_says(sheet, ready))
        self.says.setVisible(bool(self.says.text()))
        words = tr("Change the agreed plan…") if self._agreed else tr("Change the plan")
        self.change.setText(words)
        self.change.setAccessibleName(words)
        self.change.setVisible(state is not PlanState.CLOSED and signed)
        self.close_it.setVisible(state is PlanState.AGREED)
        self.reopen.setVisible(state is PlanState.CLOSED)
        self.away.setVisible(sheet.writable)
        if not self._agreed:
            self.reason.put_away()

    def _change(self) -> None:
        if self._agreed:
            self.reason.ask()
            bring(self.reason)
        else:
            self._change_because("")

    def _change_because(self, reason: str) -> None:
        app = self.pen.app
        app.jobs.run(
            actions.change_again,
            app.store,
            self.pen.plan_id,
            app.user,
            reason,
            done=self._offer_signatures,
            owner=self.pen.owner,
        )

    def _offer_signatures(self, before: Before) -> None:
        words = tr("The plan can be changed again; both of you sign anew when it is done")
        self.pen.app.undo.offer(words, partial(self._put_back, before))

    def _put_back(self, before: Before) -> None:
        app = self.pen.app
        app.jobs.run(actions.put_back, app.store, before, app.user, failed=self._not_put_back)

    def _not_put_back(self, error: Exception) -> None:
        if isinstance(error, AlreadyChanged):
            words = tr("The words have changed since, so the old signatures can't stand under them.")
            self.pen.app.notices.say(words, kind="warn")
        else:
            self.pen.app.sorry(error)

    def _close(self) -> None:
        self.pen.do(actions.close, self.pen.plan_id, done=self._offer_open)

    def _offer_open(self, before: Before) -> None:
        self.pen.app.undo.offer(tr("Closed the plan"), partial(self._put_back, before))

    def _remove(self) -> None:
        self.pen.remove(Plan, self.pen.plan_id, tr("Removed the draft"))


def _says(sheet: Sheet, ready: bool) -> str:
    if sheet.plan.state is PlanState.CLOSED:
        return tr("This plan is closed.")
    if not unsigned(sheet.whole):
        return tr("What both agreed stays as it is; changing it takes a reason, and both sign again.")
    if not ready:
        return tr("Both can sign as soon as nothing in the list above is missing.")
    return tr("Read it through together; then each signs at their own hand.")


class SignatureView(QWidget):
    """Where one side types their own name, or the name with its time.

    On the page of somebody else the agent's line leads to the hand-over; another's name signs on behalf.
    """

    def __init__(self, pen: Pen, side: Side) -> None:
        super().__init__()
        self.pen, self.side, self.mine = pen, side, ""
        self.at_desk = pen.app.user is not None and pen.app.user.role is Role.AGENT
        self.own_hand = self.at_desk
        self.agent_id = 0
        self.signed = said("")
        self.whose = label("")
        self.name = LineField(tr("Name"))
        self.sign = button(tr("Sign"), self._sign)
        self.hand = button(tr("Hand over to sign"), self._hand_over)
        self.instead = button(tr("Sign on behalf"), self._ask_instead, role="link")
        self.name.returnPressed.connect(self._sign)
        self.name.textEdited.connect(self._forget)
        self.line = row_of(self.whose, self.hand, self.name, self.sign, self.instead)
        self.differs = said("")
        self.behalf = button(tr("Sign on behalf"), self._sign_on_behalf)
        self.other = QWidget()
        add_all(column_in(self.other, 8), self.differs, row_of(self.behalf))
        self.other.hide()
        add_all(column_in(self, 8), self.line, self.other, self.signed)

    def show_sheet(self, sheet: Sheet, ready: bool) -> None:
        found = next((one for one in sheet.whole.signatures if one.side is self.side), None)
        self._name_all(wording.side_name(sheet, self.side))
        self.agent_id = sheet.agent.id
        user = self.pen.app.user
        is_own = self.side is Side.SUPERVISOR and user is not None and user.id == sheet.plan.user_id
        self.own_hand = self.at_desk or is_own
        self.line.setVisible(found is None and sheet.plan.state is PlanState.DRAFT)
        for control in (self.name, self.sign, self.hand, self.instead, self.behalf):
            control.setEnabled(ready)
        self.name.setVisible(self.own_hand or self.other.isVisibleTo(self))
        self.sign.setVisible(self.own_hand)
        self.hand.setVisible(not self.own_hand and self.side is Side.AGENT)
        self.instead.setVisible(not self.own_hand)
        self.signed.setVisible(found is not None)
        if found is not None:
            words = tr("✓ {name} signed on {moment}", name=found.name, moment=moment(found.signed_at))
            self.signed.setText(words)
            self.name.clear()
            self.other.hide()

    def _name_all(self, name: str) -> None:
        self.mine = name
        self.whose.setText(name)
        self.name.setPlaceholderText(tr("Type your name to sign"))
        self.name.setAccessibleName(tr("Signature of {name}", name=name))
        self.sign.setAccessibleName(tr("Sign as {name}", name=name))
        self.hand.setText(tr("Hand over to {name} to sign", name=name))
        self.hand.setAccessibleName(self.hand.text())
        self.instead.setAccessibleName(tr("Sign in the place of {name}", name=name))
        self.behalf.setAccessibleName(tr("Sign on behalf of {name}", name=name))

    def _hand_over(self) -> None:
        plan_id = self.pen.plan_id
        self.pen.app.go("handover", (self.agent_id, ("own_plan", plan_id), ("plans", plan_id)))

    def _sign(self) -> None:
        typed = " ".join(self.name.text().split())
        if not typed:
            self.name.setFocus()
        elif not self.own_hand:
            self._sign_on_behalf()
        elif is_same(typed, self.mine):
            work = self.pen.app.jobs.once_kept(actions.sign)
            self.pen.do(work, self.pen.plan_id, self.side, typed)
        else:
            # One person's promise must not stand under another's name.
            self._tell(tr("This line is for {name}. Type “{name}” to sign.", name=self.mine))

    def _ask_instead(self) -> None:
        words = tr(
            "Type your own name: it will say that you signed on behalf of {name}, who has not signed.",
            name=self.mine,
        )
        self.name.setPlaceholderText(tr("Type your own name"))
        self.name.show()
        self._tell(words)
        self.name.setFocus()

    def _tell(self, words: str) -> None:
        self.differs.setText(words)
        self.behalf.setVisible(not self.own_hand)
        self.other.show()
        announce(self.name, words)
        bring(self.other)

    def _sign_on_behalf(self) -> None:
        typed = " ".join(self.name.text().split())
        user = self.pen.app.user
        if user is None or not is_same(typed, user.name):
            self._ask_instead()
            return
        work = self.pen.app.jobs.once_kept(actions.sign_on_behalf)
        self.pen.do(work, self.pen.plan_id, self.side, typed)

    def _forget(self, _text: str) -> None:
        if self.own_hand:
            self.other.hide()
