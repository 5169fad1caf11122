"""What both agreed before: each earlier revision to be read and printed as it was on its day."""

from functools import partial

from PySide6.QtWidgets import QTextBrowser, QWidget

from db.records.plans import PlanState
from desktop.features.plans import revisions
from desktop.features.plans.agreement_text import agreement_text
from desktop.features.plans.columns import Parts, add_all, beside, bring, column_in, said
from desktop.features.plans.export_line import ExportLine
from desktop.features.plans.pen import Pen
from desktop.features.plans.reading import Sheet
from desktop.features.plans.revisions import Agreement
from desktop.shell.controls import button, label
from desktop.shell.text import moment, tr


class RevisionsView(QWidget):
    """Hidden while nothing was agreed before what is agreed or written now."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self.pen = pen
        self.name = ""
        self.now = said("", "muted")
        self.rows = Parts(4, _key, self._make, _show)
        self.exported = ExportLine(pen.app)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().height() * 20)
        self.text.hide()
        add_all(
            column_in(self, 8),
            label(tr("Revisions"), "heading"),
            self.now,
            self.rows.widget,
            self.exported,
            self.text,
        )
        self.hide()

    def show_sheet(self, sheet: Sheet) -> None:
        self.name = sheet.agent.name
        app = self.pen.app
        done = partial(self._show_agreements, sheet)
        app.jobs.run(
            revisions.agreements, app.store, sheet.plan.id, app.user, done=done, owner=self.pen.owner
        )

    def _show_agreements(self, sheet: Sheet, found: tuple[Agreement, ...]) -> None:
        draft = sheet.plan.state is PlanState.DRAFT
        earlier = found if draft else found[:-1]
        self.setVisible(bool(earlier))
        self.rows.show_records(earlier)
        n, reason = len(earlier) + 1, sheet.plan.reason
        words = tr("This is revision {n}, because: {reason}", n=n, reason=reason)
        if draft:
            words = tr("This becomes revision {n} once both signed, because: {reason}", n=n, reason=reason)
        self.now.setText(words)

    def _make(self, one: Agreement) -> QWidget:
        words = tr("Revision {n}, signed by both on {when}", n=one.revision, when=moment(one.agreed_at))
        if one.reason:
            words = tr("{words}, because: {reason}", words=words, reason=one.reason)
        read = button(
            tr("Read it"), partial(self._read, one), tr("Read revision {n}", n=one.revision), "quiet"
        )
        export = button(
            tr("Export PDF"),
            partial(self._export, one),
            tr("Export revision {n} as PDF", n=one.revision),
            "quiet",
        )
        return beside(said(words), read, export)

    def _read(self, one: Agreement) -> None:
        self.text.setAccessibleName(tr("Revision {n}", n=one.revision))
        self.text.setHtml(agreement_text(one.document, self._colour))
        self.text.show()
        self.text.setFocus()
        bring(self.text)

    def _export(self, one: Agreement) -> None:
        self.exported.ask_agreement(self.name, one, self)

    def _colour(self, role: str) -> str:
        return self.pen.app.theme.colour(role).name()


def _key(one: Agreement) -> int:
    return one.final_id


def _show(_row: QWidget, _one: Agreement) -> None:
    """What was agreed never changes."""
