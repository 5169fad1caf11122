"""The draft's way to the store and back: answers and comment as they are given, each one step of undo."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from db.records.observations import Evaluation
from db.records.scorecards import UNANSWERED
from desktop.features.monitoring import answering
from desktop.features.monitoring.sitting import Sitting, with_answers, with_comment
from desktop.shell.context import App
from desktop.shell.text import tr


class Holder(Protocol):
    """What the draft needs of the desk that holds the sitting."""

    app: App
    sitting: Sitting | None

    def may_write(self) -> bool: ...
    def words(self, what: str) -> str: ...
    def keep(self, slot: str, action: Callable[..., Any], *args: Any) -> None: ...


class DeskDraft(QObject):
    """Writes the draft of the desk's sitting. `answers_put` and `comment_put` carry what undoing put back."""

    answers_put = Signal(bytes)
    comment_put = Signal(str)

    def __init__(self, desk: Holder, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def keep_answers(self, answers: bytes) -> None:
        draft = self._writable()
        if draft is not None:
            self._store_answers(draft.id, answers)
            if answers != draft.answers:
                back, again = (
                    partial(self._put_answers, draft.id, each) for each in (draft.answers, answers)
                )
                words = self._desk.words(_answered_words(draft.answers, answers))
                self._desk.app.undo.push(words, back, again)

    def keep_comment(self, text: str) -> None:
        """Keep the comment as it is typed; what is typed in one go is one step of undo."""
        draft = self._writable()
        if draft is not None:
            self._store_comment(draft.id, text)
            back, again = (partial(self._put_comment, draft.id, each) for each in (draft.comment, text))
            words = self._desk.words(tr("Wrote on the comment"))
            self._desk.app.undo.push(words, back, again, f"comment {draft.id}")

    def _writable(self) -> Evaluation | None:
        sitting = self._desk.sitting
        return sitting.evaluation if sitting is not None and self._desk.may_write() else None

    def _store_answers(self, id: int, answers: bytes) -> None:
        sitting = self._shown(id)
        if sitting is not None:
            self._desk.sitting = with_answers(sitting, answers)
        self._desk.keep(f"answers {id}", answering.keep_answers, id, answers)

    def _put_answers(self, id: int, answers: bytes) -> None:
        if self._may_put(id):
            self._store_answers(id, answers)
            if self._shown(id) is not None:
                self.answers_put.emit(answers)

    def _store_comment(self, id: int, text: str) -> None:
        sitting = self._shown(id)
        if sitting is not None:
            self._desk.sitting = with_comment(sitting, text)
        self._desk.keep(f"comment {id}", answering.keep_comment, id, text)

    def _put_comment(self, id: int, text: str) -> None:
        if self._may_put(id):
            self._store_comment(id, text)
            if self._shown(id) is not None:
                self.comment_put.emit(text)

    def _may_put(self, id: int) -> bool:
        """Not while this very draft is on its way to being final."""
        return self._shown(id) is None or self._desk.may_write()

    def _shown(self, evaluation_id: int) -> Sitting | None:
        """The desk's sitting, if this is its draft."""
        sitting = self._desk.sitting
        draft = sitting.evaluation if sitting is not None else None
        return sitting if draft is not None and draft.id == evaluation_id else None


def _answered_words(before: bytes, after: bytes) -> str:
    """Which question was answered, or left open again, between the two."""
    pairs = enumerate(zip(before, after, strict=True))
    place = next(place for place, (old, new) in pairs if old != new)
    if after[place] == UNANSWERED:
        return tr("Cleared question {n}", n=place + 1)
    return tr("Answered question {n}", n=place + 1)
