"""What went wrong, in sentences: from the surroundings, a cause and a next step; from us, a report.

Errors of the surroundings (disk full, locked, damaged …) are expected and answered in the page. Anything
else is a bug: it is answered by a report without personal data, and the app stays up.
"""

import errno
from collections.abc import Callable
from dataclasses import dataclass, replace

from db import errors
from desktop.coaching.access import Forbidden
from desktop.shell.text import ntr, number, tr


class Cancelled(Exception):
    """Given to `failed` when the user stopped a job; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Sorry:
    """What happened, what was kept, what to do next; each a sentence."""

    what: str
    kept: str
    next: str

    def text(self) -> str:
        return " ".join(part for part in (self.what, self.kept, self.next) if part)


def expected(error: BaseException) -> bool:
    """Whether the surroundings are to blame, and a sentence is enough."""
    return isinstance(error, (errors.StoreError, OSError, Cancelled, errors.OutOfReach))


def sentence(error: BaseException) -> Sorry:
    """Return what to say about an error; one that is nobody's but ours gets a general sentence."""
    if isinstance(error, Cancelled):
        return Sorry(tr("Stopped."), tr("Everything is as it was before."), "")
    if isinstance(error, errors.StoreError):
        return _of_store(error)
    if isinstance(error, Forbidden):
        return Sorry(
            tr("Your role doesn't cover this."), tr("Nothing was changed."), tr("Please ask a supervisor.")
        )
    if isinstance(error, errors.OutOfReach):
        return Sorry(
            tr("This belongs to a team or an agent that isn’t assigned to you."),
            tr("Nothing was changed."),
            tr("Ask whoever looks after this floor to assign them to you."),
        )
    if isinstance(error, OSError):
        return _of_file(error)
    return Sorry(
        tr("Something went wrong inside Deskside."),
        tr("What you had written before is kept."),
        tr("Try again; if it happens again, please send us the report."),
    )


def sentence_at_opening(error: BaseException) -> Sorry:
    """As `sentence`, for a store that is only being opened: there is no last change and no text on screen."""
    said = sentence(error)
    if isinstance(error, errors.Missing):
        return Sorry(
            tr("Your store “{name}” is not there.", name=error.path.name),
            tr("It was looked for in {folder}; nothing was changed.", folder=_folder(error)),
            tr("Connect the drive and try again, open another store, or start a new floor."),
        )
    is_write = isinstance(error, errors.ReadOnly | errors.DiskFull | errors.DiskFault | errors.Locked)
    return replace(said, kept=tr("Nothing in it was changed.")) if is_write else said


def _of_store(error: errors.StoreError) -> Sorry:
    write = next((_SENTENCES[kind] for kind in type(error).__mro__ if kind in _SENTENCES), _unknown)
    return write(error)


def _of_file(error: OSError) -> Sorry:
    name = str(error.filename or "")
    if error.errno == errno.ENOSPC:
        return Sorry(
            tr("The disk is full."), tr("Nothing was changed."), tr("Free some space, then try again.")
        )
    if isinstance(error, FileNotFoundError):
        return Sorry(tr("“{name}” is not there.", name=name), "", tr("Choose another file or folder."))
    if isinstance(error, PermissionError):
        return Sorry(
            tr("“{name}” may not be read or written by you.", name=name),
            tr("Nothing was changed."),
            tr("Choose another place, or ask for access to this one."),
        )
    return Sorry(
        tr("“{name}” could not be read or written ({reason}).", name=name, reason=error.strerror or ""),
        tr("Nothing was changed."),
        tr("Check the disk or the connection, then try again."),
    )


def _damaged(error: errors.StoreError) -> Sorry:
    if error.facts.get("reason") == "wal":
        return Sorry(
            tr("Some of what was kept last in “{name}” is missing from its WAL file.", name=error.path.name),
            tr("Both files were left exactly as they are, and your backups are untouched."),
            tr("Restore the last backup, with what the store itself still gives."),
        )
    return Sorry(
        tr("The store “{name}” is damaged: parts of it are missing or unreadable.", name=error.path.name),
        tr("The file was left exactly as it is, and your backups are untouched."),
        tr("Restore the last backup; keep a copy of the damaged file in case something is missing."),
    )


def _too_new(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("The store “{name}” was written by a newer Deskside.", name=error.path.name),
        tr("Nothing in it was changed."),
        tr("Update Deskside on this machine, or open another store."),
    )


def _not_ours(error: errors.StoreError) -> Sorry:
    if "schema" in error.facts:
        return Sorry(
            tr("This backup holds something that Deskside never made ({what}).", what=error.facts["schema"]),
            tr("Nothing was changed."),
            tr("Choose another backup, and ask who could have written into this one."),
        )
    return Sorry(
        tr("“{name}” is not a Deskside store.", name=error.path.name),
        tr("The file was not touched."),
        tr("Choose the file that ends in .deskside, or start a new floor."),
    )


def _locked(error: errors.StoreError) -> Sorry:
    if error.facts.get("by") == "deskside":
        return Sorry(
            tr("“{name}” is already open in another Deskside.", name=error.path.name),
            tr("Nothing was changed."),
            tr("Use the window that has it open, or close that one and try again."),
        )
    return Sorry(
        tr("Another program is using “{name}”.", name=error.path.name),
        tr("What you had written before is kept; the last change was not."),
        tr("Close the other program (a backup or sync tool, perhaps), then try again."),
    )


def _read_only(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("“{name}” or its folder may not be written.", name=error.path.name),
        tr("What was kept before is safe; the last change was not kept."),
        tr(
            "Ask for write access to {folder}, or move the store to a folder of yours.", folder=_folder(error)
        ),
    )


def _disk_full(error: errors.StoreError) -> Sorry:
    if "needed" in error.facts:
        return Sorry(
            tr(
                "Too little room on the disk of {folder}: {free} MB are free, and {needed} MB are needed.",
                folder=_folder(error),
                free=_megabytes(error, "free"),
                needed=_megabytes(error, "needed"),
            ),
            tr("Nothing was begun, and nothing was changed."),
            tr("Free some space, then try again."),
        )
    return Sorry(
        tr("The disk is full: there is no room left in {folder}.", folder=_folder(error)),
        tr("Everything before the last change is kept, and your text is still on the screen."),
        tr("Free some space, then try again."),
    )


def _disk_fault(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr(
            "The disk refused to read or write “{name}” ({reason}).",
            name=error.path.name,
            reason=_reason(error),
        ),
        tr("Everything before the last change is kept."),
        tr("Check the disk or the cable, then try again; if it goes on, restore the last backup elsewhere."),
    )


def _missing(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("“{name}” is not in {folder} any more.", name=error.path.name, folder=_folder(error)),
        tr("Nothing was changed."),
        tr("Connect the drive or put the file back, choose another store, or restore a backup."),
    )


def _network_drive(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("“{name}” is on a network drive, where a store can't be kept safe.", name=error.path.name),
        tr("Nothing was changed."),
        tr("Keep the store in a folder of this computer; backups may go to the network."),
    )


def _cloud_folder(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr(
            "{folder} is kept the same on several machines by {service}; a store would be damaged there.",
            folder=_folder(error),
            service=str(error.facts.get("what", tr("a cloud service"))),
        ),
        tr("Nothing was changed."),
        tr("Keep the store in another folder of this computer; backups may go into this one."),
    )


def _migration_failed(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("“{name}” could not be brought up to this version of Deskside.", name=error.path.name),
        tr("The store is as it was, and a checked backup of it was made."),
        tr("Go on with the Deskside you had before, and please send us the report."),
    )


def _key_needed(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("“{name}” is protected by a passphrase.", name=error.path.name),
        tr("Nothing was changed."),
        tr("Sign in with your name and your passphrase, or with your recovery code."),
    )


def _wrong_key(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("Name and passphrase don't open “{name}”.", name=error.path.name),
        tr("Nothing was changed."),
        tr("Check both, and whether Caps Lock is on; your recovery code opens it too."),
    )


def _too_soon(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("“{name}” waits a little longer after each wrong passphrase.", name=error.path.name),
        tr("Nothing was changed."),
        ntr("Try again in {n} second.", "Try again in {n} seconds.", int(error.facts.get("seconds", 1))),
    )


def _suspended(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("Your access to “{name}” is suspended.", name=error.path.name),
        tr("Your passphrase and your private notes are kept."),
        tr("Please speak to whoever looks after this floor."),
    )


def _key_file_damaged(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("The key file “{name}” is damaged or was changed by something else.", name=error.path.name),
        tr("The store itself was not touched."),
        tr("Put the key file of your newest backup in its place: it stands beside that backup."),
    )


def _key_file_missing(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("The key file “{name}” is missing: without it nobody can open the store.", name=error.path.name),
        tr("The store itself was not touched."),
        tr("Put it back into {folder}; each backup has a copy of it beside it.", folder=_folder(error)),
    )


def _key_file_replayed(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr(
            "The key file “{name}” is older than the one this store was last used with.", name=error.path.name
        ),
        tr("Nothing was changed."),
        tr(
            "Put the newest key file back; if it is lost, whoever looks after this floor can accept this one."
        ),
    )


def _keys_changed(error: errors.StoreError) -> Sorry:
    older = tr("The keys of “{name}” are older than this computer knew them.", name=error.path.name)
    strange = tr("The keys of “{name}” were changed, and not on this computer.", name=error.path.name)
    return Sorry(
        older if error.facts.get("reason") == "older" else strange,
        tr("The store was not opened, and nothing was changed."),
        tr(
            "If whoever looks after this floor went back to a backup elsewhere, sign in with a recovery code "
            "once; if nobody did, don’t go on: somebody may have exchanged the files."
        ),
    )


def _swapped(error: errors.StoreError) -> Sorry:
    if error.facts.get("reason") == "there":
        return Sorry(
            tr(
                "“{name}” is already protected, or its key file belongs to another store.",
                name=error.path.name,
            ),
            tr("Nothing was changed."),
            tr("Open it with its passphrase, or choose another name or folder."),
        )
    if error.facts.get("reason") == "strange":
        return Sorry(
            tr("The key of “{name}” was never one of this floor’s.", name=error.path.name),
            tr("Nothing was changed."),
            tr("Choose another backup, and ask who could have put this one there."),
        )
    if error.facts.get("reason") == "unprotected":
        return Sorry(
            tr("“{name}” was protected on this computer, and now it is not.", name=error.path.name),
            tr("It was not opened, and nothing was changed."),
            tr("Restore a backup; if it is meant to be another floor, move it elsewhere and open it there."),
        )
    if error.facts.get("reason") == "never_encrypted":
        return Sorry(
            tr("“{name}” was never encrypted, so anybody may have written it.", name=error.path.name),
            tr("A protected floor does not go back to it; nothing was changed."),
            tr("Choose another backup, or open this file as a store of its own."),
        )
    return Sorry(
        tr("“{name}” and the key file beside it don't belong together.", name=error.path.name),
        tr("Nothing was changed, and nothing was written into the wrong file."),
        tr("Put back the pair you used last, or restore the last backup."),
    )


def _unknown(error: errors.StoreError) -> Sorry:
    return Sorry(
        tr("The store “{name}” can't be used ({reason}).", name=error.path.name, reason=error.name),
        tr("Everything before the last change is kept."),
        tr("Try again, or choose another store."),
    )


def _megabytes(error: errors.StoreError, fact: str) -> str:
    return number(max(1, int(error.facts[fact]) // 1_000_000))


def _folder(error: errors.StoreError) -> str:
    return str(error.path.parent)


def _reason(error: errors.StoreError) -> str:
    return str(error.facts.get("reason", error.name))


_SENTENCES: dict[type, Callable[[errors.StoreError], Sorry]] = {
    errors.Damaged: _damaged,
    errors.TooNew: _too_new,
    errors.NotOurs: _not_ours,
    errors.Locked: _locked,
    errors.ReadOnly: _read_only,
    errors.DiskFull: _disk_full,
    errors.DiskFault: _disk_fault,
    errors.Missing: _missing,
    errors.NetworkDrive: _network_drive,
    errors.CloudFolder: _cloud_folder,
    errors.MigrationFailed: _migration_failed,
    errors.KeyNeeded: _key_needed,
    errors.WrongKey: _wrong_key,
    errors.TooSoon: _too_soon,
    errors.Suspended: _suspended,
    errors.KeyFileDamaged: _key_file_damaged,
    errors.KeyFileMissing: _key_file_missing,
    errors.KeyFileReplayed: _key_file_replayed,
    errors.KeysChanged: _keys_changed,
    errors.Swapped: _swapped,
}
