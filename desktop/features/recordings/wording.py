"""What stands on the page Recordings: how each one is, why it asks, and what came of bringing files in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from db.records.contacts import Contact
from db.records.recordings import How, Side
from desktop.coaching.matching import Basis
from desktop.features.recordings.actions import Asking, Listed, State
from desktop.features.recordings.bringing import Outcome, Refusal
from desktop.shell.text import clock, day, ntr, tr

MARKS = {State.MISSING: "critical", State.CHANGED: "critical", State.ASKS: "signal", State.MATCHED: "good"}
"""The meaning whose shape stands before a state."""
MOST_NAMES = 5


def wall_time(at: datetime) -> str:
    """A call's start: the site's wall clock, whatever zone this machine is in."""
    return f"{day(at.date())}, {at:%H:%M}"


def state_words(listed: Listed) -> str:
    """In a few words, for the list."""
    match listed.state:
        case State.MISSING:
            return tr("Missing")
        case State.CHANGED:
            return tr("Changed")
        case State.ASKS:
            return tr("Asks")
        case State.MATCHED:
            return tr("Matched")


def how_words(listed: Listed) -> str:
    return tr("Kept") if listed.recording.how is How.KEPT else tr("In its folder")


def side_words(side: Side) -> str:
    return {Side.BOTH: "", Side.AGENT: tr("agent’s side"), Side.CUSTOMER: tr("caller’s side")}[side]


def when_words(listed: Listed) -> str:
    began = listed.row.contact_started_at or listed.recording.started_at
    return wall_time(began) if began is not None else ""


def length_words(listed: Listed) -> str:
    length = listed.recording.duration_s
    return clock(length) if length is not None else ""


def count_words(rows: Sequence[Listed]) -> str:
    """`12 recordings · 3 ask whose call they are · 1 missing`."""
    parts = [ntr("{n} recording", "{n} recordings", len(rows))]
    asking = sum(row.state is State.ASKS for row in rows)
    gone = sum(row.state in (State.MISSING, State.CHANGED) for row in rows)
    if asking:
        parts.append(ntr("{n} asks whose call it is", "{n} ask whose calls they are", asking))
    if gone:
        parts.append(ntr("{n} missing or changed", "{n} missing or changed", gone))
    return " · ".join(parts)


def told_words(listed: Listed) -> str:
    """What its name and its file told."""
    recording = listed.recording
    parts = []
    if recording.agent_text:
        parts.append(tr("agent “{name}”", name=recording.agent_text))
    if recording.started_at is not None:
        parts.append(tr("begun {when}", when=wall_time(recording.started_at)))
    if recording.reference:
        parts.append(tr("reference {reference}", reference=recording.reference))
    if recording.side is not Side.BOTH:
        parts.append(side_words(recording.side))
    if recording.duration_s is not None:
        parts.append(clock(recording.duration_s))
    if not parts:
        return tr("Its name tells nothing of the call. Settings, Recordings says how names are read.")
    return tr("Its name and file say: {parts}.", parts=", ".join(parts))


def place_words(listed: Listed) -> str:
    recording = listed.recording
    if recording.how is How.KEPT and not recording.folder:
        return tr("An encrypted copy is kept with this floor.")
    if recording.how is How.KEPT:
        return tr(
            "An encrypted copy is kept with this floor; it came from {folder}.", folder=recording.folder
        )
    return tr("It lies in {folder}.", folder=recording.folder)


def state_sentence(asking: Asking) -> str:
    """How it stands and, where it asks, why."""
    listed = asking.listed
    recording = listed.recording
    if listed.state is State.MISSING and recording.how is How.KEPT:
        return tr("The copy that was kept is missing. A backup may hold it, or point to the file again.")
    if listed.state is State.MISSING:
        return tr(
            "The recording is not at {path} any more. Look for it in another folder, or point to it; it is "
            "known again under any name.",
            path=Path(recording.folder) / recording.file_name,
        )
    if listed.state is State.CHANGED:
        return tr("A file is there, and it is not the one that was brought in: its size differs.")
    if asking.contact is not None:
        return tr("It is of this contact: {contact}.", contact=contact_words(asking.contact, asking.names))
    return basis_sentence(asking)


def basis_sentence(asking: Asking) -> str:
    """Why nobody could say by rule whose call it is."""
    found = asking.match
    told = asking.listed.recording
    match found.basis:
        case Basis.SEVERAL:
            return tr("Several contacts fit. Listen, then choose the one it is.")
        case Basis.AGAINST:
            return tr(
                "Contact {reference} is of another agent or another day. Choose it, if it is the one all "
                "the same.",
                reference=told.reference,
            )
        case Basis.TAKEN:
            return tr("The contact that fits has a recording already. Choose it, if both are of one call.")
        case Basis.REFERENCE | Basis.TIME:
            return tr("A contact fits now. Choose it.")
        case Basis.NOBODY:
            return _nobody_sentence(asking)


def _nobody_sentence(asking: Asking) -> str:
    told = asking.listed.recording
    if told.agent_text and asking.match.agent is None:
        return tr(
            "No agent, or more than one, is called “{name}”. Say whose call it is, and it becomes a contact.",
            name=told.agent_text,
        )
    return tr("No contact fits. Say whose call it is, and when, and it becomes one.")


def contact_words(contact: Contact, names: Mapping[int, str]) -> str:
    """`Imani Okafor, 2 Mar 2026, 09:30, C-1`."""
    name = names.get(contact.agent_id, "")
    return ", ".join(part for part in (name, wall_time(contact.started_at), contact.reference) if part)


def refusal_words(why: Refusal) -> str:
    return {
        Refusal.KNOWN: tr("here already"),
        Refusal.NO_SOUND: tr("no sound that Deskside plays (WAV, MP3, Opus, M4A)"),
        Refusal.EMPTY: tr("empty"),
        Refusal.TOO_LARGE: tr("over 1 GB, which no call is"),
        Refusal.UNREADABLE: tr("can’t be read"),
    }[why]


def outcome_words(outcome: Outcome) -> str:
    """What came of bringing files in, in a sentence or three."""
    if not outcome.ids and not outcome.refused:
        return tr("No recordings were found there.")
    parts = [ntr("Brought in {n} recording.", "Brought in {n} recordings.", len(outcome.ids))]
    if outcome.matched:
        parts.append(ntr("{n} found its contact.", "{n} found their contacts.", outcome.matched))
    if outcome.asking:
        parts.append(ntr("{n} asks whose call it is.", "{n} ask whose calls they are.", outcome.asking))
    if outcome.refused:
        parts.append(_refused_words(outcome))
    return " ".join(parts)


def _refused_words(outcome: Outcome) -> str:
    named = [f"{path.name} ({refusal_words(why)})" for path, why in outcome.refused[:MOST_NAMES]]
    more = len(outcome.refused) - len(named)
    if more > 0:
        named.append(ntr("{n} more", "{n} more", more))
    return tr("Left out: {names}.", names=", ".join(named))
