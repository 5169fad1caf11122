"""Recordings: whether copies are kept, and how names of files are read, tried on real names at each key."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.recordings import Side
from desktop.coaching.file_names import (
    ALTERNATIVE,
    FIELDS,
    FileName,
    Flaw,
    Misfit,
    Misread,
    Pattern,
    PatternError,
    parse_any,
    read_patterns,
    suggest,
)
from desktop.features.settings.choices import ChoicesForm
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.file_asking import ask_folder
from desktop.shell.recordings import sample_names, watched_folder
from desktop.shell.text import day, ntr, tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Form, LineField
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

SEEN_ROWS = 6
KEY = "recording_names"
PARTS = {field: "{" + field + "}" for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Tried:
    """One path, and what the pattern makes of it."""

    path: str
    told: FileName | Misread

    @property
    def fits(self) -> bool:
        return isinstance(self.told, FileName)


class RecordingsSection(QWidget):
    """The choices of the group Recordings, and the pattern with its try-out."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.names: tuple[str, ...] = ()
        self.choices = ChoicesForm(app, "Recordings")
        self.pattern = LineField(tr("How names are made up"))
        self.pattern.typed.connect(self._type)
        self.form = Form()
        self.row = self.form.add(tr("How the names of recordings are made up"), self.pattern, _hint())
        self.found = label("", wrap=True)
        self.table = Table(tr("Names and what they tell"), _columns())
        self.table.set_empty(
            tr("Choose a folder of recordings to try this on their names; nothing is brought in.")
        )
        self.table.setMinimumHeight(app.theme.row_height() * SEEN_ROWS)
        self.folder = button(tr("Try it on a folder…"), self.choose_folder)
        self.propose = button(tr("Propose one for these names"), self.propose_pattern)
        self._lay_out()
        self._follow(KEY)
        app.settings.changed.connect(self._follow)

    def load(self) -> None:
        if self.app.store is not None:
            folder = watched_folder(self.app.settings, self.app.store.path)
            self._read(folder)

    def show_changeable(self, changeable: bool) -> None:
        self.choices.show_changeable(changeable)
        self.pattern.setEnabled(changeable)
        self.propose.setEnabled(changeable)

    def show_names(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.try_out()

    def try_out(self) -> None:
        """Read every name by the pattern as it stands in the field."""
        patterns = self._patterns()
        tried = [Tried(name, parse_any(patterns, name)) for name in self.names] if patterns else []
        self.table.show_rows(tried)
        fit = sum(one.fits for one in tried)
        self.propose.setVisible(bool(self.names))
        self.found.setVisible(bool(tried))
        self.found.setText(
            ntr("It reads {fit} of {n} name.", "It reads {fit} of {n} names.", len(tried), fit=fit)
        )

    def choose_folder(self) -> None:
        folder = ask_folder(self, tr("Choose a folder of recordings"))
        if folder is not None:
            self._read(folder)

    def propose_pattern(self) -> None:
        """Take the usual pattern that fits these names best; where none does, say so."""
        found = suggest(self.names)
        if found:
            self.pattern.show_text(found)
            self._type(found)
        else:
            self.row.say(tr("No usual pattern fits these names. Write one of the parts below."))

    def _read(self, folder: Path | None) -> None:
        if self.app.store is not None:
            self.app.jobs.run(sample_names, self.app.store, folder, done=self.show_names, owner=self)

    def _type(self, text: str) -> None:
        """Kept as soon as it can be read; until then the one before counts."""
        if self._patterns():
            self.app.settings.set(KEY, text.strip())
        self.try_out()

    def _patterns(self) -> tuple[Pattern, ...]:
        try:
            found = read_patterns(self.pattern.text())
        except PatternError as error:
            self.row.say(_flaw_words(error))
            return ()
        self.row.say()
        return found

    def _follow(self, key: str) -> None:
        if key == KEY and not self.pattern.hasFocus():
            self.pattern.show_text(str(self.app.settings.get(KEY)))
            self.try_out()

    def _lay_out(self) -> None:
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for made in (self.folder, self.propose):
            flow.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.choices, self.form, self.found):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)


def _hint() -> str:
    return tr(
        "Parts: {parts}. {dmy} and {mdy} say which comes first, a slash stands for a folder, and {bar} "
        "between patterns takes the first that fits.",
        parts=" ".join(PARTS.values()),
        dmy="{date:dmy}",
        mdy="{date:mdy}",
        bar=ALTERNATIVE,
    )


def _flaw_words(error: PatternError) -> str:
    words = {
        Flaw.BLANK: tr("Write at least one part, such as {part}.", part="{reference}"),
        Flaw.BRACES: tr("A brace is missing in {part}.", part=error.part),
        Flaw.UNKNOWN: tr("There is no part {part}.", part=error.part),
        Flaw.TWICE: tr("{part} stands there twice.", part=error.part),
        Flaw.TOGETHER: tr("Something has to stand between the parts of {part}.", part=error.part),
        Flaw.START: tr("{start} is day and time in one; else write {date}, and {time} with it.", **PARTS),
        Flaw.NOTHING: tr("It tells nothing of a call: {agent}, {date} or {reference} is missing.", **PARTS),
    }
    return words[error.flaw]


def misfit_words(told: Misread) -> str:
    """Why a name could not be read, and how far it could."""
    if told.why is Misfit.TWO_WAYS:
        return tr("can be read in more than one way")
    if told.why is Misfit.NO_DAY:
        return tr("“{part}” is no day or time", part=told.part)
    if told.read:
        return tr("no {part} after “{read}”", part=told.part, read=told.read)
    return tr("does not begin with {part}", part=told.part)


def _columns() -> list[Column]:
    return [
        Column("name", tr("File"), _name, mark=_mark, tip=_path),
        Column("agent", tr("Agent"), _agent),
        Column("start", tr("Begun"), _start),
        Column("reference", tr("Reference"), _reference),
        Column("rest", tr("More"), _rest),
    ]


def _name(row: Tried) -> str:
    return Path(row.path).name


def _path(row: Tried) -> str:
    return row.path


def _mark(row: Tried) -> str:
    return "good" if row.fits else "signal"


def _agent(row: Tried) -> str:
    return row.told.agent if isinstance(row.told, FileName) else ""


def _start(row: Tried) -> str:
    if isinstance(row.told, Misread):
        return ""
    if row.told.start is not None:
        return f"{day(row.told.start.date())}, {row.told.start:%H:%M:%S}"
    return day(row.told.day) if row.told.day is not None else ""


def _reference(row: Tried) -> str:
    return row.told.reference if isinstance(row.told, FileName) else ""


def _rest(row: Tried) -> str:
    if isinstance(row.told, Misread):
        return misfit_words(row.told)
    side = {Side.BOTH: "", Side.AGENT: tr("agent’s side"), Side.CUSTOMER: tr("caller’s side")}
    return ", ".join(part for part in (row.told.queue, side[row.told.side]) if part)
