"""One way to hear of change: watchers of a table hear its commits, once, while they live."""

import threading

from PySide6.QtWidgets import QWidget

from desktop.shell.changes import Changes
from tests.builders import new_floor
from tests.desktop.sample_page import SamplePage
from tests.pages.finding import settle
from tests.pages.opening import open_app


class Watcher(QWidget):
    heard = 0

    def hear(self) -> None:
        self.heard += 1


def test_a_watcher_hears_its_tables_and_no_others(qtbot) -> None:
    changes, watcher = Changes(queued=False), Watcher()
    changes.watch(("agent", "team"), watcher.hear, watcher)
    changes.announce({"plan"})
    assert watcher.heard == 0
    changes.announce({"team", "plan"})
    assert watcher.heard == 1


def test_many_commits_from_another_thread_are_one_reload(qtbot) -> None:
    changes, watcher = Changes(), Watcher()
    changes.watch(("agent",), watcher.hear, watcher)
    worker = threading.Thread(target=lambda: [changes.announce({"agent"}) for _ in range(50)])
    worker.start()
    worker.join()
    assert watcher.heard == 0
    settle()
    assert watcher.heard == 1


def test_a_watcher_that_is_gone_is_forgotten(qtbot) -> None:
    changes, watcher = Changes(queued=False), Watcher()
    changes.watch(("agent",), watcher.hear, watcher)
    del watcher
    changes.announce({"agent"})
    assert changes._watches == []


def test_a_page_on_screen_loads_anew_and_a_hidden_one_when_it_is_shown(qtbot, tmp_path) -> None:
    floor = new_floor(tmp_path)
    with open_app(floor.store, floor.user) as app:
        page = SamplePage(app)
        page.show()
        assert page.loads == 1
        with floor.store.writing("agent") as db:
            db.execute("UPDATE agent SET reference = 'H2'")
        assert page.loads == 2
        page.hide()
        app.changes.announce({"agent"})
        app.changes.announce({"agent"})
        assert page.loads == 2
        page.show()
        page.hide()
        page.show()
        assert page.loads == 3
    floor.store.close()
