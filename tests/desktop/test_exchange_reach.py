"""A file of the whole site, brought in by somebody who has one team: only their people's rows come."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.queries import people
from db.reach import OutOfReach
from db.records.contacts import ImportKind
from db.records.people import Role
from desktop.coaching.mapping.trouble import Trouble
from desktop.features.exchange import actions
from desktop.features.people import actions as people_actions
from tests.builders import Floor
from tests.desktop.exchange_files import HEADER, write
from tests.desktop.test_exchange_actions import finish

CALLS = "\n".join(
    [
        HEADER,
        "N1,Imani Okafor,20/02/2026,09:00:00,Y,61,4",
        "N2,Tomasz Zielinski,20/02/2026,09:05:00,Y,62,4",
        "N3,Newcomer Moss,20/02/2026,09:10:00,Y,63,4",
        "",
    ]
)


@pytest.fixture
def site(floor: Floor) -> Floor:
    """Two teams; Ruth, who is at work, has one of them."""
    with floor.store.writing("team", "agent") as db:
        other = people.add_team(db, "Mill Lane")
        people.add_agent(db, "Tomasz Zieliński", other)
    floor.store.act_as(floor.user)
    return floor


def checked(floor: Floor, path: Path, kind: ImportKind, team: str) -> actions.Check:
    return actions.check(floor.store, replace(actions.open_file(floor.store, path, kind), team=team))


def everybody(floor: Floor) -> dict[str, str]:
    with floor.store.reading(whole=True) as db:
        return {agent.name: agent.team for agent in people.agents(db)}


def test_rows_of_others_people_stay_out_and_nobody_is_added_twice(site: Floor, tmp_path: Path) -> None:
    check = checked(site, write(tmp_path, CALLS), ImportKind.CALLS, "Harbour")
    assert check.left_out == {Trouble.ELSEWHERE: 1}
    result = finish(actions.bring_in(site.store, check, site.user))
    assert (result.kept, result.people) == (2, ("Newcomer Moss",))
    assert everybody(site) == {
        "Imani Okafor": "Harbour",
        "Newcomer Moss": "Harbour",
        "Tomasz Zieliński": "Mill Lane",
    }


def test_nobody_new_is_put_into_a_team_of_others(site: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, "Name,Team\nNewcomer Moss,Mill Lane\nNewcomer Reed,Harbour\n", "people.csv")
    check = checked(site, path, ImportKind.PEOPLE, "")
    assert check.left_out == {Trouble.TEAM_ELSEWHERE: 1}
    finish(actions.bring_in(site.store, check, site.user))
    assert "Newcomer Moss" not in everybody(site)
    assert everybody(site)["Newcomer Reed"] == "Harbour"


def test_a_team_that_a_file_brings_belongs_to_who_brought_it(site: Floor, tmp_path: Path) -> None:
    path = write(tmp_path, "Name,Team\nNewcomer Moss,Quay\n", "people.csv")
    finish(actions.bring_in(site.store, checked(site, path, ImportKind.PEOPLE, ""), site.user))
    with site.store.reading() as db:
        assert [agent.name for agent in people.agents(db)] == ["Imani Okafor", "Newcomer Moss"]


def test_a_new_team_is_its_supervisors_and_an_administrators_is_nobodys(site: Floor) -> None:
    own = people_actions.add_team(site.store, "Quay", site.user)
    new = replace(_blank(site), team_id=own.id)
    assert people_actions.add_agent(site.store, new, site.user).team == "Quay"
    with site.store.writing("user", whole=True) as db:
        admin = people.user(db, people.add_user(db, "Ana Ruiz", Role.ADMIN, keeps=True))
    theirs = people_actions.add_team(site.store, "Wharf", admin)
    with pytest.raises(OutOfReach):
        people_actions.add_agent(site.store, replace(new, team_id=theirs.id), site.user)


def _blank(site: Floor) -> people.Agent:
    with site.store.reading() as db:
        return replace(people.agent(db, site.agent), name="Newcomer Moss", reference="")
