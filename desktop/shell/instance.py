"""One window for each store: a second start finds the first by the store's path and brings it forward."""

import hashlib
import os
import socket as sockets
import struct
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 500


def channel(store: Path) -> str:
    """Return the name on which this user's instance with this store listens."""
    place = f"{_own_user()} {store.resolve()}"
    return "deskside-" + hashlib.sha256(place.encode()).hexdigest()[:20]


def wake_other(store: Path) -> bool:
    """Ask the instance that has this store to come forward; False if there is none.

    Somebody else of this computer who listens there is none; who that is, Linux alone tells.
    """
    socket = QLocalSocket()
    socket.connectToServer(channel(store))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    if _listener(int(socket.socketDescriptor())) != _own_user():
        socket.abort()
        return False
    socket.write(b"show")
    socket.waitForBytesWritten(PATIENCE_MS)
    socket.disconnectFromServer()
    return True


def _own_user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _listener(descriptor: int) -> int:
    """The number of the user at the other end; one's own where the system doesn't tell."""
    asked = getattr(sockets, "SO_PEERCRED", None)
    if asked is None:
        return _own_user()
    with sockets.socket(fileno=os.dup(descriptor)) as end:
        told = end.getsockopt(sockets.SOL_SOCKET, asked, struct.calcsize("3i"))
    return int(struct.unpack("3i", told)[1])


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
