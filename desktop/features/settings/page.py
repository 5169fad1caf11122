"""Settings: a short list of subjects, and beside it one subject at a time. What is changed counts at once."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.features.settings import actions
from desktop.features.settings.about import AboutSection
from desktop.features.settings.actions import Floor
from desktop.features.settings.backups import BackupsSection
from desktop.features.settings.choices import NOT_YOURS, ChoicesForm
from desktop.features.settings.demo import DemoSection
from desktop.features.settings.floor import FloorSection
from desktop.features.settings.history import TABLES, subject_of
from desktop.features.settings.privacy import PrivacySection
from desktop.features.settings.recordings import RecordingsSection
from desktop.features.settings.signing_in import SigningInSection
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import tr
from desktop.widgets.history import HistoryDrawer
from desktop.widgets.page import Page


class SettingsPage(Page):
    """`show_target` takes a subject: look, coaching, floor, recordings, privacy, signing_in, backups, demo
    or about.
    """

    watches = ("site", "user")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("Settings"))
        self.header.set_state(tr("What you change counts at once."))
        self.changeable = True
        self.coaching = ChoicesForm(app, "Coaching")
        self.floor = FloorSection(app)
        self.recordings = RecordingsSection(app)
        self.privacy = PrivacySection(app)
        self.signing_in = SigningInSection(app)
        self.sections: dict[str, QWidget] = {
            "look": ChoicesForm(app, "Look"),
            "coaching": self.coaching,
            "floor": self.floor,
            "recordings": self.recordings,
            "privacy": self.privacy,
            "signing_in": self.signing_in,
            "backups": BackupsSection(app),
            "demo": DemoSection(app),
            "about": AboutSection(app),
        }
        self.subjects = QListWidget()
        self.subjects.setAccessibleName(tr("Subjects"))
        self.subjects.setProperty("role", "bare")
        self.subjects.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heading = label("", "heading")
        self.locked = label(tr(NOT_YOURS), "muted", wrap=True)
        self.locked.hide()
        self._lay_out()
        self.subjects.currentRowChanged.connect(self._show_place)
        self.subjects.setCurrentRow(0)
        self.tell_key("↑  ↓", tr("Another subject"))
        app.theme.changed.connect(self._fit)
        self.history = HistoryDrawer(self, partial(subject_of, self), TABLES)

    def load(self) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                actions.read_floor, self.app.store, self.app.user, done=self.show_floor, owner=self
            )
        self._load_current()

    def show_floor(self, floor: Floor) -> None:
        """Show names and who may change them."""
        self.floor.show_floor(floor)
        self.coaching.show_changeable(floor.changeable)
        self.privacy.show_changeable(floor.changeable)
        self.recordings.show_changeable(floor.changeable)
        self.signing_in.idle.show_changeable(floor.changeable)
        self.changeable = floor.changeable
        self._show_lock()

    def show_target(self, target: object) -> None:
        if target in self.sections:
            self.subjects.setCurrentRow(list(self.sections).index(str(target)))

    def subject(self) -> str:
        """The subject that is shown."""
        return list(self.sections)[max(0, self.subjects.currentRow())]

    def _lay_out(self) -> None:
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.heading)
        column.addWidget(self.locked)
        for key, section in self.sections.items():
            QListWidgetItem(_titles()[key], self.subjects)
            section.hide()
            column.addWidget(section, 1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.subjects)
        row.addWidget(detail, 1)
        self.body.addLayout(row, 1)
        self._fit()

    def _fit(self) -> None:
        self.subjects.setMaximumWidth(self.subjects.sizeHintForColumn(0) + self.app.theme.space(4))
        self.subjects.setMinimumWidth(self.subjects.maximumWidth())

    def _show_place(self, place: int) -> None:
        for at, section in enumerate(self.sections.values()):
            section.setVisible(at == place)
        self.heading.setText(_titles()[self.subject()])
        self._show_lock()
        self._load_current()

    def _show_lock(self) -> None:
        shared = self.subject() in ("coaching", "floor", "recordings", "privacy")
        self.locked.setVisible(shared and not self.changeable)

    def _load_current(self) -> None:
        section = self.sections[self.subject()]
        if (load := getattr(section, "load", None)) is not None:
            load()


def _titles() -> dict[str, str]:
    return {
        "look": tr("Look and paper"),
        "coaching": tr("Coaching"),
        "floor": tr("Site"),
        "recordings": tr("Recordings"),
        "privacy": tr("Privacy"),
        "signing_in": tr("Signing in"),
        "backups": tr("Backups"),
        "demo": tr("Demo floor"),
        "about": tr("About"),
    }
