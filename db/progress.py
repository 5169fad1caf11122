"""What long work says about itself while it runs, so that a page can show a bar and offer Cancel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


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
