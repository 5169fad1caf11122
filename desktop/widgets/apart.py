"""What stands beside a figure that targeted calls are not in: how many there are, and their own figure."""

from PySide6.QtWidgets import QAbstractButton

from desktop.coaching.statistics import Estimate
from desktop.shell.words import apart_words


def name_apart(link: QAbstractButton, found: Estimate) -> None:
    """Say it on a link that leads to those calls; without any, the link is not there."""
    words = apart_words(found)
    link.setText(words)
    link.setAccessibleName(words)
    link.setVisible(bool(words))
