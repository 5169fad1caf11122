"""The draft's way to the store and back: answers and comment as they are given, each one step of undo."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from db.records.observations import DetailKind, Evaluation
from db.records.scorecards import UNANSWERED
from desktop.features.monitoring import answering
from desktop.features.monitoring.filling import changed_places
from desktop.features.monitoring.sitting import (
    Sitting,
    detail_of,
    with_answers,
    with_cause,
    with_comment,
    with_detail,
)
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
    """Writes the draft of the desk's sitting. `answers_put`, `comment_put`, `detail_put` (question, kind and
    value) and `cause_put` (question, cause and whether it is given) carry what undoing put back.
    """

    answers_put = Signal(bytes)
    comment_put = Signal(str)
    detail_put = Signal(str, object, str)
    cause_put = Signal(str, str, bool)

    def __init__(self, desk: Holder, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def keep_answers(self, answers: bytes) -> None:
        draft = self._writable()
        if draft is not None:
            self._store_answers(draft.id, answers)
            if answers != draft.answers and self._desk.sitting is not None:
                back, again = (
                    partial(self._put_answers, draft.id, each) for each in (draft.answers, answers)
                )
                words = self._desk.words(_answered_words(self._desk.sitting, draft.answers, answers))
                self._desk.app.undo.push(words, back, again)

    def keep_comment(self, text: str) -> None:
        """Keep the comment as it is typed; what is typed in one go is one step of undo."""
        draft = self._writable()
        if draft is not None:
            self._store_comment(draft.id, text)
            back, again = (partial(self._put_comment, draft.id, each) for each in (draft.comment, text))
            words = self._desk.words(tr("Wrote on the comment"))
            self._desk.app.undo.push(words, back, again, f"comment {draft.id}")

    def keep_detail(self, question: str, kind: DetailKind, value: str) -> None:
        """Keep words, number or comment of an answer; what is typed in one go is one step of undo."""
        draft, sitting = self._writable(), self._desk.sitting
        if draft is None or sitting is None:
            return
        before = detail_of(sitting, question, kind)
        self._store_detail(draft.id, (question, kind), value)
        back, again = (
            partial(self._put_detail, draft.id, (question, kind), each) for each in (before, value)
        )
        words = tr("Commented on an answer") if kind is DetailKind.COMMENT else tr("Wrote an answer")
        self._desk.app.undo.push(self._desk.words(words), back, again, f"{kind} {draft.id} {question}")

    def keep_cause(self, question: str, cause: str, given: bool) -> None:
        """Keep that a root cause lies behind an answer, or no longer."""
        draft = self._writable()
        if draft is None:
            return
        self._store_cause(draft.id, (question, cause), given)
        back, again = (
            partial(self._put_cause, draft.id, (question, cause), each) for each in (not given, given)
        )
        words = tr("Ticked a root cause") if given else tr("Unticked a root cause")
        self._desk.app.undo.push(self._desk.words(words), back, again)

    def _store_detail(self, id: int, what: tuple[str, DetailKind], value: str) -> None:
        sitting = self._shown(id)
        if sitting is not None:
            self._desk.sitting = with_detail(sitting, *what, value)
        self._desk.keep(f"detail {id} {what}", answering.keep_detail, id, what, value)

    def _put_detail(self, id: int, what: tuple[str, DetailKind], value: str) -> None:
        if self._may_put(id):
            self._store_detail(id, what, value)
            if self._shown(id) is not None:
                self.detail_put.emit(*what, value)

    def _store_cause(self, id: int, what: tuple[str, str], given: bool) -> None:
        sitting = self._shown(id)
        if sitting is not None:
            self._desk.sitting = with_cause(sitting, *what, given)
        self._desk.keep(f"cause {id} {what}", answering.set_cause, id, what, given)

    def _put_cause(self, id: int, what: tuple[str, str], given: bool) -> None:
        if self._may_put(id):
            self._store_cause(id, what, given)
            if self._shown(id) is not None:
                self.cause_put.emit(*what, given)

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


def _answered_words(sitting: Sitting, before: bytes, after: bytes) -> str:
    """Which question was answered, or left open again, between the two."""
    assert sitting.version is not None
    place = next(iter(changed_places(sitting.version.form, before, after)), 0)
    if after[place] == UNANSWERED:
        return tr("Cleared question {n}", n=place + 1)
    return tr("Answered question {n}", n=place + 1)
