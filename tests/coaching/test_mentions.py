"""Finding a person's name in other people's words."""

import pytest

from desktop.coaching.mentions import find, seek


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Imani Okafor", "Sat beside imani okafor today", ("imani okafor", True)),
        ("Imani Okafor", "Ask Imani how she does it", ("imani", False)),
        ("Imani Okafor", "OKAFOR’s call", ("okafor", False)),
        ("Łukasz Żółć", "Lukasz Zolc said so", ("lukasz zolc", True)),
        ("山田花子", "昨日山田花子さんと話した", ("山田花子", True)),
        ("مريم حسن", "ومريم تعرف", ("مريم", False)),
        ("Imani  Okafor", "Imani\nOkafor", ("imani\nokafor", True)),
    ],
)
def test_a_name_is_found(name: str, text: str, found: tuple[str, bool]) -> None:
    assert find(seek(name), text) == found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ann Lee", "An annual fee"),
        ("Jo Li", "Jo and Li are too short to mean anybody"),
        ("Imani Okafor", "Nobody is named here"),
        ("Mark Day", "Remarkable Sunday"),
    ],
)
def test_parts_of_other_words_are_no_name(name: str, text: str) -> None:
    assert find(seek(name), text) is None


def test_a_long_staff_number_is_looked_for_and_a_short_one_not() -> None:
    assert find(seek("Imani Okafor", "HX-20417"), "see HX-20417") == ("hx-20417", True)
    assert find(seek("Imani Okafor", "H1"), "room H1") is None
