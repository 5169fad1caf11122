"""What is known of the contact, at the top of the screen: whose it is, what it was, when, how it is heard."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.coaching import gaps
from desktop.features.monitoring.sitting import Sitting
from desktop.features.monitoring.wording import channel_words, drawn_words, source_words, wall_time
from desktop.shell.controls import label
from desktop.shell.text import clock, tr
from desktop.shell.theme import Theme
from desktop.shell.words import word
from desktop.widgets.flow import FlowLayout

Facts = tuple[tuple[str, str], ...]
SEPARATOR = " · "


class ContactLine(QWidget):
    """Each fact under its caption; where room is short, the facts alone in one line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._facts: Facts = ()
        self._wide = QWidget()
        self._flow = FlowLayout(self._wide, 20)
        self._narrow = label("", "muted", wrap=True)
        self._narrow.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._wide, 1)
        row.addWidget(self._narrow, 1)

    def show_sitting(self, sitting: Sitting, today: date) -> None:
        self.show_facts(contact_facts(sitting, today))

    def show_facts(self, facts: Facts) -> None:
        if facts == self._facts:
            return
        self._facts = facts
        while self._flow.count():
            item = self._flow.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for caption, words in facts:
            made = _fact(caption, words)
            self._flow.addWidget(made)
            made.show()
        told = SEPARATOR.join(words for _, words in facts)
        self._narrow.setText(told)
        self.setAccessibleName(tr("Contact: {facts}", facts=told))

    def fold(self, narrow: bool) -> None:
        """Show the facts without their captions, or with them."""
        self._wide.setVisible(not narrow)
        self._narrow.setVisible(narrow)


def contact_facts(sitting: Sitting, today: date) -> Facts:
    """Caption and words of each fact that is known, those of the agent first."""
    agent, contact, observation = sitting.agent, sitting.contact, sitting.observation
    stage = word(gaps.stage(agent.hired_on, today)) if agent.hired_on else ""
    channel = f"{channel_words(contact.channel)}, {word(contact.direction).lower()}"
    heard = source_words(observation.source)
    facts = (
        (tr("Team"), agent.team),
        (tr("Stage"), stage),
        (tr("Contact"), channel),
        (tr("Topic"), contact.topic),
        (tr("Reference"), contact.reference),
        (tr("When"), wall_time(contact.started_at)),
        (tr("Talk"), clock(contact.talk_s) if contact.talk_s else ""),
        (tr("Heard"), heard[:1].upper() + heard[1:]),
        (tr("Drawn"), drawn_words(observation.drawn)),
    )
    return tuple((caption, words) for caption, words in facts if words)


def _fact(caption: str, words: str) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(caption, "small"))
    column.addWidget(label(words))
    return made
