"""What the settings page does beyond choices: names of site, teams and users, backups, the demo's end."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from db.backup import Backup, backup_folder, list_backups
from db.connection import Database
from db.files import remove_database
from db.progress import Progress, step_by_step
from db.queries import people
from db.records.people import Role, Site, Team, User
from db.store import Store
from desktop.coaching.access import Deed, demand, may
from desktop.shell.folding import fold


class Unfit(ValueError):
    """A name that can't be taken; `taken` says that somebody has it already, else it is blank."""

    def __init__(self, *, taken: bool = False) -> None:
        super().__init__("taken" if taken else "blank")
        self.taken = taken


class LastKeeper(ValueError):
    """The one user who may change settings would stop being able to; nobody could give that back."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """`agents` counts who is in the team and has not been removed."""

    team: Team
    agents: int


@dataclass(frozen=True, slots=True)
class Floor:
    """`changeable` says whether this user may change any of it."""

    site: Site | None
    teams: tuple[TeamRow, ...]
    users: tuple[User, ...]
    changeable: bool


def read_floor(store: Store, by: User | None) -> Floor:
    """The site, its teams and users, by name."""
    with store.reading() as db:
        members = [agent.team_id for agent in people.agents(db)]
        teams = tuple(TeamRow(team, members.count(team.id)) for team in people.teams(db))
        return Floor(people.site(db), teams, people.users(db), may(by, Deed.CHANGE_SETTINGS))


@contextmanager
def _writing(store: Store, by: User | None, table: str) -> Iterator[Database]:
    demand(by, Deed.CHANGE_SETTINGS)
    with store.writing(table) as db:
        yield db


def rename_site(store: Store, name: str, by: User | None) -> None:
    """Raises Unfit for a blank name."""
    with _writing(store, by, "site") as db:
        site = people.site(db)
        people.set_site(db, _fit(name), is_demo=site is not None and site.is_demo)


def add_team(store: Store, name: str, by: User | None) -> int:
    """Raises Unfit for a blank name and for one that another team has."""
    with _writing(store, by, "team") as db:
        return people.add_team(db, _fit(name, [team.name for team in people.teams(db)]))


def take_back_team(store: Store, team_id: int, by: User | None) -> None:
    """Undo of adding: the team goes again, unless somebody has joined it meanwhile."""
    with _writing(store, by, "team") as db:
        if not people.agents(db, team_id):
            people.remove_team(db, team_id)


def give_back_team(store: Store, team_id: int, by: User | None) -> None:
    with _writing(store, by, "team") as db:
        people.bring_back_team(db, team_id)


def rename_team(store: Store, team_id: int, name: str, by: User | None) -> None:
    """Raises Unfit for a blank name and for one that another team has."""
    with _writing(store, by, "team") as db:
        others = [team.name for team in people.teams(db) if team.id != team_id]
        people.rename_team(db, team_id, _fit(name, others))


def add_user(store: Store, name: str, role: Role, by: User | None) -> int:
    """Raises Unfit for a blank name and for one that another user has."""
    with _writing(store, by, "user") as db:
        return people.add_user(db, _fit(name, [user.name for user in people.users(db)]), role)


def take_back_user(store: Store, user_id: int, by: User | None) -> None:
    """Undo of adding: the user goes again, unless they have written something meanwhile."""
    with _writing(store, by, "user") as db:
        if not people.has_written(db, user_id):
            people.remove_user(db, user_id)


def give_back_user(store: Store, user_id: int, by: User | None) -> None:
    with _writing(store, by, "user") as db:
        people.bring_back_user(db, user_id)


def rename_user(store: Store, user_id: int, name: str, by: User | None) -> None:
    """Raises Unfit for a blank name and for one that another user has."""
    with _writing(store, by, "user") as db:
        others = [user.name for user in people.users(db) if user.id != user_id]
        people.change_user(db, replace(people.user(db, user_id), name=_fit(name, others)))


def change_role(store: Store, user_id: int, role: Role, by: User | None) -> None:
    """Raises LastKeeper where nobody would be left who may change settings."""
    with _writing(store, by, "user") as db:
        changed = replace(people.user(db, user_id), role=role)
        rest = [changed, *(user for user in people.users(db) if user.id != user_id)]
        if not any(may(user, Deed.CHANGE_SETTINGS) for user in rest):
            raise LastKeeper(user_id)
        people.change_user(db, changed)


def _fit(name: str, others: list[str] | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise Unfit
    if fold(name) in map(fold, others or ()):
        raise Unfit(taken=True)
    return name


def backups(store: Store) -> tuple[Backup, ...]:
    """This store's backups in the usual folder, newest first."""
    return tuple(list_backups(backup_folder(store.path), store.path))


def back_up(store: Store, by: User | None) -> Generator[Progress, None, Backup]:
    """A proved copy in the usual folder; closing the generator leaves nothing behind."""
    demand(by, Deed.BACK_UP)
    return (yield from step_by_step(partial(store.back_up, None)))


def remove_demo(path: Path, by: User | None) -> None:
    """Delete the closed demo store, its backups and what restoring has set aside. No way back."""
    demand(by, Deed.REMOVE_DEMO)
    for backup in list_backups(backup_folder(path), path):
        remove_database(backup.path)
        backup.path.with_name(backup.path.name + ".json").unlink(missing_ok=True)
    for aside in path.parent.glob(f"{path.stem}-set-aside-*{path.suffix}"):
        remove_database(aside)
    # Last, so that an interruption leaves a demo that can be removed again.
    remove_database(path)
    path.with_name(path.name + ".lock").unlink(missing_ok=True)
