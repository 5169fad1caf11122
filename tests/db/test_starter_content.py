"""The starter content is read and scored with as it stands: its parts must fit together and say something."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from db import starter
from db.records.scorecards import Kind
from desktop.coaching.soundness import unsound
from resources import path

CARDS = ("scorecard_full", "scorecard_ten")
EVERY_CARD = (*CARDS, "scorecard_written")
FILES = ("vision", "behaviours", "skills", "standards", *EVERY_CARD, "actions", "demo")
CALLS = ("today", "monitoring", "recordings", "sampling", "disputes")
PAGES = (
    *CALLS,
    "people",
    "skills",
    "plans",
    "trends",
    "library",
    "exchange",
    "record",
    "erasing",
    "settings",
)
OWN_PAGES = ("handover", "own_evaluation", "own_view_of_call", "own_plan", "own_view")
STAGES = ("new", "developing", "veteran")
TAGS = {"strength", "opportunity", "promise", "effort", "no-moment"}
AMERICAN = re.compile(
    r"\b(colors?|\w*behavior\w*|centers?|favor(ite)?s?|honor|labor|neighbors?|gotten|fulfill|skillful"
    r"|canceled|canceling|labeled|modeled|traveled|analyze\w*"
    r"|(apolog|organ|recogn|summar|real|priorit|emphas|final|minim|maxim|custom)iz(e|es|ed|ing))\b",
    re.IGNORECASE,
)
BLAME = re.compile(r"\b(careless|lazy|incompetent|failed to|unacceptable|bad attitude)\b", re.IGNORECASE)


def rows(name: str, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = starter.content(name)[kind]
    return found


def keys(name: str, kind: str) -> set[str]:
    return {row["key"] for row in rows(name, kind)}


def questions(card: str) -> list[dict[str, Any]]:
    return [question for section in rows(card, "section") for question in section["question"]]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def help_text(page: str) -> str:
    return path(f"help/{page}.md").read_text(encoding="utf-8")


def calls() -> list[dict[str, str]]:
    with path("starter/sample_calls.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", FILES)
def test_no_text_is_empty_or_padded(name: str) -> None:
    assert [text for text in strings(starter.content(name)) if not text or text != text.strip()] == []


@pytest.mark.parametrize("name", FILES)
def test_spelling_is_british_and_nobody_is_blamed(name: str) -> None:
    found = [text for text in strings(starter.content(name)) if AMERICAN.search(text) or BLAME.search(text)]
    assert found == []


def test_american_spelling_and_blame_would_be_noticed() -> None:
    assert all(
        map(AMERICAN.search, ("Key behaviors", "a call center", "recognize it", "was canceled", "color"))
    )
    assert not any(
        map(AMERICAN.search, ("behaviour", "centre", "recognise", "cancelled", "colour", "realise"))
    )
    assert BLAME.search("The agent failed to greet")


@pytest.mark.parametrize(
    ("name", "kind", "count"),
    [("behaviours", "behaviour", 8), ("skills", "skill", 12), ("actions", "action", 42)],
)
def test_keys_are_short_kebab_case_and_unique(name: str, kind: str, count: int) -> None:
    found = [row["key"] for row in rows(name, kind)]
    assert len(found) == len(set(found)) == count
    assert [key for key in found if not re.fullmatch(r"[a-z]+(-[a-z]+)*", key) or len(key) > 24] == []


def test_the_vision_is_one_sentence_with_five_questions() -> None:
    vision = starter.content("vision")
    assert vision["sentence"].count(".") == 1
    assert len(vision["question"]) == 5
    assert all(question["text"].count("?") == 1 for question in vision["question"])


def test_every_behaviour_can_be_heard() -> None:
    for behaviour in rows("behaviours", "behaviour"):
        assert 2 <= len(behaviour["hear"]) <= 4, behaviour["key"]
        assert len(set(behaviour["hear"])) == len(behaviour["hear"])


def test_the_five_levels_of_a_skill_differ() -> None:
    every = [level for skill in rows("skills", "skill") for level in skill["levels"]]
    assert all(len(skill["levels"]) == 5 for skill in rows("skills", "skill"))
    assert len(set(every)) == len(every) == 60


def test_skills_and_behaviours_know_each_other() -> None:
    named = {key for skill in rows("skills", "skill") for key in skill["behaviours"]}
    assert named == keys("behaviours", "behaviour")


def test_standards_cover_every_skill_and_rise_with_the_stage() -> None:
    standards = rows("standards", "standard")
    found = {(row["skill"], row["stage"]): row for row in standards}
    assert len(standards) == len(found) == 36
    assert {row["role"] for row in standards} == {"agent"}
    for skill in keys("skills", "skill"):
        levels = [found[skill, stage]["level"] for stage in STAGES]
        assert all(lower < higher for lower, higher in pairwise(levels)), skill
        assert all(
            1 <= found[skill, stage][what] <= 5 for stage in STAGES for what in ("level", "importance")
        )


def test_every_skill_and_behaviour_is_measured_by_the_full_card() -> None:
    assert {question["skill"] for question in questions("scorecard_full")} == keys("skills", "skill")
    assert {question["behaviour"] for question in questions("scorecard_full")} == keys(
        "behaviours", "behaviour"
    )


@pytest.mark.parametrize("card", EVERY_CARD)
def test_the_program_can_read_the_card_and_its_weights_sum_to_100(card: str) -> None:
    form = starter.form(card)
    assert sum(section.weight for section in form.sections) == 100
    assert 50 < form.pass_mark < 100


def test_the_full_card_has_five_sections_and_the_quick_one_ten_questions() -> None:
    assert len(rows("scorecard_full", "section")) == 5
    assert 18 <= len(questions("scorecard_full")) <= 22
    assert len(questions("scorecard_ten")) == 10


@pytest.mark.parametrize("card", CARDS)
def test_each_question_asks_one_thing_and_its_answers_differ(card: str) -> None:
    found = questions(card)
    assert len({question["key"] for question in found}) == len(found)
    for question in found:
        assert question["text"].endswith("?") and question["text"].count("?") == 1
        assert not re.search(r"\band\b", question["text"]), question["text"]
        for part in ("key", "label", "letter"):
            parts = [option[part] for option in question["option"]]
            assert len(set(parts)) == len(parts) >= 2, (question["key"], part)


@pytest.mark.parametrize("card", CARDS)
def test_every_question_can_be_lost_and_won(card: str) -> None:
    for question in questions(card):
        points = [option["points"] for option in question["option"]]
        assert points == sorted(points, reverse=True), question["key"]
        assert points[0] > 0 == points[-1], question["key"]


@pytest.mark.parametrize("card", EVERY_CARD)
def test_no_card_has_anything_to_put_right(card: str) -> None:
    assert unsound(starter.form(card)) == ()


def test_the_card_for_written_contacts_asks_in_every_kind() -> None:
    form = starter.form("scorecard_written")
    assert {question.kind for question in form.questions} == set(Kind)
    assert any(question.bonus for question in form.questions) and form.bonus_cap > 0 and form.bands
    channels = [question.only_when.channels for question in form.questions if question.only_when]
    assert channels == [("chat",), ("email",)]
    assert {question.skill for question in form.questions} <= keys("skills", "skill")
    assert {question.behaviour for question in form.questions} <= keys("behaviours", "behaviour")


@pytest.mark.parametrize("card", EVERY_CARD)
def test_a_critical_answer_earns_nothing_and_names_its_scope(card: str) -> None:
    options = [option for question in questions(card) for option in question.get("option", [])]
    for option in options:
        assert ("critical" in option) == ("scope" in option), option["key"]
        assert "critical" not in option or option["points"] == 0


def test_the_full_card_has_criticals_of_each_class_and_both_scopes() -> None:
    options = [option for question in questions("scorecard_full") for option in question["option"]]
    assert {option.get("critical") for option in options} == {None, "customer", "business", "compliance"}
    assert {option.get("scope") for option in options} == {None, "section", "evaluation"}


def test_a_conditional_question_hangs_on_an_earlier_answer() -> None:
    earlier: dict[str, set[str]] = {}
    conditional = 0
    for question in questions("scorecard_full"):
        if rule := question.get("shown_if"):
            conditional += 1
            assert set(rule["options"]) < earlier[rule["question"]]
        earlier[question["key"]] = {option["key"] for option in question["option"]}
    assert conditional >= 1


def test_questions_shared_by_both_cards_are_the_same_word_for_word() -> None:
    full = {question["key"]: question for question in questions("scorecard_full")}
    for question in questions("scorecard_ten"):
        same = {name: value for name, value in full[question["key"]].items() if name != "shown_if"}
        assert question == same


def test_actions_reach_every_skill_and_bind_both_sides() -> None:
    actions = rows("actions", "action")
    reached = Counter(skill for action in actions for skill in action["skills"])
    assert set(reached) == keys("skills", "skill")
    assert min(reached.values()) >= 3
    kinds = Counter(action["kind"] for action in actions)
    assert set(kinds) == {"practice", "learn", "course"} and kinds["practice"] > len(actions) / 2
    assert Counter(action["owner"] for action in actions)["supervisor"] >= 8


def test_the_demo_floor_has_its_people_and_topics() -> None:
    demo = starter.content("demo")
    names = [agent["name"] for agent in demo["agent"]] + demo["supervisors"]
    assert (len(demo["teams"]), len(demo["agent"]), len(demo["supervisors"])) == (3, 24, 4)
    assert len(set(names)) == 28
    assert sum(not name.isascii() for name in names) >= 10
    assert 8 <= len(demo["topic"]) <= 10 and sum(topic["share"] for topic in demo["topic"]) == 100


def test_every_skill_has_jottings_of_several_tags() -> None:
    notes = rows("demo", "note")
    tags: dict[str, set[str]] = {skill: set() for skill in keys("skills", "skill")}
    for note in notes:
        tags[note["skill"]].add(note["tag"])
    assert len({note["text"] for note in notes}) == len(notes) >= 90
    assert all({"strength", "opportunity"} <= found <= TAGS for found in tags.values())
    assert set().union(*tags.values()) == TAGS


def test_goals_are_in_voices_of_their_own() -> None:
    goals = rows("demo", "goal_words")
    assert len(goals) >= 24
    assert min(Counter(goal["skill"] for goal in goals).values()) >= 2
    assert {goal["skill"] for goal in goals} == keys("skills", "skill")
    for part in ("own_words", "why", "how_known"):
        assert len({goal[part] for goal in goals}) == len(goals)


def test_each_skill_and_band_has_a_comment_of_agent_and_coach() -> None:
    found = Counter((row["skill"], row["band"], row["voice"]) for row in rows("demo", "comment"))
    skills = keys("skills", "skill")
    expected = {
        (key, band, voice) for key in skills for band in ("low", "mid", "high") for voice in ("self", "coach")
    }
    assert set(found) == expected


def test_check_ins_have_both_voices_for_every_verdict() -> None:
    found = Counter((row["verdict"], row["voice"]) for row in rows("demo", "check_in"))
    assert set(found) == {(v, who) for v in ("moved", "not-yet", "too-few") for who in ("agent", "coach")}
    assert found.total() >= 12


def test_the_sample_log_is_four_weeks_of_six_demo_agents() -> None:
    found = calls()
    days = [datetime.strptime(f"{call['Date']} {call['Time']}", "%d/%m/%Y %H:%M:%S") for call in found]
    assert len(found) == len({call["Call ID"] for call in found}) == 300
    assert days == sorted(days) and 21 < (days[-1] - days[0]).days < 28
    agents = {call["Agent"] for call in found}
    assert len(agents) == 6 and agents <= {agent["name"] for agent in rows("demo", "agent")}
    assert {call["Topic"] for call in found} == {topic["name"] for topic in rows("demo", "topic")}


def test_unanswered_sample_calls_have_blank_measures() -> None:
    blanks = Counter(call["Answered"] for call in calls())
    assert blanks == {"Y": 270, "N": 30}
    for call in calls():
        measures = [call["Speed of answer (s)"], call["Talk time"]]
        assert all(measures) if call["Answered"] == "Y" else not any([*measures, call["Rating"]])


@pytest.mark.parametrize("page", PAGES)
def test_help_says_what_how_and_why_on_one_screen_of_words(page: str) -> None:
    text = help_text(page)
    assert 120 <= len(text.split()) <= 350
    assert re.findall(r"^#+ .*$", text, re.M)[1:] == ["## How it is done", "## Why it helps"]
    assert not AMERICAN.search(text) and not BLAME.search(text)
    assert not re.search(r"\b(Ctrl|Alt|Shift|F\d+)\b", text), "keys are added by the program"


@pytest.mark.parametrize("page", OWN_PAGES)
def test_help_speaks_to_the_agent_on_their_own_pages(page: str) -> None:
    text = help_text(page)
    assert text.startswith("# ") and 80 <= len(text.split()) <= 200
    assert re.search(r"\b[Yy]ou\b", text) and not re.search(r"\b[Tt]he agent\b", text)
    assert not AMERICAN.search(text) and not BLAME.search(text)
    assert not re.search(r"\b(Ctrl|Alt|Shift|F\d+)\b", text), "keys are added by the program"
