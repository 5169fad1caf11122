"""The page shown alone: a first floor or the demo, signing in, or protecting a floor that is still plain."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.features.signin.beginning import Beginning
from desktop.features.signin.coming_in import ComingIn
from desktop.features.signin.protecting import Protecting
from desktop.shell.arrivals import Door, Gate
from desktop.shell.context import App
from desktop.widgets.page import GAP, MARGIN, Page

WIDE, NARROW = 130, 80
"""Width in characters of the page's column, which stands in the middle of a wide window."""


class SigninPage(Page):
    """`show_target` takes the Gate somebody stands at; without one it is the welcome."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.door = Door.WELCOME
        self.beginning, self.coming_in, self.protecting = Beginning(app), ComingIn(app), Protecting(app)
        self.ways: dict[Door, QWidget] = {
            Door.WELCOME: self.beginning,
            Door.SIGN_IN: self.coming_in,
            Door.PROTECT: self.protecting,
        }
        for way in (self.beginning, self.coming_in, self.protecting):
            self.body.addWidget(way)
            way.titled.connect(self._show_title)
            way.hide()
        self.coming_in.elsewhere.connect(self._show_welcome)
        self.protecting.elsewhere.connect(self._show_welcome)
        self.body.addStretch(1)
        self._show_welcome()

    def load(self) -> None:
        if self.door is Door.WELCOME:
            self.beginning.welcome.own.show_existing()

    def show_target(self, target: object) -> None:
        if isinstance(target, Gate):
            self._turn_to(target.door)
            if target.door is Door.SIGN_IN:
                self.coming_in.begin(target)
            elif target.door is Door.PROTECT:
                self.protecting.begin(target)

    def drop_keys(self) -> None:
        """Nobody is at the desk any more: whoever had come half in begins again."""
        if self.door is Door.SIGN_IN:
            self.coming_in.step_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()

    def _show_welcome(self) -> None:
        self._turn_to(Door.WELCOME)
        self.beginning.show_welcome()

    def _turn_to(self, door: Door) -> None:
        self.door = door
        for each, way in self.ways.items():
            way.setVisible(each is door)
        self._set_margins()

    def _set_margins(self) -> None:
        welcome = self.door is Door.WELCOME and self.beginning.is_welcome()
        wide = (WIDE if welcome else NARROW) * self.fontMetrics().averageCharWidth()
        side = max(MARGIN, (self.width() - wide) // 2)
        self.layout().setContentsMargins(side, max(GAP, self.height() // 10), side, GAP)

    def _show_title(self, title: str, state: str) -> None:
        self.header.set_title(title)
        self.header.set_state(state)
        self._set_margins()
