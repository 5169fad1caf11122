"""Forms, timeline, chips, splits, sparks and the progress strip."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QScrollArea, QWidget

from db.progress import Progress
from db.records.people import Role
from desktop.shell.colours import MEANINGS, meaning_mark
from desktop.shell.job_strip import SHOWN_AFTER_MS, ProgressStrip
from desktop.shell.jobs import InlineJobs, Job, JobState
from desktop.widgets.chips import ChipRow, ChoiceChips, chip
from desktop.widgets.forms import Choice, DayField, Form, LineField, NumberField, Switch, TextField
from desktop.widgets.page import Page
from desktop.widgets.splits import MasterDetail
from desktop.widgets.timeline import PAGE, Happening, Timeline
from tests.pages.finding import find, key, press, words, write
from tests.pages.opening import open_app


@pytest.fixture
def app(qtbot):
    with open_app() as made:
        yield made


def test_a_problem_stands_under_its_field_and_is_spoken(app, qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    row = form.add("Target", NumberField("Target", 50), "In percent.")
    form.show()
    row.say("Choose a target above the baseline.")
    assert "△ Choose a target above the baseline." in words(form)
    assert find(form, "Target").accessibleDescription() == "Choose a target above the baseline."
    row.say()
    assert "In percent." in words(form)


def test_a_field_without_a_name_takes_its_captions(qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    form.add("Own words", QPlainTextEdit())
    assert find(form, "Own words", QPlainTextEdit)


def test_text_is_announced_as_typed_and_not_as_shown(qtbot) -> None:
    form, heard = Form(), []
    qtbot.addWidget(form)
    field = TextField("Why")
    form.add("Why", field)
    field.typed.connect(heard.append)
    field.show_text("from the store")
    write(form, "Why", "Żółć 李小龍")
    assert heard[-1] == "Żółć 李小龍"
    assert "from the store" not in heard


def test_a_long_text_makes_its_field_grow_up_to_a_point(qtbot) -> None:
    field = TextField("Why", lines=2, most=6)
    qtbot.addWidget(field)
    field.resize(300, 100)
    heights = []
    for lines in (1, 2, 4, 6, 40):
        field.show_text("\n".join(["line"] * lines))
        heights.append(field.sizeHint().height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]


def test_a_choice_tells_its_key_and_keeps_it_when_the_choices_change(qtbot) -> None:
    choice, heard = Choice("Team", [(1, "Billing"), (2, "Returns")]), []
    qtbot.addWidget(choice)
    choice.chosen.connect(heard.append)
    choice.show_value(2)
    choice.set_choices([(3, "Broadband"), (2, "Returns")])
    assert (choice.value(), heard) == (2, [])
    choice.setCurrentIndex(0)
    choice.activated.emit(0)
    assert heard == [3]


def test_a_choice_gives_back_the_very_keys_it_was_given(qtbot) -> None:
    key, heard = ("agent", 7), []
    choice = Choice("Role", [(Role.COACH, "Coach"), (Role.ADMIN, "Administrator"), (key, "Imani")])
    qtbot.addWidget(choice)
    choice.chosen.connect(heard.append)
    assert choice.value() is Role.COACH
    choice.activated.emit(1)
    choice.activated.emit(2)
    assert heard[0] is Role.ADMIN
    assert heard[1] is key
    choice.show_value("admin")
    assert choice.value() is Role.ADMIN
    choice.set_choices([])
    assert choice.value() is None


def test_a_day_may_be_none_and_stepping_begins_today(qtbot) -> None:
    field, heard = DayField("By"), []
    qtbot.addWidget(field)
    field.show()
    field.chosen.connect(heard.append)
    assert field.value() is None
    field.edit.stepBy(1)
    assert abs((field.value() - date.today()).days) <= 1
    field.show_value(date(2026, 12, 1))
    press(field, "Clear By")
    assert heard[-1] is None
    assert len(heard) == 2


def test_showing_a_value_announces_nothing(qtbot) -> None:
    heard: list[object] = []
    number, switch, line = NumberField("N"), Switch("S"), LineField("L")
    for field, signal in ((number, number.chosen), (switch, switch.chosen), (line, line.typed)):
        qtbot.addWidget(field)
        signal.connect(heard.append)
    number.show_value(5)
    switch.show_value(True)
    line.show_text("x")
    assert heard == []


@pytest.mark.parametrize("meaning", MEANINGS)
def test_every_meaning_has_a_shape_and_a_word(app, qtbot, meaning) -> None:
    made = chip(meaning)
    qtbot.addWidget(made)
    shape, _, word = made.text().partition("\xa0")
    assert len(shape) == 1
    assert word == made.accessibleName() != ""


def test_chips_are_replaced_not_added(qtbot) -> None:
    row = ChipRow([("strength", ""), ("promise", "Friday")])
    qtbot.addWidget(row)
    row.show_chips([("critical", "")])
    shown = [label.text() for label in row.findChildren(QLabel) if not label.isHidden()]
    assert shown == [f"{meaning_mark('critical').shape}\xa0Critical"]


def test_a_very_long_name_does_not_make_a_choice_push_its_neighbours_away(qtbot) -> None:
    choice = Choice("Whose calls", [(1, "W" * 300)])
    qtbot.addWidget(choice)
    assert choice.sizeHint().width() > 1000 > choice.maximumWidth()


def test_one_of_the_choice_chips_is_always_chosen(qtbot) -> None:
    chips, heard = ChoiceChips("Span", [(4, "4 weeks"), (12, "12 weeks")], 12), []
    qtbot.addWidget(chips)
    chips.show()
    chips.chosen.connect(heard.append)
    press(chips, "Span: 4 weeks")
    assert (chips.value(), heard) == (4, [4])
    press(chips, "Span: 4 weeks")
    assert chips.value() == 4


def happenings(count: int) -> list[Happening]:
    first = date(2026, 3, 2)
    return [
        Happening(first - timedelta(days=n), "Note", f"Note {n}", "Detail", "promise", n)
        for n in range(count)
    ]


def test_a_timeline_is_read_a_page_at_a_time(app, qtbot) -> None:
    timeline = Timeline(app.theme, "Timeline", happenings(PAGE * 2 + 5))
    qtbot.addWidget(timeline)
    model = timeline.model()
    assert model.rowCount() == PAGE
    while model.canFetchMore(timeline.rootIndex()):
        model.fetchMore(timeline.rootIndex())
    assert model.rowCount() == PAGE * 2 + 5


def test_a_happening_is_spoken_whole_and_opened_by_enter(app, qtbot) -> None:
    timeline = Timeline(app.theme, "Timeline", happenings(3))
    qtbot.addWidget(timeline)
    timeline.show()
    timeline.setCurrentIndex(timeline.model().index(1, 0))
    spoken = timeline.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1 Mar 2026, Note, Note 1, Detail"
    with qtbot.waitSignal(timeline.opened, timeout=1000) as opened:
        key(timeline, Qt.Key.Key_Return)
    assert opened.args == [1]
    assert not timeline.grab().isNull()


def test_a_narrow_split_shows_one_side_and_leads_back(app, qtbot) -> None:
    master, detail = LineField("List"), LineField("Detail")
    split = MasterDetail(master, detail)
    qtbot.addWidget(split)
    split.resize(1200, 400)
    split.show()
    assert master.isVisible() and detail.isVisible()
    split.resize(500, 400)
    assert master.isVisible() and not detail.isVisible()
    split.show_detail()
    assert detail.isVisible() and not master.isVisible()
    press(split, "Back to the list")
    assert master.isVisible() and not detail.isVisible()


def test_a_split_remembers_its_sides(app, qtbot) -> None:
    for _ in range(2):
        split = MasterDetail(LineField("List"), LineField("Detail"), app.settings, "people")
        qtbot.addWidget(split)
        split.resize(1216, 400)
        split.show()
        sizes = split.splitter.sizes()
        split.splitter.moveSplitter(300, 1)
    assert sizes[0] == 300


def test_work_under_300_ms_shows_nothing_and_longer_work_a_bar(qtbot) -> None:
    jobs = InlineJobs()
    strip = ProgressStrip(jobs, any_job=True)
    job = Job(int, None, None, "Bringing in calls")
    job.state, job.can_cancel, job.progress = JobState.RUNNING, True, Progress(30, 120, "rows")
    jobs.moved.emit(job)
    assert strip.isHidden()
    assert strip._delay.interval() == SHOWN_AFTER_MS == 300
    qtbot.addWidget(strip)
    strip._delay.timeout.emit()
    assert not strip.isHidden()
    assert (strip.bar.value(), strip.bar.maximum()) == (30, 120)
    press(strip, "Cancel the running job")
    assert job.stopping()
    job.state = JobState.CANCELLED
    jobs.moved.emit(job)
    assert strip.isHidden()
    assert not strip._delay.isActive()


class LongList(QWidget):
    """Would like to be very high, and can do with little."""

    def sizeHint(self) -> QSize:
        return QSize(400, 3000)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 80)


def test_a_page_with_chips_is_as_high_as_its_window_where_a_list_can_scroll_itself(app, qtbot) -> None:
    page = Page(app)
    page.body.addWidget(ChoiceChips("Shown", [("one", "One"), ("two", "Two")]))
    page.body.addWidget(LongList(), 1)
    qtbot.addWidget(page)
    page.resize(800, 500)
    page.show()
    (area,) = page.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
    page.resize(800, 120)
    assert area.verticalScrollBar().maximum() > 0, "with too little for the least of them the page scrolls"
