"""Which Deskside this is."""


def deskside_version() -> str:
    """Return the version of the installed distribution; a bare checkout has none."""
    # Imported here: it costs a sixth of what the window does, and only reports ask.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("deskside")
    except PackageNotFoundError:
        return "0 (not installed)"
