"""The scorecard builder: outline, the chosen part's form, and a preview that can be filled in."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from db.records.scorecards import Form, Question, ScorecardVersion, Section
from desktop.features.library import form_edits
from desktop.features.library.card_editor import CardEditor, SectionEditor
from desktop.features.library.desk import Desk
from desktop.features.library.form_edits import Spot
from desktop.features.library.outline import Outline
from desktop.features.library.panes import Panes
from desktop.features.library.preview import Preview
from desktop.features.library.question_editor import Names, QuestionEditor
from desktop.features.library.sound_line import SoundLine
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import LineField, TextField


class BuilderView(QWidget):
    """Works on one draft. `renamed` comes when the scorecard's name may have changed."""

    renamed = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.desk = Desk(app, self)
        self.outline = Outline(self.desk)
        self.outline.opened.connect(self.reach_editor)
        self.outline.removing.connect(self.remove)
        self.card = CardEditor(self.desk)
        self.section = SectionEditor(self.desk)
        self.question = QuestionEditor(self.desk)
        self.preview = Preview(app.theme, self.desk)
        self.sound = SoundLine(self.desk)
        self.sound.wanted.connect(self.go_to)
        self.stack = QStackedWidget()
        for editor in (self.card, self.section, self.question):
            self.stack.addWidget(_scrolled(editor))
        self.panes = Panes(
            [(tr("Outline"), self._make_side()), (tr("Edit"), self.stack), (tr("Try it"), self.preview)]
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.panes, 1)
        column.addWidget(_line())
        column.addWidget(self.sound)
        self.desk.changed.connect(self.show_part)
        self.desk.moved.connect(self.show_part)

    def begin(self, version: ScorecardVersion, before: ScorecardVersion | None, names: Names) -> None:
        """Work on a draft; `before` is the version in use that it will take the place of."""
        self.question.show_names(names)
        self.panes.show_pane(1)
        self.desk.lay(version, before)
        self.preview.clear_answers()
        self.outline.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        self.leave_field()
        self.desk.clear()

    def show_part(self) -> None:
        """Show the form of the part on the desk."""
        part = self.desk.part()
        if isinstance(part, Form):
            self.card.show_form(part)
            self.stack.setCurrentIndex(0)
            self.renamed.emit()
        elif isinstance(part, Section):
            self.section.show_section(part)
            self.stack.setCurrentIndex(1)
        else:
            self.question.show_question(part)
            self.stack.setCurrentIndex(2)

    def go_to(self, spot: object) -> None:
        """Open the part at a spot, its first field under the cursor."""
        if isinstance(spot, tuple):
            self.leave_field()
            self.desk.choose(spot)
            self.reach_editor()

    def reach_editor(self) -> None:
        """Put the cursor into the first field of the chosen part."""
        self.panes.show_pane(1)
        fields: tuple[QWidget, ...] = (self.card.name, self.section.title, self.question.words)
        field = fields[self.stack.currentIndex()]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        area = self.stack.currentWidget()
        if isinstance(area, QScrollArea):
            area.verticalScrollBar().setValue(0)
        if isinstance(field, LineField):
            field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit that no field takes answers the question being tried, wherever the keyboard is."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not (plain and self.preview.isVisible() and self.preview.press(event.text())):
            super().keyPressEvent(event)

    def add_question(self) -> None:
        """A new question after the chosen one, or at the end of the chosen section."""
        self.leave_field()
        form, spot = self.desk.form, self.desk.spot
        if not form.sections:
            self.add_section()
            return
        home = spot[0] if spot else len(form.sections) - 1
        place = spot[1] + 1 if len(spot) > 1 else len(form.sections[home].questions)
        like = form_edits.choice_before(form, (home, place))
        made = form_edits.with_added(form, (home, place), form_edits.new_question(like))
        self.desk.put(made, tr("Added a question"), (home, place))
        self.reach_editor()

    def add_section(self) -> None:
        """A new section after the chosen one."""
        self.leave_field()
        form, spot = self.desk.form, self.desk.spot
        place = spot[0] + 1 if spot else len(form.sections)
        made = form_edits.with_added(form, (place,), form_edits.new_section(form, place))
        self.desk.put(made, tr("Added a section"), (place,))
        self.reach_editor()

    def duplicate(self) -> None:
        """A copy of the chosen section or question, after it, its words ready to be written over."""
        self._rearrange(form_edits.doubled, tr("Duplicated it"))
        if self.desk.spot:
            self.reach_editor()
            field = self.window().focusWidget()
            if isinstance(field, LineField | TextField):
                field.selectAll()

    def remove(self) -> None:
        """Take the chosen section or question out; the bar offers it back."""
        spot = self.desk.spot
        if not spot:
            self.app.notices.say(tr("Choose a section or a question to remove."))
            return
        is_question = isinstance(self.desk.part(), Question)
        words = tr("Removed the question") if is_question else tr("Removed the section with its questions")
        left = form_edits.without(self.desk.form, spot)
        self.desk.put(left, words, _after(self.desk.form, spot), offer=True)
        self.outline.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def step(self, by: int) -> None:
        """Choose the part before or after the chosen one."""
        self.outline.step(by)
        self.reach_editor()

    def reach_preview(self) -> None:
        """Put the cursor into the preview."""
        self.panes.show_pane(2)
        self.preview.reach()

    def leave_field(self) -> QWidget | None:
        """Have the field under the cursor say what stands in it, before another part is shown in it."""
        field = self.window().focusWidget()
        if field is None or not self.stack.isAncestorOf(field):
            return None
        field.clearFocus()
        return field

    def _move(self, by: int) -> None:
        self._rearrange(form_edits.moved, tr("Moved it"), by)

    def _rearrange(self, how: Callable[..., tuple[Form, Spot]], words: str, *args: int) -> None:
        """The cursor stays in the field it is in, or else in the outline."""
        field = self.leave_field()
        if self.desk.spot:
            form, spot = how(self.desk.form, self.desk.spot, *args)
            self.desk.put(form, words, spot)
        (field or self.outline).setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        # Above the outline: what is said below comes and goes, and must not move a button under the pointer.
        column.addWidget(_row(_adding(self)))
        column.addWidget(_row(_tools(self)))
        column.addSpacing(4)
        column.addWidget(self.outline, 1)
        return side


def builder_keys(builder: BuilderView) -> list[tuple[str, str, Callable[[], None]]]:
    """The keys of the builder, with what they do."""
    return [
        ("Ctrl+Return", tr("Builder: add a question"), builder.add_question),
        ("Ctrl+Shift+Return", tr("Builder: add a section"), builder.add_section),
        ("Alt+Shift+Up", tr("Builder: move the chosen part up"), builder.move_up),
        ("Alt+Shift+Down", tr("Builder: move the chosen part down"), builder.move_down),
        ("Ctrl+D", tr("Builder: duplicate the chosen part"), builder.duplicate),
        ("Ctrl+Shift+Delete", tr("Builder: remove the chosen part"), builder.remove),
        ("Alt+Up", tr("Builder: the part before"), partial(builder.step, -1)),
        ("Alt+Down", tr("Builder: the next part"), partial(builder.step, 1)),
        ("F7", tr("Builder: try the scorecard"), builder.reach_preview),
        ("F8", tr("Builder: what to put right"), builder.sound.reach),
    ]


def _adding(builder: BuilderView) -> Sequence[QWidget]:
    return (
        button(tr("Add a question"), builder.add_question),
        button(tr("Add a section"), builder.add_section, role="quiet"),
    )


def _tools(builder: BuilderView) -> Sequence[QWidget]:
    return (
        button(tr("Up"), builder.move_up, name=tr("Move up"), role="quiet"),
        button(tr("Down"), builder.move_down, name=tr("Move down"), role="quiet"),
        button(tr("Duplicate"), builder.duplicate, role="quiet"),
        button(tr("Remove"), builder.remove, name=tr("Remove from the scorecard"), role="quiet"),
    )


def _after(form: Form, spot: Spot) -> Spot:
    """What is chosen once the part at a spot is gone: what comes in its place, else what stands before."""
    left = form_edits.without(form, spot)
    if form_edits.is_there(left, spot):
        return spot
    if spot[-1] > 0:
        return (*spot[:-1], spot[-1] - 1)
    return spot[:-1]


def _row(widgets: Sequence[QWidget]) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, 4)
    for widget in widgets:
        flow.addWidget(widget)
    return holder


def _scrolled(editor: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(tr("The chosen part"))
    area.setMinimumHeight(area.fontMetrics().height() * 9)
    holder = QWidget()
    set_role(holder, "page")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 12, 16)
    column.addWidget(editor)
    area.setWidget(holder)
    return area


def _line() -> QFrame:
    made = QFrame()
    set_role(made, "line")
    return made
