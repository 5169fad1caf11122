"""What comes round again while Deskside runs: the day's backup, and another try at what the store refused."""

from PySide6.QtCore import QObject, QTimer

from desktop.shell.context import App
from desktop.shell.text import tr

BACKUP_EVERY_MS = 60 * 60 * 1000
AGAIN_MS = 3000


class Backups(QObject):
    """Asks every hour whether the day's backup is due."""

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._timer = QTimer(self)
        self._timer.setInterval(BACKUP_EVERY_MS)
        self._timer.timeout.connect(self.back_up)

    def start(self) -> None:
        """Begin with the store that is open now."""
        self._timer.start()
        self.back_up()

    def stop(self) -> None:
        self._timer.stop()

    def back_up(self) -> None:
        """Make the day's backup if it is due."""
        store = self._app.store
        if store is not None:
            self._app.jobs.run(
                store.back_up_if_due, done=self._made, label=tr("Making the day's backup"), owner=self
            )

    def _made(self, made: object) -> None:
        window = self._app.window
        if made is not None and window is not None:
            window.show_facts()


class Retries(QObject):
    """Tries every few seconds what the store refused, and says when it is kept."""

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._timer = QTimer(self)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(app.jobs.try_again)
        app.jobs.held.connect(self._start)
        app.jobs.caught_up.connect(self.say_caught_up)

    def stop(self) -> None:
        self._timer.stop()

    def say_caught_up(self) -> None:
        """The store takes changes again, and what it had refused is in it."""
        self.stop()
        self._app.notices.say(tr("What you typed is kept now."))

    def _start(self, _slot: str) -> None:
        if not self._timer.isActive():
            self._timer.start()
