"""The recovery sheet: one page with the whole code on it, for any name, and the same bytes each time."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest

from desktop.documents.engine import count_pages
from desktop.documents.recovery_sheet import RecoverySheet, render

GROUPS = ("7K3QF", "2XRTB", "H4WP0", "9DNCZ", "V6FJ8", "3YEAM", "MB8SQ", "KZ5G1")


def sheet(site: str = "Harbour Street", person: str = "Ruth Castellane") -> RecoverySheet:
    return RecoverySheet(
        GROUPS,
        "floor.deskside",
        date(2026, 3, 20),
        "20 March 2026",
        "This code opens the store when no passphrase does.",
        ("Open the store.", "Type the code.", "Choose a new passphrase."),
        "On paper, away from this computer.",
        site,
        person,
    )


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_it_is_one_page_that_claims_the_archive_and_reader_standards(paper) -> None:
    made = render(sheet(), paper)
    assert made.pdf.startswith(b"%PDF-")
    assert count_pages(made.pdf) == 1
    assert made.standard
    assert made.warnings == ()


@pytest.mark.parametrize(
    "person", ["Łukasz Żółć 李小龍", "محمد العربي", "#let x = 1 *bold* $y$ \\", "A" * 300]
)
def test_any_name_stays_text_on_the_one_page(person) -> None:
    made = render(sheet(person=person))
    assert count_pages(made.pdf) == 1


def test_the_same_sheet_is_the_same_file() -> None:
    assert render(sheet()).pdf == render(sheet()).pdf


def test_the_file_holds_no_folder_and_no_other_writing_than_the_sheets() -> None:
    with pikepdf.open(BytesIO(render(sheet()).pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]).endswith("floor.deskside")
        assert "/Attachments" not in pdf.Root
