"""What the steps of a file offer to the page's header: where things stand, and the import once ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Offered:
    """`state` is the sentence of the header, `button` the words of its action; `work` None: not ready."""

    state: str
    button: str
    work: Callable[[], Any] | None = None
