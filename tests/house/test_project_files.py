"""A checkout must work anywhere: no file names one machine's folders or one registry's address."""

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, list_project_files

# Written so that this file doesn't find itself.
SOMEBODYS_MACHINE = re.compile(
    r"(?<![\w.~-])/(?:[w]ork|[r]oot|[t]mp|[h]ome/\w+|[U]sers/\w+|[o]pt/\w+)/"
    r"|[p]ypi\.org|[p]ythonhosted|[n]pmjs\.|[d]eb\.debian\.org|[c]rates\.io|[i]ndex-url|[f]ind-links"
)
MOST_BYTES = 8_000_000


def find_machine(text: str) -> list[str]:
    return [
        f"line {number}: {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := SOMEBODYS_MACHINE.search(line))
    ]


def read_text(path: Path) -> str:
    """The file's text; nothing of a picture, font or recording."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", "ignore")


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): find_machine(read_text(path)) for path in list_project_files()
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_no_file_is_heavy() -> None:
    assert [path.name for path in list_project_files() if path.stat().st_size > MOST_BYTES] == []


def test_only_the_agreed_folders_stand_at_the_top() -> None:
    agreed = {"desktop", "resources", "db", "tests", "installer", "pyproject.toml", "README.md", "LICENSE"}
    top = {path.relative_to(ROOT).parts[0] for path in list_project_files()}
    assert {name for name in top if not name.startswith(".")} - agreed == {"CHANGELOG.md"}


@pytest.mark.parametrize(
    "line",
    [
        "see /wo" + "rk/main",
        "open('/ro" + "ot/x')",
        "--ind" + "ex-url x",
        "https://py" + "pi.org/simple",
        "/ho" + "me/ann/x",
    ],
)
def test_a_machine_or_registry_is_noticed(line) -> None:
    assert len(find_machine(f"good\n{line}\n")) == 1


def test_ordinary_words_and_paths_are_left_alone() -> None:
    assert find_machine("the main folder, ~/works, docs at https://example.org/works and /usr/share/") == []
