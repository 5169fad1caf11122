"""Says plainly that Python is too old; this file and those that import it must parse on any Python 3."""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWER_FIRST = ("python3.13", "python3.12", "python3.11")
IS_NEW = "import sys; sys.exit(sys.version_info < (3, 11))"


def require_python():  # type: () -> None
    """Go on with this Python, or start again with a newer one of this machine, or stop with exit code 2."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_FIRST:
        newer = shutil.which(name)
        if newer and subprocess.call([newer, "-c", IS_NEW], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, *sys.argv])
    here = ".".join(str(part) for part in sys.version_info[:3])
    sys.stderr.write("Deskside needs Python 3.11 or newer; this is Python " + here + ".\n")
    sys.stderr.write("Install a newer Python and run the same command with it.\n")
    sys.exit(2)
