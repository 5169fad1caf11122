"""The command `deskside`: the window, or one action for scripts. No Qt is imported before it is needed."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

OK, FAILED, USAGE = 0, 1, 2
NO_SCREEN = (
    "There is no screen to open a window on. Without one, --walk FOLDER and the commands for scripts work."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask; returns 0 (done), 1 (failed) or, by argparse, exits with 2 (usage)."""
    args = make_parser().parse_args(arguments)
    try:
        return _dispatch(args)
    except KeyboardInterrupt:
        return FAILED
    except Exception as error:
        # Scripts read one line; the window has its own handler for what happens in it.
        print(f"deskside: {_one_line(error)}", file=sys.stderr)
        return FAILED


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; sub-commands carry the name of their function in `run`."""
    parser = argparse.ArgumentParser(
        prog="deskside", description="Hear a call, assess it fairly, grow a skill."
    )
    parser.add_argument(
        "--store", type=Path, metavar="PATH", help="the store to open (else the one used last)"
    )
    _add_signing_in(parser)
    parser.add_argument("--demo", action="store_true", help="open the demo floor: made-up people and calls")
    parser.add_argument(
        "--or-demo", action="store_true", help="open the store used last, or the demo floor if there is none"
    )
    parser.add_argument(
        "--self-test", action="store_true", help="visit every page in a temporary store, and exit"
    )
    parser.add_argument(
        "--walk", type=Path, metavar="FOLDER", help="do the main job, leave PDF and pictures there"
    )
    parser.add_argument("--locked", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=f"deskside {_version()}")
    commands = parser.add_subparsers(title="for scripts", dest="command", metavar="COMMAND")
    _add_import(commands)
    plan = commands.add_parser("plan", help="write an agent's growth plan as a PDF")
    plan.add_argument("agent", help="the agent's name or staff number")
    plan.add_argument("--pdf", type=Path, required=True, metavar="FILE", help="the file to write")
    backup = commands.add_parser("backup", help="make a checked backup")
    backup.add_argument("folder", type=Path, nargs="?", help="where to (else beside the store)")
    restore = commands.add_parser("restore", help="go back to a backup; the present store is set aside")
    restore.add_argument("backup", type=Path, help="the backup file")
    commands.add_parser("verify", help="check that the record of changes is whole, a line a device")
    for name, command in commands.choices.items():
        command.set_defaults(run=f"run_{name}")
    return parser


def _add_signing_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--user", default="", metavar="NAME", help="for scripts: who signs in to a protected store"
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="for scripts: its first line is the passphrase; - reads it from standard input",
    )


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("import", help="bring in calls or people from a CSV or XLSX file")
    command.add_argument("file", type=Path, help="the file to read")
    command.add_argument(
        "--as", dest="kind", choices=("calls", "people"), required=True, help="what its rows are"
    )
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help='what a column holds, as in "Agent name=agent"; repeat for more (else guessed or remembered)',
    )
    command.add_argument(
        "--dates",
        choices=("dmy", "mdy"),
        help="how dates like 01/02/2021 are read, where the file can't tell",
    )
    command.add_argument(
        "--team", metavar="NAME", help="the team of new agents (needed where there are several)"
    )
    command.add_argument(
        "--rejected", type=Path, metavar="FILE", help="write the rows left out there, each with the reason"
    )


def _dispatch(args: argparse.Namespace) -> int:
    if args.command:
        from desktop import commands

        code: int = getattr(commands, args.run)(args)
        return code
    if args.self_test:
        from desktop.self_test import run_self_test

        return run_self_test()
    if args.walk:
        from desktop.walk import run_walk

        return run_walk(args.walk)
    from desktop.shell.screen import has_screen

    if not has_screen():
        print(f"deskside: {NO_SCREEN}", file=sys.stderr)
        return FAILED
    from desktop.app import Start, run
    from desktop.shell.paths import last_store, may_be_there

    demo = args.demo or args.or_demo and not may_be_there(last_store())
    return run(Start(args.store, demo, args.locked))


def _one_line(error: Exception) -> str:
    from db.errors import StoreError

    if isinstance(error, (StoreError, OSError)):
        from desktop.shell.errors import sentence

        return sentence(error).text()
    return " ".join(f"{type(error).__name__}: {error}".split())


def _version() -> str:
    from desktop.shell.version import deskside_version

    return deskside_version()


if __name__ == "__main__":
    sys.exit(main())
