"""A demo floor in whose every written word stands what some program might take for more than words."""

import json
import shutil
from pathlib import Path

from db.store import Store
from tests.db.recorded import by_hand

MARKUP = '<b>R&D</b><img src=x><a href="file:///etc/passwd">now</a>'
# Every column that holds words somebody wrote, or that came with a file.
WRITTEN = {
    "acknowledgement": "comment",
    "action": "title evidence",
    "action_idea": "title detail",
    "agent": "name reference",
    "area": "title",
    "assessment": "comment",
    "behaviour": "name definition",
    "check_in": "progress",
    "condition": "comment",
    "contact": "topic reference",
    "evaluation": "comment",
    "goal": "own_words why how_known",
    "import": "file_name",
    "improvement": "title detail",
    "note": "text",
    "observation": "pending",
    "plan": "vision strengths together",
    "rating": "comment",
    "scorecard_version": "form",
    "signature": "name",
    "site": "name",
    "skill": "name group definition evidence",
    "team": "name",
    "user": "name",
    "vision": "sentence meaning",
}
LOCKED = ("note", "evaluation", "scorecard_version", "signature", "acknowledgement", "vision")
SPOKEN = {"name", "title", "text", "label", "guidance", "good", "poor"}


def poisoned(demo: Path, folder: Path, words: str = MARKUP) -> Path:
    """A copy of the closed demo with the words before each of its texts, which stay apart that were apart."""
    path = Path(shutil.copy(demo, folder / "poisoned.deskside"))
    store = Store.open(path)
    with store.writing(*WRITTEN) as db:
        for table, columns in WRITTEN.items():
            if table not in LOCKED:
                db.execute(_setting(table, columns), [words] * len(columns.split()))
    store.close()
    with by_hand(path) as conn:
        conn.create_function("say_in_form", 1, lambda form: json.dumps(_say(json.loads(form), words)))
        for table in LOCKED:
            columns = WRITTEN[table]
            if table == "scorecard_version":
                conn.execute("UPDATE scorecard_version SET form = say_in_form(form)")
            else:
                conn.execute(_setting(table, columns), [words] * len(columns.split()))
    return path


def _setting(table: str, columns: str) -> str:
    parts = ", ".join(f'''"{column}" = ? || ' ' || "{column}"''' for column in columns.split())
    return f'UPDATE main."{table}" SET {parts}'


def _say(data: object, words: str) -> object:
    """The data of a form with the words before each of its texts that are shown."""
    if isinstance(data, list):
        return [_say(one, words) for one in data]
    if not isinstance(data, dict):
        return data
    return {
        name: f"{words} {value}" if name in SPOKEN and isinstance(value, str) else _say(value, words)
        for name, value in data.items()
    }
