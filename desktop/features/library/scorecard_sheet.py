"""A scorecard to be read: its purpose, how it is scored, what each answer earns, whether it is sound."""

from collections.abc import Iterator, Mapping
from operator import attrgetter

from db.records.contacts import Channel
from db.records.scorecards import (
    Aim,
    CriticalEffect,
    Form,
    Kind,
    OnlyWhen,
    Option,
    Question,
    Renormalise,
    ScorecardVersion,
    VersionState,
)
from desktop.coaching.scoring import unsound
from desktop.features.library.fault_words import say_fault as say_fault
from desktop.features.library.fault_words import say_place
from desktop.features.library.weights import plain, section_shares
from desktop.features.library.weights import shares as shares
from desktop.features.library.writing import Pen
from desktop.shell.colours import meaning_mark
from desktop.shell.text import day, ntr, percent, tr
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
        _standing(version),
        ntr("{n} question", "{n} questions", len(form.questions)),
        tr("pass mark {mark}", mark=percent(form.pass_mark / 100)),
    ]
    return f"{', '.join(facts)}. {_lock(version)}"


def _standing(version: ScorecardVersion) -> str:
    if version.retired_at is not None and version.state is VersionState.RETIRED:
        return tr("retired {day}", day=day(version.retired_at))
    if version.published_at is not None:
        return tr("published {day}", day=day(version.published_at))
    return word(version.state).lower()


def _lock(version: ScorecardVersion) -> str:
    if version.state is VersionState.DRAFT:
        return tr("Not in use yet: it can be changed until it is published.")
    return tr(
        "Locked for good: evaluations keep the version they were made with. Every edit of its words, "
        "guidance, answers, points, weights or conditions needs a new version; retiring it does not."
    )


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
            "A question answered N/A, or one that another answer hid, leaves both sides. "
            "Its weight goes to the rest of its section; where a whole section is N/A, to the others."
        )
    elif form.renormalise is Renormalise.QUESTION:
        yield tr("The score is the mean of the questions’ percentages, each counted by its own weight.")
        yield tr("A question answered N/A, or one that is not asked, leaves both sides with its weight.")
    else:
        yield tr("The score is the points earned of the points possible over all questions that apply.")
        yield tr("A question answered N/A, or one that another answer hid, leaves both sides of that sum.")
    yield from _special_rules(form)
    yield tr(
        "At {mark} or more it is a pass. Where nothing applies it is not scored, which is neither 0 nor 100.",
        mark=percent(form.pass_mark / 100),
    )
    if any(option.critical for question in form.questions for option in question.options):
        yield _critical_rule(form)


def _special_rules(form: Form) -> Iterator[str]:
    if any(question.reversed for question in form.questions):
        yield tr("On a reversed question the most points are the worst answer, and earn the least.")
    if any(question.bonus for question in form.questions):
        yield tr(
            "The points of a bonus question come on top as percentage points: no more than {cap} in all, and "
            "never beyond 100 %.",
            cap=plain(form.bonus_cap),
        )
    if any(question.kind is Kind.TEXT for question in form.questions):
        yield tr("Written words are asked and kept, and never count.")
    if form.bands:
        ordered = sorted(form.bands, key=attrgetter("least"))
        listed = [
            tr("{band} from {least}", band=band.label, least=percent(band.least / 100)) for band in ordered
        ]
        yield tr("Scores are called {bands}.", bands=", ".join(listed))


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


def _weights(pen: Pen, form: Form) -> str:
    parts = section_shares(form)
    rows = [
        (section.title, plain(share.weight), percent(share.part), str(len(section.questions)))
        for section, share in zip(form.sections, parts, strict=True)
    ]
    whole = (plain(sum(share.weight for share in parts)), percent(sum(share.part for share in parts)))
    rows.append((tr("Together"), *whole, str(len(form.questions))))
    weight = tr("Points possible") if form.renormalise is Renormalise.FORM else tr("Weight")
    headings = (tr("Section"), weight, tr("Share of the score"), tr("Questions"))
    return pen.table(headings, rows, last_bold=True)


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
        yield pen.marked(mark.shape, f"{say_fault(one.fault)} {say_place(form, one)}".strip(), mark.role)


def _question(pen: Pen, form: Form, place: int, question: Question) -> Iterator[str]:
    yield pen.head(f"{place}. {question.text}")
    if question.shown_if is not None:
        yield pen.muted(_condition(form, question))
    if question.only_when is not None:
        yield pen.muted(_circumstances(question.only_when))
    yield pen.text(question.guidance)
    for meaning, words, text in (
        ("strength", tr("Good: {text}", text=question.good), question.good),
        ("opportunity", tr("Poor: {text}", text=question.poor), question.poor),
    ):
        if text:
            mark = meaning_mark(meaning)
            yield pen.marked(mark.shape, words, mark.role)
    if question.options:
        yield pen.table((_answer_words(question), tr("Points"), ""), map(_option, question.options))
    else:
        yield pen.muted(
            tr("Answered with a number.") if question.kind is Kind.NUMBER else tr("Answered in words.")
        )
    if question.causes:
        causes = ", ".join(cause.label for cause in question.causes)
        yield pen.muted(tr("Root causes of a low answer: {causes}.", causes=causes))


def _answer_words(question: Question) -> str:
    if question.kind is Kind.SEVERAL:
        return tr("May be ticked")
    return tr("Number") if question.kind is Kind.NUMBER else tr("Answer")


def _option(option: Option) -> tuple[str, str, str]:
    label = option.label
    if option.least is not None:
        label = tr("from {least}: {label}", least=plain(option.least), label=label)
    if option.critical is None:
        return label, plain(option.points), ""
    scope = f", {word(option.scope).lower()}" if option.scope else ""
    return label, plain(option.points), f"{meaning_mark('critical').shape} {word(option.critical)}{scope}"


def _circumstances(only: OnlyWhen) -> str:
    parts = []
    if only.channels:
        channels = tr(" or ").join(word(Channel(each)).lower() for each in only.channels)
        parts.append(tr("the channel is {channels}", channels=channels))
    if only.topics:
        parts.append(tr("the topic is {topics}", topics=tr(" or ").join(only.topics)))
    if only.tags:
        parts.append(tr("it is tagged {tags}", tags=tr(" or ").join(only.tags)))
    return tr("Asked only where {circumstances}.", circumstances=tr(" and ").join(parts))


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
    if question.bonus:
        facts.append(tr("a bonus"))
    if question.reversed:
        facts.append(tr("reversed: the most points are the worst answer"))
    if question.scale:
        facts.append(tr("a labelled scale: its lowest answer is 0 %, its highest 100 %"))
    facts.append(tr("N/A is possible") if question.allow_na else tr("always applies"))
    return "; ".join(facts) + "."
