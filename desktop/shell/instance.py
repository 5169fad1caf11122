"""One window for each store: a second start finds the first by the store's path and brings it forward."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 500


def channel(store: Path) -> str:
    """Return the name on which the instance with this store listens."""
    return "deskside-" + hashlib.sha256(str(store.resolve()).encode()).hexdigest()[:20]


def wake_other(store: Path) -> bool:
    """Ask the instance that has this store to come forward; False if there is none."""
    socket = QLocalSocket()
    socket.connectToServer(channel(store))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(b"show")
    socket.waitForBytesWritten(PATIENCE_MS)
    socket.disconnectFromServer()
    return True


class Instance(QObject):
    """Listens for second starts; `asked` comes when one wants this window to come forward."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def listen(self, store: Path) -> None:
        """Listen in the name of this store, and of no other."""
        self._server.close()
        # A killed instance leaves its socket behind; nobody answered on it, or we would not be here.
        QLocalServer.removeServer(channel(store))
        self._server.listen(channel(store))

    def close(self) -> None:
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.asked.emit()
