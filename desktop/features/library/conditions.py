"""When a question is asked: after which answer of another one, and in which circumstances."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.contacts import Channel
from db.records.scorecards import Form, OnlyWhen, Question, ShownIf
from desktop.coaching.answers import NA_KEY
from desktop.features.library.answer_kinds import words_from
from desktop.features.library.desk import Desk
from desktop.features.library.form_edits import answered_by
from desktop.features.library.tied import Tie, Tied
from desktop.shell.controls import label
from desktop.shell.text import tr
from desktop.shell.words import word
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, FieldRow, LineField, Switch


class Condition(QWidget):
    """The fields of one question's conditions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.parent_choice = Choice(tr("Asked only after"))
        self.parent_choice.chosen.connect(self._choose_parent)
        self.answers = QWidget()
        self._answers = FlowLayout(self.answers, 16)
        self._switches: dict[str, Switch] = {}
        self._offered: list[tuple[str, str]] = []
        self.channels = {channel: Switch(word(channel)) for channel in Channel}
        self.topics = LineField(tr("Only these topics"), placeholder=tr("any; commas between several"))
        self.tags = LineField(
            tr("Only with one of these tags"), placeholder=tr("any; commas between several")
        )
        self.ties = [Tied(desk, switch, channel_tie(each)) for each, switch in self.channels.items()]
        self.ties += [Tied(desk, self.topics, words_tie("topics")), Tied(desk, self.tags, words_tie("tags"))]
        self._lay_out()

    def show_question(self, question: Question) -> bool:
        """Whether other answers to tick are offered than before."""
        others = [each for each in self.desk.form.questions if each.key != question.key and each.options]
        always: tuple[object, str] = (None, tr("always"))
        self.parent_choice.set_choices([always, *((each.key, each.text) for each in others)])
        rule = question.shown_if
        self.parent_choice.show_value(rule.question if rule else None)
        parent = next((each for each in others if rule and each.key == rule.question), None)
        self.answers.setVisible(parent is not None)
        for tie in self.ties:
            tie.show(question)
        return self._show_answers(parent, rule) if parent is not None and rule is not None else False

    def _show_answers(self, parent: Question, rule: ShownIf) -> bool:
        offered = [(option.key, option.label) for option in parent.options]
        offered += [(NA_KEY, tr("N/A"))] if parent.allow_na else []
        is_new = offered != self._offered
        if is_new:
            self._offer(offered)
        for key, switch in self._switches.items():
            switch.show_value(key in rule.options)
        return is_new

    def _offer(self, offered: list[tuple[str, str]]) -> None:
        self._offered = offered
        while (item := self._answers.takeAt(0)) is not None:
            gone = item.widget()
            gone.hide()
            gone.deleteLater()
        self._switches = {}
        for key, words in offered:
            switch = Switch(words)
            switch.setAccessibleName(tr("Asked where the answer is “{answer}”", answer=words))
            switch.chosen.connect(partial(self._choose_answer, key))
            self._answers.addWidget(switch)
            switch.show()
            self._switches[key] = switch

    def _lay_out(self) -> None:
        channels = QWidget()
        flow = FlowLayout(channels, 16)
        flow.addWidget(label(tr("Only for")))
        for channel, switch in self.channels.items():
            switch.setAccessibleName(tr("Only for {channel}", channel=word(channel).lower()))
            flow.addWidget(switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(FieldRow(tr("Asked only after"), self.parent_choice))
        column.addWidget(self.answers)
        column.addWidget(channels)
        column.addWidget(FieldRow(tr("Only these topics"), self.topics))
        column.addWidget(FieldRow(tr("Only with one of these tags"), self.tags))

    def _choose_parent(self, key: object) -> None:
        parent = next((each for each in self.desk.form.questions if each.key == key), None)
        rule = None if parent is None else answered_by(parent, frozenset({parent.options[0].key}))
        self._write(rule)

    def _choose_answer(self, key: str, on: bool) -> None:
        part = self.desk.part()
        assert isinstance(part, Question)
        rule = part.shown_if
        parent = next((each for each in self.desk.form.questions if rule and each.key == rule.question), None)
        if rule is None or parent is None:
            return
        chosen = frozenset(rule.options) | {key} if on else frozenset(rule.options) - {key}
        self._write(answered_by(parent, chosen))

    def _write(self, rule: ShownIf | None) -> None:
        self.desk.edit(partial(_with_rule, rule), tr("Changed when the question is asked"))


def _with_rule(rule: ShownIf | None, question: Question) -> Question:
    return replace(question, shown_if=rule)


def channel_tie(channel: Channel) -> Tie:
    return Tie("", partial(_has_channel, channel), partial(_with_channel, channel))


def _has_channel(channel: Channel, question: Question) -> bool:
    return question.only_when is not None and channel.value in question.only_when.channels


def _with_channel(channel: Channel, question: Question, on: bool) -> Question:
    only = question.only_when or OnlyWhen()
    kept = {each.value for each in Channel if each.value in only.channels and each is not channel}
    wanted = kept | {channel.value} if on else kept
    channels = tuple(each.value for each in Channel if each.value in wanted)
    return _with_only(question, replace(only, channels=channels))


def words_tie(name: str) -> Tie:
    """Topics or tags as one line with commas."""
    return Tie(f"only when {name}", partial(_read_words, name), partial(_write_words, name))


def _read_words(name: str, question: Question) -> str:
    return ", ".join(getattr(question.only_when, name)) if question.only_when else ""


def _write_words(name: str, question: Question, line: str) -> Question:
    return _with_only(question, replace(question.only_when or OnlyWhen(), **{name: words_from(line)}))


def _with_only(question: Question, only: OnlyWhen) -> Question:
    return replace(question, only_when=None if only == OnlyWhen() else only)


def say_condition(form: Form, question: Question) -> str:
    """In short: `after “Was the SOP followed?”; chat`."""
    parts = []
    if question.shown_if is not None:
        key = question.shown_if.question
        asked = next((each.text for each in form.questions if each.key == key), tr("a question that is gone"))
        parts.append(tr("after “{question}”", question=asked))
    if question.only_when is not None:
        only = question.only_when
        parts += [word(Channel(channel)).lower() for channel in only.channels]
        parts += [*only.topics, *only.tags]
    return ", ".join(parts)
