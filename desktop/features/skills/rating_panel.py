"""One skill on screen: what it is, its five levels to choose from, and the words under the choice."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.skills import AssessmentKind
from desktop.features.skills import wording
from desktop.features.skills.actions import RatedSkill
from desktop.features.skills.levels import LevelChoice
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.theme import Theme
from desktop.widgets.forms import TextField


class RatingPanel(QWidget):
    """`rated` carries 1–5 or 0, `typed` the comment, `stepped` −1 or 1 for the skill before or after."""

    rated = Signal(int)
    typed = Signal(str)
    stepped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.place = label("", "muted")
        self.name = label("", "heading")
        self.definition = label("", "muted", wrap=True)
        self.heard = label("", "small", wrap=True)
        self.levels = LevelChoice(theme)
        self.levels.chosen.connect(self.rated)
        self.comment = TextField(tr("What was seen"), lines=1)
        self.comment.typed.connect(self.typed)
        self.comment.installEventFilter(self)
        self.kept = label("", "small")
        self.kept.hide()
        self.before = button(tr("Before"), self._back, tr("Skill before"), "quiet")
        self.after = button(tr("Next"), self._on, tr("Next skill"))
        self._skill_id: int | None = None
        self._lay_out()

    def show_skill(self, row: RatedSkill, place: tuple[int, int], kind: AssessmentKind, locked: bool) -> None:
        """Show a skill; words being typed under the same skill are not touched."""
        at, count = place
        self.place.setText(tr("{n} of {count}", n=at + 1, count=count))
        self.name.setText(row.skill.name)
        self.definition.setText(row.skill.definition)
        self.heard.setVisible(row.heard is not None)
        if row.heard is not None:
            figure = wording.whole_figure(row.heard)
            self.heard.setText(
                tr("Questions on calls: {figure}. Rate what you saw, not this.", figure=figure)
            )
        self.levels.show_skill(row.skill)
        self.levels.show_level(row.rating is not None, row.rating.level if row.rating else None)
        self.levels.setEnabled(not locked)
        self._show_comment(row, kind, locked)
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at < count - 1)

    def _show_comment(self, row: RatedSkill, kind: AssessmentKind, locked: bool) -> None:
        moved = self._skill_id != row.skill.id
        if moved or not self.comment.hasFocus():
            self.comment.show_text(row.rating.comment if row.rating else "")
        if moved:
            self.kept.hide()
        self._skill_id = row.skill.id
        self.comment.setEnabled(row.rating is not None)
        self.comment.setReadOnly(locked)
        self.comment.setPlaceholderText(_invitation(row.rating is not None, kind) if not locked else "")

    def eventFilter(self, _comment: QObject, event: QEvent) -> bool:
        """Page Up and Page Down turn to another skill from the words too, which fit without scrolling."""
        turns = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in turns:
            self.stepped.emit(turns[Qt.Key(event.key())])
            return True
        return False

    def _back(self) -> None:
        self.stepped.emit(-1)

    def _on(self) -> None:
        self.stepped.emit(1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self.place)
        head.addStretch(1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        for widget in (self.definition, self.heard):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self.levels)
        column.addSpacing(4)
        column.addWidget(self.comment)
        column.addWidget(self.kept)
        column.addStretch(1)


def _invitation(rated: bool, kind: AssessmentKind) -> str:
    if not rated:
        return tr("Choose a level first; then say what it rests on.")
    if kind is AssessmentKind.SELF:
        return tr("A call or a moment that shows it, in your own words")
    return tr("What you saw or heard, in a sentence")
