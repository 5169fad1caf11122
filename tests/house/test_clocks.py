"""Machines are slow at times: a test that asks a clock how long its work took fails for no fault of ours."""

from collections.abc import Iterator

import pytest

from tests.house.sources import Source, break_rule, list_calls, parse

STOPWATCHES = {"perf_counter", "process_time", "thread_time", "monotonic"}


def measure_time(source: Source) -> Iterator[str]:
    """A stopwatch read anywhere but in the benchmarks, which print and assert nothing of it."""
    if source.path.parts[:2] == ("tests", "benchmarks"):
        return
    for name, call in list_calls(source):
        if name in STOPWATCHES:
            yield f"{source.place(call)} {name}"


def test_only_benchmarks_measure_time() -> None:
    assert not break_rule(measure_time, "tests")


@pytest.mark.parametrize("text", ["time.perf_counter()", "process_time()"])
def test_a_stopwatch_is_found(text: str) -> None:
    assert list(measure_time(parse(text, "tests/db/test_sample.py")))
    assert not list(measure_time(parse(text, "tests/benchmarks/test_sample.py")))
