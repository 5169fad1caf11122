"""How long a growth plan takes to print: in a new process, and once the compiler is warm."""

import subprocess
import sys
from dataclasses import replace
from statistics import median
from time import perf_counter

import pytest

from desktop.documents.plan import render
from tests.documents import plans

COLD = """
from time import perf_counter
begun = perf_counter()
from desktop.documents.plan import render
from tests.documents import plans
imported = perf_counter()
render(plans.RICH)
print((imported - begun) * 1000, (perf_counter() - imported) * 1000)
"""


@pytest.mark.benchmark
def test_time_to_print_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    run = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    imported, cold = (float(figure) for figure in run.stdout.split())
    render(plans.RICH)
    times = []
    for index in range(20):
        begun = perf_counter()
        render(replace(plans.RICH, name=f"Agent {index}"))
        times.append((perf_counter() - begun) * 1000)
    begun = perf_counter()
    render(plans.endless())
    endless = (perf_counter() - begun) * 1000
    with capsys.disabled():
        print(
            f"\nplan PDF: import {imported:.0f} ms, first {cold:.0f} ms, warm {median(times):.0f} ms ", end=""
        )
        print(f"(worst of 20 {max(times):.0f}), 20 pages {endless:.0f} ms")
