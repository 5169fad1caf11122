"""Reads the project's own source, so that the rules of the house can be checked like any other behaviour."""

import ast
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
OUR_FOLDERS = ("desktop", "db", "resources", "installer", "tests")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path from the project's folder, its text and its syntax tree."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    def place(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


Rule = Callable[[Source], Iterable[str]]


def parse(text: str, path: str = "desktop/sample.py") -> Source:
    return Source(PurePosixPath(path), text, ast.parse(text))


@cache
def read_sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file below the given folders, or below all of ours."""
    paths = sorted(path for folder in folders or OUR_FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return tuple(parse(path.read_text("utf-8"), path.relative_to(ROOT).as_posix()) for path in paths)


def break_rule(rule: Rule, *folders: str) -> list[str]:
    """All places in those folders where the rule is broken."""
    return [finding for source in read_sources(*folders) for finding in rule(source)]


def list_functions(source: Source) -> Iterator[FunctionNode]:
    return (node for node in ast.walk(source.tree) if isinstance(node, FunctionNode))


def list_calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the last part of the name called: `label.setText(…)` gives `setText`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            yield name, node


def count_lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@cache
def list_project_files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, part of the project; ignored ones are not."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():  # a source archive
        below = [path for name in OUR_FOLDERS for path in (ROOT / name).rglob("*")]
        paths = [path for path in below if "__pycache__" not in path.parts]
        return tuple(path for path in [*paths, *ROOT.glob("*.*")] if path.is_file())
    ask = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others"]
    listed = subprocess.run([*ask, "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode("utf-8").split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())
