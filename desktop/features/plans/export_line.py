"""Printing from the page: where to, then where it is, and a way there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QWidget

from desktop.documents.plan import Fault
from desktop.features.plans import actions
from desktop.features.plans.actions import Exported
from desktop.features.plans.export import file_name, usual_paper
from desktop.features.plans.reading import Sheet
from desktop.features.plans.revisions import Agreement, export_agreement
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.paths import documents
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.shell.theme import set_role


class ExportLine(QFrame):
    """Hidden until a PDF was written; then its place, and two buttons."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.folder: Path | None = None
        self.path = Path()
        set_role(self, "notice", tone="good")
        self.says = label("", wrap=True)
        self.open = button(tr("Open"), self._open, tr("Open the PDF"), role="quiet")
        self.show_folder = button(
            tr("Open folder"), self._open_folder, tr("Open the PDF's folder"), role="quiet"
        )
        self.away = button(tr("Put away"), self.hide, tr("Put the note about the PDF away"), role="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.addWidget(self.says, 1)
        for one in (self.open, self.show_folder, self.away):
            row.addWidget(one)
        self.hide()

    def ask(self, sheet: Sheet, parent: QWidget) -> None:
        """Let the user choose the file, then write it as a job."""
        path = self._choose(file_name(sheet.agent.name), parent)
        if path is not None:
            self.write(sheet.plan.id, path)

    def ask_agreement(self, name: str, one: Agreement, parent: QWidget) -> None:
        """The same for a revision that was agreed before."""
        usual = Path(file_name(name))
        path = self._choose(f"{usual.stem} {one.revision}{usual.suffix}", parent)
        if path is not None:
            self.write_agreement(one.final_id, path)

    def write(self, plan_id: int, path: Path) -> None:
        self._write(actions.export_pdf, plan_id, path)

    def write_agreement(self, final_id: int, path: Path) -> None:
        self._write(export_agreement, final_id, path)

    def _choose(self, name: str, parent: QWidget) -> Path | None:
        place = str((self.folder or documents()) / name)
        chosen, _ = QFileDialog.getSaveFileName(parent, tr("Export the plan"), place, tr("PDF (*.pdf)"))
        path = Path(chosen)
        return (path if path.suffix else path.with_suffix(".pdf")) if chosen else None

    def _write(self, action: Callable[..., Exported], id: int, path: Path) -> None:
        self.folder = path.parent
        paper = usual_paper(str(self.app.settings.get("paper")))
        self.app.jobs.run(
            action,
            self.app.store,
            id,
            path,
            self.app.user,
            paper,
            done=self._tell,
            label=tr("Printing the plan"),
            owner=self,
        )

    def _tell(self, exported: Exported) -> None:
        self.path = exported.path
        self.says.setText(sentence(exported))
        self.show()
        announce(self, self.says.text())

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))


def sentence(exported: Exported) -> str:
    """Where it is, and what could not be printed as it was written."""
    words = tr("The plan is in {path}.", path=exported.path)
    lost = "".join(
        dict.fromkeys(
            "".join(one.characters for one in exported.warnings if one.fault is not Fault.NO_STANDARD)
        )
    )
    if lost:
        return f"{words} {tr('These characters have no shape in our fonts: {lost}', lost=lost)}"
    if not exported.standard:
        return f"{words} {tr('It reads well, but is not marked as PDF/A and PDF/UA.')}"
    return words
