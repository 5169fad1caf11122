"""What looking through typed text costs, and how that grows with the text: figures to read, not limits."""

import time
from collections.abc import Callable

import pytest

from db.cards.masking import mask
from desktop.coaching.passphrases import weigh
from desktop.coaching.redaction import hold_back, mask_typed

NOTE = "She let the caller finish and asked what had been tried on 12 May at 14:30. " * 65


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The fastest of some runs, in seconds of this process."""
    runs = []
    for _ in range(times):
        begun = time.process_time()
        work()
        runs.append(time.process_time() - begun)
    return min(runs)


@pytest.mark.parametrize(
    "sign", ["4", " ", "4 ", "4 1 ", "four ", "cvv ", "•••• ", "1-", "123 ", "security "]
)
def test_how_looking_for_cards_grows_with_the_text(sign: str) -> None:
    short, long = (sign * 20_000)[:20_000], (sign * 100_000)[:100_000]
    first, second = seconds(lambda: mask(short)), seconds(lambda: mask(long))
    print(f"\n{sign!r}: 20,000 signs {first * 1000:.1f} ms, five times as many × {second / first:.1f}")


def test_what_a_keystroke_in_a_note_of_a_thousand_words_costs() -> None:
    typed = seconds(lambda: (mask_typed(NOTE, len(NOTE), finished=False), hold_back(NOTE)), 20)
    print(f"\na keystroke in {len(NOTE):,} signs: {typed * 1000:.2f} ms")


def test_what_weighing_a_passphrase_costs() -> None:
    print(f"\na passphrase of 900 signs: {seconds(lambda: weigh('p4$$w0rd! 1qaz ' * 60)) * 1000:.1f} ms")
