"""Plays somebody who builds a scorecard: every control is found by the name that is spoken."""

from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QDoubleSpinBox, QWidget

from db.records.scorecards import Form
from desktop.features.library.page import LibraryPage
from tests.pages.finding import find, has, press, write


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to type: its words and points, and what its details say, where they say something."""

    label: str
    points: float
    critical: str = ""


@dataclass(frozen=True, slots=True)
class Builder:
    """The library page with its builder open."""

    page: LibraryPage

    @property
    def form(self) -> Form:
        return self.page.cards.builder.desk.form

    def begin(self) -> None:
        """A new scorecard, from the list."""
        self.page.show_view("scorecard")
        press(self.page, "New scorecard")

    def name(self, words: str) -> None:
        self.page.cards.builder.go_to(())
        write(self.page, "Name of the scorecard", words)

    def choose(self, name: str, words: str) -> None:
        """Choose from a list of words."""
        box = find(self.page, name, QComboBox)
        place = box.findText(words)
        assert place >= 0, f"{words!r} is not offered in {name!r}"
        box.setCurrentIndex(place)
        box.activated.emit(place)

    def number(self, name: str, value: float) -> None:
        find(self.page, name, QDoubleSpinBox).setValue(value)

    def tick(self, name: str, on: bool = True) -> None:
        box = find(self.page, name, QCheckBox)
        if box.isChecked() != on:
            box.click()

    def unfold(self, name: str) -> None:
        """Open details that are folded away."""
        inside = find(self.page, name)
        if inside.accessibleDescription() == "folded":
            press(self.page, name)

    def section(self, title: str, weight: float | None = None) -> None:
        """A new section with its title; its first question stays to be written."""
        press(self.page, "Add a section")
        self.describe_section(title, weight)

    def describe_section(self, title: str, weight: float | None = None) -> None:
        write(self.page, "Title of the section", title)
        if weight is not None:
            self.number("Weight of the section", weight)

    def ask(self, text: str, way: str, answers: list[Answer], skip: bool = False) -> None:
        """Write the question that is open: its words, how it is answered, its answers."""
        write(self.page, "What is asked", text)
        self.choose("How it is answered", way)
        self.tick("N/A is possible", skip)
        while has(self.page, f"Answer {len(answers) + 1}"):
            self._remove(len(answers) + 1)
        for n, answer in enumerate(answers, 1):
            if not has(self.page, f"Answer {n}"):
                press(self.page, "Add an answer")
            write(self.page, f"Answer {n}", answer.label)
            self.number(f"Points of answer {n}", answer.points)
            if answer.critical:
                press(self.page, f"More about answer {n}")
                self.choose(f"Is answer {n} critical?", answer.critical)
                press(self.page, f"More about answer {n}")

    def after(self, question: str, answer: str) -> None:
        """Have the question that is open asked only after one answer of another."""
        self.unfold("When it is asked")
        self.choose("Asked only after", question)
        for box in self.page.findChildren(QCheckBox):
            name = box.accessibleName()
            if name.startswith("Asked where") and box.isVisibleTo(self.page):
                self.tick(name, name == f"Asked where the answer is “{answer}”")

    def next_question(self) -> None:
        press(self.page, "Add a question")

    def open(self, spot: tuple[int, ...]) -> None:
        self.page.cards.builder.go_to(spot)

    def publish(self) -> None:
        """Publish, and say so once more where nothing has to be put right first."""
        press(self.page, "Publish")
        if has(self.page, "Publish for good"):
            press(self.page, "Publish for good")

    def _remove(self, n: int) -> None:
        press(self.page, f"More about answer {n}")
        press(self.page, f"Remove answer {n}")


def shown_number(inside: QWidget, name: str) -> str:
    """What a field of figures shows."""
    return find(inside, name, QAbstractSpinBox).text()
