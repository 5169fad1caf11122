"""The scorecard as it will be filled in: try it while it is built, and see what the answers come to."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.records.contacts import Channel
from db.records.scorecards import Form
from desktop.coaching import scoring
from desktop.coaching.answers import AnswerState
from desktop.features.library import trying
from desktop.features.library.answer_kinds import words_from
from desktop.features.library.desk import Desk
from desktop.features.library.question_preview import QuestionPreview, goes_on, shows
from desktop.features.library.tabbing import follow_layout
from desktop.features.library.trying import Trial
from desktop.shell.colours import meaning_mark
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, percent, tr
from desktop.shell.theme import Theme, set_role
from desktop.shell.words import verdict_mark, word
from desktop.widgets.forms import Choice, LineField


class Preview(QWidget):
    """The form on the desk with answers that are kept nowhere; its score runs along."""

    def __init__(self, theme: Theme, desk: Desk) -> None:
        super().__init__()
        self._theme, self.desk = theme, desk
        self.trial = Trial()
        self.parts: dict[str, QuestionPreview] = {}
        self.titles: list[QWidget] = []
        self.score = label("", "figure")
        self.outcome = label("")
        self.progress = label("", "small", wrap=True)
        self.clear = button(tr("Clear the answers"), self.clear_answers, role="link")
        self.circumstances = Circumstances(self.trial)
        self.circumstances.on_change = self._show_trial
        self._lay_out()
        desk.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the form as it stands; only what changed is made anew."""
        form = self.desk.form
        self.circumstances.setVisible(any(question.only_when for question in form.questions))
        wanted = {question.key for question in form.questions}
        for key in [key for key in self.parts if key not in wanted]:
            _put_away(self.parts.pop(key))
        self._show_parts(form)
        self._show_trial()

    def clear_answers(self) -> None:
        self.trial.clear()
        for part in self.parts.values():
            part.show_given(self.trial.of(part.question))
        self._show_trial()

    def reach(self) -> None:
        """Put the cursor into the first question."""
        first = next((part for part in self.parts.values() if not part.isHidden()), None)
        if first is not None:
            first.reach()

    def press(self, text: str) -> bool:
        """Answer the question under the cursor, else the first open one, and go on to the next open one."""
        shown = [part for part in self.parts_in_order() if not part.isHidden()]
        focus = self.window().focusWidget()
        here = next((part for part in shown if focus is not None and part.isAncestorOf(focus)), None)
        here = here or next((part for part in shown if not self._is_answered(part)), None)
        if here is None or not here.press(text):
            return False
        if goes_on(here, self.trial.of(here.question)):
            self._go_on(here)
        return True

    def parts_in_order(self) -> list[QuestionPreview]:
        return [self.parts[question.key] for question in self.desk.form.questions]

    def _go_on(self, here: QuestionPreview) -> None:
        parts = self.parts_in_order()
        place = parts.index(here)
        after = [*parts[place + 1 :], *parts[:place]]
        goal = next((part for part in after if not part.isHidden() and not self._is_answered(part)), here)
        goal.reach()
        self._area.ensureWidgetVisible(goal)

    def _is_answered(self, part: QuestionPreview) -> bool:
        return self.trial.of(part.question).answered

    def _show_parts(self, form: Form) -> None:
        while self.titles:
            _put_away(self.titles.pop())
        place, number, renewed = 0, 0, False
        for section in form.sections:
            title = label(section.title or tr("(no title yet)"), "heading", wrap=True)
            self.titles.append(title)
            self._column.insertWidget(place, title)
            place += 1
            for question in section.questions:
                number += 1
                part = self.parts.get(question.key)
                if part is None or not shows(part, number, question):
                    part, renewed = self._renew(part, number, form, question.key), True
                self._column.removeWidget(part)
                self._column.insertWidget(place, part)
                place += 1
        if renewed:
            follow_layout(self._inside)

    def _renew(self, old: QuestionPreview | None, number: int, form: Form, key: str) -> QuestionPreview:
        if old is not None:
            _put_away(old)
        question = next(each for each in form.questions if each.key == key)
        part = QuestionPreview(self._theme, number, question, self.trial)
        part.answered.connect(self._show_trial)
        part.show_given(self.trial.of(question))
        self.parts[key] = part
        return part

    def _show_trial(self) -> None:
        form = self.desk.form
        made = trying.coded(form, self.trial)
        found = scoring.score(form, made)
        lines = [line for section in found.sections for line in section.questions]
        for line in lines:
            part = self.parts[line.question.key]
            part.setVisible(line.state is not AnswerState.HIDDEN)
            part.show_earned(
                line, trying.causes_offered(form, made, line.position, (line.earned, line.possible))
            )
        self._show_score(found, sum(line.state is not AnswerState.HIDDEN for line in lines))

    def _show_score(self, found: scoring.Score, asked: int) -> None:
        self.score.setText(tr("Try it") if found.reported is None else percent(found.reported / 100))
        left = len(found.unanswered)
        self.outcome.setText(_outcome(found))
        role = verdict_mark(found.verdict)
        set_role(self.outcome, "chip" if role else "muted", meaning=role)
        words = [tr("{n} of {count} answered", n=asked - left, count=asked)]
        hidden = len(self.parts) - asked
        words += [ntr("{n} not asked", "{n} not asked", hidden)] if hidden else []
        words += [tr("{points} points of bonus", points=round(found.bonus, 1))] if found.bonus else []
        if found.calculated is not None and found.calculated != found.reported:
            words.append(tr("the sum alone is {score}", score=percent(found.calculated / 100)))
        self.progress.setText(", ".join(words) + ".")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.score)
        head.addWidget(self.outcome)
        head.addStretch(1)
        head.addWidget(self.clear)
        self._inside = inside = QWidget()
        set_role(inside, "page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(tr("The scorecard to try"))
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.progress)
        whole.addWidget(self.circumstances)
        whole.addWidget(area, 1)


def _outcome(found: scoring.Score) -> str:
    parts = []
    if found.verdict is not None:
        mark = verdict_mark(found.verdict)
        shape = f"{meaning_mark(mark).shape} " if mark else ""
        parts.append(f"{shape}{word(found.verdict)}")
    if found.band is not None:
        parts.append(found.band.label)
    return ", ".join(parts)


def _put_away(widget: QWidget) -> None:
    widget.hide()
    parent = widget.parentWidget()
    if parent is not None and (layout := parent.layout()) is not None:
        layout.removeWidget(widget)
    widget.deleteLater()


class Circumstances(QWidget):
    """On what contact the scorecard is tried, where that decides what is asked."""

    def __init__(self, trial: Trial) -> None:
        super().__init__()
        self.trial = trial
        self.on_change = _nothing
        channels: list[tuple[object, str]] = [("", tr("any channel")), *((c.value, word(c)) for c in Channel)]
        self.channel = Choice(tr("Try it on"), channels)
        self.topic = LineField(tr("Topic to try it with"), placeholder=tr("topic"))
        self.tags = LineField(tr("Tags to try it with"), placeholder=tr("tags"))
        self.channel.chosen.connect(partial(self._go_on, "channel"))
        self.topic.typed.connect(partial(self._go_on, "topic"))
        self.tags.typed.connect(self._go_on_tags)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field, room in ((self.channel, 0), (self.topic, 1), (self.tags, 1)):
            row.addWidget(field, room)

    def _go_on(self, name: str, value: object) -> None:
        trying.with_around(self.trial, **{name: value})
        self.on_change()

    def _go_on_tags(self, line: str) -> None:
        self._go_on("tags", frozenset(words_from(line)))


def _nothing() -> None:
    return
