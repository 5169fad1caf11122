"""Which Deskside this is."""

from importlib.metadata import PackageNotFoundError, version


def deskside_version() -> str:
    try:
        return version("deskside")
    except PackageNotFoundError:
        return "0 (not installed)"
