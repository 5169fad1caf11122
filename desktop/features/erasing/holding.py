"""Everything held on a person as two files: one to read, and one for programs, with what its keys mean."""

import json
from collections.abc import Mapping
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

from db.connection import Database
from db.queries import scorecards
from db.records.answer_bytes import chosen
from db.records.privacy import Holdings
from db.records.scorecards import NOT_APPLICABLE, Form
from desktop.features.erasing.printed import Asked
from desktop.shell.record_words import column_words, kind_words
from desktop.shell.text import tr

FORMAT = "deskside-holdings"
VERSION = 1


def read_asked(db: Database, held: Holdings) -> Asked:
    """What was asked and answered, in words."""
    texts: dict[bytes | str, str] = {key: one.text for key, one in scorecards.questions(db).items()}
    return Asked(read_answers(db, held), texts)


def read_answers(db: Database, held: Holdings) -> dict[int, list[tuple[str, str]]]:
    """Each evaluation's questions with their answers, by evaluation id; unanswered ones left out."""
    forms: dict[int, Form] = {}
    found = {}
    for row in held.rows.get("evaluation", ()):
        version = row["version_id"]
        forms[version] = forms.get(version) or scorecards.version(db, version).form
        found[row["id"]] = list(_answered(forms[version], bytes.fromhex(row["answers"])))
    return found


def _answered(form: Form, answers: bytes) -> list[tuple[str, str]]:
    said = []
    for place, (question, code) in enumerate(zip(form.questions, answers, strict=False)):
        labels = "; ".join(question.options[each].label for each in chosen(form, answers, place))
        if code == NOT_APPLICABLE:
            said.append((question.text, tr("N/A")))
        elif labels:
            said.append((question.text, labels))
    return said


def as_json(held: Holdings, asked: Asked, on: date, site: str) -> str:
    """The whole as JSON: `keys` says in words what each table and column holds."""
    rows = {table: [dict(row) for row in found] for table, found in held.rows.items()}
    for row in rows.get("evaluation", []):
        row["answered"] = [
            {"question": text, "answer": said} for text, said in asked.answers.get(row["id"], [])
        ]
    for row in rows.get("final", []):
        row["content"] = json.loads(row["content"]) if row["content"] else None
    told: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_on": on.isoformat(),
        "site": site,
        "person": dict(held.agent),
        "private_notes": {
            "count": held.private_notes,
            "about": tr("Sealed to their authors; readable by them alone."),
        },
        "record_of_changes": {"lines": held.changes},
        "keys": _keys({**rows, "agent": [dict(held.agent)], "week_sum": list(map(dict, held.sums))}),
        "records": {**rows, "week_sum": list(map(dict, held.sums))},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _keys(rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, str]]:
    """What each table (under "") and each of its columns is called."""
    return {
        table: {"": kind_words(table), **{name: column_words(table, name) for name in found[0]}}
        for table, found in sorted(rows.items())
        if found
    }


def beside(pdf: Path) -> Path:
    """Where the file for programs goes: next to the PDF, under its name, numbered where that is taken."""
    names = (pdf.with_name(f"{pdf.stem} {number}.json") for number in count(2))
    return next(path for path in chain([pdf.with_suffix(".json")], names) if not path.exists())
