"""Work away from the window: one worker thread, one queue in order, one bridge back to the UI thread.

A job is a plain Python object. A QObject per job on pool threads crashes the interpreter, so the only
signals are those of `Jobs` itself. A generator may yield `Progress` and is closed when cancelled, so its
`with store.writing(...)` rolls back; work that yields nothing can only be cancelled before it begins.
"""

import inspect
import logging
import threading
import weakref
from collections import deque
from collections.abc import Callable, Generator
from enum import Enum
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from db.errors import StoreError
from db.progress import Progress
from desktop.shell.errors import Cancelled as Cancelled
from desktop.shell.held import Held, Write

if TYPE_CHECKING:
    from db.store import Store

log = logging.getLogger(__name__)

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class JobState(Enum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job:
    """One piece of work; `label` is shown while it runs, a blank one keeps it out of sight."""

    def __init__(self, work: Callable[[], Any], done: Done | None, failed: Failed | None, label: str) -> None:
        self.work = work
        self.done = done
        self.failed = failed
        self.label = label
        self.slot = ""
        self.again = False
        self.error: Exception | None = None
        self.state = JobState.WAITING
        self.progress: Progress | None = None
        self.can_cancel = False
        self._owner: weakref.ref[QObject] | None = None
        self._cancel = threading.Event()

    def belong_to(self, owner: QObject | None) -> None:
        self._owner = weakref.ref(owner) if owner is not None else None

    def wanted(self) -> bool:
        """Whether the object that asked for the result still stands."""
        if self._owner is None:
            return True
        owner = self._owner()
        return owner is not None and shiboken6.isValid(owner)

    def cancel(self) -> None:
        """Ask the job to stop: at once while it waits, at its next progress while it runs."""
        self._cancel.set()

    def stopping(self) -> bool:
        return self._cancel.is_set()

    def ended(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Jobs(QObject):
    """The queue and its worker. `moved` tells of each job that began, progressed or ended; `kept` of a
    write of typed text that reached the store, `held` of one that the store refused. That one is tried again
    before whatever is asked for next, and by `try_again`; `caught_up` comes when nothing is held any more.
    """

    moved = Signal(object)
    kept = Signal(str)
    held = Signal(str)
    caught_up = Signal()
    _back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on_failure: Failed | None = None
        self._queue: deque[Job] = deque()
        self._current: Job | None = None
        self._held: Held[Job] = Held()
        self._behind = False
        self._open = True
        self._turn = threading.Condition(threading.RLock())
        self._thread: threading.Thread | None = None
        self._back.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        label: str = "",
        owner: QObject | None = None,
    ) -> Job:
        """Queue `work(*args)`; `done(result)` or `failed(error)` is called on the UI thread.

        Results for an `owner` that is gone are dropped. Without `failed`, `on_failure` is told.
        """
        job = Job(lambda: work(*args), done, failed, label)
        job.belong_to(owner)
        self._enqueue(job)
        return job

    def keep(self, slot: str, work: Callable[..., Any], *args: Any) -> None:
        """Queue a write of text as it is typed: it takes the place of one of the same slot still waiting."""
        with self._turn:
            waiting = next((job for job in self._queue if job.slot == slot), None)
            if waiting is not None:
                waiting.work = Write(slot, work, args)
                return
        job = Job(Write(slot, work, args), None, None, "")
        job.slot = slot
        self._enqueue(job)

    def all_kept(self) -> bool:
        """Whether no typed text waits for a store that refused it."""
        with self._turn:
            return not self._held

    def once_kept(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, refused as the store refused what was typed before it.

        For what makes typed text final: what is on the screen must be what is finished.
        """

        def do(*args: Any) -> Any:
            with self._turn:
                refusal = self._held.refusal()
            if refusal is not None:
                raise refusal
            return work(*args)

        return do

    def try_again(self) -> None:
        """Queue what the store refused once more, unless there is other work to wait for."""
        if self.idle():
            for job in self._take_held(""):
                self._enqueue(job)

    def idle(self) -> bool:
        """Whether nothing runs or waits (results may still be on their way to the UI thread)."""
        with self._turn:
            return self._current is None and not self._queue

    def stop(self) -> None:
        """Finish what was asked for and end the thread: writes are drained, generators closed.

        Results are no longer delivered. Safe to call twice.
        """
        with self._turn:
            self._queue.extend(self._take_held(""))
            self._open = False
            for job in (*self._queue, *([self._current] if self._current else [])):
                if job.can_cancel:
                    job.cancel()
            self._turn.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _enqueue(self, job: Job) -> None:
        with self._turn:
            if not self._open:
                raise RuntimeError("work was asked for after the jobs were stopped")
            self._queue.extend(self._before(job))
            self._queue.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work_on, name="deskside-worker", daemon=True)
                self._thread.start()
            self._turn.notify_all()

    def _before(self, job: Job) -> list[Job]:
        return [] if job.again else self._take_held(job.slot)

    def _take_held(self, but: str) -> list[Job]:
        """New jobs for what is held, oldest first, less the slot `but` and those that wait already."""
        with self._turn:
            taken = {but, *(job.slot for job in (*self._queue, self._current) if job is not None)}
            return [_repeat(job) for job in self._held.but(taken)]

    def _work_on(self) -> None:
        while (job := self._next()) is not None:
            execute(job, self._tell, self._remember)
            with self._turn:
                self._current = None

    def _remember(self, job: Job) -> None:
        with self._turn:
            self._held.remember(job)

    def take_held(self, store: "Store") -> tuple[Write, ...]:
        """Hand over the writes that this store has refused; they are no longer tried again here."""
        with self._turn:
            taken = self._held.take(store)
            self._behind = bool(self._held)
            return taken

    def _next(self) -> Job | None:
        with self._turn:
            while not self._queue and self._open:
                self._turn.wait()
            self._current = self._queue.popleft() if self._queue else None
            return self._current

    def _tell(self, message: Callable[[Any], None], job: Job) -> None:
        if shiboken6.isValid(self):
            self._back.emit((message, job))

    def _call(self, told: tuple[Callable[["Jobs"], None], Job]) -> None:
        if self._open:
            told[0](self)

    def settle(self, job: Job, result: Any, error: Exception | None) -> None:
        """Hand the result over, on the UI thread."""
        self.moved.emit(job)
        if job.slot:
            self._follow_held(job, error)
        if error is None:
            self._hand_over(job, result)
        elif job.again:
            pass  # It was said when it was refused first.
        elif job.failed is not None and job.wanted():
            job.failed(error)
        elif not isinstance(error, Cancelled) and self.on_failure is not None:
            self.on_failure(error)
        elif not isinstance(error, Cancelled):
            log.error("a job failed and nobody asked: %s", type(error).__name__)
        job.done = job.failed = None

    def _follow_held(self, job: Job, error: Exception | None) -> None:
        if isinstance(error, StoreError):
            self._behind = True
            self.held.emit(job.slot)
        elif self._behind and self.all_kept():
            self._behind = False
            self.caught_up.emit()

    def _hand_over(self, job: Job, result: Any) -> None:
        if job.slot:
            self.kept.emit(job.slot)
        if job.done is not None and job.wanted():
            job.done(result)


Tell = Callable[[Callable[[Any], None], Job], None]


def _repeat(job: Job) -> Job:
    made = Job(job.work, None, None, "")
    made.slot, made.again, made.error = job.slot, True, job.error
    return made


def execute(job: Job, tell: Tell, remember: Callable[[Job], None]) -> None:
    """Do one job to its end, `remember` how it ended, and `tell`; whatever it raises becomes its failure."""
    job.state = JobState.RUNNING
    result: Any = None
    error: Exception | None = None
    try:
        if job.stopping():
            raise Cancelled
        result = _finish(job, tell)
        job.state = JobState.DONE
    except Cancelled as cancelled:
        error, job.state = cancelled, JobState.CANCELLED
    except Exception as failure:
        error, job.state = failure, JobState.FAILED
    job.can_cancel, job.error = False, error
    remember(job)
    tell(lambda jobs: jobs.settle(job, result, error), job)


def _finish(job: Job, tell: Tell) -> Any:
    result = job.work()
    job.can_cancel = inspect.isgenerator(result)
    tell(lambda jobs: jobs.moved.emit(job), job)
    return _exhaust(job, result, tell) if job.can_cancel else result


def _exhaust(job: Job, steps: Generator[Progress, None, Any], tell: Tell) -> Any:
    try:
        while True:
            if job.stopping():
                raise Cancelled
            job.progress = next(steps)
            tell(lambda jobs: jobs.moved.emit(job), job)
    except StopIteration as end:
        return end.value
    finally:
        steps.close()


class InlineJobs(Jobs):
    """The same, at once and on the calling thread: for tests and for the walk through the pages."""

    def _enqueue(self, job: Job) -> None:
        for each in (*self._before(job), job):
            self._current = each
            execute(each, self._tell, self._remember)
            self._current = None

    def _tell(self, message: Callable[[Any], None], job: Job) -> None:
        message(self)
