"""Windows tells a window of its own when the session is locked or the computer goes to sleep."""

import ctypes
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray

# winuser.h and wtsapi32.h
WM_POWERBROADCAST, PBT_APMSUSPEND = 0x0218, 0x0004
WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK = 0x02B1, 0x7
NOTIFY_FOR_THIS_SESSION = 0


class WindowsMessages(QAbstractNativeEventFilter):
    """Calls `left` at either message; every message goes on to its window."""

    def __init__(self, left: Callable[[], object]) -> None:
        super().__init__()
        self._left = left

    def register(self, window_id: int) -> bool:
        """Ask for the session's messages; False where Windows refuses."""
        library = getattr(ctypes, "windll").wtsapi32  # noqa: B009  # there is no windll to type elsewhere
        return bool(library.WTSRegisterSessionNotification(wintypes.HWND(window_id), NOTIFY_FOR_THIS_SESSION))

    def nativeEventFilter(
        self, _kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        told = wintypes.MSG.from_address(int(message))
        if (told.message, told.wParam) in {
            (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK),
            (WM_POWERBROADCAST, PBT_APMSUSPEND),
        }:
            self._left()
        return False, 0
