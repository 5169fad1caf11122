"""What the import of a response sheet or of a scorecard's table says."""

from desktop.coaching.mapping.card_building import TAKEN, Remark, Said
from desktop.coaching.mapping.card_table import CardField
from desktop.coaching.mapping.form_answers import Asked, Way
from desktop.coaching.mapping.form_building import Match
from desktop.coaching.mapping.form_sheet import Part
from desktop.coaching.soundness import Fault, Unsound
from desktop.features.exchange.card_actions import CardCheck, CardResult
from desktop.features.exchange.form_actions import FormResult
from desktop.features.exchange.form_planning import FormCheck
from desktop.shell.text import ntr, number, percent, tr

MOST_ROWS = 6


def name_part(part: Part) -> str:
    """What a column of a response sheet holds, as a choice in a list."""
    return {
        Part.QUESTION: tr("Question"),
        Part.AGENT: tr("Agent"),
        Part.AGENT_REFERENCE: tr("Agent’s staff number"),
        Part.WHEN: tr("Date of the call"),
        Part.TIME: tr("Time of the call"),
        Part.REFERENCE: tr("Call reference"),
        Part.CHANNEL: tr("Channel"),
        Part.TOPIC: tr("Topic"),
        Part.STAMPED: tr("When the form was sent"),
        Part.EVALUATOR: tr("Evaluator"),
        Part.COMMENT: tr("Comment"),
        Part.SCORE: tr("The sheet’s own score"),
        Part.OUT: tr("Leave out"),
    }[part]


def name_way(way: Way) -> str:
    return {
        Way.POINTS: tr("One answer, by its points"),
        Way.SCALE: tr("One answer, a step of a scale"),
        Way.SEVERAL: tr("Several may be ticked"),
        Way.NUMBER: tr("A number, not scored"),
        Way.WORDS: tr("Words, not scored"),
    }[way]


def name_card_field(name: CardField | None) -> str:
    if name is None:
        return tr("Leave out")
    return {
        CardField.NUMBER: tr("Question number"),
        CardField.SECTION: tr("Section"),
        CardField.QUESTION: tr("Question"),
        CardField.ANSWER: tr("Answer"),
        CardField.POINTS: tr("Points"),
        CardField.EFFECT: tr("Effect of the answer"),
        CardField.WEIGHT: tr("Weight"),
        CardField.GUIDANCE: tr("Guidance"),
        CardField.GOOD: tr("Good example"),
        CardField.POOR: tr("Poor example"),
    }[name]


def name_match(match: Match) -> str:
    """A published scorecard, and how many of its questions the sheet has."""
    form = match.version.form
    return tr(
        "{name}, version {version}: {n} of {all} questions",
        name=form.name,
        version=match.version.number,
        n=number(len(match.columns)),
        all=number(len(form.questions)),
    )


def say_form_check(checked: FormCheck) -> str:
    """What is still to settle, or how many rows are sound."""
    if checked.lacking:
        names = tr(" or ").join(f"“{name_part(part)}”" for part in checked.lacking[0])
        return tr("Choose the column that holds {fields}.", fields=names)
    if checked.asks:
        return tr("Say how the dates are written, then the rows can be read.")
    if checked.unset:
        return ntr(
            "{n} question has answers without points. Set them, then the rows can be read.",
            "{n} questions have answers without points. Set them, then the rows can be read.",
            len(checked.unset),
        )
    if checked.faults:
        return say_form_fault(checked.faults[0], checked)
    if checked.needs_team and checked.sound:
        return tr("Choose the team of the new agents, then the rows can be imported.")
    if checked.needs_word and checked.sound:
        return tr("Say that the new scorecard may be published, then the rows can be imported.")
    return tr("{sound} of {rows} rows are sound.", sound=number(checked.sound), rows=number(checked.rows))


def say_form_fault(one: Unsound, checked: FormCheck) -> str:
    """Why a new scorecard could not be published as it is."""
    questions = checked.form.questions if checked.form else ()
    text = next((each.text for each in questions if each.key == one.question), one.question)
    if one.fault is Fault.TOO_FEW_OPTIONS:
        return tr(
            "“{question}” has fewer than two answers. Read it as words, or leave it out.", question=text
        )
    if one.fault is Fault.NO_POINTS:
        return tr("No answer of “{question}” earns points. Set some, or read it as words.", question=text)
    if one.fault is Fault.DUPLICATE_QUESTION:
        return tr("“{question}” stands in two columns. Leave one of them out.", question=text)
    if one.fault is Fault.BLANK_TEXT:
        return tr("The new scorecard needs a name.")
    return tr(
        "The scorecard can’t be published like this. Build it in the library first, then choose it here."
    )


def say_scores(checked: FormCheck) -> str:
    """How the sheet's own scores compare; blank where it has none."""
    if not checked.compared:
        return ""
    told = tr(
        "The sheet’s own score is the same in {same} of {all} rows; scores are always worked out here.",
        same=number(checked.compared - len(checked.differing)),
        all=number(checked.compared),
    )
    if not checked.differing:
        return told
    shown = "; ".join(_differing(*one) for one in checked.differing[:MOST_ROWS])
    more = " …" if len(checked.differing) > MOST_ROWS else ""
    return told + " " + tr("Different: {rows}.", rows=shown + more)


def _differing(row: int, own: float, ours: float | None) -> str:
    here = tr("not scored") if ours is None else percent(ours / 100, 1)
    return tr("row {row} says {own}, here {ours}", row=number(row), own=percent(own / 100, 1), ours=here)


def say_found(checked: FormCheck) -> str:
    """How many calls are here already; blank where none is."""
    if not checked.found:
        return ""
    return ntr(
        "{n} call is here already and is used; the others are added.",
        "{n} calls are here already and are used; the others are added.",
        checked.found,
    )


def say_form_result(result: FormResult) -> str:
    told = [
        tr(
            "Brought in {kept} of {rows} evaluations from {file}.",
            kept=number(result.kept),
            rows=number(result.rows),
            file=result.file_name,
        ),
        ntr("{n} call was added.", "{n} calls were added.", result.made),
    ]
    if result.people:
        told.append(ntr("{n} agent was added.", "{n} agents were added.", len(result.people)))
    if result.is_new_card:
        told.append(tr("The new scorecard is published."))
    if result.differing:
        told.append(
            ntr(
                "{n} row has another score in the sheet than here.",
                "{n} rows have another score in the sheet than here.",
                result.differing,
            )
        )
    return " ".join(told)


def say_card_result(result: CardResult) -> str:
    told = [
        tr(
            "“{name}” is a draft now: {questions} in {sections}.",
            name=result.name,
            questions=ntr("{n} question", "{n} questions", result.questions),
            sections=ntr("{n} section", "{n} sections", result.sections),
        )
    ]
    if result.left:
        told.append(
            ntr(
                "{n} thing is left for you to set in the builder.",
                "{n} things are left for you to set in the builder.",
                result.left,
            )
        )
    return " ".join(told)


def say_card_check(checked: CardCheck) -> str:
    """How much of the table became questions."""
    form = checked.reading.form
    if not form.questions:
        return tr("Choose the column that holds “Question”.")
    if not checked.draft.name.strip():
        return tr("The scorecard needs a name.")
    return tr(
        "{questions} in {sections}.",
        questions=ntr("{n} question", "{n} questions", len(form.questions)),
        sections=ntr("{n} section", "{n} sections", len(form.sections)),
    )


def say_remark(said: Said) -> str:
    """What was taken from the table, or what is left to be set."""
    facts = {"words": said.words, "other": said.other, "question": said.question}
    return _REMARKS[said.remark]().format(**facts)


_REMARKS = {
    Remark.CRITICAL: lambda: tr(
        "“{other}” fails the whole evaluation, because of “{words}”. Its class is set to business: choose "
        "customer, business or compliance in the builder."
    ),
    Remark.SHOWS: lambda: tr("Question {other} is asked only after “{words}”."),
    Remark.HIDES: lambda: tr("Question {other} is not asked after “{words}”."),
    Remark.ONLY_WHEN: lambda: tr("Asked only when question {other} is answered “{words}”, as its text says."),
    Remark.SEVERAL: lambda: tr("Every answer earns the same points, so several may be ticked."),
    Remark.NOT_APPLICABLE: lambda: tr("“{words}” means N/A."),
    Remark.YES_NO: lambda: tr("The table has no answers, so it is answered yes or no."),
    Remark.BY_NUMBER: lambda: tr("Sections are the numbers before the point; name them in the builder."),
    Remark.LEFT: lambda: tr("“{words}” after “{other}” is left for you; it stands in the guidance."),
    Remark.NO_SUCH_QUESTION: lambda: tr("“{words}” names question {other}, which is not in the table."),
    Remark.NO_SUCH_ANSWER: lambda: tr("“{words}” names the answer “{other}”, which that question hasn’t."),
    Remark.NO_POINTS: lambda: tr("“{words}” has no points in the table: 0 until you set them."),
    Remark.ONE_ANSWER: lambda: tr("“{words}” is its only answer; add another in the builder."),
}


def is_taken(said: Said) -> bool:
    return said.remark in TAKEN


def say_answers(one: Asked) -> str:
    """The answers found, the most frequent first: `Yes 43, No 12, N/A 5, blank 3`."""
    found = sorted(one.answers, key=lambda answer: -answer.count)
    told = [f"{answer.words} {number(answer.count)}" for answer in found if answer.count]
    if one.blanks:
        told.append(tr("blank {n}", n=number(one.blanks)))
    return ", ".join(told)
