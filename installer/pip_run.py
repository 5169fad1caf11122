"""Runs pip quietly and turns its failures into sentences; the machine's settings say which registry."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from telling import Stop, say, say_over

# What pip says, the exit code, and what we say.
FAILURES = (
    (
        "No space left on device|not enough space|Errno 28",
        5,
        "The disk is full. Free some space and start again.",
    ),
    (
        "DO NOT MATCH THE HASHES",
        4,
        "A package that arrived is not the one this version was made with, so it was not installed.",
    ),
    (
        "NewConnectionError|NameResolutionError|name resolution|Max retries exceeded|ConnectTimeout"
        "|ReadTimeout|timed out|Network is unreachable|ProxyError|SSLError|ConnectionResetError"
        "|Connection broken",
        4,
        "The package registry can't be reached. Check the network connection and start again.",
    ),
    (
        "No matching distribution|Could not find a version",
        4,
        "The package registry lacks a package for this system or this Python. Deskside runs on Python 3.11 to"
        " 3.13, and on Linux with glibc 2.34 or newer (on ARM 2.39).",
    ),
    ("Permission denied|Errno 13", 6, "A file of the environment can't be written."),
)
MISPLACING = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME")


def install_locked(python: Path, lock: Path) -> None:
    """Install exactly what the lock file names, each file checked against its hash; raises Stop."""
    count = len(re.findall(r"^[\w.-]+==", lock.read_text("utf-8"), re.MULTILINE))
    say(f"Fetching {count} packages (some minutes the first time) …")
    run_pip(python, ["install", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)], count)


def install_project(python: Path, project: Path) -> None:
    """Put the checkout on the environment's path and make its `deskside` command; raises Stop."""
    options = ["--no-deps", "--no-build-isolation", "--no-index"]
    run_pip(python, ["install", *options, "--editable", str(project)], 1)


def run_pip(python: Path, arguments: list[str], count: int) -> None:
    command = [
        str(python),
        "-m",
        "pip",
        *arguments,
        "--no-input",
        "--progress-bar",
        "off",
        "--no-warn-script-location",
    ]
    setting = {name: value for name, value in os.environ.items() if name not in MISPLACING}
    setting |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        env=setting,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        lines = list(show_progress(running.stdout or iter(()), count))
    if running.returncode:
        raise explain(lines)


def show_progress(lines: Iterator[str], count: int) -> Iterator[str]:
    """Pass pip's lines on, counting the packages on the terminal's last line."""
    seen = 0
    for line in lines:
        if line.startswith("Collecting "):
            seen += 1
            say_over(f"  {min(seen, count)} of {count}: {line.split()[1].split('==')[0]}")
        elif line.startswith("Installing collected") and seen:
            say_over("")
            say("Unpacking them …")
        yield line.rstrip()


def explain(lines: list[str]) -> Stop:
    """The sentence for a failed run, with pip's own last words for whoever has to look closer."""
    errors = [line for line in lines if line.lower().startswith("error")] or lines
    last_words = "\n".join(f"  pip: {line.strip()[:300]}" for line in errors[-4:])
    everything = "\n".join(lines)
    for pattern, code, sentence in FAILURES:
        if re.search(pattern, everything):
            return Stop(code, f"{sentence}\n{last_words}")
    return Stop(6, f"The packages could not be installed.\n{last_words}")
