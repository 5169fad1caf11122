"""What holds for this contact and some questions wait for: its tags and topic, where the scorecard asks."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from db.records.scorecards import Form
from desktop.coaching.answers import fold
from desktop.features.monitoring.sitting import Sitting
from desktop.shell.controls import label, on_button, tip
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice

KEYS = ("Ctrl+F5", "Ctrl+F6", "Ctrl+F7", "Ctrl+F8", "Ctrl+F9")


class Circumstances(QWidget):
    """`changed` carries the tags that hold and the topic. Takes no room where no question waits for any."""

    changed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.chips: dict[str, QPushButton] = {}
        self.topic = Choice(tr("Topic of the contact"))
        self.topic.chosen.connect(self._tell)
        self._others: tuple[str, ...] = ()
        self._flow = FlowLayout(self, 4)
        self._flow.addWidget(label(tr("This contact"), "small"))
        self._flow.addWidget(self.topic)
        self.hide()

    def show_sitting(self, sitting: Sitting) -> None:
        """Offer the tags and topics that the scorecard's questions wait for."""
        form = sitting.version.form if sitting.version is not None else None
        tags, topics = (awaited_tags(form), awaited_topics(form)) if form is not None else ((), ())
        held = {fold(tag): tag for tag in sitting.observation.tags}
        if tuple(self.chips) != tags:
            self._build(tags)
        for tag, made in self.chips.items():
            made.setChecked(fold(tag) in held)
        known = {fold(tag) for tag in tags}
        self._others = tuple(tag for folded, tag in held.items() if folded not in known)
        self._show_topics(topics, sitting.contact.topic)
        self.setVisible(bool(tags or topics))

    def toggle(self, place: int) -> None:
        """Say that the tag of this place (from 0) holds, or no longer."""
        made = list(self.chips.values())
        if place < len(made) and self.isVisible():
            made[place].click()

    def _show_topics(self, topics: tuple[str, ...], topic: str) -> None:
        offered = dict.fromkeys((*topics, topic) if fold(topic) not in map(fold, topics) else topics)
        own = next((each for each in offered if fold(each) == fold(topic)), topic)
        self.topic.set_choices([(each, each or tr("no topic")) for each in dict.fromkeys((*offered, ""))])
        self.topic.show_value(own)
        self.topic.setVisible(bool(topics))

    def _build(self, tags: tuple[str, ...]) -> None:
        for gone in self.chips.values():
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.chips = {}
        for place, tag in enumerate(tags):
            key = KEYS[place] if place < len(KEYS) else ""
            made = QPushButton(on_button(tag))
            made.setCheckable(True)
            made.setProperty("role", "chip")
            made.setAccessibleName(tr("This contact: {tag}", tag=tag))
            made.setToolTip(tip(f"{tag} ({key})" if key else tag))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(partial(self._tell, None))
            self.chips[tag] = made
            self._flow.addWidget(made)
            made.show()

    def _tell(self, _which: object, _checked: bool = False) -> None:
        held = tuple(tag for tag, made in self.chips.items() if made.isChecked())
        self.changed.emit((*held, *self._others), str(self.topic.value() or ""))


def awaited_tags(form: Form) -> tuple[str, ...]:
    """The tags that questions wait for, in the form's order, each once."""
    found: dict[str, str] = {}
    for question in form.questions:
        for tag in question.only_when.tags if question.only_when is not None else ():
            found.setdefault(fold(tag), tag)
    return tuple(found.values())


def awaited_topics(form: Form) -> tuple[str, ...]:
    """The topics that questions wait for, in the form's order, each once."""
    found: dict[str, str] = {}
    for question in form.questions:
        for topic in question.only_when.topics if question.only_when is not None else ():
            found.setdefault(fold(topic), topic)
    return tuple(found.values())
