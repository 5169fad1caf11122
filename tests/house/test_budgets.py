"""Elegance is decided in the tail: no function, file or class may grow past what fits in one look."""

import ast
import subprocess
import sys
from collections.abc import Iterator

from tests.house.sources import (
    OUR_FOLDERS,
    ROOT,
    FunctionNode,
    Source,
    break_rule,
    count_lines,
    list_functions,
    parse,
)

FUNCTION_LINES = 40
FILE_LINES = 400
CLASS_LINES = 250
CLASS_METHODS = 20
ARGUMENTS = 5


def find_long_functions(source: Source) -> Iterator[str]:
    for function in list_functions(source):
        if (lines := count_lines(function)) > FUNCTION_LINES:
            yield f"{source.place(function)} {function.name}: {lines} lines, at most {FUNCTION_LINES}"


def find_long_files(source: Source) -> Iterator[str]:
    if (lines := len(source.text.splitlines())) > FILE_LINES:
        yield f"{source.path}: {lines} lines, at most {FILE_LINES}"


def find_large_classes(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(part, FunctionNode) for part in node.body)
            if (lines := count_lines(node)) > CLASS_LINES:
                yield f"{source.place(node)} {node.name}: {lines} lines, at most {CLASS_LINES}"
            if methods > CLASS_METHODS:
                yield f"{source.place(node)} {node.name}: {methods} methods, at most {CLASS_METHODS}"


def find_many_arguments(source: Source) -> Iterator[str]:
    for function in list_functions(source):
        names = [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
        own = len(names) - (names[:1] in (["self"], ["cls"]))
        if own > ARGUMENTS:
            yield f"{source.place(function)} {function.name}: {own} arguments, at most {ARGUMENTS}"


def test_functions_fit_in_one_look() -> None:
    assert break_rule(find_long_functions) == []


def test_files_stay_short() -> None:
    assert break_rule(find_long_files) == []


def test_classes_stay_small() -> None:
    assert break_rule(find_large_classes) == []


def test_functions_take_five_arguments_at_most() -> None:
    assert break_rule(find_many_arguments) == []


def test_functions_stay_simple() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--quiet", "--output-format=concise"]
    checked = subprocess.run(
        [*command, "--select", "C901,PLR0913", *OUR_FOLDERS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_the_budgets_notice_what_is_too_large() -> None:
    body = "\n".join(f"    x = {n}" for n in range(FUNCTION_LINES))
    assert len(list(find_long_functions(parse(f"def f():\n{body}\n")))) == 1
    assert not list(find_long_functions(parse("def f():\n" + body.replace("    x = 0\n", "", 1))))
    assert len(list(find_long_files(parse("x = 1\n" * (FILE_LINES + 1))))) == 1
    methods = "\n".join(f"    def m{n}(self): ..." for n in range(CLASS_METHODS + 1))
    assert len(list(find_large_classes(parse(f"class C:\n{methods}\n")))) == 1
    assert len(list(find_large_classes(parse("class C:\n" + "    x = 1\n" * CLASS_LINES)))) == 1
    assert len(list(find_many_arguments(parse("def f(a, b, c, *, d, e, f): ...")))) == 1
    assert not list(find_many_arguments(parse("class C:\n    def f(self, a, b, c, d, e): ...")))
