"""The agent's own view of their skills, filled in at the desk that was handed over to them."""

from desktop.features.skills.assessing_view import AssessingView
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import tr
from desktop.widgets.page import Page


class OwnViewPage(Page):
    """Target: the assessment's id. It can be finished here; only the coach throws it away."""

    watches = ("assessment", "rating", "skill")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.title.setWordWrap(True)
        self.view = AssessingView(app, self.header)
        self.view.back.hide()
        self.header.add_widget(button(tr("All my things"), self.leave, role="quiet"))
        self.body.addWidget(self.view, 1)
        self.view.hide()
        self.view.left.connect(self._leave)
        self.view.ended.connect(self._leave)
        self.view.desk.shown.connect(self._keep_to_filling)
        self.add_key("Esc", tr("All my things"), self.leave)
        self.header.set_title(tr("Your own view"))
        self._keep_to_filling()

    def show_target(self, target: object) -> None:
        if isinstance(target, int):
            self.view.show()
            self.view.open(target)

    def leave(self) -> None:
        """Go back to the list; the draft stays as it is."""
        if self.view.desk.id is None:
            self.app.go("handover")
        else:
            self.view.leave()

    def load(self) -> None:
        self.view.load()

    def _keep_to_filling(self) -> None:
        for widget in (self.view.discard, self.view.handing):
            widget.hide()

    def _leave(self, _agent_id: int) -> None:
        self.app.go("handover")
