"""One person: everything held on them as files, and erasing them, with what goes and what stays before."""

from functools import partial
from operator import attrgetter
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.records.people import Agent
from db.records.privacy import Mention
from desktop.features.erasing import actions, wording
from desktop.features.erasing.actions import Confirmed, Disclosed, Erased, NameInReason, Preview, WrongName
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.folding import fold
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.paths import documents
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.widgets.forms import Form, LineField
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class PersonPanel(QWidget):
    """`erased` carries what an erasure took."""

    erased = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.agent: Agent | None = None
        self._running = False
        self.name = label("", "title", wrap=True)
        self.held = HeldPart(app)
        self.goes = label("", wrap=True)
        self.stays = label("", "muted", wrap=True)
        self.copies = label("", "muted", wrap=True)
        self.mentioned = label("", "muted", wrap=True)
        self.mentions = _mentions(app)
        self.reason = LineField(tr("Why this person is erased"))
        self.typed = LineField(tr("The person's name, typed to confirm"))
        self.do = button(tr("Erase for ever"), self.erase, role="danger")
        self.progress = ProgressStrip(app.jobs)
        self._lay_out()
        self.typed.textChanged.connect(self._weigh)
        self.reason.textChanged.connect(self._weigh)
        self.mentions.opened.connect(self._go_to)
        self._weigh()

    def show_preview(self, told: Preview) -> None:
        """Show whom it is about, what goes and what stays."""
        if self.agent is None or self.agent.id != told.agent.id:
            self.typed.clear()
            self.reason.clear()
            self.confirm.say()
            self.why.say()
        self.agent = told.agent
        self.name.setText(told.agent.name)
        self.held.show_agent(told.agent)
        self.goes.setText(wording.goes_words(told.erasure))
        self.stays.setText(wording.stays_words(told))
        self.copies.setText(wording.copies_words(told.copies))
        self.mentioned.setText(wording.mentions_words(told))
        self.mentions.show_rows(told.mentions)
        self.mentions.setVisible(bool(told.mentions))
        self.caption.setText(tr("Type “{name}”", name=told.agent.name))
        self._weigh()

    def erase(self) -> None:
        """Erase whom the typed name confirms."""
        if self.app.store is None or self.agent is None or self._running:
            return
        self._running = True
        self._weigh()
        second = wording.second_place(self.app.settings)
        asked = Confirmed(self.agent.id, self.typed.text(), self.reason.text(), second)
        job = self.app.jobs.run(
            actions.erase,
            self.app.store,
            asked,
            self.app.user,
            done=self._done,
            failed=self._failed,
            label=tr("Erasing"),
            owner=self,
        )
        self.progress.watch(job)

    def _lay_out(self) -> None:
        form = Form()
        self.why = form.add(tr("Why"), self.reason, tr("It stays in the record; leave out the name."))
        self.confirm = form.add(tr("Type the name"), self.typed)
        self.caption = self.confirm.caption
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.name)
        column.addWidget(self.held)
        for words, part in (
            (tr("Erasing takes, for ever"), self.goes),
            (tr("What stays"), self.stays),
            (tr("In other people's words"), self.mentioned),
        ):
            column.addSpacing(8)
            column.addWidget(label(words, "heading"))
            column.addWidget(part)
        column.addWidget(self.mentions)
        column.addWidget(self.copies)
        column.addSpacing(8)
        column.addWidget(label(tr("There is no undo: nobody can bring an erased person back."), wrap=True))
        column.addWidget(form)
        column.addWidget(self.progress)
        row = QHBoxLayout()
        row.addWidget(self.do)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def _weigh(self) -> None:
        """The button waits for a reason and for the very name."""
        named = self.agent is not None and fold(self.typed.text().strip()) == fold(self.agent.name.strip())
        self.do.setEnabled(named and bool(self.reason.text().strip()) and not self._running)

    def _done(self, erased: Erased) -> None:
        self._running = False
        self.agent = None
        self.typed.clear()
        self.reason.clear()
        self.erased.emit(erased)

    def _failed(self, error: Exception) -> None:
        self._running = False
        self._weigh()
        if isinstance(error, WrongName):
            self.confirm.say(tr("That is not the name; nothing was erased."))
        elif isinstance(error, NameInReason):
            self.why.say(tr("Leave the name out: the reason stays in the record. Nothing was erased."))
        else:
            self.app.sorry(error)

    def _go_to(self, mention: Mention) -> None:
        """Where the words stand, as far as there is a page for them."""
        page = {
            "note": ("monitoring", ("note", mention.id)),
            "evaluation": ("monitoring", ("evaluation", mention.id)),
            "contact": ("people", ("contact", mention.id)),
            "agent": ("people", mention.id),
            "plan": ("plans", mention.id),
            "assessment": ("skills", ("assessment", mention.id)),
            "skill": ("library", ("skill", mention.id)),
        }.get(mention.table)
        if page is None:
            self.app.notices.say(mention.text)
        else:
            self.app.go(*page)


class HeldPart(QWidget):
    """The two files: asked for, then where they are."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.agent: Agent | None = None
        self.folder = ""
        self.write = button(tr("Everything we hold…"), self.ask, tr("Write everything we hold to files"))
        self.open = button(tr("Open the folder"), self._open, role="quiet")
        self.says = label(
            tr("A PDF to hand over, and the same in a file that programs can read."), "muted", wrap=True
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.write)
        row.addWidget(self.says, 1)
        row.addWidget(self.open)
        self.open.hide()

    def show_agent(self, agent: Agent) -> None:
        if self.agent is None or self.agent.id != agent.id:
            self.open.hide()
            self.says.setText(_two_files())
        self.agent = agent

    def ask(self) -> None:
        """Choose where, then write."""
        if self.agent is None:
            return
        name = "".join(sign if sign.isalnum() else " " for sign in self.agent.name).strip()
        place = str(Path(self.folder or documents()) / tr("Everything we hold on {name}.pdf", name=name))
        kinds = tr("PDF (*.pdf)")
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Everything we hold"), place, kinds)
        if chosen:
            self.write_to(Path(chosen).with_suffix(".pdf"))

    def write_to(self, pdf: Path) -> None:
        if self.app.store is None or self.agent is None:
            return
        self.app.jobs.run(
            actions.disclose,
            self.app.store,
            self.agent.id,
            pdf,
            self.app.user,
            done=partial(self._tell, self.agent.id),
            label=tr("Writing everything we hold"),
            owner=self,
        )

    def _tell(self, agent_id: int, made: Disclosed) -> None:
        self.folder = str(made.pdf.parent)
        if self.agent is not None and self.agent.id == agent_id:
            words = tr("In {pdf} and {data}.", pdf=made.pdf, data=made.data.name)
            self.says.setText(words)
            self.open.show()
            announce(self, words)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder))


def _two_files() -> str:
    return tr("A PDF to hand over, and the same in a file that programs can read.")


def _mentions(app: App) -> Table:
    columns = [
        Column("kind", tr("Where"), wording.mention_kind),
        Column("text", tr("Words"), attrgetter("text"), tip=attrgetter("text")),
    ]
    return Table(tr("The name in other people's words"), columns, settings=app.settings, key="mentions")
