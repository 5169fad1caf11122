"""The skills page as a person meets it: every control found by its spoken name."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QTableView, QWidget

from db.queries import people, skills
from db.records.people import Role, Stage
from db.records.skills import AssessmentKind
from db.store import Store
from desktop.features.skills import actions
from desktop.features.skills.page import SkillsPage
from desktop.features.skills.reading import Group
from desktop.features.skills.wording import apart_words, gap_words
from desktop.shell.context import App
from desktop.shell.text import use_locale
from desktop.widgets.forms import Choice, NumberField
from tests.builders import Floor, evaluate, take_call
from tests.pages.finding import find, has, key, press, settle, shown, words, write
from tests.pages.going import Going
from tests.pages.opening import open_app

TODAY = date(2026, 3, 20)
OWN, COACH = AssessmentKind.SELF, AssessmentKind.COACH


def show(app: App) -> SkillsPage:
    app.clock = lambda: datetime(2026, 3, 20, 14, 2, tzinfo=UTC)
    app.window = Going()  # type: ignore[assignment]
    page = SkillsPage(app)
    page.resize(1200, 700)
    page.show()
    return page


@pytest.fixture
def page(floor: Floor) -> Iterator[SkillsPage]:
    use_locale(zone=UTC)
    with open_app(floor.store, floor.user) as app:
        page = show(app)
        yield page
        page.close()
        page.deleteLater()
        settle()


@pytest.fixture
def demo_page(demo: Store) -> Iterator[SkillsPage]:
    with demo.reading() as db:
        user = people.users(db)[0]
    with open_app(demo, user) as app:
        page = show(app)
        yield page
        page.close()
        page.deleteLater()
        settle()


def gone(page: SkillsPage) -> list[tuple[str, object]]:
    return page.app.window.gone  # type: ignore[union-attr]


def heard(page: SkillsPage) -> str:
    return " ".join(words(page))


def table(page: SkillsPage, name: str) -> QTableView:
    return find(page, name, QTableView)


def lines(page: SkillsPage, name: str) -> list[list[str]]:
    model = table(page, name).model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def level(page: SkillsPage, n: int) -> QWidget:
    skill = page.assessing.row().skill
    return find(page, f"Level {n}: {skill.levels[n - 1]}" if n else "Not seen yet")


def finish(floor: Floor, kind: AssessmentKind, value: int) -> None:
    id = actions.begin(floor.store, floor.agent, kind, TODAY, floor.user)
    with floor.store.reading() as db:
        ids = [skill.id for skill in skills.skills(db)]
    for skill in ids:
        actions.rate(floor.store, id, skill, value, floor.user)
    actions.finish(floor.store, id, floor.user)


# --- assessing ---


def test_an_assessment_is_rated_by_digits_alone(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    for digit in (Qt.Key.Key_3, Qt.Key.Key_0, Qt.Key.Key_5):
        key(page.assessing.rating.levels.buttons[1], digit)
        key(page.assessing.rating.levels.buttons[1], Qt.Key.Key_Return)
    assert "3 of 12 rated." in heard(page)
    there = find(page, "Skills to rate", QListWidget)
    assert [there.item(n).text().split()[0] for n in range(4)] == ["3", "–", "5", "○"]
    assert there.item(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Finding the real need: not seen yet"
    assert there.currentRow() == 3


def test_each_level_is_read_out_in_full(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    for n in range(1, 6):
        assert level(page, n).isVisible()
    assert has(page, "Not seen yet")


def test_choosing_the_same_level_again_keeps_it(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    for _ in range(2):
        level(page, 4).click()  # type: ignore[attr-defined]
        assert level(page, 4).isChecked()  # type: ignore[attr-defined]
    assert "1 of 12 rated." in heard(page)


def test_the_picture_says_what_its_shapes_mean(demo_page: SkillsPage) -> None:
    picture = demo_page.agents.panel.chart.picture
    shapes = {row.label[-1] for row in picture.rows if not row.label[-1].isalpha()}  # type: ignore[union-attr]
    assert len(shapes) > 1
    assert all(f"{shape} " in picture.subtitle for shape in shapes)  # type: ignore[union-attr]


def test_words_are_kept_as_they_are_typed(page: SkillsPage, floor: Floor) -> None:
    press(page, "Assess: the coach's view")
    assert not find(page, "What was seen", QPlainTextEdit).isEnabled()
    key(level(page, 1), Qt.Key.Key_2)
    write(page, "What was seen", "Summed it up; “Łukasz” – fine")
    with floor.store.reading() as db:
        assert [row.comment for row in skills.every_rating(db)] == ["Summed it up; “Łukasz” – fine"]
    assert "kept 14:02" in heard(page).replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_a_draft_is_there_again_at_its_first_open_skill(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    key(level(page, 1), Qt.Key.Key_3)
    press(page, "Back to the agent")
    assert "begun, 1 of 12 rated" in heard(page)
    press(page, "Assess: the coach's view")
    assert "Finding the real need" in words(page)


def test_an_own_view_is_handed_over_and_says_it_is_blind(page: SkillsPage) -> None:
    press(page, "Assess: the agent's own view")
    assert "Hand the keyboard to Imani Okafor" in heard(page)
    assert "The coach's view is not shown here" in heard(page)
    assert not has(page, "Seen on calls", QTableView)


def test_finishing_goes_to_the_first_skill_without_a_rating(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    key(level(page, 1), Qt.Key.Key_3)
    page.assessing.go(8)
    press(page, "Finish assessment")
    assert "11 skills have no rating yet" in page.app.notices.last.text  # type: ignore[union-attr]
    assert find(page, "Skills to rate", QListWidget).currentRow() == 1


def test_a_finished_view_is_opened_again_by_undo(page: SkillsPage, floor: Floor) -> None:
    press(page, "Assess: the coach's view")
    for _ in range(12):
        key(level(page, 1), Qt.Key.Key_3)
        key(level(page, 1), Qt.Key.Key_Return)
    press(page, "Finish assessment")
    assert "Coach's view 20 Mar 2026" in heard(page)
    page.app.undo.undo()
    assert "begun, 12 of 12 rated" in heard(page)


def test_finishing_the_second_view_shows_both_with_the_differences_first(
    page: SkillsPage, floor: Floor
) -> None:
    finish(floor, OWN, 4)
    assert "opens once the coach's is finished too" in heard(page)
    assert not find(page, "Both views side by side").isEnabled()
    press(page, "Assess: the coach's view")
    for digit in (Qt.Key.Key_4, Qt.Key.Key_2, *[Qt.Key.Key_4] * 10):
        key(level(page, 1), digit)
        key(level(page, 1), Qt.Key.Key_Return)
    press(page, "Finish assessment")
    shown = lines(page, "Both views")
    assert shown[0][:3] == ["Finding the real need", "4", "2"]
    assert "sees themself two levels higher" in shown[0][4]
    assert "11 skills seen alike, 1 higher in the own view, 0 lower" in heard(page)
    press(page, "Write a plan for this skill")
    assert gone(page)[-1] == ("plans", ("start", floor.agent, 2))


def test_a_rating_taken_away_is_back_after_undo(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    key(level(page, 1), Qt.Key.Key_3)
    key(level(page, 1), Qt.Key.Key_Backspace)
    assert "0 of 12 rated." in heard(page)
    page.app.undo.undo()
    assert "1 of 12 rated." in heard(page)


def test_enter_links_a_row_to_the_level_and_undo_takes_it_back(page: SkillsPage, floor: Floor) -> None:
    evaluate(floor, take_call(floor))
    press(page, "Assess: the coach's view")
    seen = table(page, "Seen on calls")
    seen.setCurrentIndex(seen.model().index(0, 0))
    key(seen, Qt.Key.Key_Return)
    assert "Choose a level first" in page.app.notices.last.text  # type: ignore[union-attr]
    key(level(page, 1), Qt.Key.Key_3)
    key(seen, Qt.Key.Key_Return)
    assert lines(page, "Seen on calls")[0][0] == "✓ linked"
    page.app.undo.undo()
    assert lines(page, "Seen on calls")[0][0] == ""
    page.app.undo.redo()
    press(page, "Open the call")
    assert gone(page)[-1][0] == "monitoring"


def test_a_discarded_draft_is_back_after_undo(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    key(level(page, 1), Qt.Key.Key_3)
    press(page, "Discard this draft")
    assert "Coach's view not yet" in heard(page)
    page.app.undo.undo()
    assert "Coach's view begun, 1 of 12 rated" in heard(page)


def test_a_finished_assessment_is_read_and_not_written(page: SkillsPage, floor: Floor) -> None:
    finish(floor, COACH, 3)
    with floor.store.reading() as db:
        id = skills.every_assessment(db)[0].id
    page.show_target(("assessment", id))
    assert "Locked." in heard(page)
    key(page.assessing, Qt.Key.Key_5)
    assert find(page, "What was seen", QPlainTextEdit).isReadOnly()
    with floor.store.reading() as db:
        assert {row.level for row in skills.every_rating(db)} == {3}
    press(page, "Open it again")
    assert "12 of 12 rated." in heard(page)


def test_a_held_view_is_not_opened_by_its_number(page: SkillsPage, floor: Floor) -> None:
    finish(floor, OWN, 4)
    with floor.store.reading() as db:
        id = skills.every_assessment(db)[0].id
    page.show_target(("assessment", id))
    assert "opens when the coach's view is finished too" in page.app.notices.last.text  # type: ignore[union-attr]
    assert has(page, "Assess: the coach's view")


def test_who_may_not_assess_is_not_offered_to(floor: Floor) -> None:
    with floor.store.writing("user") as db:
        admin = people.user(db, people.add_user(db, "Ana Ruiz", Role.ADMIN))
    with open_app(floor.store, admin) as app:
        page = show(app)
        assert not find(page, "Assess: the coach's view").isEnabled()
        page.close()
        page.deleteLater()
        settle()


# --- looking ---


def test_the_heaviest_gap_is_chosen_first_and_becomes_a_plan(demo_page: SkillsPage) -> None:
    agent = next(line.agent.id for line in demo_page.agents._lines or () if line.gaps)
    demo_page.show_target(agent)
    panel = demo_page.agents.panel
    assert panel.line is not None
    first = next(line for line in panel.portrait.lines if line.group is Group.GAP)  # type: ignore[union-attr]
    assert panel.line == first
    press(demo_page, "Write a plan from this gap")
    assert gone(demo_page) == [("plans", ("start", agent, first.gap.skill.id))]


def test_the_list_says_gap_and_perception_in_words(demo_page: SkillsPage) -> None:
    press(demo_page, "Shown as: List")
    rows = lines(demo_page, "Skills of this agent")
    portrait = demo_page.agents.panel.portrait
    assert portrait is not None
    for row, line in zip(rows, portrait.lines, strict=True):
        assert row[0] == line.gap.skill.name
        assert row[1].endswith(gap_words(line.gap))
        assert row[2].endswith(apart_words(line.gap.perception))


def test_no_list_is_wider_than_its_place_on_a_small_laptop(demo_page: SkillsPage) -> None:
    demo_page.resize(1171, 700)  # what the window of 1366 × 768 leaves
    for show in ("Picture", "List", "What it rests on"):
        press(demo_page, f"Shown as: {show}")
        settle()
        for view in shown(demo_page, QTableView):
            length = view.horizontalHeader().length()
            assert length <= view.viewport().width(), f"{show}: {view.accessibleName()}"


def test_a_bar_opens_to_what_it_rests_on_and_that_to_the_call(demo_page: SkillsPage) -> None:
    demo_page.show_target(3)
    panel = demo_page.agents.panel
    panel.chart.opened.emit(panel.portrait.lines[0].gap.skill.id)  # type: ignore[union-attr]
    assert find(demo_page, "Skill", Choice).currentText() == panel.portrait.lines[0].gap.skill.name  # type: ignore[union-attr]
    rows = lines(demo_page, "What it rests on")
    kinds = [row[0] for row in rows]
    assert {"Coach's view", "Own view", "Call"} <= set(kinds)
    under = table(demo_page, "What it rests on")
    under.setCurrentIndex(under.model().index(kinds.index("Call"), 0))
    key(under, Qt.Key.Key_Return)
    assert gone(demo_page)[-1][0] == "monitoring"
    under.setCurrentIndex(under.model().index(kinds.index("Coach's view"), 0))
    key(under, Qt.Key.Key_Return)
    assert "Locked." in heard(demo_page)


def test_the_calls_stand_beside_the_view_in_words(demo_page: SkillsPage) -> None:
    demo_page.show_agent(3, 1)
    assert "They stand beside the views, and replace neither." in heard(demo_page)


def test_an_unknown_hire_date_is_said(page: SkillsPage, floor: Floor) -> None:
    with floor.store.writing("agent") as db:
        agent = people.agent(db, floor.agent)
        people.change_agent(db, type(agent)(agent.id, agent.uid, agent.name, agent.team_id, agent.team))
    assert "The hire date isn't known" in heard(page)
    assert lines(page, "Agents")[0][2] == "not known"


def test_nobody_here_says_what_to_do(page: SkillsPage, floor: Floor) -> None:
    with floor.store.writing("agent") as db:
        db.execute("UPDATE agent SET deleted_at = now()")
    press(page, "Bring in people")
    assert gone(page) == [("exchange", None)]


def test_enter_in_a_team_s_cell_opens_that_agent_s_gap(demo_page: SkillsPage) -> None:
    press(demo_page, "What is shown: A team")
    cells = table(demo_page, "Skills by agent")
    model = cells.model()
    agent = demo_page.team.picture.agents[2]  # type: ignore[union-attr]
    assert model.headerData(4, Qt.Orientation.Horizontal) == agent.name
    cells.setCurrentIndex(model.index(5, 4))
    key(cells, Qt.Key.Key_Return)
    assert agent.name in words(demo_page)
    assert find(demo_page, "Skill", Choice).currentText() == model.index(5, 0).data()


def test_a_cell_says_its_gap_by_shape_and_number(demo_page: SkillsPage) -> None:
    press(demo_page, "What is shown: A team")
    cells = {text for row in lines(demo_page, "Skills by agent") for text in row[2:]}
    shapes = {text.split()[0] for text in cells if text}
    assert {"◆", "✓", "▲"} <= shapes
    assert all(text.split()[-1][0] in "−" for text in cells if text.startswith("◆"))


def test_a_changed_standard_is_undone(page: SkillsPage, floor: Floor) -> None:
    press(page, "What is shown: Skills and standards")
    field = find(page, "Required level, veteran", NumberField)
    before = field.value()
    field.setValue(1)

    def required() -> int:
        with floor.store.reading() as db:
            found = skills.standards(db)
        return next(row.level for row in found if row.skill_id == 1 and row.stage is Stage.VETERAN)

    assert required() == 1
    page.app.undo.undo()
    assert required() == before == find(page, "Required level, veteran", NumberField).value()


def test_a_skill_is_shown_with_its_five_levels(page: SkillsPage) -> None:
    page.show_target(("skill", 3))
    with page.app.store.reading() as db:  # type: ignore[union-attr]
        skill = next(one for one in skills.skills(db) if one.id == 3)
    assert set(skill.levels) <= set(words(page))
    assert skill.definition in words(page)


def test_every_label_that_is_shown_says_something(demo_page: SkillsPage) -> None:
    for view in ("A team", "Skills and standards", "One agent"):
        press(demo_page, f"What is shown: {view}")
        for made in demo_page.findChildren(QLabel):
            assert "{" not in made.text()
