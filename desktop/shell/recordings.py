"""The recording of a contact, as a player needs it: a file that is still what it was, or its bytes.

Reading is work for a job: a file referred to is read through, for its hash, and a kept one is decrypted. What
was decrypted stays in memory; it is never written to a file.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from db import attachments
from db.attachments import Spoilt
from db.cards.numbers import VEIL
from db.errors import StoreError
from db.queries import recordings
from db.records.people import User
from db.records.recordings import Attachment, How, Recording, Side
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.coaching.file_names import SOUNDS
from desktop.coaching.two_sides import join_sides
from desktop.shell.text import tr


class Choices(Protocol):
    """What is asked of the settings; nothing of Qt is needed for it."""

    def get(self, key: str) -> Any: ...


class Trouble(StrEnum):
    """Why a recording can't be played as it was."""

    NONE = ""
    GONE = "gone"  # the file is not where it was
    CHANGED = "changed"  # a file is there, and it is not the one
    UNREADABLE = "unreadable"  # the file is there, and this user or this disk doesn't give it
    KEPT_GONE = "kept_gone"  # the copy kept beside the store is not there
    SPOILT = "spoilt"  # the copy kept beside the store is not what was kept


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording to be played: from `path`, or from `data` where it is kept or was put together.

    `joined` where two one-sided files are heard as one; `agent_channel` counts from 0. Where `missing`,
    neither is there and `trouble` says why.
    """

    recording: Recording
    path: Path | None = None
    data: bytes | None = None
    missing: bool = False
    trouble: Trouble = Trouble.NONE
    agent_channel: int | None = None
    joined: bool = False


def sound_of(store: Store, contact_id: int, by: User | None) -> Sound | None:
    """The contact's recording, both sides together where they are apart; None where there is none."""
    demand(by, Deed.OBSERVE)
    with store.reading() as db:
        found = recordings.of_contact(db, contact_id)
        keys = {one.id: recordings.key_of(db, one.id) for one in found}
    both = next((one for one in found if one.side is Side.BOTH), None)
    if both is not None:
        return _load(store, both, keys[both.id])
    sides = [one for side in (Side.AGENT, Side.CUSTOMER) if (one := _first(found, side)) is not None]
    if len(sides) == 2:
        return _load_both(store, sides, keys)
    return _load(store, sides[0], keys[sides[0].id]) if sides else None


def sound_of_recording(store: Store, recording_id: int, by: User | None) -> Sound:
    """One recording by itself, matched or not. Raises LookupError where it is not seen."""
    demand(by, Deed.OBSERVE)
    with store.reading() as db:
        found = recordings.recording(db, recording_id)
        key = recordings.key_of(db, recording_id)
    return _load(store, found, key)


def keep_sound(store: Store, recording_id: int, peaks: bytes, facts: str, by: User | None) -> None:
    """Keep what was worked out from a recording: its peaks, and what is heard in it as JSON."""
    demand(by, Deed.OBSERVE)
    with store.writing("recording_sound") as db:
        recordings.put_sound(db, recording_id, peaks, facts)


def kept_sound(store: Store, recording_id: int, by: User | None) -> tuple[bytes, str] | None:
    """What `keep_sound` kept, if it was."""
    demand(by, Deed.OBSERVE)
    with store.reading() as db:
        return recordings.sound(db, recording_id)


def find_files(folder: Path, most: int = 20_000) -> tuple[Path, ...]:
    """What may be a recording in a folder and the folders within, by name; nothing hidden."""
    found = []
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower().removeprefix(".") in SOUNDS and path.is_file():
            found.append(path)
            if len(found) >= most:
                break
    return tuple(sorted(found))


def watched_folder(settings: Choices, store: Path) -> Path | None:
    """The folder in which this computer looks for new recordings of a floor."""
    found = json.loads(str(settings.get("watched_folders"))).get(str(store))
    return Path(found) if found else None


def sample_names(store: Store, folder: Path | None, most: int = 200) -> tuple[str, ...]:
    """Paths to try a pattern on: those in a folder, and of recordings that are here; a job."""
    found = [str(path) for path in find_files(folder, most)] if folder is not None else []
    with store.reading() as db:
        rows = recordings.rows(db, most)
    found += [str(place(row.recording)) for row in rows]
    return tuple(dict.fromkeys(found))[:most]


def trouble_words(sound: Sound) -> str:
    """What stands in the way of playing it, and what to do; blank where nothing does."""
    name = sound.recording.file_name
    match sound.trouble:
        case Trouble.NONE:
            return ""
        case Trouble.GONE:
            return tr(
                "The recording {name} is not in {folder} any more. Look for it, or point to it again, on the "
                "page Recordings; notes and answers are kept all the same.",
                name=name,
                folder=sound.recording.folder,
            )
        case Trouble.CHANGED:
            return tr(
                "The file {name} is not the recording it was: something wrote to it. Point to the right file "
                "on the page Recordings.",
                name=name,
            )
        case Trouble.UNREADABLE:
            return tr("The recording {name} can’t be read. Check that its drive lets you open it.", name=name)
        case Trouble.KEPT_GONE:
            return tr(
                "The copy of {name} kept with this floor is missing. A backup may still hold it, or point to "
                "the file again on the page Recordings.",
                name=name,
            )
        case Trouble.SPOILT:
            return tr(
                "The copy of {name} kept with this floor is damaged and is not played. A backup may still "
                "hold it, or point to the file again on the page Recordings.",
                name=name,
            )


def _first(found: tuple[Recording, ...], side: Side) -> Recording | None:
    return next((one for one in found if one.side is side), None)


def _load(store: Store, recording: Recording, key: bytes | None) -> Sound:
    if recording.how is How.KEPT:
        return _load_kept(store, recording, key)
    path = place(recording)
    trouble = look_at(recording)
    if trouble is not Trouble.NONE:
        return Sound(recording, missing=True, trouble=trouble)
    return Sound(recording, path=path, agent_channel=recording.agent_channel)


def place(recording: Recording) -> Path:
    """Where the file was when it was brought in, or pointed to last.

    A card number in its name is not stored: the file is then known by the rest of it.
    """
    folder = Path(recording.folder)
    if VEIL.strip() in recording.file_name:
        with suppress(OSError):
            for path in folder.iterdir():
                if recordings.place_text(path.name) == recording.file_name:
                    return path
    return folder / recording.file_name


def look_at(recording: Recording) -> Trouble:
    """Whether the file referred to is there and the same, by reading all of it."""
    path = place(recording)
    if (quick := glance_at(recording)) is not Trouble.NONE:
        return quick
    try:
        found = attachments.digest(path)
    except StoreError:
        return Trouble.UNREADABLE
    return Trouble.NONE if found.sha256 == recording.sha256 else Trouble.CHANGED


def glance_at(recording: Recording) -> Trouble:
    """As `look_at`, by name and size alone."""
    try:
        size = place(recording).stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return Trouble.GONE
    except (OSError, ValueError):  # a name that this system can't have
        return Trouble.UNREADABLE
    return Trouble.NONE if size == recording.size else Trouble.CHANGED


def _load_kept(store: Store, recording: Recording, key: bytes | None) -> Sound:
    if key is None:
        return Sound(recording, missing=True, trouble=Trouble.KEPT_GONE)
    kept = Attachment(recording.uid, key, recording.sha256, recording.size)
    try:
        data = attachments.read(store.path, kept)
    except Spoilt as error:
        trouble = Trouble.KEPT_GONE if error.reason == "missing" else Trouble.SPOILT
        return Sound(recording, missing=True, trouble=trouble)
    except StoreError:
        return Sound(recording, missing=True, trouble=Trouble.UNREADABLE)
    return Sound(recording, data=data, agent_channel=recording.agent_channel)


def _load_both(store: Store, sides: list[Recording], keys: dict[int, bytes | None]) -> Sound:
    """Heard as one where they can be put together; else the agent's alone, or whichever is there."""
    loaded = [_load(store, side, keys[side.id]) for side in sides]
    contents = [_content(one) for one in loaded]
    if contents[0] is not None and contents[1] is not None:
        joined = join_sides(contents[0], contents[1])
        if joined is not None:
            return Sound(sides[0], data=joined, agent_channel=0, joined=True)
    return next((one for one in loaded if not one.missing), loaded[0])


def _content(sound: Sound) -> bytes | None:
    if sound.data is not None:
        return sound.data
    try:
        return sound.path.read_bytes() if sound.path is not None else None
    except OSError:
        return None
