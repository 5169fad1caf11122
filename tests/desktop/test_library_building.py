"""Building a scorecard: kept as typed, undone by a key, checked, published, locked, compared."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QTextBrowser, QTreeWidget

from db import starter
from db.queries import evaluations, people, scorecards
from db.records.people import Role
from db.records.scorecards import Kind, Renormalise, VersionState
from desktop.coaching import scoring
from desktop.features.library import actions
from desktop.features.library.page import LibraryPage
from tests.builders import observe, take_call
from tests.pages.building import Answer, Builder
from tests.pages.finding import find, has, key, press, settle, words, write
from tests.pages.opening import open_app

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "qa_forms"
CHAT, AUDIT = DATA / "everbright_chat_phone_16pt_v5.csv", DATA / "211texas_silent_monitoring_audit_form.txt"


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app, qtbot) -> LibraryPage:
    made = LibraryPage(app)
    qtbot.addWidget(made)
    made.resize(1500, 800)
    made.show()
    return made


@pytest.fixture
def builder(page) -> Builder:
    made = Builder(page)
    made.begin()
    return made


def version_of(floor, id: int):
    with floor.store.reading() as db:
        return scorecards.version(db, id)


def draft_of(floor):
    with floor.store.reading() as db:
        return next(each for each in scorecards.versions(db) if each.state is VersionState.DRAFT)


def card_called(floor, name: str):
    with floor.store.reading() as db:
        return next(each for each in scorecards.published(db) if each.form.name == name)


def copied(page: LibraryPage, name: str = "Ten questions") -> Builder:
    """The draft that changes a starter scorecard, in the builder."""
    page.show_target(card_called(page.app, name).id)
    press(page, "Copy to change")
    return Builder(page)


def question(page: LibraryPage, name: str) -> QLabel:
    return find(page, name)


def test_a_new_scorecard_is_written_checked_and_published(floor, page, builder):
    assert "to put right" in find(page, "Is it sound?", QLabel).text()
    builder.name("Greetings")
    builder.open((0, 0))
    builder.ask("Was the caller greeted?", "Yes or no", [Answer("Yes", 1), Answer("No", 0)])
    assert "can be published" in find(page, "Is it sound?", QLabel).text()
    builder.publish()
    made = card_called(floor, "Greetings")
    assert made.form.questions[0].text == "Was the caller greeted?"
    assert "Locked for good" in find(page, "The chosen scorecard", QTextBrowser).toPlainText()
    with pytest.raises(actions.NoDraft):
        actions.keep_draft(floor.store, made.id, made.form, floor.user)


def test_every_letter_is_kept_in_the_draft(floor, page, builder):
    builder.open((0, 0))
    for text in ("Was", "Was it", "Was it 李 kind?"):
        write(page, "What is asked", text)
        assert draft_of(floor).form.questions[0].text == text


def test_an_unsound_draft_is_not_published_and_the_fault_leads_to_its_place(floor, page, builder, app):
    builder.publish()
    assert draft_of(floor).state is VersionState.DRAFT
    assert "put right" in app.notices.last.text
    faults = find(page, "What to put right", QListWidget)
    assert "The words are missing." in faults.item(0).text()
    faults.setCurrentRow(0)
    key(faults, Qt.Key.Key_Return)
    assert page.cards.builder.desk.spot == (0, 0)
    with pytest.raises(actions.NotSound):
        actions.publish(floor.store, draft_of(floor).id, floor.user)


def test_edits_are_taken_back_one_by_one_and_done_again(floor, page, app):
    builder = copied(page)
    start = builder.form
    builder.open((0, 0))
    write(page, "What is asked", "Otherwise?")
    press(page, "Duplicate")
    assert len(builder.form.questions) == 11
    app.undo.undo()
    assert len(builder.form.questions) == 10
    app.undo.undo()
    assert builder.form == start == draft_of(floor).form
    app.undo.redo()
    assert draft_of(floor).form.questions[0].text == "Otherwise?"


def test_what_is_removed_is_offered_back(page, app):
    builder = copied(page)
    start = builder.form
    builder.open((0, 2))
    press(page, "Remove from the scorecard")
    assert len(builder.form.questions) == 9
    assert app.notices.last.text == "Removed the question"
    app.undo.undo()
    assert builder.form == start


def test_an_answer_is_removed_moved_and_made_critical(page):
    builder = copied(page)
    builder.open((0, 0))
    press(page, "More about answer 2")
    press(page, "Move answer 2 up")
    assert [o.key for o in builder.form.questions[0].options][:2] == ["cut-short", "whole"]
    builder.choose("Is answer 2 critical?", "Compliance-critical, fails its section")
    option = builder.form.questions[0].options[1]
    assert (option.critical.value, option.scope.value) == ("compliance", "section")
    press(page, "Remove answer 1")
    assert [o.key for o in builder.form.questions[0].options] == ["whole", "after"]


def test_rewording_keeps_the_key_and_a_wholly_new_wording_may_be_a_new_question(page):
    builder = copied(page)
    builder.open((0, 0))
    before = builder.form.questions[0]
    write(page, "What is asked", before.text.replace("caller", "customer"))
    assert not has(page, "This is a new question")
    write(page, "What is asked", "Was a ticket opened?")
    assert builder.form.questions[0].key == before.key
    press(page, "This is a new question")
    assert builder.form.questions[0].key != before.key
    assert not has(page, "This is a new question")


def test_the_preview_is_filled_in_and_scores(page):
    builder = copied(page)
    first = builder.form.questions[0]
    press(page, f"Question 1: {first.options[0].label}")
    preview = page.cards.builder.preview
    assert preview.score.text().replace("\u00a0", " ") == "100 %"
    assert "1 of 10 answered" in preview.progress.text()
    press(page, "Clear the answers")
    assert preview.score.text() == "Try it"


def test_the_preview_hides_what_is_not_asked_and_offers_root_causes(page):
    builder = copied(page)
    builder.open((0, 1))
    builder.unfold("Root causes of low answers")
    write(page, "Root causes", "Rushed\nDid not hear it")
    builder.after(builder.form.questions[0].text, "Questions came first")
    upset = builder.form.questions[1]
    assert not has(page, f"Question 2: {upset.text}")
    press(page, "Question 1: Questions came first")
    assert has(page, f"Question 2: {upset.text}")
    press(page, "Question 2: Passed over")
    assert has(page, "Rushed") and has(page, "Did not hear it")


def test_a_question_only_for_chat_is_tried_on_a_chat(page):
    builder = copied(page)
    builder.open((0, 0))
    builder.unfold("When it is asked")
    builder.tick("Only for chat")
    text = builder.form.questions[0].text
    assert not has(page, f"Question 1: {text}")
    builder.choose("Try it on", "Chat")
    assert has(page, f"Question 1: {text}")


def test_weights_are_shown_with_their_share_and_what_they_come_to(page, builder):
    builder.open((0,))
    builder.describe_section("One", 30)
    builder.section("Two", 10)
    text = find(page, "What the weights come to", QLabel).text()
    assert text == "Section weights: 30 + 10 = 40"
    tree = find(page, "Sections and questions", QTreeWidget)
    lines = [[tree.topLevelItem(i).text(n).replace("\u00a0", " ") for n in (0, 1)] for i in (1, 2)]
    assert [line[0] for line in lines] == ["One (30 of 40)", "Two (10 of 40)"]
    assert [line[1] for line in lines] == ["75 %", "25 %"]


def test_weights_by_question_are_edited_at_the_question(page):
    builder = copied(page)
    builder.open(())
    builder.choose("What carries the weight", "The questions, each by its own weight")
    builder.open((0, 0))
    builder.number("Weight", 3)
    assert builder.form.renormalise is Renormalise.QUESTION
    assert builder.form.questions[0].weight == 3
    assert any("Weight 3 of 12" in text for text in words(page))


def test_parts_are_moved_by_key(page):
    builder = copied(page)
    builder.open((0, 0))
    first = builder.form.questions[0].key
    page.activateWindow()
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    key(find(page, "What is asked"), Qt.Key.Key_Down, held)
    assert builder.form.questions[1].key == first


def test_the_cursor_stays_in_its_field_while_parts_are_moved(page):
    builder = copied(page)
    builder.open((0, 0))
    field = find(page, "What is asked")
    page.cards.builder.move_down()
    page.cards.builder.duplicate()
    assert page.window().focusWidget() is field


def test_tab_goes_through_a_question_as_it_is_read(page):
    builder = copied(page)
    builder.open((0, 0))
    press(page, "Add an answer")
    names, widget = [], find(page, "What is asked")
    while widget.accessibleName() != "Guidance and examples":
        if widget.isVisibleTo(page) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            names += [widget.accessibleName()] if widget.accessibleName() else []
        widget = widget.nextInFocusChain()
    answers = [(f"Answer {n}", f"Points of answer {n}", f"More about answer {n}") for n in (1, 2, 3, 4)]
    inside = [name for answer in answers for name in answer]
    assert names == ["What is asked", "How it is answered", *inside, "Add an answer", "N/A is possible"]


def test_a_new_scorecard_begins_with_its_name(page, builder):
    field = page.window().focusWidget()
    assert (field.accessibleName(), field.selectedText()) == ("Name of the scorecard", "New scorecard")


def test_the_same_advice_is_said_once_with_how_often_it_holds(page):
    builder = copied(page)
    for place in range(3):
        builder.open((0, place))
        for n in (1, 2, 3):
            builder.number(f"Points of answer {n}", 5 - n)
    lines = [find(page, "What to put right", QListWidget).item(i).text() for i in range(1)]
    assert "Even the worst answer earns points" in lines[0] and lines[0].endswith("and 1 more")
    assert "can be published; 2 pieces of advice" in find(page, "Is it sound?", QLabel).text()


def test_bands_and_a_bonus_are_part_of_the_scorecard(page):
    builder = copied(page)
    builder.open(())
    press(page, "Add a band")
    write(page, "Band 1", "Good")
    builder.number("Band 1 begins at", 80)
    assert [(band.label, band.least) for band in builder.form.bands] == [("Good", 80.0)]
    assert not has(page, "Most that bonus questions may add")
    builder.open((0, 0))
    builder.unfold("Special scoring")
    builder.tick("Bonus: its points come on top of the score")
    builder.open(())
    builder.number("Most that bonus questions may add", 5)
    assert builder.form.bonus_cap == 5


def test_publishing_retires_the_version_before_and_evaluations_in_progress_stay_on_it(floor, page, app):
    old = card_called(floor, "Ten questions")
    observation = observe(floor, take_call(floor))
    with floor.store.writing("evaluation") as db:
        begun = evaluations.begin(
            db, observation, old.id, scoring.blank(old.form), take_day(floor, observation)
        )
    builder = copied(page)
    builder.open((0, 0))
    write(page, "What is asked", "Could the caller tell the whole story first?")
    builder.publish()
    new = card_called(floor, "Ten questions")
    assert (new.number, version_of(floor, old.id).state) == (2, VersionState.RETIRED)
    assert "Version 1 is retired" in app.notices.last.text
    with floor.store.reading() as db:
        assert evaluations.evaluation(db, begun).version_id == old.id
    assert version_of(floor, old.id).form == starter.form("scorecard_ten"), "what agents saw stays readable"


def take_day(floor, observation):
    return observation.begun_at.date() if hasattr(observation, "begun_at") else floor.store.now().date()


def test_publishing_can_not_be_undone_and_says_so(floor, page, app):
    builder = copied(page)
    builder.open((0, 0))
    write(page, "What is asked", "Could the caller tell the whole story first?")
    builder.publish()
    app.undo.undo()
    assert "never changes" in app.notices.last.text
    assert card_called(floor, "Ten questions").form.questions[0].text.startswith("Could the caller tell")


def test_a_version_is_retired_brought_back_and_used_again(floor, page, app):
    card = card_called(floor, "Ten questions")
    page.show_target(card.id)
    press(page, "Retire")
    assert version_of(floor, card.id).state is VersionState.RETIRED
    app.undo.undo()
    assert version_of(floor, card.id).state is VersionState.PUBLISHED
    page.show_target(card.id)
    press(page, "Retire")
    page.show_target(card.id)
    assert "retired" in find(page, "The chosen scorecard", QTextBrowser).toPlainText()
    press(page, "Use again")
    assert version_of(floor, card.id).state is VersionState.PUBLISHED


def test_a_draft_is_deleted_and_brought_back(floor, page, app):
    builder = copied(page)
    draft = draft_of(floor)
    press(page, "Back to the scorecards")
    press(page, "Delete the draft")
    with floor.store.reading() as db:
        assert all(each.state is not VersionState.DRAFT for each in scorecards.versions(db))
    app.undo.undo()
    assert draft_of(floor).id == draft.id
    assert builder.form == draft.form


def test_a_scorecard_has_one_draft_at_a_time(floor):
    card = card_called(floor, "Ten questions")
    first = actions.copy_to_change(floor.store, card.id, floor.user)
    assert actions.copy_to_change(floor.store, card.id, floor.user) == first


def test_the_draft_is_found_again_by_another_page(floor, page, app, qtbot):
    builder = copied(page)
    builder.open((0, 0))
    write(page, "What is asked", "Half a ques")
    other = LibraryPage(app)
    qtbot.addWidget(other)
    other.resize(1500, 800)
    other.show()
    other.show_target(("draft", draft_of(floor).id))
    assert other.cards.builder.desk.form.questions[0].text == "Half a ques"


def test_two_versions_are_compared_in_words(floor, page):
    builder = copied(page)
    builder.open((0, 0))
    write(page, "What is asked", "Could the caller tell the whole story first?")
    builder.number("Points of answer 2", 1)
    builder.unfold("Guidance and examples")
    write(page, "Guidance", "Listen for the first question.")
    press(page, "Back to the scorecards")
    press(page, "Compare versions")
    text = find(page, "What differs", QTextBrowser).toPlainText()
    assert "3 differences" in text
    assert "Words of the question" in text and "Could the caller say why they called" in text
    assert "Points: It began, then was cut short by a question" in text
    assert "Which edits need a new version" in text and "retiring a version" in text
    press(page, "Back to the sheet")
    assert has(page, "The chosen scorecard")


def test_a_coach_reads_every_version_and_changes_none(floor, page, app):
    with floor.store.writing("user") as db:
        app.user = people.user(db, people.add_user(db, "Cleo Adair", Role.COACH))
    page.refresh()
    page.show_view("scorecard")
    assert not any(has(page, name) for name in ("New scorecard", "Copy to change", "Retire"))
    with pytest.raises(PermissionError):
        actions.new_scorecard(floor.store, app.user)


@pytest.mark.parametrize(("width", "panes"), [(1500, (True, True, True)), (900, (True, True, False))])
def test_where_the_window_is_narrow_the_preview_takes_turns_with_the_form(page, builder, width, panes):
    page.resize(width, 700)
    settle()
    assert page.cards.builder.panes.shown() == panes
    if not panes[2]:
        press(page, "What is shown beside the outline: Try it")
        assert page.cards.builder.panes.shown() == (True, False, True)


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
            builder.ask(line, "Graded answers", answers, skip=True)
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
        one = "Yes or no" if len(answers) == 2 else "Graded answers"
        way = "Several may be ticked" if number in several else one
        builder.ask(mine[0]["question"], way, answers, skip=len(given) < len(mine))
    builder.open((1, 1))
    builder.after("Was the SOP followed correctly?", "N/A")
    builder.open((4, 1))
    builder.after("Was a Case created in Salesforce?", "Yes")


def fails(row: dict[str, str]) -> str:
    return "Business-critical, fails the evaluation" if "result in 0" in row["effect"] else ""


def check_chat_scores(form) -> None:
    from desktop.coaching.answers import blank, with_answer, with_ticks

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
    assert replace(form).renormalise is Renormalise.FORM
