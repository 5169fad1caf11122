"""Who is on the floor and what their page says: every figure is as many as the rows it opens."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from db.errors import OutOfReach
from db.queries import contacts, figures, observations, people
from db.records.contacts import NewContact
from db.records.figures import KeyedSum
from db.records.observations import NoteTag
from db.records.people import Agent, Role, Stage, User
from db.store import Store
from desktop.coaching import gaps, statistics
from desktop.coaching.access import Forbidden
from desktop.features.people import actions, customers, happenings, profile, telling
from desktop.features.people.customers import Measure
from desktop.features.people.happenings import Sort
from desktop.features.people.profile import Asked, Kind
from tests.builders import Floor, evaluate, judge, observe, take_call

TODAY = date(2026, 3, 20)
NEW = Agent(0, b"", "Nils Ek", 0, "")


def person(floor: Floor, name: str = "Imani Okafor") -> actions.Person:
    roster = actions.list_people(floor.store, TODAY, floor.user)
    return next(one for one in roster.people if one.agent.name == name)


def agent(floor: Floor) -> Agent:
    return person(floor).agent


def coach() -> User:
    return User(9, b"", "Ada", Role.COACH)


def add_contacts(floor: Floor, *new: NewContact) -> None:
    with floor.store.writing("contact") as db:
        for one in new:
            contacts.add(db, one)


def call(floor: Floor, day: int, **measures: object) -> NewContact:
    return replace(NewContact(floor.agent, datetime(2026, 3, day, 9)), **measures)  # type: ignore[arg-type]


# The list


def test_the_list_names_stage_mean_and_when_somebody_listened(floor: Floor) -> None:
    for day in (2, 3, 4):
        evaluate(floor, take_call(floor, date(2026, 3, day), f"C-{day}"))
    one = person(floor)
    assert (one.stage, one.mean.n, one.plan, one.has_left) == (Stage.DEVELOPING, 3, None, False)
    assert one.mean.value == pytest.approx(100)
    assert one.mean.low == pytest.approx(43.85, abs=0.01)  # Wilson for 3 of 3: alike is not certain
    assert one.heard_at is not None


def test_the_mean_of_the_list_counts_thirteen_whole_weeks(floor: Floor) -> None:
    first = date(2025, 12, 22)
    assert actions.weeks_back(TODAY, 13) == first and first.weekday() == 0
    evaluate(floor, take_call(floor, date(2025, 12, 21), "before"))
    evaluate(floor, take_call(floor, first, "first"))
    assert person(floor).mean.n == 1


def test_who_left_is_still_in_the_list_and_known_to_have_left(floor: Floor) -> None:
    actions.change_agent(floor.store, replace(agent(floor), left_on=TODAY), floor.user)
    assert person(floor).has_left
    actions.change_agent(floor.store, replace(agent(floor), left_on=date(2026, 3, 21)), floor.user)
    assert not person(floor).has_left


def test_names_that_differ_by_accents_only_are_marked_as_twins(floor: Floor) -> None:
    for name, reference in (("José Peña", "a"), ("Jose Pena", "b"), ("Josefa Pena", "c")):
        new = replace(NEW, name=name, reference=reference, team_id=floor.team)
        actions.add_agent(floor.store, new, floor.user)
    assert [person(floor, name).twin for name in ("José Peña", "Jose Pena", "Josefa Pena")] == [
        True,
        True,
        False,
    ]


# Changes


def test_a_person_is_added_with_all_that_is_known_and_spaces_are_tidied(floor: Floor) -> None:
    new = replace(NEW, name="  Łukasz   Żółć ", reference=" 7 ", team_id=floor.team, left_on=TODAY)
    added = actions.add_agent(floor.store, new, floor.user)
    assert (added.name, added.reference, added.left_on, added.team) == ("Łukasz Żółć", "7", TODAY, "Harbour")


def test_a_person_needs_a_name(floor: Floor) -> None:
    with pytest.raises(ValueError, match="name"):
        actions.add_agent(floor.store, replace(NEW, name="  ", team_id=floor.team), floor.user)
    with pytest.raises(ValueError, match="name"):
        actions.change_agent(floor.store, replace(agent(floor), name=""), floor.user)


def test_removing_somebody_and_bringing_them_back_changes_nothing(floor: Floor) -> None:
    before = actions.list_people(floor.store, TODAY, floor.user)
    actions.remove_agent(floor.store, floor.agent, floor.user)
    assert actions.list_people(floor.store, TODAY, floor.user).people == ()
    actions.bring_back_agent(floor.store, floor.agent, floor.user)
    assert actions.list_people(floor.store, TODAY, floor.user) == before


def test_nobody_with_a_contact_is_removed(floor: Floor) -> None:
    take_call(floor)
    with pytest.raises(actions.StillNeeded):
        actions.remove_agent(floor.store, floor.agent, floor.user)
    assert agent(floor).id == floor.agent


def test_two_teams_never_have_one_name(floor: Floor) -> None:
    added = actions.add_team(floor.store, "Mill Lane", floor.user)
    for name in ("mill lane", "MILL-LANE"):
        with pytest.raises(ValueError, match="name"):
            actions.add_team(floor.store, name, floor.user)
    assert actions.rename_team(floor.store, added.id, "Mill lane", floor.user).name == "Mill lane"


def test_a_team_goes_only_when_nobody_is_in_it(floor: Floor) -> None:
    with pytest.raises(actions.StillNeeded):
        actions.remove_team(floor.store, floor.team, floor.user)
    added = actions.add_team(floor.store, "Mill Lane", floor.user)
    actions.remove_team(floor.store, added.id, floor.user)
    assert [team.id for team in actions.list_people(floor.store, TODAY, floor.user).teams] == [floor.team]
    actions.bring_back_team(floor.store, added.id, floor.user)
    sizes = list(actions.team_sizes(actions.list_people(floor.store, TODAY, floor.user)))
    assert [(team.name, n) for team, n in sizes] == [("Harbour", 1), ("Mill Lane", 0)]


def test_a_team_of_somebody_else_is_renamed_and_removed_by_who_looks_after_the_floor(floor: Floor) -> None:
    with floor.store.writing("user", "team") as db:
        other = people.user(db, people.add_user(db, "Omar Haddad", Role.SUPERVISOR))
        team = people.add_team(db, "Mill Lane")
    for deed in (
        lambda: actions.rename_team(floor.store, team, "Quay", other),
        lambda: actions.remove_team(floor.store, team, other),
        lambda: actions.bring_back_team(floor.store, team, other),
    ):
        with pytest.raises(OutOfReach):
            deed()
    assert actions.rename_team(floor.store, team, "Quay", floor.user).name == "Quay"
    own = actions.add_team(floor.store, "Jetty", other)
    actions.remove_team(floor.store, own.id, other)


@pytest.mark.parametrize("by", [coach(), None])
def test_only_those_who_may_edit_people_change_them(floor: Floor, by: User | None) -> None:
    one, store = agent(floor), floor.store
    deeds = [
        lambda: actions.add_agent(store, replace(NEW, team_id=floor.team), by),
        lambda: actions.change_agent(store, replace(one, name="Other"), by),
        lambda: actions.remove_agent(store, one.id, by),
        lambda: actions.bring_back_agent(store, one.id, by),
        lambda: actions.add_team(store, "Mill Lane", by),
        lambda: actions.rename_team(store, floor.team, "Mill Lane", by),
        lambda: actions.remove_team(store, floor.team, by),
        lambda: actions.bring_back_team(store, floor.team, by),
    ]
    for deed in deeds:
        with pytest.raises(Forbidden):
            deed()
    assert agent(floor) == one


def test_a_mean_rating_never_reaches_past_its_scale() -> None:
    found = telling.rating_figure(statistics.mean([5, 5, 4]))
    assert found.replace("\xa0", " ") == "4.7 (3.2–5.0), n 3"


# The page of one agent


def agents_of(demo: Store) -> tuple[Agent, ...]:
    with demo.reading() as db:
        return people.agents(db)


def test_every_mean_on_a_page_is_that_of_the_rows_it_opens(demo: Store) -> None:
    checked = 0
    for one in agents_of(demo)[:6]:
        asked = Asked(one.id, TODAY)
        found = profile.read_profile(demo, asked, None)
        for standings in (found.questions, found.skills):
            for row in (*standings.strong, *standings.weak, *standings.rest, *standings.few):
                lines = profile.rows_of_standing(demo, asked, row, None).lines
                percents = [line.percent for line in lines if line.percent is not None]
                assert len(lines) == row.estimate.n
                assert statistics.mean(percents).value == pytest.approx(row.estimate.value)
                checked += 1
    assert checked > 100


def test_the_whole_mean_is_that_of_all_the_evaluations_of_the_span(demo: Store) -> None:
    for one in agents_of(demo):
        asked = Asked(one.id, TODAY, 13)
        whole = profile.read_profile(demo, asked, None).course.whole
        lines = profile.rows_of_scores(demo, asked.scope, None).lines
        assert len(lines) == whole.n
        scores = [line.reported for line in lines if line.reported is not None]
        assert statistics.mean(scores).value == pytest.approx(whole.value)


def test_only_what_clearly_stands_out_is_a_strength_or_a_weakness(demo: Store) -> None:
    seen = 0
    for one in agents_of(demo):
        asked = Asked(one.id, TODAY)
        with demo.reading() as db:
            sums = figures.by_question(db, asked.scope)
        places = {row.key: row.place for row in gaps.standings(sums)}
        found = profile.read_profile(demo, asked, None).questions
        for rows, place in ((found.strong, gaps.Place.HIGH), (found.weak, gaps.Place.LOW)):
            assert {row.key for row in rows} == {key for key, where in places.items() if where is place}
        assert all(row.estimate.n < gaps.MINIMUM_CALLS for row in found.few)
        every = [row.key for row in (*found.strong, *found.weak, *found.rest, *found.few)]
        assert sorted(every) == sorted(places)
        seen += len(found.strong) + len(found.weak)
    assert seen > 0


def test_what_nothing_tells_apart_is_not_ranked() -> None:
    sums = [KeyedSum(key, 40, 40 * mean, 40 * (mean**2 + 900)) for key, mean in (("b", 61), ("a", 60))]
    far = [KeyedSum("high", 40, 40 * 90, 40 * 8110), KeyedSum("low", 40, 40 * 30, 40 * 910)]
    titles = dict.fromkeys(("b", "high", "a", "low"), "?")
    found = profile.stand(Kind.QUESTION, [*sums, *far], titles)
    named = [[row.key for row in rows] for rows in (found.strong, found.weak, found.rest, found.few)]
    assert named == [["high"], ["low"], ["b", "a"], []]


def test_strengths_and_weak_questions_never_overlap_and_are_in_order(demo: Store) -> None:
    for one in agents_of(demo):
        found = profile.read_profile(demo, Asked(one.id, TODAY), None).questions
        strong, weak = ([row.estimate.value for row in rows] for rows in (found.strong, found.weak))
        assert strong == sorted(strong, reverse=True) and weak == sorted(weak)
        assert not {row.key for row in found.strong} & {row.key for row in (*found.weak, *found.few)}
        assert all(row.too_few for row in found.few)
        assert not (strong and weak) or min(strong) >= max(weak)


def test_few_calls_are_drawn_one_by_one_and_many_by_week(floor: Floor) -> None:
    monday = date(2025, 11, 3)
    for week in range(12):
        for day in range(2 if week else 1):
            on = date.fromordinal(monday.toordinal() + 7 * week + day)
            evaluate(floor, take_call(floor, on, f"C-{on}"), week % 3)
    asked = Asked(floor.agent, date(2026, 1, 25), 0)
    singly = profile.read_profile(floor.store, asked, None).course
    assert not singly.by_week and len(singly.points) == 23
    assert all(point.evaluation_id for point in singly.points)
    evaluate(floor, take_call(floor, monday, "one more"))
    weekly = profile.read_profile(floor.store, asked, None).course
    assert weekly.by_week and len(weekly.points) == 12 and weekly.limits is not None
    rows = profile.rows_of_week(floor.store, asked, weekly.points[3].on, None)
    assert len(rows.lines) == weekly.points[3].estimate.n == 2


def test_fewer_than_twelve_points_have_no_limits(floor: Floor) -> None:
    for day in range(1, 12):
        evaluate(floor, take_call(floor, date(2026, 3, day), f"C-{day}"), day % 3)
    course = profile.read_profile(floor.store, Asked(floor.agent, TODAY), None).course
    assert len(course.points) == 11 and course.limits is None and course.signals == ()


def test_notes_are_evidence_for_their_own_question_only(floor: Floor) -> None:
    evaluate(floor, take_call(floor))
    asked = Asked(floor.agent, TODAY)
    standings = profile.read_profile(floor.store, asked, None).questions
    first, other = standings.few[:2]
    sitting = observe(floor, take_call(floor, reference="C-2"))
    with floor.store.writing("note") as db:
        id = observations.add_note(db, sitting, 12.0, "Asked twice", NoteTag.STRENGTH)
        observations.change_note(db, replace(observations.note(db, id), question=first.key))
    judge(floor, sitting)
    assert first.kind is Kind.QUESTION
    assert [note.id for note in profile.rows_of_standing(floor.store, asked, first, None).notes] == [id]
    assert profile.rows_of_standing(floor.store, asked, other, None).notes == ()
    assert [note.id for note in profile.read_profile(floor.store, asked, None).praise] == [id]


def test_the_page_of_nobody_is_an_error(floor: Floor) -> None:
    with pytest.raises(LookupError):
        profile.read_profile(floor.store, Asked(99, TODAY), None)


# The customers' own figures


def read(floor: Floor) -> customers.Customers:
    return profile.read_profile(floor.store, Asked(floor.agent, TODAY), None).customers


def behind(floor: Floor, measure: Measure) -> int:
    return len(customers.list_contacts(floor.store, Asked(floor.agent, TODAY).scope, measure, None))


def test_blank_measures_are_left_out_and_never_count_as_nought(floor: Floor) -> None:
    add_contacts(
        floor,
        call(floor, 2, answered=True, rating=4.0, resolved=True, talk_s=100.0),
        call(floor, 3, answered=True),
        call(floor, 4, rating=2.0, resolved=False, talk_s=200.0),
    )
    found = read(floor)
    assert (found.rating.value, found.rating.n) == (3.0, 2)
    assert (found.resolved.value, found.resolved.n) == (0.5, 2)
    assert (found.time.value, found.time.n, found.parts) == (150.0, 2, ("talk_s",))
    assert [behind(floor, measure) for measure in Measure] == [2, 2, 2]


def test_calls_nobody_answered_carry_no_figure(floor: Floor) -> None:
    add_contacts(floor, call(floor, 2, answered=False, rating=1.0, resolved=False, talk_s=5.0))
    assert not read(floor).any
    assert [behind(floor, measure) for measure in Measure] == [0, 0, 0]


def test_handle_time_is_talk_hold_and_wrap_pooled_over_contacts(floor: Floor) -> None:
    add_contacts(
        floor,
        call(floor, 2, answered=True, talk_s=100.0, hold_s=20.0, wrap_s=30.0),
        call(floor, 3, answered=True, talk_s=200.0, hold_s=0.0, wrap_s=50.0),
        call(floor, 4, answered=True, talk_s=300.0),
    )
    found = read(floor)
    assert found.parts == ("talk_s", "hold_s", "wrap_s")
    assert (found.time.value, found.time.n) == (200.0, 2)
    assert behind(floor, Measure.TIME) == 2


def test_a_part_that_few_contacts_carry_is_named_as_left_out(floor: Floor) -> None:
    add_contacts(
        floor,
        call(floor, 2, answered=True, talk_s=100.0, hold_s=20.0),
        *(call(floor, day, answered=True, talk_s=100.0) for day in (3, 4, 5)),
    )
    found = read(floor)
    assert (found.parts, found.time.value, found.time.n) == (("talk_s",), 100.0, 4)


def test_the_customers_figures_are_of_the_span_alone(floor: Floor) -> None:
    outside = NewContact(floor.agent, datetime(2025, 9, 21, 23, 59), answered=True, rating=1.0)
    inside = NewContact(floor.agent, datetime(2025, 9, 22), answered=True, rating=5.0)
    add_contacts(floor, outside, inside)
    assert actions.weeks_back(TODAY, 26) == date(2025, 9, 22)
    assert (read(floor).rating.value, behind(floor, Measure.RATING)) == (5.0, 1)


# What happened


def test_the_story_is_newest_first_and_complete(demo: Store) -> None:
    one = agents_of(demo)[2]
    story = happenings.read_story(demo, one.id, Sort.COACHING, 1000, None)
    times = [event.at for event in story.events]
    assert times == sorted(times, reverse=True) and not story.more
    kinds = {type(event.record).__name__ for event in story.events}
    assert {"Observation", "Note", "Evaluation", "Assessment"} <= kinds and "Contact" not in kinds


@pytest.mark.parametrize("sort", list(Sort))
def test_a_shorter_story_is_the_beginning_of_the_longer(demo: Store, sort: Sort) -> None:
    for one in agents_of(demo)[:5]:
        long = happenings.read_story(demo, one.id, sort, 1000, None).events
        short = happenings.read_story(demo, one.id, sort, 7, None)
        assert short.events == long[:7]
        assert short.more == (len(long) > 7)


def test_a_contact_tells_what_was_heard_on_it(floor: Floor) -> None:
    contact = take_call(floor)
    evaluation = evaluate(floor, contact)
    observe(floor, contact)
    facts = happenings.read_facts(floor.store, contact.id, None)
    assert facts.agent == "Imani Okafor"
    assert [(one.id, name) for one, name in facts.evaluations] == [(evaluation.id, "Ten questions")]
    assert len(facts.observations) == 2
