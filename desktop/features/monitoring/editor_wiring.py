"""Ties the parts of the monitoring screen together, and says what each shows when another one speaks."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QTextCursor

from db.records.observations import Note, NoteTag, Source
from desktop.features.monitoring.clock_strip import ClockStrip
from desktop.features.monitoring.contact_line import ContactLine
from desktop.features.monitoring.desk import Desk
from desktop.features.monitoring.foot_line import FootLine
from desktop.features.monitoring.notes_panel import NotesPanel
from desktop.features.monitoring.places import Places
from desktop.features.monitoring.scorecard_panel import ScorecardPanel
from desktop.features.monitoring.sitting import LIVE, READ, Jotting, Sitting
from desktop.features.monitoring.spent_time import SpentTime
from desktop.features.monitoring.wording import spent_words
from desktop.shell.context import App
from desktop.shell.text import local_day, ntr


class Screen(Protocol):
    """What of the editor is tied together here."""

    app: App
    desk: Desk
    clock: ClockStrip
    contact: ContactLine
    notes: NotesPanel
    card: ScorecardPanel
    foot: FootLine
    places: Places
    spent: SpentTime
    put_aside: SignalInstance
    covered: bool
    timed: bool
    live: bool

    def answer(self) -> None: ...
    def cover(self) -> None: ...
    def go_to_second(self, at_s: float) -> None: ...
    def show_kept(self) -> None: ...
    def show_opened(self, sitting: Sitting) -> None: ...
    def switch_side(self) -> None: ...
    def write(self) -> None: ...


def wire(editor: Screen) -> None:
    """Tie the parts of the screen to the desk that writes what they say."""
    desk, notes, card = editor.desk, editor.notes, editor.card
    desk.opened.connect(editor.show_opened)
    desk.notes.changed.connect(notes.show_notes)
    desk.notes.changed.connect(card.show_notes)
    desk.notes.stamped.connect(partial(follow_stamp, editor))
    desk.around.changed.connect(partial(show_circumstances, editor))
    desk.clock_changed.connect(editor.clock.show_observation)
    desk.notes.given_back.connect(partial(take_back, editor))
    desk.notes.put_back.connect(notes.close_strip)
    desk.draft.answers_put.connect(card.answering.put_answers)
    desk.draft.detail_put.connect(card.answering.put_detail)
    desk.draft.cause_put.connect(card.answering.set_cause)
    desk.draft.comment_put.connect(card.comment.show_text)
    desk.incomplete.connect(partial(show_open, editor))
    _wire_notes(editor)
    _wire_rest(editor)


def _wire_notes(editor: Screen) -> None:
    desk, notes = editor.desk, editor.notes
    notes.typed.connect(desk.notes.keep_pending)
    notes.stamped.connect(desk.notes.stamp)
    notes.tagged.connect(desk.notes.tag)
    notes.stated.connect(desk.notes.state)
    notes.strip.reworded.connect(desk.notes.reword)
    notes.strip.moved.connect(desk.notes.move)
    notes.promise.written.connect(desk.notes.promise)
    notes.removed.connect(desk.notes.remove)
    notes.jumped.connect(editor.go_to_second)


def _wire_rest(editor: Screen) -> None:
    desk, card = editor.desk, editor.card
    card.answering.answers_changed.connect(desk.draft.keep_answers)
    card.answering.said.connect(desk.draft.keep_detail)
    card.answering.cause_set.connect(desk.draft.keep_cause)
    card.around.changed.connect(desk.around.set_circumstances)
    card.linked.connect(desk.notes.link_to)
    card.unlinked.connect(desk.notes.link)
    card.jumped.connect(editor.go_to_second)
    card.commented.connect(desk.draft.keep_comment)
    card.card_chosen.connect(desk.choose_card)
    card.left.connect(editor.write)
    editor.clock.put.connect(editor.go_to_second)
    editor.clock.toggled.connect(desk.toggle_clock)
    editor.clock.ticked.connect(editor.notes.show_second)
    editor.foot.switched.connect(editor.switch_side)
    editor.foot.covered.connect(editor.cover)
    editor.foot.put_aside.connect(editor.put_aside)
    editor.foot.discarded.connect(desk.discard)
    editor.spent.counted.connect(partial(show_spent, editor))
    editor.spent.counted.connect(desk.around.keep_spent)
    editor.app.jobs.kept.connect(editor.show_kept)
    editor.app.jobs.held.connect(editor.show_kept)


def show_spent(editor: Screen, seconds: float) -> None:
    editor.foot.spent.setText(spent_words(seconds))


def show_open(editor: Screen, positions: tuple[int, ...]) -> None:
    """Finishing found open questions: go to the first and say how many there are."""
    editor.card.go(positions[0])
    editor.answer()
    editor.app.notices.say(
        ntr(
            "{n} question still needs an answer. Here it is.",
            "{n} questions still need an answer. Here is the first.",
            len(positions),
        ),
        kind="warn",
    )


def take_back(editor: Screen, jotting: Jotting) -> None:
    """A note that is none (any more) stands in the field again, in its order, and is kept from there."""
    notes = editor.notes
    both = sorted((each for each in (notes.pending(), jotting) if each.text), key=lambda each: each.at_s)
    notes.field.show_text("\n".join(each.text for each in both))
    notes.field.moveCursor(QTextCursor.MoveOperation.End)
    notes.begun_at = both[0].at_s
    notes.typed.emit(notes.pending())


def follow_stamp(editor: Screen, note: Note) -> None:
    """Of a promise just noted, ask who keeps it, how and by when."""
    if note.tag is NoteTag.PROMISE:
        editor.notes.ask_promise(note)


def show_circumstances(editor: Screen, sitting: Sitting) -> None:
    """Show what holds for the contact now, and the questions that wait for it."""
    editor.contact.show_sitting(sitting, local_day(editor.app.clock()))
    editor.card.around.show_sitting(sitting)
    if sitting.evaluation is not None:
        editor.card.answering.put_answers(sitting.evaluation.answers)


def take_manner(editor: Screen, sitting: Sitting) -> None:
    """Beside the agent, who looks on: large notes, and no scorecard and no score until asked for. Of what is
    read there is no clock.
    """
    source = sitting.observation.source
    beside = source is Source.SIDE_BY_SIDE
    editor.covered = beside
    editor.card.hold_score(beside)
    editor.notes.show_large(beside)
    editor.foot.spent.setVisible(not beside)
    editor.timed, editor.live = source not in READ, source in LIVE
    editor.notes.show_times(editor.timed)
    editor.places.show_extras(editor.timed)
