"""What clearly stands out among an agent's questions or skills, and everything else as it is, unranked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.features.people import telling
from desktop.features.people.figure_rows import FigureRow, FigureRows
from desktop.features.people.profile import Profile, Standing, Standings
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import day, ntr, tr
from desktop.widgets.chips import ChoiceChips


class StandingsPart(QWidget):
    """Of questions or of skills: strengths first, with what was noted, then the weakest, then the rest."""

    asked = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self._profile: Profile | None = None
        self.of = ChoiceChips(
            tr("Figures of"), [("questions", tr("Questions")), ("skills", tr("Skills"))], "questions"
        )
        self.of.chosen.connect(self._show_again)
        self.strong_words = label(tr("Strengths"), "heading")
        self.strong_note = label("", "muted", wrap=True)
        self.strong = FigureRows(app.theme, tr("Strengths"))
        self.praise = FigureRows(app.theme, tr("Strengths noted on calls"))
        self.weak_words = label("", "heading")
        self.weak = FigureRows(app.theme, tr("Weakest"))
        self.rest_words = label("", "heading")
        self.rest = FigureRows(app.theme, tr("The rest"))
        self.few_button = button("", self._toggle_few, role="link")
        self.few = FigureRows(app.theme, tr("Too few calls to place"))
        for rows in (self.strong, self.praise, self.weak, self.rest, self.few):
            rows.opened.connect(self.asked)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.strong_words, 1)
        head.addWidget(self.of)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        for part in (self.strong_note, self.strong, self.praise):
            column.addWidget(part)
        for words, rows in ((self.weak_words, self.weak), (self.rest_words, self.rest)):
            column.addSpacing(16)
            column.addWidget(words)
            column.addWidget(rows)
        column.addWidget(self.few_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.few)

    def show_profile(self, profile: Profile) -> None:
        self._profile = profile
        self.few.show_rows(())
        self._show_again()

    def _standings(self) -> Standings | None:
        if self._profile is None:
            return None
        return self._profile.questions if self.of.value() == "questions" else self._profile.skills

    def _show_again(self, _chosen: object = None) -> None:
        profile, standings = self._profile, self._standings()
        if profile is None or standings is None:
            return
        self.strong.show_rows([_row(one, "strength") for one in standings.strong])
        self.strong_note.setText(_note_on(standings))
        self.strong_note.setVisible(not standings.strong)
        self.praise.show_rows(
            [
                FigureRow(note.text, day(note.written_at), mark="strength", payload=("note", note.id))
                for note in profile.praise
            ]
        )
        self.weak.show_rows([_row(one, "opportunity") for one in standings.weak])
        self.rest.show_rows([_row(one, "") for one in standings.rest])
        self._name_parts(standings)
        if self.few.rows():
            self.few.show_rows([_row(one, "") for one in standings.few])
        self._name_few(len(standings.few))

    def _name_parts(self, standings: Standings) -> None:
        questions = self.of.value() == "questions"
        self.weak_words.setText(tr("Weakest questions") if questions else tr("Weakest skills"))
        self.weak_words.setVisible(bool(standings.weak))
        every = tr("All questions") if questions else tr("All skills")
        rest = tr("The rest") if standings.strong or standings.weak else every
        self.rest_words.setText(rest)
        self.rest.setAccessibleName(rest)
        self.rest_words.setVisible(bool(standings.rest))

    def _toggle_few(self) -> None:
        standings = self._standings()
        if standings is not None:
            shown = () if self.few.rows() else standings.few
            self.few.show_rows([_row(one, "") for one in shown])
            self._name_few(len(standings.few))

    def _name_few(self, n: int) -> None:
        words = ntr(
            "{n} with too few calls to place: show it", "{n} with too few calls to place: show them", n
        )
        if self.few.rows():
            words = tr("Hide those with too few calls")
        self.few_button.setText(words)
        self.few_button.setAccessibleName(words)
        self.few_button.setVisible(bool(n))


def _row(one: Standing, mark: str) -> FigureRow:
    estimate = one.estimate
    bar = (estimate.value, estimate.low, estimate.high)
    value, low, high = (None, None, None) if one.too_few else bar
    return FigureRow(one.title, telling.standing_words(one), value, low, high, mark, one)


def _note_on(standings: Standings) -> str:
    """What stands where no strength does."""
    if standings.weak:
        return tr("Nothing stands out above the rest yet.")
    if standings.rest:
        return tr("Nothing stands out from the rest yet.")
    if standings.few:
        return tr("Too few calls yet to tell strengths from chance. Listen to some more.")
    return tr("Evaluations show them; there are none in this span.")
