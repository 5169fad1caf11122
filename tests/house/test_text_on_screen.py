"""Every word on screen goes through tr(), or it can't be translated."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import Source, break_rule, list_calls, parse

SHOWS_TEXT = {
    *("setText", "setWindowTitle", "setTitle", "setToolTip", "setStatusTip", "setWhatsThis"),
    *("setAccessibleName", "setAccessibleDescription", "setPlaceholderText", "setLabelText"),
    *("setInformativeText", "setDetailedText", "setPrefix", "setSuffix", "setSpecialValueText"),
    *("setHeaderLabels", "setHorizontalHeaderLabels", "setVerticalHeaderLabels"),
    *("addAction", "addItem", "addItems", "addMenu", "addRow", "addTab", "showMessage"),
    *(
        "QLabel",
        "QPushButton",
        "QCheckBox",
        "QRadioButton",
        "QGroupBox",
        "QAction",
        "QMenu",
        "QCommandLinkButton",
    ),
}
WORD = re.compile(r"(?!Deskside\b)\b[^\W\d_]{2,}")  # the product's name is the same in every language


def list_literals(node: ast.AST) -> Iterator[str]:
    """Text written in place: strings, f-strings' own words, sums, choices and lists of them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.List | ast.Tuple):
        for part in node.values if isinstance(node, ast.JoinedStr) else node.elts:
            yield from list_literals(part)
    elif isinstance(node, ast.BinOp):
        yield from (*list_literals(node.left), *list_literals(node.right))
    elif isinstance(node, ast.IfExp):
        yield from (*list_literals(node.body), *list_literals(node.orelse))
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("format", "join"):
        yield from list_literals(node.func.value)


def find_untranslated(source: Source) -> Iterator[str]:
    for name, call in list_calls(source):
        if name in SHOWS_TEXT:
            words = [text for argument in call.args for text in list_literals(argument) if WORD.search(text)]
            yield from (f"{source.place(call)} {name}({text[:40]!r}): put it through tr()" for text in words)


def find_untranslatable(source: Source) -> Iterator[str]:
    """f-strings given to tr(): they are filled in before a translation could be looked up."""
    for name, call in list_calls(source):
        if name == "tr" and any(isinstance(argument, ast.JoinedStr) for argument in call.args):
            yield f"{source.place(call)} tr(f'…'): translate first, fill in after"


def test_every_word_on_screen_can_be_translated() -> None:
    assert break_rule(find_untranslated, "desktop") == []


def test_text_is_translated_before_it_is_filled_in() -> None:
    assert break_rule(find_untranslatable, "desktop") == []


@pytest.mark.parametrize(
    "broken",
    [
        "label.setText('Call length')",
        "QLabel(f'{n} calls')",
        "QPushButton('Save' if new else x)",
        "box.addItems(['—', 'Escalated'])",
        "self.setWindowTitle('Łódź')",
        "label.setText('calls: ' + n)",
        "label.setText('{} calls'.format(n))",
    ],
)
def test_words_without_tr_are_noticed(broken) -> None:
    assert len(list(find_untranslated(parse(broken)))) == 1


@pytest.mark.parametrize(
    "good",
    [
        "label.setText(tr('Save'))",
        "w.setWindowTitle(name + ' – Deskside')",
        "QLabel('—')",
        "QLabel(f'{n} %')",
        "QLabel(name, self)",
    ],
)
def test_signs_and_translated_words_are_left_alone(good) -> None:
    assert list(find_untranslated(parse(good))) == []


def test_filling_in_before_translating_is_noticed() -> None:
    assert len(list(find_untranslatable(parse("tr(f'{n} calls')")))) == 1
