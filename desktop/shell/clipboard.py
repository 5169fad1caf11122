"""What is copied here is about people, so no clipboard history may keep it; pasting works as ever.

The marks: Klipper's and those of Linux that follow it (https://phabricator.kde.org/D12539; with `text/` for
what is strict about names), Windows' for its history and its cloud (Microsoft, "Clipboard Formats"), and
http://nspasteboard.org for macOS, where Qt can't name a kind of its own.
"""

import contextlib
import ctypes
import ctypes.util
import sys

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QClipboard, QGuiApplication

HINT = "x-kde-passwordManagerHint"
_WINDOWS = 'application/x-qt-windows-mime;value="{name}"'
MARKS = {
    HINT: b"secret",
    f"text/{HINT}": b"secret",
    _WINDOWS.format(name="ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format(name="CanIncludeInClipboardHistory"): b"\0\0\0\0",
    _WINDOWS.format(name="CanUploadToCloudClipboard"): b"\0\0\0\0",
}
CONCEALED = b"org.nspasteboard.ConcealedType"


def copy(text: str) -> None:
    """Put a text on the clipboard, to be pasted but not remembered."""
    data = QMimeData()
    data.setText(text)
    _put(QGuiApplication.clipboard(), data, QClipboard.Mode.Clipboard)


class Concealer(QObject):
    """Marks what fields and labels copy by themselves; it is marked before anybody else can ask for it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.changed.connect(self._mark)

    def _mark(self, mode: QClipboard.Mode) -> None:
        if is_ours(self._clipboard, mode):
            data = self._clipboard.mimeData(mode)
            if data is not None and data.formats() and not data.hasFormat(HINT):
                _put(self._clipboard, _same(data), mode)


def is_ours(clipboard: QClipboard, mode: QClipboard.Mode) -> bool:
    """Whether what is on the clipboard, or selected, was put there by this program."""
    if mode == QClipboard.Mode.Clipboard:
        return clipboard.ownsClipboard()
    return mode == QClipboard.Mode.Selection and clipboard.ownsSelection()


def _same(data: QMimeData) -> QMimeData:
    made = QMimeData()
    for kind in data.formats():
        made.setData(kind, data.data(kind))
    if data.hasText():
        made.setText(data.text())
    return made


def _put(clipboard: QClipboard, data: QMimeData, mode: QClipboard.Mode) -> None:
    for kind, value in MARKS.items():
        data.setData(kind, value)
    clipboard.setMimeData(data, mode)
    if sys.platform == "darwin":
        with contextlib.suppress(OSError, AttributeError):
            _mark_on_macos()


def _mark_on_macos() -> None:
    """Add the type by which managers of macOS leave a text out, with NSPasteboard's `addTypes:owner:`."""
    library = ctypes.cdll.LoadLibrary(ctypes.util.find_library("objc") or "libobjc.dylib")
    library.objc_getClass.restype = library.sel_registerName.restype = ctypes.c_void_p
    library.objc_getClass.argtypes = library.sel_registerName.argtypes = [ctypes.c_char_p]

    def send(target: int | None, order: bytes, *given: int | bytes | None) -> int | None:
        kinds = [ctypes.c_char_p if isinstance(each, bytes) else ctypes.c_void_p for each in given]
        call = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, *kinds)
        sent: int | None = call(("objc_msgSend", library))(target, library.sel_registerName(order), *given)
        return sent

    kind = send(library.objc_getClass(b"NSString"), b"stringWithUTF8String:", CONCEALED)
    kinds = send(library.objc_getClass(b"NSArray"), b"arrayWithObject:", kind)
    board = send(library.objc_getClass(b"NSPasteboard"), b"generalPasteboard")
    send(board, b"addTypes:owner:", kinds, None)
    send(board, b"setString:forType:", send(library.objc_getClass(b"NSString"), b"string"), kind)
