"""The page Privacy: what is held, erasing with care, terms, and copies from before an erasure."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton

from db.queries import erasure, histories, log, observations, people, recordings
from db.records.history import Wanted
from db.records.people import Role
from db.records.recordings import NewRecording
from desktop.coaching.access import Forbidden
from desktop.features.erasing import actions
from desktop.features.erasing.actions import Confirmed, NameInReason, WrongName
from desktop.features.erasing.page import PrivacyPage
from desktop.features.today import actions as today
from desktop.shell.context import App
from desktop.widgets.forms import NumberField
from tests.builders import Floor, observe, take_call
from tests.db.held_floor import NAME, PLANTED, fill
from tests.db.test_erasure import finish, leftovers
from tests.pages.finding import find, has, press, settle, words, write
from tests.pages.opening import open_app, open_window


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    floor.store.act_as(floor.user)
    fill(floor)
    with open_app(floor.store, floor.user) as app, open_window(app):
        yield app


def open_privacy(app: App, target: object = ("agent", 1)) -> PrivacyPage:
    app.go("erasing", target)
    page = app.window.pages["erasing"]  # type: ignore[union-attr]
    assert isinstance(page, PrivacyPage)
    return page


def erase(page: PrivacyPage, name: str = NAME, reason: str = "asked by letter") -> None:
    write(page, "Why this person is erased", reason)
    write(page, "The person's name, typed to confirm", name)
    press(page, "Erase for ever")


def test_before_erasing_the_page_says_what_goes_what_stays_and_that_there_is_no_undo(app: App) -> None:
    page = open_privacy(app)
    said = "\n".join(words(page))
    for line in ("Notes: 2", "Evaluations: 2", "Plans: 1", "Private notes: 1", "There is no undo"):
        assert line in said
    assert "The seal of 1 final copy, emptied" in said
    assert "1 improvement item, without who asked" in said


def test_before_erasing_the_page_says_that_files_of_recordings_lie_elsewhere(app: App, floor: Floor) -> None:
    before = actions.preview(floor.store, 1, floor.user).lying
    with floor.store.writing("recording") as db:
        for folder, name in (("/calls", "one.wav"), ("", "two.wav")):
            recordings.add(db, NewRecording(folder, name, "0" * 64, 9, agent_id=1), floor.user.id)
    assert actions.preview(floor.store, 1, floor.user).lying == before + 1
    told = "\n".join(words(open_privacy(app)))
    assert "for you to delete" in told


def test_the_button_waits_for_a_reason_and_the_very_name(app: App) -> None:
    page = open_privacy(app)
    do = find(page, "Erase for ever", QAbstractButton)
    assert not do.isEnabled()
    write(page, "The person's name, typed to confirm", NAME)
    assert not do.isEnabled()
    write(page, "Why this person is erased", "asked by letter")
    assert do.isEnabled()
    write(page, "The person's name, typed to confirm", "Zubenelgenubi")
    assert not do.isEnabled()
    write(page, "The person's name, typed to confirm", NAME.lower())
    assert do.isEnabled()


def test_erasing_from_the_page_leaves_no_byte(app: App, floor: Floor, tmp_path: Path) -> None:
    page = open_privacy(app)
    erase(page)
    settle()
    assert app.notices.last.text.startswith("Erased, and a backup without this person was made.")  # type: ignore[union-attr]
    assert page.people.rows() == []
    app.changes.listen_to(None)
    floor.store.close()
    assert [path for path in (tmp_path / "backups").iterdir() if path.suffix == ".deskside"] != []
    assert leftovers(tmp_path) == {}


def test_erasing_ends_what_could_be_undone(app: App) -> None:
    undone: list[int] = []
    app.undo.offer("Renamed somebody.", partial(undone.append, 1))
    erase(open_privacy(app))
    app.undo.undo()
    assert undone == []


def test_a_name_in_the_reason_is_refused(app: App, floor: Floor) -> None:
    page = open_privacy(app)
    erase(page, reason="Quistorp asked for it")
    assert any("Leave the name out" in line for line in words(page))
    with floor.store.reading() as db:
        assert people.agent(db, 1).name == NAME


def test_a_wrong_name_erases_nobody(floor: Floor) -> None:
    fill(floor)
    with pytest.raises(WrongName):
        finish(actions.erase(floor.store, Confirmed(1, "Imani Okafor", "asked"), floor.user))
    with pytest.raises(NameInReason):
        finish(actions.erase(floor.store, Confirmed(1, NAME, f"{NAME} asked"), floor.user))
    with floor.store.reading() as db:
        assert people.agent(db, 1).name == NAME


def test_erasing_twice_finds_nobody_the_second_time(floor: Floor) -> None:
    fill(floor)
    finish(actions.erase(floor.store, Confirmed(1, NAME, "asked"), floor.user))
    for name in (NAME, erasure.NAMELESS):
        with pytest.raises(LookupError):
            finish(actions.erase(floor.store, Confirmed(1, name, "asked"), floor.user))


def test_the_preview_and_the_erasure_count_the_same(floor: Floor) -> None:
    fill(floor)
    told = actions.preview(floor.store, 1, floor.user)
    erased = finish(actions.erase(floor.store, Confirmed(1, NAME, "asked"), floor.user))
    assert erased.erasure == told.erasure
    assert erased.swept


def test_a_call_being_listened_to_elsewhere_ends_without_harm(app: App, floor: Floor) -> None:
    with floor.store.reading() as db:
        (open_one,) = observations.unfinished(db, floor.user.id)
    app.go("monitoring", open_one.id)
    listening = app.window.pages["monitoring"]  # type: ignore[union-attr]
    erase(open_privacy(app))
    app.go("monitoring", "new")
    settle()
    assert listening.stack.currentWidget() is listening.start
    with floor.store.reading() as db:
        assert observations.unfinished(db, floor.user.id) == ()


def test_the_name_in_others_words_is_listed_and_stays(app: App, floor: Floor) -> None:
    with floor.store.writing("agent") as db:
        other = people.add_agent(db, "Imani Okafor", floor.team)
    call = take_call(replace(floor, agent=other), reference="C-9")
    observation = observe(replace(floor, agent=other), call)
    with floor.store.writing("note") as db:
        observations.add_note(db, observation, 3.0, "Learned it from zubenelgenubi", None)
        observations.add_note(db, observation, 4.0, "Nothing to do with anybody", None)
    told = actions.preview(floor.store, 1, floor.user)
    assert [(one.table, one.part, one.whole) for one in told.mentions] == [("note", "zubenelgenubi", False)]
    page = open_privacy(app)
    assert [row.text for row in page.panel.mentions.rows()] == ["Learned it from zubenelgenubi"]
    assert any(line.startswith("The name, or a part of it, stands in 1 text") for line in words(page))
    erase(page)
    with floor.store.reading() as db:
        assert len(observations.find_notes(db, "zubenelgenubi")) == 1


def test_older_backups_are_told_with_their_day_and_can_be_deleted(app: App, floor: Floor) -> None:
    old = floor.store.back_up()
    os.utime(old.path, (0, 0))  # else the second in which all this happens would be told apart by nothing
    page = open_privacy(app)
    assert any(line.startswith("1 backup holds this person.") for line in words(page))
    erase(page)
    assert "Older backups still hold them" in app.notices.last.text  # type: ignore[union-attr]
    copies = actions.old_copies(floor.store, floor.user)
    assert [copy.path for copy in copies] == [old.path]
    assert copies[0].goes_on == floor.store.now().date() + timedelta(days=30)
    page = open_privacy(app, "copies")
    press(page, "Delete all of these…")
    press(page, "Remove for good")
    assert not old.path.exists()
    assert actions.old_copies(floor.store, floor.user) == ()


def test_a_backup_from_before_the_person_came_does_not_hold_them(floor: Floor) -> None:
    floor.store.back_up()
    made = actions.preview(floor.store, 1, floor.user)
    assert len(made.copies) == 1
    with floor.store.writing("agent") as db:
        later = floor.store.now() + timedelta(days=2)
        uid = int(later.timestamp() * 1000).to_bytes(6, "big") + bytes(10)
        db.execute("UPDATE main.agent SET uid = ? WHERE id = 1", [uid])
    assert actions.preview(floor.store, 1, floor.user).copies == ()


def test_copies_in_the_second_place_are_found_and_deleted_too(floor: Floor, tmp_path: Path) -> None:
    fill(floor)
    second = tmp_path / "stick"
    made = floor.store.back_up(second)
    os.utime(made.path, (0, 0))
    finish(actions.erase(floor.store, Confirmed(1, NAME, "asked"), floor.user))
    assert actions.old_copies(floor.store, floor.user) == ()
    (copy,) = actions.old_copies(floor.store, floor.user, second)
    assert actions.remove_copies(floor.store, [copy.path], floor.user, second) == 1
    assert not made.path.exists()


def test_only_copies_that_hold_somebody_erased_can_be_deleted_here(floor: Floor) -> None:
    made = floor.store.back_up()
    assert actions.remove_copies(floor.store, [made.path, floor.store.path], floor.user) == 0
    assert made.path.exists() and floor.store.path.exists()


def test_a_file_of_that_name_for_something_else_stays(app: App, tmp_path: Path) -> None:
    (tmp_path / "held.json").write_text("mine")
    open_privacy(app).panel.held.write_to(tmp_path / "held.pdf")
    assert (tmp_path / "held.json").read_text() == "mine"
    assert json.loads((tmp_path / "held 2.json").read_text("utf-8"))


def test_everything_held_is_written_as_two_files(app: App, floor: Floor, tmp_path: Path) -> None:
    page = open_privacy(app)
    page.panel.held.write_to(tmp_path / "held.pdf")
    assert (tmp_path / "held.pdf").read_bytes().startswith(b"%PDF")
    data = json.loads((tmp_path / "held.json").read_text("utf-8"))
    whole = json.dumps(data, ensure_ascii=False)
    assert {(tmp_path / name).stat().st_mode & 0o077 for name in ("held.pdf", "held.json")} == {0}
    past = ("plantedsealed", "plantedrenamed", "plantedbefore")
    unsealed = [word for word in PLANTED if word not in past]
    assert [word for word in unsealed if word not in whole] == []
    assert b"plantedsealed".hex() not in whole
    assert data["private_notes"]["count"] == 1
    for table, rows in data["records"].items():
        for row in rows:
            named = data["keys"][table].keys() | {"answered"}
            assert row.keys() <= named, table
    with floor.store.reading() as db:
        line = histories.page(db, Wanted(kind="event")).lines[0]
    assert (line.event, line.label, line.user) == ("export", NAME, "Ruth Castellane")


def test_terms_are_set_told_and_run_only_when_asked(app: App, floor: Floor) -> None:
    page = open_privacy(app, "terms")
    assert "Nothing is past its term." in words(page)
    field = find(page, "Months for: Closed plans", NumberField)
    field.setValue(1)
    field = find(page, "Months for: Assessments", NumberField)
    field.setValue(1)
    page.refresh()
    assert any(line.startswith("Assessments, from before") for line in words(page))
    with floor.store.reading() as db:
        assert db.execute("SELECT count(*) FROM assessment").fetchone() == (1,)
    press(page, "Remove these for good…")
    assert has(page, "Keep them for now")
    press(page, "Remove for good")
    with floor.store.reading() as db:
        assert db.execute("SELECT count(*) FROM assessment").fetchone() == (0,)
    assert finish(log.verify(floor.store)).broken == ()


def test_nobody_else_may_look_erase_or_hand_out(floor: Floor, tmp_path: Path) -> None:
    fill(floor)
    with floor.store.writing("user") as db:
        coach = people.user(db, people.add_user(db, "Coen", Role.COACH))
    on = date(2026, 9, 15)
    asked = Confirmed(1, NAME, "asked")
    for attempt in (
        lambda: actions.list_people(floor.store, coach),
        lambda: actions.preview(floor.store, 1, coach),
        lambda: finish(actions.erase(floor.store, asked, coach)),
        lambda: actions.old_copies(floor.store, coach),
        lambda: actions.remove_copies(floor.store, [], coach),
        lambda: actions.disclose(floor.store, 1, tmp_path / "x.pdf", coach),
        lambda: actions.read_terms(floor.store, on, coach),
        lambda: actions.set_term(floor.store, "note", 1, coach),
        lambda: finish(actions.run_terms(floor.store, on, coach)),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert not (tmp_path / "x.pdf").exists()
    with open_app(floor.store, coach) as app:
        page = PrivacyPage(app)
        page.show()
        assert words(page)[-1:] and "Only those who look after this floor see this page." in words(page)
        page.deleteLater()


def test_an_administrator_who_coaches_nobody_can_erase(floor: Floor, tmp_path: Path) -> None:
    fill(floor)
    with floor.store.writing("user") as db:
        admin = people.user(db, people.add_user(db, "Adil", Role.ADMIN, keeps=True))
    floor.store.act_as(admin)
    finish(actions.erase(floor.store, Confirmed(1, NAME, "asked"), admin))
    floor.store.close()
    assert leftovers(tmp_path) == {}


def test_the_day_of_an_erasure_is_in_the_record(floor: Floor) -> None:
    fill(floor)
    floor.store.act_as(floor.user)
    finish(actions.erase(floor.store, Confirmed(1, NAME, "asked"), floor.user))
    with floor.store.reading() as db:
        line = next(one for one in histories.page(db, Wanted(kind="event")).lines if one.event == "erase")
    assert (line.user, line.new, line.about) == ("Ruth Castellane", "asked", erasure.NAMELESS)
    assert isinstance(line.at, datetime)


def test_today_reminds_who_looks_after_the_floor_and_nobody_else(app: App, floor: Floor) -> None:
    on = date(2026, 9, 15)
    with floor.store.writing("user") as db:
        coach = people.user(db, people.add_user(db, "Coen", Role.COACH))
    assert list(today.past_terms(floor.store, on, floor.user)) == []
    actions.set_term(floor.store, "assessment", 1, floor.user)
    (item,) = today.past_terms(floor.store, on, floor.user)
    assert (item.page, item.target, item.count) == ("erasing", "terms", 3)
    assert list(today.past_terms(floor.store, on, coach)) == []
    app.go("today")
    page = app.window.pages["today"]  # type: ignore[union-attr]
    (row,) = [row for row in page.table.rows() if row.kind is today.Kind.PAST_TERM]
    page.table.opened.emit(row)
    shown = app.window.pages["erasing"]  # type: ignore[union-attr]
    assert shown.terms.isVisible()


def test_today_reminds_of_copies_that_are_due(floor: Floor) -> None:
    fill(floor)
    made = floor.store.back_up()
    os.utime(made.path, (0, 0))
    finish(actions.erase(floor.store, Confirmed(1, NAME, "asked"), floor.user))
    on = floor.store.now().date()
    assert list(today.past_terms(floor.store, on + timedelta(days=29), floor.user)) == []
    (item,) = today.past_terms(floor.store, on + timedelta(days=30), floor.user)
    assert (item.kind, item.target, item.count) == (today.Kind.OLD_COPIES, "copies", 1)
