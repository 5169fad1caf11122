"""What can be wrong with a scorecard, by name; the library has the sentences."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong; the comment says what it would do."""

    NO_QUESTIONS = "no_questions"  # nothing to answer
    DUPLICATE_SECTION = "duplicate_section"
    DUPLICATE_QUESTION = "duplicate_question"  # two questions would share one history
    DUPLICATE_OPTION = "duplicate_option"
    DUPLICATE_LETTER = "duplicate_letter"  # one key would pick two answers
    DUPLICATE_CAUSE = "duplicate_cause"  # two root causes would be counted as one
    DUPLICATE_BAND = "duplicate_band"
    BLANK_KEY = "blank_key"
    BLANK_TEXT = "blank_text"
    RESERVED_KEY = "reserved_key"  # an answer called "na" beside "not applicable": conditions can't tell them
    TOO_FEW_OPTIONS = "too_few_options"  # fewer than two answers is no question; of several one will do
    TOO_MANY_OPTIONS = "too_many_options"  # an answer is one byte
    NEGATIVE_POINTS = "negative_points"  # a percentage could leave 0–100
    NO_POINTS = "no_points"  # never counts, and has no critical answer either
    NEGATIVE_WEIGHT = "negative_weight"
    WEIGHTS_ZERO = "weights_zero"  # nothing weighs anything: nothing would ever be scored
    PASS_MARK = "pass_mark"  # not between 0 and 100
    CRITICAL_WITHOUT_SCOPE = "critical_without_scope"
    SCOPE_WITHOUT_CRITICAL = "scope_without_critical"
    UNREACHABLE = "unreachable"  # no answer and no circumstances would ever show it
    CRITICAL_UNREACHABLE = "critical_unreachable"  # a critical answer that nobody can ever give
    OPTION_UNREACHABLE = "option_unreachable"  # no number falls to this band
    BANDS_UNSORTED = (
        "bands_unsorted"  # bands must fall, or rise, from one to the next, none at the same score
    )
    BAND_RANGE = "band_range"  # a band that begins outside 0–100
    BAND_GAP = "band_gap"  # scores below the lowest band have none
    NUMBERS_UNSORTED = "numbers_unsorted"  # the bands of a number must rise from one to the next
    NUMBER_GAP = "number_gap"  # numbers below the lowest band can't be entered
    BONUS_WITHOUT_CAP = "bonus_without_cap"  # a bonus that adds nothing
    CAP_WITHOUT_BONUS = "cap_without_bonus"  # a cap on nothing
    CAP_RANGE = "cap_range"  # not between 0 and 100
    NOTHING_EARNS = "nothing_earns"  # only words, numbers or bonus: never a score
    FLOOR_ABOVE_ZERO = (
        "floor_above_zero"  # the worst answer earns points; where it is a scale, 1–5 begins at 20 %
    )
    SAME_POINTS = "same_points"  # all answers earn the same
    REVERSED_WITHOUT_EFFECT = "reversed_without_effect"  # turned round, it is the same
    SCALE_WITHOUT_EFFECT = "scale_without_effect"  # a scale of several answers or of words is none
    OPTIONS_UNUSED = "options_unused"  # answers to choose from where words are written
    CAUSES_UNUSED = "causes_unused"  # root causes that would never be offered
    SEVERAL_CRITICAL = "several_critical"  # one tick among others fails the whole or the section
    CRITICAL_IS_BEST = "critical_is_best"  # the critical answer earns the most points
    SECTION_WITHOUT_WEIGHT = "section_without_weight"  # asked, but counts for nothing
    QUESTION_WITHOUT_WEIGHT = "question_without_weight"  # asked, but counts for nothing
    SECTION_EARNS_NOTHING = "section_earns_nothing"  # has a weight that never counts
    WEIGHTS_NOT_100 = "weights_not_100"  # look like percentages and don't sum to 100; shares are shown
    ALWAYS_ASKED = "always_asked"  # circumstances that name none
    UNKNOWN_CHANNEL = "unknown_channel"
    DOUBLE_BARRELLED = "double_barrelled"  # may ask for two behaviours in one answer
    LONG_TEXT = "long_text"  # longer than can be read while listening


ADVICE = frozenset(
    {
        Fault.BAND_GAP,
        Fault.NUMBER_GAP,
        Fault.CAP_WITHOUT_BONUS,
        Fault.NOTHING_EARNS,
        Fault.FLOOR_ABOVE_ZERO,
        Fault.SAME_POINTS,
        Fault.REVERSED_WITHOUT_EFFECT,
        Fault.SCALE_WITHOUT_EFFECT,
        Fault.OPTIONS_UNUSED,
        Fault.CAUSES_UNUSED,
        Fault.SEVERAL_CRITICAL,
        Fault.CRITICAL_IS_BEST,
        Fault.SECTION_WITHOUT_WEIGHT,
        Fault.QUESTION_WITHOUT_WEIGHT,
        Fault.SECTION_EARNS_NOTHING,
        Fault.WEIGHTS_NOT_100,
        Fault.ALWAYS_ASKED,
        Fault.UNKNOWN_CHANNEL,
        Fault.DOUBLE_BARRELLED,
        Fault.LONG_TEXT,
    }
)
"""Faults that may be meant; all others forbid publishing."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """A fault and its place: keys of section, question and option, blank where the whole is meant.

    `option` is also the key of a band, of a root cause, or the letter that is meant.
    """

    fault: Fault
    section: str = ""
    question: str = ""
    option: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it forbids publishing."""
        return self.fault not in ADVICE
