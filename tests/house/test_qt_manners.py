"""What is banned where Qt is used: looks outside the theme, and work that fights the event loop."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import Source, break_rule, list_calls, parse

THEME = "desktop/shell/theme.py"
HEX_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?![0-9a-zA-Z])")
LOOKS = {"setStyleSheet", "setFixedSize"}
FIGHTS = {"processEvents": "give the work to a job", "terminate": "let a job end at its next step"}


def list_docstrings(source: Source) -> set[int]:
    """The identities of the tree's nodes that are docstrings."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(source.tree) if isinstance(node, holders) and node.body]
    return {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}


def find_colours(source: Source) -> Iterator[str]:
    """Colours written as numbers; a theme with other colours would leave them behind."""
    docstrings = list_docstrings(source)
    for node in ast.walk(source.tree):
        is_text = (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        )
        if is_text and HEX_COLOUR.search(node.value):
            yield f"{source.place(node)} {node.value[:40]!r}: ask the theme for a role"
    for name, call in list_calls(source):
        if name == "QColor" and any(isinstance(argument, ast.Constant) for argument in call.args):
            yield f"{source.place(call)} QColor of a constant: ask the theme for a role"


def find_looks(source: Source) -> Iterator[str]:
    for name, call in list_calls(source):
        if name in LOOKS:
            yield f"{source.place(call)} {name}: looks belong to the theme, sizes come from the font"


def find_fights(source: Source) -> Iterator[str]:
    """Calls and classes that work against the event loop."""
    for name, call in list_calls(source):
        if name in FIGHTS:
            yield f"{source.place(call)} {name}: {FIGHTS[name]}"
    for node in ast.walk(source.tree):
        bases = [ast.unparse(base) for base in node.bases] if isinstance(node, ast.ClassDef) else []
        if any(base.split(".")[-1] == "QThread" for base in bases):
            yield f"{source.place(node)} a QThread subclass: give the work to a job"


def find_raw_tips(source: Source) -> Iterator[str]:
    """A tooltip reads what looks like markup as such, and would fetch what a name says is a picture."""
    for name, call in list_calls(source):
        if name == "showText" and not ast.unparse(call.args[1]).startswith(("tip(", "tr(")):
            yield f"{source.place(call)} showText: pass the words through tip()"


def find_lambda_slots(source: Source) -> Iterator[str]:
    """Signals joined to a lambda: it keeps its page alive and has no name in a crash report."""
    for name, call in list_calls(source):
        if name == "connect" and any(isinstance(argument, ast.Lambda) for argument in call.args):
            yield f"{source.place(call)} connect to a method, or functools.partial of one"


def leave_out_theme(source: Source) -> bool:
    return source.path.as_posix() != THEME and not source.path.as_posix().startswith("resources/")


def test_colours_come_from_the_theme() -> None:
    assert break_rule(lambda s: find_colours(s) if leave_out_theme(s) else (), "desktop", "db") == []


def test_looks_belong_to_the_theme() -> None:
    assert break_rule(lambda s: find_looks(s) if leave_out_theme(s) else (), "desktop", "db") == []


def test_nothing_fights_the_event_loop() -> None:
    assert break_rule(find_fights, "desktop", "db") == []


def test_signals_are_joined_to_named_slots() -> None:
    assert break_rule(find_lambda_slots, "desktop") == []


def test_tooltips_are_never_read_as_markup() -> None:
    assert break_rule(find_raw_tips, "desktop") == []


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (find_colours, "x = 'color: #1a2B3c'"),
        (find_colours, "x = '#fff'"),
        (find_colours, "QColor(1, 2, 3)"),
        (find_looks, "label.setStyleSheet(x)"),
        (find_looks, "self.setFixedSize(a, b)"),
        (find_fights, "QApplication.processEvents()"),
        (find_fights, "thread.terminate()"),
        (find_fights, "class Work(QtCore.QThread): ..."),
        (find_lambda_slots, "button.clicked.connect(lambda: 1)"),
        (find_raw_tips, "QToolTip.showText(place, spot.words, self)"),
    ],
)
def test_each_ban_notices_its_case(rule, broken) -> None:
    assert len(list(rule(parse(broken)))) == 1


def test_the_bans_leave_good_code_alone() -> None:
    good = (
        "'''See #123.'''\nx = 'call #12'\nQColor(role)\nb.clicked.connect(self.save)\nclass P(QWidget): ..."
    )
    for rule in (find_colours, find_looks, find_fights, find_lambda_slots, find_raw_tips):
        assert list(rule(parse(good))) == []
