"""Who may assess and who may move the standard: asked in every action, for a hidden button is no lock."""

from datetime import date

import pytest

from db.queries import people
from db.records.people import Role, Stage, User
from db.records.skills import AssessmentKind, Standard
from desktop.coaching.access import Forbidden, at_the_desk_of
from desktop.features.skills import actions
from tests.builders import Floor

TODAY = date(2026, 3, 20)
OWN, COACH = AssessmentKind.SELF, AssessmentKind.COACH
ADMIN = User(9, bytes(16), "Ana Ruiz", Role.ADMIN)


@pytest.mark.parametrize("by", [None, ADMIN])
def test_who_may_not_assess_changes_nothing(floor: Floor, by: User | None) -> None:
    store, skill = floor.store, actions.facts(floor.store, floor.user)[0].skill.id
    id = actions.begin(store, floor.agent, COACH, TODAY, floor.user)
    rating = actions.rate(store, id, skill, 3, floor.user)
    seen = actions.sightings(store, id, skill, True, floor.user)
    assert seen == ()
    for deed in (
        lambda: actions.begin(store, floor.agent, OWN, TODAY, by),
        lambda: actions.rate(store, id, skill, 5, by),
        lambda: actions.keep_comment(store, rating, "x", by),
        lambda: actions.unrate(store, rating, by),
        lambda: actions.bring_back(store, rating, by),
        lambda: actions.unlink(store, rating, 1, by),
        lambda: actions.link_again(store, rating, 1, by),
        lambda: actions.finish(store, id, by),
        lambda: actions.reopen(store, id, by),
        lambda: actions.discard(store, id, by),
        lambda: actions.keep(store, id, by),
    ):
        with pytest.raises(Forbidden):
            deed()
    row = actions.sitting(store, id, TODAY, floor.user).skills[0].rating
    assert row is not None
    assert row.level == 3


def test_a_coach_may_assess_and_not_move_the_standard(floor: Floor) -> None:
    with floor.store.writing("user") as db:
        coach = people.user(db, people.add_user(db, "Jonas Weber", Role.COACH))
    actions.begin(floor.store, floor.agent, COACH, TODAY, coach)
    with pytest.raises(Forbidden):
        actions.set_standard(floor.store, Standard(1, "agent", Stage.NEW, 3, 3), coach)
    with pytest.raises(Forbidden):
        actions.drop_standard(floor.store, Standard(1, "agent", Stage.NEW, 3, 3), coach)


def test_what_an_agent_has_finished_of_themselves_no_coach_opens_again(floor: Floor) -> None:
    store, agent = floor.store, at_the_desk_of(floor.user)
    id = actions.begin(store, floor.agent, OWN, TODAY, agent)
    skill_ids = [one.skill.id for one in actions.facts(store, floor.user)]
    for skill in skill_ids:
        actions.rate(store, id, skill, 4, agent)
    actions.finish(store, id, agent)
    with pytest.raises(Forbidden):
        actions.reopen(store, id, floor.user)
    with pytest.raises(actions.Finished):
        actions.rate(store, id, skill_ids[0], 1, floor.user)
    actions.reopen(store, id, agent)
    actions.rate(store, id, skill_ids[0], 5, agent)
