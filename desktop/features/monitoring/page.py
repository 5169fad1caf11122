"""Monitoring: begin or carry on, listen and evaluate, then see why the score is what it is."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from db.records.contacts import Channel
from db.records.observations import Drawn, Source
from desktop.features.monitoring import actions
from desktop.features.monitoring.desk import gone_words
from desktop.features.monitoring.editor import Editor
from desktop.features.monitoring.history import TABLES, subject_of
from desktop.features.monitoring.page_keys import PageKeys
from desktop.features.monitoring.recognition_desk import RecognitionDesk
from desktop.features.monitoring.recording_strip import RecordingStrip, add_sound_keys
from desktop.features.monitoring.screens import Screens
from desktop.features.monitoring.sitting import Discarded, Sitting
from desktop.features.monitoring.standing_line import add_standing_keys
from desktop.features.monitoring.start_panel import StartPanel
from desktop.features.monitoring.transcript_panel import TranscriptPanel, add_transcript_keys
from desktop.features.monitoring.why_panel import WhyPanel
from desktop.features.monitoring.wording import contact_words, source_words
from desktop.shell.cards import Card
from desktop.shell.context import App
from desktop.shell.controls import native, tip
from desktop.shell.text import clock, moment, tr
from desktop.widgets.history import HistoryDrawer
from desktop.widgets.page import Page, PageHeader


class MonitoringPage(Page):
    """Targets: an observation's id, "new", or a pair of "observation", "evaluation", "contact", "agent" or
    "note" with its id.
    """

    watches = ("agent", "team", "contact", "observation", "evaluation", "scorecard_version")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.start = StartPanel(app)
        self.editor = Editor(app)
        self.why = WhyPanel(app)
        self.stack = Screens()
        for panel in (self.start, self.editor, self.why):
            self.stack.add(panel)
        self.body.addWidget(self.stack, 1)
        self.shown: Sitting | None = None
        fold(self.header, self.editor, False)
        self._connect()
        self.keys_of_page = PageKeys(self, self.start, self.editor, self.why.revising)
        self.recording = RecordingStrip(app, self.editor)
        self.editor.sound_place.addWidget(self.recording)
        add_sound_keys(self, self.recording)
        self.transcript = TranscriptPanel(app, self.editor)
        self.editor.transcript_place.addWidget(self.transcript)
        add_transcript_keys(self, self.transcript, self.editor)
        self.recognition = RecognitionDesk(self, self.editor, self.why)
        add_standing_keys(self, self.why.standing)
        self.history = HistoryDrawer(self, partial(subject_of, self), TABLES)
        self._show_start()

    def load(self) -> None:
        """Read the lists of the start anew. While somebody listens nothing is read: typing must not wait."""
        if self.stack.currentWidget() is self.start and self.app.user is not None:
            self._read(actions.unfinished, self.app.user, done=self.start.carry_on.show_unfinished)
            self._read(actions.agents_to_hear, done=self.start.show_agents)

    def show_target(self, target: object) -> None:
        if isinstance(target, int):
            self._open(target)
        elif target == "new":
            self._show_start()
        elif isinstance(target, tuple):
            self._follow(*target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.stack.currentWidget() is not self.editor or not self.editor.take_typing(event):
            super().keyPressEvent(event)

    def person(self) -> int | None:
        """The agent somebody listens to here; after a finished evaluation it is the next one's turn."""
        listening = self.stack.currentWidget() is self.editor
        return self.shown.agent.id if listening and self.shown is not None else None

    def key_card(self, parent: QWidget) -> Card | None:
        """The page's own card of keys while somebody listens; None leaves it to the window."""
        return self.keys_of_page.card(parent) if self.stack.currentWidget() is self.editor else None

    def _follow(self, kind: str, id: int) -> None:
        if kind == "agent":
            self._show_start()
            self._read(actions.agents_to_hear, done=partial(self.start.choose_agent, id))
        else:
            note = id if kind == "note" else None
            self._read(actions.observation_of, kind, id, done=partial(self._follow_to, kind, id, note))

    def _follow_to(self, kind: str, id: int, note: int | None, observation_id: int | None) -> None:
        if observation_id is not None:
            self._read(actions.sitting, observation_id, done=partial(self._show_sitting, note=note))
        elif kind == "contact":
            self._begin(actions.begin, id)

    def _read(self, action: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        if self.app.store is not None:
            self.app.jobs.run(action, self.app.store, *args, done=done, owner=self)

    def _begin(self, begin: Callable[..., int], id: int) -> None:
        """Open the editor at once, so that no key typed after Enter is lost; then what it shows."""
        store, user = self.app.store, self.app.user
        self._turn_to(self.editor, self.start.whose.text(), "")
        self.editor.expect()
        self.app.jobs.run(begin, store, id, user, done=self._open, failed=self._not_begun, owner=self)

    def _not_begun(self, error: Exception) -> None:
        self._show_start()
        if isinstance(error, actions.NoContact):
            self.app.notices.say(tr("There is no contact of theirs yet. F4 starts a live call."))
        else:
            self.app.sorry(error)

    def _open(self, observation_id: int) -> None:
        self._read(actions.sitting, observation_id, done=self._show_sitting)

    def _show_contacts_of(self, agent_id: int) -> None:
        self._read(actions.contacts_to_hear, agent_id, done=partial(self.start.show_contacts, agent_id))

    def _show_start(self) -> None:
        self.here = None
        self.recognition.show_sitting(None)
        self._turn_to(self.start, tr("Monitoring"), tr("Listen first, score second."))
        self.header.set_primary("", None)
        self.refresh()
        self.start.begin_typing()

    def _show_sitting(self, sitting: Sitting, note: int | None = None) -> None:
        self.here, self.shown = sitting.observation.id, sitting
        self.recognition.show_sitting(sitting)
        if sitting.observation.ended_at is not None:
            self._show_why(sitting)
            if note is not None:
                self.why.select_note(note)
            return
        words = f"{contact_words(sitting.contact)} · {source_words(sitting.observation.source)}"
        self._turn_to(self.editor, sitting.agent.name, "")
        self.header.title.setToolTip(tip(words))
        self.header.set_primary(tr("Finish evaluation"), self.editor.finish)
        # A button's own shortcut waits for its animation, and typing would run ahead of it.
        self.header.primary.setToolTip(f"{tr('Finish evaluation')} ({native('Ctrl+Return')})")
        self.editor.show_sitting(sitting)
        self.editor.clock.setVisible(self.editor.timed)
        if note is not None:
            self.editor.notes.list.select(note)

    def _show_why(self, sitting: Sitting) -> None:
        parts = [contact_words(sitting.contact)]
        if sitting.observation.drawn is Drawn.TARGETED:
            parts.append(tr("targeted, so in no mean"))
        if sitting.version is not None:
            parts.append(tr("{card}, version {n}", card=sitting.version.form.name, n=sitting.version.number))
        if sitting.observation.ended_at is not None:
            parts.append(tr("finished {when}", when=moment(sitting.observation.ended_at)))
        self._turn_to(self.why, sitting.agent.name, " · ".join(parts))
        self.header.set_primary("", None)
        self.why.show_sitting(sitting)

    def _turn_to(self, panel: QWidget, title: str, state: str) -> None:
        self.header.set_title(title)
        self.header.set_state(state)
        self.editor.clock.setVisible(panel is self.editor)
        self.stack.show_screen(panel)

    def _finished(self, sitting: Sitting) -> None:
        self._show_why(sitting)
        self.why.sum.setFocus()
        self.app.notices.say(tr("Finished. The evaluation is locked to this version of the scorecard."))

    def _discarded(self, gone: Discarded) -> None:
        self._show_start()
        back = partial(self._read, actions.bring_back, gone, self.app.user, done=self._open)
        self.app.undo.offer(gone_words(gone), back)

    def _connect(self) -> None:
        self.editor.folded.connect(partial(fold, self.header, self.editor))
        self.start.agent_chosen.connect(self._show_contacts_of)
        self.start.contact_chosen.connect(partial(self._begin, actions.begin))
        self.start.first_chosen.connect(partial(self._begin, actions.begin_first))
        self.start.live_chosen.connect(partial(self._begin, actions.begin_live))
        beside = partial(actions.begin_live, source=Source.SIDE_BY_SIDE)
        self.start.beside_chosen.connect(partial(self._begin, beside))
        self.start.chat_chosen.connect(partial(self._begin, actions.begin_review))
        by_mail = partial(actions.begin_review, channel=Channel.EMAIL)
        self.start.email_chosen.connect(partial(self._begin, by_mail))
        self.start.carry_on.chosen.connect(self._open)
        self.editor.put_aside.connect(self._show_start)
        self.editor.desk.finished.connect(self._finished)
        self.editor.desk.clock_held.connect(partial(tell_held, self.header))
        self.editor.desk.discarded.connect(self._discarded)
        self.why.next_wanted.connect(self._show_start)


def fold(header: PageHeader, editor: Editor, narrow: bool) -> None:
    """Where room is short, the clock leaves the header."""
    if narrow:
        editor.top.insertWidget(0, editor.clock)
    else:
        header.add_widget(editor.clock)


def tell_held(header: PageHeader, at_s: float) -> None:
    """Say that a clock found running is held."""
    words = tr("The clock ran when Deskside closed: held at {time}, the last second noted", time=clock(at_s))
    header.set_state(words)
