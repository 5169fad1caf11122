"""The keys of monitoring: which key gives which order, and that they hold only while somebody listens.

No key here prints anything, so none can be taken for a letter of a note; and none is one of the rail's.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.features.monitoring.circumstances import KEYS as AROUND_KEYS
from desktop.features.monitoring.editor import Editor
from desktop.features.monitoring.filling import Filling
from desktop.features.monitoring.key_card import MonitoringKeys
from desktop.features.monitoring.revising_panel import RevisingPanel
from desktop.features.monitoring.start_panel import StartPanel
from desktop.features.monitoring.wording import ALT, FACT_KEYS, TAG_KEYS, fact_words, tag_words
from desktop.shell.text import tr
from desktop.widgets.page import Page

LETTERS = "ABCDEFHIKMNOPQRSVWXYZ"
"""Letters an answer may have; Alt+G, J, L, T and U have a meaning of their own."""
Order = tuple[str, str, Callable[[], None]]


class PageKeys:
    """Gives a page its keys; `start`, `editor` and `change` are the screens they speak to.

    `groups` are the keys as the page's card tells them, by heading.
    """

    def __init__(self, page: Page, start: StartPanel, editor: Editor, change: RevisingPanel) -> None:
        self._page, self._start, self._editor, self._change = page, start, editor, change
        self.groups: dict[str, list[tuple[str, str]]] = {}
        self._add_contact()
        self._add_notes()
        self._add_moments()
        self._add_answers()
        for digit in "123456789":
            self._add_quiet(f"Ctrl+{digit}", partial(self._answer_digit, digit))
        for letter in LETTERS:
            self._add_quiet(f"{ALT}+{letter}", partial(self._answer_letter, letter))
        self._add_quiet("Ctrl+Enter", self._finish)

    def card(self, parent: QWidget) -> MonitoringKeys:
        """The card that `?` shows."""
        told = {key for keys in self.groups.values() for key, _ in keys}
        others = [(each.key, each.text) for each in self._page.keys if each.key not in told]
        more = {tr("Recording, transcript and what follows"): others} if others else {}
        groups = {**self.groups, **more}
        return MonitoringKeys(parent, groups)

    def _add_contact(self) -> None:
        title, editor = tr("The contact"), self._editor
        self._add(title, "F4", tr("Start or hold the clock, play or pause; start a live call"), self._clock)
        self._add(title, "Shift+F4", tr("Start side by side"), self._beside)
        self._add(title, "Ctrl+O", tr("Open a recording to listen to"), self._start.open_file.click)
        words = tr("Hide the scorecard while somebody looks on, or show it")
        self._listen(title, "F11", words, editor.cover)
        self._listen(title, f"{ALT}+T", tr("Set the clock"), editor.clock.edit)
        self._listen(title, f"{ALT}+J", tr("Go to the second of the note chosen, or the last"), editor.jump)
        for place, key in enumerate(AROUND_KEYS):
            order = partial(editor.card.around.toggle, place)
            if place:
                self._add_quiet(key, partial(self._while_listening, order))
            else:
                self._listen(title, key, tr("First circumstance holds, or not (to Ctrl+F9)"), order)
        self._add(title, "Ctrl+Return", tr("Finish the evaluation, or its change"), self._finish)
        self._listen(title, "F12", tr("Show these keys while you write"), self._show_card)
        self._tell(title, "?", tr("Show these keys"))

    def _add_notes(self) -> None:
        title, notes = tr("Notes"), self._editor.notes
        self._tell(title, "Return", tr("Stamp the note"))
        self._tell(title, "Shift+Return", tr("A new line in the note"))
        self._tell(title, "Up", tr("To the notes, from an empty field"))
        self._tell(title, "Space", tr("On a note: go to its second"))
        self._tell(title, "Delete", tr("On a note: remove it"))
        for key, tag in TAG_KEYS.items():
            self._listen(title, key, tr("Tag: {tag}", tag=tag_words(tag)), partial(notes.put_tag, tag))
        words = tr("Make the note evidence for this question, or not")
        self._listen(title, f"{ALT}+L", words, self._editor.link_note)

    def _add_moments(self) -> None:
        title, notes = tr("Moments, one key each"), self._editor.notes
        for key, fact in FACT_KEYS.items():
            self._listen(title, key, fact_words(fact), partial(notes.state, fact))
        self._tell(title, "F7", tr("A promise: who, how, by when"))

    def _add_answers(self) -> None:
        title, editor, card = tr("The scorecard"), self._editor, self._editor.card
        to, unanswered = card.answering, partial(card.answering.turn, Filling.next_unanswered)
        self._listen(title, "F2", tr("Answer the scorecard, or write on"), editor.switch_side)
        self._tell(title, "1", tr("Choose or tick (to 9)"))
        self._tell(title, "-", tr("N/A"))
        self._tell(title, "Backspace", tr("Back to the answer before"))
        self._tell(title, "Ctrl+1", tr("Answer with this number while writing (to Ctrl+9)"))
        self._tell(title, f"{ALT}+A", tr("Answer with this letter while writing; Alt+N is N/A"))
        self._listen(title, f"{ALT}+U", tr("Next unanswered question"), unanswered)
        self._listen(title, f"{ALT}+Down", tr("Next question"), partial(to.step, 1))
        self._listen(title, f"{ALT}+Up", tr("Question before"), partial(to.step, -1))
        self._listen(title, "F3", tr("Show or hide the examples"), card.toggle_examples)
        self._listen(title, "Shift+F3", tr("Comment on this answer"), self._comment_on_answer)
        self._listen(title, "Shift+F2", tr("Write the comment on the whole contact"), self._comment)

    def _add(self, title: str, key: str, text: str, slot: Callable[[], None]) -> None:
        self._page.add_key(key, text, slot)
        self.groups.setdefault(title, []).append((key, text))

    def _listen(self, title: str, key: str, text: str, order: Callable[[], None]) -> None:
        """A key that holds only while somebody listens."""
        self._add(title, key, text, partial(self._while_listening, order))

    def _tell(self, title: str, key: str, text: str) -> None:
        self._page.tell_key(key, text)
        self.groups.setdefault(title, []).append((key, text))

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

    def _comment_on_answer(self) -> None:
        self._editor.answer()
        self._editor.card.comment_on_answer()

    def _clock(self) -> None:
        if self._editor.isVisible():
            if self._editor.timed:
                self._editor.clock.toggle()
        elif self._start.isVisible():
            self._start.start_live()

    def _beside(self) -> None:
        if self._start.isVisible():
            self._start.start_live(beside=True)

    def _answer_digit(self, digit: str) -> None:
        if self._editor.isVisible():
            self._editor.card.answering.press(digit)

    def _answer_letter(self, letter: str) -> None:
        if self._editor.isVisible():
            self._editor.card.answering.press_letter(letter)

    def _show_card(self) -> None:
        card = self.card(self._page.window())
        card.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        card.open()
