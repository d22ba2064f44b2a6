"""The one way in: opens the window, runs one command, or runs the self-test."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path


def _take_data_dir(arguments: list[str]) -> list[str]:
    """Return the arguments without `--data-dir`, whose folder becomes the program's (a world of its own)."""
    rest: list[str] = []
    waiting = False
    for position, argument in enumerate(arguments):
        if waiting:
            os.environ["SMMDESK_DATA_DIR"] = str(Path(argument).absolute())
            waiting = False
        elif argument == "--":
            return rest + arguments[position:]
        elif argument == "--data-dir":
            waiting = True
        elif argument.startswith("--data-dir="):
            os.environ["SMMDESK_DATA_DIR"] = str(Path(argument.partition("=")[2]).absolute())
        else:
            rest.append(argument)
    return [*rest, "--data-dir"] if waiting else rest


def _window_workspace(arguments: list[str]) -> tuple[bool, Path | None]:
    """Return whether the arguments ask for the window, and the workspace that they name."""
    match arguments:
        case []:
            return True, None
        case ["--workspace", name]:
            return True, Path(name)
        case [argument] if argument.startswith("--workspace="):
            return True, Path(argument.partition("=")[2])
        case [name] if name.endswith(".smmdesk"):  # a workspace opened from the file manager
            return True, Path(name)
    return False, None


def main(argv: list[str] | None = None) -> int:
    """Run the program with its arguments (the process's where none are given) and return its exit code."""
    arguments = _take_data_dir(list(sys.argv[1:] if argv is None else argv))
    if arguments == ["--version"]:
        from smmdesk import __version__

        print(f"smmdesk {__version__}")
        return 0
    if arguments[:1] == ["self-test"]:
        from smmdesk.selftest import run as run_self_test

        return run_self_test(arguments[1:])
    is_window, workspace = _window_workspace(arguments)
    if is_window:
        # Loading makes only objects that stay: looking through them for garbage would cost a sixth of the start.
        # The window puts it on again after its first paint.
        gc.disable()
        from smmdesk.ui.app import run as run_window

        return run_window(workspace)
    from smmdesk.cli import main as run_command

    return run_command(arguments)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # In the bundle a worker process that draws reports is this very program, called anew.
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main())
