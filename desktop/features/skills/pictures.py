"""The skill picture as bars: the level shown, a tick for what is required, a mark for the own view."""

from db.records.skills import AssessmentKind
from desktop.coaching.gaps import Gap
from desktop.features.skills import wording
from desktop.features.skills.reading import Group, Portrait, SkillLine
from desktop.shell.colours import meaning_mark
from desktop.shell.text import tr
from desktop.shell.words import word
from desktop.widgets.pictures import BarMark, BarRow, BarsPicture

LEVELS = (0.0, 5.0)


def draw(portrait: Portrait) -> BarsPicture:
    """Strengths first, then gaps with the heaviest first, then what nobody has seen yet."""
    count = {group: sum(line.group is group for line in portrait.lines) for group in Group}
    counted = wording.picture_words(count[Group.STRENGTH], count[Group.GAP], count[Group.UNSEEN])
    return BarsPicture(
        title=tr("What was shown, beside what is required"),
        subtitle=f"{counted} {_legend(portrait)}".strip(),
        rows=tuple(_row(line) for line in portrait.lines),
        unit="",
        bounds=LEVELS,
        target_word=tr("required"),
        value_word=tr("shown"),
    )


def _row(line: SkillLine) -> BarRow:
    gap = line.gap
    return BarRow(
        gap.skill.name + _sign(gap), gap.shown, target=gap.required, marks=_marks(gap), payload=gap.skill.id
    )


def _legend(portrait: Portrait) -> str:
    """What the shapes behind the names mean, of those that are there."""
    words = {
        "strength": tr("above the standard"),
        "good": tr("at the standard"),
        "opportunity": tr("below the standard"),
        "no_moment": tr("not seen yet"),
    }
    there = {wording.gap_meaning(line.gap) for line in portrait.lines}
    told = [f"{meaning_mark(key).shape} {words[key]}" for key in words if key in there]
    return ", ".join(told) + "." if told else ""


def _sign(gap: Gap) -> str:
    """The shape that says it without colour or bar: above, at, below the standard, or not seen yet."""
    meaning = wording.gap_meaning(gap)
    return f" {meaning_mark(meaning).shape}" if meaning else ""


def _marks(gap: Gap) -> tuple[BarMark, ...]:
    marks = []
    if gap.self_level is not None:
        marks.append(BarMark(tr("own view"), gap.self_level, "D"))
    if gap.shown_by is AssessmentKind.DEMONSTRATION and gap.shown is not None:
        marks.append(BarMark(word(AssessmentKind.DEMONSTRATION).lower(), gap.shown, "^"))
    return tuple(marks)
