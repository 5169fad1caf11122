"""The scorecard as a whole: its name and purpose, how it is scored, its bands; and one section of it."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.scorecards import Band, CriticalEffect, Renormalise, Section
from db.records.scorecards import Form as CardForm
from desktop.features.library import form_edits
from desktop.features.library.desk import Desk
from desktop.features.library.tabbing import follow_layout
from desktop.features.library.tied import FigureField, Tie, Tied, attribute
from desktop.features.library.weights import say_share, section_shares
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, tr
from desktop.widgets.forms import Choice, Form, LineField, TextField

WHOLE = 100.0


class CardEditor(Form):
    """Shows and changes what belongs to no section."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.name = LineField(tr("Name of the scorecard"))
        self.purpose = TextField(tr("What it is for"), lines=2)
        self.weighing = Choice(tr("What carries the weight"), _weighings())
        self.effect = Choice(tr("What a critical answer does to the score"), _effects())
        self.pass_mark = FigureField(tr("Pass mark"), 0, WHOLE, "%")
        self.cap = FigureField(tr("Most that bonus questions may add"), 0, WHOLE, tr("points"))
        self.bands = BandRows(desk)
        self.add(tr("Name of the scorecard"), self.name)
        self.add(tr("What it is for"), self.purpose)
        self.add(tr("What carries the weight"), self.weighing)
        self.add(tr("Pass mark"), self.pass_mark)
        self.add(
            tr("What a critical answer does to the score"),
            self.effect,
            tr("The outcome says critical fail in any case, and the sum is always kept beside it."),
        )
        self.cap_row = self.add(tr("Most that bonus questions may add"), self.cap)
        self.add_widget(self.bands)
        fields = {
            "name": self.name,
            "description": self.purpose,
            "renormalise": self.weighing,
            "critical_effect": self.effect,
            "pass_mark": self.pass_mark,
            "bonus_cap": self.cap,
        }
        self.ties = [Tied(desk, field, attribute(name)) for name, field in fields.items()]

    def show_form(self, form: CardForm) -> None:
        for tie in self.ties:
            tie.show(form)
        has_bonus = any(question.bonus for question in form.questions)
        self.cap_row.setVisible(has_bonus or form.bonus_cap > 0)
        rows = len(self.bands.rows)
        self.bands.show_form(form)
        if rows != len(self.bands.rows):
            follow_layout(self)


def _weighings() -> list[tuple[object, str]]:
    return [
        (Renormalise.SECTION, tr("The sections, each by its weight")),
        (Renormalise.QUESTION, tr("The questions, each by its own weight")),
        (Renormalise.FORM, tr("The points alone")),
    ]


def _effects() -> list[tuple[object, str]]:
    return [
        (CriticalEffect.NONE, tr("The score stays as it is")),
        (CriticalEffect.ZERO_SECTION, tr("Its section counts 0")),
        (CriticalEffect.ZERO_SCORE, tr("The whole score is 0")),
    ]


class BandRows(QWidget):
    """Names for scores, each from a percentage on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.rows: list[BandRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(label(tr("Bands: what scores are called, from which percentage on")))
        whole.addLayout(self._column)
        self.add = button(tr("Add a band"), self._add, role="link")
        whole.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_form(self, form: CardForm) -> None:
        while len(self.rows) < len(form.bands):
            self.rows.append(BandRow(self.desk, len(self.rows), self._remove))
            self._column.addWidget(self.rows[-1])
            self.rows[-1].show()
        while len(self.rows) > len(form.bands):
            gone = self.rows.pop()
            gone.hide()
            self._column.removeWidget(gone)
            gone.deleteLater()
        for row in self.rows:
            for tie in row.ties:
                tie.show(form)

    def _add(self) -> None:
        form = self.desk.form
        band = Band(form_edits.new_key(), "", form.pass_mark if not form.bands else 0.0)
        self._put((*form.bands, band), tr("Added a band"))
        self.rows[-1].label.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, place: int) -> None:
        self._put(form_edits.removed(self.desk.form.bands, place), tr("Removed the band"), offer=True)

    def _put(self, bands: tuple[Band, ...], words: str, offer: bool = False) -> None:
        self.desk.put(replace(self.desk.form, bands=bands), words, (), offer=offer)


class BandRow(QWidget):
    """One band: from where on, and what it is called."""

    def __init__(self, desk: Desk, place: int, remove: Any) -> None:
        super().__init__()
        names = {"n": place + 1}
        self.least = FigureField(tr("Band {n} begins at", **names), 0, WHOLE, "%")
        self.label = LineField(tr("Band {n}", **names), placeholder=tr("What it is called"))
        self.remove = button(
            tr("Remove"), partial(remove, place), name=tr("Remove band {n}", **names), role="quiet"
        )
        fields = {"least": self.least, "label": self.label}
        self.ties = [Tied(desk, field, band_tie(place, name)) for name, field in fields.items()]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.least)
        row.addWidget(self.label, 1)
        row.addWidget(self.remove)


def band_tie(place: int, name: str) -> Tie:
    return Tie(f"band {place} {name}", partial(_read_band, place, name), partial(_write_band, place, name))


def _read_band(place: int, name: str, form: CardForm) -> Any:
    return getattr(form.bands[place], name)


def _write_band(place: int, name: str, form: CardForm, value: Any) -> CardForm:
    if place >= len(form.bands):
        return form
    band = replace(form.bands[place], **{name: value})
    return replace(form, bands=form_edits.swapped(form.bands, place, band))


class SectionEditor(Form):
    """Shows and changes the section on the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.title = LineField(tr("Title of the section"))
        self.weight = FigureField(tr("Weight of the section"))
        self.place = label("", "muted")
        self.share = label("", "small", wrap=True)
        self.add_widget(self.place)
        self.add(tr("Title of the section"), self.title)
        self.weight_row = self.add(tr("Weight of the section"), self.weight)
        self.add_widget(self.share)
        self.ties = [
            Tied(desk, self.title, attribute("title")),
            Tied(desk, self.weight, attribute("weight")),
        ]

    def show_section(self, section: Section) -> None:
        form = self.desk.form
        place = self.desk.spot[0]
        count = ntr("{n} question", "{n} questions", len(section.questions))
        words = tr("Section {n} of {count}", n=place + 1, count=len(form.sections))
        self.place.setText(f"{words}, {count}")
        self.weight_row.setVisible(form.renormalise is Renormalise.SECTION)
        share = say_share(section_shares(form)[place])
        self.share.setText(tr("Counts {share} of the score.", share=share))
        for tie in self.ties:
            tie.show(section)
