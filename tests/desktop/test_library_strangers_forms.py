"""Two forms of other houses, rebuilt by hand in the builder, score as their own text says."""

import csv
from pathlib import Path

import pytest

from db.records.scorecards import Form, Kind, Renormalise
from desktop.coaching import scoring
from desktop.coaching.answers import blank, with_answer, with_ticks
from desktop.features.library.page import LibraryPage
from tests.desktop.scorecard_page import begun, card_called, open_page
from tests.pages.building import Answer, Builder
from tests.pages.finding import press
from tests.pages.opening import open_app

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "qa_forms"
CHAT, AUDIT = DATA / "everbright_chat_phone_16pt_v5.csv", DATA / "211texas_silent_monitoring_audit_form.txt"


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app, qtbot) -> LibraryPage:
    return open_page(app, qtbot)


@pytest.fixture
def builder(page) -> Builder:
    return begun(page)


def audit_questions() -> list[tuple[str, list[str]]]:
    """The sections of the audit form with their lines, as its text has them."""
    sections: list[tuple[str, list[str]]] = []
    for raw in AUDIT.read_text("utf-8-sig").splitlines():
        line = raw.strip()
        if line[:1].isdigit() and line.endswith(":"):
            sections.append((line.split(".", 1)[1].strip(" :"), []))
        elif line.startswith("N/A ") and sections:
            sections[-1][1].append(line.removeprefix("N/A ").strip())
        elif line and sections and sections[-1][1]:
            sections[-1][1][-1] += f" {line}"
    return sections


RATED = [("Excellent", 4), ("Satisfactory", 3), ("Needs Improvement", 2), ("Unsatisfactory", 1)]


@pytest.mark.skipif(not AUDIT.exists(), reason="the form is not on this machine")
def test_the_silent_monitoring_audit_form_is_built_and_scores_as_it_says(floor, page, builder):
    """Points 4 to 1; 0 is N/A, and "N/A are not counted in the total"."""
    sections = audit_questions()
    assert [len(lines) for _, lines in sections] == [8, 8, 3]
    builder.name("Silent Monitoring Audit Form")
    builder.choose("What carries the weight", "The points alone")
    answers = [Answer(label, points) for label, points in RATED]
    for place, (title, lines) in enumerate(sections):
        if place:
            press(page, "Add a section")
        else:
            builder.open((0,))
        builder.describe_section(title)
        builder.open((place, 0))
        for at, line in enumerate(lines):
            if at:
                builder.next_question()
            builder.ask(line, "Answers with points", answers, skip=True)
    builder.publish()
    form = card_called(floor, "Silent Monitoring Audit Form").form
    assert [(s.title, tuple(q.text for q in s.questions)) for s in form.sections] == [
        (title, tuple(lines)) for title, lines in sections
    ]
    given = bytes([1, 2, 254, 3, 4, *([254] * 14)])
    found = scoring.score(form, given)
    assert found.complete
    assert found.calculated == pytest.approx(100 * (4 + 3 + 2 + 1) / 16)


@pytest.mark.skipif(not CHAT.exists(), reason="the form is not on this machine")
def test_the_chat_and_phone_form_is_built_and_scores_as_it_says(floor, page, builder):
    """Conditional questions, an answer that makes the whole 0, an item where "Yes" is worse, ticks."""
    rows = list(csv.DictReader(CHAT.read_text("utf-8-sig").splitlines()))
    build_chat_form(builder, rows)
    builder.publish()
    form = card_called(floor, "Chat and phone").form
    texts = list(dict.fromkeys((row["question_no"], row["question"]) for row in rows))
    assert [q.text for q in form.questions] == [text for _, text in texts]
    options = [(q.text, o.label, o.points) for q in form.questions for o in q.options]
    written = [(r["question"], r["answer"], float(r["points"] or 0)) for r in rows if r["answer"] != "N/A"]
    assert options == written
    check_chat_scores(form)


def build_chat_form(builder: Builder, rows: list[dict[str, str]]) -> None:
    builder.name("Chat and phone")
    builder.choose("What carries the weight", "The points alone")
    builder.choose("What a critical answer does to the score", "The whole score is 0")
    several = {"3.2", "4.2", "5.2"}
    numbers = list(dict.fromkeys(row["question_no"] for row in rows))
    for number in numbers:
        mine = [row for row in rows if row["question_no"] == number]
        section, at = (int(part) - 1 for part in number.split("."))
        if at == 0:
            if section:
                press(builder.page, "Add a section")
            else:
                builder.open((0,))
            builder.describe_section(f"Part {section + 1}")
            builder.open((section, 0))
        else:
            builder.next_question()
        given = [row for row in mine if row["answer"] != "N/A"]
        answers = [Answer(row["answer"], float(row["points"] or 0), fails(row)) for row in given]
        one = "Yes or no" if len(answers) == 2 else "Answers with points"
        way = "Several may be ticked" if number in several else one
        builder.ask(mine[0]["question"], way, answers, skip=len(given) < len(mine))
    builder.open((1, 1))
    builder.after("Was the SOP followed correctly?", "N/A")
    builder.open((4, 1))
    builder.after("Was a Case created in Salesforce?", "Yes")


def fails(row: dict[str, str]) -> str:
    return "Business-critical, fails the evaluation" if "result in 0" in row["effect"] else ""


def check_chat_scores(form: Form) -> None:
    def fill(*choices: int | tuple[int, ...] | None) -> float | None:
        made = blank(form)
        for position, choice in enumerate(choices):
            if isinstance(choice, tuple):
                made = with_ticks(form, made, position, choice)
            elif choice is not None:
                made = with_answer(form, made, position, choice)
        found = scoring.score(form, made)
        assert found.complete, found.unanswered
        return found.reported

    everything = (0, 1, 2)
    na = 254
    # 1+2+4 + 1 (no interrupting) + 3 + 1 + 3 = 15 of 15; cases do not apply.
    assert fill(1, 1, 1, None, 2, everything, 1, everything, na, None, na) == 100
    # Interrupting is the reversed item: "Yes" earns nothing.
    assert fill(1, 1, 1, None, 1, everything, 1, everything, na, None, na) == pytest.approx(100 * 14 / 15)
    # Coached twice or more: the whole evaluation is 0.
    assert fill(1, 1, 3, None, 2, everything, 1, everything, na, None, na) == 0
    # 2.1 N/A brings 2.2 instead.
    assert fill(1, 1, na, 2, 2, everything, 1, everything, na, None, na) == pytest.approx(100 * 11 / 15)
    # A case was created: 4 and up to 4 more for its details.
    assert fill(1, 1, 1, None, 2, everything, 1, everything, 1, (0, 3), 2) == pytest.approx(100 * 21 / 27)
    assert all(q.kind is Kind.SEVERAL for q in (form.questions[5], form.questions[7], form.questions[9]))
    assert form.renormalise is Renormalise.FORM
