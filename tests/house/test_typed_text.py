"""Whatever is typed goes through the gate for card numbers; where it does not, somebody has said why."""

import ast
from collections.abc import Iterator

from tests.house.sources import Source, list_calls, parse, read_sources

QT_FIELDS = {"QLineEdit", "QPlainTextEdit", "QTextEdit", "QInputDialog"}
# Nothing typed in these is kept, or the store masks it; reports and texts to be read only.
WITHOUT_GATE = {
    "desktop/shell/cards.py": "a report to be read and copied",
    "desktop/shell/way_back.py": "a name and a passphrase to open a store with",
    "desktop/widgets/history.py": "what a value was and is, to be read",
    "desktop/widgets/privacy_line.py": "the reason to keep a number; the store masks what is in it",
    "desktop/walk/hand.py": "fields are found here, not made",
}
NOT_KEPT = {
    "desktop/features/monitoring/clock_strip.py": "a second of the call",
    "desktop/features/monitoring/start_panel.py": "a name to find",
    "desktop/features/signin/choosing.py": "a recovery code",
    "desktop/widgets/palette.py": "words to find",
    "desktop/widgets/passphrases.py": "a passphrase",
    "desktop/widgets/recovery.py": "a recovery code",
    "desktop/widgets/tables.py": "words to find",
}


def bare_fields(source: Source) -> Iterator[str]:
    """Fields of Qt made as they are, or given a class of their own that is not ours."""
    for name, call in list_calls(source):
        if name in QT_FIELDS:
            yield source.place(call)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) in QT_FIELDS for base in node.bases):
            yield source.place(node)


def open_fields(source: Source) -> Iterator[str]:
    for _, call in list_calls(source):
        if any(word.arg == "gated" and ast.unparse(word.value) != "gated" for word in call.keywords):
            yield source.place(call)


def test_a_field_of_qt_made_as_it_is_is_found() -> None:
    assert list(bare_fields(parse("self.a = QLineEdit()"))) == ["desktop/sample.py:1"]
    assert list(bare_fields(parse("class A(QPlainTextEdit): ..."))) == ["desktop/sample.py:1"]
    assert list(open_fields(parse("LineField('a', gated=False)"))) == ["desktop/sample.py:1"]


def test_text_is_typed_into_the_fields_of_the_house_only() -> None:
    allowed = {*WITHOUT_GATE, "desktop/widgets/text_fields.py"}
    sources = read_sources("desktop")
    found = {place for source in sources if str(source.path) not in allowed for place in bare_fields(source)}
    assert found == set(), "use TextField or LineField"


def test_fields_without_the_gate_are_those_whose_text_is_not_kept() -> None:
    sources = read_sources("desktop")
    found = {place for source in sources if str(source.path) not in NOT_KEPT for place in open_fields(source)}
    assert found == set()
