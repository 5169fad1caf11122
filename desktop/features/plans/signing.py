"""Signing a plan, and changing what was signed: each agreement is kept as it was, word for word.

The agent signs at their own hand, in the hand-over view; so does the supervisor on the page. Whoever signs
for somebody else says so, and it stands beside the name.
"""

from dataclasses import dataclass
from datetime import datetime

from db.connection import Database
from db.queries import final_content, finals, people, plans, practice
from db.queries.canonical import canonical, digest
from db.records.finals import FinalKind, Made
from db.records.people import Role, User
from db.records.plans import Plan, PlanState, Side, Signature, WholePlan
from db.store import Store
from desktop.coaching import plans as rules
from desktop.coaching.access import Deed, Forbidden, demand
from desktop.features.plans.document import plan_document
from desktop.features.plans.reading import read_sheet
from desktop.shell.folding import fold
from desktop.shell.text import tr

FORMAT = 1
SIGNED = ("signature", "plan", "final", "final_text")


class Settled(ValueError):
    """Somebody has signed, so that what was agreed does not change by the way."""


class NotReady(ValueError):
    """Signing was asked for while something is missing; `missing` says what."""

    def __init__(self, missing: tuple[rules.Missing, ...]) -> None:
        super().__init__(", ".join(one.lack for one in missing))
        self.missing = missing


class OtherName(ValueError):
    """`name` was to be typed: of the person whose line it is or, on behalf of them, of whoever is signed in.

    Also where it was typed by somebody else than the one it names.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NoReason(ValueError):
    """What both have signed changes for a reason only."""


class AlreadyChanged(ValueError):
    """The words changed meanwhile, so that signatures for the old ones can't come back."""


@dataclass(frozen=True, slots=True)
class Before:
    """A plan before it was changed again or closed: its signatures that went, and the digest of its words."""

    plan: Plan
    signatures: tuple[Signature, ...] = ()
    words: str = ""


def sign(store: Store, plan_id: int, side: Side, name: str, by: User) -> PlanState:
    """Sign for one side with the person's own name; with both the plan is agreed, and kept as it then stands.

    Raises NotReady, saying why; OtherName for a name that is not that person's, and for the supervisor's line
    by anybody but the plan's own; Forbidden for the agent's line outside the hand-over view; ValueError for a
    blank name or a side that has signed.
    """
    demand(by, Deed.SIGN_FOR_ONESELF if side is Side.AGENT else Deed.SIGN_PLAN)
    if side is Side.AGENT and by.role is not Role.AGENT:
        raise Forbidden(Deed.SIGN_FOR_ONESELF, by)
    return _sign(store, plan_id, (side, name), by, on_behalf=False)


def sign_on_behalf(store: Store, plan_id: int, side: Side, name: str, by: User) -> PlanState:
    """Sign for somebody else, who is named beside the own name of `by`. Raises as `sign`; not for agents."""
    demand(by, Deed.SIGN_PLAN)
    return _sign(store, plan_id, (side, name), by, on_behalf=True)


def _sign(store: Store, plan_id: int, line: tuple[Side, str], by: User, on_behalf: bool) -> PlanState:
    side, typed = line = line[0], " ".join(line[1].split())
    with store.writing(*SIGNED) as db:
        whole = plans.whole(db, plan_id)
        lacking = rules.missing(whole, practice.improvements_of_plan(db, plan_id))
        blocking = tuple(one for one in lacking if one.blocks)
        if blocking:
            raise NotReady(blocking)
        if not typed or whole.plan.state is not PlanState.DRAFT or side not in rules.unsigned(whole):
            raise ValueError(side)
        now = store.now()
        plans.add(db, Signature(0, b"", plan_id, side, _signed(db, whole, line, by, on_behalf), now))
        return _agree(store, db, plan_id, by, now)


def _signed(db: Database, whole: WholePlan, line: tuple[Side, str], by: User, on_behalf: bool) -> str:
    """What stands on the line."""
    (side, typed), plan = line, whole.plan
    name = people.agent(db, plan.agent_id).name if side is Side.AGENT else people.user(db, plan.user_id).name
    is_theirs = by.role is Role.AGENT if side is Side.AGENT else by.id == plan.user_id
    if not on_behalf:
        if not (is_theirs and is_same(typed, name)):
            raise OtherName(name)
        return typed
    if is_theirs or not is_same(typed, by.name):
        raise OtherName(by.name)
    return tr("{typed} (on behalf of {name})", typed=typed, name=name)


def is_same(typed: str, name: str) -> bool:
    """Whether it is the same name, capitals and accents aside."""
    return fold(typed).split() == fold(name).split()


def _agree(store: Store, db: Database, plan_id: int, by: User, now: datetime) -> PlanState:
    if rules.unsigned(plans.whole(db, plan_id)):
        return PlanState.DRAFT
    plans.set_values(db, Plan, plan_id, state=PlanState.AGREED, agreed_at=now)
    _keep_final(store, db, plan_id, by.id)
    return PlanState.AGREED


def _keep_final(store: Store, db: Database, plan_id: int, by: int) -> None:
    """Keep the plan as it is printed and as it is stored."""
    sheet = read_sheet(store, plan_id, store.now().date())
    site = people.site(db)
    content = {
        "format": FORMAT,
        "document": plan_document(sheet, site.name if site else ""),
        **final_content.of_plan(db, plan_id),
    }
    finals.write(db, FinalKind.PLAN, ("plan", plan_id), content, Made(by, sheet.plan.reason))


def change_again(store: Store, plan_id: int, by: User, reason: str = "") -> Before:
    """Make an agreed or half-signed plan a draft again; signatures go, since they were for other words.

    What both had signed is kept for ever; changing it needs a reason (else NoReason), and its next revision
    begins when both have signed again.
    """
    demand(by, Deed.WRITE_PLAN)
    with store.writing(*SIGNED) as db:
        whole = plans.whole(db, plan_id)
        if not rules.unsigned(whole):
            if not reason.strip():
                raise NoReason(plan_id)
            if finals.newest(db, "plan", plan_id) is None:
                _keep_final(store, db, plan_id, whole.plan.user_id)
            plans.set_values(db, Plan, plan_id, reason=reason.strip())
        for signature in whole.signatures:
            plans.drop(db, signature)
        plans.set_values(db, Plan, plan_id, state=PlanState.DRAFT, agreed_at=None)
        return Before(whole.plan, whole.signatures, _words(db, plan_id))


def close(store: Store, plan_id: int, by: User) -> Before:
    """Put the plan away; its focus areas are no longer live."""
    demand(by, Deed.WRITE_PLAN)
    with store.writing("plan") as db:
        before = plans.plan(db, plan_id)
        plans.set_values(db, Plan, plan_id, state=PlanState.CLOSED)
        return Before(before, (), _words(db, plan_id))


def put_back(store: Store, before: Before, by: User) -> None:
    """Undo of changing again or closing: state and signatures as they were.

    Raises AlreadyChanged where the words they stood under are not the same any more.
    """
    demand(by, Deed.WRITE_PLAN)
    with store.writing("signature", "plan") as db:
        if before.words != _words(db, before.plan.id):
            raise AlreadyChanged(before.plan.id)
        for signature in before.signatures:
            plans.undrop(db, signature)
        plans.set_values(
            db,
            Plan,
            before.plan.id,
            state=before.plan.state,
            agreed_at=before.plan.agreed_at,
            reason=before.plan.reason,
        )


def _words(db: Database, plan_id: int) -> str:
    return digest(canonical(final_content.agreed_words(db, plan_id)))
