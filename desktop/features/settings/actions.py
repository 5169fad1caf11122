"""What the settings page does beyond choices: the name of the site, backups, the demo's end."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db import attachments, second_place, shelf
from db.backup import Backup, backup_folder, list_backups
from db.files import remove_database
from db.progress import Progress, step_by_step
from db.queries import people
from db.records.people import Site, User
from db.restoring import find_asides
from db.shelf import Difference, Kept
from db.store import Store
from desktop.coaching.access import Deed, demand, may
from desktop.shell import recovering


class Unfit(ValueError):
    """A blank name."""


@dataclass(frozen=True, slots=True)
class Floor:
    """`changeable` says whether this user may change any of it."""

    site: Site | None
    changeable: bool


def read_floor(store: Store, by: User | None) -> Floor:
    """The site by its name."""
    with store.reading() as db:
        return Floor(people.site(db), may(by, Deed.CHANGE_SETTINGS))


def rename_site(store: Store, name: str, by: User | None) -> None:
    """Raises Unfit for a blank name."""
    demand(by, Deed.CHANGE_SETTINGS)
    name = " ".join(name.split())
    if not name:
        raise Unfit
    with store.writing("site") as db:
        site = people.site(db)
        people.set_site(db, name, is_demo=site is not None and site.is_demo)


def backups(store: Store, second: Path | None = None) -> tuple[Kept, ...]:
    """All that this store can go back to, newest first, unsound ones too."""
    return shelf.look_over(store.path, second, store.unlocked)


def preview(store: Store, kept: Kept, by: User | None) -> Difference | None:
    """What going back to this one would set aside; None where its key is not ours."""
    demand(by, Deed.RESTORE)
    return recovering.compare(store, kept)


def choose_second_place(store: Store, folder: Path, by: User | None) -> Path:
    """Try the folder out and mark it as the place; raises a StoreError where it can't take backups."""
    demand(by, Deed.BACK_UP)
    second_place.choose(folder, store.path)
    return folder


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
    for aside in find_asides(path):
        remove_database(aside)
    attachments.remove_all(attachments.copies_in(backup_folder(path), path))
    attachments.remove_all(attachments.folder_of(path))
    # Last, so that an interruption leaves a demo that can be removed again.
    remove_database(path)
    path.with_name(path.name + ".lock").unlink(missing_ok=True)
