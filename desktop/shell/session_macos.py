"""macOS tells every application when its screen is locked, through Core Foundation's distributed centre."""

import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Any

_UTF8 = 0x08000100  # kCFStringEncodingUTF8
_DELIVER_AT_ONCE = 4  # CFNotificationSuspensionBehaviorDeliverImmediately
_CALLBACK = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 5)


def observe(left: Callable[[], object]) -> Any:
    """Call `left` when the screen is locked, in the thread of the event loop.

    Returns what has to be kept for as long as it should be heard; None where there is no such library.
    """
    found = ctypes.util.find_library("CoreFoundation")
    if found is None:
        return None
    library = ctypes.cdll.LoadLibrary(found)
    library.CFStringCreateWithCString.restype = ctypes.c_void_p
    library.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
    library.CFNotificationCenterGetDistributedCenter.restype = ctypes.c_void_p
    library.CFNotificationCenterAddObserver.restype = None
    library.CFNotificationCenterAddObserver.argtypes = [
        ctypes.c_void_p,
        ctypes.c_void_p,
        _CALLBACK,
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_long,
    ]

    def hear(*_told: object) -> None:
        left()

    callback = _CALLBACK(hear)
    name = library.CFStringCreateWithCString(None, b"com.apple.screenIsLocked", _UTF8)
    centre = library.CFNotificationCenterGetDistributedCenter()
    library.CFNotificationCenterAddObserver(centre, None, callback, name, None, _DELIVER_AT_ONCE)
    return library, callback, name
