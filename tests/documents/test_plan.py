"""The printed plan: the same bytes each time, every script, nothing cut, readable by machines and people."""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from desktop.documents import engine
from desktop.documents.plan import Fault, FocusArea, Misprint, PlanDocument, SkillGap, Words, render
from tests.documents import plans

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)
PAGE_WIDTH = 595.28


def read(pdf: bytes, *options: str) -> str:
    run = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *options, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return run.stdout.decode()


def words_of(pdf: bytes) -> str:
    """The text in one line, without the marks pdftotext sets around right-to-left runs."""
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", read(pdf)).split())


def tags(pdf: bytes) -> list[tuple[str, str]]:
    """Each element of the structure tree with its alternative text."""

    def walk(node: Any) -> Iterator[tuple[str, str]]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
            yield from walk(node.get("/K"))

    with pikepdf.open(BytesIO(pdf)) as opened:
        return list(walk(opened.Root["/StructTreeRoot"]["/K"]))


def said(text: str) -> PlanDocument:
    goal = replace(plans.SECOND, own_words=text)
    return replace(plans.BARE, areas=(replace(plans.RICH.areas[0], goals=(goal,)),))


def test_the_same_plan_gives_the_same_bytes() -> None:
    first = render(plans.RICH).pdf
    render(plans.mixed())
    assert render(plans.RICH).pdf == first


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import hashlib; from tests.documents import plans; from desktop.documents.plan import render;"
        "print(hashlib.sha256(render(plans.mixed()).pdf).hexdigest())"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == hashlib.sha256(render(plans.mixed()).pdf).hexdigest()


def test_threads_do_not_mix_their_plans() -> None:
    both = [plans.RICH, plans.BARE] * 4
    alone = [render(plan).pdf for plan in both]
    with ThreadPoolExecutor(4) as pool:
        assert [made.pdf for made in pool.map(render, both)] == alone


def test_a_changed_plan_gives_other_bytes() -> None:
    assert render(replace(plans.RICH, review="3 June 2026")).pdf != render(plans.RICH).pdf


def test_a_full_plan_takes_two_pages() -> None:
    assert engine.count_pages(render(plans.RICH).pdf) == 2


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_page_has_the_size_of_the_paper(paper: Any, size: tuple[int, int]) -> None:
    with pikepdf.open(BytesIO(render(plans.RICH, paper).pdf)) as opened:
        box = [round(float(side)) for side in opened.pages[0].mediabox]  # type: ignore[arg-type]
        assert len(opened.pages) == engine.count_pages(render(plans.RICH, paper).pdf)
    assert tuple(box[2:]) == size


@pytest.mark.parametrize("plan", [plans.RICH, plans.BARE, plans.mixed(), plans.mirrored(), plans.endless()])
def test_the_file_names_both_standards(plan: PlanDocument) -> None:
    made = render(plan)
    assert made.standard and made.warnings == ()
    with pikepdf.open(BytesIO(made.pdf)) as opened, opened.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")


def test_every_font_is_embedded() -> None:
    with pikepdf.open(BytesIO(render(plans.mixed()).pdf)) as opened:
        described = [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary)]
        faces = [face for face in described if face.get("/Type") == "/FontDescriptor"]
        assert len(faces) > 6
        assert all("/FontFile2" in face or "/FontFile3" in face for face in faces)


def test_title_language_and_date_come_from_the_plan() -> None:
    with pikepdf.open(BytesIO(render(plans.RICH).pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == "Growth plan · Łukasz Żółć"
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20260304000000")
        assert str(opened.Root["/Lang"]) == "en-GB"
        assert opened.Root["/MarkInfo"]["/Marked"]
        assert opened.Root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize(
    ("locale", "spoken"),
    [("de", "de"), ("zh_Hans_CN", "zh-CN"), ("pt-BR", "pt-BR"), ("C", "en"), ("", "en"), ("POSIX", "en")],
)
def test_any_locale_gives_a_language(locale: str, spoken: str) -> None:
    with pikepdf.open(BytesIO(render(replace(plans.BARE, locale=locale)).pdf)) as opened:
        assert str(opened.Root["/Lang"]) == spoken


def test_headings_tables_quotations_and_figures_are_tagged() -> None:
    kinds = [kind for kind, _ in tags(render(plans.RICH).pdf)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H3") == 2
    assert kinds.count("/Table") == 4
    assert kinds.count("/TH") == 5 + 3 * 4
    assert kinds.count("/BlockQuote") == 2


def test_the_gap_picture_says_its_numbers_in_words() -> None:
    spoken = [alt for kind, alt in tags(render(plans.RICH).pdf) if kind == "/Figure"]
    assert len(spoken) == len(plans.GAPS)
    assert spoken[0] == "Guiding the call: needed 4, seen 2, my view 3."
    assert spoken[-1] == "Using the systems: needed 3, seen not rated, my view 4."


@needs_pdftotext
def test_every_script_can_be_read_out_of_the_file() -> None:
    text = words_of(render(plans.mixed()).pdf)
    missing = [script for script, name in plans.SCRIPTS.items() if name not in text]
    assert missing == []
    assert "🎉" in text


@needs_pdftotext
def test_a_right_to_left_name_reads_right_in_title_and_footer() -> None:
    text = words_of(render(plans.arabic()).pdf)
    assert text.count("محمد عبد الله") == 3  # the title and two footers


@needs_pdftotext
def test_ligatures_are_read_as_letters() -> None:
    words = "confirm office different affluent shuffling fjord waffle"
    for plan in (said(words), replace(plans.BARE, name=words), replace(plans.BARE, together=words)):
        assert words in words_of(render(plan).pdf)


@needs_pdftotext
@pytest.mark.parametrize(
    "markup",
    [
        '#import "x.typ"',
        "$x^2$",
        "= heading",
        "@ref",
        "\\ back",
        'a "quote"',
        "*bold* _it_",
        "// note",
        "#sys",
        "~ ---",
    ],
)
def test_markup_is_printed_as_it_was_typed(markup: str) -> None:
    assert markup in words_of(render(said(f"See {markup} here")).pdf)
    assert markup in words_of(render(replace(plans.BARE, name=markup)).pdf)


@needs_pdftotext
def test_line_breaks_and_paragraphs_are_kept() -> None:
    lines = read(render(said("First line\r\nSecond line\n\nThird line")).pdf).splitlines()
    assert [line for line in lines if line.endswith("line")] == ["First line", "Second line", "Third line"]


@needs_pdftotext
def test_control_characters_go_and_private_ones_are_replaced_and_told() -> None:
    made = render(said("one\x00two\x07 three\ue000 four\ud800 five\ufffe"))
    assert "onetwo three\ufffd four\ufffd five\ufffd" in words_of(made.pdf)
    assert made.standard
    assert made.warnings == (Misprint(Fault.REPLACED, "areas.0.goals.0.own_words", "\ue000\ud800\ufffe"),)


@needs_pdftotext
def test_a_character_without_a_glyph_costs_the_standard_and_is_named_with_its_place() -> None:
    made = render(replace(said("Sumer 𒀀 and 𒀁"), together="李小龍 𒀀"))
    assert not made.standard
    assert made.warnings == (
        Misprint(Fault.NO_GLYPH, "areas.0.goals.0.own_words", "𒀀𒀁"),
        Misprint(Fault.NO_GLYPH, "together", "𒀀"),
    )
    assert "李小龍" in words_of(made.pdf)


def test_a_standard_that_cannot_be_kept_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "STANDARDS", ("a-2a", "a-4"))
    made = render(plans.BARE)
    assert not made.standard
    assert made.warnings == (Misprint(Fault.NO_STANDARD, "", ""),)


def test_without_the_standard_no_standard_is_claimed() -> None:
    made = render(plans.BARE, standard=False)
    assert not made.standard and made.warnings == ()
    assert b"pdfaid" not in made.pdf


@needs_pdftotext
@pytest.mark.parametrize("letter", ["w", "W", "李", "ж", "م"])
def test_a_very_long_word_stays_on_the_page(letter: str) -> None:
    word = letter * 400
    goal = replace(plans.FIRST, title=word, own_words=word, why=word, today=word)
    gap = SkillGap(word, 3, 2, 1, 3, word)
    plan = replace(
        plans.RICH, name=word, team=word, areas=(replace(plans.RICH.areas[0], goals=(goal,)),), gaps=(gap,)
    )
    boxes = read(render(plan).pdf, "-bbox")
    edges = [
        float(edge) for edge in re.findall(r'<word xMin="[-\d.]+" yMin="[-\d.]+" xMax="([\d.]+)"', boxes)
    ]
    assert len(edges) > 50
    assert max(edges) <= PAGE_WIDTH - 50


@needs_pdftotext
@pytest.mark.parametrize(
    ("part", "heading"),
    [
        ("vision", "What we stand for"),
        ("strengths", "Strengths"),
        ("gaps", "Where I stand"),
        ("areas", "Focus"),
        ("actions", "Also promised"),
        ("together", "How we work on it"),
        ("conditions", "What it takes"),
        ("check_ins", "Check-ins"),
        ("signatures", "Signatures"),
        ("share", "In the agent’s words"),
    ],
)
def test_an_empty_part_is_left_out_with_its_heading(part: str, heading: str) -> None:
    empty = "" if isinstance(getattr(plans.RICH, part), str) else ()
    assert heading in words_of(render(plans.RICH).pdf)
    assert heading not in words_of(render(replace(plans.RICH, **{part: empty})).pdf)  # type: ignore[arg-type]


@needs_pdftotext
def test_a_bare_plan_prints_its_name_and_nothing_invented() -> None:
    text = words_of(render(plans.BARE).pdf)
    assert text == "Growth plan Kim Deskside growth plan · Kim Page 1 of 1 · 4 March 2026"


def silenced(value: Any) -> Any:
    """The same data with every text but dates of one strange letter."""
    if isinstance(value, str):
        return "Ø" if value else ""
    if isinstance(value, tuple):
        return tuple(silenced(inner) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: silenced(getattr(value, field.name)) for field in fields(value)}
        return replace(
            value, **{key: inner for key, inner in changed.items() if key not in ("mark", "locale")}
        )
    return value


@needs_pdftotext
def test_the_template_has_no_words_of_its_own() -> None:
    letters = {letter for letter in words_of(render(silenced(plans.RICH)).pdf) if letter.isalpha()}
    assert letters == {"Ø"}


@needs_pdftotext
def test_words_come_translated() -> None:
    plan = replace(
        plans.RICH, words=Words.translated(lambda text: text.upper().replace("{LEVEL}", "{level}"))
    )
    text = words_of(render(plan).pdf)
    assert "STRENGTHS" in text and "LEVEL 3" in text and "WHY IT MATTERS TO ME" in text


@needs_pdftotext
def test_what_was_heard_stands_under_its_goal_and_takes_no_room_otherwise() -> None:
    goal = replace(plans.FIRST, heard="“Asked the name twice” (0:02)")
    text = words_of(render(replace(plans.RICH, areas=(FocusArea("Listening", (goal,)),))).pdf)
    assert "“Asked the name twice” (0:02)" in text and "Heard on calls" in text
    assert "Heard on calls" not in words_of(render(plans.RICH).pdf)


@needs_pdftotext
def test_nothing_of_an_endless_plan_is_lost() -> None:
    plan = plans.endless()
    text = words_of(render(plan).pdf).replace("\u200b", "")
    sentence = "I listen for the one fact that moves us on"
    assert text.count("Say the next step aloud") == 4 * 3
    assert text.count("I will ask what it is for.") == 3
    assert text.count(sentence) >= 2 * 3 * 60


@needs_pdftotext
def test_signatures_never_stand_alone_on_a_page() -> None:
    for filling in range(0, 48, 3):
        plan = replace(plans.RICH, together="One more line to push things down.\n" * filling)
        *_, last, _ = read(render(plan, "letter").pdf).split("\f")
        assert "Check-ins" in last, filling


@needs_pdftotext
def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    for filling in range(0, 60, 4):
        plan = replace(plans.RICH, strengths_note="One more line to push things down.\n" * filling)
        for page in read(render(plan).pdf).split("\f")[:-1]:
            body = [
                line
                for line in page.splitlines()
                if line.strip() and not line.startswith(("Deskside", "Page "))
            ]
            assert body[-1] not in (
                "Focus",
                "Leading a call to its close",
                "What is it for?",
                "Guiding the call",
            ), filling
            assert body[-1] not in ("Check-ins", "Signatures", "What it takes", "In my own words"), filling
