"""What an agent handed back: a page read, checked to be ours and unchanged, shown, and then recorded.

A file from somewhere else, of another evaluation, of an earlier revision or with changed words is told apart
and refused; what a person wrote on paper is typed in.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from db import attachments
from db.connection import Database
from db.queries import evaluations, finals, handed_back, handed_out, log, people, recordings, revising
from db.records.disputes import How, Said
from db.records.finals import Came, Revision
from db.records.observations import EvaluationState
from db.records.people import User
from db.records.recordings import Attachment
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.coaching.disputes import Refusal, Refused
from desktop.documents.evaluation_page import MOST_BYTES, NoAnswer, Returned, read_page
from desktop.features.monitoring.disputing import HandedIn, raise_within
from desktop.shell.settling import resting_state

BACK = ("acknowledgement", "handed_back", "dispute", "evaluation", "event", "change")
MOST_SCAN = 60_000_000


class Strange(StrEnum):
    """Why a file is not taken."""

    NO_PAGE = "no_page"
    UNKNOWN = "unknown"
    ANOTHER = "another"
    CHANGED = "changed"
    EARLIER = "earlier"
    NOTHING_SAID = "nothing_said"
    SAID_ALREADY = "said_already"
    VOID = "void"


class NotTaken(ValueError):
    def __init__(self, why: Strange) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class HandedBack:
    """A page that was read and is ours: of which final of which evaluation, and where its file lies."""

    evaluation_id: int
    final_id: int
    agent: str
    file: Path
    returned: Returned

    @property
    def file_name(self) -> str:
        return self.file.name


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What stands on a signed paper: the agent's words, the day, and the scan where there is one."""

    words: str
    signed_on: date
    scan: Path | None = None


def read_back(store: Store, evaluation_id: int, path: Path, by: User) -> HandedBack:
    """Read a page handed back for this evaluation and check it; nothing is recorded yet. Raises NotTaken."""
    demand(by, Deed.TAKE_BACK)
    if path.stat().st_size > MOST_BYTES:
        raise NotTaken(Strange.NO_PAGE)
    try:
        returned = read_page(path.read_bytes())
    except NoAnswer as error:
        raise NotTaken(Strange.NO_PAGE) from error
    with store.reading() as db:
        return _check(db, evaluation_id, path, returned)


def _check(db: Database, evaluation_id: int, file: Path, returned: Returned) -> HandedBack:
    newest = finals.newest(db, "evaluation", evaluation_id)
    try:
        out = handed_out.of_uid(db, bytes.fromhex(returned.marks.out))
    except ValueError as error:
        raise NotTaken(Strange.UNKNOWN) from error
    if out is None or newest is None:
        raise NotTaken(Strange.UNKNOWN)
    of = finals.final(db, out.final_id)
    if of.final.first_uid != newest.final.first_uid:
        raise NotTaken(Strange.ANOTHER)
    claimed = (returned.marks.final, returned.marks.sha256) == (of.final.uid.hex(), of.final.sha256)
    code = handed_out.code(out, of.final, returned.document)
    if not claimed or not hmac.compare_digest(code.encode(), returned.marks.code.encode()):
        raise NotTaken(Strange.CHANGED)
    if of.final.id != newest.final.id:
        raise NotTaken(Strange.EARLIER)
    _check_said(db, newest, returned)
    agent = people.agent(db, of.final.agent_id).name
    return HandedBack(evaluation_id, of.final.id, agent, file, returned)


def _check_said(db: Database, of: Revision, returned: Returned) -> None:
    if not returned.read and not returned.disputed:
        raise NotTaken(Strange.NOTHING_SAID)
    said = finals.acknowledgement(db, of.final.id)
    if said is not None and said.at is not None and not returned.disputed:
        raise NotTaken(Strange.SAID_ALREADY)


def record_back(store: Store, back: HandedBack, late: str, by: User) -> None:
    """Record what the page says, as the agent's word, with the file's own digest.

    Both or neither: that it was read, and what is disputed. Raises NotTaken where it was overtaken meanwhile,
    Refused as raising a dispute does.
    """
    demand(by, Deed.TAKE_BACK)
    with _kept(store, back.file, back.returned.sha256) as kept, store.writing(*BACK) as db:
        found = _check(db, back.evaluation_id, back.file, back.returned)
        came = Came("file", found.file_name, found.returned.sha256)
        _acknowledge(db, store, (found.evaluation_id, found.final_id, found.returned.words), came, by)
        _add_file(db, store, found.evaluation_id, (back.file_name, kept), by)
        if found.returned.disputed:
            said = tuple(
                Said(one.key, one.reason, one.evidence, one.proposed) for one in found.returned.disputed
            )
            raise_within(db, store, found.evaluation_id, HandedIn(said, How.FILE, late), by)


def record_paper(store: Store, evaluation_id: int, paper: OnPaper, by: User) -> None:
    """Record a signed paper: the agent's words, the day on it, and its scan, which is kept."""
    demand(by, Deed.TAKE_BACK)
    if paper.scan is None:
        _record_paper(store, evaluation_id, paper, None, by)
        return
    with _kept(store, paper.scan, _digest_scan(paper.scan)) as kept:
        _record_paper(store, evaluation_id, paper, kept, by)


def _record_paper(
    store: Store, evaluation_id: int, paper: OnPaper, kept: Attachment | None, by: User
) -> None:
    came = Came("signed", signed_on=paper.signed_on)
    if paper.scan is not None and kept is not None:
        came = Came("signed", paper.scan.name, kept.sha256, paper.signed_on)
    with store.writing(*BACK) as db:
        newest = finals.newest(db, "evaluation", evaluation_id)
        if newest is None:
            raise Refused(Refusal.NOT_SHARED)
        _acknowledge(db, store, (evaluation_id, newest.final.id, paper.words), came, by)
        if paper.scan is not None and kept is not None:
            _add_file(db, store, evaluation_id, (paper.scan.name, kept), by)


@contextmanager
def _kept(store: Store, file: Path, sha256: str) -> Iterator[Attachment]:
    """An encrypted copy of the file beside the store, which goes again where recording it fails.

    Raises NotTaken where the file is no more the one that was read.
    """
    with store.reading() as db:
        uid = recordings.new_uid(db)
    try:
        kept = attachments.keep(store.path, uid, file)
        if kept.sha256 != sha256:
            raise NotTaken(Strange.CHANGED)
        yield kept
    except BaseException:
        attachments.remove(attachments.folder_of(store.path), frozenset([uid]))
        raise


def _add_file(db: Database, store: Store, evaluation_id: int, file: tuple[str, Attachment], by: User) -> None:
    handed_back.add(db, evaluations.evaluation(db, evaluation_id), by.id, file, store.now())


def _digest_scan(path: Path) -> str:
    """SHA-256 of a scan, in hexadecimal. Raises NotTaken for one too large to be a paper, OSError."""
    if path.stat().st_size > MOST_SCAN:
        raise NotTaken(Strange.NO_PAGE)
    return sha256(path.read_bytes()).hexdigest()


def _acknowledge(db: Database, store: Store, of: tuple[int, int, str], came: Came, by: User) -> None:
    evaluation_id, final_id, words = of
    one = evaluations.evaluation(db, evaluation_id)
    if one.state in (EvaluationState.DRAFT, EvaluationState.FINAL):
        raise Refused(Refusal.NOT_SHARED)
    if one.state is EvaluationState.DISPUTED:
        raise Refused(Refusal.IS_DISPUTED)
    said = finals.acknowledgement(db, final_id)
    if said is None or said.at is None:
        final = finals.final(db, final_id).final
        finals.keep_came(db, final, by.id, came)
        finals.acknowledge(db, final, by.id, words.strip(), store.now())
        revising.keep_state(db, one.id, resting_state(db, one.id))
    elif came.how == "signed":
        raise NotTaken(Strange.SAID_ALREADY)
    log.say(db, "taken_back", came.file_name, "evaluation", one.uid)
