"""One evaluation as the agent reads it at the desk: what went well, then the sum, then their own word."""

from PySide6.QtCore import Qt

from db.records.observations import EvaluationState
from desktop.coaching.disputes import Refused
from desktop.features.monitoring import changing, disputing, own_views
from desktop.features.monitoring.both_views_panel import BothViewsPanel
from desktop.features.monitoring.changing import Reading
from desktop.features.monitoring.dispute_panel import DisputePanel, may_dispute
from desktop.features.monitoring.disputing import Disputing
from desktop.features.monitoring.own_views import BothViews
from desktop.features.monitoring.reading_document import headline, reading_document
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.spoken import announce
from desktop.shell.text import moment, time_of_day, tr
from desktop.widgets.forms import TextField
from desktop.widgets.page import Page
from desktop.widgets.whole_text import WholeText


class OwnEvaluationPage(Page):
    """Target: the evaluation's id. What is read and acknowledged is its newest revision, word for word."""

    watches = ("evaluation", "final", "acknowledgement", "dispute")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.evaluation_id = 0
        self.reading: Reading | None = None
        self.standing: Disputing | None = None
        self.views: BothViews | None = None
        self._opened = False
        self.void = label("", "warn", wrap=True)
        self.text = WholeText(tr("The evaluation"))
        self.asked = label(tr("What you want to say about it, if anything"), "small")
        self.comment = TextField(tr("Your comment"), lines=2, most=5)
        self.comment.typed.connect(self._keep)
        self.kept = label("", "small")
        self.said = label("", "", wrap=True)
        self.header.add_widget(self.kept)
        self.header.add_widget(button(tr("All my things"), self.leave, role="quiet"))
        self.see_both = button(tr("Your view and this one side by side"), self.show_both)
        self.both = BothViewsPanel(app)
        self.both.left.connect(self.both.hide)
        self.otherwise = button(tr("I see something otherwise…"), self.see_otherwise)
        self.disputes = DisputePanel(app)
        self.disputes.changed.connect(self.refresh)
        for widget in (self.void, self.text, self.asked, self.comment, self.said):
            self.body.addWidget(widget)
        self.body.addWidget(self.see_both, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.both)
        self.body.addWidget(self.otherwise, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.disputes)
        self.body.addStretch(1)
        self.add_key("Esc", tr("All my things"), self.leave)
        app.theme.changed.connect(self._show_text)
        app.jobs.kept.connect(self._say_kept)
        self._show_nothing()

    def show_target(self, target: object) -> None:
        if isinstance(target, int):
            self.evaluation_id, self.reading, self.standing = target, None, None
            self._opened, self.views = False, None
            self.see_both.hide()
            self.both.hide()
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

    def see_otherwise(self) -> None:
        """Show what can be disputed, with the keyboard on the first choice."""
        self._opened = True
        self.disputes.show()
        self.otherwise.hide()
        self.disputes.which.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_both(self) -> None:
        """Show the agent's own view beside the evaluation, what differs first."""
        if self.views is not None:
            self.both.show_views(self.views)
            self.both.show()
            self.both.table.setFocus()

    def _keep_views(self, views: BothViews) -> None:
        self.views = views
        self.see_both.show()

    def _no_views(self, error: Exception) -> None:
        """Nobody was asked, or not both are in: there is nothing to lay side by side."""
        if not isinstance(error, LookupError):
            self.app.sorry(error)

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
        self._read_standing()
        if another:
            self.comment.show_text(said.comment if said is not None and not stands else "")
            self._show_text()
        self._ask(not stands and (self.standing is None or _is_asked(self.standing)))
        self.said.setVisible(stands)
        if said is not None and said.at is not None:
            words = tr("✓ You read it on {when}.", when=moment(said.at))
            self.said.setText(f"{words} “{said.comment}”" if said.comment else words)

    def _ask(self, asked: bool) -> None:
        """Whether the agent is asked to say that they have read it."""
        for widget in (self.asked, self.comment):
            widget.setVisible(asked)
        self.header.set_primary(tr("I have read this") if asked else "", self.acknowledge if asked else None)

    def _read_standing(self) -> None:
        store, id, user = self.app.store, self.evaluation_id, self.app.user
        done, failed = self.show_standing, self._gone
        self.app.jobs.run(disputing.read, store, id, user, done=done, failed=failed, owner=self)

    def show_standing(self, of: Disputing) -> None:
        """Show what is disputed, whether it is to be acknowledged, and that it is void where it is."""
        if of.evaluation.id != self.evaluation_id or self.reading is None:
            return
        self.standing = of
        said = self.reading.said
        self._ask(_is_asked(of) and (said is None or said.at is None))
        self.void.setVisible(of.voided is not None)
        if of.voided is not None:
            when, by = moment(of.voided.at), of.voided.by
            words = tr("⊘ Void: it counts in nothing any more. {name}, {when}:", name=by, when=when)
            self.void.setText(f"{words} “{of.voided.reason}”")
        if of.voided is None and self.views is None:
            work, done, failed = own_views.both_views, self._keep_views, self._no_views
            store, user = self.app.store, self.app.user
            self.app.jobs.run(work, store, of.evaluation.id, user, done=done, failed=failed, owner=self)
        self.disputes.show_disputing(of)
        begun = bool(of.raised or of.drafts)
        self._opened = self._opened or begun
        self.disputes.setVisible(self._opened and may_dispute(of))
        self.otherwise.setVisible(not self._opened and may_dispute(of))

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
        if isinstance(error, LookupError | ValueError | Refused):
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
        self.standing = None
        shown = (self.void, self.asked, self.comment, self.said, self.see_both, self.both)
        for widget in (*shown, self.otherwise, self.disputes):
            widget.hide()


def _is_asked(of: Disputing) -> bool:
    """Shared and not disputed: what is disputed is being read again, and what is void is not asked about."""
    return of.voided is None and of.evaluation.state is EvaluationState.SHARED
