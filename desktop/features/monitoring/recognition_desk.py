"""Opens the strips of recognition and of the shelf with what is known: note, question, contact and second."""

from operator import attrgetter

from PySide6.QtCore import QObject

from db.records.contacts import Contact
from db.records.observations import Note, NoteTag
from db.records.recognition import Praise
from desktop.coaching.access import Deed, may
from desktop.features.monitoring.editor import Editor
from desktop.features.monitoring.praise_strip import PraiseStrip
from desktop.features.monitoring.shelf_strip import ShelfStrip
from desktop.features.monitoring.sitting import Sitting
from desktop.features.monitoring.why_panel import WhyPanel
from desktop.features.monitoring.wording import channel_words
from desktop.shell.text import day, tr
from desktop.widgets.page import Page

PRAISE_KEY, SHELF_KEY = "Ctrl+Shift+P", "Ctrl+Shift+W"


class RecognitionDesk(QObject):
    """The strips stand over the screen of the page and speak of the observation that is on it."""

    def __init__(self, page: Page, editor: Editor, why: WhyPanel) -> None:
        super().__init__(page)
        self._page, self._editor, self._why = page, editor, why
        self._sitting: Sitting | None = None
        self.praise, self.shelf = PraiseStrip(page.app), ShelfStrip(page.app)
        for strip in (self.praise, self.shelf):
            page.body.insertWidget(0, strip)
            strip.closed.connect(self._go_back)
        page.add_key(PRAISE_KEY, tr("Recognise: from the note, or the question open"), self.recognise)
        page.add_key(SHELF_KEY, tr("Put the call among those worth hearing"), self.put_on_shelf)

    def show_sitting(self, sitting: Sitting | None) -> None:
        """Speak of this observation from now on; None for none. What was open is kept and closes."""
        same = self._sitting and sitting and self._sitting.observation.id == sitting.observation.id
        if not same:
            self.praise.close_strip()
            self.shelf.hide()
        self._sitting = sitting

    def recognise(self) -> None:
        sitting = self._sitting
        if sitting is None or not may(self._page.app.user, Deed.RECOGNISE):
            return
        self.shelf.hide()
        self.praise.open_for(sitting.observation.id, sitting.agent.name, self._praise(sitting))

    def put_on_shelf(self) -> None:
        sitting = self._sitting
        if sitting is None or not may(self._page.app.user, Deed.SHELVE):
            return
        self.praise.close_strip()
        note = self._note()
        if note is not None:
            self.shelf.open_for(sitting.observation.id, _words(note), note.at_s)
        else:
            self.shelf.open_for(sitting.observation.id, "", None)

    def _praise(self, sitting: Sitting) -> Praise:
        """With the keyboard on the scorecard the open question is meant, else the note."""
        situation = situation_words(sitting.contact)
        filling = self._editor.card.filling
        if self._editor.isVisible() and self._editor.card.has_keys() and filling is not None:
            question = filling.question
            return Praise(situation, question.good or question.text, question=question.key)
        note = self._note()
        if note is None:
            return Praise(situation, "")
        return Praise(situation, _words(note), note_id=note.id, question=note.question)

    def _note(self) -> Note | None:
        """The note chosen in the list, else the newest strength, else the note written last."""
        if not self._editor.isVisible():
            return self._why.notes.current()
        notes = self._editor.notes
        if notes.list.hasFocus() or notes.editing is not None:
            return notes.target()
        strengths = [one for one in notes.notes if one.tag is NoteTag.STRENGTH]
        return max(strengths, key=attrgetter("id"), default=notes.target())

    def _go_back(self) -> None:
        if self._editor.isVisible():
            self._editor.write()
        else:
            self._why.sum.setFocus()


def situation_words(contact: Contact) -> str:
    """A first wording of what was going on: the contact's topic, or its channel, and its day."""
    about = contact.topic or channel_words(contact.channel)
    return tr("{about}, {day}", about=about, day=day(contact.started_at.date()))


def _words(note: Note) -> str:
    return " ".join(note.text.split())
