"""Printing a plan: set by the document engine, put in place only when it is whole."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from db.queries import log, people, plans
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.documents.files import put_whole
from desktop.documents.plan import Misprint, Paper, render
from desktop.features.plans.document import plan_document
from desktop.features.plans.reading import read_sheet
from desktop.shell.text import locale_in_use, tr

LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "CR", "SV", "GT", "NI", "PA", "VE", "DO"})
LONGEST = 160  # bytes of a name; most systems take 255 for all of a file's
UNFIT = re.compile(r'[\s\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Exported:
    """`warnings` tell what could not be printed as written; `standard` whether it is PDF/A and PDF/UA."""

    path: Path
    warnings: tuple[Misprint, ...]
    standard: bool


def export_pdf(store: Store, plan_id: int, path: Path, by: User, paper: Paper | None = None) -> Exported:
    """Write the plan to `path`; a file already there is replaced only by a whole new one.

    Without `paper` it is the one usual where the user is. OSError where the place can't be written.
    """
    demand(by, Deed.EXPORT)
    with store.reading() as db:
        sheet = read_sheet(store, plan_id, store.now().date())
        site = people.site(db)
    made = render(plan_document(sheet, site.name if site else ""), paper or usual_paper())
    put_whole(path, made.pdf)
    say_exported(store, plan_id)
    return Exported(path, made.warnings, made.standard)


def say_exported(store: Store, plan_id: int) -> None:
    """The record says whose plan left the store: whoever erases somebody later must know."""
    with store.writing("event", "change") as db:
        agent = people.agent(db, plans.plan(db, plan_id).agent_id)
        log.say(db, "export", "growth plan", "agent", agent.uid)


def usual_paper(choice: str = "") -> Paper:
    """The paper of the setting, where it names one, else the one usual in the user's country."""
    for paper in get_args(Paper):
        if choice == paper:
            return "letter" if paper == "letter" else "a4"
    return "letter" if locale_in_use().replace("-", "_").split("_")[-1] in LETTER_COUNTRIES else "a4"


def file_name(agent: str) -> str:
    """A name any system takes, without the folder: `Growth plan Imani Okafor.pdf`."""
    short = UNFIT.sub(" ", agent).encode()[:LONGEST].decode(errors="ignore")
    fit = short.strip(" .") or tr("agent")
    return f"{tr('Growth plan')} {fit}.pdf"
