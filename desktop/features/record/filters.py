"""The row above the record: by whom, about whom, of what kind, on which day."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.features.record import wording
from desktop.features.record.actions import EVERYTHING, Choices, Filter
from desktop.shell.controls import button
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, DayField


class Filters(QWidget):
    """`changed` when the user asks for something else."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._asked = EVERYTHING
        self.user = Choice(tr("By whom"), [(None, tr("by anybody"))])
        self.agent = Choice(tr("About whom"), [(None, tr("about anybody"))])
        self.kind = Choice(tr("Of what kind"), wording.kind_choices(), "")
        self.day = DayField(tr("On which day"), optional=False, blank=tr("any day"))
        self.all = button(tr("Show everything"), self.clear, role="quiet")
        row = FlowLayout(self)
        for one in (self.user, self.agent, self.kind, self.day, self.all):
            row.addWidget(one)
        for choice in (self.user, self.agent, self.kind, self.day):
            choice.chosen.connect(self._tell)
        self.all.hide()

    def wanted(self) -> Filter:
        return self._asked

    def show_choices(self, choices: Choices) -> None:
        """Offer these users and agents; what is asked for stays so."""
        users = [(user.id, tr("by {name}", name=user.name)) for user in choices.users]
        agents = [(agent.id, tr("about {name}", name=agent.name)) for agent in choices.agents]
        self.user.set_choices([(None, tr("by anybody")), *users])
        self.agent.set_choices([(None, tr("about anybody")), *agents])
        self._show()

    def ask(self, wanted: Filter) -> None:
        """Ask for this, as if the user had chosen it."""
        self._asked = wanted
        self._show()
        self.changed.emit()

    def clear(self) -> None:
        self.ask(EVERYTHING)

    def _show(self) -> None:
        self.user.show_value(self._asked.user_id)
        self.agent.show_value(self._asked.agent_id)
        self.kind.show_value(self._asked.kind)
        self.day.show_value(self._asked.day)
        self.all.setVisible(self._asked != EVERYTHING)

    def _tell(self, _value: object) -> None:
        self._asked = Filter(self.user.value(), self.agent.value(), self.kind.value(), self.day.value())
        self.all.setVisible(self._asked != EVERYTHING)
        self.changed.emit()
