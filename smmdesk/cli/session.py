"""The workspace of one command, and how a command speaks: tables and JSON on stdout, progress on a terminal."""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _
from smmdesk.core.paths import own_workspace
from smmdesk.store.database import OpenWorkspace
from smmdesk.store.opening import is_there, open_workspace, require_writer

PROGRAM = "smmdesk"


def workspace_path(options: argparse.Namespace) -> Path:
    """Return the workspace that a command means: the named one, else the user's own desk."""
    return options.workspace if options.workspace is not None else own_workspace()


@contextmanager
def reading(options: argparse.Namespace) -> Iterator[OpenWorkspace]:
    """Open the workspace for reading, beside any writer. Raises UserError when there is none."""
    with _closed_afterwards(open_workspace(_existing(options), write=False, program=PROGRAM)) as opened:
        yield opened


@contextmanager
def writing(options: argparse.Namespace, *, create: bool = False) -> Iterator[OpenWorkspace]:
    """Open the workspace for writing; with `create` a missing one is made.

    Raises WorkspaceHeld when another process writes to it, UserError when there is none.
    """
    path = workspace_path(options)
    if create and not is_there(path):
        from smmdesk.domain.profile import new_workspace

        opened = new_workspace(path, program=PROGRAM)
    else:
        opened = require_writer(open_workspace(_existing(options), program=PROGRAM))
    with _closed_afterwards(opened):
        from smmdesk.domain.imports.removal import undo_running_imports

        for name in undo_running_imports():
            say(_("The import of {file} was interrupted; what it had brought was taken out.").format(file=plain(name)))
        yield opened


def _existing(options: argparse.Namespace) -> Path:
    path = workspace_path(options)
    if options.workspace is None and not is_there(path):
        raise UserError(
            _("You have no workspace yet."),
            _("It would stand at {path}.").format(path=path),
            _("“smmdesk client add” makes it; --workspace names another one."),
        )
    return path


@contextmanager
def _closed_afterwards(opened: OpenWorkspace) -> Iterator[OpenWorkspace]:
    from smmdesk.domain.results.own_metrics import forget_own_metrics, load_own_metrics

    try:
        load_own_metrics()
        yield opened
    finally:
        forget_own_metrics()
        opened.close()


# ---------------------------------------------------------------------------------------------------------- output


def plain(text: str) -> str:
    """Return a text for a terminal: one line, without control, direction and other invisible characters."""
    shown = "".join(" " if one.isspace() else one for one in text)
    return "".join(one for one in shown if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def print_json(data: Any) -> None:
    """Print plain data as JSON."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print rows in columns under their heads; the columns in `right` hold numbers. Nothing is cut."""
    cells = [[plain(cell) for cell in row] for row in rows]
    wide = [max(_width(row[place]) for row in [heads, *cells]) for place in range(len(heads))]
    for row in [heads, *cells]:
        padded = [
            " " * (wide[place] - _width(cell)) + cell if place in right else cell + " " * (wide[place] - _width(cell))
            for place, cell in enumerate(row)
        ]
        print("  ".join(padded).rstrip())


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def say(text: str) -> None:
    """Say something beside the data: on stderr."""
    print(text, file=sys.stderr)


def progress_line() -> Callable[[str, int, int], None] | None:
    """Return what shows "label 40 %" in one line of the terminal; None where stderr is no terminal.

    It is called with the label, how much is done and how much there is (0: not known).
    """
    if not sys.stderr.isatty():
        return None

    def show(label: str, done: int, total: int) -> None:
        share = f" {done * 100 // total} %" if total else ""
        sys.stderr.write(f"\r\x1b[K{plain(label)}{share}")
        if total and done >= total:
            sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()

    return show
