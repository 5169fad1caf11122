"""Response sheets of a form for tests, and what their rows come to, worked out without the program.

The scores are worked out here a second time from the conventions alone (NUMBERS: "N/A", "scale to percent"):
points out of the most for answers with points, (answer − least) / (most − least) for labelled scales, each
question its own weight, N/A leaving both sides, a call without anything to score having no score.
"""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

GREETING = "Did the agent greet the caller by name?"
VERIFIED = "Was the caller's identity verified?"
LISTENING = "How well did the agent listen?"
EXPECTED = "Did the answer meet expectations?"
CLOSING = "Which closing steps were done?"
RATE = "How would you rate the whole call?"
SECONDS = "Seconds on hold"
WHY = "What would you coach?"
# Question → what each answer is worth out of how much; SCALES count from their least.
POINTS = {
    GREETING: {"Yes": 1, "No": 0},
    VERIFIED: {"Yes": 1, "Partially": Fraction(1, 2), "No": 0},
    EXPECTED: {"Exceeds": 2, "Meets": 1, "Below": 0},
}
SCALES = {
    LISTENING: {"4 - Excellent": 4, "3 - Good": 3, "2 - Fair": 2, "1 - Poor": 1},
    RATE: {str(step): step for step in range(1, 6)},
}
TICKS = ("Recap given", "Case number, if any", "Thanked the caller")
AGENTS = ("Ada Wiśniewska", "Bo Ek", "Chidi Obi", "Dana Fox", "Imani Okafor")
WEIGHTED = (GREETING, VERIFIED, LISTENING, EXPECTED, CLOSING, RATE)
HEADER = (
    *("Timestamp", "Email Address", "Agent name", "Date of call", "Call ID"),
    *(GREETING, VERIFIED, LISTENING, EXPECTED, CLOSING, RATE, SECONDS, WHY),
    *("Comments", "Score"),
)
EVALUATORS = ("ruth.castellane@harbour.example", "qa2@harbour.example")


@dataclass(frozen=True)
class Sheet:
    """The rows as text by header, and each row's percentage, None where nothing is to be scored."""

    rows: list[dict[str, str]]
    percents: list[Fraction | None]


def make_sheet(count: int, seed: int = 7) -> Sheet:
    """So many evaluations of `AGENTS`' calls over ten weeks, answered at random."""
    random = Random(seed)
    rows = [_make_row(random, number) for number in range(1, count + 1)]
    return Sheet(rows, [score(row) for row in rows])


def _make_row(random: Random, number: int) -> dict[str, str]:
    call = datetime(2026, 3, 2, 8) + timedelta(days=random.randrange(70), minutes=random.randrange(600))
    sent = call + timedelta(days=1, minutes=7)
    row = {
        "Timestamp": sent.strftime("%m/%d/%Y %H:%M:%S"),
        "Email Address": random.choice(EVALUATORS),
        "Agent name": random.choice(AGENTS),
        "Date of call": call.strftime("%m/%d/%Y %H:%M"),
        "Call ID": f"GF-{number}",
        SECONDS: random.choice(("", str(random.randrange(300)), f"{random.randrange(900) / 10}")),
        WHY: random.choice(("", f"Slower for {number}", f"More questions, {number} of them")),
        "Comments": random.choice(("", "Lovely call", "A little rushed")),
    }
    for question, answers in (POINTS | SCALES).items():
        row[question] = random.choice([*answers, "N/A"] if question != GREETING else list(answers))
    ticked = [tick for tick in TICKS if random.random() < 0.6]
    row[CLOSING] = ", ".join(ticked) or "N/A"
    row["Score"] = _own_score(row)
    return row


def _own_score(row: dict[str, str]) -> str:
    percent = score(row)
    return "" if percent is None else f"{float(percent):.1f} / 100"


def score(row: dict[str, str]) -> Fraction | None:
    """A row's percentage by hand: each question that applies counts once, whatever its points."""
    parts = []
    for question in WEIGHTED:
        said = row[question]
        if said in ("N/A", ""):
            continue
        if question == CLOSING:
            parts.append(Fraction(sum(tick in said for tick in TICKS), len(TICKS)))
        elif question in SCALES:
            steps = SCALES[question]
            parts.append(
                Fraction(steps[said] - min(steps.values()), max(steps.values()) - min(steps.values()))
            )
        else:
            parts.append(Fraction(POINTS[question][said]) / max(POINTS[question].values()))
    return 100 * sum(parts) / len(parts) if parts else None


def write_sheet(folder: Path, rows: list[dict[str, str]], name: str = "responses.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return path
