"""The monitoring screen: the contact, its sound or clock, notes on one side, the scorecard on the other.

Where the keyboard is decides: on a question, numbers answer; everywhere else, and for every letter,
typing goes to the note. The line at the foot says which of the two it is.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.features.monitoring.clock_strip import ClockStrip
from desktop.features.monitoring.contact_line import ContactLine
from desktop.features.monitoring.desk import Desk
from desktop.features.monitoring.editor_wiring import show_spent, take_manner, wire
from desktop.features.monitoring.foot_line import FootLine
from desktop.features.monitoring.keyboard_mode import mode_of
from desktop.features.monitoring.notes_panel import NotesPanel
from desktop.features.monitoring.places import Places
from desktop.features.monitoring.scorecard_panel import ScorecardPanel
from desktop.features.monitoring.sitting import Jotting, Sitting
from desktop.features.monitoring.spent_time import SpentTime
from desktop.shell.context import App
from desktop.shell.text import local_day, time_of_day, tr

NARROW_CHARACTERS = 100
ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
ORDERING = ALT_GR | Qt.KeyboardModifier.MetaModifier


class Editor(QWidget):
    """`put_aside` asks to leave the observation as it is (everything of it is kept already); `folded` says
    whether only one of notes and scorecard fits; `jump_to` asks a recording to play from a second;
    `shown` that a sitting is on screen.

    A recording's strip stands in `sound_place`, a transcript in `transcript_place`.
    """

    put_aside = Signal()
    folded = Signal(bool)
    jump_to = Signal(float)
    shown = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.desk = Desk(app, self)
        self.clock = ClockStrip(app.clock)
        self.contact = ContactLine(app.theme)
        self.notes = NotesPanel(app, self.clock.seconds)
        self.card = ScorecardPanel(app)
        self.foot = FootLine()
        self.places = Places(self.contact, self.notes, self.card, self.foot)
        self.sound_place, self.transcript_place = self.places.sound, self.places.transcript
        self.top = self.places.top
        self.spent = SpentTime(self, app.clock)
        self.narrow, self._on_card, self.covered = False, False, False
        self._shown, self.timed, self.live = 0, True, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.places)
        wire(self)
        self.card.cards.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._follow_focus)

    def show_sitting(self, sitting: Sitting) -> None:
        """Show an observation that is going on, with the keyboard in the note."""
        early = self.notes.field.text() if self.desk.sitting is None else ""
        self._shown = 0
        take_manner(self, sitting)
        self.desk.open(sitting)
        if early:
            self.notes.field.type(early)
        self.notes.kept.setText("")
        self.spent.begin(sitting.observation.spent_s)
        show_spent(self, sitting.observation.spent_s)
        self.write()
        self.shown.emit(sitting)

    def expect(self) -> None:
        """Take typing already while the observation is on its way; it is kept as soon as that is here."""
        self.desk.sitting = None
        self.notes.field.show_text("")
        self.write()

    def write(self) -> None:
        """Put the keyboard in the note."""
        self._turn(to_card=False)
        self.notes.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> None:
        """Put the keyboard on the open question, so that numbers answer."""
        self._turn(to_card=True)
        self.card.focus_current()

    def cover(self) -> None:
        """Hide the scorecard, so that the notes have the whole room, or show it again."""
        self.covered = not self.covered
        self.notes.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._turn(to_card=False)

    def switch_side(self) -> None:
        if self.card.has_keys():
            self.write()
        else:
            self.answer()

    def take_typing(self, event: QKeyEvent) -> bool:
        """Give a printable key that no control wanted to the note; False if it is none."""
        text, held = event.text(), event.modifiers() & ORDERING
        # Ctrl and Alt together are AltGr on Windows, which prints.
        if not text or not text.isprintable() or held not in (Qt.KeyboardModifier.NoModifier, ALT_GR):
            return False
        self._turn(to_card=False)
        self.notes.field.type(text)
        return True

    def link_note(self) -> None:
        """Make the note chosen, or the one written last, evidence for the open question."""
        note, filling = self.notes.target(), self.card.filling
        if note is not None and filling is not None:
            self.desk.notes.link(note, filling.question.key)

    def jump(self) -> None:
        """Go to the second of the note chosen, or of the one written last."""
        note = self.notes.target()
        if note is not None:
            self.go_to_second(note.at_s)

    def go_to_second(self, at_s: float) -> None:
        self.desk.put_clock(at_s)
        self.jump_to.emit(at_s)

    def finish(self) -> None:
        self.notes.field.gate.take(finished=True)
        self.desk.finish(self.notes.pending())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A closed combo box would take letters to look for its entries.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text() != " ":
            return self.take_typing(event)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW_CHARACTERS
        if narrow != self.narrow:
            self.narrow = narrow
            self._turn(self._on_card)
            self.places.fold(narrow)
            # The status line says "kept" too.
            self.notes.heading.setVisible(not narrow)
            self.notes.kept.setVisible(not narrow)
            self.folded.emit(narrow)

    def _turn(self, to_card: bool) -> None:
        """Where only one side fits, show the one that is used."""
        self._on_card = to_card
        self.covered = self.covered and not to_card
        self.places.turn(self.narrow or self.covered, to_card)
        self.foot.show_side(to_card)
        self.foot.show_cover(self.covered, self.live)

    def show_opened(self, sitting: Sitting) -> None:
        """Show what the desk holds now, without losing what is being typed."""
        self.clock.show_observation(sitting.observation)
        self.contact.show_sitting(sitting, local_day(self.app.clock()))
        form = sitting.version.form if sitting.version else None
        self.notes.show_observation(sitting.notes, self._pending(sitting), form)
        self.card.show_sitting(sitting)

    def show_kept(self) -> None:
        kept = self.app.jobs.all_kept()
        time = time_of_day(self.app.clock())
        self.notes.kept.setText(tr("kept {time}", time=time) if kept else tr("not kept yet"))

    def _pending(self, sitting: Sitting) -> Jotting:
        """What is in the field if this is on screen already (it may be newer), else what was kept."""
        observation = sitting.observation
        if self._shown == observation.id:
            return self.notes.pending()
        self._shown = observation.id
        kept = observation.pending_at_s
        return Jotting(observation.pending, self.clock.seconds() if kept is None else kept)

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isVisible():
            return
        mode = mode_of(self.card, new)
        self.foot.show_mode(mode.name, mode.hint, mode.on_card)
        self._on_card = mode.on_card
        self._turn(mode.on_card or (self.narrow and self.card.isAncestorOf(new)))
