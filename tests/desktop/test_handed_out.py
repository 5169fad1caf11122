"""Evaluations handed out as files and handed back: known again, unchanged, and of this evaluation alone."""

import html
import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from db.queries import finals
from db.records.disputes import How
from db.records.finals import Acknowledgement
from db.records.observations import EvaluationState
from desktop.coaching.disputes import Refused
from desktop.documents.engine import count_pages
from desktop.documents.evaluation_page import NoAnswer, read_page
from desktop.features.monitoring import handing_back, handing_out, slips
from desktop.features.monitoring.handing_back import NotTaken, OnPaper, Strange
from tests.builders import Floor
from tests.desktop.disputed_floor import best, dispute, key, raised, share
from tests.desktop.heard_floor import hear, read

HOSTILE = "</article><script>alert(1)</script>\u202e & “Żółć”"


def page(floor: Floor, evaluation_id: int, folder: Path, name: str = "Evaluation.html") -> Path:
    return handing_out.hand_out_page(floor.store, evaluation_id, folder / name, floor.user).path


def fill_in(path: Path, **changes: str) -> Path:
    """As a browser saves it: quotes and blanks its own way, ticks as attributes, words inside."""
    text = path.read_text("utf-8")
    text = text.replace("</tr>", "</tr>\n   ").replace("<br>", "<br >")
    for name, value in changes.items():
        if value == "on":
            text = text.replace(f'name="{name}"', f'name="{name}" checked=""')
        elif name.startswith("p."):
            start = text.index(f'name="{name}"')
            option = text.index(f'<option value="{value}"', start)
            text = text[:option] + text[option:].replace("<option ", '<option selected="" ', 1)
        else:
            text = re.sub(rf'(name="{re.escape(name)}">)(</textarea>)', rf"\g<1>{value}\g<2>", text)
    saved = path.with_name("saved " + path.name)
    saved.write_text(text, "utf-8")
    return saved


def take(floor: Floor, evaluation_id: int, path: Path, late: str = "") -> None:
    back = handing_back.read_back(floor.store, evaluation_id, path, floor.user)
    handing_back.record_back(floor.store, back, late, floor.user)


def word_of(floor: Floor, evaluation_id: int) -> Acknowledgement | None:
    with floor.store.reading() as db:
        found = finals.newest(db, "evaluation", evaluation_id)
        assert found is not None
        return finals.acknowledgement(db, found.final.id)


def test_handing_out_shares_it(floor: Floor, tmp_path: Path) -> None:
    found = hear(floor)
    page(floor, found.id, tmp_path)
    assert read(floor, found.id).state is EvaluationState.SHARED


def test_the_page_fetches_nothing_and_runs_only_what_saves_it(floor: Floor, tmp_path: Path) -> None:
    text = page(floor, share(floor).id, tmp_path).read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r"(src|href)=|https?:|url\(|@import", text)
    assert text.count("<script") == 1


def test_an_acknowledgement_comes_back_with_its_words_and_the_files_own_digest(
    floor: Floor, tmp_path: Path
) -> None:
    found = share(floor)
    saved = fill_in(page(floor, found.id, tmp_path), read="on", words="Thank you – «dziękuję»")
    take(floor, found.id, saved)
    said = word_of(floor, found.id)
    assert said is not None and said.at is not None
    assert (said.comment, said.how, said.file_name) == ("Thank you – «dziękuję»", "file", saved.name)
    assert said.file_hash == sha256(saved.read_bytes()).hexdigest()
    assert read(floor, found.id).state is EvaluationState.ACKNOWLEDGED


def test_disputes_come_back_question_by_question(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    question, better = key(floor, found), best(floor, found)
    ticked = {f"d.{question}": "on", f"r.{question}": "I did ask", f"e.{question}": "0:40", "read": "on"}
    saved = fill_in(page(floor, found.id, tmp_path), **ticked, **{f"p.{question}": better})
    take(floor, found.id, saved)
    (one,) = raised(floor, found.id)
    assert (one.question, one.reason, one.evidence, one.proposed) == (question, "I did ask", "0:40", better)
    assert one.how is How.FILE
    assert read(floor, found.id).state is EvaluationState.DISPUTED


def test_a_proposed_answer_that_the_question_has_not_is_left_open(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    question = key(floor, found)
    saved = fill_in(page(floor, found.id, tmp_path), **{f"d.{question}": "on", f"r.{question}": "I did ask"})
    text = saved.read_text("utf-8")
    forged = text.replace(
        f'name="p.{question}">', f'name="p.{question}"><option value="void" selected="">x</option>'
    )
    saved.write_text(forged, "utf-8")
    take(floor, found.id, saved)
    (one,) = raised(floor, found.id)
    assert (one.reason, one.proposed) == ("I did ask", "")


def test_a_dispute_without_a_reason_records_nothing_at_all(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    saved = fill_in(page(floor, found.id, tmp_path), **{f"d.{key(floor, found)}": "on", "read": "on"})
    with pytest.raises(Refused):
        take(floor, found.id, saved)
    assert word_of(floor, found.id) is None
    assert raised(floor, found.id) == ()


def why(floor: Floor, evaluation_id: int, path: Path) -> Strange:
    with pytest.raises(NotTaken) as refused:
        take(floor, evaluation_id, path)
    return refused.value.why


def test_a_page_with_changed_words_is_told_apart(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    path = fill_in(page(floor, found.id, tmp_path), read="on")
    text = path.read_text("utf-8")
    for forged in (
        text.replace("50", "100", 1),
        text.replace("Imani", "Someone"),
        text.replace("<td>", "<td>✓", 1),
    ):
        assert forged != text
        path.write_text(forged, "utf-8")
        assert why(floor, found.id, path) is Strange.CHANGED


def test_a_page_of_another_evaluation_is_told_apart_and_cannot_be_passed_off(
    floor: Floor, tmp_path: Path
) -> None:
    mine, other = share(floor), share(floor, "C-2", 0)
    marks = {}
    for name, one in (("mine", mine), ("other", other)):
        path = page(floor, one.id, tmp_path, f"{name}.html")
        marks[name] = read_page(path.read_bytes()).marks
    good = fill_in(tmp_path / "other.html", read="on")
    assert why(floor, mine.id, good) is Strange.ANOTHER
    forged = good.read_text("utf-8").replace(marks["other"].out, marks["mine"].out)
    for more in (
        forged,
        forged.replace(marks["other"].final, marks["mine"].final).replace(
            marks["other"].sha256, marks["mine"].sha256
        ),
        forged.replace(marks["other"].final, marks["mine"].final)
        .replace(marks["other"].sha256, marks["mine"].sha256)
        .replace(marks["other"].code, marks["mine"].code),
    ):
        good.write_text(more, "utf-8")
        assert why(floor, mine.id, good) is Strange.CHANGED
    assert word_of(floor, mine.id) is None


def test_a_page_from_nowhere_is_told_apart(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    path = fill_in(page(floor, found.id, tmp_path), read="on")
    text = path.read_text("utf-8")
    mark = read_page(path.read_bytes()).marks.out
    path.write_text(text.replace(mark, "0" * 32), "utf-8")
    assert why(floor, found.id, path) is Strange.UNKNOWN
    path.write_text(text.replace(mark, "not hex"), "utf-8")
    assert why(floor, found.id, path) is Strange.UNKNOWN
    for content in (b"", b"%PDF-1.7", b"\xff\xfe\x00", b"<html><form></form></html>"):
        path.write_bytes(content)
        assert why(floor, found.id, path) is Strange.NO_PAGE
        with pytest.raises(NoAnswer):
            read_page(content)


def test_a_page_of_an_earlier_revision_is_told_apart(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    path = fill_in(page(floor, found.id, tmp_path), read="on")
    new = slips.correct_slip(floor.store, found.id, key(floor, found), best(floor, found), floor.user)
    assert why(floor, new, path) is Strange.EARLIER


def test_a_page_is_taken_once_and_an_empty_one_not_at_all(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    blank = page(floor, found.id, tmp_path)
    assert why(floor, found.id, blank) is Strange.NOTHING_SAID
    path = fill_in(blank, read="on")
    take(floor, found.id, path)
    assert why(floor, found.id, path) is Strange.SAID_ALREADY


def test_no_words_of_the_store_become_tags_of_the_page(floor: Floor, tmp_path: Path) -> None:
    found = hear(floor, HOSTILE[:20])
    with floor.store.writing("agent") as db:
        db.execute("UPDATE main.agent SET name = ? WHERE id = ?", [HOSTILE, floor.agent])
    another = hear(floor, "C-9")
    text = page(floor, another.id, tmp_path).read_text("utf-8")
    assert text.count("<script") == 1
    assert text.count("</article>") == 1
    take(floor, another.id, fill_in(tmp_path / "Evaluation.html", read="on"))
    assert read(floor, found.id).state is EvaluationState.FINAL


def test_the_paper_has_a_line_to_sign_and_is_recorded_with_its_day_and_scan(
    floor: Floor, tmp_path: Path
) -> None:
    found = share(floor)
    given = handing_out.hand_out_paper(floor.store, found.id, tmp_path / "e.pdf", floor.user)
    pdf = given.path.read_bytes()
    assert pdf.startswith(b"%PDF") and count_pages(pdf) >= 1
    assert given.warnings == ()
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"scanned")
    paper = OnPaper("I would ask the name once", date(2026, 3, 9), scan)
    handing_back.record_paper(floor.store, found.id, paper, floor.user)
    said = word_of(floor, found.id)
    assert said is not None
    assert (said.how, said.signed_on, said.file_hash) == (
        "signed",
        date(2026, 3, 9),
        sha256(b"scanned").hexdigest(),
    )
    with pytest.raises(NotTaken):
        handing_back.record_paper(floor.store, found.id, paper, floor.user)


def test_nothing_is_handed_out_while_it_is_disputed(floor: Floor, tmp_path: Path) -> None:
    found = share(floor)
    dispute(floor, found)
    with pytest.raises(Refused):
        page(floor, found.id, tmp_path)
    assert list(tmp_path.glob("*.html")) == []


def test_a_place_that_cannot_be_written_hands_nothing_out(floor: Floor, tmp_path: Path) -> None:
    found = hear(floor)
    with pytest.raises(OSError):
        page(floor, found.id, tmp_path / "nowhere")
    assert read(floor, found.id).state is EvaluationState.FINAL


def test_the_sum_is_handed_out_with_what_was_left_out(floor: Floor, tmp_path: Path) -> None:
    """Whoever reads it at home can redo the score with a pencil."""
    done = hear(floor, option=1)
    path = tmp_path / "page.html"
    handing_out.hand_out_page(floor.store, done.id, path, floor.user)
    said = html.unescape(path.read_text("utf-8"))
    assert "Calculated score: (2 + 2 + 2 + 2 + 2 + 2 + 2 + 2 + 2 + 2) ÷ (4 + 4" in said
    assert "Outcome: below the pass mark (50" in said


@pytest.mark.parametrize(
    "crafted", ["<a " * 100_000, "<a b='" * 100_000, "<!--" * 100_000, "<![if>" * 9, "<![<![" * 9]
)
def test_a_file_crafted_to_keep_the_reader_busy_is_none_of_our_pages(crafted: str) -> None:
    with pytest.raises(NoAnswer):
        read_page(crafted.encode())
