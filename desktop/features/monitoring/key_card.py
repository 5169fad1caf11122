"""The one-page card of the evaluation screen's keys, in groups side by side."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.shell.cards import Card
from desktop.shell.controls import label, native
from desktop.shell.text import tr

Groups = Mapping[str, Sequence[tuple[str, str]]]
EMS = (72, 40)
COLUMNS = 3


class MonitoringKeys(Card):
    """`groups` are the keys with what each does, by heading; in fewer columns where room is short."""

    def __init__(self, parent: QWidget, groups: Groups) -> None:
        super().__init__(parent, tr("Keys while you listen"), EMS)
        inner = QWidget()
        inner.setProperty("role", "page")
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(32)
        columns = max(1, min(COLUMNS, self.width() // (self.fontMetrics().height() * 22)))
        for part in _parted(groups, columns):
            column = QVBoxLayout()
            column.setSpacing(16)
            for title, keys in part:
                column.addWidget(_group(title, keys))
            column.addStretch(1)
            row.addLayout(column, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Keys while you listen"))
        self.finish(area)


def _parted(groups: Groups, columns: int) -> list[list[tuple[str, Sequence[tuple[str, str]]]]]:
    """The groups in their order, in columns of about the same height."""
    whole = sum(len(keys) + 2 for keys in groups.values())
    parts: list[list[tuple[str, Sequence[tuple[str, str]]]]] = [[] for _ in range(columns)]
    done = 0
    for title, keys in groups.items():
        half = done + (len(keys) + 2) / 2
        parts[min(columns - 1, int(half * columns / whole))].append((title, keys))
        done += len(keys) + 2
    return parts


def _group(title: str, keys: Sequence[tuple[str, str]]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    grid.addWidget(label(title, "heading"), 0, 0, 1, 2)
    for place, (key, words) in enumerate(keys, 1):
        grid.addWidget(label(native(key), "key"), place, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(words, wrap=True), place, 1)
    return made
