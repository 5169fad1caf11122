"""The keys of monitoring: which key gives which order, and that they hold only while somebody listens.

No key here prints anything, so none can be taken for a letter of a note; and none is one of the rail's.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from db.records.observations import NoteTag
from desktop.features.monitoring.editor import Editor
from desktop.features.monitoring.filling import Filling
from desktop.features.monitoring.revising_panel import RevisingPanel
from desktop.features.monitoring.start_panel import StartPanel
from desktop.features.monitoring.wording import ALT, TAG_KEYS, tag_words
from desktop.shell.text import tr
from desktop.widgets.page import Page

LETTERS = "ABCDEFGHIJKMNOPQRSVWXYZ"
"""Letters an answer may have; Alt+L, Alt+T and Alt+U have a meaning of their own."""


class PageKeys:
    """Gives a page its keys; `start`, `editor` and `change` are the screens they speak to."""

    def __init__(self, page: Page, start: StartPanel, editor: Editor, change: RevisingPanel) -> None:
        self._page, self._start, self._editor, self._change = page, start, editor, change
        self._add_listed()
        for digit in "123456789":
            self._add_quiet(f"Ctrl+{digit}", partial(self._answer_digit, digit))
        for letter in LETTERS:
            self._add_quiet(f"{ALT}+{letter}", partial(self._answer_letter, letter))
        self._add_quiet("Ctrl+Enter", self._finish)
        page.add_key("Ctrl+Return", tr("Finish the evaluation, or its change"), self._finish)
        page.tell_key("Return", tr("Stamp the note"))

    def _add_listed(self) -> None:
        editor, card = self._editor, self._editor.card
        orders: list[tuple[str, str, Callable[[], None]]] = [
            ("F2", tr("Answer the scorecard, or write on"), editor.switch_side),
            ("Shift+F2", tr("Write the comment on the whole contact"), self._comment),
            ("F3", tr("Show or hide the examples"), card.toggle_examples),
            (f"{ALT}+Down", tr("Next question"), partial(card.answering.step, 1)),
            (f"{ALT}+Up", tr("Question before"), partial(card.answering.step, -1)),
            (
                f"{ALT}+U",
                tr("Next unanswered question"),
                partial(card.answering.turn, Filling.next_unanswered),
            ),
            (f"{ALT}+L", tr("Make the note evidence for this question"), editor.link_note),
            (f"{ALT}+T", tr("Set the clock"), editor.clock.edit),
        ]
        for key, text, order in orders:
            self._page.add_key(key, text, partial(self._while_listening, order))
        self._page.add_key("F4", tr("Start or hold the clock; start a live call"), self._clock)
        self._page.add_key("Shift+F4", tr("Start side by side"), self._beside)
        for key, tag in TAG_KEYS.items():
            self._page.add_key(key, tr("Tag: {tag}", tag=tag_words(tag)), partial(self._tag, tag))
        self._page.tell_key("Ctrl+1", tr("Answer with this number while writing (to Ctrl+9)"))
        self._page.tell_key(f"{ALT}+A", tr("Answer with this letter while writing; Alt+N does not apply"))

    def _add_quiet(self, key: str, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self._page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    def _while_listening(self, order: Callable[[], None]) -> None:
        if self._editor.isVisible():
            order()

    def _finish(self) -> None:
        if self._editor.isVisible():
            self._editor.finish()
        elif self._change.isVisible():
            self._change.finish()

    def _comment(self) -> None:
        if self._editor.card.filling is not None:
            self._editor.answer()
            self._editor.card.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clock(self) -> None:
        if self._editor.isVisible():
            self._editor.clock.toggle()
        elif self._start.isVisible():
            self._start.start_live()

    def _beside(self) -> None:
        if self._start.isVisible():
            self._start.start_live(beside=True)

    def _tag(self, tag: NoteTag) -> None:
        if self._editor.isVisible():
            self._editor.notes.put_tag(tag)

    def _answer_digit(self, digit: str) -> None:
        if self._editor.isVisible():
            self._editor.card.answering.press(digit)

    def _answer_letter(self, letter: str) -> None:
        if self._editor.isVisible():
            self._editor.card.answering.press_letter(letter)
