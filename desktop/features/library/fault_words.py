"""What may be wrong with a scorecard, in words, and where."""

from db.records.scorecards import Form
from desktop.coaching.soundness import Fault, Unsound
from desktop.shell.text import tr


def say_place(form: Form, one: Unsound) -> str:
    """The place of a fault in words: the question with its answer, else the section; blank for the whole."""
    for number, question in enumerate(form.questions, 1):
        if one.question and question.key == one.question:
            label = next((option.label for option in question.options if option.key == one.option), "")
            return _say_question(number, question.text, label)
    for number, section in enumerate(form.sections, 1):
        if one.section and section.key == one.section:
            if not section.title.strip():
                return tr("(Section {n})", n=number)
            return tr("(Section: {title})", title=section.title)
    return ""


def _say_question(number: int, text: str, label: str) -> str:
    if not text.strip():
        return tr("(Question {n})", n=number)
    if label:
        return tr("(Question: {text} Answer: {label})", text=text, label=label)
    return tr("(Question: {text})", text=text)


def say_fault(fault: Fault) -> str:
    """What is wrong with a scorecard, and what it would do."""
    return _FAULTS[fault]()


_FAULTS = {
    Fault.NO_QUESTIONS: lambda: tr("There is nothing to answer here."),
    Fault.DUPLICATE_SECTION: lambda: tr("Two sections share a key, so their scores could not be told apart."),
    Fault.DUPLICATE_QUESTION: lambda: tr("Two questions share a key and would share one history."),
    Fault.DUPLICATE_OPTION: lambda: tr("Two answers share a key."),
    Fault.DUPLICATE_LETTER: lambda: tr("One letter would pick two answers."),
    Fault.BLANK_KEY: lambda: tr("A key is missing, so it could not be followed over versions."),
    Fault.BLANK_TEXT: lambda: tr("The words are missing."),
    Fault.TOO_FEW_OPTIONS: lambda: tr("With fewer than two answers nothing is asked."),
    Fault.TOO_MANY_OPTIONS: lambda: tr("There are more answers than can be kept."),
    Fault.NEGATIVE_POINTS: lambda: tr("Points below zero could push a percentage out of 0 to 100."),
    Fault.NO_POINTS: lambda: tr("No answer earns points and none is critical, so it never counts."),
    Fault.NEGATIVE_WEIGHT: lambda: tr("A weight below zero would reward a low section."),
    Fault.WEIGHTS_ZERO: lambda: tr("All weights are zero, so nothing would ever be scored."),
    Fault.PASS_MARK: lambda: tr("The pass mark is not between 0 and 100 percent."),
    Fault.CRITICAL_WITHOUT_SCOPE: lambda: tr("A critical answer does not say what it fails."),
    Fault.SCOPE_WITHOUT_CRITICAL: lambda: tr("An answer says what it fails without being critical."),
    Fault.UNREACHABLE: lambda: tr("No answer would ever show this question."),
    Fault.FLOOR_ABOVE_ZERO: lambda: tr(
        "Even the worst answer earns points; is that meant? As a labelled scale it would begin at 0 %."
    ),
    Fault.SAME_POINTS: lambda: tr("All answers earn the same, so it tells nothing in the score."),
    Fault.SECTION_WITHOUT_WEIGHT: lambda: tr("This section is asked but counts for nothing; is that meant?"),
    Fault.DUPLICATE_CAUSE: lambda: tr("Two root causes can’t be told apart and would be counted as one."),
    Fault.DUPLICATE_BAND: lambda: tr("Two bands can’t be told apart."),
    Fault.RESERVED_KEY: lambda: tr("An answer can’t be told from N/A; remove it and add it anew."),
    Fault.CRITICAL_UNREACHABLE: lambda: tr("Nobody can ever give this critical answer."),
    Fault.OPTION_UNREACHABLE: lambda: tr("No number falls to this band."),
    Fault.BANDS_UNSORTED: lambda: tr("The bands do not stand in order, or two begin at the same score."),
    Fault.BAND_RANGE: lambda: tr("A band begins outside 0 to 100 percent."),
    Fault.BAND_GAP: lambda: tr("Scores below the lowest band have no name; is that meant?"),
    Fault.NUMBERS_UNSORTED: lambda: tr("The bands of the number must rise from one to the next."),
    Fault.NUMBER_GAP: lambda: tr("Numbers below the lowest band can’t be entered; is that meant?"),
    Fault.BONUS_WITHOUT_CAP: lambda: tr("The bonus adds nothing as long as its cap is 0."),
    Fault.CAP_WITHOUT_BONUS: lambda: tr("There is a cap, and no bonus question."),
    Fault.CAP_RANGE: lambda: tr("The cap of the bonus is not between 0 and 100 points."),
    Fault.NOTHING_EARNS: lambda: tr(
        "No question earns points, so there will never be a score; is that meant?"
    ),
    Fault.REVERSED_WITHOUT_EFFECT: lambda: tr("Turned round it scores the same; reversed does nothing here."),
    Fault.SCALE_WITHOUT_EFFECT: lambda: tr("A labelled scale does nothing for this kind of answer."),
    Fault.OPTIONS_UNUSED: lambda: tr("There are answers to choose from where words are written."),
    Fault.CAUSES_UNUSED: lambda: tr("Its root causes would never be offered."),
    Fault.SEVERAL_CRITICAL: lambda: tr(
        "One tick among several fails the section or the whole; is that meant?"
    ),
    Fault.CRITICAL_IS_BEST: lambda: tr("The critical answer earns the most points; is that meant?"),
    Fault.QUESTION_WITHOUT_WEIGHT: lambda: tr(
        "This question is asked but counts for nothing; is that meant?"
    ),
    Fault.SECTION_EARNS_NOTHING: lambda: tr("The section has a weight, and nothing in it earns points."),
    Fault.WEIGHTS_NOT_100: lambda: tr(
        "The weights look like percentages and do not come to 100; shares count."
    ),
    Fault.ALWAYS_ASKED: lambda: tr(
        "It is asked only in circumstances, and none are named: so it is always asked."
    ),
    Fault.UNKNOWN_CHANNEL: lambda: tr("It names a channel that no contact has."),
    Fault.DOUBLE_BARRELLED: lambda: tr("It may ask for two things at once; two questions would be clearer."),
    Fault.LONG_TEXT: lambda: tr("It is longer than can be read while listening."),
}
