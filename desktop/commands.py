"""What scripts may ask of Deskside: the same actions as in the window, one line out, no Qt."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from db import beside, founding, keys
from db.backup import Backup
from db.clock import utc_now
from db.connection import Source
from db.errors import Missing, StoreError
from db.progress import Progress
from db.queries import people
from db.records.contacts import ImportKind
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, Forbidden, demand, may
from desktop.documents.files import put_whole
from desktop.features.exchange import actions as exchange
from desktop.features.exchange.outcomes import reject_text, say_left_out, say_refused, say_result
from desktop.features.exchange.refusals import Reason, Refused
from desktop.features.exchange.requests import Request, draft_request
from desktop.features.exchange.sentences import say_mended
from desktop.features.plans import actions as plans
from desktop.features.record import actions as record
from desktop.features.record.chains import broken_words, device_lines
from desktop.features.record.wording import verdict_words
from desktop.features.signin import by_script
from desktop.features.signin.actions import prepare_demo
from desktop.shell import known_floors, paths
from desktop.shell.errors import sentence, sentence_at_opening
from desktop.shell.text import number, tr

DONE, FAILED = 0, 1
MOST_NAMES = 8
Result = TypeVar("Result")


class CannotDo(Exception):
    """A script asked for what can't be done; the text is the sentence that says so, with the remedy."""


def run_import(args: Namespace) -> int:
    """`deskside import FILE --as calls|people`: bring in a file without asking anybody."""
    return _answer(_import, args)


def run_plan(args: Namespace) -> int:
    """`deskside plan AGENT --pdf FILE`: print the agent's newest plan."""
    return _answer(_plan, args)


def run_backup(args: Namespace) -> int:
    """`deskside backup [FOLDER]`: a proved copy of the store."""
    return _answer(_backup, args)


def run_restore(args: Namespace) -> int:
    """`deskside restore BACKUP`: go back to a backup; today's store is set aside."""
    return _answer(_restore, args)


def run_verify(args: Namespace) -> int:
    """`deskside verify`: hold the record of changes to its seals, and every row to the record."""
    return _answer(_verify, args)


def _answer(work: Callable[[Namespace], str], args: Namespace) -> int:
    """Say the result on stdout, or in one line on stderr why there is none."""
    try:
        told = work(args)
    except (CannotDo, Refused, by_script.NoPassphrase, StoreError, OSError) as error:
        _say(f"deskside: {_explain(error)}", sys.stderr)
        return FAILED
    _say(told, sys.stdout)
    return DONE


def _say(text: str, stream: object) -> None:
    # A name the terminal has no letters for must not lose the whole line.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    print(" ".join(text.split()), file=stream)  # type: ignore[call-overload]  # stdout or stderr


def _explain(error: Exception) -> str:
    if isinstance(error, Refused):
        return say_refused(error)
    if isinstance(error, Forbidden) and error.user is not None:
        return tr("{name}'s role doesn't cover this. Nothing was changed.", name=error.user.name)
    if isinstance(error, Forbidden):
        return tr("Nobody in this store has a role that may do this. Add one under Settings.")
    if isinstance(error, StoreError | OSError):
        return sentence(error).text()
    return str(error)


def _import(args: Namespace) -> str:
    request = Request(args.file, ImportKind(args.kind), tuple(args.map), args.dates or "", args.team or "")
    with _opened(args) as store:
        user = _user(store, Deed.IMPORT)
        checked = exchange.check(store, draft_request(store, request))
        told = _write_rejected(checked, args.rejected)
        try:
            result = _finish(exchange.bring_in(store, checked, user))
        except Refused as refused:
            raise _with_reasons(refused, checked) from refused
    return f"{say_result(result)} {say_mended(checked.draft.file)} {told}"


def _with_reasons(refused: Refused, checked: exchange.Check) -> Exception:
    """Where no row was sound, why each was left out."""
    if refused.reason is not Reason.NOTHING_SOUND or not checked.left_out:
        return refused
    left_out = tr("Left out: {reasons}.", reasons=say_left_out(checked))
    return CannotDo(f"{say_refused(refused)} {left_out}")


def _write_rejected(checked: exchange.Check, file: Path | None) -> str:
    """Write the rows that stay out, where a file is named for them, before anything is stored."""
    if file is None or not checked.left_out:
        return ""
    put_whole(file, reject_text(checked).encode())
    return tr("They stand in {file}.", file=file)


def _plan(args: Namespace) -> str:
    _check_place(args.pdf)
    with _opened(args) as store:
        user = _user(store, Deed.EXPORT)
        made = plans.export_pdf(store, _find_plan(store, args.agent), args.pdf, user)
    return tr("Wrote {file}.", file=made.path)


def _check_place(file: Path) -> None:
    """Refuse at once what can't become a file."""
    if file.is_dir():
        like = file / tr("plan.pdf")
        raise CannotDo(
            tr("“{path}” is a folder. Name the file to write, such as {file}.", path=file, file=like)
        )
    folder = file.absolute().parent
    if not folder.is_dir():
        words = tr("There is no folder {folder} to write in. Make it first, or name another.", folder=folder)
        raise CannotDo(words)


def _find_plan(store: Store, agent: str) -> int:
    try:
        plan_id = plans.newest_plan(store, agent)
    except plans.Namesakes as error:
        raise CannotDo(_say_namesakes(agent, error)) from error
    except plans.Unclear as error:
        near = ", ".join(error.names)
        if near and near.count(",") < MOST_NAMES:
            raise CannotDo(
                tr("“{agent}” may be: {names}. Write the whole name.", agent=agent, names=near)
            ) from error
        known = tr("Write the whole name or the staff number, as it stands on the page People.")
        some = tr("Many agents are called like “{agent}”.", agent=agent)
        none = tr("There is no agent “{agent}”.", agent=agent)
        raise CannotDo(f"{some if near else none} {known}") from error
    if plan_id is None:
        raise CannotDo(
            tr("{agent} has no growth plan yet. Begin one with them on the page Plans.", agent=agent)
        )
    return plan_id


def _say_namesakes(agent: str, found: plans.Namesakes) -> str:
    numbers = [one for one in found.staff_numbers if one]
    some = tr("{n} agents are called “{agent}”.", n=number(found.count), agent=agent)
    if not numbers:
        return some + " " + tr("Give them staff numbers on the page People, then write one of those instead.")
    known = tr(
        "Write a staff number instead of the name: {numbers}.", numbers=", ".join(numbers[:MOST_NAMES])
    )
    if len(numbers) == found.count:
        return f"{some} {known}"
    return f"{some} {known} " + tr("The others have none yet; the page People gives them one.")


def _back_up(args: Namespace) -> Backup:
    """Also while the window has the store open: then beside it, reading only."""
    path = _place(args)
    if path.is_file() and beside.is_open(path):
        return _back_up_beside(path, args)
    with _opened(args) as store:
        if store.acting is not None:
            demand(store.acting.user, Deed.BACK_UP)
        return store.back_up(args.folder)


def _back_up_beside(path: Path, args: Namespace) -> Backup:
    if not keys.is_protected(path):
        return beside.back_up(Source(path), utc_now(), args.folder)
    unlocked = by_script.unlock(path, args.user, args.passphrase_file)
    source = Source(path, unlocked.store_key)
    demand(beside.read_user(source, unlocked.user), Deed.BACK_UP)
    return beside.back_up(source, utc_now(), args.folder)


def _backup(args: Namespace) -> str:
    made = _back_up(args)
    size = number(made.size / 1e6, 1)
    return tr("Backed up to {path} ({size} MB, checked).", path=made.path, size=size)


def _verify(args: Namespace) -> str:
    with _opened(args) as store:
        verdict = _finish(record.check(store, _user(store, Deed.VERIFY)))
    for line in device_lines(verdict):
        _say(line, sys.stdout)
    if verdict.broken:
        raise CannotDo(broken_words(verdict))
    return verdict_words(verdict)


def _restore(args: Namespace) -> str:
    store = _place(args)
    aside = by_script.restore_for(store, args.backup, args.user, args.passphrase_file)
    told = tr("Restored {store} from {backup}.", store=store, backup=args.backup)
    return (
        told if aside is None else told + " " + tr("What was there before is kept as {aside}.", aside=aside)
    )


def _place(args: Namespace) -> Path:
    """The store named, else the demo's where it is asked for, else the one used last."""
    if args.store is not None:
        return Path(args.store).resolve()
    return paths.demo_store() if args.demo else paths.last_store()


@contextmanager
def _opened(args: Namespace) -> Iterator[Store]:
    """The store, which must be there and set up: a mistyped path must not make an empty one."""
    path = _place(args)
    if args.demo and args.store is None:
        for _ in prepare_demo(path, date.today()):
            pass
    if not paths.may_be_there(path):
        if args.store is None and path != paths.default_store():
            raise CannotDo(sentence_at_opening(Missing(path)).text())
        raise CannotDo(
            tr(
                "There is no store at {path} yet. Start Deskside once and choose “Start my own floor”, "
                "or name another with --store.",
                path=path,
            )
        )
    try:
        store = _open(path, args)
    except StoreError as error:
        raise CannotDo(sentence_at_opening(error).text()) from error
    try:
        yield store
    finally:
        store.close()


def _open(path: Path, args: Namespace) -> Store:
    """A protected store for who is named; any other as it is."""
    founding.finish(path)
    if not keys.is_protected(path):
        known_floors.refuse_plain(path)
        return Store.open(path)
    return by_script.open_for(path, by_script.unlock(path, args.user, args.passphrase_file))


def _user(store: Store, deed: Deed) -> User:
    """In whose name a script works: who has signed in; in a store without passphrases whoever used it last
    here, else the first who may.
    """
    if store.acting is not None:
        return demand(store.acting.user, deed)
    with store.reading() as db:
        able = [user for user in people.users(db) if may(user, deed)]
    last = _last_user(store.path)
    found = next((user for user in able if user.id == last), able[0] if able else None)
    if found is None:
        raise Forbidden(deed, None)
    return found


def _last_user(store: Path) -> int | None:
    """As the window remembers it; None where it doesn't."""
    try:
        kept = json.loads(paths.machine_settings().read_text(encoding="utf-8"))
        found = json.loads(kept["users"])[str(store)]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, int) else None


def _finish(work: Generator[Progress, None, Result]) -> Result:
    """Run long work to its end and return its result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
