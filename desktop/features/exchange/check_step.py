"""The third step: what would happen. New people and their team, near twins, and rows that stay out."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.coaching.mapping.names import Similar
from desktop.coaching.mapping.trouble import Problem
from desktop.features.exchange.actions import Check
from desktop.features.exchange.form_planning import FormCheck
from desktop.features.exchange.masked_note import MaskedNote
from desktop.features.exchange.outcomes import say_check, say_earlier, say_left_out, say_new
from desktop.features.exchange.sentences import say_problem
from desktop.shell.controls import button, label
from desktop.shell.text import number, tr
from desktop.widgets.forms import Choice, LineField
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

NEW_TEAM = "\x00new"
MOST_TWINS = 12
SEEN_ROWS = 6


class CheckStep(QWidget):
    """`team_named` carries the team of the new people, `same_chosen` a pair and whether it is one person,
    `numbers_kept` the reason to keep numbers that were masked, `save_wanted` asks where to save the rows
    left out.
    """

    team_named = Signal(str)
    same_chosen = Signal(object, bool)
    numbers_kept = Signal(str)
    save_wanted = Signal()

    def __init__(self, row_height: int, title: str = "") -> None:
        super().__init__()
        self.summary = label("", wrap=True)
        self.earlier = label("", "warn", wrap=True)
        self.new = label("", wrap=True)
        self.team = TeamChoice()
        self.team.named.connect(self.team_named)
        self.twins = Twins()
        self.twins.chosen.connect(self.same_chosen)
        self.masked = MaskedNote()
        self.masked.kept.connect(self.numbers_kept)
        self.left_out = label("", "muted", wrap=True)
        self.problems = _problem_table(row_height)
        self.save = button(tr("Save the rows left out…"), self.save_wanted.emit, role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(title or tr("3  Check and import"), "heading"))
        self.more = QVBoxLayout()
        for widget in (
            self.summary,
            self.earlier,
            self.masked,
            self.new,
            self.team,
            self.twins,
            self.left_out,
        ):
            column.addWidget(widget)
        column.insertLayout(2, self.more)
        column.addWidget(self.problems, 1)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        column.addLayout(row)

    def add_words(self, words: QWidget) -> None:
        """Something more to say under the summary."""
        self.more.addWidget(words)

    def show_check(self, checked: Check | FormCheck, may_keep: bool = False) -> None:
        """Show what bringing the file in would do; `may_keep` whether numbers may be let through."""
        kind = checked.draft.kind
        self.masked.show_concealed(checked.draft.file.concealed, may_keep)
        for words, text in (
            (self.summary, say_check(checked)),
            (self.earlier, say_earlier(checked.earlier)),
            (self.new, say_new(checked)),
            (self.left_out, tr("Left out: {reasons}.", reasons=say_left_out(checked))),
        ):
            words.setText(text)
            words.setVisible(bool(text))
        has_problems = bool(checked.problems)
        self.team.setVisible(any(not person.team for person in checked.people))
        self.twins.show_twins(checked.similar, checked.draft.same)
        self.problems.show_rows([(problem, kind) for problem in checked.problems])
        for widget in (self.left_out, self.problems, self.save):
            widget.setVisible(has_problems)


class TeamChoice(QWidget):
    """A team that is here, or the name of a new one. `named` carries it, blank while there is none."""

    named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.known = Choice(tr("Team of the new agents"))
        self.name = LineField(tr("Name of the new team"), placeholder=tr("Name of the new team"))
        self.known.chosen.connect(self._choose)
        self.name.typed.connect(self.named)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label(tr("Their team")))
        row.addWidget(self.known)
        row.addWidget(self.name)
        row.addStretch(1)

    def show_teams(self, teams: Sequence[str], chosen: str) -> None:
        """Offer the teams; `chosen` may be one of them, a new name or blank."""
        before = () if chosen in teams or len(teams) == 1 else [("", tr("Choose…"))]
        self.known.set_choices([*before, *((name, name) for name in teams), (NEW_TEAM, tr("A new team…"))])
        is_new = bool(chosen) and chosen not in teams
        self.known.show_value(NEW_TEAM if is_new else chosen)
        self.name.show_text(chosen if is_new else "")
        self.name.setVisible(self.known.value() == NEW_TEAM)

    def point_out(self) -> None:
        """Take the focus and scroll into view: all waits for this choice."""
        self.known.setFocus()
        # Once the layout has settled: the step was filled just now.
        QTimer.singleShot(0, self, self._scroll_here)

    def _scroll_here(self) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(self)

    def _choose(self, team: object) -> None:
        is_new = team == NEW_TEAM
        self.name.setVisible(is_new)
        self.named.emit(self.name.text() if is_new else str(team))
        if is_new:
            self.name.setFocus()


class Twins(QWidget):
    """Names that come close to another's: two people, unless somebody says they are one."""

    chosen = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Similar, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._rows: list[QWidget] = []

    def show_twins(self, twins: tuple[Similar, ...], same: frozenset[tuple[str, str]]) -> None:
        self.setVisible(bool(twins))
        if twins == self._shown:
            return
        self._shown = twins
        for old in self._rows:
            self._column.removeWidget(old)
            old.deleteLater()
        self._rows = [
            label(tr("Similar names. They stay different people unless you say otherwise."), "muted")
        ]
        self._rows += [self._row(twin, twin.pair in same) for twin in twins[:MOST_TWINS]]
        if len(twins) > MOST_TWINS:
            more = number(len(twins) - MOST_TWINS)
            self._rows.append(label(tr("{n} more pairs stay different people.", n=more), "muted"))
        for row in self._rows:
            self._column.addWidget(row)

    def _row(self, twin: Similar, is_same: bool) -> QWidget:
        made = QWidget()
        words = tr("{name} and {other}", name=twin.name, other=_other(twin))
        choice = Choice(words, [(False, tr("Different people")), (True, tr("The same person"))], is_same)
        choice.chosen.connect(partial(self.chosen.emit, twin.pair))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label(words))
        row.addWidget(choice)
        row.addStretch(1)
        return made


def _other(twin: Similar) -> str:
    if twin.agent_id is None:
        return tr("{name} (new too)", name=twin.other_name)
    return tr("{name} (here already)", name=twin.other_name)


def _problem_table(row_height: int) -> Table:
    table = Table(
        tr("Rows left out"),
        [
            Column("row", tr("Row"), _row_number, align="right", sort=_row_place),
            Column("column", tr("Column"), _column_name),
            Column("why", tr("What is wrong, and what helps"), _why, tip=_why),
        ],
    )
    table.setMinimumHeight(row_height * (SEEN_ROWS + 1))
    return table


def _row_number(row: tuple[Problem, Any]) -> str:
    return number(row[0].row)


def _row_place(row: tuple[Problem, Any]) -> int:
    return row[0].row


def _column_name(row: tuple[Problem, Any]) -> str:
    return row[0].column or tr("whole row")


def _why(row: tuple[Problem, Any]) -> str:
    return say_problem(*row)
