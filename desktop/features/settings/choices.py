"""The settings that are rows, as fields: built from what each row says about itself, counting at once."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.shell.context import App
from desktop.shell.setting_rows import Setting
from desktop.shell.text import tr
from desktop.widgets.forms import Choice, Form, LineField, NumberField, Switch

Field = Choice | LineField | NumberField | Switch
NOT_YOURS = "Your role may read these, but not change them."


class ChoicesForm(Form):
    """The rows of one group. `show_changeable` says whether the user may change what the floor agreed on."""

    def __init__(self, app: App, group: str) -> None:
        super().__init__()
        self.app = app
        self.rows_shown = [row for row in app.settings.rows.values() if row.group == group]
        self.fields = {row.key: make_field(row) for row in self.rows_shown}
        for row in self.rows_shown:
            field = self.fields[row.key]
            signal = field.typed if isinstance(field, LineField) else field.chosen
            signal.connect(partial(self._set, row))
            self._place(row, field)
        self.show_values()
        app.settings.changed.connect(self._follow)

    def show_values(self) -> None:
        for key in self.fields:
            self._follow(key)

    def show_changeable(self, changeable: bool) -> None:
        for row in self.rows_shown:
            self.fields[row.key].setEnabled(changeable or row.place == "machine")

    def _place(self, row: Setting, field: QWidget) -> None:
        if isinstance(field, Switch):
            self.add_widget(field)
            field.setToolTip(tr(row.help))
        else:
            placed = self.add(tr(row.label), field, tr(row.help)).layout()
            if placed is not None and not isinstance(field, LineField):
                placed.setAlignment(field, Qt.AlignmentFlag.AlignLeft)

    def _set(self, row: Setting, value: Any) -> None:
        self.app.settings.set(row.key, type(row.default)(value))

    def _follow(self, key: str) -> None:
        field = self.fields.get(key)
        if isinstance(field, LineField):
            field.show_text(str(self.app.settings.get(key)))
        elif field is not None:
            field.show_value(self.app.settings.get(key))


def make_field(row: Setting) -> Field:
    """Return the control that fits the row's kind."""
    name = tr(row.label)
    if row.kind == "choice":
        return Choice(name, [(key, tr(words)) for key, words in row.choices])
    if row.kind == "number":
        return NumberField(name, 0, row.low, row.high)
    return Switch(name) if row.kind == "switch" else LineField(name)
