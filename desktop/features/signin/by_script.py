"""Signing in without a window: for scripts, with a passphrase from a file or typed at a terminal.

Never as an argument: arguments can be read by every program on the computer, and stay in shell histories.
"""

import os
import sys
from getpass import getpass
from pathlib import Path

from db import keys
from db.clock import utc_now
from db.errors import Suspended, TooSoon, WrongKey
from db.queries import log, people
from db.records.people import User
from db.restoring import restore
from db.store import Store
from desktop.shell import known_floors
from desktop.shell.arrivals import NotLetIn, say_not_let_in
from desktop.shell.may_restore import demand_restoring, tell_restored
from desktop.shell.text import tr

STDIN = Path("-")
OTHERS_MAY_READ = 0o077


class NoPassphrase(Exception):
    """There is nothing to sign in with, or it doesn't fit; the text is the sentence that says so."""


def read_passphrase(file: Path | None) -> str:
    """The first line of the file (of standard input for `-`), or what is typed unseen at the terminal.

    Raises NoPassphrase, OSError.
    """
    if file == STDIN:
        return _first_line(sys.stdin.readline())
    if file is not None:
        _demand_private(file)
        with file.open(encoding="utf-8") as opened:
            return _first_line(opened.readline())
    if not sys.stdin.isatty():
        words = tr(
            "This store is protected. Give the passphrase with --passphrase-file FILE, or - to read it from "
            "standard input."
        )
        raise NoPassphrase(words)
    return getpass(tr("Passphrase: "))


def unlock(at: Path, name: str, file: Path | None) -> keys.Unlocked:
    """The keys of the store or backup at that path. Raises NoPassphrase, a StoreError of the key file."""
    if not name.strip():
        raise NoPassphrase(tr("This store is protected. Say with --user NAME who you are."))
    try:
        unlocked = keys.unlock(at, name, read_passphrase(file))
    except TooSoon as error:
        seconds = error.facts.get("seconds", 1)
        raise NoPassphrase(tr("Too soon after the last try. Wait {n} seconds.", n=seconds)) from error
    except Suspended as error:
        raise NoPassphrase(tr("Your access is suspended. Ask whoever looks after this floor.")) from error
    except WrongKey as error:
        raise NoPassphrase(tr("That doesn't open this floor. Check name and passphrase.")) from error
    if unlocked.temporary:
        raise NoPassphrase(
            tr("This passphrase is temporary. Sign in once in the window and choose your own.")
        )
    return unlocked


def open_for(path: Path, unlocked: keys.Unlocked) -> Store:
    """The open store, with that user at work in it and the record told. Raises NoPassphrase, a StoreError."""
    known_floors.check(path, unlocked)
    store = Store.open(path, unlocked=unlocked)
    try:
        store.act_as(_find_user(store, unlocked))
        with store.writing("event") as db:
            if unlocked.failed:
                log.say(db, "sign_in_failed", str(unlocked.failed))
            log.say(db, "sign_in", tr("by a script"))
        known_floors.remember(store)
    except BaseException:
        store.close()
        raise
    return store


def restore_for(path: Path, backup: Path, name: str, file: Path | None) -> Path | None:
    """Go back to a backup; where store or backup is protected, as somebody whose role covers it.

    Returns where today's store is set aside. Raises NoPassphrase, Forbidden, a StoreError.
    """
    if not (keys.is_protected(path) or keys.key_path(backup).exists()):
        return restore(path, backup, utc_now())
    unlocked = unlock(path if keys.key_path(path).exists() else backup, name, file)
    try:
        demand_restoring(path, unlocked)
    except NotLetIn as error:
        raise NoPassphrase(say_not_let_in(error)) from error
    aside = restore(path, backup, utc_now(), unlocked=unlocked)
    known_floors.allow_older(path)
    store = Store.open(path, unlocked=unlocked, older_keys=True)
    try:
        tell_restored(store, backup, unlocked)
    finally:
        store.close()
    return aside


def _find_user(store: Store, unlocked: keys.Unlocked) -> User:
    with store.reading() as db:
        user = next((one for one in people.users(db) if one.uid == unlocked.user), None)
    if user is None or user.suspended_at is not None:
        raise NoPassphrase(tr("Your access is suspended. Ask whoever looks after this floor."))
    return user


def _first_line(line: str) -> str:
    passphrase = line.rstrip("\r\n")
    if not passphrase:
        raise NoPassphrase(tr("There is no passphrase on the first line."))
    return passphrase


def _demand_private(file: Path) -> None:
    """A passphrase that everybody may read is none; Windows has no such bits and is taken at its word."""
    if os.name == "posix" and file.stat().st_mode & OTHERS_MAY_READ:
        words = tr("Others may read {file}. Make it yours alone (chmod 600), then try again.", file=file)
        raise NoPassphrase(words)
