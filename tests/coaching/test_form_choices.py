"""What was chosen for a response sheet’s columns comes back for the same headers, with no cell’s words."""

from dataclasses import replace

from desktop.coaching.mapping import form_choices
from desktop.coaching.mapping.form_answers import Way, propose
from desktop.coaching.mapping.form_sheet import Column, Part

COLUMNS = (Column(0, Part.AGENT), Column(1, Part.WHEN, "mdy"), Column(2, Part.QUESTION))
CELLS = ["Imani Wells", "Yes", "No"]


def test_parts_date_orders_and_ways_come_back() -> None:
    asked = replace(propose(2, "Greeted?", CELLS), way=Way.WORDS, weight=2.5, blank_is_na=True)
    kept = form_choices.remember(COLUMNS, [asked])
    assert form_choices.recall_columns(kept) == COLUMNS
    again = form_choices.recall(propose(2, "Greeted?", CELLS), kept, lambda _: CELLS)
    assert (again.way, again.weight, again.blank_is_na) == (Way.WORDS, 2.5, True)
    assert again.answers == ()


def test_no_word_of_a_cell_is_kept() -> None:
    kept = form_choices.remember(COLUMNS, [propose(2, "Greeted?", CELLS)])
    assert "Imani" not in str(kept)


def test_what_another_version_kept_is_guessed_anew() -> None:
    odd = [("agent", ""), ("nothing known", "[]")]
    assert form_choices.recall_columns(odd) == ()
    asked = propose(0, "Greeted?", CELLS)
    assert form_choices.recall(asked, odd, lambda _: CELLS) == asked
