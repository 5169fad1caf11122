"""The library: all can be read, a scorecard explains its own scoring, and only the vision is reworded."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTableView, QTextBrowser

from db import starter
from db.queries import people, practice
from db.records.people import Role
from db.records.scorecards import CriticalEffect, Renormalise, ScorecardVersion, VersionState
from desktop.coaching.soundness import Fault
from desktop.features.library import actions
from desktop.features.library.page import LibraryPage
from desktop.features.library.scorecard_sheet import how_scored, say_fault, scorecard_sheet, shares
from desktop.features.library.writing import Pen
from tests.pages.finding import find, has, press, settle, words, write
from tests.pages.opening import open_app


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app, qtbot) -> LibraryPage:
    made = LibraryPage(app)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    return made


def read(page: LibraryPage, name: str) -> str:
    """The text of the sheet of that name."""
    return find(page, name, QTextBrowser).toPlainText()


def rows(page: LibraryPage, name: str) -> list[object]:
    return find(page, name, QTableView).parentWidget().rows()


def visions(floor) -> list[str]:
    with floor.store.reading() as db:
        return [vision.sentence for vision in practice.visions(db)]


def sheet_of(form) -> str:
    version = ScorecardVersion(1, b"", 1, 1, VersionState.PUBLISHED, form)
    return scorecard_sheet(Pen(lambda _: "black"), version, {}, {})


def test_the_vision_stands_with_its_meaning_and_five_questions(page):
    text = read(page, "Service vision")
    assert "Whoever calls us is heard the first time" in text
    assert "Heard means" in text
    assert len(re.findall(r"\?", text)) >= 5


def test_a_new_wording_is_used_and_the_one_before_stays_readable(floor, page):
    before = visions(floor)[0]
    press(page, "Say the vision anew")
    write(page, "The sentence", "Wir hören zu, 李小龍.")
    press(page, "Use these words from now on")
    assert visions(floor) == ["Wir hören zu, 李小龍.", before]
    text = read(page, "Service vision")
    assert text.index("Wir hören zu") < text.index("Wordings before") < text.index(before)


def test_the_same_words_are_no_new_wording(floor, page):
    press(page, "Say the vision anew")
    press(page, "Use these words from now on")
    assert len(visions(floor)) == 1


def test_a_blank_vision_is_refused_and_what_was_typed_stays(floor, page):
    press(page, "Say the vision anew")
    write(page, "The sentence", "  ")
    write(page, "What it means", "Long thought about.")
    press(page, "Use these words from now on")
    assert any("Please write a sentence" in text for text in words(page))
    assert find(page, "What it means").toPlainText() == "Long thought about."
    assert len(visions(floor)) == 1


def test_typed_words_that_are_not_in_use_hold_the_page(app, page):
    press(page, "Say the vision anew")
    assert page.may_leave()
    write(page, "The sentence", "Something else.")
    assert not has(page, "Say the vision anew"), "a second press would take the words away"
    assert not page.may_leave()
    assert "not in use yet" in app.notices.last.text
    press(page, "Leave it as it was")
    assert page.may_leave()


def test_a_coach_reads_the_vision_but_does_not_change_it(app, floor, page):
    with floor.store.writing("user") as db:
        app.user = people.user(db, people.add_user(db, "Cleo Adair", Role.COACH))
    page.refresh()
    assert not has(page, "Say the vision anew")
    with pytest.raises(PermissionError):
        actions.say_vision(floor.store, "Mine.", "", app.user)


def test_only_the_vision_has_an_action(page):
    for view in ("behaviour", "scorecard", "skill", "action"):
        page.show_view(view)
        assert not has(page, "Say the vision anew")


def test_a_behaviour_says_what_one_hears_and_where_it_is_asked(page):
    page.show_view("behaviour")
    assert len(rows(page, "Key behaviours")) == 8
    text = read(page, "The chosen behaviour")
    assert "Lets the story come first" in text
    assert "A pause after the greeting that belongs to the caller." in text
    assert "Could the caller say why they called before the first question?" in text


def test_a_scorecard_shows_every_question_with_its_answers_and_points(page):
    page.show_view("scorecard")
    text = read(page, "The chosen scorecard")
    form = starter.form("scorecard_full")
    for question in form.questions:
        assert question.text in text
        assert all(option.label in text for option in question.options)
    assert "Compliance-critical, fails the evaluation" in text
    assert "Asked only where" in text
    assert "Checked:" in text


def test_the_shares_of_a_scorecards_sections_make_a_whole(page):
    for name in ("scorecard_full", "scorecard_ten"):
        assert sum(shares(starter.form(name))) == pytest.approx(1)
    page.show_view("scorecard")
    text = read(page, "The chosen scorecard").replace("\u00a0", " ")
    assert re.search(r"Together\s+100\s+100 %\s+22", text)


def test_how_it_is_scored_follows_the_scorecards_own_rules():
    form = starter.form("scorecard_full")
    by_section = " ".join(how_scored(form))
    by_form = " ".join(how_scored(replace(form, renormalise=Renormalise.FORM)))
    assert "mean of the sections’ percentages" in by_section
    assert "over all questions that apply" in by_form
    told = {" ".join(how_scored(replace(form, critical_effect=effect))) for effect in CriticalEffect}
    assert len(told) == len(CriticalEffect)


def test_an_unsound_scorecard_says_what_is_wrong_and_where():
    form = starter.form("scorecard_full")
    first = form.sections[0]
    twice = replace(first, questions=(*first.questions, first.questions[0]))
    sheet = sheet_of(replace(form, pass_mark=120.0, sections=(twice, *form.sections[1:])))
    assert say_fault(Fault.PASS_MARK) in sheet
    assert f"{say_fault(Fault.DUPLICATE_QUESTION)} (Question: {first.questions[0].text})" in sheet
    assert "Checked:" not in sheet


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_a_sentence(fault):
    assert say_fault(fault).endswith((".", "?"))


def test_what_people_wrote_is_shown_as_they_wrote_it():
    form = replace(starter.form("scorecard_ten"), name="<b>Ten</b> & more", description="<script>x</script>")
    sheet = sheet_of(form)
    assert "<b>Ten" not in sheet
    assert "&lt;b&gt;Ten&lt;/b&gt; &amp; more" in sheet
    assert "<script>" not in sheet


def test_a_skill_shows_its_levels_standards_questions_and_actions(page):
    page.show_view("skill")
    assert len(rows(page, "Skills")) == 12
    text = read(page, "The chosen skill")
    assert text.count(" of 5") == 6
    assert "Hears what is not said" in text
    assert "Count to three after the greeting" in text


def test_the_catalogue_of_actions_can_be_searched(page):
    page.show_view("action")
    table = find(page, "Catalogue of actions", QTableView).parentWidget()
    whole = len(table.rows())
    table.finder.setText("greeting")
    assert 0 < len(table.rows()) < whole


def test_another_page_can_ask_for_a_scorecard_or_a_skill(page):
    page.show_target(("skill", 3))
    assert "Soothing upset callers" in read(page, "The chosen skill")
    page.show_target(2)
    assert "Ten questions" in read(page, "The chosen scorecard")
    page.show_target(("nothing", 1))
    assert has(page, "The chosen scorecard")


def test_a_target_asked_for_before_the_page_is_read_is_shown_when_it_is(app, qtbot):
    made = LibraryPage(app)
    qtbot.addWidget(made)
    made.show_target(("skill", 3))
    made.show()
    assert "Soothing upset callers" in read(made, "The chosen skill")


def test_a_link_leads_to_the_thing_it_names(page):
    page.show_view("skill")
    sheet = find(page, "The chosen skill", QTextBrowser)
    assert 'href="action:1"' in sheet.toHtml()
    sheet.anchorClicked.emit(QUrl("action:1"))
    settle()
    assert "Count to three after the greeting" in read(page, "The chosen action")
