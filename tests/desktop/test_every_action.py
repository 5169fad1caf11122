"""Every action of every feature, asked by every kind of user: one that is in no row here fails the test.

An action is a function of a module without Qt that takes a store (or its path) first. Those that write,
export or look beyond single people demand a deed before they look at anything else; the others read, and what
they may read is for the store to say (tests/db/test_reach.py).
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest

import desktop.features
from db.records.people import Role, User
from db.records.plans import Goal, Plan, Side
from db.records.skills import AssessmentKind
from desktop.coaching import access
from desktop.coaching.access import Deed, Forbidden
from desktop.features.monitoring.sitting import Jotting
from desktop.features.plans.actions import Spot
from tests.builders import Floor, new_floor

TODAY = date(2026, 3, 20)
NOWHERE = 987_654

DEEDS: dict[Deed, dict[str, str]] = {
    Deed.IMPORT: {
        "exchange.actions": "bring_in undo redo",
        "exchange.card_actions": "bring_in_card",
        "exchange.form_actions": "bring_in_form",
    },
    Deed.EDIT_PEOPLE: {
        "people.actions": "add_agent change_agent remove_agent bring_back_agent "
        "add_team rename_team remove_team bring_back_team"
    },
    Deed.OBSERVE: {
        "monitoring.actions": "begin begin_first begin_live begin_review choose_card put_card_back discard "
        "bring_back",
        "monitoring.jotting": "keep_pending stamp unstamp tag state_fact promise change_text change_second "
        "link remove_note bring_back_note",
        "monitoring.answering": "keep_answers answer keep_comment keep_detail set_cause set_circumstances",
        "monitoring.transcribing": "keep_transcript add_quote swap_speakers say_speaker "
        "remove_transcript bring_back_transcript",
        "monitoring.clocking": "start_clock stop_clock hold_clock put_clock keep_spent",
        "monitoring.hearing": "hear keep_measured say_side",
    },
    Deed.SAMPLE: {
        "sampling.actions": "add_plan change_plan remove_plan bring_back_plan draw take_back put_back "
        "skip unskip take_over give_back"
    },
    Deed.FINISH_EVALUATION: {
        "monitoring.actions": "finish",
        "monitoring.changing": "share",
        "monitoring.own_views": "ask_for_view take_back_asking",
    },
    Deed.REVISE: {
        "monitoring.changing": "begin_change keep_reason finish_change discard_change bring_back_change",
        "monitoring.slips": "correct_slip",
    },
    Deed.DECIDE_DISPUTE: {"disputes.actions": "keep_decision decide give_way"},
    Deed.VOID: {"monitoring.voiding": "make_void make_count"},
    Deed.DISPUTE: {"monitoring.disputing": "begin keep drop raise_all withdraw"},
    Deed.TAKE_BACK: {
        "monitoring.handing_back": "read_back record_back record_paper",
    },
    Deed.EVALUATE_ONESELF: {
        "monitoring.own_views": "decline keep_own_answers keep_own_words keep_own_comment finish_own"
    },
    Deed.EDIT_STANDARDS: {"library.actions": "say_vision", "skills.actions": "set_standard drop_standard"},
    Deed.EDIT_SCORECARD: {
        "library.actions": "new_scorecard copy_to_change keep_draft publish retire use_again delete_draft "
        "bring_back_draft"
    },
    Deed.ASSESS: {"skills.actions": "begin link unlink link_again"},
    # Whose view it is shows only in the store: test_skills_access.py walks both kinds.
    Deed.ASSESS_ONESELF: {"skills.actions": "rate keep_comment unrate bring_back finish reopen discard keep"},
    Deed.WRITE_PLAN: {
        "plans.actions": "keep add_goal measure_again add_step add_check_in remove remove_check_in "
        "bring_back raise_improvement withdraw_improvement raise_again",
        "plans.signing": "change_again close put_back",
        "plans.starting": "begin",
    },
    Deed.KEEP_PRIVATE_NOTES: {
        "people.private_notes": "read_notes begin_note keep_note remove_note bring_back_note"
    },
    Deed.SIGN_PLAN: {"plans.signing": "sign sign_on_behalf"},
    Deed.EXPORT: {
        "monitoring.handing_out": "hand_out_page hand_out_paper",
        "monitoring.came_back": "save_file",
        "plans.export": "export_pdf",
        "plans.revisions": "export_agreement",
    },
    Deed.HAND_OVER: {"handover.actions": "hand_over"},
    Deed.RECOGNISE: {
        "monitoring.recognising": "recognise reword take_away give_back",
        "people.praise": "told not_told",
    },
    Deed.SHELVE: {
        "monitoring.recognising": "put_on_shelf",
        "library.worth_hearing": "take leave note_consent name_skill take_off put_back",
    },
    Deed.PROPOSE_CALL: {"handover.praise": "propose withdraw"},
    Deed.ACKNOWLEDGE: {"handover.praise": "hear", "monitoring.changing": "acknowledge keep_comment"},
    Deed.CHANGE_SETTINGS: {"settings.actions": "rename_site"},
    Deed.MANAGE_USERS: {
        "users.actions": "invite reset rename change_role assign withdraw give_back suspend resume remove",
        "users.reading": "read_users",
    },
    Deed.SEE_RECORD: {"record.actions": "read_choices read_page"},
    Deed.VERIFY: {"record.actions": "check"},
    Deed.BACK_UP: {"settings.actions": "back_up choose_second_place"},
    Deed.RESTORE: {"settings.actions": "preview"},
    Deed.REMOVE_DEMO: {"settings.actions": "remove_demo"},
    Deed.ERASE: {
        "erasing.actions": "list_people preview erase old_copies remove_copies read_terms set_term run_terms"
    },
    Deed.CHANGE_KEYS: {"users.actions": "renew_keys"},
    Deed.DISCLOSE: {"erasing.actions": "disclose"},
    Deed.ALLOW_NUMBER: {"exchange.actions": "keep_numbers"},
    Deed.KEEP_RECORDINGS: {
        "recordings.actions": "list_recordings find_file ask settle unsettle make_contact make_contacts "
        "point_to look_for keep_copy remove bring_back",
        "recordings.bringing": "bring_in match_again new_files",
    },
}
# What single people's pages show; `by` decides nothing, the store's reach does.
READS = {
    "disputes.reading": "waiting settled read_case rates",
    "monitoring.disputing": "read",
    "monitoring.own_views": "read_own own_view_of both_views",
    "monitoring.voiding": "voided",
    "exchange.actions": "look_around open_file draft_of with_kind check",
    "exchange.form_actions": "draft_form with_part with_questions check_form",
    "exchange.opening": "open_any",
    "exchange.reading": "read_file",
    "exchange.requests": "draft_request",
    "handover.actions": "at_desk things",
    "library.actions": "read_library read_version",
    "monitoring.actions": "sitting unfinished agents_to_hear contacts_to_hear",
    "monitoring.changing": "readings own observation_of",
    "monitoring.transcribing": "held read_file",
    "monitoring.came_back": "files_back",
    "monitoring.queueing": "calls_to_hear",
    "people.actions": "list_people",
    "people.customers": "list_contacts",
    "people.happenings": "read_story read_facts",
    "handover.praise": "read_praise own_calls",
    "library.worth_hearing": "read_shelf",
    "monitoring.recognising": "given",
    "people.praise": "read",
    "people.profile": "read_profile rows_of_week rows_of_scores rows_of_standing rows_of_apart",
    "plans.actions": "calls",
    "plans.reading": "list_plans read_sheet newest_plan plan_for_agent find",
    "plans.revisions": "agreements",
    "plans.starting": "suggest",
    "sampling.drafting": "preview repeat",
    "sampling.reading": "floor plans draws sheet queue",
    "settings.actions": "read_floor backups",
    "skills.actions": "list_agents list_teams portrait team facts rests_on sitting sightings compare",
    "today.actions": "glance today past_terms",
    "trends.actions": "choices newest course standings calls_of_period calls_of_standing apart calls_apart",
}
# Before anybody is in, on the way out of the hand-over, or of one's own: the passphrase is what lets through.
DOOR = {
    "settings.signing_in_actions": "change_passphrase has_code prove replace_code",
    "handover.actions": "take_back let_out",
    "signin.actions": "site users start_floor create_floor protect_floor sign_in sign_in_by_code "
    "choose_passphrase choose_after_recovery replace_code wait prepare_demo",
    "signin.by_script": "open_for restore_for",
    "signin.demo.floor": "build_demo remove_demo",
}
# Parts of an action, given what it has read already: the user's own file, and what the record says of one.
PARTS = {
    "exchange.outcomes": "save_rejected",
    "monitoring.writing": "writing",
    "plans.export": "say_exported",
}


def names(rows: dict[str, str]) -> set[str]:
    return {f"{module}.{name}" for module, listed in rows.items() for name in listed.split()}


ASKING = {name: deed for deed, rows in DEEDS.items() for name in names(rows)}
LISTED = {*ASKING, *names(READS), *names(DOOR), *names(PARTS)}


def modules() -> Iterator[ModuleType]:
    """Those of the features in which nothing of Qt is imported."""
    path = desktop.features.__path__
    for found in pkgutil.walk_packages(path, "desktop.features."):
        file = Path(path[0]).joinpath(*found.name.split(".")[2:])
        source = file / "__init__.py" if found.ispkg else file.with_suffix(".py")
        if "PySide6" not in source.read_text("utf-8"):
            yield importlib.import_module(found.name)


def actions() -> dict[str, Callable[..., Any]]:
    found = {}
    for module in modules():
        for name, made in vars(module).items():
            own = inspect.isfunction(made) and made.__module__ == module.__name__ and not name.startswith("_")
            if own and next(iter(inspect.signature(made).parameters), "") in ("store", "path"):
                found[f"{module.__name__.removeprefix('desktop.features.')}.{name}"] = made
    return found


ACTIONS = actions()


def test_every_action_is_in_exactly_one_row() -> None:
    assert sorted(ACTIONS.keys() - LISTED) == []
    assert sorted(LISTED - ACTIONS.keys()) == []
    rows = [*(names(found) for found in DEEDS.values()), names(READS), names(DOOR), names(PARTS)]
    assert sum(map(len, rows)) == len(LISTED)


def test_every_deed_is_asked_by_an_action() -> None:
    """But for those asked elsewhere: in the shell, by a page's own part, or by what is still to come."""
    elsewhere = {
        Deed.EDIT_SCORECARD: "",
        Deed.CHANGE_KEYS: "",
        Deed.WRITE_OWN_WORDS: "",
        Deed.SIGN_FOR_ONESELF: "",
    }
    assert set(Deed) - set(DEEDS) - set(elsewhere) == set()


def everybody(floor: Floor) -> dict[str, User | None]:
    roles: dict[str, User | None] = {"nobody": None}
    for role in (Role.SUPERVISOR, Role.COACH, Role.ADMIN):
        for keeps in (False, True):
            words = f"{role}{' who keeps the floor' if keeps else ''}"
            roles[words] = replace(floor.user, role=role, keeps=keeps)
    roles["agent at the desk"] = access.at_the_desk_of(floor.user)
    roles["suspended"] = replace(floor.user, suspended_at=datetime(2026, 3, 20, tzinfo=UTC))
    return roles


def some(name: str, folder: Path) -> Any:
    """Something of a parameter's kind that is in no store."""
    if name in ("id", "code", "position") or name.endswith("_id"):
        return NOWHERE
    given: dict[str, Any] = {
        "today": TODAY,
        "on": TODAY,
        "path": folder / "junk",
        "pdf": folder / "junk.pdf",
        "paths": (),
        "name": "Somebody",
        "reason": "because",
        "kind": AssessmentKind.COACH,
        "side": Side.SUPERVISOR,
        "spot": Spot(Plan, NOWHERE, "together"),
        "role": Role.COACH,
        "keeps": False,
        "what": ("team", NOWHERE),
        "at_s": 1.0,
        "pending": Jotting("words", 1.0),
        "jotting": Jotting("words", 1.0),
        "quoted": Jotting("words", 1.0),
        "at": None,
    }
    return given[name] if name in given else MagicMock(name=name)


def refused(action: Callable[..., Any], floor: Floor, by: User | None, folder: Path) -> bool:
    """Whether it is Forbidden; whatever else comes of something that is in no store is no matter here."""
    parameters = inspect.signature(action).parameters.values()
    given = {"store": floor.store, "by": by}
    values = {
        one.name: given[one.name] if one.name in given else some(one.name, folder)
        for one in parameters
        if one.name in given or one.default is inspect.Parameter.empty
    }
    if isinstance(action, partial):
        values |= action.keywords
    try:
        made = action(**values)
        if isinstance(made, Generator):
            next(made, None)
            made.close()
    except Forbidden:
        return True
    except Exception:
        return False
    return False


# What an agent may do of these is their own part alone.
OWN_PART = {
    "plans.actions.keep": ({"spot": Spot(Goal, NOWHERE, "own_words")}, Deed.WRITE_OWN_WORDS),
    "plans.signing.sign": ({"side": Side.AGENT}, Deed.SIGN_FOR_ONESELF),
    "skills.actions.begin": ({"kind": AssessmentKind.SELF}, Deed.ASSESS_ONESELF),
}


@pytest.mark.parametrize("name", OWN_PART)
def test_the_agents_own_part_asks_a_deed_of_its_own(name: str, tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    chosen, deed = OWN_PART[name]
    for words, user in sorted(everybody(floor).items(), key=lambda one: access.may(one[1], deed)):
        assert refused(partial(ACTIONS[name], **chosen), floor, user, tmp_path) is not access.may(
            user, deed
        ), words
    floor.store.close()


@pytest.mark.parametrize("name", sorted(ASKING))
def test_an_action_is_refused_to_whom_its_deed_is_not_given(name: str, tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    deed = ASKING[name]
    for words, user in sorted(everybody(floor).items(), key=lambda one: access.may(one[1], deed)):
        assert refused(ACTIONS[name], floor, user, tmp_path) is not access.may(user, deed), words
    floor.store.close()
