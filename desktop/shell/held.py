"""Typed text that the store refused: held in memory until it is kept, and sealed while Deskside is locked.

A sealed write can be read by nobody but the user who typed it. It never touches a disk, so pickle reads only
what this process wrote; Python can't wipe the plain text it was made of, only let go of it.
"""

import io
import pickle
from base64 import b85decode, b85encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from db.errors import StoreError

if TYPE_CHECKING:
    from db.store import Store

_STORE = "store"
_CONTEXT = b"held writes"


@dataclass(frozen=True, slots=True)
class Write:
    """One write of typed text: `work(*args)`; a newer one of the same slot takes its place."""

    slot: str
    work: Callable[..., Any]
    args: tuple[Any, ...]

    def __call__(self) -> Any:
        return self.work(*self.args)


class Writing(Protocol):
    """What is asked of a job that writes typed text."""

    slot: str
    work: Callable[[], Any]
    error: Exception | None


Job = TypeVar("Job", bound=Writing)


class Held(Generic[Job]):
    """The refused writes by slot, oldest first. Used under the lock of `Jobs`."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def remember(self, job: Job) -> None:
        """Hold a write that the store refused; let it go once it or a newer one is kept."""
        if job.slot and isinstance(job.error, StoreError):
            self._jobs[job.slot] = job
        elif job.slot:
            self._jobs.pop(job.slot, None)

    def refusal(self) -> Exception | None:
        """Why the oldest of them was refused."""
        return next((job.error for job in self._jobs.values()), None)

    def but(self, slots: Iterable[str]) -> list[Job]:
        """Those whose slot is not among `slots`."""
        return [job for slot, job in self._jobs.items() if slot not in slots]

    def take(self, store: "Store") -> tuple[Write, ...]:
        """Hand over, and forget, the writes that go to this store."""
        found = {slot: job.work for slot, job in self._jobs.items() if _goes_to(job.work, store)}
        for slot in found:
            del self._jobs[slot]
        return tuple(work for work in found.values() if isinstance(work, Write))


def _goes_to(work: object, store: "Store") -> bool:
    return isinstance(work, Write) and any(arg is store for arg in work.args)


def seal(writes: tuple[Write, ...], store: "Store", own: bytes) -> bytes:
    """Return the writes readable by the owner of the private key `own` alone, without the store itself."""
    from db.keys import seal_private

    out = io.BytesIO()
    pickler = pickle.Pickler(out)
    pickler.persistent_id = _name_of(store)  # type: ignore[method-assign]  # documented way to set it
    pickler.dump(writes)
    return seal_private(own, b85encode(out.getvalue()).decode("ascii"), _CONTEXT)


def unseal(sealed: bytes, store: "Store", own: bytes) -> tuple[Write, ...]:
    """Return what `seal` sealed, now bound for this store. Raises `db.keys.sealing.Unreadable`."""
    from db.keys import open_private

    unpickler = pickle.Unpickler(io.BytesIO(b85decode(open_private(own, sealed, _CONTEXT))))
    unpickler.persistent_load = _store_for(store)  # type: ignore[method-assign]  # as above
    found: tuple[Write, ...] = unpickler.load()
    return found


def _name_of(store: "Store") -> Callable[[object], str | None]:
    def name(value: object) -> str | None:
        return _STORE if value is store else None

    return name


def _store_for(store: "Store") -> Callable[[object], object]:
    def load(_name: object) -> object:
        return store

    return load
