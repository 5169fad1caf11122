"""The recovery code: shown once, printed if one likes, and typed back, so that there is paper to rely on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontMetricsF
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.errors import StoreError
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.errors import sentence
from desktop.shell.paths import documents
from desktop.shell.text import day, locale_in_use, tr
from desktop.widgets.forms import FieldRow, Form, LineField

COLUMNS = 4
WIDEST = 80
"""In characters."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the printed sheet says besides the code; `store` is the file's name."""

    store: str
    site: str = ""
    person: str = ""


class RecoverySteps(QWidget):
    """First the code is shown, then hidden and asked for. `confirmed` carries it; `left` goes a step back."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self._code = ""
        self._facts = SheetFacts("")
        self.showing = _Showing(self._print, self._ask, self.left.emit)
        self.asking = _Asking(self._check, self._show)
        self.setMaximumWidth(round(QFontMetricsF(self.font()).averageCharWidth() * WIDEST))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.showing, self.asking):
            column.addWidget(part)

    def show_code(self, code: str, facts: SheetFacts, back: str = "") -> None:
        """Show a new code; whatever was shown before is forgotten. `back` is what the way back is called."""
        self._code, self._facts = code, facts
        self.showing.back.setText(back or tr("Back"))
        self.showing.back.setAccessibleName(back or tr("Back"))
        self.showing.show_groups(code.split("-"))
        self.asking.clear()
        self._show()

    def clear(self) -> None:
        """Forget the code."""
        self._code = ""
        self.showing.show_groups([])
        self.asking.clear()

    def say(self, problem: str) -> None:
        """Show why it could not go on after the code was typed right."""
        self.asking.row.say(problem)

    def rest(self, resting: bool) -> None:
        """Take no second press while what follows is under way."""
        self.asking.done.setEnabled(not resting)

    def _show(self) -> None:
        self.asking.hide()
        self.showing.show()
        self.showing.tell("")
        self.setFocusProxy(self.showing.go_on)
        self.showing.go_on.setFocus()

    def _ask(self) -> None:
        self.showing.hide()
        self.asking.show()
        self.asking.typed.setFocus()

    def _check(self) -> None:
        from db.keys import CodeTypo, fold_code

        try:
            same = fold_code(self.asking.typed.text()) == self._code
        except CodeTypo as slip:
            self.asking.row.say(say_slip(slip.group))
            return
        if same:
            self.asking.row.say()
            self.confirmed.emit(self._code)
        else:
            self.asking.row.say(tr("This is a recovery code, but not the one just shown."))

    def _print(self) -> None:
        proposed = str(documents() / f"{tr('Recovery sheet')} {_fit(self._facts.site)}.pdf")
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save the recovery sheet"), proposed, tr("PDF files (*.pdf)")
        )
        if name:
            self.write_sheet(Path(name))

    def write_sheet(self, path: Path) -> None:
        """Write the sheet as a PDF and show the folder it is in."""
        sheet = (self._code, self._facts, self.app.clock().date())
        self.app.jobs.run(write_sheet, path, *sheet, done=self._written, failed=self._not_written, owner=self)

    def _written(self, path: Path) -> None:
        words = tr("Saved as {path}. Print it, then delete the file: it opens your floor.", path=path)
        self.showing.tell(words)
        open_folder(path.parent)

    def _not_written(self, error: Exception) -> None:
        if isinstance(error, StoreError | OSError):
            self.showing.tell(f"△ {sentence(error).text()}")
        else:
            self.app.sorry(error)


class _Showing(QWidget):
    """The code in large groups."""

    def __init__(
        self, print_it: Callable[[], None], go_on: Callable[[], None], back: Callable[[], None]
    ) -> None:
        super().__init__()
        words = tr(
            "If every passphrase is lost, this code is the only way back into the floor, and nobody can make "
            "it again. Write it down, or save the sheet and print it; keep the paper away from this computer."
        )
        self.plate = QFrame()
        self.plate.setProperty("role", "well")
        self.grid = QGridLayout(self.plate)
        self.grid.setContentsMargins(24, 16, 24, 16)
        self.grid.setHorizontalSpacing(24)
        self.told = label("", "small", wrap=True)
        self.print = button(tr("Save the recovery sheet…"), print_it)
        self.go_on = button(tr("I have it on paper"), go_on, role="primary")
        self.back = button(tr("Back"), back, role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for widget in (label(words, wrap=True), self.plate, self.told):
            column.addWidget(widget)
        column.addLayout(in_row(self.print, self.go_on, self.back))

    def tell(self, words: str) -> None:
        """Say where the sheet was written, or why it was not."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def show_groups(self, groups: list[str]) -> None:
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, group in enumerate(groups):
            made = label(group, "code")
            made.setAccessibleName(tr("Group {n}: {signs}", n=place + 1, signs=" ".join(group)))
            self.grid.addWidget(made, place // COLUMNS, place % COLUMNS)


class _Asking(QWidget):
    """The code typed back from paper; case, spaces and dashes are forgiven."""

    def __init__(self, check: Callable[[], None], again: Callable[[], None]) -> None:
        super().__init__()
        self.typed = LineField(tr("Recovery code"), gated=False)
        form = Form()
        self.row: FieldRow = form.add(
            tr("Type the code from your paper"),
            self.typed,
            tr("Capitals, spaces and dashes don't matter; O and 0, I and 1 are taken for each other."),
        )
        self.done = button(tr("Check the code"), check, role="primary")
        self.again = button(tr("Show the code again"), again, role="quiet")
        self.typed.returnPressed.connect(self.done.click)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(form)
        column.addLayout(in_row(self.done, self.again))

    def clear(self) -> None:
        self.typed.setText("")
        self.row.say()


def in_row(*widgets: QWidget) -> QHBoxLayout:
    """Buttons side by side, from the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def say_slip(group: int) -> str:
    """Name the group in which a code was mistyped; 0 where there are too few signs, or too many."""
    if group == 0:
        return tr("The code has 8 groups of 5 signs; this has more or fewer.")
    return tr("There is a slip in group {n}. Compare it with the paper, sign by sign.", n=group)


def _fit(name: str) -> str:
    """The name in letters that every system takes in a file's name."""
    return "".join(sign if sign.isalnum() else " " for sign in name).strip() or tr("floor")


def open_folder(folder: Path) -> None:
    """Show the folder in the system's own file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def write_sheet(path: Path, code: str, facts: SheetFacts, today: date) -> Path:
    """Write the recovery sheet as a PDF; a job. Raises OSError."""
    from desktop.documents.recovery_sheet import RecoverySheet, Words, render

    sheet = RecoverySheet(
        groups=tuple(code.split("-")),
        store=facts.store,
        made_on=today,
        printed=day(today),
        what=tr(
            "This code opens the floor named above when no passphrase does any more: forgotten, or gone with "
            "who knew it. It can't be made again from anything else."
        ),
        steps=(
            tr("Start Deskside and open this floor, or go back to a backup of it."),
            tr("On the sign-in page choose “Use the recovery code”, and type it."),
            tr("Choose a new passphrase. The code stays good until a new one is made under Settings."),
        ),
        where=tr(
            "On paper, away from this computer: in a safe, a locked drawer, or a sealed envelope with "
            "somebody you trust. Not as a photo, not in a mailbox, and not as this file."
        ),
        site=facts.site,
        person=facts.person,
        words=Words.translated(tr),
        locale=locale_in_use(),
    )
    path.write_bytes(render(sheet).pdf)
    path.chmod(0o600)
    return path
