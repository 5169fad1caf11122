"""A page for tests of the window: counts its loads, knows its target, may refuse to be left."""

from typing import Any, ClassVar

from desktop.shell.context import App
from desktop.shell.places import Place
from desktop.widgets.forms import LineField
from desktop.widgets.page import Page


class SamplePage(Page):
    watches: ClassVar[tuple[str, ...]] = ("agent",)

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title("Sample")
        self.header.set_primary("Begin", self.begin, "Ctrl+B")
        self.line = LineField("A line")
        self.body.addWidget(self.line)
        self.loads, self.begun, self.exported = 0, 0, 0
        self.target: Any = None
        self.stays = False
        self.add_key("Ctrl+E", "Export what is seen", self.export)

    def load(self) -> None:
        self.loads += 1

    def show_target(self, target: object) -> None:
        self.target = target

    def may_leave(self) -> bool:
        return not self.stays

    def begin(self) -> None:
        self.begun += 1

    def export(self) -> None:
        self.exported += 1


def sample_places(count: int = 3) -> tuple[Place, ...]:
    """Rows for `count` pages named one, two …; the greeting stands alone as the last."""
    names = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")[:count]
    page = "tests.desktop.sample_page:SamplePage"
    return (
        *(Place(name, name.title(), "today", page) for name in names),
        Place("signin", "Hi", "app", page, None, True),
    )
