"""One evaluation as the agent reads it at the desk: what went well, then the sum, then their own word."""

from PySide6.QtWidgets import QTextBrowser

from desktop.features.monitoring import changing
from desktop.features.monitoring.changing import Reading
from desktop.features.monitoring.reading_document import headline, reading_document
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.spoken import announce
from desktop.shell.text import moment, time_of_day, tr
from desktop.widgets.forms import TextField
from desktop.widgets.page import Page


class OwnEvaluationPage(Page):
    """Target: the evaluation's id. What is read and acknowledged is its newest revision, word for word."""

    watches = ("evaluation", "final", "acknowledgement")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.evaluation_id = 0
        self.reading: Reading | None = None
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("The evaluation"))
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().height() * 10)
        self.asked = label(tr("What you want to say about it, if anything"), "small")
        self.comment = TextField(tr("Your comment"), lines=2, most=5)
        self.comment.typed.connect(self._keep)
        self.kept = label("", "small")
        self.said = label("", "", wrap=True)
        self.header.add_widget(self.kept)
        self.header.add_widget(button(tr("All my things"), self.leave, role="quiet"))
        for widget in (self.text, self.asked, self.comment, self.said):
            self.body.addWidget(widget)
        self.body.setStretchFactor(self.text, 1)
        self.add_key("Esc", tr("All my things"), self.leave)
        app.theme.changed.connect(self._show_text)
        app.jobs.kept.connect(self._say_kept)
        self._show_nothing()

    def show_target(self, target: object) -> None:
        if isinstance(target, int):
            self.evaluation_id, self.reading = target, None
            self.refresh()

    def load(self) -> None:
        if self.app.store is not None and self.evaluation_id:
            self.app.jobs.run(
                changing.own,
                self.app.store,
                self.evaluation_id,
                self.app.user,
                done=self.show_reading,
                failed=self._gone,
                owner=self,
            )

    def leave(self) -> None:
        self.app.go("handover")

    def acknowledge(self) -> None:
        """Say that it was read; from here on the comment stands."""
        if self.reading is not None:
            work = self.app.jobs.once_kept(changing.acknowledge)
            id, words = self.reading.revision.final.id, self.comment.text()
            done, failed = self._acknowledged, self._gone
            self.app.jobs.run(
                work, self.app.store, id, words, self.app.user, done=done, failed=failed, owner=self
            )

    def show_reading(self, reading: Reading) -> None:
        another = self.reading is None or self.reading.revision.final.id != reading.revision.final.id
        self.reading = reading
        content, said = reading.revision.content, reading.said
        self.header.set_title(tr("Your evaluation"))
        by = tr("{card}, by {name}", card=content["scorecard"]["name"], name=content["by"])
        self.header.set_state(f"{headline(reading)} · {by}")
        stands = said is not None and said.at is not None
        if another:
            self.comment.show_text(said.comment if said is not None and not stands else "")
            self._show_text()
        for widget in (self.asked, self.comment):
            widget.setVisible(not stands)
        self.said.setVisible(stands)
        self.header.set_primary(
            "" if stands else tr("I have read this"), None if stands else self.acknowledge
        )
        if said is not None and said.at is not None:
            words = tr("✓ You read it on {when}.", when=moment(said.at))
            self.said.setText(f"{words} “{said.comment}”" if said.comment else words)

    def _show_text(self) -> None:
        if self.reading is not None:
            self.text.setHtml(reading_document(self.reading, self._colour, told_why=True))

    def _colour(self, role: str) -> str:
        return self.app.theme.colour(role).name()

    def _keep(self, text: str) -> None:
        if self.reading is not None:
            id = self.reading.revision.final.id
            work = changing.keep_comment
            self.app.jobs.keep(f"own comment {id}", work, self.app.store, id, text, self.app.user)

    def _say_kept(self, slot: str) -> None:
        if slot.startswith("own comment "):
            self.kept.setText(tr("kept {time}", time=time_of_day(self.app.clock())))

    def _acknowledged(self, _nothing: object) -> None:
        words = tr("Thank you. That you have read it is noted.")
        self.app.notices.say(words)
        announce(self, words)

    def _gone(self, error: Exception) -> None:
        """Changed or taken away meanwhile: there is nothing here to acknowledge any more."""
        if isinstance(error, LookupError | ValueError):
            self._show_nothing()
            self.leave()
        else:
            self.app.sorry(error)

    def _show_nothing(self) -> None:
        self.reading, self.evaluation_id = None, 0
        self.header.set_title(tr("Your evaluation"))
        self.header.set_state("")
        self.header.set_primary("", None)
        self.text.clear()
        for widget in (self.asked, self.comment, self.said):
            widget.hide()
