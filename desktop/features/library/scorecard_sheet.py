"""A scorecard to be read: its purpose, how it is scored, what each answer earns, whether it is sound."""

from collections.abc import Iterator, Mapping

from db.records.scorecards import (
    Aim,
    CriticalEffect,
    Form,
    Option,
    Question,
    Renormalise,
    ScorecardVersion,
    Section,
)
from desktop.coaching.scoring import unsound
from desktop.coaching.soundness import Fault, Unsound
from desktop.features.library.writing import Pen
from desktop.shell.colours import meaning_mark
from desktop.shell.text import day, ntr, number, percent, tr
from desktop.shell.words import word

Names = Mapping[str, str]


def scorecard_sheet(pen: Pen, version: ScorecardVersion, skills: Names, behaviours: Names) -> str:
    """Rich text; `skills` and `behaviours` name them by key."""
    form = version.form
    parts = [
        pen.title(form.name),
        pen.muted(_facts(version)),
        pen.text(form.description),
        pen.heading(tr("How it is scored")),
        pen.numbered(how_scored(form)),
        _weights(pen, form),
        pen.heading(tr("Is it sound?")),
        *_soundness(pen, form),
    ]
    start = 1
    for section in form.sections:
        parts.append(pen.heading(section.title))
        for place, question in enumerate(section.questions, start):
            parts += _question(pen, form, place, question)
            parts.append(pen.muted(_about(question, skills, behaviours)))
        start += len(section.questions)
    return "".join(parts)


def _facts(version: ScorecardVersion) -> str:
    form = version.form
    facts = [
        tr("Version {n}", n=version.number),
        word(version.state),
        ntr("{n} question", "{n} questions", len(form.questions)),
        tr("pass mark {mark}", mark=percent(form.pass_mark / 100)),
    ]
    if version.published_at is not None:
        facts[1] = tr("published {day}", day=day(version.published_at))
    locked = tr("Locked: evaluations keep the version they were made with.")
    return f"{', '.join(facts)}. {locked}"


def how_scored(form: Form) -> Iterator[str]:
    """The rules of this scorecard, a sentence or two each, so that a sum can be redone by hand."""
    yield tr(
        "Every answer earns its points. A section’s percentage is the points earned of the points that "
        "its answered questions could have earned."
    )
    if any(question.scale for question in form.questions):
        yield tr("On a labelled scale only what lies above its lowest answer counts, so that answer is 0 %.")
    if form.renormalise is Renormalise.SECTION:
        yield tr("The score is the mean of the sections’ percentages, each counted by its weight.")
        yield tr(
            "What does not apply leaves both sides: a question answered N/A, or one that another answer hid. "
            "Its weight goes to the rest of its section; where a whole section does not apply, to the others."
        )
    else:
        yield tr("The score is the points earned of the points possible over all questions that apply.")
        yield tr("A question answered N/A, or one that another answer hid, leaves both sides of that sum.")
    yield tr(
        "At {mark} or more it is a pass. Where nothing applies it is not scored, which is neither 0 nor 100.",
        mark=percent(form.pass_mark / 100),
    )
    if any(option.critical for question in form.questions for option in question.options):
        yield _critical_rule(form)


def _critical_rule(form: Form) -> str:
    scopes = tr("A critical answer fails its section or, where it says so, the whole evaluation.")
    effect = {
        CriticalEffect.NONE: tr("The score stays what the sum says; the outcome stands beside it."),
        CriticalEffect.ZERO_SECTION: tr(
            "In the reported score its section counts 0; the calculated score is kept and shown too."
        ),
        CriticalEffect.ZERO_SCORE: tr(
            "The reported score is then 0 (or its section counts 0, where only that fails); "
            "the calculated score is kept and shown too."
        ),
    }[form.critical_effect]
    return f"{scopes} {effect}"


def shares(form: Form) -> tuple[float, ...]:
    """Each section's share (0–1) of the score while every question applies."""
    by_points = form.renormalise is Renormalise.FORM
    weights = [_possible(section) if by_points else section.weight for section in form.sections]
    whole = sum(weights)
    return tuple(weight / whole if whole else 0.0 for weight in weights)


def _possible(section: Section) -> float:
    return sum(_most(question) for question in section.questions)


def _most(question: Question) -> float:
    return question.most - question.floor


def _weights(pen: Pen, form: Form) -> str:
    by_points = form.renormalise is Renormalise.FORM
    weights = [_possible(section) if by_points else section.weight for section in form.sections]
    rows = [
        (section.title, _plain(weight), percent(share), str(len(section.questions)))
        for section, weight, share in zip(form.sections, weights, shares(form), strict=True)
    ]
    rows.append((tr("Together"), _plain(sum(weights)), percent(sum(shares(form))), str(len(form.questions))))
    weight_word = tr("Points possible") if by_points else tr("Weight")
    headings = (tr("Section"), weight_word, tr("Share of the score"), tr("Questions"))
    return pen.table(headings, rows, last_bold=True)


def _plain(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)


def _soundness(pen: Pen, form: Form) -> Iterator[str]:
    found = unsound(form)
    if not found:
        good = meaning_mark("good")
        yield pen.marked(
            good.shape,
            tr("Checked: every question can be reached and answered, and none would score unfairly."),
            good.role,
        )
    for one in found:
        mark = meaning_mark("critical" if one.blocks else "warn")
        yield pen.marked(mark.shape, f"{say_fault(one.fault)} {_where(form, one)}".strip(), mark.role)


def _where(form: Form, one: Unsound) -> str:
    """The place of a fault in words: the question, else the section."""
    if one.question:
        text = next((each.text for each in form.questions if each.key == one.question), one.question)
        return tr("(Question: {text})", text=text)
    if one.section:
        title = next((each.title for each in form.sections if each.key == one.section), one.section)
        return tr("(Section: {title})", title=title)
    return ""


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
}


def _question(pen: Pen, form: Form, place: int, question: Question) -> Iterator[str]:
    yield pen.head(f"{place}. {question.text}")
    if question.shown_if is not None:
        yield pen.muted(_condition(form, question))
    yield pen.text(question.guidance)
    for meaning, words, text in (
        ("strength", tr("Good: {text}", text=question.good), question.good),
        ("opportunity", tr("Poor: {text}", text=question.poor), question.poor),
    ):
        if text:
            mark = meaning_mark(meaning)
            yield pen.marked(mark.shape, words, mark.role)
    yield pen.table((tr("Answer"), tr("Points"), ""), [_option(option) for option in question.options])


def _option(option: Option) -> tuple[str, str, str]:
    if option.critical is None:
        return option.label, _plain(option.points), ""
    scope = f", {word(option.scope).lower()}" if option.scope else ""
    return (
        option.label,
        _plain(option.points),
        f"{meaning_mark('critical').shape} {word(option.critical)}{scope}",
    )


def _condition(form: Form, question: Question) -> str:
    condition = question.shown_if
    assert condition is not None
    asked = next((each for each in form.questions if each.key == condition.question), None)
    if asked is None:
        return tr("Asked only after another question.")
    labels = [option.label for option in asked.options if option.key in condition.options]
    labels += [tr("N/A")] * ("na" in condition.options)
    answers = tr(" or ").join(f"“{label}”" for label in labels)
    return tr("Asked only where “{question}” is answered {answers}.", question=asked.text, answers=answers)


def _about(question: Question, skills: Names, behaviours: Names) -> str:
    aim = {
        Aim.INTENT: tr("Asks whether the caller was served"),
        Aim.COMPLIANCE: tr("Asks whether a rule was kept"),
    }[question.aim]
    facts = [aim]
    if question.behaviour in behaviours:
        facts.append(tr("behaviour: {name}", name=behaviours[question.behaviour]))
    if question.skill in skills:
        facts.append(tr("skill: {name}", name=skills[question.skill]))
    if question.scale:
        facts.append(tr("a labelled scale: its lowest answer is 0 %, its highest 100 %"))
    facts.append(tr("N/A is possible") if question.allow_na else tr("always applies"))
    return "; ".join(facts) + "."
