"""Everything held on a person in print: every script, both standards, the same bytes each time."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from db.queries import holdings, people
from desktop.documents.engine import count_pages
from desktop.documents.holdings import Entry, Fact, HoldingsDocument, Section, render_holdings
from desktop.features.erasing.holding import read_asked
from desktop.features.erasing.printed import holdings_document
from tests.builders import Floor
from tests.db.held_floor import NAME, fill

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)
MIXED = HoldingsDocument(
    "Łukasz Żółć 山田",
    date(2026, 3, 4),
    "4 March 2026",
    "Harbour Street",
    (Fact("Team", "Harbour"),),
    ("This is everything.",),
    (
        Section(
            "Contacts",
            "300",
            columns=("Start", "Topic"),
            rows=tuple((f"{n} Mar 2026", "مرحبا بكم" if n % 2 else "Where is my parcel") for n in range(300)),
        ),
        Section(
            "Notes", "1", entries=(Entry("4 Mar 2026", "שלום עולם", "by Ruth", (Fact("Tag", "प्रिया"),)),)
        ),
        Section("Plans", "0"),
    ),
)


def words_of(pdf: bytes) -> str:
    run = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(run.stdout.decode().split())


def test_the_same_holdings_give_the_same_bytes() -> None:
    assert render_holdings(MIXED).pdf == render_holdings(MIXED).pdf


@pytest.mark.parametrize("document", [MIXED, HoldingsDocument("A", date(2026, 1, 1), "1 January 2026")])
def test_the_file_names_both_standards(document: HoldingsDocument) -> None:
    made = render_holdings(document)
    assert made.standard and made.warnings == ()
    with pikepdf.open(BytesIO(made.pdf)) as opened, opened.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")


@needs_pdftotext
def test_long_lists_go_over_pages_with_their_headings() -> None:
    made = render_holdings(MIXED)
    assert count_pages(made.pdf) > 3
    assert words_of(made.pdf).count("Start Topic") >= 3
    assert "299 Mar 2026" in words_of(made.pdf).replace("\N{NO-BREAK SPACE}", " ")


def test_markup_in_words_is_only_words() -> None:
    wild = replace(MIXED, name='#panic("x") $1$ *a*', sections=(Section("= Head", "1", note="#include"),))
    assert render_holdings(wild).standard


@needs_pdftotext
def test_everything_of_a_person_is_printed_but_what_is_sealed(floor: Floor) -> None:
    fill(floor)
    with floor.store.reading() as db:
        held = holdings.read(db, floor.agent)
        asked = read_asked(db, held)
        site = people.site(db)
    made = render_holdings(holdings_document(held, asked, date(2026, 3, 10), site.name if site else ""))
    text = words_of(made.pdf)
    assert made.warnings == ()
    for word in (NAME, "REF-PLANTED-7", "CALL-PLANTED-1", "plantednote", "plantedheard", "plantedgoal"):
        assert word in text, word
    for word in ("plantedwhy", "plantedaction", "plantedprogress", "plantedstrength", "plantedacknowledged"):
        assert word in text, word
    assert "1 private note of a user exists" in text
    assert "plantedsealed" not in text
    assert "{" not in text and "_id" not in text
