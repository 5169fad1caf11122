"""Stands between a field and whoever keeps what is typed in it: nothing that is never kept gets past it.

What is complete is masked on the screen at once, what may become a card number is held back from drafts, and
a quiet line at the field says what happened.
"""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.coaching.personal import Kind, Personal, find_personal, mask_personal
from desktop.coaching.redaction import Masked, Secret, hold_back, mask_typed
from desktop.shell import privacy
from desktop.shell.context import App
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.widgets.privacy_line import PrivacyLine
from desktop.widgets.privacy_words import keep_words, say_masked, say_pointed_out

# More signs at once than one types: they were pasted, dropped or come from an input method, and are whole.
AT_ONCE = 2
STAYS_MS = 12_000
STAYS_WITH_CHOICE_MS = 40_000
PAUSE_MS = 700


class Field(Protocol):
    """What the gate needs of a field; places are counted in letters, not in Qt's 16-bit units."""

    def text(self) -> str: ...
    def place(self) -> int: ...
    def put(self, text: str, at: int) -> None: ...
    def send(self) -> None: ...
    def place_line(self, line: PrivacyLine) -> None: ...


class Gate(QObject):
    """One field's. `is_prose` for fields in which details of people are looked for too."""

    def __init__(self, field: Field, widget: QWidget, is_prose: bool = False) -> None:
        super().__init__(widget)
        self._field, self._widget, self._is_prose = field, widget, is_prose
        self._length = len(field.text())
        self._sent = ""
        self._at_rest = True
        self._let_through: set[str] = set()
        self._known_details: set[str] = set()
        self._offered: Masked | None = None
        self._line: PrivacyLine | None = None
        self._pause = _timer(self, PAUSE_MS, self.look_for_details)
        self._end = _timer(self, STAYS_MS, self._put_line_away)

    def take(self, finished: bool = False) -> None:
        """Look at what the field holds after a change; mask what is complete and say so."""
        self._at_rest = finished
        text, at = self._field.text(), self._field.place()
        pasted = len(text) - self._length > AT_ONCE
        typed = mask_typed(text, at, finished or pasted, self._allows)
        if typed.masked:
            self._field.put(typed.text, typed.at)
            self._say(typed.masked)
        self._length = len(typed.text)
        if self._is_prose and finished:
            self._mask_as_agreed()
        elif self._is_prose:
            self._pause.start()

    def draft(self) -> str:
        """What may be kept of the text while it is being typed; the whole of it where nobody types."""
        text = self._field.text()
        self._sent = text if self._at_rest else hold_back(text, self._field.place())
        return self._sent

    def leave(self) -> None:
        """The field is being left, or what it holds is used: nothing in it will go on, so nothing is held."""
        was_typing, self._at_rest = not self._at_rest, True
        self.take(finished=True)
        if was_typing and self._sent != self._field.text():
            self._field.send()

    def is_echo(self, text: str) -> bool:
        """Whether a text that is to be shown is only the draft that was sent from here."""
        return text == self._sent and not self._at_rest

    def forget(self) -> None:
        """Another text is shown: it was not typed."""
        self._length, self._at_rest = len(self._field.text()), True
        self._pause.stop()

    def look_for_details(self) -> None:
        """Look for details of people, now that the typing rests; a job, as the first time takes a while."""
        app, text = self._app(), self._field.text()
        if app is not None and text.strip():
            done = partial(self._show_details, text)
            app.jobs.run(find_personal, text, privacy.region(app), done=done, owner=self)

    def _show_details(self, text: str, found: tuple[Personal, ...]) -> None:
        app = self._app()
        if app is None or text != self._field.text():
            return
        masked = tuple(one for one in found if privacy.policy(app, one.kind) == privacy.MASK)
        told = tuple(one for one in found if privacy.policy(app, one.kind) == privacy.TELL)
        new = {text[one.start : one.end] for one in told} - self._known_details
        if masked:
            self._mask_details(text, masked)
            self._show(say_pointed_out(masked, is_masked=True))
        elif new:
            self._known_details |= new
            self._show(say_pointed_out(told), tr("Mask it") if len(told) == 1 else tr("Mask them"))

    def _mask_as_agreed(self) -> None:
        """What the floor masks is masked before the text is used, also of somebody who types fast."""
        app, text = self._app(), self._field.text()
        kinds = [kind for kind in Kind if app is not None and privacy.policy(app, kind) == privacy.MASK]
        if app is None or not kinds:
            return
        found = tuple(one for one in find_personal(text, privacy.region(app)) if one.kind in kinds)
        if found:
            masked = mask_personal(text, found)
            self._field.put(masked, len(masked))
            self._length = len(masked)
            self._show(say_pointed_out(found, is_masked=True))

    def _mask_details(self, text: str, found: tuple[Personal, ...]) -> None:
        behind = len(text) - self._field.place()
        masked = mask_personal(text, found)
        self._field.put(masked, max(0, len(masked) - behind))
        self._length = len(masked)
        self._field.send()

    def _say(self, masked: tuple[Masked, ...]) -> None:
        digits = [each for each in masked if each.secret is Secret.DIGITS]
        self._offered = digits[-1] if digits and privacy.may_allow(self._app()) else None
        self._show(say_masked(masked), keep_words() if self._offered is not None else "")

    def _show(self, words: str, act: str = "") -> None:
        if self._line is None:
            self._line = PrivacyLine(self._widget)
            self._line.acted.connect(self._act)
            self._line.reasoned.connect(self._let)
        self._line.show_words(words, act)
        self._field.place_line(self._line)
        announce(self._widget, words)
        self._end.start(STAYS_WITH_CHOICE_MS if act else STAYS_MS)

    def _act(self) -> None:
        """The link: ask for a reason to keep the number, or mask what was pointed out."""
        self._end.stop()
        if self._offered is not None and self._line is not None:
            self._line.ask()
            return
        text, app = self._field.text(), self._app()
        if app is not None:
            details = find_personal(text, privacy.region(app))
            told = tuple(one for one in details if privacy.policy(app, one.kind) == privacy.TELL)
            self._mask_details(text, told)
        self._line_done()

    def _let(self, reason: str) -> None:
        app, offered = self._app(), self._offered
        if app is not None and offered is not None:
            done = partial(self._put_back, offered)
            work = privacy.allow_number
            app.jobs.run(work, app.store, offered.digits, reason, app.user, done=done, owner=self)

    def _put_back(self, offered: Masked, _id: object) -> None:
        """The number stands in its place again, unless the text went on to be kept meanwhile."""
        self._let_through.add(offered.digits)
        self._offered = None
        text = self._field.text()
        place = text.rfind(offered.shown)
        if place < 0:
            self._show(tr("From now on this number is kept. Please type it once more where it belongs."))
            return
        whole = text[:place] + offered.digits + text[place + len(offered.shown) :]
        self._field.put(whole, max(0, len(whole) - (len(text) - self._field.place())))
        self._length = len(whole)
        self._line_done()
        self._field.send()

    def _line_done(self) -> None:
        if self._line is not None:
            self._line.put_away()

    def _put_line_away(self) -> None:
        if self._line is None:
            return
        focus = self._widget.window().focusWidget()
        if focus is not None and self._line.isAncestorOf(focus):
            # Somebody is at it: it waits until they are done.
            self._end.start(STAYS_MS)
        else:
            self._line.put_away()

    def _allows(self, digits: str) -> bool:
        return digits in self._let_through or privacy.allowances(self._app())(digits)

    def _app(self) -> App | None:
        """The App of the page that the field stands in; none for a field by itself."""
        widget: QWidget | None = self._widget
        while widget is not None:
            found = getattr(widget, "app", None) or getattr(widget, "_app", None)
            if isinstance(found, App):
                return found
            widget = widget.parentWidget()
        return None


def _timer(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(slot)
    return made
