"""What long work says about itself while it runs, so that a page can show a bar and offer Cancel."""

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeAlias, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` units (`total` is None while unknown); `what` is a machine name, not a sentence."""

    done: int
    total: int | None
    what: str


# Raising inside the callback is how the listener cancels; the work undoes itself and lets the exception pass.
Tell: TypeAlias = Callable[[Progress], None]


def stay_silent(progress: Progress) -> None:
    """The listener for work nobody watches."""


class _Unwanted(BaseException):
    """Raised inside the work when its generator was closed."""


def step_by_step(work: Callable[[Tell], Result]) -> Generator[Progress, None, Result]:
    """Work that calls back, as a generator that yields.

    Inside an action: `made = yield from step_by_step(partial(store.back_up, folder))`. The work runs in a
    thread of its own and waits at each progress until the generator is resumed. Closing the generator
    cancels it, and returns when it has undone itself.
    """
    said: SimpleQueue[Progress | None] = SimpleQueue()
    wanted: SimpleQueue[bool] = SimpleQueue()
    result: list[Result] = []
    failure: list[BaseException] = []

    def tell(progress: Progress) -> None:
        said.put(progress)
        if not wanted.get():
            raise _Unwanted

    def run() -> None:
        try:
            result.append(work(tell))
        except BaseException as error:
            failure.append(error)
        said.put(None)

    thread = threading.Thread(target=run, name="step by step")
    thread.start()
    yield from _pass_on(said, wanted, thread)
    if failure:
        raise failure[0]
    return result[0]


def _pass_on(
    said: "SimpleQueue[Progress | None]", wanted: "SimpleQueue[bool]", thread: threading.Thread
) -> Generator[Progress, None, None]:
    try:
        while (progress := said.get()) is not None:
            yield progress
            wanted.put(True)
    finally:
        wanted.put(False)
        thread.join()
