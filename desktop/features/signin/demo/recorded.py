"""Two recordings of the demo floor: nobody's voice, but two hums that take turns, so that there is a waveform
to see, a talk share to read and something to play.
"""

import io
import math
import wave
from array import array
from dataclasses import replace
from pathlib import Path

from db import attachments
from db.queries import contacts, recordings
from db.records.contacts import Channel, Contact
from db.records.recordings import How, NewRecording
from desktop.features.signin.demo.calls import Floor
from desktop.features.signin.demo.people import DemoAgent

TABLES = ("recording",)
CALLS = 2
RATE = 8000
AGENT, CALLER = 0, 1
PITCH = {AGENT: 190, CALLER: 140}
# Who hums, from which second, for how long: a greeting, a story, a pause to look it up, both at once.
TURNS = (
    *((AGENT, 0.5, 2.5), (CALLER, 3.5, 8.0), (AGENT, 12.0, 3.0), (CALLER, 14.2, 1.6), (AGENT, 22.5, 6.0)),
    *((CALLER, 29.0, 2.0), (AGENT, 31.5, 4.0), (CALLER, 36.0, 1.0)),
)
LENGTH_S = 38


def keep_recordings(floor: Floor, agents: list[DemoAgent], store: Path) -> None:
    """For the newest call that nobody has listened to, of the first few agents who have one."""
    calls = [call for agent in agents if (call := _newest_call(floor, agent)) is not None][:CALLS]
    content = make_call()
    for number, call in enumerate(calls, 1):
        _keep(floor, call, store, (f"Demo_call_{number}.wav", content))


def _newest_call(floor: Floor, agent: DemoAgent) -> Contact | None:
    found = contacts.of_agent(floor.db, agent.id, unobserved=True)
    return next((one for one in found if one.channel is Channel.CALL and one.answered), None)


def _keep(floor: Floor, call: Contact, store: Path, file: tuple[str, bytes]) -> None:
    """The file is there for as long as it takes to keep it."""
    name, content = file
    written = store.with_name(f"{store.name}.{name}")
    written.write_bytes(content + name.encode())  # the name behind the sound makes each a file of its own
    try:
        uid = recordings.new_uid(floor.db)
        kept = attachments.keep(store, uid, written, key=floor.random.randbytes(attachments.KEY_SIZE))
    finally:
        written.unlink()
    new = NewRecording("", name, kept.sha256, kept.size, How.KEPT, float(LENGTH_S), 2, AGENT)
    new = replace(new, contact_id=call.id, agent_id=call.agent_id, started_at=call.started_at)
    recordings.add(floor.db, new, floor.supervisors[0], uid, kept.key)


def make_call() -> bytes:
    """A stereo WAV, the agent on the left."""
    frames = array("h", bytes(4 * RATE * LENGTH_S))
    for side, start, length in TURNS:
        hum = _hum(PITCH[side], length)
        first = 2 * round(start * RATE) + side
        frames[first : first + 2 * len(hum) : 2] = hum
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(frames.tobytes())
    return made.getvalue()


def _hum(pitch: int, length: float) -> "array[int]":
    """Four syllables a second, swelling and fading: one is made, and said again until the time is up."""
    size = RATE // 4
    syllable = array(
        "h",
        (
            round(9000 * math.sin(math.pi * at / size) * math.sin(2 * math.pi * pitch * at / RATE))
            for at in range(size)
        ),
    )
    return (syllable * math.ceil(length * 4))[: round(length * RATE)]
