"""The rules of the one worker: in order, cancellable, newest text wins, nothing typed is lost."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from db.progress import Progress
from desktop.shell.jobs import Cancelled, InlineJobs, Job, Jobs, JobState


@pytest.fixture
def jobs(qtbot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.stop()


def test_jobs_run_in_the_order_they_were_asked_for(jobs, qtbot) -> None:
    done: list[int] = []
    for number in range(20):
        jobs.run(int, number, done=done.append)
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_results_come_back_on_the_ui_thread(jobs, qtbot) -> None:
    heard: list[tuple[int, int]] = []

    def tell(worker: int) -> None:
        heard.append((worker, threading.get_ident()))

    jobs.run(threading.get_ident, done=tell)
    qtbot.waitUntil(lambda: bool(heard))
    worker, ui = heard[0]
    assert ui == threading.get_ident() != worker


def test_a_failure_is_told_and_the_next_job_still_runs(jobs, qtbot) -> None:
    failures: list[Exception] = []
    done: list[int] = []
    jobs.run(int, "no number", failed=failures.append)
    jobs.run(int, "7", done=done.append)
    qtbot.waitUntil(lambda: done == [7])
    assert [type(error) for error in failures] == [ValueError]


def test_a_failure_nobody_takes_goes_to_the_common_place(jobs, qtbot) -> None:
    failures: list[Exception] = []
    jobs.on_failure = failures.append
    jobs.run(int, "no number")
    qtbot.waitUntil(lambda: bool(failures))


def test_cancelling_closes_the_generator_so_that_it_rolls_back(jobs, qtbot) -> None:
    began, rolled_back, failures = threading.Event(), [], []

    def work() -> Iterator[Progress]:
        try:
            while True:
                began.set()
                yield Progress(1, None, "steps")
        finally:
            rolled_back.append(True)

    job = jobs.run(work, failed=failures.append)
    assert began.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: bool(failures))
    assert rolled_back == [True]
    assert isinstance(failures[0], Cancelled)
    assert job.state is JobState.CANCELLED


def test_a_waiting_job_that_is_cancelled_never_begins(jobs, qtbot) -> None:
    gate, ran, failures = threading.Event(), [], []
    jobs.run(gate.wait, 5)
    waiting = jobs.run(ran.append, 1, failed=failures.append)
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(failures))
    assert ran == []


def test_progress_is_announced_and_the_result_is_the_generators(jobs, qtbot) -> None:
    seen: list[int] = []
    results: list[str] = []

    def work() -> Iterator[Progress]:
        for step in range(3):
            yield Progress(step, 3, "steps")
        return "ready"

    def look(job: Job) -> None:
        if job.progress is not None:
            seen.append(job.progress.done)

    jobs.moved.connect(look)
    jobs.run(work, done=results.append)
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["ready"]
    assert seen[-1] == 2


def test_results_for_an_object_that_is_gone_are_dropped(jobs, qtbot) -> None:
    gate, heard, later = threading.Event(), [], []
    owner = QObject()
    jobs.run(gate.wait, 5, done=heard.append, owner=owner)
    jobs.run(int, 1, done=later.append)
    del owner
    gate.set()
    qtbot.waitUntil(lambda: bool(later))
    assert heard == []


def test_typed_text_waiting_is_replaced_by_the_newest(jobs, qtbot) -> None:
    gate, kept = threading.Event(), []
    jobs.run(gate.wait, 5)
    for text in ("h", "he", "hel", "hello"):
        jobs.keep("note", kept.append, text)
    jobs.keep("other", kept.append, "apart")
    gate.set()
    qtbot.waitUntil(jobs.idle)
    assert kept == ["hello", "apart"]


def test_stopping_writes_what_waits_and_closes_long_work(qtbot) -> None:
    jobs, gate, kept, closed = Jobs(), threading.Event(), [], []

    def long() -> Iterator[Progress]:
        try:
            while True:
                gate.set()
                yield Progress(0, None, "steps")
        finally:
            closed.append(True)

    jobs.run(long)
    assert gate.wait(5)
    jobs.keep("note", kept.append, "last words")
    jobs.run(kept.append, "asked before the end")
    jobs.stop()
    assert (kept, closed) == (["last words", "asked before the end"], [True])
    assert jobs.idle()


def test_work_after_the_end_is_refused(qtbot) -> None:
    jobs = Jobs()
    jobs.stop()
    with pytest.raises(RuntimeError, match="stopped"):
        jobs.run(int)


def test_a_kept_text_is_announced_by_its_slot(qtbot) -> None:
    jobs, heard = InlineJobs(), []
    jobs.kept.connect(heard.append)
    jobs.keep("note 4", str)
    assert heard == ["note 4"]


def test_inline_jobs_do_the_same_at_once(qtbot) -> None:
    jobs, done, failures = InlineJobs(), [], []

    def work() -> Iterator[Progress]:
        yield Progress(0, 1, "steps")
        return 5

    jobs.run(work, done=done.append)
    jobs.run(int, "no", failed=failures.append)
    assert done == [5]
    assert isinstance(failures[0], ValueError)
    assert jobs.idle()
