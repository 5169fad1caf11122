"""A scorecard's versions: published and locked, retired, used again, drafted, compared in words."""

import pytest
from PySide6.QtWidgets import QTextBrowser

from db import starter
from db.queries import evaluations, people, scorecards
from db.records.people import Role
from db.records.scorecards import VersionState
from desktop.coaching import scoring
from desktop.features.library import actions
from desktop.features.library.page import LibraryPage
from tests.builders import observe, take_call
from tests.desktop.scorecard_page import card_called, copied, draft_of, open_page, version_of
from tests.pages.finding import find, has, press, write
from tests.pages.opening import open_app


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app, qtbot) -> LibraryPage:
    return open_page(app, qtbot)


def test_publishing_retires_the_version_before_and_evaluations_in_progress_stay_on_it(floor, page, app):
    old = card_called(floor, "Ten questions")
    observation = observe(floor, take_call(floor))
    with floor.store.writing("evaluation") as db:
        begun = evaluations.begin(db, observation, old.id, scoring.blank(old.form), floor.store.now().date())
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
