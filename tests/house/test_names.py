"""A module is called after what it knows; names that fit everything collect everything."""

from collections.abc import Iterator

from tests.house.sources import Source, break_rule, parse

BANNED = {
    "base",
    "common",
    "core",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "stuff",
    "util",
    "utils",
}


def find_empty_names(source: Source) -> Iterator[str]:
    for part in source.path.with_suffix("").parts:
        if part.lower() in BANNED or set(part.lower().split("_")) & {"utils", "helpers", "misc", "manager"}:
            yield f"{source.path}: call it after what it knows, not {part!r}"


def test_modules_are_called_after_what_they_know() -> None:
    assert break_rule(find_empty_names) == []


def test_an_empty_name_is_noticed() -> None:
    names = ("desktop/utils.py", "desktop/misc/chart.py", "db/query_helpers.py", "db/store.py")
    assert [bool(list(find_empty_names(parse("", name)))) for name in names] == [True, True, True, False]
