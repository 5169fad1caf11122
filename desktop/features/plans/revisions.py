"""Earlier agreements of a plan: read as they were printed, and printed again byte for byte."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from db.queries import finals, plans
from db.records.finals import Revision
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.documents.files import put_whole
from desktop.documents.plan import PlanDocument, render
from desktop.documents.printing import Paper
from desktop.features.plans.export import Exported, say_exported, usual_paper


@dataclass(frozen=True, slots=True)
class Agreement:
    """One revision that both signed. `reason` says why it changed what was agreed before; blank for 1."""

    final_id: int
    revision: int
    reason: str
    agreed_at: datetime
    document: PlanDocument


def agreements(store: Store, plan_id: int, by: User | None) -> tuple[Agreement, ...]:
    """What both have signed of this plan, the first one first; erased ones are left out."""
    with store.reading() as db:
        plan = plans.plan(db, plan_id)
        return tuple(_agreement(one) for one in finals.revisions(db, plan.uid) if one.content)


def _agreement(one: Revision) -> Agreement:
    document = document_of(one.content["document"])
    return Agreement(one.final.id, one.final.revision, one.final.reason, one.final.made_at, document)


def export_agreement(
    store: Store, final_id: int, path: Path, by: User, paper: Paper | None = None
) -> Exported:
    """Print a revision from what was kept of it: the same bytes as on the day it was signed."""
    demand(by, Deed.EXPORT)
    with store.reading() as db:
        revision = finals.final(db, final_id)
        document = document_of(revision.content["document"])
        plan_id = next(one.id for one in plans.plans(db) if one.uid == revision.final.first_uid)
    made = render(document, paper or usual_paper())
    put_whole(path, made.pdf)
    say_exported(store, plan_id)
    return Exported(path, made.warnings, made.standard)


def document_of(data: dict[str, Any]) -> PlanDocument:
    """The document that was kept as plain data. Raises KeyError or TypeError for data that is none."""
    found: PlanDocument = _build(PlanDocument, data)
    return found


def _build(hint: Any, value: Any) -> Any:
    if value is None or get_origin(hint) is Literal:
        return value
    if get_origin(hint) is UnionType:
        return _build(next(kind for kind in get_args(hint) if kind is not type(None)), value)
    if get_origin(hint) is tuple:
        return tuple(_build(get_args(hint)[0], item) for item in value)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        known = {field.name for field in fields(hint)}
        return hint(**{name: _build(hints[name], item) for name, item in value.items() if name in known})
    if hint is date:
        return date.fromisoformat(value)
    return float(value) if hint is float else value
