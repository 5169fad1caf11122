"""The monitoring screen: notes on one side, the scorecard on the other, and keys that never fight.

Where the keyboard is decides: on a question, numbers answer; everywhere else, and for every letter,
typing goes to the note. The line at the foot says which of the two it is.
"""

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.features.monitoring.clock_strip import ClockStrip
from desktop.features.monitoring.desk import Desk
from desktop.features.monitoring.notes_panel import NotesPanel
from desktop.features.monitoring.scorecard_panel import ScorecardPanel
from desktop.features.monitoring.sitting import Jotting, Sitting
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, time_of_day, tr
from desktop.shell.theme import set_role

NARROW_CHARACTERS = 100
ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
ORDERING = ALT_GR | Qt.KeyboardModifier.MetaModifier


class Editor(QWidget):
    """`put_aside` asks to leave the observation as it is (everything of it is kept already); `folded` says
    whether only one of notes and scorecard fits.
    """

    put_aside = Signal()
    folded = Signal(bool)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.desk = Desk(app, self)
        self.clock = ClockStrip(app.clock)
        self.notes = NotesPanel(app, self.clock.seconds)
        self.card = ScorecardPanel(app)
        self.mode = label("", "chip")
        self.hint = label("", "small", wrap=True)
        self.narrow, self._on_card = False, False
        self._shown = 0
        self._lay_out()
        self._connect()
        self.card.cards.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._follow_focus)

    def show_sitting(self, sitting: Sitting) -> None:
        """Show an observation that is going on, with the keyboard in the note."""
        early = self.notes.field.text() if self.desk.sitting is None else ""
        self._shown = 0
        self.desk.open(sitting)
        if early:
            self.notes.field.type(early)
        self.notes.kept.setText("")
        self.write()

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
            self.hint.setVisible(not narrow)
            # The status line says "kept" too.
            self.notes.heading.setVisible(not narrow)
            self.notes.kept.setVisible(not narrow)
            self.folded.emit(narrow)

    def _turn(self, to_card: bool) -> None:
        """Where only one side fits, show the one that is used."""
        self._on_card = to_card
        self.notes.setVisible(not self.narrow or not to_card)
        self.card.setVisible(not self.narrow or to_card)
        self.other.setText(tr("Write notes  F2") if to_card else tr("Answer the scorecard  F2"))
        self.other.setAccessibleName(tr("Write notes") if to_card else tr("Answer the scorecard"))

    def _show_sitting(self, sitting: Sitting) -> None:
        self.clock.show_observation(sitting.observation)
        form = sitting.version.form if sitting.version else None
        self.notes.show_observation(sitting.notes, self._pending(sitting), form)
        self.card.show_sitting(sitting)

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
        if new is self.card.comment:
            self.mode.setText(tr("Commenting"))
            set_role(self.mode, "chip", meaning="info")
            self.hint.setText(tr("What you type is the comment on the whole contact. Esc goes to the note."))
            self._on_card = True
        elif self.card.has_keys():
            most = len(self.card.filling.question.options) if self.card.filling else 0
            self.mode.setText(tr("Answering"))
            set_role(self.mode, "chip", meaning="info")
            self.hint.setText(
                tr(
                    "1–{most} chooses, − does not apply, Backspace goes back. Letters write a note.",
                    most=most,
                )
            )
            self._on_card = True
        else:
            self.mode.setText(tr("Writing"))
            set_role(self.mode, "chip", meaning="")
            self.hint.setText(
                tr("What you type is the note. F2 answers by number; Ctrl and a number from here.")
            )
            self._on_card = False
        self._turn(self._on_card or (self.narrow and self.card.isAncestorOf(new)))

    def _kept(self, _slot: str) -> None:
        now: datetime = self.app.clock()
        kept = self.app.jobs.all_kept()
        self.notes.kept.setText(tr("kept {time}", time=time_of_day(now)) if kept else tr("not kept yet"))

    def _take_back(self, jotting: Jotting) -> None:
        """A note that is none (any more) stands in the field again, in its order, and is kept from there."""
        notes = self.notes
        both = sorted((each for each in (notes.pending(), jotting) if each.text), key=lambda each: each.at_s)
        notes.field.show_text("\n".join(each.text for each in both))
        notes.field.moveCursor(QTextCursor.MoveOperation.End)
        notes.begun_at = both[0].at_s
        notes.typed.emit(notes.pending())

    def _show_open(self, positions: tuple[int, ...]) -> None:
        """Finishing found open questions: go to the first and say how many there are."""
        self.card.go(positions[0])
        self.answer()
        self.app.notices.say(
            ntr(
                "{n} question still needs an answer. Here it is.",
                "{n} questions still need an answer. Here is the first.",
                len(positions),
            ),
            kind="warn",
        )

    def _lay_out(self) -> None:
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(24)
        self.splitter.addWidget(self.notes)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 4)
        self.splitter.setStretchFactor(1, 5)
        self.other = button("", self.switch_side, tr("Answer the scorecard"), role="quiet")
        aside = button(tr("Put aside"), self.put_aside.emit, role="quiet")
        aside.setToolTip(tr("Everything is kept; carry on whenever you like"))
        discard = button(tr("Discard"), self.desk.discard, tr("Discard this observation"), role="quiet")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.mode)
        foot.addWidget(self.hint, 1)
        for widget in (self.other, aside, discard):
            foot.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.top = QHBoxLayout()
        self.top.addStretch(1)
        column.addLayout(self.top)
        column.addWidget(self.splitter, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        desk, notes, card = self.desk, self.notes, self.card
        desk.opened.connect(self._show_sitting)
        desk.notes.changed.connect(notes.show_notes)
        desk.clock_changed.connect(self.clock.show_observation)
        desk.notes.given_back.connect(self._take_back)
        desk.notes.put_back.connect(notes.close_strip)
        desk.draft.answers_put.connect(card.put_answers)
        desk.draft.comment_put.connect(card.comment.show_text)
        desk.incomplete.connect(self._show_open)
        notes.typed.connect(desk.notes.keep_pending)
        notes.stamped.connect(desk.notes.stamp)
        notes.tagged.connect(desk.notes.tag)
        notes.reworded.connect(desk.notes.reword)
        notes.moved.connect(desk.notes.move)
        notes.removed.connect(desk.notes.remove)
        card.answers_changed.connect(desk.draft.keep_answers)
        card.commented.connect(desk.draft.keep_comment)
        card.card_chosen.connect(desk.choose_card)
        card.left.connect(self.write)
        self.clock.put.connect(desk.put_clock)
        self.clock.toggled.connect(desk.toggle_clock)
        self.clock.ticked.connect(notes.show_second)
        self.app.jobs.kept.connect(self._kept)
        self.app.jobs.held.connect(self._kept)
