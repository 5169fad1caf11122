"""How the set-up speaks: a plain line at a time, and a clear sentence and an exit code when it must stop."""

import sys
from collections.abc import Callable


class Stop(Exception):
    """The set-up can't go on: an exit code and the sentence that says why and what to do."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    print(sentence, flush=True)


def say_over(sentence: str) -> None:
    """Replace the last line on a terminal; nothing elsewhere, to keep logs short."""
    if sys.stdout.isatty():
        print(f"\r\033[K{sentence[:100]}", end="", flush=True)


def run_main(main: Callable[[], int]) -> int:
    """Run a command's body; a Stop becomes its sentence on stderr and its exit code."""
    try:
        return main()
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        print("\nStopped. The next run goes on from a clean start.", file=sys.stderr)
        return 130
