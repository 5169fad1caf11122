"""A contact's recording for the monitoring screen: what is played and known of it, whose side is which."""

from dataclasses import dataclass

from db.queries import recordings
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.coaching.sound import read_heard, write_heard
from desktop.coaching.speech import Measured, Peaks
from desktop.shell.recordings import Sound, keep_sound, kept_sound, sound_of


@dataclass(frozen=True, slots=True)
class Hearing:
    """A contact's recording (None without one), and what was worked out of it when it was heard before."""

    contact_id: int
    sound: Sound | None
    measured: Measured | None = None


def hear(store: Store, contact_id: int, by: User | None) -> Hearing:
    """Read through a file that is referred to, for its hash; decrypt one that is kept."""
    demand(by, Deed.OBSERVE)
    sound = sound_of(store, contact_id, by)
    if sound is None or sound.missing or sound.joined:
        return Hearing(contact_id, sound)
    kept = kept_sound(store, sound.recording.id, by)
    return Hearing(contact_id, sound, _read(*kept) if kept is not None else None)


def keep_measured(store: Store, recording_id: int, measured: Measured, by: User | None) -> None:
    """Keep it, so that the next who listens needn't wait; with it the length, where nobody knew it yet."""
    demand(by, Deed.OBSERVE)
    with store.writing("recording") as db:
        if recordings.recording(db, recording_id).duration_s is None:
            channels, seconds = len(measured.heard.talk), measured.heard.duration_s
            recordings.describe(db, recording_id, duration_s=seconds, channels=channels)
    keep_sound(store, recording_id, measured.peaks.data, write_heard(measured.heard), by)


def say_side(store: Store, recording_id: int, channel: int, by: User | None) -> None:
    """On which channel of a stereo call the agent is heard, from 0."""
    demand(by, Deed.OBSERVE)
    with store.writing("recording") as db:
        recordings.describe(db, recording_id, agent_channel=channel)


def _read(peaks: bytes, facts: str) -> Measured | None:
    heard = read_heard(facts)
    if heard is None or not heard.talk or len(peaks) % (2 * len(heard.talk)):
        return None
    return Measured(Peaks(len(heard.talk), peaks), heard)
